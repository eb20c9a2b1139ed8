"""How often do the 95 % intervals of `decompose` hold the truth? On real articles, drawn from known populations.

The stories that find_stories makes of the largest outlets of a collection are taken as populations, one for each pair
of outlets, whose parts (difference, wording, selection, only_a, only_b) are known for every word: once with all
stories, most of them covered by one outlet alone, and once with as many of those as half the shared ones. A trial draws
stories with replacement and asks whether the intervals hold the population's parts. Beside ours: bootstraps of stories
by the percentile, BCa and bootstrap-t methods.

Usage: python benchmarks/decomposition.py ARTICLES [TRIALS]

ARTICLES is any file that read_corpus reads with some thousand articles of several outlets, for instance the
collection of Baly et al. (2020), github.com/ramybaly/Article-Bias-Prediction.
"""

import sys
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats
from sklearn.feature_extraction.text import CountVectorizer

import coverage_kit as ck
from coverage_kit.stats.decomposition import (
    PARTS,
    decompose_rates,
    decomposition_intervals,
    stories_behind,
    story_errors,
)

SHARED = (3, 8, 15, 30, 100)  # expected number of shared stories in a draw
BANDS = ((1, 4), (4, 15), (15, 60), (60, 300))  # expected number of drawn stories with the word
TERMS, RESAMPLES = 4, 299
NORMAL = stats.norm.ppf([[0.025], [0.975]])


def ours(words, counts, rng):
    return decomposition_intervals(words, counts)[1:]


def bootstraps(words, counts, rng):
    """Return the percentile, BCa and bootstrap-t intervals, made from the same resamples of stories."""
    draws = rng.integers(0, len(words), (RESAMPLES, len(words)))
    draws = draws[(words[draws] > 0).all(axis=2).any(axis=1)]  # the others share no story
    estimate, resampled = decompose_rates(words, counts), decompose_rates(words[draws], counts[draws])
    percentile = np.quantile(resampled, [0.025, 0.975], axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        studentised = (resampled - estimate) / story_errors(words[draws], counts[draws])
    low, high = np.quantile(np.where(np.isfinite(studentised), studentised, 0), [0.025, 0.975], axis=0)
    error = story_errors(words, counts)
    return percentile, bca(words, counts, resampled), (estimate - high * error, estimate - low * error)


def bca(words, counts, resampled):
    """Efron's bias-corrected and accelerated interval, with the jackknife's acceleration."""
    estimate, number = decompose_rates(words, counts), len(resampled)
    below = ((resampled < estimate).sum(axis=0) + 0.5 * (resampled == estimate).sum(axis=0)) / number
    bias = stats.norm.ppf(np.clip(below, 0.5 / number, 1 - 0.5 / number))
    without = np.array([decompose_rates(np.delete(words, i, 0), np.delete(counts, i, 0)) for i in range(len(words))])
    with np.errstate(divide="ignore", invalid="ignore"):
        pull = np.nan_to_num(np.nanmean(without, axis=0) - without)
        skew = np.nan_to_num((pull**3).sum(axis=0) / (6 * (pull**2).sum(axis=0) ** 1.5))
    shifted = bias.ravel() + NORMAL
    ranks = stats.norm.cdf(bias.ravel() + shifted / (1 - skew.ravel() * shifted))
    flat = np.sort(resampled.reshape(number, -1), axis=0)
    places = np.clip((ranks * (number - 1)).round().astype(int), 0, number - 1)
    return np.take_along_axis(flat, places, axis=0).reshape(2, *estimate.shape)


def populations(path, rng):
    """Yield, for each pair of outlets and mix of stories, words and counts by story and outlet."""
    corpus = ck.read_corpus(path, on_error="collect")
    corpus = corpus.replace(articles=corpus.articles.drop_duplicates("text"))
    outlets = corpus.outlets[:4]
    articles = ck.find_stories(corpus.filter(outlet=outlets), granularity="story").articles
    matrix = CountVectorizer(token_pattern=r"\w+", min_df=20).fit_transform(articles["text"])
    words = articles["text"].str.count(r"\w+").to_numpy(float)
    stories = articles["story"].fillna(articles["article_id"]).astype("category").cat.codes.to_numpy()
    for pair in combinations(outlets, 2):
        sides = [np.flatnonzero((articles["outlet"] == outlet).to_numpy()) for outlet in pair]
        covered = np.stack([np.bincount(stories[side], minlength=stories.max() + 1) > 0 for side in sides], axis=1)
        shared, alone = np.flatnonzero(covered.all(axis=1)), np.flatnonzero(covered.sum(axis=1) == 1)
        for kept in (alone, rng.choice(alone, len(shared) // 2, replace=False)):
            chosen = np.concatenate([shared, kept])
            number = np.full(stories.max() + 1, -1)
            number[chosen] = np.arange(len(chosen))
            members = [side[number[stories[side]] >= 0] for side in sides]
            cells = [number[stories[side]] for side in members]
            sizes = [np.bincount(c, words[m], len(chosen)) for c, m in zip(cells, members, strict=True)]
            yield np.stack(sizes, axis=1), cells, [matrix[m].tocsc() for m in members], len(shared)


def trial(population, n, terms, rng):
    """Draw stories; return which intervals hold the truth, by method, and our widths relative to the words' rates."""
    words, cells, matrices, _ = population
    both = [m[:, terms].toarray() for m in matrices]
    counts = np.zeros((*words.shape, len(terms)))
    for side in (0, 1):
        np.add.at(counts, (cells[side], side), both[side])
    truth, rate = decompose_rates(words, counts), counts.sum(axis=(0, 1)) / words.sum()
    while True:  # a draw that shares no story, or lacks an outlet, would be refused
        drawn = rng.integers(0, len(words), n)
        if (words[drawn] > 0).all(axis=1).any():
            break
    low, high = ours(words[drawn], counts[drawn], rng)
    known = stories_behind(words[drawn]) >= 3
    held = [(low <= truth) & (truth <= high)]
    held += [(low <= truth) & (truth <= high) for low, high in bootstraps(words[drawn], counts[drawn], rng)]
    return np.where(known[:, None], np.array(held, float), np.nan), (high - low) / rate


def main(path: str, trials: int = 100) -> None:
    rng = np.random.default_rng(0)
    known = list(populations(path, rng))
    print("percent of intervals that hold the truth:", ", ".join(PARTS), "(median width / rate)")
    for mix, name in enumerate(("most stories exclusive", "most stories shared")):
        for expected in SHARED:
            for low, high in BANDS:
                held, widths = [], []
                for number in range(trials):
                    population = known[mix::2][number % (len(known) // 2)]
                    n = round(expected * len(population[0]) / population[3])
                    stories_with = sum(np.diff(m.indptr) for m in population[2]) / len(population[0]) * n
                    candidates = np.flatnonzero((stories_with >= low) & (stories_with < min(high, 0.9 * n)))
                    if len(candidates) >= 20:
                        found = trial(population, n, rng.choice(candidates, TERMS, replace=False), rng)
                        held.append(found[0])
                        widths.append(found[1])
                if held:
                    report(f"{name}, {expected} shared, word in {low}-{high}", held, widths)


def report(design: str, held: list, widths: list) -> None:
    print(design)
    reach = pd.DataFrame(np.concatenate(widths, axis=1)).median(axis=1)
    methods = ("ours", "percentile", "BCa", "bootstrap-t")
    for name, trials in zip(methods, np.concatenate(held, axis=2), strict=True):
        width = f"  ({' '.join(f'{value:.1f}' for value in reach)})" if name == "ours" else ""
        shares = 100 * pd.DataFrame(trials).mean(axis=1)
        print(f"    {name:12}" + " ".join(f"{share:5.1f}" for share in shares) + width, flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
