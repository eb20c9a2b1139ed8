"""The split of a difference between rates, against fractions worked out by hand, brute force and drawn stories."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from coverage_kit.stats.decomposition import (
    PARTS,
    decompose_rates,
    decomposition_intervals,
    stories_behind,
    story_errors,
    word_errors,
)

DIFFERENCE, WORDING, SELECTION, ONLY_A, ONLY_B = range(5)


@st.composite
def coverage(draw):
    """Words and counts of a few stories, of which at least one is shared."""
    stories, terms = draw(st.integers(1, 8)), draw(st.integers(1, 3))
    words = draw(arrays(np.int64, (stories, 2), elements=st.integers(0, 2_000)))
    assume((words > 0).all(axis=1).any())
    shares = draw(arrays(float, (stories, 2, terms), elements=st.floats(0, 1)))
    return words, np.round(shares * words[..., None])


def by_the_book(words, counts):
    """Kitagawa's and Nopo's formulas for one term, story by story, in fractions."""
    a, b = 0, 1
    shared = [s for s, pair in enumerate(words) if min(pair) > 0]

    def rate(group, stories):
        total = sum(words[s][group] for s in stories)
        return Fraction(sum(int(counts[s][group]) for s in stories), int(total)), total

    whole_a, whole_b = (rate(g, range(len(words)))[0] for g in (a, b))
    (shared_a, words_a), (shared_b, words_b) = rate(a, shared), rate(b, shared)
    wording = selection = Fraction(0)
    for s in shared:
        weight_a, weight_b = Fraction(int(words[s][a]), int(words_a)), Fraction(int(words[s][b]), int(words_b))
        rate_a, rate_b = rate(a, [s])[0], rate(b, [s])[0]
        wording += (weight_a + weight_b) / 2 * (rate_a - rate_b)
        selection += (weight_a - weight_b) * (rate_a + rate_b) / 2
    return [whole_a - whole_b, wording, selection, whole_a - shared_a, shared_b - whole_b]


def test_three_stories_by_hand():
    """Two shared stories and one of each outlet's own; b gives three times the words to the story that is full of it.

    Rates 4/100 and 1/100 in a, 6/300 and 0/100 in b; shared words 1/2 : 1/2 in a, 3/4 : 1/4 in b.
    wording = 5/8 (4 - 2)/100 + 3/8 (1 - 0)/100; selection = -1/4 (4 + 2)/200 + 1/4 (1 + 0)/200.
    a has 5/200 in shared stories, 5/400 in all; b has 6/400 and 16/500.
    """
    words = [[100, 300], [100, 100], [200, 0], [0, 100]]
    counts = [[[4], [6]], [[1], [0]], [[0], [0]], [[0], [10]]]
    expected = [
        Fraction(5, 400) - Fraction(16, 500),
        Fraction(5, 8) * Fraction(2, 100) + Fraction(3, 8) * Fraction(1, 100),
        -Fraction(1, 4) * Fraction(6, 200) + Fraction(1, 4) * Fraction(1, 200),
        Fraction(5, 400) - Fraction(5, 200),
        Fraction(6, 400) - Fraction(16, 500),
    ]
    assert expected[0] == sum(expected[1:])
    np.testing.assert_allclose(decompose_rates(words, counts)[:, 0], [float(part) for part in expected], atol=1e-15)


@given(coverage())
def test_parts_are_those_of_the_formulas_and_add_up(drawn):
    words, counts = drawn
    assume((words.sum(axis=0) > 0).all())
    parts = decompose_rates(words, counts)
    for term in range(counts.shape[2]):
        expected = [float(part) for part in by_the_book(words, counts[:, :, term])]
        np.testing.assert_allclose(parts[:, term], expected, rtol=0, atol=1e-12)
    np.testing.assert_allclose(parts[1:].sum(axis=0), parts[DIFFERENCE], rtol=0, atol=1e-12)


@given(coverage())
def test_changing_sides_changes_the_signs(drawn):
    words, counts = drawn
    swapped = [DIFFERENCE, WORDING, SELECTION, ONLY_B, ONLY_A]
    there, back = decomposition_intervals(words, counts), decomposition_intervals(words[:, ::-1], counts[:, ::-1])
    np.testing.assert_allclose(back.estimate, -there.estimate[swapped], rtol=0, atol=1e-12)
    np.testing.assert_allclose(back.low, -there.high[swapped], rtol=0, atol=1e-12)


def test_the_same_words_differently_weighted_are_selection_alone():
    words = [[100, 500], [300, 200], [50, 90]]
    rates = np.array([[0.1], [0.02], [0.0]])
    parts = decompose_rates(words, np.array(words)[..., None] * rates[:, None])[:, 0]
    assert parts[SELECTION] == pytest.approx(parts[DIFFERENCE])
    assert abs(parts[SELECTION]) > 0.01
    assert parts[[WORDING, ONLY_A, ONLY_B]] == pytest.approx([0, 0, 0], abs=1e-15)


def test_the_same_stories_worded_differently_are_wording_alone():
    words = [[100, 200], [300, 600], [50, 100]]
    parts = decompose_rates(words, [[[10], [2]], [[3], [9]], [[5], [1]]])[:, 0]
    assert parts[WORDING] == pytest.approx(18 / 450 - 12 / 900)
    assert parts[[SELECTION, ONLY_A, ONLY_B]] == pytest.approx([0, 0, 0], abs=1e-15)


def test_many_draws_at_once():
    rng = np.random.default_rng(0)
    words, counts = rng.integers(0, 500, (6, 9, 2)), rng.integers(0, 5, (6, 9, 2, 3))
    for function in (decompose_rates, story_errors, word_errors):
        each = np.stack([function(*pair) for pair in zip(words, counts, strict=True)])
        np.testing.assert_allclose(function(words, counts), each)
    np.testing.assert_array_equal(stories_behind(words), np.stack([stories_behind(w) for w in words]))


def test_where_nothing_is_shared_nothing_is_known():
    assert np.isnan(decompose_rates([[100, 0], [0, 200]], [[[3], [0]], [[0], [2]]])).all()


def test_story_errors_are_those_of_the_jackknife():
    """Leaving out one story at a time; with many stories the two agree."""
    rng = np.random.default_rng(1)
    words = rng.integers(200, 1_000, (400, 2)) * (rng.random((400, 2)) < 0.8)
    counts = rng.poisson(0.01 * words)[..., None]
    without = np.array([decompose_rates(np.delete(words, s, 0), np.delete(counts, s, 0)) for s in range(400)])
    jackknife = np.sqrt(399 / 400 * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
    np.testing.assert_allclose(story_errors(words, counts), jackknife, rtol=0.02)


def test_word_errors_are_those_of_words_drawn_one_by_one():
    rng = np.random.default_rng(2)
    words = np.array([[400, 900], [700, 300], [500, 0], [0, 800], [300, 600]])
    parts = decompose_rates(words, np.moveaxis(rng.poisson(0.02 * words, (40_000, 5, 2)), 0, -1))
    expected = word_errors(words, 0.02 * words[..., None])[:, 0]
    half = np.sqrt((0.02 * words.sum() + 0.5) / (0.02 * words.sum()))  # half an occurrence was added
    np.testing.assert_allclose(parts.std(axis=1) * half, expected, rtol=0.02)


def test_intervals_take_the_larger_error():
    """Stories of one size: wording is a mean of differences, and its interval that of a paired t test."""
    differences = np.array([30, -10, 25, 5, -20, 40])
    counts = np.stack([50 + differences, np.full(6, 50)], axis=1)[..., None]
    words = np.full((6, 2), 1_000)
    found = decomposition_intervals(words, counts)
    expected = stats.ttest_1samp(differences / 1_000, 0).confidence_interval(0.95)
    assert found.low[WORDING, 0] == pytest.approx(expected.low)
    assert found.high[WORDING, 0] == pytest.approx(expected.high)
    # Where all stories agree, chance alone is left: Poisson at the pooled rate.
    agreed = decomposition_intervals(words, np.full((6, 2, 1), 50), level=0.9)
    assert agreed.high[WORDING, 0] == pytest.approx(stats.norm.ppf(0.95) * np.sqrt(600.5 / 12_000 * 2 / 6_000))


def test_parts_that_rest_on_too_few_stories_have_no_interval():
    words = [[100, 100]] * 3 + [[100, 0]] * 2 + [[0, 100]] * 3
    found = decomposition_intervals(words, np.ones((8, 2, 1)))
    assert stories_behind(words).tolist() == [5, 3, 3, 2, 3]
    assert dict(zip(PARTS, np.isnan(found.low[:, 0]).tolist(), strict=True)) == {
        "difference": False,
        "wording": False,
        "selection": False,
        "only_a": True,
        "only_b": False,
    }


@pytest.mark.parametrize(("stories", "mean"), [(12, 1.0), (25, 0.3), (80, 0.3), (80, 4.0)])
def test_intervals_hold_the_truth(stories, mean):
    """Stories with rates of their own, half of them shared: 92 or more of 100 intervals hold the population's parts."""
    rng = np.random.default_rng(3)
    sizes = rng.integers(300, 1_500, (3_000, 2)) * rng.permuted([[1, 1], [1, 1], [1, 0], [0, 1]] * 750, axis=0)
    rates = mean / 900 * rng.gamma(1, 1, 3_000)[:, None] * rng.gamma(4, 0.25, (3_000, 2)) * [1.0, 1.3]
    counts = rng.poisson(rates * sizes)[..., None]
    truth = decompose_rates(sizes, counts)
    held = []
    for _ in range(400):
        drawn = rng.integers(0, 3_000, stories)
        found = decomposition_intervals(sizes[drawn], counts[drawn])
        known = ~np.isnan(found.low)
        held.append(np.where(known, (found.low <= truth) & (truth <= found.high), np.nan)[:, 0])
    assert (np.nanmean(held, axis=0) > 0.92).all()
