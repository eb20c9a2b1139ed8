"""Do the tests of shares find differences where there are none, and do their intervals hold what they promise?

Usage: python benchmarks/share_calibration.py ARTICLES [TRIALS]

ARTICLES is a corpus that `read_corpus` reads. What its articles hold is counted once, as `sources`, `frames` and
`labels` count it: attributions of each source type, form, stance and naming, by number and by words; sentences of each
frame, in all and by voice; and the labels of the six entities that are mentioned most. Then outlets that differ by
nothing are made of the articles, TRIALS times (default 200), and compared.

- p < .05: the percentage of tests, with its Monte Carlo error, by how many articles hold the kind, or something else
  where fewer do: 0 to 4, 5 to 19, 20 to 99, 100 and more. Wanted: 5.
- covered: the percentage of 95 % intervals that hold the share in all articles, where 10 and more articles of
  a group should hold the kind, and 10 something else; these groups are drawn with replacement. Wanted: 95.

"30 v 30" and the like deal out articles, which are the units. Of the stories of two articles and more, "whole stories"
gives all articles of a story to one of two outlets. "inside stories" deals out a story's articles to two outlets, and
"names shuffled" deals out the names that outlets have; both test within stories.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

import coverage_kit as ck
from coverage_kit.measures import frames, labels, shares, sources
from coverage_kit.measures.attributions import find_heard
from coverage_kit.measures.design import Groups, Units, find_units
from coverage_kit.measures.shares import Comparison, Kinds
from coverage_kit.stats.adjustment import comparable
from coverage_kit.stats.intervals import share_intervals
from coverage_kit.text.entities import propose_entities
from coverage_kit.text.frames import FrameFinder, generic_frames

CHARACTERISTICS = ("source_type", "form", "stance", "naming")
MANY = 10**9
BANDS = ((0, 4), (5, 19), (20, 99), (100, MANY))
DEALS = {"30 v 30": (30, 30), "200 v 200": (200, 200), "20 v 100": (20, 100), "6 x 20": (20,) * 6}
FEWEST_STORIES = 10
MOST_OUTLETS = 12
N_RESAMPLES = 999
EXPECTED = 10  # articles


class Deal(NamedTuple):
    """Articles, dealt out to groups."""

    name: str
    articles: np.ndarray
    groups: np.ndarray
    clusters: np.ndarray
    strata: np.ndarray | None = None


def sources_held(corpus: ck.Corpus) -> Iterator[tuple[str, Kinds]]:
    heard = find_heard(corpus)
    for of in CHARACTERISTICS:
        known = heard.assign(**{of: heard[of].fillna("unknown")})
        for count in ("attributions", "words"):
            yield count, sources._count(known, of=of, count=count, n_articles=len(corpus))


def frames_held(corpus: ck.Corpus) -> Iterator[tuple[str, Kinds]]:
    finder = FrameFinder(generic_frames())
    sentences, _ = frames._find(corpus, finder)
    for voice in (None, "own", "attributed"):
        part = sentences if voice is None else sentences[sentences["voice"] == voice]
        yield f"frames, {voice or 'both'}", frames._count(part, finder.categories, n_articles=len(corpus))


def labels_held(corpus: ck.Corpus) -> Iterator[tuple[str, Kinds]]:
    entities = propose_entities(corpus.derived(ck.Corpus.unmarked_texts), n=labels.PROPOSED)
    mentions, found = labels._find(corpus, entities)
    for entity in entities:
        own = (part[part["entity"] == entity] for part in (mentions, found))
        yield "labels", labels._count(*own, n_articles=len(corpus))


def deals(corpus: ck.Corpus, rng: np.random.Generator) -> Iterator[Deal]:
    for name, sizes in DEALS.items():
        if sum(sizes) <= len(corpus):
            articles = rng.permutation(len(corpus))[: sum(sizes)]
            yield Deal(name, articles, np.repeat(range(len(sizes)), sizes), np.arange(len(articles)))
    stories = pd.factorize(corpus.articles["story"])[0]
    shared = rng.permutation(np.flatnonzero((stories >= 0) & (np.bincount(stories + 1)[stories + 1] > 1)))
    story = stories[shared]
    if len(np.unique(story)) < FEWEST_STORIES:
        return
    whole = rng.permutation(stories.max() + 1) % 2
    yield Deal("whole stories", shared, whole[story], story)
    units = find_units(corpus, cluster=None, within="story").clusters[shared]
    place = pd.Series(story).groupby(story).cumcount().to_numpy()
    yield Deal("inside stories", shared, (place + rng.integers(0, 2, stories.max() + 1)[story]) % 2, units, story)
    names, outlets = pd.factorize(corpus.articles["outlet"].iloc[np.sort(shared)])
    if len(outlets) <= MOST_OUTLETS:
        order = np.argsort(stories[np.sort(shared)], kind="stable")  # names by story, articles by story and shuffled
        mixed = np.argsort(story, kind="stable")
        kept = comparable(names[order], story[mixed])
        mixed, names = mixed[kept], names[order][kept]
        yield Deal("names shuffled", shared[mixed], names, units[mixed], story[mixed])


def drawn(kinds: Kinds, articles: np.ndarray) -> Kinds:
    """Return what some articles hold."""
    return kinds._replace(counts=kinds.counts[articles], totals=kinds.totals[articles], numbers={})


def rarer(kinds: Kinds) -> np.ndarray:
    """Return how many articles hold each kind, or something else, where fewer do."""
    counts = kinds.counts.toarray()
    return np.minimum((counts > 0).sum(axis=0), (counts < kinds.totals[:, None]).sum(axis=0))


def significances(kinds: Kinds, deal: Deal, rng: np.random.Generator) -> Iterator[tuple[int, bool]]:
    """Yield each test's band, and whether p < .05."""
    held = drawn(kinds, deal.articles)
    groups = Groups([str(code) for code in range(deal.groups.max() + 1)], deal.groups)
    units, kept = Units("article_id", deal.clusters, deal.strata), np.ones(len(deal.articles), bool)
    p_value = shares._test(held, Comparison(groups, units, kept, "outlet", "story", 0.95, N_RESAMPLES, rng))
    for number, value in zip(rarer(held), p_value, strict=True):
        if not np.isnan(value):
            yield next(i for i, (low, high) in enumerate(BANDS) if low <= number <= high), value < 0.05


def intervals(kinds: Kinds, deal: Deal, rng: np.random.Generator) -> Iterator[bool]:
    """Tell which intervals of groups drawn with replacement hold the share of all articles."""
    held = drawn(kinds, rng.integers(0, len(kinds.totals), len(deal.articles)))
    sizes = np.bincount(deal.groups)
    true, holding = kinds.counts.sum(axis=0) / kinds.totals.sum(), rarer(kinds) / len(kinds.totals)
    for kind in np.flatnonzero(holding * sizes.max() >= EXPECTED):
        own = held.counts[:, [kind]].toarray().ravel()
        found = share_intervals(own, held.totals, deal.groups)
        known = (holding[kind] * sizes >= EXPECTED) & ~np.isnan(found.low)
        yield from ((found.low <= true[kind]) & (true[kind] <= found.high))[known].tolist()


def percent(trials: list[list[bool]]) -> str:
    """Return the percentage of what is true, and its Monte Carlo error; what one trial tells belongs together.

    >>> percent([[True, False], [False, False], [True, False], [False, False]])
    '25.0 ± 12.5'
    """
    yes, number = (np.array([of(trial) for trial in trials], float) for of in (sum, len))
    if not number.sum():
        return ""
    share = yes.sum() / number.sum()
    error = np.sqrt(((yes - share * number) ** 2).sum()) / number.sum()
    return f"{100 * share:.1f} ± {100 * error:.1f}"


def report(held: list[tuple[str, Kinds]], corpus: ck.Corpus, trials: int) -> None:
    found = defaultdict(lambda: defaultdict(lambda: [[] for _ in range(trials)]))
    rng = np.random.default_rng(0)
    for trial in range(trials):
        for deal in deals(corpus, rng):
            for name, kinds in held:
                row = found[deal.name, name]
                for band, significant in significances(kinds, deal, rng):
                    row[band][trial].append(significant)
                if deal.name in DEALS:
                    row["covered"][trial] += intervals(kinds, deal, rng)
    heads = [f"{low} to {high}" if high < MANY else f"{low}+" for low, high in BANDS]
    print(f"{'':34s}" + "".join(f"{head:>12s}" for head in (*heads, "covered")))
    for (deal, name), row in found.items():
        cells = [percent(row[column]) if column in row else "" for column in (*range(len(BANDS)), "covered")]
        print(f"{deal:16s}{name:18s}" + "".join(f"{cell:>12s}" for cell in cells))


def main(path: str, trials: int) -> None:
    corpus = ck.read_corpus(path, on_error="collect")
    corpus = ck.find_stories(ck.find_reprints(ck.clean(corpus)))
    report([*sources_held(corpus), *frames_held(corpus), *labels_held(corpus)], corpus, trials)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 200)
