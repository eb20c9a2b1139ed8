from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_kit.stats.agenda import _limits, _noise, _units, agenda_distances


def distances(shares, groups, clusters=None, **options):
    clusters = range(len(groups)) if clusters is None else clusters
    options = {"n_resamples": 999, "rng": np.random.default_rng(0)} | options
    return agenda_distances(shares, groups, clusters=clusters, **options)


def half_sum(a, b):
    return np.abs(np.mean(a, axis=0) - np.mean(b, axis=0)).sum() / 2


def test_the_observed_distance_by_hand():
    shares = [[1, 0, 0], [0.5, 0.5, 0], [0, 0.5, 0.5], [0.2, 0.2, 0.6]]
    # means .75 .25 0 and .1 .35 .55: differences .65, .1, .55
    assert distances(shares, [0, 0, 1, 1]).observed[0] == pytest.approx(0.65)


def test_the_same_agenda_has_no_distance():
    shares = [[0.7, 0.3], [0.1, 0.9]] * 2
    found = distances(shares, [0, 0, 1, 1], [0, 1, 0, 1])
    assert found.observed[0] == found.estimate[0] == found.low[0] == 0


def test_dealt_out_stories_against_every_way_to_deal_them():
    rng = np.random.default_rng(1)
    shares = rng.dirichlet(np.ones(3), 8)
    groups = np.array([0, 0, 0, 1, 1, 1, 1, 1])
    observed = half_sum(shares[:3], shares[3:])
    every = []
    for chosen in combinations(range(8), 3):
        held = np.isin(range(8), chosen)
        every.append(half_sum(shares[held], shares[~held]))
    found = distances(shares, groups, n_resamples=9_999)
    assert found.chance[0] == pytest.approx(np.mean(every), abs=0.005)
    assert found.p_value[0] == pytest.approx(np.mean(np.array(every) >= observed - 1e-9), abs=0.015)


def test_shared_stories_only_change_sides():
    rng = np.random.default_rng(2)
    shares = rng.dirichlet(np.ones(4), 12)
    groups, clusters = np.repeat([0, 1], 6), np.tile(range(6), 2)
    observed = half_sum(shares[:6], shares[6:])
    every = []
    for swaps in product([False, True], repeat=6):
        swap = np.tile(swaps, 2)
        changed = np.where(swap, 1 - groups, groups)
        every.append(half_sum(shares[changed == 0], shares[changed == 1]))
    found = distances(shares, groups, clusters, n_resamples=9_999)
    assert found.chance[0] == pytest.approx(np.mean(every), abs=0.005)
    assert found.p_value[0] == pytest.approx(np.mean(np.array(every) >= observed - 1e-9), abs=0.015)


def test_stories_move_as_a_whole():
    """Two stories of three articles each can be dealt out in two ways, of which both give the same distance."""
    found = distances([[1, 0]] * 3 + [[0, 1]] * 3, [0] * 3 + [1] * 3, [0] * 3 + [1] * 3)
    assert found.observed[0] == 1
    assert np.isnan(found.p_value[0])


def test_noise_is_the_standard_error_of_the_mean():
    shares = np.random.default_rng(3).dirichlet(np.ones(3), 12)
    noise, variance = _noise([_units(shares, np.arange(12))], 12, 40_000, np.random.default_rng(0))
    expected = shares.std(axis=0, ddof=1) / np.sqrt(12)
    np.testing.assert_allclose(noise[0].std(axis=1), expected, rtol=0.02)
    assert variance[0] == pytest.approx((expected**2).sum())


def test_what_both_make_of_a_story_cancels_out():
    """The outlets differ by the same in each story, so that nothing is uncertain, however unlike the stories are."""
    base = np.array([[0.9, 0.1], [0.2, 0.8], [0.5, 0.5], [0.7, 0.3]])
    shares = np.concatenate([base, base + np.array([-0.1, 0.1])])
    found = distances(shares, np.repeat([0, 1], 4), np.tile(range(4), 2))
    np.testing.assert_allclose([found.low[0], found.estimate[0], found.high[0]], 0.1, rtol=1e-3)
    apart = distances(shares, np.repeat([0, 1], 4))
    assert apart.low[0] == 0
    assert apart.high[0] > 0.3


def test_one_cluster_has_no_interval_and_no_article_no_distance():
    found = distances([[1, 0], [0.4, 0.6], [0.5, 0.5]], [0, 1, 1], n_groups=3)
    assert list(zip(found.first, found.second, strict=True)) == [(0, 1), (0, 2), (1, 2)]
    assert np.isnan(found.low).all()
    assert found.observed[0] == pytest.approx(0.55)
    assert np.isnan(found.observed[1:]).all()


def test_no_difference_at_all_is_not_taken_for_certain():
    """By chance, the means are nearer to each other than the articles of either would make them."""
    shares = [[0.9, 0.1], [0.1, 0.9], [0.91, 0.09], [0.1, 0.9]]
    found = distances(shares, [0, 0, 1, 1])
    assert found.observed[0] == pytest.approx(0.005)
    assert found.low[0] == 0
    assert found.high[0] > found.observed[0]


@pytest.mark.parametrize("apart", [[0.05, -0.05] * 4, [0.1, -0.1, 0, 0, 0, 0, 0, 0], [0] * 8])
def test_intervals_hold_the_truth(apart):
    """Whether many topics differ, few or none: about 95 of 100 intervals hold it."""
    rng, truth = np.random.default_rng(5), np.abs(apart).sum() / 2
    means = np.full(8, 1 / 8), np.full(8, 1 / 8) + np.array(apart)
    held, estimates, observed = [], [], []
    for _ in range(100):
        shares = np.concatenate([rng.dirichlet(4 * mean, 40) for mean in means])
        found = distances(shares, np.repeat([0, 1], 40), n_resamples=199, rng=rng)
        held.append(found.low[0] <= truth <= found.high[0])
        estimates.append(found.estimate[0])
        observed.append(found.observed[0])
    assert np.mean(held) >= 0.9
    assert abs(np.mean(estimates) - truth) < 0.05
    if not np.all(apart):
        assert np.mean(estimates) < np.mean(observed)


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.integers(2, 30), st.integers(2, 5), st.integers(1, 20))
def test_limits_stand_in_order(seed, n_articles, n_groups, n_clusters):
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.ones(4) / 4, n_articles)
    groups, clusters = rng.integers(0, n_groups, n_articles), rng.integers(0, n_clusters, n_articles)
    found = agenda_distances(shares, groups, clusters=clusters, n_resamples=49, rng=rng, n_groups=n_groups)
    known = ~np.isnan(found.low)
    assert len(found.first) == n_groups * (n_groups - 1) // 2
    for smaller, larger in ((0, found.low), (found.low, found.estimate), (found.estimate, found.high), (found.high, 1)):
        assert (smaller <= larger + np.zeros(len(known)))[known].all()
    with_p = ~np.isnan(found.p_value)
    assert ((found.p_value >= 1 / 50) & (found.p_value <= 1))[with_p].all()


def test_rounding_decides_no_limit():
    noise = np.random.default_rng(0).normal(0, 0.05, (3, 500))
    limits = {_limits(np.array([0.2, -0.2, rest]), noise, level=0.95) for rest in (0.0, 1e-17, -1e-17)}
    assert len(limits) == 1
