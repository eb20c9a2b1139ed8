"""What one group has more of than the others on the same stories."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coverage_kit.stats.intervals import Intervals

ROUNDING = 1e-18  # of a sum of squares


def paired_differences(
    values: ArrayLike, groups: ArrayLike, strata: ArrayLike, *, n_groups: int, level: float = 0.95
) -> Intervals:
    """Return each group's mean difference to the other groups in the same stratum, with Student's interval.

    Parameters
    ----------
    values : array of shape (n_cells, n_columns)
        One row for each group in each stratum.
    groups, strata : integer array of shape (n_cells,)
        Codes from 0.

    Returns
    -------
    Intervals
        Arrays of shape (n_groups, n_columns): strata count alike. NaN for a group that is alone everywhere; no interval
        from one stratum, nor where nothing differs in any.

    Examples
    --------
    >>> found = paired_differences([[0.5], [0.1], [0.4], [0.2]], [0, 1, 0, 1], [0, 0, 1, 1], n_groups=2)
    >>> [part.ravel().round(2).tolist() for part in found]
    [[0.3, -0.3], [-0.97, -1.57], [1.57, 0.97]]
    """
    from scipy.stats import t

    values, groups, strata = np.asarray(values, float), np.asarray(groups), np.asarray(strata)
    number = np.bincount(strata)[strata]
    shared = number > 1
    values, groups, strata, number = values[shared], groups[shared], strata[shared], number[shared][:, None]
    total = _sums(values, strata)[strata]
    difference = values - (total - values) / (number - 1)
    n = np.bincount(groups, minlength=n_groups)[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = _sums(difference, groups, n_groups) / n
        spread = _sums((difference - mean[groups]) ** 2, groups, n_groups)
        half = t.ppf((1 + level) / 2, n - 1) * np.sqrt(spread / (n - 1) / n)
    half = np.where(spread > ROUNDING, half, np.nan)
    return Intervals(mean, mean - half, mean + half)


def _sums(values: NDArray[np.float64], codes: NDArray[np.int64], n_codes: int = 0) -> NDArray[np.float64]:
    """Sum the rows of an array by their codes."""
    sums = np.zeros((max(n_codes, codes.max(initial=-1) + 1), values.shape[1]))
    np.add.at(sums, codes, values)
    return sums
