"""Cells against sums made one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from coverage_kit.stats.cells import indicator, make_cells


def test_articles_are_summed_by_stratum_cluster_and_group():
    cells = make_cells(
        [[1, 0], [2, 0], [4, 1], [8, 0], [16, 2]],
        [100, 200, 300, 400, 500],
        [0, 0, 1, 0, 1],
        clusters=[3, 3, 3, 3, 5],
        strata=[0, 0, 0, 1, 1],
    )
    assert cells.stratum.tolist() == [0, 0, 1, 1]
    assert cells.group.tolist() == [0, 1, 0, 1]
    assert cells.counts.toarray().tolist() == [[3, 0], [4, 1], [8, 0], [16, 2]]
    assert cells.sizes.tolist() == [300, 300, 400, 500]
    assert cells.unit.tolist() == [0, 0, 1, 2]  # cluster 3 is one unit in each stratum
    assert cells.shared.tolist() == [True, True, False, False]
    assert cells.words.tolist() == [[300, 300], [400, 500]]
    assert cells.rates.toarray() == pytest.approx(np.array([[7 / 600, 1 / 600], [24 / 900, 2 / 900]]))
    expected = [[3 - 3.5, -0.5], [4 - 3.5, 0.5], [8 - 24 * 4 / 9, -8 / 9], [16 - 24 * 5 / 9, 2 - 10 / 9]]
    assert cells.residuals(slice(None)) == pytest.approx(np.array(expected))
    assert cells.residuals(np.array([1])) == pytest.approx(np.array(expected)[:, [1]])


def test_a_zero_that_is_stored_is_dropped():
    stored = csr_array((np.array([0.0, 2.0]), ([0, 1], [0, 1])), shape=(2, 2))
    cells = make_cells(stored, [10, 10], [0, 1], clusters=[0, 1])
    assert (cells.counts.nnz, cells.rates.nnz) == (1, 1)
    assert stored.nnz == 2


def test_an_article_without_words_is_no_observation():
    cells = make_cells([[0], [2], [0]], [0, 10, 0], [0, 1, 2], clusters=[0, 1, 2], strata=[0, 1, 1])
    assert cells.rates.toarray().tolist() == [[0.2]]
    assert cells.words.tolist() == [[0, 10, 0]]
    assert cells.residuals(slice(None)).tolist() == [[0]]


def test_no_article_has_words():
    assert make_cells([[0], [0]], [0, 0], [0, 1], clusters=[0, 1]).counts.shape == (0, 1)


def test_an_empty_vocabulary_keeps_the_articles():
    cells = make_cells(np.zeros((3, 0)), [10, 20, 30], [0, 1, 1], clusters=[0, 0, 0])
    assert cells.counts.shape == (2, 0)
    assert cells.sizes.tolist() == [10, 50]


codes = st.lists(st.integers(0, 3), min_size=1, max_size=20)


@given(codes, st.randoms(use_true_random=False))
def test_any_cell_is_the_sum_of_its_articles(groups, random):
    n = len(groups)
    clusters, strata = ([random.randrange(most) for _ in range(n)] for most in (4, 2))
    counts = np.array([[random.randrange(5), random.randrange(5)] for _ in range(n)])
    sizes = np.array([random.randrange(5, 50) for _ in range(n)])
    cells = make_cells(counts, sizes, groups, clusters=clusters, strata=strata)
    keys = sorted({*zip(strata, clusters, groups, strict=True)})
    assert len(cells.sizes) == len(keys)
    for number, key in enumerate(keys):
        own = [i for i in range(n) if (strata[i], clusters[i], groups[i]) == key]
        assert cells.counts.toarray()[number].tolist() == counts[own].sum(axis=0).tolist()
        assert cells.sizes[number] == sizes[own].sum()
        assert cells.shared[number] == (sum(other[:2] == key[:2] for other in keys) > 1)
    same_unit = [[cells.unit[i] == cells.unit[j] for j in range(len(keys))] for i in range(len(keys))]
    assert same_unit == [[one[:2] == other[:2] for other in keys] for one in keys]
    # What a stratum's own rate predicts, it holds: residuals sum to zero.
    assert indicator(cells.stratum, max(strata) + 1) @ cells.residuals(slice(None)) == pytest.approx(0, abs=1e-9)
