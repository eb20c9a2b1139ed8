"""The score test against full enumeration, and its size on true nulls."""

import math
from itertools import permutations, product

import numpy as np
import pytest

from coverage_kit.stats.score import score_test


def statistic(sums, share):
    return math.sqrt(sum(u**2 / p for u, p in zip(sums, share, strict=True)))


def mid_p(null, observed):
    """Statistics within 5 % of the observed one count as tied."""
    tied = np.abs(null - observed) <= 0.05 * observed
    return ((null > observed) & ~tied).mean() + 0.5 * tied.mean()


def enumerated_mid_p(counts, sizes, groups):
    """Every assignment of articles to groups, for one term."""
    counts, sizes, groups = map(np.asarray, (counts, sizes, groups))
    scores = counts - sizes * counts.sum() / sizes.sum()
    share = np.bincount(groups) / len(groups)
    observed = statistic(np.bincount(groups, scores), share)
    null = np.array([statistic(np.bincount(list(g), scores), share) for g in permutations(groups)])
    return mid_p(null, observed)


@pytest.mark.parametrize("groups", [[0, 0, 0, 1, 1, 1, 1], [0, 0, 1, 1, 2, 2, 2]])
def test_articles_are_permuted(groups):
    counts, sizes = [5, 3, 4, 1, 0, 2, 1], [300, 200, 400, 250, 350, 500, 200]
    p = score_test(
        np.transpose([counts]), sizes, groups, clusters=range(7), n_resamples=20_000, rng=np.random.default_rng(0)
    )
    assert p[0] == pytest.approx(enumerated_mid_p(counts, sizes, groups), abs=0.01)


def test_shared_stories_flip_their_signs():
    """Four stories, each in both outlets: 16 sign patterns, worked out one by one."""
    counts = np.array([4, 1, 3, 0, 5, 2, 2, 2])
    sizes = np.array([100, 120, 90, 100, 200, 210, 150, 160])
    groups = np.array([0, 1] * 4)
    stories = np.repeat(range(4), 2)
    scores = counts - sizes * counts.sum() / sizes.sum()
    deviations = np.array([(scores[2 * s] - scores[2 * s + 1]) / 2 for s in range(4)])
    observed = abs(deviations.sum())
    null = np.array([abs((deviations * signs).sum()) for signs in product([1, -1], repeat=4)])
    expected = mid_p(null, observed)
    p = score_test(counts[:, None], sizes, groups, clusters=stories, n_resamples=20_000, rng=np.random.default_rng(0))
    assert p[0] == pytest.approx(expected, abs=0.01)


def test_exclusive_stories_move_as_a_whole():
    """Articles of one story in one outlet: permuting stories equals the test on story sums."""
    counts, sizes = np.array([4, 5, 0, 1, 3, 0]), np.array([100, 110, 90, 100, 120, 80])
    groups, stories = np.array([0, 0, 1, 1, 0, 1]), np.array([0, 0, 1, 1, 2, 3])
    p = score_test(counts[:, None], sizes, groups, clusters=stories, n_resamples=20_000, rng=np.random.default_rng(0))
    scores = np.bincount(stories, counts - sizes * counts.sum() / sizes.sum())
    owners = np.array([0, 1, 0, 1])
    observed = statistic(np.bincount(owners, scores), [0.5, 0.5])
    null = np.array([statistic(np.bincount(list(o), scores), [0.5, 0.5]) for o in permutations(owners)])
    assert p[0] == pytest.approx(mid_p(null, observed), abs=0.01)


def test_a_term_that_never_occurs_has_no_p_value():
    p = score_test(
        [[0], [0], [0]], [10, 10, 10], [0, 0, 1], clusters=range(3), n_resamples=99, rng=np.random.default_rng(0)
    )
    assert np.isnan(p[0])


@pytest.mark.parametrize(("groups", "clusters"), [([0, 0], [0, 1]), ([0, 1], [0, 0])])
def test_one_group_or_one_cluster_has_no_p_value(groups, clusters):
    p = score_test([[3], [1]], [10, 10], groups, clusters=clusters, n_resamples=99, rng=np.random.default_rng(0))
    assert np.isnan(p[0])


def test_the_same_seed_gives_the_same_p_value():
    rng = np.random.default_rng(3)
    counts, sizes, groups = rng.poisson(1, (30, 4)), rng.integers(100, 900, 30), rng.integers(0, 3, 30)
    first, second = (
        score_test(counts, sizes, groups, clusters=range(30), n_resamples=199, rng=np.random.default_rng(5))
        for _ in "ab"
    )
    assert (first == second).all()


@pytest.mark.parametrize("shared", [True, False])
def test_size_on_true_nulls(shared):
    """Stories differ in their rate, outlets do not: about one test in twenty is below .05."""
    rng = np.random.default_rng(11)
    below, tests = 0, 0
    for _ in range(60):
        stories = np.repeat(range(24), 4)
        groups = np.tile([0, 1], 48) if shared else (stories % 2)
        sizes = rng.integers(200, 900, 96)
        rates = rng.gamma(1, 0.003, (24, 15))[stories]
        counts = rng.poisson(rates * sizes[:, None])
        p = score_test(counts, sizes, groups, clusters=stories, n_resamples=199, rng=rng)
        below, tests = below + (p < 0.05).sum(), tests + len(p)
    assert 0.03 < below / tests < 0.075


def test_few_hits_are_no_stronger_than_their_arrangement():
    """Three hits, in one of six outlets of three articles: 6 of 816 places of three hits are that extreme.

    Which outlet's own articles are longer must not decide; the p-value is about half of 6 / 816 or more.
    """
    rng = np.random.default_rng(2)
    counts, sizes = np.zeros((18, 1)), rng.integers(290, 360, 18)
    counts[:3] = 1
    p = score_test(counts, sizes, np.repeat(range(6), 3), clusters=range(18), n_resamples=19_999, rng=rng)
    assert 0.25 * 6 / 816 < p[0] < 1.1 * 6 / 816


def test_many_groups_fit_in_memory():
    """5,000 outlets of one article: what is held grows with groups plus clusters, not with their product."""
    rng = np.random.default_rng(0)
    counts = rng.poisson(0.2, (5_000, 3))
    p = score_test(counts, np.full(5_000, 300), np.arange(5_000), clusters=np.arange(5_000), n_resamples=9, rng=rng)
    assert np.isfinite(p).all()
