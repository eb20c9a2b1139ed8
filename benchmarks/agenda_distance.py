"""How often do intervals of the distance between two agendas hold the true one, and how often does its test err?

Two outlets of a collection are taken as populations whose topics, and so whose distance, are known; other populations
stand nearer to each other, as some or all of the articles have changed sides at random. A trial draws stories (here: a
topic of the collection in a week, or each article by itself) with replacement from all that both have. Printed are, for
our interval and others: how many hold the true distance, in per cent, and their mean width; and the mean of our
estimate and of the plug-in distance, less the true one. For the test, outlets change sides at random by story in each
trial, so that there is no difference; printed is how often p is at most .05.

Usage: python benchmarks/agenda_distance.py ARTICLES [TRIALS]

ARTICLES is any file that read_corpus reads with some thousand dated articles of several outlets and a column `topic`,
for instance the collection of Baly et al. (2020), github.com/ramybaly/Article-Bias-Prediction.
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

import coverage_kit as ck
from coverage_kit.stats.agenda import agenda_distances

TOPICS = [6, 20]
ARTICLES = [20, 50, 100, 200]  # expected in an outlet
MOVED = {"apart": 0.0, "nearer": 0.5, "alike": 1.0}  # share of articles that change sides at random
DRAWS, RESAMPLES = 300, 399


class Population(NamedTuple):
    shares: NDArray[np.float64]
    groups: NDArray[np.int64]
    stories: list[NDArray[np.int64]]  # the articles of each

    @property
    def distance(self) -> float:
        means = [self.shares[self.groups == group].mean(axis=0) for group in (0, 1)]
        return float(np.abs(means[0] - means[1]).sum() / 2)


class Sample(NamedTuple):
    shares: NDArray[np.float64]
    groups: NDArray[np.int64]
    stories: NDArray[np.int64]

    def sums(self) -> NDArray[np.float64]:
        """The shares of each story, and its articles, in each outlet: (n_stories, 2, n_topics + 1)."""
        sums = np.zeros((self.stories.max() + 1, 2, self.shares.shape[1] + 1))
        np.add.at(sums, (self.stories, self.groups), np.column_stack([self.shares, np.ones(len(self.shares))]))
        return sums


def plug_in(weights: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distance for each row of weights of stories; NaN where an outlet has no article."""
    held = np.einsum("rs,sgk->rgk", weights, sums)
    with np.errstate(invalid="ignore"):
        means = held[..., :-1] / held[..., -1:]
    return np.abs(means[:, 0] - means[:, 1]).sum(axis=1) / 2


def others(sample: Sample, rng: np.random.Generator) -> dict[str, tuple[float, float]]:
    """Intervals made in other ways."""
    sums = sample.sums()
    n = len(sums)
    whole = plug_in(np.ones((1, n)), sums)[0]
    drawn = plug_in(rng.multinomial(n, np.full(n, 1 / n), DRAWS).astype(float), sums)
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    reach, bias = stats.t.ppf(0.975, n - 1), np.nanmean(drawn) - whole
    spread = np.nanstd(drawn, ddof=1)
    halves = (np.argsort(rng.random((DRAWS, n)), axis=1) < n // 2).astype(float)
    half = np.nanstd(plug_in(halves, sums), ddof=1) * np.sqrt((n // 2) / (n - n // 2))
    left = plug_in(1 - np.eye(n), sums)
    corrected = n * whole - (n - 1) * np.nanmean(left)
    jackknife = np.sqrt((n - 1) / n * np.nansum((left - np.nanmean(left)) ** 2))
    return {
        "percentile bootstrap": (low, high),
        "basic bootstrap": (2 * whole - high, 2 * whole - low),
        "bootstrap, bias off": (whole - bias - reach * spread, whole - bias + reach * spread),
        "half samples": (whole - reach * half, whole + reach * half),
        "jackknife": (corrected - reach * jackknife, corrected + reach * jackknife),
    }


def draw(population: Population, size: int, rng: np.random.Generator) -> Sample:
    """Draw stories with replacement, so many that an outlet has about `size` articles."""
    n = max(2, round(2 * size * len(population.stories) / len(population.groups)))
    while True:
        chosen = [population.stories[i] for i in rng.integers(0, len(population.stories), n)]
        articles = np.concatenate(chosen)
        stories = np.repeat(np.arange(n), [len(story) for story in chosen])
        if len(np.unique(population.groups[articles])) == 2:
            return Sample(population.shares[articles], population.groups[articles], stories)


def populations(shares, groups, stories, rng) -> dict[str, Population]:
    found = {}
    members = [np.flatnonzero(stories == story) for story in np.unique(stories)]
    for name, moved in MOVED.items():
        mixed = np.where(rng.random(len(groups)) < moved, rng.permutation(groups), groups)
        found[name] = Population(shares, mixed, members)
    return found


def report(name: str, population: Population, trials: int, rng: np.random.Generator) -> None:
    truth = population.distance
    for size in ARTICLES:
        held, width, ours, plain = defaultdict(list), defaultdict(list), [], []
        for _ in range(trials):
            sample = draw(population, size, rng)
            found = agenda_distances(
                sample.shares, sample.groups, clusters=sample.stories, n_resamples=RESAMPLES, rng=rng
            )
            if np.isnan(found.low[0]):
                continue
            ours.append(found.estimate[0] - truth)
            plain.append(found.observed[0] - truth)
            intervals = {"ours": (found.low[0], found.high[0]), **others(sample, rng)}
            for method, (low, high) in intervals.items():
                held[method].append(max(low, 0) <= truth <= high)
                width[method].append(min(high, 1) - max(low, 0))
        figures = ", ".join(f"{m} {100 * np.mean(held[m]):.1f} ({np.mean(width[m]):.2f})" for m in held)
        off = f"off by {np.mean(ours):+.3f}, plug-in {np.mean(plain):+.3f}"
        print(f"{name}, distance {truth:.3f}, {size} articles: {figures}; {off}", flush=True)


def null_test(name: str, population: Population, trials: int, rng: np.random.Generator) -> None:
    for size in ARTICLES:
        p_values = []
        for _ in range(trials):
            sample = draw(population, size, rng)
            flipped = rng.integers(0, 2, sample.stories.max() + 1)[sample.stories]
            groups = (sample.groups + flipped) % 2
            if len(np.unique(groups)) < 2:
                continue
            found = agenda_distances(sample.shares, groups, clusters=sample.stories, n_resamples=RESAMPLES, rng=rng)
            p_values.append(found.p_value[0])
        print(f"{name}, no difference, {size} articles: p <= .05 in {100 * np.mean(np.array(p_values) <= 0.05):.1f} %")


def main(path: str, trials: int, run: Callable[..., None] = report) -> None:
    corpus = ck.read_corpus(path, on_error="collect")
    pair = corpus.articles["outlet"].value_counts().index[:2].tolist()
    corpus = ck.clean(corpus.filter(outlet=pair))
    articles, rng = corpus.articles, np.random.default_rng(0)
    weeks = articles["published"].dt.strftime("%Y %W ") + articles["topic"].astype("str")
    groups = (articles["outlet"] == pair[1]).to_numpy(np.int64)
    for n_topics in TOPICS:
        shares = np.nan_to_num(ck.fit_topics(corpus, n_topics=n_topics).shares(corpus).to_numpy())
        for units, stories in {"stories": pd.factorize(weeks)[0], "articles": np.arange(len(groups))}.items():
            for name, population in populations(shares, groups, stories, rng).items():
                report(f"{n_topics} topics, {units}, {name}", population, trials, rng)
            null_test(f"{n_topics} topics, {units}", populations(shares, groups, stories, rng)["apart"], trials, rng)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1_000)
