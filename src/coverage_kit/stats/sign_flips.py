"""Do groups differ in the mean of something, given that the articles of one cluster belong together?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

NUMBERS_AT_ONCE = 10_000_000  # bounds the memory
ROUNDING = 1e-6  # of a statistic: closer ones count as tied
TINY = 1e-12


def sign_flip_test(
    values: ArrayLike, groups: ArrayLike, *, clusters: ArrayLike, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return a p-value for each column: the null hypothesis is one mean in all groups.

    Each article scores its value less the mean of all; a group's score is the sum of its articles' less its share of
    the sum of all articles', cluster by cluster. The statistic is the sum over groups of the squared score divided by
    the group's share of the articles. In each resample, the scores of each cluster keep or change their sign as a whole
    (the wild bootstrap of the score, with the null hypothesis imposed): so which clusters a group has counts, as does
    what it makes of those that it shares. The p-value is the mid-p of the resampled statistics.

    Parameters
    ----------
    values : array of shape (n_articles, n_columns)
    groups, clusters : integer array of shape (n_articles,)
        Codes from 0.
    n_resamples : int
    rng : numpy.random.Generator

    Returns
    -------
    array of shape (n_columns,)
        NaN where it cannot be known: one group, one cluster, or a column in which nothing varies.

    References
    ----------
    Kline, P. and Santos, A. (2012). A score based approach to wild bootstrap inference. Journal of Econometric Methods
    1(1). Cameron, A. C., Gelbach, J. B. and Miller, D. L. (2008). Bootstrap-based improvements for inference with
    clustered errors. Review of Economics and Statistics 90(3).

    Examples
    --------
    >>> values, rng = [[0.9], [0.8], [0.9], [0.8], [0.1], [0.2], [0.1], [0.2]], np.random.default_rng(0)
    >>> p = sign_flip_test(values, [0] * 4 + [1] * 4, clusters=range(8), n_resamples=999, rng=rng)
    >>> bool(p[0] < 0.02)
    True
    """
    values = np.asarray(values, float)
    groups, clusters = np.unique(groups, return_inverse=True)[1], np.unique(clusters, return_inverse=True)[1]
    n_groups, n_clusters = int(groups.max(initial=-1)) + 1, int(clusters.max(initial=-1)) + 1
    p_value = np.full(values.shape[1], np.nan)
    if n_groups < 2 or n_clusters < 2:
        return p_value
    share = np.bincount(groups) / len(groups)
    scores = values - values.mean(axis=0)
    varying = np.flatnonzero(np.abs(scores).max(axis=0) > TINY)
    parts = [csr_array((scores[:, column], (clusters, groups)), shape=(n_clusters, n_groups)) for column in varying]
    observed = [_statistic(np.ones((1, n_clusters)), part, share)[0] for part in parts]
    above, reached = np.zeros((2, len(parts)), np.int64)
    at_once = max(1, min(n_resamples, NUMBERS_AT_ONCE // n_clusters))
    for drawn in range(0, n_resamples, at_once):
        signs = rng.integers(0, 2, (min(at_once, n_resamples - drawn), n_clusters)) * 2.0 - 1.0
        for number, part in enumerate(parts):
            null, margin = _statistic(signs, part, share), ROUNDING * observed[number]
            above[number] += np.count_nonzero(null > observed[number] + margin)
            reached[number] += np.count_nonzero(null >= observed[number] - margin)
    p_value[varying] = ((above + reached) / 2 + 0.5) / (n_resamples + 1)
    return p_value


def _statistic(signs: NDArray[np.float64], in_cells: csr_array, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the statistic for each row of signs, (n_draws, n_clusters)."""
    sums = signs @ in_cells
    scores = sums - sums.sum(axis=1, keepdims=True) * share
    return (scores**2 / share).sum(axis=1)
