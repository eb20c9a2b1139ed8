import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array, vstack

from coverage_kit.stats.concentration import drawn_half_counts, half_count, half_count_interval


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12))
def test_the_fewest_who_fill_half_by_trying(amounts):
    (count,) = half_count([amounts])
    if sum(amounts) == 0:
        assert np.isnan(count)
        return
    ordered = sorted(amounts, reverse=True)
    fewest = next(n for n in range(1, len(amounts) + 1) if 2 * sum(ordered[:n]) >= sum(amounts))
    assert np.ceil(count) == fewest
    filled = sum(ordered[: fewest - 1]) + (count - (fewest - 1)) * ordered[fewest - 1]
    assert filled == pytest.approx(sum(amounts) / 2)


def test_draws_are_without_putting_back():
    """Each of four articles has a speaker of its own with 10 words: any three hold three, of whom 1.5 fill half."""
    amounts = csr_array(10 * np.eye(4))
    assert set(drawn_half_counts(amounts, 3, rng=np.random.default_rng(0))) == {1.5}


def test_the_interval_holds_in_most_samples_of_a_population():
    """A population of articles, each with a leading speaker and local ones: the truth is the mean of its samples."""
    rng = np.random.default_rng(1)
    population = np.zeros((400, 830))
    leading = rng.integers(0, 30, (400, 2))
    for article in range(400):
        population[article, leading[article]] = rng.integers(10, 80, 2)
        population[article, 30 + 2 * article : 32 + 2 * article] = rng.integers(5, 60, 2)
    population = csr_array(population)
    truth = drawn_half_counts(population, 40, rng=rng).mean()
    held = []
    for _ in range(150):
        sample = population[rng.choice(400, 40, replace=False)]
        interval = half_count_interval(sample, rng=rng)
        held.append(interval.low - 1 < truth <= interval.high)
    assert np.mean(held) >= 0.9


def test_one_cluster_has_no_interval():
    count = half_count_interval(csr_array([[5, 3, 1]]), rng=np.random.default_rng(0))
    assert count.estimate == 1
    assert np.isnan([count.low, count.high]).all()


def test_clusters_that_hold_nothing_are_no_observations():
    with_words = csr_array([[50, 20, 0], [40, 0, 30], [60, 10, 0]])
    explicit_zeros = csr_array((np.zeros(3), ([0, 1, 2], [0, 1, 2])), shape=(3, 3))
    both = vstack([with_words, explicit_zeros], format="csr")
    expected = half_count_interval(with_words, rng=np.random.default_rng(0))
    assert half_count_interval(both, rng=np.random.default_rng(0)) == expected
