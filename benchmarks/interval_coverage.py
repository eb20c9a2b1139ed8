"""How often do 95 % intervals of term rates hold the truth? On real articles, drawn from known populations.

Each of the eight largest outlets of a collection is taken as a population whose rate of every word is known. A trial
draws n articles from each of several outlets and asks whether the intervals hold the outlets' own rates. Beside ours:
the sandwich (linearised) interval and the Poisson interval that takes words as independent.

Usage: python benchmarks/interval_coverage.py ARTICLES [TRIALS]

ARTICLES is any file that read_corpus reads with some thousand articles of several outlets, for instance the
collection of Baly et al. (2020), github.com/ramybaly/Article-Bias-Prediction.
"""

import sys

import numpy as np
from scipy import stats
from sklearn.feature_extraction.text import CountVectorizer

import coverage_kit as ck
from coverage_kit.stats.intervals import rate_intervals

DESIGNS = [(8, 2), (6, 3), (6, 5), (6, 10), (8, 20), (4, 50), (3, 150)]
BANDS = [(0.3, 1), (1, 2), (2, 5), (5, 20), (20, 100)]  # expected number of articles with the word


def sandwich(counts, sizes, groups):
    """Linearised interval with Student's t."""
    low, high = [], []
    for code in range(groups.max() + 1):
        x, n = counts[groups == code], sizes[groups == code]
        rate, k = x.sum() / n.sum(), len(x)
        reach = stats.t.ppf(0.975, k - 1) * np.sqrt(k / (k - 1) * ((x - rate * n) ** 2).sum()) / n.sum()
        low.append(rate - reach)
        high.append(rate + reach)
    return np.array(low), np.array(high)


def words_independent(counts, sizes, groups):
    """Exact Poisson interval of the count."""
    x, n = np.bincount(groups, counts), np.bincount(groups, sizes)
    return np.where(x > 0, stats.gamma.ppf(0.025, np.maximum(x, 1e-9)), 0) / n, stats.gamma.ppf(0.975, x + 1) / n


def ours(counts, sizes, groups):
    return rate_intervals(counts, sizes, groups)[1:]


METHODS = {"ours": ours, "sandwich": sandwich, "words independent": words_independent}


def main(path: str, trials: int = 400) -> None:
    articles = ck.read_corpus(path, on_error="collect").articles.drop_duplicates("text")
    largest = articles["outlet"].value_counts().index[:8]
    articles = articles[articles["outlet"].isin(largest)]
    matrix = CountVectorizer(token_pattern=r"\w+").fit_transform(articles["text"]).tocsc()
    words, in_articles = np.asarray(matrix.sum(axis=1)).ravel().astype(float), np.diff(matrix.indptr)
    outlets = [np.flatnonzero(articles["outlet"] == outlet) for outlet in largest]
    rng = np.random.default_rng(0)
    print(f"{len(articles):,} articles of {len(largest)} outlets")
    print("share of 95 % intervals that hold the truth (median width / true rate)")
    for n_outlets, n in DESIGNS:
        for low, high in BANDS:
            expected = in_articles / len(articles) * n
            candidates = np.flatnonzero((expected >= low) & (expected < min(high, 0.95 * n)))
            if len(candidates) < 20:
                continue
            held = {name: [] for name in METHODS}
            width = {name: [] for name in METHODS}
            for _ in range(trials):
                column = matrix[:, [rng.choice(candidates)]].toarray().ravel()
                chosen = [outlets[i] for i in rng.permutation(len(outlets))[:n_outlets]]
                drawn, groups = np.concatenate([rng.choice(o, n) for o in chosen]), np.repeat(np.arange(n_outlets), n)
                truth = np.array([column[o].sum() / words[o].sum() for o in chosen])
                for name, method in METHODS.items():
                    bottom, top = method(column[drawn], words[drawn], groups)
                    held[name].append((bottom <= truth) & (truth <= top))
                    width[name].append((top - bottom)[truth > 0] / truth[truth > 0])
            figures = "   ".join(
                f"{name} {np.mean(held[name]):.3f} ({np.median(np.concatenate(width[name])):.1f})" for name in METHODS
            )
            print(f"{n_outlets} outlets x {n:3d} articles, word in {low:g}-{high:g}: {figures}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
