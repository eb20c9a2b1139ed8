import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.stats.adjustment import adjusted_sizes, comparable, odds_factors, times_odds

ARTICLES = st.lists(
    st.tuples(st.integers(0, 20), st.integers(1, 500), st.integers(0, 2), st.integers(0, 4)), min_size=1, max_size=30
)


def rates(counts, sizes, groups, strata):
    adjusted = adjusted_sizes(counts, sizes, strata)
    return np.bincount(groups, counts) / np.bincount(groups, adjusted)


def test_rates_that_differ_only_by_the_mix_of_stories_are_equal():
    """Story 0 has the term in 4 of 100 words, story 1 in 1 of 100, whoever writes.

    Group 0 writes 900 words on story 0 and 100 on story 1: 37 in 1,000; group 1 the other way round: 13 in 1,000.
    """
    counts, sizes, groups, strata = [36, 1, 4, 9], [900, 100, 100, 900], [0, 0, 1, 1], [0, 1, 0, 1]
    assert rates(counts, sizes, groups, strata) == pytest.approx([50 / 2_000] * 2)


def test_rates_that_differ_only_by_wording_stay_as_they_are():
    """Both write 500 words on each story; group 0 has the term twice as often as group 1 in each."""
    counts, sizes, groups, strata = [20, 10, 10, 5], [500] * 4, [0, 0, 1, 1], [0, 1, 0, 1]
    assert rates(counts, sizes, groups, strata) == pytest.approx([30 / 1_000, 15 / 1_000])


@given(ARTICLES)
def test_the_words_are_weighed_and_none_are_lost(articles):
    counts, sizes, _, strata = zip(*articles, strict=True)
    adjusted = adjusted_sizes(counts, sizes, strata)
    assert adjusted.sum() == pytest.approx(sum(sizes))
    total, words = sum(counts), sum(sizes)
    for weighed, size, stratum in zip(adjusted, sizes, strata, strict=True):
        mine = [number for number, other in enumerate(strata) if other == stratum]
        rate = sum(counts[n] for n in mine) / sum(sizes[n] for n in mine)
        assert weighed == pytest.approx(size * rate / (total / words) if total else size)


def test_a_stratum_without_words_adds_none():
    assert adjusted_sizes([2, 0], [100, 0], [0, 1]).tolist() == [100, 0]


@given(ARTICLES)
def test_comparable_articles_have_another_group_in_their_stratum(articles):
    _, _, groups, strata = zip(*articles, strict=True)
    expected = [
        any(other == stratum and its != group for its, other in zip(groups, strata, strict=True))
        for group, stratum in zip(groups, strata, strict=True)
    ]
    assert comparable(groups, strata).tolist() == expected


def test_nothing_is_comparable_with_nothing():
    assert comparable(np.array([], int), np.array([], int)).tolist() == []


def test_shares_that_differ_only_by_the_mix_of_stories_are_equal():
    """In story 0 a quarter is of the kind, in story 1 three quarters; group 0 has mostly the first story."""
    counts, sizes, groups, strata = [18, 6, 6, 18], [72, 8, 24, 24], [0, 0, 1, 1], [0, 1, 0, 1]
    factors = odds_factors(counts, sizes, groups, strata=strata, n_groups=2)
    shares = times_odds(np.bincount(groups, counts) / np.bincount(groups, sizes), factors)
    assert shares == pytest.approx([48 / 128] * 2)


def test_shares_that_differ_within_the_stories_stay_apart():
    counts, sizes, groups, strata = [2, 8, 4, 9], [10] * 4, [0, 0, 1, 1], [0, 1, 0, 1]
    factors = odds_factors(counts, sizes, groups, strata=strata, n_groups=2)
    assert factors == pytest.approx([1, 1])  # both have as much of each story


def test_no_factor_where_nobody_or_everybody_is_of_the_kind():
    assert np.isnan(odds_factors([0, 3], [5, 3], [0, 1], strata=[0, 1], n_groups=2)).all()


@given(st.floats(0.01, 0.99), st.floats(0.05, 20))
def test_odds_are_multiplied(share, factor):
    (changed,) = times_odds([share], factor)
    assert changed / (1 - changed) == pytest.approx(factor * share / (1 - share))
