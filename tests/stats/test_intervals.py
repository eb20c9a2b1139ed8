"""Intervals against textbook values, and against what they promise: coverage."""

import numpy as np
import pytest
from scipy import stats

from coverage_kit.stats.intervals import BORROWED, rate_intervals, share_intervals


def small_sample(df):
    return (stats.norm.ppf(0.975) / stats.t.ppf(0.975, df)) ** 2


def jeffreys(count, size, worth):
    """Jeffreys' interval of a Poisson rate: quantiles of gamma with the count plus a half."""
    return [stats.gamma.ppf(q, count * worth + 0.5) / (size * worth) for q in (0.025, 0.975)]


def test_rate_without_disagreement_is_jeffreys_interval():
    """Clusters of equal rate: the design effect is 1; only the small-sample factor parts it from Jeffreys'."""
    rates = rate_intervals(np.full(40, 1), np.full(40, 100), np.zeros(40, int))
    assert rates.estimate[0] == pytest.approx(0.01)
    assert [rates.low[0], rates.high[0]] == pytest.approx(jeffreys(40, 4_000, small_sample(39)))


def test_jeffreys_interval_is_the_textbook_one():
    """Brown, Cai and DasGupta (2003): half a chi-square quantile with 2 x + 1 degrees of freedom; here x = 7."""
    size = 10**9  # so many articles that Student's t is normal
    rates = rate_intervals(np.arange(100_000) < 7, np.full(100_000, size), np.zeros(100_000, int))
    expected = [stats.chi2.ppf(q, 15) / 2 / (100_000 * size) for q in (0.025, 0.975)]
    assert [rates.low[0], rates.high[0]] == pytest.approx(expected, rel=1e-4)


def test_design_effect_by_hand():
    """Counts 0, 2, 4 in equal articles: variance 3/2 * (4 + 0 + 4) = 12, 6 by chance; the data are worth half."""
    rates = rate_intervals([0, 2, 4], [100, 100, 100], [0, 0, 0])
    worth = small_sample(2) / 2
    assert [rates.low[0], rates.high[0]] == pytest.approx(jeffreys(6, 300, worth))


def test_a_small_group_borrows_from_the_others():
    """Group 1 has one degree of freedom of its own and no disagreement; it borrows ten, at the pooled design effect."""
    rng = np.random.default_rng(0)
    counts, groups = np.append(rng.poisson(5, 30), [5, 5]), np.append(np.zeros(30, int), [1, 1])
    rates = rate_intervals(counts, np.full(32, 100), groups)
    own = [30 / 29 * ((counts[:30] - counts[:30].mean()) ** 2).sum(), 0.0]
    pooled = sum(own) / counts.sum()
    effect = max(1, (1 * 0 + BORROWED * pooled) / (1 + BORROWED))
    worth = small_sample(1 + BORROWED) / effect
    assert [rates.low[1], rates.high[1]] == pytest.approx(jeffreys(10, 200, worth))


def test_rate_of_nothing_ends_near_the_rule_of_three():
    """No event in many clusters: half of chi-square's 97.5 % quantile with one degree of freedom, 2.2414 squared."""
    rates = rate_intervals(np.zeros(10_000), np.ones(10_000), np.zeros(10_000, int))
    assert (rates.estimate[0], rates.low[0]) == (0, 0)
    assert rates.high[0] == pytest.approx(2.2414**2 / 2 / 10_000, rel=1e-3)


def test_clusters_that_disagree_widen_the_interval():
    sizes, groups = np.full(20, 500), np.zeros(20, int)
    even = rate_intervals(np.full(20, 5), sizes, groups)
    uneven = rate_intervals(np.repeat([0, 10], 10), sizes, groups)
    assert even.estimate == uneven.estimate
    assert uneven.low < even.low
    assert uneven.high > even.high


@pytest.mark.parametrize("function", [rate_intervals, share_intervals])
def test_one_cluster_has_no_interval(function):
    intervals = function([3, 2, 1], [10, 10, 10], [0, 1, 1])
    assert intervals.estimate[0] == pytest.approx(0.3)
    assert np.isnan([intervals.low[0], intervals.high[0]]).all()
    assert intervals.low[1] < 0.15 < intervals.high[1]


@pytest.mark.parametrize("function", [rate_intervals, share_intervals])
def test_a_group_without_words_is_nan(function):
    assert np.isnan(function([0, 0], [0, 0], [0, 0])).all()


def test_share_is_clopper_pearson_at_the_effective_size():
    shares = share_intervals(np.tile([1, 2, 1, 2], 10), np.full(40, 5), np.zeros(40, int))
    worth = 200 * small_sample(39)
    assert shares.estimate[0] == pytest.approx(0.3)
    assert shares.low[0] == pytest.approx(stats.beta.ppf(0.025, 0.3 * worth, 0.7 * worth + 1))
    assert shares.high[0] == pytest.approx(stats.beta.ppf(0.975, 0.3 * worth + 1, 0.7 * worth))


@pytest.mark.parametrize(("counts", "end"), [([0, 0, 0], 0), ([4, 4, 4], 1)])
def test_share_of_none_and_of_all_ends_at_the_border(counts, end):
    shares = share_intervals(counts, [4, 4, 4], [0, 0, 0])
    assert shares.estimate[0] == end
    assert end in (shares.low[0], shares.high[0])
    assert shares.high[0] - shares.low[0] > 0.2


def test_parts_of_an_observation_are_worth_more_than_tosses():
    """Topic shares of .4 to .6 in every article tell their mean better than as many yes-or-no answers would."""
    held, groups = np.tile([0.4, 0.5, 0.6], 10), np.zeros(30, int)
    parts = share_intervals(held, np.ones(30), groups, fractional=True)
    tosses = share_intervals(held, np.ones(30), groups)
    assert parts.high[0] - parts.low[0] < 0.5 * (tosses.high[0] - tosses.low[0])


@pytest.mark.parametrize(
    ("clusters", "mean", "spread"), [(3, 3, 1.0), (5, 2, 1.0), (10, 0.5, 0.5), (30, 0.2, 1.0), (60, 3, 0.3)]
)
def test_rate_intervals_cover_the_truth(clusters, mean, spread):
    """Overdispersed counts in articles of unequal length, six outlets: the truth is in at least 93 of 100 intervals."""
    rng = np.random.default_rng(1)
    groups = np.repeat(range(6), clusters)
    covered = trials = 0
    for _ in range(300):
        sizes = rng.integers(200, 1_200, len(groups))
        rates = mean / 700 * rng.gamma(1 / spread, spread, len(groups))
        intervals = rate_intervals(rng.poisson(rates * sizes), sizes, groups)
        covered += ((intervals.low <= mean / 700) & (mean / 700 <= intervals.high)).sum()
        trials += 6
    assert covered / trials > 0.93


def test_a_last_group_without_clusters_is_nan():
    rates = rate_intervals([3, 2, 1], [10, 10, 10], [0, 0, 0], n_groups=2)
    assert rates.estimate[0] == pytest.approx(0.2)
    assert np.isnan([value[1] for value in rates]).all()
    alone = rate_intervals([3, 2, 1], [10, 10, 10], [0, 0, 0])
    assert [value[0] for value in rates] == [value[0] for value in alone]


def test_a_cluster_without_words_is_no_observation():
    plain = rate_intervals([3, 1, 2], [300, 200, 250], [0, 0, 1])
    padded = rate_intervals([3, 0, 1, 2, 0], [300, 0, 200, 250, 0], [0, 0, 0, 1, 1])
    for ours, theirs in zip(plain, padded, strict=True):
        np.testing.assert_array_equal(ours, theirs)
