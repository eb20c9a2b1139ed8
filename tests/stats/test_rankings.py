import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from coverage_kit.stats.rankings import log_likelihood, weighted_log_odds

COUNTS = st.tuples(st.integers(1, 400), st.integers(1, 400))
WORDS = st.tuples(st.integers(1_000, 50_000), st.integers(1_000, 50_000))


@given(COUNTS, WORDS)
def test_log_likelihood_is_that_of_scipy(counts, words):
    table = [counts, [words[0] - counts[0], words[1] - counts[1]]]
    expected = chi2_contingency(table, lambda_="log-likelihood", correction=False).statistic
    found = log_likelihood([counts[0]], [counts[1]], words=words)[0]
    assert abs(found) == pytest.approx(expected, rel=1e-9, abs=1e-7)
    if abs(found) > 1e-6:
        assert (found > 0) == (counts[0] / words[0] > counts[1] / words[1])


def test_log_likelihood_of_a_term_in_one_group_only():
    """Ten in 100 words against none in 300: expected 2.5 and 7.5; 97.5 and 292.5 other words."""
    expected = 2 * (10 * math.log(10 / 2.5) + 90 * math.log(90 / 97.5) + 300 * math.log(300 / 292.5))
    assert log_likelihood([10, 0], [0, 30], words=(100, 300)).tolist() == pytest.approx(
        [expected, -2 * (30 * math.log(30 / 22.5) + 100 * math.log(100 / 92.5) + 270 * math.log(270 / 277.5))]
    )


def monroe(y_i, y_j, n_i, n_j):
    """Formulas 16, 22 and 23 of Monroe, Colaresi and Quinn (2008), the prior worth 500 words."""
    scores = []
    for a, b in zip(y_i, y_j, strict=True):
        alpha_0 = 500
        alpha_w = alpha_0 * (a + b) / (n_i + n_j)
        omega_i = (a + alpha_w) / (n_i + alpha_0 - a - alpha_w)
        omega_j = (b + alpha_w) / (n_j + alpha_0 - b - alpha_w)
        delta = math.log(omega_i) - math.log(omega_j)
        variance = 1 / (a + alpha_w) + 1 / (b + alpha_w)
        scores.append(delta / math.sqrt(variance))
    return scores


@given(st.lists(COUNTS, min_size=1, max_size=8), WORDS)
def test_weighted_log_odds_is_the_formula(counts, words):
    a, b = zip(*counts, strict=True)
    np.testing.assert_allclose(weighted_log_odds(a, b, words=words), monroe(a, b, *words), rtol=1e-9, atol=1e-9)


def test_terms_without_a_score():
    assert np.isnan(weighted_log_odds([0], [0], words=(100, 100))).all()
    assert np.isnan(weighted_log_odds([100], [50], words=(100, 50))).all()  # it is every word there is
    assert np.isnan(weighted_log_odds([0], [0], words=(0, 0))).all()
    assert log_likelihood([0, 100], [0, 50], words=(100, 50)).tolist() == [0, 0]
    assert log_likelihood([0], [0], words=(0, 0)).tolist() == [0]


def test_counts_too_large_for_32_bits():
    words = (4_000_000_000, 6_000_000_000)
    found = log_likelihood([2_500_000_000], [2_500_000_000], words=words)
    table = np.array([[2.5e9, 2.5e9], [1.5e9, 3.5e9]])
    assert found[0] == pytest.approx(chi2_contingency(table, lambda_="log-likelihood", correction=False).statistic)
    assert np.isfinite(weighted_log_odds([2_500_000_000], [2_500_000_000], words=words)).all()


def test_scattertext_agrees():
    """Scores of scattertext 0.2.2, whose Monroe score keeps two terms of the variance that are small for most words."""
    a, b, words = np.array([20, 5, 75, 0, 300]), np.array([5, 20, 80, 7, 488]), (400, 600)
    g2 = [17.168369062628862, -4.68249877462682, 5.2984586710108275, -7.184430122488546, -5.696869215673715]
    np.testing.assert_allclose(log_likelihood(a, b, words=words), g2, rtol=1e-9)
    z = [2.801684428476538, -1.4292204319549853, 1.612907603243061, -1.4601667701390002, -1.670348174608029]
    prior = 500 * (a + b) / 1_000
    kept = 1 / (a + prior) + 1 / (b + prior)
    left = 1 / (900 - a - prior) + 1 / (1_100 - b - prior)
    np.testing.assert_allclose(weighted_log_odds(a, b, words=words) * np.sqrt(kept / (kept + left)), z, rtol=1e-9)
