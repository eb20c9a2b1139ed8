"""How few fill half of something: concentration, and how sure one may be of it."""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.sparse import csr_array

DRAWS = 500
NUMBERS_AT_ONCE = 10_000_000


class HalfCount(NamedTuple):
    """The fewest who fill half, with an interval."""

    estimate: float
    low: float
    high: float


def half_count(amounts: ArrayLike) -> NDArray[np.float64]:
    """Return the fewest whose amounts fill half of each row's total, the last of them in part; NaN where all is zero.

    Parameters
    ----------
    amounts : array of shape (n_rows, n_members)

    Examples
    --------
    >>> half_count([[8, 1, 1], [4, 3, 3], [0, 0, 0]]).tolist()
    [0.625, 1.3333333333333333, nan]
    """
    largest_first = -np.sort(-np.asarray(amounts, np.float64), axis=1)
    filled = np.cumsum(largest_first, axis=1)
    half = filled[:, -1:] / 2
    whole = (filled < half).sum(axis=1)
    rows = np.arange(len(filled))
    before = np.where(whole > 0, filled[rows, np.maximum(whole - 1, 0)], 0)
    with np.errstate(invalid="ignore"):
        return whole + (half[:, 0] - before) / largest_first[rows, whole]


def half_count_interval(amounts: csr_array, *, rng: np.random.Generator, level: float = 0.95) -> HalfCount:
    """Return how few members fill half of what some clusters hold, as whole numbers; NaN where it cannot be known.

    The clusters are drawn by halves, without putting back: halves differ from each other as wholes would, whereas a
    bootstrap holds fewer members than the whole (McCarthy 1969). The interval is Student's, of logarithms.

    Parameters
    ----------
    amounts : sparse array of shape (n_clusters, n_members)

    References
    ----------
    McCarthy, P. J. (1969). Pseudo-replication: half samples. Review of the International Statistical Institute 37(3).

    Examples
    --------
    >>> articles = csr_array([[50, 20, 0], [40, 0, 30], [60, 10, 0]])
    >>> found = half_count_interval(articles, rng=np.random.default_rng(0))
    >>> [int(value) for value in found]
    [1, 1, 2]
    """
    whole = half_count(amounts.sum(axis=0)[None])[0]
    amounts = amounts[np.flatnonzero(amounts.sum(axis=1))]
    n = amounts.shape[0]
    if n < 2:
        return HalfCount(np.ceil(whole), np.nan, np.nan)
    drawn = n // 2
    spread = np.log(drawn_half_counts(amounts, drawn, rng=rng)).std(ddof=1) * np.sqrt(drawn / (n - drawn))
    reach = np.exp(stats.t.ppf((1 + level) / 2, n - 1) * spread)
    return HalfCount(np.ceil(whole), np.ceil(whole / reach), np.ceil(min(whole * reach, amounts.shape[1])))


def drawn_half_counts(amounts: csr_array, size: int, *, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return the half counts of draws of `size` clusters, without putting back, (n_draws,).

    >>> drawn_half_counts(csr_array(np.eye(3)), 2, rng=np.random.default_rng(0))[:2].tolist()
    [1.0, 1.0]
    """
    n, n_members = amounts.shape
    counts = []
    at_once = max(1, NUMBERS_AT_ONCE // max(n_members, n))
    for start in range(0, DRAWS, at_once):
        number = min(at_once, DRAWS - start)
        chosen = np.argsort(rng.random((number, n)), axis=1)[:, :size].ravel()
        draws = csr_array((np.ones(number * size), (np.repeat(np.arange(number), size), chosen)), shape=(number, n))
        counts.append(half_count((draws @ amounts).toarray()))
    return np.concatenate(counts)
