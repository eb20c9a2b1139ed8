"""The score test against full enumeration, and its size on true nulls."""

from itertools import permutations, product

import numpy as np
import pytest

from coverage_kit.stats.score import score_test


def statistic(sums, share):
    return sum(u**2 / p for u, p in zip(sums, share, strict=True))


def enumerated_mid_p(counts, sizes, groups):
    """Every assignment of articles to groups, for one term."""
    counts, sizes, groups = map(np.asarray, (counts, sizes, groups))
    scores = counts - sizes * counts.sum() / sizes.sum()
    share = np.bincount(groups) / len(groups)
    observed = statistic(np.bincount(groups, scores), share)
    null = np.array([statistic(np.bincount(list(g), scores), share) for g in permutations(groups)])
    tied = np.isclose(null, observed)
    return ((null > observed) & ~tied).mean() + 0.5 * tied.mean()


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
    tied = np.isclose(null, observed)
    expected = ((null > observed) & ~tied).mean() + 0.5 * tied.mean()
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
    tied = np.isclose(null, observed)
    assert p[0] == pytest.approx(((null > observed) & ~tied).mean() + 0.5 * tied.mean(), abs=0.01)


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
