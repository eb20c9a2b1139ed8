"""Log ratios against fractions, formulae written out, and what intervals promise: coverage."""

from fractions import Fraction
from math import inf, log2

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from coverage_kit.stats.intervals import DF_KNOWN
from coverage_kit.stats.ratios import log_ratio_intervals


def ratio(counts, sizes, groups, *, clusters=None, strata=None, level=0.95):
    """One term."""
    clusters = range(len(groups)) if clusters is None else clusters
    found = log_ratio_intervals(np.transpose([counts]), sizes, groups, clusters=clusters, strata=strata, level=level)
    return tuple(float(value[0]) for value in found)


def jeffreys(x, y, m, n, worth, level=0.95):
    """The ends of log2 (x / m) / (y / n) from the interval for the share of x in x + y."""
    shares = [stats.beta.ppf(q, x * worth + 0.5, y * worth + 0.5) for q in ((1 - level) / 2, (1 + level) / 2)]
    return [log2(share / (1 - share) * n / m) for share in shares]


def small_sample(df, level=0.95):
    upper = (1 + level) / 2
    return (stats.norm.ppf(upper) / stats.t.ppf(upper, df)) ** 2


def test_the_estimate_is_the_ratio_of_rates():
    expected = Fraction(4 + 3 + 5, 700) / Fraction(1 + 2, 1_100)
    estimate, low, high = ratio([4, 3, 5, 1, 2, 0], [200, 300, 200, 400, 300, 400], [0, 0, 0, 1, 1, 1])
    assert estimate == pytest.approx(log2(expected))
    assert low < estimate < high


def test_the_estimate_within_strata_is_that_of_mantel_and_haenszel():
    counts, sizes = [6, 2, 1, 9, 4, 7], [300, 200, 100, 900, 400, 500]
    groups, strata = [0, 1, 0, 1, 0, 0], [0, 0, 1, 1, 2, 2]  # the last stratum has one group alone
    above = Fraction(6 * 200, 500) + Fraction(1 * 900, 1_000)
    below = Fraction(2 * 300, 500) + Fraction(9 * 100, 1_000)
    estimate, low, high = ratio(counts, sizes, groups, strata=strata)
    assert estimate == pytest.approx(log2(above / below))
    assert low < estimate < high


def test_even_articles_give_the_interval_of_independent_occurrences():
    """Equal rates in all articles of a group: the design effect is floored at 1. 39 + 19 degrees of freedom."""
    counts, groups = np.repeat([3, 1], [40, 20]), np.repeat([0, 1], [40, 20])
    # Without any variance between articles, the side with fewer degrees of freedom has the word.
    worth = small_sample(19)
    assert ratio(counts, np.full(60, 100), groups) == pytest.approx((log2(3), *jeffreys(120, 20, 4_000, 2_000, worth)))


def test_the_design_effect_by_hand():
    """Counts 1, 3, 5 against 2, 2, 5 in articles of 100 words, 9 and 9 occurrences.

    Their variances are 3/2 * (4 + 0 + 4) = 12 and 3/2 * (1 + 1 + 4) = 9; relative to the square of the counts,
    12 / 81 + 9 / 81 = 21 / 81, where independent occurrences have 1 / 9 + 1 / 9 = 18 / 81: the design effect is 7 / 6.
    Degrees of freedom after Satterthwaite: 21^2 / (12^2 / 2 + 9^2 / 2) = 3.92.
    """
    worth = small_sample(21**2 / (12**2 / 2 + 9**2 / 2)) / (7 / 6)
    found = ratio([1, 3, 5, 2, 2, 5], [100] * 6, [0, 0, 0, 1, 1, 1])
    assert found == pytest.approx((0, *jeffreys(9, 9, 300, 300, worth)))


def test_shared_clusters_count_what_they_have_in_common():
    """Three stories, each with an article of both groups: 1, 3, 5 and 2, 2, 5.

    The deviations -2, 0, 2 and -1, -1, 2 have the sum of products 2 + 4 = 6, which counts for both sides: relative to
    9 * 9, the variance is (12 + 9 - 2 * 6) / 81 = 9 / 81, half of what independent occurrences have: floored at 1.
    """
    worth = small_sample(21**2 / (12**2 / 2 + 9**2 / 2))
    found = ratio([1, 3, 5, 2, 2, 5], [100] * 6, [0, 0, 0, 1, 1, 1], clusters=[0, 1, 2, 0, 1, 2])
    assert found == pytest.approx((0, *jeffreys(9, 9, 300, 300, worth)))


def test_degrees_of_freedom_follow_the_clusters_that_hold_the_term():
    """Two of 100 articles of group 0 hold the term, all 200 of group 1 do: 2 + DF_KNOWN against 199."""
    counts = np.concatenate([[1, 1], np.zeros(98), np.tile([0, 2], 100) + 1])
    groups = np.repeat([0, 1], [100, 200])
    own = 100 / 99 * (2 * 0.98**2 + 98 * 0.02**2) / 2**2
    other = 200 / 199 * 200 / 400**2
    df = (own + other) ** 2 / (own**2 / (2 + DF_KNOWN) + other**2 / 199)
    effect = (own + other) / (1 / 2 + 1 / 400)
    assert effect < 1
    worth = small_sample(df)
    expected = (log2(2 / 400 * 2), *jeffreys(2, 400, 10_000, 20_000, worth))
    assert ratio(counts, np.full(300, 100), groups) == pytest.approx(expected)


def test_the_interval_within_strata_by_hand():
    """Three stories of one article of 100 words on each side: an occurrence weighs a half on either side.

    The weighted counts are 1, 2, 3 and 2, 1, 1, in sum 6 and 4; independent ones have variances of a half of that.
    The strata vary together by 3 / 2 of (1/6 - 2/4)^2 + (2/6 - 1/4)^2 + (3/6 - 1/4)^2 = 13 / 72; by chance it would be
    3 / 36 + 2 / 16 = 15 / 72: the design effect is 1.3. Each side has two degrees of freedom, and its own part of the
    variance.
    """
    own, other = (1 + 4 + 9) / 36, (4 + 1 + 1) / 16
    worth = small_sample((own + other) ** 2 / (own**2 / 2 + other**2 / 2)) / 1.3
    found = ratio([2, 4, 6, 4, 2, 2], [100] * 6, [0, 0, 0, 1, 1, 1], strata=[0, 1, 2, 0, 1, 2])
    assert found == pytest.approx((log2(6 / 4), *jeffreys(12, 8, 300, 300, worth)))


def test_no_occurrence_counts_half_and_leaves_the_interval_open():
    estimate, low, high = ratio([2, 1, 1, 0, 0, 0], [100] * 6, [0, 0, 0, 1, 1, 1])
    assert (estimate, high) == (pytest.approx(log2(4 / 0.5)), inf)
    estimate, low, high = ratio([0, 0, 0, 2, 1, 1], [100] * 6, [0, 0, 0, 1, 1, 1])
    assert (estimate, low) == (pytest.approx(-log2(4 / 0.5)), -inf)
    assert high < 5


def test_no_occurrence_within_strata_counts_half_an_average_one():
    """An occurrence in group 1 weighs 200/300 or 100/300, on average over that group's 300 words (2 + 2) / 9."""
    estimate, _, high = ratio([3, 0, 1, 0], [200, 100, 100, 200], [0, 1, 0, 1], strata=[0, 0, 1, 1])
    above, weight = 3 * 100 / 300 + 1 * 200 / 300, (100 * 200 / 300 + 200 * 100 / 300) / 300
    assert (estimate, high) == (pytest.approx(log2(above / (weight / 2))), inf)


@pytest.mark.parametrize(
    ("counts", "sizes", "groups", "strata"),
    [
        ([0, 0, 0, 0], [10, 10, 10, 10], [0, 0, 1, 1], None),
        ([0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 1], None),
        ([3, 1, 0, 0], [10, 10, 0, 0], [0, 0, 1, 1], None),
        ([3, 1, 0, 2], [10, 10, 10, 10], [0, 0, 0, 0], None),
        ([3, 1, 0, 2], [10, 10, 10, 10], [1, 1, 1, 1], None),
        ([3, 1, 0, 2], [10, 10, 10, 10], [0, 0, 1, 1], [0, 0, 1, 1]),
        ([3, 0, 0, 0], [10, 10, 10, 10], [0, 0, 1, 0], [0, 1, 1, 1]),
    ],
    ids=["no occurrence", "no words", "no words of one group", "group 0", "group 1", "no stratum of both", "not there"],
)
def test_nothing_to_compare_is_nan(counts, sizes, groups, strata):
    assert np.isnan(ratio(counts, sizes, groups, strata=strata)).all()


@pytest.mark.parametrize(
    ("clusters", "strata"),
    [([0, 1, 1], None), ([0, 0, 0], None), ([0, 1, 2], [0, 0, 0])],
    ids=["one cluster of a group", "one cluster", "one stratum"],
)
def test_one_unit_has_an_estimate_but_no_interval(clusters, strata):
    estimate, low, high = ratio([4, 1, 1], [10, 10, 10], [0, 1, 1], clusters=clusters, strata=strata)
    assert estimate == pytest.approx(2)
    assert np.isnan([low, high]).all()


def test_an_empty_vocabulary_has_no_ratios():
    for strata in (None, [0, 0, 1, 1]):
        found = log_ratio_intervals(np.zeros((4, 0)), [9] * 4, [0, 1, 0, 1], clusters=range(4), strata=strata)
        assert [value.shape for value in found] == [(0,)] * 3


@st.composite
def articles(draw):
    n = draw(st.integers(4, 12))
    sizes = draw(st.lists(st.integers(1, 500), min_size=n, max_size=n))
    counts = draw(st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=n, max_size=n))
    groups, clusters, strata = (draw(st.lists(st.integers(0, k), min_size=n, max_size=n)) for k in (1, 5, 2))
    strata = np.unique(strata, return_inverse=True)[1] if draw(st.booleans()) else None
    return np.array(counts), np.array(sizes), np.array(groups), np.array(clusters), strata


@given(articles())
@settings(max_examples=100)
def test_swapping_the_groups_changes_the_sign(drawn):
    counts, sizes, groups, clusters, strata = drawn
    one = log_ratio_intervals(counts, sizes, groups, clusters=clusters, strata=strata)
    other = log_ratio_intervals(counts, sizes, 1 - groups, clusters=clusters, strata=strata)
    for value, mirrored in zip(one, (other.estimate, other.high, other.low), strict=True):
        assert value == pytest.approx(-mirrored, nan_ok=True, abs=1e-6)
    known = ~np.isnan(one.low)
    assert (one.low[known] <= one.estimate[known] + 1e-9).all()
    assert (one.estimate[known] <= one.high[known] + 1e-9).all()


@given(articles())
@settings(max_examples=50)
def test_sparse_counts_and_another_order_change_nothing(drawn):
    counts, sizes, groups, clusters, strata = drawn
    order = np.arange(len(sizes))[::-1]
    one = log_ratio_intervals(counts, sizes, groups, clusters=clusters, strata=strata)
    other = log_ratio_intervals(
        csr_array(counts[order]),
        sizes[order],
        groups[order],
        clusters=(9 - clusters)[order],
        strata=None if strata is None else (strata.max() - strata)[order],
    )
    for value, again in zip(one, other, strict=True):
        assert value == pytest.approx(again, nan_ok=True, rel=1e-6, abs=1e-6)


def test_a_higher_level_is_a_wider_interval():
    narrow, wide = (ratio([4, 3, 5, 1, 2, 0], [100] * 6, [0, 0, 0, 1, 1, 1], level=level) for level in (0.8, 0.99))
    assert wide[1] < narrow[1] < narrow[2] < wide[2]


@pytest.mark.parametrize(
    ("own", "others", "mean", "spread"), [(5, 5, 3, 0.3), (20, 20, 1, 1.0), (10, 100, 1, 0.5), (100, 100, 0.1, 0.5)]
)
def test_intervals_cover_the_truth(own, others, mean, spread):
    """Overdispersed counts in articles of unequal length, a true ratio of two: in about 95 of 100 intervals."""
    rng, covered, trials = np.random.default_rng(1), 0, 0
    groups = np.repeat([0, 1], [own, others])
    for _ in range(40):
        sizes = rng.integers(200, 1_200, len(groups))[:, None]
        rates = mean / 700 * rng.gamma(1 / spread, spread, (len(groups), 25)) * np.where(groups, 1, 2)[:, None]
        found = log_ratio_intervals(rng.poisson(rates * sizes), sizes[:, 0], groups, clusters=range(len(groups)))
        known = ~np.isnan(found.low)
        covered += ((found.low <= 1) & (found.high >= 1))[known].sum()
        trials += known.sum()
    assert 0.92 < covered / trials < 0.99


def test_an_article_without_words_is_no_observation():
    counts, sizes, groups = [[4], [3], [1], [2]], [100, 120, 90, 110], [0, 0, 1, 1]
    plain = log_ratio_intervals(counts, sizes, groups, clusters=range(4))
    padded = log_ratio_intervals([*counts, [0], [0]], [*sizes, 0, 0], [*groups, 0, 1], clusters=range(6))
    for ours, theirs in zip(plain, padded, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_term_that_one_group_never_uses_within_strata():
    """Two occurrences in each of ten stories of one group, none of the other's: evenly spread, so no burst."""
    counts, sizes, groups = [[2], [0]] * 10, [100] * 20, [0, 1] * 10
    found = log_ratio_intervals(counts, sizes, groups, clusters=range(20), strata=np.repeat(range(10), 2))
    assert found.estimate[0] == pytest.approx(np.log2(20 / 0.5))
    # Twenty independent occurrences, but for Student's t; no stratum of the other group holds the term.
    worth = (stats.norm.ppf(0.975) / stats.t.ppf(0.975, DF_KNOWN)) ** 2
    share = stats.beta.ppf(0.025, 20 * worth + 0.5, 0.5)
    assert found.low[0] == pytest.approx(log2(share / (1 - share)))
    assert found.high[0] == np.inf
