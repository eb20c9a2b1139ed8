"""The score test against full enumeration, the exact tail of permutations, and its size on true nulls."""

import math
from itertools import combinations, permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csc_array, csr_array, csr_matrix

from coverage_kit.stats.score import score_test


def test(counts, groups, *, clusters=None, strata=None, sizes=None, n_resamples=999, seed=0):
    """Articles of 100 words, each a cluster of its own, if nothing else is said."""
    n = len(groups)
    return score_test(
        counts,
        [100] * n if sizes is None else sizes,
        groups,
        clusters=range(n) if clusters is None else clusters,
        strata=strata,
        n_resamples=n_resamples,
        rng=np.random.default_rng(seed),
    )


test.__test__ = False


def score_sums(scores, sizes, groups, clusters, strata):
    """Yield, for each way to resample, the sum of scores of each group; the first is the observed one.

    Clusters of one group of a stratum swap their groups, centred on what the group's share of them would bring;
    clusters of several groups flip the sign of the groups' deviations from their share of the words in such clusters.
    """
    n_groups, ways = max(groups) + 1, []
    for stratum in sorted(set(strata)):
        own = [i for i, s in enumerate(strata) if s == stratum]
        shared = [i for i in own if len({groups[j] for j in own if clusters[j] == clusters[i]}) > 1]
        words = np.bincount([groups[i] for i in shared], [sizes[i] for i in shared], minlength=n_groups)
        owners, alone = [], []
        for cluster in sorted({clusters[i] for i in own}):
            cell = np.zeros(n_groups)
            members = [i for i in own if clusters[i] == cluster]
            for i in members:
                cell[groups[i]] += scores[i]
            if len({groups[i] for i in members}) > 1:
                deviation = cell - words / words.sum() * cell.sum()
                ways.append([deviation, -deviation])
            else:
                owners.append(groups[members[0]])
                alone.append(cell.sum())
        if owners:
            expected = np.bincount(owners, minlength=n_groups) / len(owners) * sum(alone)
            ways.append([np.bincount(o, alone, minlength=n_groups) - expected for o in permutations(owners)])
    return [np.sum(parts, axis=0) for parts in product(*ways)]


def enumerated(counts, sizes, groups, clusters, strata, *, tied=0.02):
    """The mid-p of every way to resample one term; statistics within 2 % of the observed one count as tied."""
    counts, sizes, strata = np.asarray(counts, float), np.asarray(sizes, float), np.asarray(strata)
    scores = np.zeros(len(counts))
    for stratum in set(strata):
        own = strata == stratum
        scores[own] = counts[own] - sizes[own] * counts[own].sum() / max(sizes[own].sum(), 1)
    cells = sorted({(s, c, g) for s, c, g in zip(strata.tolist(), clusters, groups, strict=True)})
    share = np.bincount([g for _, _, g in cells]) / len(cells)
    sums = score_sums(scores, sizes, list(groups), list(clusters), list(strata))
    null = [math.sqrt((u**2 / share).sum()) for u in sums]
    observed, null = null[0], np.array(null)
    margin = max(tied * observed, 1e-5 * counts.sum())
    return (null > observed + margin).mean() / 2 + (null >= observed - margin).mean() / 2


COUNTS, SIZES = [5, 3, 4, 1, 0, 2, 1, 3], [300, 200, 400, 250, 350, 500, 200, 100]
DESIGNS = {
    "articles": ([0, 0, 0, 1, 1, 1, 1, 1], range(8), [0] * 8),
    "three groups": ([0, 0, 1, 1, 2, 2, 2, 0], range(8), [0] * 8),
    "shared stories": ([0, 1] * 4, [0, 0, 1, 1, 2, 2, 3, 3], [0] * 8),
    "exclusive stories": ([0, 0, 1, 1, 0, 1, 0, 1], [0, 0, 1, 1, 2, 3, 4, 5], [0] * 8),
    "shared and exclusive stories": ([0, 1, 0, 1, 0, 0, 1, 0], [0, 0, 1, 1, 2, 2, 3, 4], [0] * 8),
    "a story of two groups out of three": ([0, 1, 2, 2, 0, 1, 2, 0], [0, 0, 0, 1, 1, 2, 3, 4], [0] * 8),
    "strata": ([0, 1, 0, 1, 1, 0, 0, 1], range(8), [0, 0, 0, 0, 1, 1, 1, 1]),
    "a stratum of one group": ([0, 1, 0, 1, 1, 0, 0, 0], range(8), [0, 0, 0, 0, 0, 0, 1, 1]),
    "a group absent from a stratum": ([0, 1, 2, 0, 1, 0, 1, 0], range(8), [0, 0, 0, 0, 1, 1, 1, 1]),
    "clusters in several strata": ([0, 1, 1, 0, 1, 0, 0, 1], [0, 0, 1, 2, 0, 0, 1, 2], [0, 0, 0, 0, 1, 1, 1, 1]),
}


@pytest.mark.parametrize("design", DESIGNS)
def test_resampling_is_full_enumeration(design):
    groups, clusters, strata = DESIGNS[design]
    p = test(np.transpose([COUNTS]), groups, clusters=clusters, strata=strata, sizes=SIZES, n_resamples=20_000)
    assert p[0] == pytest.approx(enumerated(COUNTS, SIZES, groups, clusters, strata), abs=0.015)


@st.composite
def designs(draw):
    n = draw(st.integers(4, 8))
    codes = [draw(st.lists(st.integers(0, most), min_size=n, max_size=n)) for most in (2, 5, 1)]
    groups, clusters, strata = (np.unique(c, return_inverse=True)[1] for c in codes)
    counts = draw(st.lists(st.integers(0, 9), min_size=n, max_size=n))
    return counts, draw(st.lists(st.integers(50, 500), min_size=n, max_size=n)), groups, clusters, strata


@given(designs())
@settings(max_examples=60)
def test_any_small_design_is_full_enumeration(design):
    counts, sizes, groups, clusters, strata = design
    p = test(np.transpose([counts]), groups, clusters=clusters, strata=strata, sizes=sizes, n_resamples=4_000)[0]
    if not np.isnan(p):  # an arrangement that lies on the edge of the tied ones may fall to either side
        narrow, wide = (enumerated(*design, tied=tied) for tied in (0.0199, 0.0201))
        assert min(narrow, wide) - 0.04 < p < max(narrow, wide) + 0.04


def test_a_story_of_one_stratum_is_an_article_of_each_group():
    """Where each stratum has one article of each of two groups, to swap them is to flip the sign of what parts them."""
    rng = np.random.default_rng(4)
    counts, sizes = rng.poisson(2, (20, 5)), rng.integers(100, 900, 20)
    groups, stories = np.tile([0, 1], 10), np.repeat(range(10), 2)
    swapped = test(counts, groups, strata=stories, sizes=sizes, n_resamples=20_000)
    flipped = test(counts, groups, clusters=stories, strata=stories, sizes=sizes, n_resamples=20_000)
    assert swapped == pytest.approx(flipped, abs=0.02)


@pytest.mark.parametrize("form", [csr_array, csc_array, csr_matrix])
def test_sparse_equals_dense(form):
    rng = np.random.default_rng(1)
    counts, groups = rng.poisson(0.4, (30, 8)), rng.integers(0, 3, 30)
    clusters, strata = rng.integers(0, 12, 30), rng.integers(0, 2, 30)
    dense = test(counts, groups, clusters=clusters, strata=strata)
    assert (test(form(counts), groups, clusters=clusters, strata=strata) == dense).all()


def test_a_zero_that_is_stored_is_no_occurrence():
    stored = csr_array((np.zeros(4), ([0, 1, 2, 3], [0, 0, 0, 0])), shape=(4, 1))
    assert np.isnan(test(stored, [0, 0, 1, 1])[0])


def test_two_groups_are_a_case_of_many():
    """A third group in a stratum of its own moves nothing: the formula for many groups must give the same p-values."""
    rng = np.random.default_rng(6)
    counts, groups = rng.poisson(1.5, (20, 6)), np.repeat([0, 1], 10)
    two = test(counts, groups, n_resamples=20_000)
    more = np.vstack([counts, np.full((1, 6), 3)])
    three = test(more, [*groups, 2], strata=[0] * 20 + [1], n_resamples=20_000)
    assert three == pytest.approx(two, abs=0.02)


def test_order_and_names_do_not_matter():
    rng = np.random.default_rng(2)
    counts, sizes, groups = rng.poisson(1, (40, 6)), rng.integers(100, 900, 40), rng.integers(0, 2, 40)
    clusters, strata = rng.integers(0, 15, 40), rng.integers(0, 3, 40)
    p = test(counts, groups, clusters=clusters, strata=strata, sizes=sizes, n_resamples=5_000)
    order = rng.permutation(40)
    mixed = test(
        counts[order],
        1 - groups[order],
        clusters=(7 * clusters + 3)[order],
        strata=(2 - strata)[order],
        sizes=sizes[order],
        n_resamples=5_000,
    )
    assert mixed == pytest.approx(p, abs=0.04)


def test_terms_do_not_depend_on_each_other():
    rng = np.random.default_rng(8)
    counts, groups = rng.poisson(1, (20, 5)), np.tile([0, 1], 10)
    together = test(counts, groups)
    assert [test(counts[:, [term]], groups)[0] for term in range(5)] == list(together)


def test_a_term_that_never_occurs_has_no_p_value():
    assert np.isnan(test([[0, 1], [0, 2], [0, 0]], [0, 0, 1])).tolist() == [True, False]


@pytest.mark.parametrize(
    ("groups", "clusters", "strata"),
    [
        ([0, 0, 0, 0], [0, 1, 2, 3], [0, 0, 0, 0]),
        ([0, 0, 1, 1], [0, 0, 0, 0], [0, 0, 0, 0]),
        ([0, 0, 1, 1], [0, 1, 2, 3], [0, 0, 1, 1]),
    ],
    ids=["one group", "one cluster", "no stratum of two groups"],
)
def test_nothing_to_compare_has_no_p_value(groups, clusters, strata):
    assert np.isnan(test([[3], [1], [0], [2]], groups, clusters=clusters, strata=strata)[0])


def test_a_term_in_a_stratum_of_one_group_alone_has_no_p_value():
    counts = [[0, 1], [0, 2], [0, 0], [0, 2], [4, 0], [1, 0]]
    p = test(counts, [0, 1, 0, 1, 0, 0], strata=[0, 0, 0, 0, 1, 1])
    assert np.isnan(p).tolist() == [True, False]


def test_articles_without_words_and_an_empty_vocabulary():
    assert np.isnan(test([[0], [0], [0]], [0, 0, 1], sizes=[0, 0, 0])[0])
    assert test(np.zeros((4, 0)), [0, 0, 1, 1]).shape == (0,)
    assert test([[3], [2], [4], [0], [0]], [0, 0, 0, 1, 1], sizes=[100, 100, 100, 0, 100])[0] <= 1


def test_one_rate_everywhere_is_no_evidence():
    """What rounding makes of equal rates must not be taken for a difference."""
    sizes = np.array([130, 370, 110, 930, 710, 290])
    assert test(sizes[:, None] // 10, [0, 0, 0, 1, 1, 1], sizes=sizes)[0] == pytest.approx(0.5, abs=0.01)


def test_a_term_in_one_article_is_as_rare_as_that_article():
    """One of two articles of group A, of 400 in all: half of 2 / 400."""
    counts = np.zeros((400, 1))
    counts[0] = 5
    p = test(counts, [0, 0] + [1] * 398, n_resamples=20_000)
    assert p[0] == pytest.approx(1 / 400, rel=0.3)


def test_the_same_seed_gives_the_same_p_value():
    rng = np.random.default_rng(3)
    counts, sizes, groups = rng.poisson(1, (30, 4)), rng.integers(100, 900, 30), rng.integers(0, 3, 30)
    first, second = (test(counts, groups, sizes=sizes, n_resamples=199, seed=5) for _ in "ab")
    assert (first == second).all()


def exact_tail(counts, n_drawn):
    """The share of all draws of so many equally long articles whose count is as far from the expected one, or farther.

    The observed draw are the first articles. Ways are counted by articles drawn and their sum.
    """
    ways = np.zeros((n_drawn + 1, counts.sum() + 1))
    ways[0, 0] = 1
    for count in counts:
        ways[1:, count:] += ways[:-1, : ways.shape[1] - count].copy()
    expected = counts.sum() * n_drawn / len(counts)
    deviation = np.abs(np.arange(ways.shape[1]) - expected)

    def tail(least):
        return ways[n_drawn, deviation >= least * (1 - 1e-9)].sum() / ways[n_drawn].sum()

    observed = abs(counts[:n_drawn].sum() - expected)
    return tail(observed), tail(0.95 * observed)


@pytest.mark.parametrize(("own", "others"), [(20, 20), (10, 100), (30, 300), (100, 100), (60, 20)])
@pytest.mark.parametrize("bursts", [0.3, 1, 100])
def test_the_tail_is_that_of_all_permutations(own, others, bursts):
    """Never below half the exact p-value, nor above twice the share that comes within 5 % of the statistic."""
    rng, checked = np.random.default_rng(0), 0
    groups = np.repeat([0, 1], [own, others])
    while checked < 6:
        ratio, mean = 2 ** rng.uniform(0, 4), rng.choice([0.1, 0.5, 2])
        counts = rng.poisson(rng.gamma(bursts, mean / bursts, own + others) * np.where(groups, 1, ratio))
        exact, within = exact_tail(counts, own)
        if 1e-10 < exact < 5e-3:
            checked += 1
            assert exact / 2 < test(counts[:, None], groups, n_resamples=1)[0] < 2.5 * within


def test_the_tail_of_shared_stories_is_that_of_all_signs():
    rng = np.random.default_rng(1)
    groups, stories = np.tile([0, 1], 16), np.repeat(range(16), 2)
    signs = np.array(list(product([1, -1], repeat=16)))
    for ratio in (2.5, 3, 4):
        counts = rng.poisson(rng.gamma(1, 4, 16)[stories] * np.where(groups, 1, ratio))
        deviations = np.abs(signs @ (counts[::2] - counts[1::2]))
        exact, within = (np.mean(deviations >= share * deviations[0] - 1e-9) for share in (1, 0.95))
        p = test(counts[:, None], groups, clusters=stories, n_resamples=1)[0]
        assert exact < 0.01
        assert exact / 2 < p < 2.5 * within


@pytest.mark.parametrize(("own", "others"), [(1, 1), (1, 2), (2, 2)])
def test_the_tail_within_small_strata(own, others):
    """Eight strata of a few articles each: every way to draw from all of them."""
    rng, n = np.random.default_rng(2), own + others
    groups, strata = np.tile(np.repeat([0, 1], [own, others]), 8), np.repeat(range(8), n)
    counts = rng.poisson(np.where(groups, 1, 8))
    within_stratum = counts.reshape(8, n)
    sums = np.zeros(1)
    for row in within_stratum - within_stratum.mean(axis=1, keepdims=True):
        sums = np.add.outer(sums, [row[list(drawn)].sum() for drawn in combinations(range(n), own)]).ravel()
    observed = abs(sum(row[:own].sum() - own * row.mean() for row in within_stratum))
    exact, within = (np.mean(np.abs(sums) >= share * observed - 1e-9) for share in (1, 0.95))
    p = test(counts[:, None], groups, strata=strata, n_resamples=1)[0]
    assert exact < 0.01
    assert exact / 2 < p < 3 * within


def test_the_tail_goes_on_where_resamples_end():
    """The same data more and more often: the p-value falls on, far below one in the number of resamples."""
    p = [
        test(np.tile([[3], [1], [0], [1], [0], [0]], (times, 1)), np.tile([0, 0, 0, 1, 1, 1], times))[0]
        for times in (10, 20, 40, 80)
    ]
    assert p == sorted(p, reverse=True)
    assert p[-1] < 1e-9


def test_the_tail_of_many_groups_is_that_of_the_most_deviant():
    """Of four groups one uses the term three times as often: four times the p-value of that one against the rest."""
    rng = np.random.default_rng(5)
    groups = np.repeat(range(4), 25)
    counts = rng.poisson(np.where(groups == 2, 3, 1))
    exact, within = exact_tail(np.concatenate([counts[groups == 2], counts[groups != 2]]), 25)
    assert exact < 1e-6
    assert 4 * exact / 2 < test(counts[:, None], groups)[0] < 4 * 2 * within


def test_few_resamples_bound_the_tail():
    """All but one in ten arrangements are less extreme; what the resamples say is never made worse by the tail."""
    counts = np.array([9, 9, 9, 0, 0, 0])
    p = test(counts[:, None], [0, 0, 0, 1, 1, 1], n_resamples=9)
    assert p[0] <= 5 / 10


@pytest.mark.parametrize("shared", [True, False])
def test_size_on_true_nulls(shared):
    """Stories differ in their rate, outlets do not: about one test in twenty is below .05."""
    rng = np.random.default_rng(11)
    below, tests = 0, 0
    for _ in range(250):
        stories = np.repeat(range(24), 4)
        groups = np.tile([0, 1], 48) if shared else (stories % 2)
        sizes = rng.integers(200, 900, 96)
        rates = rng.gamma(1, 0.003, (24, 15))[stories]
        counts = rng.poisson(rates * sizes[:, None])
        p = score_test(counts, sizes, groups, clusters=stories, n_resamples=999, rng=rng)
        below, tests = below + (p < 0.05).sum(), tests + len(p)
    assert 0.04 < below / tests < 0.06


def test_size_where_outlets_cover_different_strata():
    """Topics differ in their rate and outlets in their topics, but not in their rate within a topic."""
    rng = np.random.default_rng(12)
    below, pooled, tests = 0, 0, 0
    for _ in range(100):
        topics = np.repeat(range(6), 20)
        groups = (rng.random(120) < np.where(topics % 2, 0.3, 0.7)).astype(int)
        counts = rng.poisson(rng.gamma(1, 2, (6, 10))[topics])
        p = test(counts, groups, strata=topics, seed=rng)
        below, tests = below + (p < 0.05).sum(), tests + len(p)
        pooled += (test(counts, groups, seed=rng) < 0.05).sum()
    assert 0.035 < below / tests < 0.065
    assert pooled / tests > 0.2


def test_few_hits_are_no_stronger_than_their_arrangement():
    """Three hits, in one of six outlets of three articles: 6 of 816 places of three hits are that extreme.

    Which outlet's own articles are longer must not decide; the p-value is about half of 6 / 816 or more.
    """
    rng = np.random.default_rng(2)
    counts, sizes = np.zeros((18, 1)), rng.integers(290, 360, 18)
    counts[:3] = 1
    p = test(counts, np.repeat(range(6), 3), sizes=sizes, n_resamples=19_999, seed=rng)
    assert 0.25 * 6 / 816 < p[0] < 1.1 * 6 / 816


def test_many_groups_fit_in_memory():
    """5,000 outlets of one article: what is held grows with groups plus clusters, not with their product."""
    rng = np.random.default_rng(0)
    p = test(rng.poisson(0.2, (5_000, 3)), np.arange(5_000), n_resamples=9, seed=rng)
    assert np.isfinite(p).all()


@pytest.mark.parametrize("side", [0, 1])
def test_a_term_of_one_outlet_is_as_likely_as_its_share_of_the_words(side):
    """Articles of one outlet are twice as long: nine single occurrences fall where the words are."""
    sizes, groups = np.repeat([1_200, 600], 300), np.repeat([0, 1], 300)
    counts = np.zeros((600, 1), int)
    counts[300 * side : 300 * side + 9] = 1
    share = (2 / 3, 1 / 3)[side]
    p = test(counts, groups, sizes=sizes, n_resamples=4_999)[0]
    assert 0.4 * share**9 < p < 2.5 * (share**9 + 0.1 * (1 - share) ** 9)


@pytest.mark.parametrize("lengths", [(400, 1_600), (1_600, 400)])
def test_size_where_articles_of_one_outlet_are_longer(lengths):
    """One rate in both outlets, articles four times as long in one of them."""
    rng = np.random.default_rng(4)
    groups, below, tests = np.repeat([0, 1], [60, 180]), 0, 0
    for _ in range(60):
        sizes = rng.integers(np.take(lengths, groups) // 2, np.take(lengths, groups) * 3 // 2)
        counts = rng.poisson(sizes[:, None] * rng.uniform(0.0002, 0.01, 20))
        p = test(counts, groups, sizes=sizes, seed=rng)
        below, tests = below + (p < 0.05).sum(), tests + len(p)
    assert 0.03 < below / tests < 0.07
