"""Intervals for rates and shares when observations come in clusters.

Words of one article, and articles of one story, are not independent. How much the clusters of a group disagree, beyond
what chance would do, is its design effect; the data are worth as many independent observations as they have, divided
by it, and an interval is read at that number (Korn and Graubard 1998). A group of few clusters says little about
its own design effect: it borrows from the other groups, as far as `BORROWED` degrees of freedom go, and Student's t
pays for what is still uncertain. With one cluster, a group has no interval: NaN.
"""

from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

BORROWED = 10
# How a rare event clusters is learnt from the few clusters that hold it; measured by benchmarks/interval_coverage.py.
DF_KNOWN = 4


class Intervals(NamedTuple):
    """Estimates and their intervals, one a group."""

    estimate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


class _Totals(NamedTuple):
    counts: NDArray[np.float64]
    sizes: NDArray[np.float64]
    clusters: NDArray[np.int64]
    holding: NDArray[np.int64]  # clusters with an event
    between: NDArray[np.float64]  # variance of the count as the clusters show it


def rate_intervals(
    counts: ArrayLike, sizes: ArrayLike, groups: ArrayLike, *, n_groups: int = 0, level: float = 0.95
) -> Intervals:
    """Return the rate of each group, events per unit of size, with Jeffreys' interval (Brown, Cai and DasGupta 2003).

    Parameters
    ----------
    counts, sizes : array of shape (n_clusters,)
        Events and words of each cluster.
    groups : integer array of shape (n_clusters,)
        The group of each cluster, coded from 0.
    n_groups : int
        The number of groups, where the last ones may have no cluster.
    level : float
        Confidence level.

    Examples
    --------
    >>> rates = rate_intervals([3, 0, 2, 1], [300, 200, 250, 250], [0, 0, 0, 0])
    >>> [round(10_000 * float(value[0]), 1) for value in rates]
    [60.0, 13.8, 181.0]
    """
    totals = _totals(counts, sizes, groups, n_groups)
    rate = _ratio(totals.counts, totals.sizes)
    worth = _worth(totals, chance=totals.counts, level=level, least=1.0)
    alpha, seen, exposure = 1 - level, totals.counts * worth, totals.sizes * worth
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(seen > 0, stats.gamma.ppf(alpha / 2, seen + 0.5), 0.0) / exposure
        high = stats.gamma.ppf(1 - alpha / 2, seen + 0.5) / exposure
    return _where_known(totals, rate, low, high)


def share_intervals(
    counts: ArrayLike,
    sizes: ArrayLike,
    groups: ArrayLike,
    *,
    n_groups: int = 0,
    level: float = 0.95,
    fractional: bool = False,
) -> Intervals:
    """Return the share of each group, counts of sizes, with an interval (Clopper and Pearson 1934).

    Parameters
    ----------
    counts, sizes : array of shape (n_clusters,)
        What has the property, and what could have it, by cluster.
    groups : integer array of shape (n_clusters,)
        The group of each cluster, coded from 0.
    n_groups : int
        The number of groups, where the last ones may have no cluster.
    level : float
        Confidence level.
    fractional : bool
        Whether one observation can have the property in part, as an article has topics; it then tells more
        than a yes or no.

    Examples
    --------
    >>> shares = share_intervals([3, 5, 4], [10, 10, 10], [0, 0, 0])
    >>> [round(float(value[0]), 2) for value in shares]
    [0.4, 0.07, 0.82]
    """
    totals = _totals(counts, sizes, groups, n_groups)
    share = np.clip(_ratio(totals.counts, totals.sizes), 0, 1)
    worth = _worth(totals, chance=totals.sizes * share * (1 - share), level=level, least=0.05 if fractional else 1.0)
    alpha, seen, others = 1 - level, share * totals.sizes * worth, (1 - share) * totals.sizes * worth
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(share > 0, stats.beta.ppf(alpha / 2, seen, others + 1), 0.0)
        high = np.where(share < 1, stats.beta.ppf(1 - alpha / 2, seen + 1, others), 1.0)
    return _where_known(totals, share, low, high)


def _totals(counts: ArrayLike, sizes: ArrayLike, groups: ArrayLike, n_groups: int = 0) -> _Totals:
    counts, sizes, groups = np.asarray(counts, float), np.asarray(sizes, float), np.asarray(groups, int)
    sum_by_group = partial(np.bincount, groups, minlength=n_groups)
    clusters, holding = (sum_by_group(of > 0).astype(int) for of in (sizes, counts))  # without words, no observation
    count, size = sum_by_group(counts), sum_by_group(sizes)
    spread = sum_by_group((counts - _ratio(count, size)[groups] * sizes) ** 2)
    return _Totals(count, size, clusters, holding, _ratio(clusters * spread, clusters - 1.0))


def _worth(totals: _Totals, *, chance: NDArray[np.float64], level: float, least: float) -> NDArray[np.float64]:
    """Return, for each group, how much of an independent observation each of its observations is worth.

    `chance` is the variance that the counts would have if observations were independent.
    """
    telling = (chance > 1e-12) & (totals.clusters > 1)
    own_df = np.where(telling, np.minimum(totals.clusters - 1, totals.holding + DF_KNOWN), 0)
    own = np.divide(totals.between, chance, out=np.ones_like(chance), where=telling)
    pooled = totals.between[telling].sum() / chance[telling].sum() if telling.any() else 1.0
    borrowed = np.minimum(BORROWED, own_df.sum() - own_df)
    df = own_df + borrowed
    effect = np.divide(own_df * own + borrowed * pooled, df, out=np.ones_like(own), where=df > 0)
    upper = (1 + level) / 2
    small_sample = (stats.norm.ppf(upper) / stats.t.ppf(upper, np.maximum(df, totals.clusters.clip(2) - 1))) ** 2
    return small_sample / np.maximum(effect, least)


def _where_known(totals: _Totals, *values: NDArray[np.float64]) -> Intervals:
    estimate, low, high = values
    known = (totals.clusters > 1) & (totals.sizes > 0)
    return Intervals(estimate, np.where(known, low, np.nan), np.where(known, high, np.nan))


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.divide(above, below, out=np.full(len(above), np.nan), where=np.asarray(below) > 0)
