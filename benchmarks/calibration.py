"""How often do tests of keyness cry wolf, and how often do they miss? On real articles in which the truth is known.

The articles of one outlet are dealt out to pseudo-outlets by chance, so that there is no difference at all: one by one,
by whole weeks standing in for stories (each week in one pseudo-outlet only, shared by all, or mixed), or by topics and
months in which one pseudo-outlet has more of the articles. Of the p-values of a good test, 5 % lie below .05, and
hardly any word is called a key term after Benjamini and Hochberg (1995). For power, the occurrences of each word in one
of the two pseudo-outlets are thinned, so that the other uses it 1.5 or 2 times as often.

Beside ours: G2 and chi-square of the words' counts, the z of Monroe, Colaresi and Quinn (2008) with a flat prior of .1,
Welch's t and the Mann-Whitney test of the articles' rates, and the percentile bootstrap of articles.

Usage: python benchmarks/calibration.py ARTICLES OUTLET [TRIALS]

ARTICLES is any file that read_corpus reads with some thousand dated articles of the outlet whose name begins with
OUTLET and a column `topic`, for instance the collection of Baly et al. (2020),
github.com/ramybaly/Article-Bias-Prediction, and "CNN".
"""

import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy import stats
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

import coverage_kit as ck
from coverage_kit.stats.score import score_test

BANDS = [(10, 30), (30, 100), (100, 300), (300, 1_000), (1_000, 10**9)]  # occurrences in the articles drawn
IN_ARTICLES = 5  # a word in fewer is not looked at as a key term
RESAMPLES, BOOTSTRAPS = 2_000, 499
UNITS = 90  # weeks drawn
DRAWN = 400  # articles drawn by topic and month
MANY, WORDS = 5, 500  # of more than so many pseudo-outlets, so many words are looked at, to save time


class Deal(NamedTuple):
    """Which articles are drawn, and where they are dealt to."""

    chosen: np.ndarray
    groups: np.ndarray
    clusters: np.ndarray
    strata: np.ndarray | None = None
    length: float = 1  # of the articles of the last pseudo-outlet, in those of the others


class Collection(NamedTuple):
    counts: csr_array
    words: np.ndarray
    weeks: np.ndarray
    topic_weeks: np.ndarray
    topic_months: np.ndarray


def deal_articles(collection: Collection, rng: np.random.Generator, *, sizes: list[int], length: float = 1) -> Deal:
    """One by one: each article is its own cluster."""
    chosen = rng.choice(len(collection.words), sum(sizes), replace=False)
    return Deal(chosen, np.repeat(np.arange(len(sizes)), sizes), np.arange(sum(sizes)), length=length)


def thin(counts: csr_array, rows: np.ndarray, share: float, rng: np.random.Generator) -> csr_array:
    """Keep so many of the occurrences in some articles, each by chance."""
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    kept = csr_array(
        (np.where(rows[row], rng.binomial(counts.data, share), counts.data), counts.indices, counts.indptr),
        counts.shape,
    )
    kept.eliminate_zeros()
    return kept


def deal_stories(
    collection: Collection,
    rng: np.random.Generator,
    *,
    unit: str = "weeks",
    drawn: int = UNITS,
    exclusive: float,
    shares: tuple[float, ...] = (0.5, 0.5),
) -> Deal:
    """Deal out whole stories (a share `exclusive` of them) and the articles of the other stories one by one."""
    stories = getattr(collection, unit)
    kept = rng.permutation(np.unique(stories[stories != ""]))[:drawn]
    chosen = np.flatnonzero(np.isin(stories, kept))
    clusters = np.unique(stories[chosen], return_inverse=True)[1]
    owner, whole = rng.choice(len(shares), drawn, p=shares), rng.random(drawn) < exclusive
    alone = rng.choice(len(shares), len(chosen), p=shares)
    return Deal(chosen, np.where(whole[clusters], owner[clusters], alone), clusters)


def deal_tilted(collection: Collection, rng: np.random.Generator) -> Deal:
    """Of each topic in a month, a quarter of the articles go to one pseudo-outlet, which one is chance."""
    stories = collection.topic_months
    names, sizes = np.unique(stories[stories != ""], return_counts=True)
    names, sizes = names[sizes >= 4], sizes[sizes >= 4]
    order = rng.permutation(len(names))
    kept = names[order[: np.searchsorted(np.cumsum(sizes[order]), DRAWN) + 1]]
    chosen = np.flatnonzero(np.isin(stories, kept))
    strata = np.unique(stories[chosen], return_inverse=True)[1]
    groups = np.zeros(len(chosen), np.int64)
    for stratum in range(len(kept)):
        members = rng.permutation(np.flatnonzero(strata == stratum))
        groups[members[: round(len(members) * rng.choice([0.25, 0.75]))]] = 1
    return Deal(chosen, groups, np.arange(len(chosen)), strata)


NULLS: dict[str, Callable[..., Deal]] = {
    "200 v 200 articles": partial(deal_articles, sizes=[200, 200]),
    "20 v 20 articles": partial(deal_articles, sizes=[20, 20]),
    "30 v 300 articles": partial(deal_articles, sizes=[30, 300]),
    "200 v 200, one half as long": partial(deal_articles, sizes=[200, 200], length=0.5),
    "60 v 180, one a quarter as long": partial(deal_articles, sizes=[60, 180], length=0.25),
    "5 x 80 articles": partial(deal_articles, sizes=[80] * 5),
    "6 x 3 articles": partial(deal_articles, sizes=[3] * 6),
    "86 outlets of 60 to 1 articles": partial(deal_articles, sizes=[60] * 4 + [20] * 6 + [3] * 30 + [1] * 46),
    "weeks, of one outlet each": partial(deal_stories, exclusive=1),
    "weeks, shared": partial(deal_stories, exclusive=0),
    "weeks, some shared": partial(deal_stories, exclusive=0.5),
    "weeks, some shared, 15 : 85": partial(deal_stories, exclusive=0.5, shares=(0.15, 0.85)),
    "weeks, some shared, five outlets": partial(deal_stories, exclusive=0.5, shares=(0.2,) * 5),
    "topic x week, some shared": partial(deal_stories, unit="topic_weeks", drawn=300, exclusive=0.5),
    "within topic x month, tilted": deal_tilted,
}
PLANTED = ["200 v 200 articles", "30 v 300 articles"]


def ours(counts: csr_array, words: np.ndarray, deal: Deal, rng: np.random.Generator) -> np.ndarray:
    design = {"clusters": deal.clusters, "strata": deal.strata}
    return score_test(counts, words, deal.groups, **design, n_resamples=RESAMPLES, rng=rng)


def tables(counts: csr_array, words: np.ndarray, deal: Deal, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Tests that take words as independent: of a term's counts in each pseudo-outlet."""
    seen = np.stack([counts[deal.groups == g].sum(axis=0) for g in np.unique(deal.groups)])
    size = np.bincount(deal.groups, words)[:, None]
    cells, totals = np.stack([seen, size - seen]), np.stack([seen, size - seen]).sum(axis=1, keepdims=True)
    expected = totals * size / size.sum()
    with np.errstate(all="ignore"):  # a word of which thinning left nothing
        g2 = 2 * (cells * np.log(np.where(cells > 0, cells, 1) / expected)).sum(axis=(0, 1))
        chi2 = ((cells - expected) ** 2 / expected).sum(axis=(0, 1))
    found = {"G2": stats.chi2.sf(g2, len(size) - 1), "chi2": stats.chi2.sf(chi2, len(size) - 1)}
    if len(size) == 2:
        padded, all_padded = seen + 0.1, size + 0.1 * counts.shape[1]
        delta = np.log(padded / (all_padded - padded))
        found["Monroe's z"] = 2 * stats.norm.sf(np.abs(delta[0] - delta[1]) / np.sqrt((1 / padded).sum(axis=0)))
    return found


def by_article(counts: csr_array, words: np.ndarray, deal: Deal, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Tests that take articles as independent; of two pseudo-outlets."""
    first, second = ((counts / words[:, None]).toarray()[deal.groups == g] for g in (0, 1))
    with np.errstate(all="ignore"):
        found = {
            "Welch's t": stats.ttest_ind(first, second, equal_var=False).pvalue,
            "Mann-Whitney": stats.mannwhitneyu(first, second, method="asymptotic").pvalue,
        }
    differences = np.zeros((BOOTSTRAPS, counts.shape[1]), np.float32)
    for group, sign in ((0, 1), (1, -1)):
        own = np.flatnonzero(deal.groups == group)
        times = rng.multinomial(len(own), np.full(len(own), 1 / len(own)), BOOTSTRAPS)
        differences += sign * (counts[own].T @ times.T).T / (times @ words[own])[:, None]
    tail = np.minimum((differences <= 0).sum(axis=0), (differences >= 0).sum(axis=0))
    found["bootstrap"] = np.minimum(2 * (tail + 1) / (BOOTSTRAPS + 1), 1)
    return found


def test_all(counts: csr_array, words: np.ndarray, deal: Deal, rng: np.random.Generator) -> dict[str, np.ndarray]:
    found = {"ours": ours(counts, words, deal, rng), **tables(counts, words, deal, rng)}
    if deal.groups.max() == 1:
        found |= by_article(counts, words, deal, rng)
    return {name: np.where(np.isnan(p), 1, p) for name, p in found.items()}


class Tally:
    """The p-values of each method by band, and its false key terms by trial."""

    def __init__(self) -> None:
        self.p_values = defaultdict(list)
        self.key_terms = defaultdict(list)

    def add(self, found: dict[str, np.ndarray], total: np.ndarray, often: np.ndarray) -> None:
        for name, p in found.items():
            for band, (low, high) in enumerate(BANDS):
                self.p_values[name, band].append(p[(total >= low) & (total < high)])
            self.key_terms[name].append((stats.false_discovery_control(p[often]) < 0.05).sum())

    def below(self, name: str, limits: list[float] | float = 0.05) -> str:
        """The percentage of p-values below a limit, by band."""
        limits = [limits] * len(BANDS) if isinstance(limits, float) else limits
        values = [np.concatenate(self.p_values[name, band]) for band in range(len(BANDS))]
        shares = zip(values, limits, strict=True)
        return "  ".join(f"{100 * (p < limit).mean():5.1f}" if len(p) > 99 else "    –" for p, limit in shares)

    def critical(self, name: str) -> list[float]:
        """The limit below which 5 % of the p-values lie, by band."""
        values = [np.concatenate(self.p_values[name, band]) for band in range(len(BANDS))]
        return [np.quantile(p, 0.05) if len(p) else 0.0 for p in values]


def measure(
    collection: Collection, make: Callable[..., Deal], *, trials: int, rng: np.random.Generator, ratio: float = 1
) -> Tally:
    tally = Tally()
    for trial in range(trials):
        if trial % 10 == 0:
            print(f"\r{trial} of {trials}", end="", file=sys.stderr, flush=True)
        deal = make(collection, rng)
        drawn, words = collection.counts[deal.chosen], collection.words[deal.chosen]
        if deal.length < 1:
            drawn = thin(drawn, deal.groups == deal.groups.max(), deal.length, rng)
            words = np.maximum(drawn.sum(axis=1), 1)
        total, often = drawn.sum(axis=0), np.bincount(drawn.indices, minlength=drawn.shape[1]) >= IN_ARTICLES
        looked_at = np.flatnonzero((total >= BANDS[0][0]) | often)
        if deal.groups.max() >= MANY:
            looked_at = rng.choice(looked_at, min(WORDS, len(looked_at)), replace=False)
        drawn = drawn[:, looked_at]
        if ratio > 1:  # the last pseudo-outlet loses occurrences
            drawn = thin(drawn, deal.groups == 1, 1 / ratio, rng)
        tally.add(test_all(drawn, words, deal, rng), total[looked_at], often[looked_at])
    print("\r" + " " * 30 + "\r", end="", file=sys.stderr, flush=True)
    return tally


def read(path: str, outlet: str) -> Collection:
    articles = ck.read_corpus(path, on_error="collect").articles.drop_duplicates("text")
    articles = articles[articles["outlet"].str.startswith(outlet)]
    counts = csr_array(CountVectorizer(token_pattern=r"\w+").fit_transform(articles["text"]))
    words = np.asarray(counts.sum(axis=1)).ravel().astype(float)
    dates, topics = articles["published"], articles["topic"].astype("str") + " "
    weeks, months = dates.dt.strftime("%G-%V"), dates.dt.strftime("%Y-%m")
    stories = (names.where(dates.notna(), "").to_numpy(str) for names in (weeks, topics + weeks, topics + months))
    return Collection(counts, words, *stories)


def main(path: str, outlet: str, trials: int = 30) -> None:
    collection, rng = read(path, outlet), np.random.default_rng(0)
    heading = "".join(f"{f'{low:,}+':>7}" for low, _ in BANDS)
    print(f"{len(collection.words):,} articles, {trials} trials")
    print("percent of p-values below .05 for words with so many occurrences, or more;")
    print("percent of trials with any false key term, and how many on average")
    nulls = {}
    for null, make in NULLS.items():
        nulls[null] = measure(collection, make, trials=trials, rng=rng)
        print(f"\n{null:36}{heading}      any      mean")
        for name, numbers in nulls[null].key_terms.items():
            any_term = f"{100 * np.mean(np.array(numbers) > 0):5.1f} %  {np.mean(numbers):7.2f}"
            print(f"  {name:34}{nulls[null].below(name)}  {any_term}", flush=True)
    print("\npower: percent of p-values below .05 where one pseudo-outlet uses each word so many times as often")
    for null in PLANTED:
        for ratio in (1.5, 2):
            found = measure(collection, NULLS[null], trials=trials, rng=rng, ratio=ratio)
            print(f"\n{f'{null}, {ratio:g} times':36}{heading}")
            for name in found.key_terms:
                print(f"  {name:34}{found.below(name)}")
                print(f"  {f'{name}, at its true 5 %':34}{found.below(name, nulls[null].critical(name))}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
