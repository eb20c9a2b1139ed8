import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from coverage_kit.stats.absence import absence_p_values


@given(st.integers(1, 30), st.integers(0, 10), st.data())
def test_whole_texts_are_the_hypergeometric_distribution(others, own, data):
    n_with = data.draw(st.integers(0, others))
    expected = hypergeom.pmf(0, others + own, own, n_with)
    assert absence_p_values(n_with, others, own / others) == pytest.approx(expected, rel=1e-9)


def test_texts_of_unequal_length_by_drawing():
    """Six others of one length and a group's article of half that: which three of the seven have it is drawn."""
    rng, length = np.random.default_rng(0), np.array([1, 1, 1, 1, 1, 1, 0.5])
    drawn = [6 in rng.choice(7, 3, replace=False, p=length / length.sum()) for _ in range(20_000)]
    assert absence_p_values(3, 6, 0.5 / 6) == pytest.approx(1 - np.mean(drawn), abs=0.012)


def test_who_wrote_nothing_has_nothing():
    assert absence_p_values([1, 5], [5, 5], [0, 0]).tolist() == [1, 1]
