import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from coverage_kit.stats.linkage import average_linkage


def partition(labels):
    return {
        frozenset(np.flatnonzero(np.asarray(labels) == label).tolist()) for label in set(np.asarray(labels).tolist())
    }


def drawn(seed, size, density):
    """A similarity matrix with zeros, and its pairs in any order and direction."""
    rng = np.random.default_rng(seed)
    matrix = np.triu(rng.random((size, size)) * (rng.random((size, size)) < density), 1)
    pairs = np.argwhere(matrix > 0)
    values = matrix[pairs[:, 0], pairs[:, 1]]
    order = rng.permutation(len(pairs))
    pairs = np.where(rng.random((len(pairs), 1)) < 0.5, pairs, pairs[:, ::-1])
    return matrix + matrix.T, pairs[order], values[order]


def merge_by_brute_force(matrix, groups, least):
    """Merge the two groups with the highest mean until it is below `least`."""
    groups = [list(group) for group in groups]
    while len(groups) > 1:
        means = {(i, j): matrix[np.ix_(groups[i], groups[j])].mean() for j in range(len(groups)) for i in range(j)}
        (i, j), highest = max(means.items(), key=lambda item: item[1])
        if highest < least:
            break
        groups[i] += groups.pop(j)
    return {frozenset(group) for group in groups}


seeds, sizes = st.integers(0, 2**32 - 1), st.integers(2, 14)
shares, floors = st.sampled_from([0.2, 0.5, 1.0]), st.floats(0.02, 0.9)


@given(seeds, sizes, shares, floors)
def test_groups_are_those_of_scipy(seed, size, density, least):
    matrix, pairs, values = drawn(seed, size, density)
    distance = squareform(1 - matrix - np.eye(size), checks=False)
    expected = fcluster(linkage(distance, "average"), 1 - least, "distance")
    assert partition(average_linkage(pairs, values, size, least=least)) == partition(expected)


@settings(max_examples=50)
@given(seeds, sizes, shares, floors)
def test_groups_from_the_start(seed, size, density, least):
    matrix, pairs, values = drawn(seed, size, density)
    together = np.random.default_rng(seed).integers(0, 5, size)
    expected = merge_by_brute_force(matrix, partition(together), least)
    assert partition(average_linkage(pairs, values, size, least=least, together=together)) == expected


def test_a_pair_not_listed_counts_as_not_alike():
    # 0-1 at .9, then 2 with the two: (.6 + 0) / 2.
    assert average_linkage([(0, 1), (1, 2)], [0.9, 0.6], 3, least=0.3).tolist() == [0, 0, 0]
    assert average_linkage([(0, 1), (1, 2)], [0.9, 0.6], 3, least=0.31).tolist() == [0, 0, 1]


def test_of_equal_pairs_the_oldest_come_first():
    # 0-1 and 1-2 are equally alike; once 0 and 1 are one, 2 is alike by .25 only.
    assert average_linkage([(1, 2), (0, 1)], [0.5, 0.5], 3, least=0.3).tolist() == [0, 0, 1]


def test_groups_are_numbered_in_the_order_of_their_first_member():
    assert average_linkage([(1, 4), (0, 3)], [0.9, 0.5], 5, least=0.1).tolist() == [0, 1, 2, 0, 1]


@pytest.mark.parametrize(("size", "expected"), [(0, []), (1, [0]), (3, [0, 1, 2])])
def test_without_pairs_each_thing_is_alone(size, expected):
    assert average_linkage([], [], size, least=0.1).tolist() == expected
