"""How often does the score test cry wolf? On real articles in which there is no difference at all.

The articles of one outlet are dealt out to pseudo-outlets by chance, one by one or by whole weeks standing in for
stories (each week in one pseudo-outlet only, shared by all, or mixed). Of the p-values, 5 % should lie below .05.

Usage: python benchmarks/calibration.py ARTICLES OUTLET [TRIALS]

ARTICLES is any file that read_corpus reads with some thousand dated articles of the outlet whose name begins with
OUTLET, for instance the collection of Baly et al. (2020), github.com/ramybaly/Article-Bias-Prediction, and "CNN".
"""

import sys
from collections.abc import Callable

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

import coverage_kit as ck
from coverage_kit.stats.score import score_test

BANDS = [(10, 30), (30, 100), (100, 300), (300, 1_000), (1_000, 10**9)]  # occurrences in the articles drawn
TERMS = 60  # drawn a band
WEEKS = 90
DEALS = {
    "200 v 200 articles": [200] * 2,
    "30 v 300 articles": [30, 300],
    "5 x 80 articles": [80] * 5,
    "6 x 3 articles": [3] * 6,
    "86 outlets of 60 to 1 articles": [60] * 4 + [20] * 6 + [3] * 30 + [1] * 46,
}


def deal_articles(sizes: list[int], n_articles: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Return which articles are drawn, their pseudo-outlets and their clusters: each its own."""
    chosen = rng.choice(n_articles, sum(sizes), replace=False)
    return chosen, np.repeat(np.arange(len(sizes)), sizes), np.arange(sum(sizes))


def deal_weeks(weeks: np.ndarray, n_groups: int, exclusive: float, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Deal out whole weeks (a share `exclusive` of them) and the articles of the other weeks one by one."""
    drawn = rng.permutation(np.unique(weeks[weeks != ""]))[:WEEKS]
    chosen = np.flatnonzero(np.isin(weeks, drawn))
    clusters = np.unique(weeks[chosen], return_inverse=True)[1]
    owner, whole = rng.integers(0, n_groups, WEEKS), rng.random(WEEKS) < exclusive
    groups = np.where(whole[clusters], owner[clusters], rng.integers(0, n_groups, len(chosen)))
    return chosen, groups, clusters


def measure(deal: Callable[[], tuple], matrix, words: np.ndarray, *, trials: int, rng: np.random.Generator) -> str:
    """Return the share of p-values below .05, by frequency band, in percent."""
    below, tests = np.zeros(len(BANDS)), np.zeros(len(BANDS))
    for _ in range(trials):
        chosen, groups, clusters = deal()
        drawn = matrix[chosen]
        total = np.asarray(drawn.sum(axis=0)).ravel()
        for band, (low, high) in enumerate(BANDS):
            terms = rng.permutation(np.flatnonzero((total >= low) & (total < high)))[:TERMS]
            if len(terms):
                counts = drawn[:, terms].toarray()
                p = score_test(counts, words[chosen], groups, clusters=clusters, n_resamples=999, rng=rng)
                below[band], tests[band] = below[band] + (p < 0.05).sum(), tests[band] + len(p)
    return "  ".join(f"{100 * b / t:4.1f}" if t else "   –" for b, t in zip(below, tests, strict=True))


def main(path: str, outlet: str, trials: int = 40) -> None:
    articles = ck.read_corpus(path, on_error="collect").articles.drop_duplicates("text")
    articles = articles[articles["outlet"].str.startswith(outlet)]
    matrix = CountVectorizer(token_pattern=r"\w+").fit_transform(articles["text"]).tocsr()
    words = np.asarray(matrix.sum(axis=1)).ravel().astype(float)
    weeks = articles["published"].dt.strftime("%G-%V").fillna("").to_numpy(str)
    rng = np.random.default_rng(0)
    print(f"{len(articles):,} articles; percent of p-values below .05 for words with")
    print(f"{'':34}" + "  ".join(f"{low:,}+" for low, _ in BANDS))
    for name, sizes in DEALS.items():
        deal = lambda sizes=sizes: deal_articles(sizes, len(articles), rng)  # noqa: E731
        print(f"{name:34}{measure(deal, matrix, words, trials=trials, rng=rng)}", flush=True)
    for n_groups in (2, 5):
        for kind, exclusive in (("of one outlet each", 1.0), ("shared by all", 0.0), ("mixed", 0.5)):
            deal = lambda n=n_groups, e=exclusive: deal_weeks(weeks, n, e, rng)  # noqa: E731
            name = f"{n_groups} outlets, weeks {kind}"
            print(f"{name:34}{measure(deal, matrix, words, trials=trials, rng=rng)}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:3], *map(int, sys.argv[3:]))
