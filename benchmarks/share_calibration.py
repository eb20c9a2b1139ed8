"""Does the test of shares find differences where there are none, and do their intervals hold what they promise?

Usage: python benchmarks/share_calibration.py ARTICLES [TRIALS]

ARTICLES is a corpus that `read_corpus` reads. Its attributions are found once; then articles are dealt out to pseudo-
outlets that differ by nothing, TRIALS times (default 200), and each kind of source type, form, stance and naming is
compared as `sources` does, by attributions and by words.

- p < .05: the percentage of tests, by how many articles hold the kind (5 to 19, 20 to 99, 100 and more). Wanted: 5.
- covered: the percentage of 95 % intervals that hold the share in all articles together, where 10 and more attributions
  of the kind are expected. Wanted: 95.

"by article" takes articles as units; "stories, shuffled inside" exchanges names inside found stories of two articles
and more, and tests within them; "whole stories" deals out stories as they are.
"""

import sys
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

import coverage_kit as ck
from coverage_kit.measures.attributions import find_heard
from coverage_kit.measures.design import Groups, cells_of
from coverage_kit.stats.intervals import share_intervals
from coverage_kit.stats.score import score_test

KINDS = ("source_type", "form", "stance", "naming")
BANDS = ((5, 19), (20, 99), (100, 10**9))
DEALS = {"30 v 30": (30, 30), "200 v 200": (200, 200), "20 v 100": (20, 100), "6 x 20": (20,) * 6}
N_RESAMPLES = 999
EXPECTED = 10


def matrices(heard: pd.DataFrame, n_articles: int) -> Iterator[tuple[str, np.ndarray]]:
    """Yield what each article holds of each kind, (n_articles, n_kinds), as attributions and as words."""
    for of in KINDS:
        kind, _ = pd.factorize(heard[of].fillna("unknown"))
        for count, weight in (("attributions", np.ones(len(heard))), ("words", heard["n_words"])):
            counts = np.zeros((n_articles, kind.max() + 1))
            np.add.at(counts, (heard["article"], kind), weight)
            yield count, counts


def deals(stories: np.ndarray, n_articles: int, rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray, ...]]:
    """Yield a name, the articles dealt out, their groups, clusters and strata."""
    for name, sizes in DEALS.items():
        if sum(sizes) <= n_articles:
            drawn = rng.permutation(n_articles)[: sum(sizes)]
            yield f"{name}, by article", drawn, np.repeat(range(len(sizes)), sizes), np.arange(len(drawn)), None
    shared = np.flatnonzero((stories >= 0) & (np.bincount(stories + 1)[stories + 1] > 1))
    if len(np.unique(stories[shared])) >= 20:
        shared = rng.permutation(shared)
        place = pd.Series(stories[shared]).groupby(stories[shared]).cumcount().to_numpy()
        groups = (place + rng.integers(0, 2, stories.max() + 1)[stories[shared]]) % 2
        yield "stories, shuffled inside", shared, groups, np.arange(len(shared)), stories[shared]
        whole = rng.permutation(stories.max() + 1) % 2
        yield "whole stories", shared, whole[stories[shared]], stories[shared], None


def main(path: str, trials: int) -> None:
    corpus = ck.find_stories(ck.find_reprints(ck.clean(ck.read_corpus(path, on_error="collect"))))
    stories = pd.factorize(corpus.articles["story"])[0]
    held = list(matrices(find_heard(corpus), len(corpus)))
    tests, covered = defaultdict(list), defaultdict(list)
    rng = np.random.default_rng(0)
    for _ in range(trials):
        for name, drawn, groups, clusters, strata in deals(stories, len(corpus), rng):
            for count, counts in held:
                own, sizes = counts[drawn], counts[drawn].sum(axis=1)
                articles = (own > 0).sum(axis=0)
                kinds = np.flatnonzero(articles >= BANDS[0][0])
                p_value = score_test(
                    own[:, kinds], sizes, groups, clusters=clusters, strata=strata, n_resamples=N_RESAMPLES, rng=rng
                )
                for kind, value in zip(kinds, p_value, strict=True):
                    band = next(i for i, (low, high) in enumerate(BANDS) if low <= articles[kind] <= high)
                    tests[name, count, band].append(value < 0.05)
                if strata is None and "whole" not in name:
                    covered[name, count] += intervals(own, sizes, groups, clusters, counts)
    print(f"{'':28s}{'':14s}" + "".join(f"{f'{low}+ articles':>14s}" for low, _ in BANDS) + f"{'covered':>10s}")
    for name, count in dict.fromkeys((name, count) for name, count, _ in tests):
        found = [tests.get((name, count, band)) for band in range(len(BANDS))]
        row = "".join(f"{100 * np.mean(values):14.1f}" if values else f"{'':14s}" for values in found)
        inside = covered.get((name, count))
        print(f"{name:28s}{count:14s}{row}" + (f"{100 * np.mean(inside):10.1f}" if inside else ""))


def intervals(
    own: np.ndarray, sizes: np.ndarray, groups: np.ndarray, clusters: np.ndarray, counts: np.ndarray
) -> list[bool]:
    """Tell which intervals hold the share of all articles."""
    cells = cells_of(Groups([str(code) for code in range(groups.max() + 1)], groups), clusters)
    inside = []
    for kind, true in enumerate(counts.sum(axis=0) / counts.sum()):
        shares = share_intervals(cells.sum(own[:, kind]), cells.sum(sizes), cells.group)
        number = np.bincount(groups, minlength=len(shares.low)) * (counts > 0).sum() / len(counts) * true
        known = (number >= EXPECTED) & ~np.isnan(shares.low)
        inside += ((shares.low <= true) & (true <= shares.high))[known].tolist()
    return inside


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) == 3 else 200)
