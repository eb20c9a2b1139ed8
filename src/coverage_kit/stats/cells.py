"""What a comparison of groups is made from: the articles of one cluster in one group, taken together as a cell."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array, csr_array


class Cells(NamedTuple):
    """Cells, and the units they belong to: a cluster within a stratum, which one or several groups may share."""

    counts: csc_array  # (n_cells, n_terms)
    sizes: NDArray[np.float64]  # (n_cells,): words
    group: NDArray[np.int64]  # (n_cells,)
    stratum: NDArray[np.int64]  # (n_cells,)
    unit: NDArray[np.int64]  # (n_cells,)
    shared: NDArray[np.bool_]  # (n_cells,): whether other groups have a cell of the unit too
    words: NDArray[np.float64]  # (n_strata, n_groups)
    rates: csc_array  # (n_strata, n_terms): of all groups together

    def residuals(self, terms: slice | NDArray[np.int64]) -> NDArray[np.float64]:
        """Return counts minus what the rate of the stratum predicts, (n_cells, n_terms)."""
        expected = self.rates[:, terms].toarray()[self.stratum]
        expected *= self.sizes[:, None]
        return self.counts[:, terms].toarray() - expected


def make_cells(
    counts: ArrayLike | csr_array,
    sizes: ArrayLike,
    groups: ArrayLike,
    *,
    clusters: ArrayLike,
    strata: ArrayLike | None = None,
) -> Cells:
    """Sum articles by group and cluster; a cluster that lies in several strata is a unit in each of them.

    Articles without words are left out.

    Parameters
    ----------
    counts : array or sparse array of shape (n_articles, n_terms)
    sizes : array of shape (n_articles,)
        Words of each article.
    groups, clusters, strata : integer array of shape (n_articles,)
        Codes from 0; without strata, all articles are in one.

    Examples
    --------
    >>> cells = make_cells([[3], [1], [2]], [100, 50, 50], [0, 0, 1], clusters=[0, 0, 0])
    >>> cells.counts.toarray().ravel().tolist(), cells.sizes.tolist(), cells.shared.tolist()
    ([4.0, 2.0], [150.0, 50.0], [True, True])
    >>> cells.residuals(slice(None)).ravel().tolist()
    [-0.5, 0.5]
    """
    n_groups = int(np.max(groups, initial=0)) + 1
    sizes = np.asarray(sizes, np.float64)
    worded = np.flatnonzero(sizes > 0)  # an article without words is no observation
    counts, sizes = csr_array(counts, dtype=np.float64)[worded], sizes[worded]
    groups, clusters = np.asarray(groups, np.int64)[worded], np.asarray(clusters, np.int64)[worded]
    strata = np.zeros_like(groups) if strata is None else np.unique(np.asarray(strata)[worded], return_inverse=True)[1]
    keys, cell = np.unique(np.stack([strata, clusters, groups]), axis=1, return_inverse=True)
    unit = np.cumsum(np.any(np.diff(keys[:2], axis=1, prepend=keys[:2, :1]), axis=0))
    summed = indicator(cell.ravel(), keys.shape[1])
    by_cell, sizes = summed @ counts, summed @ sizes
    by_stratum = indicator(keys[0], int(strata.max(initial=0)) + 1)
    words = by_stratum @ sizes
    by_group = np.zeros((len(words), n_groups))
    np.add.at(by_group, (keys[0], keys[2]), sizes)
    rates = (by_stratum @ by_cell) / np.maximum(words, 1)[:, None]
    return Cells(
        csc_array(by_cell), sizes, keys[2], keys[0], unit, np.bincount(unit)[unit] > 1, by_group, csc_array(rates)
    )


def indicator(codes: NDArray[np.int64], n_rows: int) -> csr_array:
    """Return the matrix that sums by codes: ``indicator(codes, n_rows) @ values`` has a row for each code."""
    return csr_array((np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(n_rows, len(codes)))
