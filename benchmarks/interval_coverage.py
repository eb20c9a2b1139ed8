"""How often do 95 % intervals of rates and of their ratios hold the truth? On real articles, from known populations.

Each of the eight largest outlets of a collection is taken as a population whose rate of every word is known. A trial
draws articles, or whole weeks, with replacement, and asks whether the intervals hold the outlets' own rates, or the
ratio of two. Within strata, the articles of one outlet on a topic in a month are dealt out to two pseudo-outlets and
the occurrences in one of them are thinned, so that the true ratio is known. Beside ours: for rates the sandwich
(linearised) interval and the Poisson interval that takes words as independent; for ratios the linearised interval of
the logarithm and the one from counts that takes words as independent, with half an occurrence for none.

Usage: python benchmarks/interval_coverage.py ARTICLES [TRIALS]

ARTICLES is any file that read_corpus reads with some thousand dated articles of several outlets and a column `topic`,
for instance the collection of Baly et al. (2020), github.com/ramybaly/Article-Bias-Prediction.
"""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

import coverage_kit as ck
from coverage_kit.stats.intervals import rate_intervals
from coverage_kit.stats.ratios import log_ratio_intervals

RATES = [(8, 2), (6, 3), (6, 5), (6, 10), (8, 20), (4, 50), (3, 150)]  # outlets, articles of each
ARTICLES = [(5, 5), (20, 20), (10, 100), (30, 300), (200, 200)]
WEEKS = [10, 30, 100]
STRATA = [(10, 1), (40, 1), (40, 2), (100, 1)]  # strata, true ratio
BANDS = [(0.3, 1), (1, 2), (2, 5), (5, 20), (20, 100), (100, 1_000)]  # articles (weeks) expected to hold the word
TERMS = 20  # words looked at in a band and trial
OUTLETS = 8
COMMON = 0.95  # words that more articles hold have nothing to cluster

Ends = tuple[NDArray[np.float64], NDArray[np.float64]]


class Outlet(NamedTuple):
    """A population of articles."""

    articles: NDArray[np.int64]
    rates: NDArray[np.float64]  # (n_words,)
    holding: NDArray[np.float64]  # (n_words,): share of the articles that hold the word
    weeks_holding: NDArray[np.float64]  # (n_words,): share of the weeks


class Collection(NamedTuple):
    counts: csr_array
    words: NDArray[np.float64]
    weeks: NDArray[np.str_]
    topic_months: NDArray[np.str_]
    outlets: list[Outlet]


class Sample(NamedTuple):
    """Articles drawn for two groups, and what is true of each word."""

    counts: csr_array
    words: NDArray[np.float64]
    groups: NDArray[np.int64]
    clusters: NDArray[np.int64]
    truth: NDArray[np.float64]  # (n_words,): log2 of the ratio
    expected: NDArray[np.float64]  # (n_words,): articles (weeks) that should hold it, in the group with fewer
    strata: NDArray[np.int64] | None = None


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


RATE_METHODS = {"ours": ours, "sandwich": sandwich, "words independent": words_independent}


def ratio_methods(sample: Sample, terms: NDArray[np.int64]) -> dict[str, Ends]:
    """Intervals of log2 of the ratio, for each word."""
    counts, groups, clusters = sample.counts[:, terms], sample.groups, sample.clusters
    found = log_ratio_intervals(counts, sample.words, groups, clusters=clusters, strata=sample.strata)
    logs, by_articles, by_words = [], [], []
    for group in (0, 1):
        x, n = counts[groups == group].toarray(), sample.words[groups == group]
        seen = np.maximum(x.sum(axis=0), 0.5)
        units, unit = np.unique(clusters[groups == group], return_inverse=True)
        residuals = np.zeros((len(units), len(terms)))
        np.add.at(residuals, unit, x - np.outer(n, seen / n.sum()))
        logs.append(np.log2(seen / n.sum()))
        by_articles.append(len(units) / (len(units) - 1) * (residuals**2).sum(axis=0) / seen**2)
        by_words.append(1 / seen)
    others = {}
    for name, variance in {"linearised": sum(by_articles), "words independent": sum(by_words)}.items():
        reach = stats.norm.ppf(0.975) * np.sqrt(variance) / np.log(2)
        others[name] = logs[0] - logs[1] - reach, logs[0] - logs[1] + reach
    return {"ours": found[1:], **others}


class Tally:
    """Which intervals held the truth, and how wide they were, by band and method."""

    def __init__(self) -> None:
        self.held, self.width = defaultdict(list), defaultdict(list)

    def add(self, band: int, found: dict[str, Ends], truth: NDArray[np.float64], unit: ArrayLike = 1) -> None:
        known = ~np.isnan(found["ours"][0])
        for name, (low, high) in found.items():
            self.held[name, band].extend(((low <= truth) & (truth <= high))[known])
            self.width[name, band].extend(((high - low) / unit)[known])

    def report(self, design: str) -> None:
        for name in dict.fromkeys(name for name, _ in self.held):
            figures = [
                f"{100 * np.mean(self.held[name, band]):5.1f} ({np.nanmedian(self.width[name, band]):4.1f})"
                if len(self.held[name, band]) > 199
                else "    –       "
                for band in range(len(BANDS))
            ]
            print(f"{design:30}{name:18}", *figures, flush=True)


def some_of_each_band(
    expected: NDArray[np.float64], rng: np.random.Generator
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    for band, (low, high) in enumerate(BANDS):
        candidates = np.flatnonzero((expected >= low) & (expected < high))
        if len(candidates) >= TERMS:
            yield band, rng.choice(candidates, TERMS, replace=False)


def measure_rates(collection: Collection, n_outlets: int, n: int, *, trials: int, rng: np.random.Generator) -> Tally:
    tally, holding = Tally(), np.mean([outlet.holding for outlet in collection.outlets], axis=0)
    for _ in range(trials):
        outlets = [collection.outlets[i] for i in rng.permutation(OUTLETS)[:n_outlets]]
        chosen = np.concatenate([rng.choice(outlet.articles, n) for outlet in outlets])
        counts, words, groups = collection.counts[chosen], collection.words[chosen], np.repeat(range(n_outlets), n)
        for band, terms in some_of_each_band(np.where(holding < COMMON, n * holding, 0), rng):
            for term, column in zip(terms, counts[:, terms].toarray().T, strict=True):
                truth = np.array([outlet.rates[term] for outlet in outlets])
                found = {name: method(column, words, groups) for name, method in RATE_METHODS.items()}
                tally.add(band, found, truth, np.where(truth > 0, truth, np.nan))
    return tally


def measure_ratios(draw: Callable[[], Sample], *, trials: int, rng: np.random.Generator) -> Tally:
    tally = Tally()
    for _ in range(trials):
        sample = draw()
        for band, terms in some_of_each_band(sample.expected, rng):
            tally.add(band, ratio_methods(sample, terms), sample.truth[terms])
    return tally


def true_ratio(shares: list[NDArray[np.float64]], rates: list[NDArray[np.float64]]) -> tuple[NDArray[np.float64], ...]:
    """Return log2 of the ratio of two outlets' rates, and the lesser share; none where it would tell nothing."""
    with np.errstate(all="ignore"):
        truth = np.log2(rates[0] / rates[1])
    telling = np.isfinite(truth) & (np.max(shares, axis=0) < COMMON)
    return truth, np.where(telling, np.min(shares, axis=0), 0)


def draw_articles(collection: Collection, sizes: tuple[int, int], rng: np.random.Generator) -> Sample:
    pair = [collection.outlets[i] for i in rng.permutation(OUTLETS)[:2]]
    truth, share = true_ratio([o.holding for o in pair], [o.rates for o in pair])
    chosen = np.concatenate([rng.choice(o.articles, n) for o, n in zip(pair, sizes, strict=True)])
    counts, words = collection.counts[chosen], collection.words[chosen]
    return Sample(counts, words, np.repeat([0, 1], sizes), np.arange(len(chosen)), truth, share * min(sizes))


def draw_stories(stories: NDArray[np.str_], n: int, *, least: int, rng: np.random.Generator) -> list[NDArray[np.int64]]:
    """Return the articles of n stories, drawn with replacement from those that have at least so many."""
    code, sizes = np.unique(stories, return_inverse=True, return_counts=True)[1:]
    members, ends = np.argsort(code, kind="stable"), np.cumsum(sizes)
    return [members[ends[i] - sizes[i] : ends[i]] for i in rng.choice(np.flatnonzero(sizes >= least), n)]


def draw_weeks(collection: Collection, n: int, rng: np.random.Generator) -> Sample:
    """All that two outlets wrote in n weeks; a week is a cluster."""
    pair = [collection.outlets[i] for i in rng.permutation(OUTLETS)[:2]]
    truth, share = true_ratio([o.weeks_holding for o in pair], [o.rates for o in pair])
    pool, groups = np.concatenate([o.articles for o in pair]), np.repeat([0, 1], [len(o.articles) for o in pair])
    drawn = draw_stories(collection.weeks[pool], n, least=1, rng=rng)
    clusters, own = np.repeat(range(n), [len(week) for week in drawn]), np.concatenate(drawn)
    counts, words = collection.counts[pool[own]], collection.words[pool[own]]
    return Sample(counts, words, groups[own], clusters, truth, share * n)


def draw_strata(collection: Collection, n: int, ratio: float, rng: np.random.Generator) -> Sample:
    """What one outlet wrote on n topics in a month, dealt out to two groups; the second is thinned."""
    outlet = collection.outlets[rng.integers(OUTLETS)]
    drawn = [rng.permutation(s) for s in draw_stories(collection.topic_months[outlet.articles], n, least=2, rng=rng)]
    strata, own = np.repeat(range(n), [len(story) for story in drawn]), outlet.articles[np.concatenate(drawn)]
    groups = np.concatenate([(np.arange(len(story)) + rng.integers(2)) % 2 for story in drawn])
    counts = collection.counts[own]
    row = np.repeat(np.arange(len(own)), np.diff(counts.indptr))
    counts.data = np.where(groups[row] == 1, rng.binomial(counts.data, 1 / ratio), counts.data)
    expected = np.where(outlet.holding < COMMON, outlet.holding * len(own) / 2, 0)
    truth = np.full(counts.shape[1], np.log2(ratio))
    return Sample(counts, collection.words[own], groups, np.arange(len(own)), truth, expected, strata)


def read(path: str) -> Collection:
    articles = ck.read_corpus(path, on_error="collect").articles.drop_duplicates("text")
    articles = articles[articles["published"].notna()]
    largest = articles["outlet"].value_counts().index[:OUTLETS]
    articles = articles[articles["outlet"].isin(largest)]
    counts = csr_array(CountVectorizer(token_pattern=r"\w+").fit_transform(articles["text"]))
    words = np.asarray(counts.sum(axis=1)).ravel().astype(float)
    weeks = articles["published"].dt.strftime("%G-%V").to_numpy(str)
    topic_months = (articles["topic"].astype("str") + articles["published"].dt.strftime(" %Y-%m")).to_numpy(str)
    outlets = []
    for name in largest:
        own = np.flatnonzero(articles["outlet"] == name)
        week = np.unique(weeks[own], return_inverse=True)[1]
        by_week = csr_array((np.ones(len(own)), (week, np.arange(len(own))))) @ counts[own]
        holding = [np.bincount(m.indices, minlength=m.shape[1]) / m.shape[0] for m in (counts[own], by_week)]
        outlets.append(Outlet(own, counts[own].sum(axis=0) / words[own].sum(), *holding))
    return Collection(counts, words, weeks, topic_months, outlets)


def main(path: str, trials: int = 100) -> None:
    collection, rng = read(path), np.random.default_rng(0)
    print(f"{len(collection.words):,} articles of {OUTLETS} outlets, {trials} trials")
    print("percent of 95 % intervals that hold the truth, by how many articles (weeks) should hold the word:")
    print(f"{'':48}", *(f"{f'{low:g} to {high:g}':12}" for low, high in BANDS))
    print("rates (median width, in true rates)")
    for n_outlets, n in RATES:
        measure_rates(collection, n_outlets, n, trials=trials, rng=rng).report(f"{n_outlets} outlets x {n} articles")
    print("log2 of the ratio of two rates (median width)")
    designs = {f"{m} v {n} articles": partial(draw_articles, collection, (m, n), rng) for m, n in ARTICLES}
    designs |= {f"{n} weeks": partial(draw_weeks, collection, n, rng) for n in WEEKS}
    designs |= {
        f"within {n} strata, {ratio} times": partial(draw_strata, collection, n, ratio, rng) for n, ratio in STRATA
    }
    for design, draw in designs.items():
        measure_ratios(draw, trials=trials, rng=rng).report(design)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
