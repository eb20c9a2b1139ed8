import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from coverage_kit.stats.dispersion import design_effect, dp_norm

ARTICLES = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(1, 500)), min_size=2, max_size=20)


def deviation_of_proportions(counts, sizes):
    """Gries (2008), with the correction of Lijffijt and Gries (2012), article by article."""
    total, words = sum(counts), sum(sizes)
    if total == 0:
        return np.nan
    deviation = sum(abs(count / total - size / words) for count, size in zip(counts, sizes, strict=True)) / 2
    return deviation / (1 - min(sizes) / words)


def burstiness(counts, sizes):
    """Variance of a count as the articles show it, over that of as many independent occurrences."""
    total, words, n = sum(counts), sum(sizes), len(counts)
    if total == 0:
        return np.nan
    residuals = [count - total / words * size for count, size in zip(counts, sizes, strict=True)]
    return n / (n - 1) * sum(residual**2 for residual in residuals) / total


def test_dispersion_by_hand():
    """Shares of words .5 .3 .2, of occurrences .2 .3 .5: DP = (.3 + 0 + .3) / 2 = .3; over 1 - .2."""
    assert dp_norm([[2], [3], [5]], [500, 300, 200])[0] == pytest.approx(0.3 / 0.8)


def test_design_effect_by_hand():
    """A rate of one in a hundred expects 5, 3 and 2: residuals -3, 0 and 3; 3/2 times 18 over 10 occurrences."""
    assert design_effect([[2], [3], [5]], [500, 300, 200])[0] == pytest.approx(2.7)


@given(ARTICLES)
def test_both_are_their_definitions(articles):
    first, second, sizes = zip(*articles, strict=True)
    counts = np.transpose([first, second])
    for form in (counts, csr_array(counts)):
        expected = [deviation_of_proportions(term, sizes) for term in (first, second)]
        np.testing.assert_allclose(dp_norm(form, sizes), expected, rtol=1e-9, atol=1e-9)
        expected = [burstiness(term, sizes) for term in (first, second)]
        np.testing.assert_allclose(design_effect(form, sizes), expected, rtol=1e-9, atol=1e-7)


@given(ARTICLES)
def test_dispersion_lies_between_nought_and_one(articles):
    first, _, sizes = zip(*articles, strict=True)
    value = dp_norm(np.transpose([first]), sizes)[0]
    assert np.isnan(value) or 0 <= value <= 1 + 1e-12


@pytest.mark.parametrize(
    ("counts", "sizes"),
    [([[3]], [100]), ([[0], [0]], [100, 100]), (np.empty((0, 1)), []), ([[0], [0]], [0, 0])],
)
def test_what_cannot_be_known(counts, sizes):
    assert np.isnan(dp_norm(counts, sizes)).all()
    assert np.isnan(design_effect(counts, sizes)).all()


def test_no_terms():
    assert dp_norm(np.empty((2, 0)), [10, 10]).tolist() == []
    assert design_effect(np.empty((2, 0)), [10, 10]).tolist() == []
