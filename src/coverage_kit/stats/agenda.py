"""How different two agendas are: the distance of mean topic shares, and how sure one may be of it."""

from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

NUMBERS_AT_ONCE = 10_000_000  # bounds the memory: numbers held at a time while drawing
ROUNDING, TINY = 1e-9, 1e-12
HALVINGS = 13
FURTHEST = 16.0  # times the observed difference, to which an upper limit is looked for


class Distances(NamedTuple):
    """A number for each pair of groups."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    estimate: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    observed: NDArray[np.float64]
    chance: NDArray[np.float64]
    p_value: NDArray[np.float64]


class _Units(NamedTuple):
    """The articles of one group, taken together by cluster."""

    codes: NDArray[np.int64]  # (n_units,): the clusters, sorted
    sums: NDArray[np.float64]  # (n_units, n_topics + 1): of the shares; in the last column, the articles


def agenda_distances(
    shares: ArrayLike,
    groups: ArrayLike,
    *,
    clusters: ArrayLike,
    n_resamples: int,
    rng: np.random.Generator,
    n_groups: int = 0,
    level: float = 0.95,
) -> Distances:
    """Return half the sum of the absolute differences of mean topic shares (total variation), for each two groups.

    The ``observed`` distance is too large on average, as chance makes absolute differences and takes none away.
    ``estimate, low, high`` are the distances for which the observed one would be the median of what is drawn, or stand
    at the ends of its middle `level`: the observed differences are shrunk or stretched until it does, and get as much
    noise as the clusters show (test inversion). ``chance`` is the mean distance when clusters are dealt out to the two
    groups at random: one that a single group has as a whole; where both have articles, they change places or not.
    ``p_value`` is the share of such distances that are as large as the observed one.

    Parameters
    ----------
    shares : array of shape (n_articles, n_topics)
    groups, clusters : integer array of shape (n_articles,)
        Codes from 0.
    n_resamples : int
    n_groups : int
        The number of groups, where some may have no article.

    Returns
    -------
    Distances
        NaN where a group has no article; no interval where one has a single cluster.

    References
    ----------
    Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Stat. Appl. Genet. Mol. Biol. 9(1).
    Read, A. L. (2002). Presentation of search results: the CLs technique. Journal of Physics G 28(10).
    Wu, C. F. J. (1986). Jackknife, bootstrap and other resampling methods in regression analysis. Annals of Statistics
    14(4) (weights drawn for residuals).

    Examples
    --------
    >>> shares = [[1.0, 0.0], [0.8, 0.2], [0.9, 0.1], [0.2, 0.8], [0.1, 0.9], [0.3, 0.7]]
    >>> found = agenda_distances(shares, [0, 0, 0, 1, 1, 1], clusters=range(6), n_resamples=999,
    ...                          rng=np.random.default_rng(0))
    >>> round(float(found.observed[0]), 3), bool(found.low[0] > 0.4), bool(found.high[0] < 1)
    (0.7, True, True)
    """
    shares, groups, clusters = np.asarray(shares, np.float64), np.asarray(groups), np.asarray(clusters)
    n_groups = max(n_groups, int(groups.max(initial=-1)) + 1)
    units = [_units(shares[groups == group], clusters[groups == group]) for group in range(n_groups)]
    noise, spread = _noise(units, int(clusters.max(initial=-1)) + 1, n_resamples, rng)
    pairs = np.array(list(combinations(range(n_groups), 2)), np.int64).reshape(-1, 2)
    rows = []
    for one, other in pairs:
        a, b = units[one], units[other]
        if not len(a.codes) or not len(b.codes):
            rows.append((np.nan,) * 6)
            continue
        difference = _mean(a) - _mean(b)
        limits = (np.nan,) * 3
        if len(a.codes) > 1 and len(b.codes) > 1:
            scale = _student(spread[one], spread[other], (len(a.codes), len(b.codes)), level=level)
            limits = _limits(difference, (noise[one] - noise[other]) * scale, level=level)
        observed = np.abs(difference).sum() / 2
        rows.append((*limits, observed, *_chance(a, b, observed, n_resamples=n_resamples, rng=rng)))
    return Distances(*pairs.T, *np.array(rows, np.float64).reshape(-1, 6).T)


def _units(shares: NDArray[np.float64], clusters: NDArray[np.int64]) -> _Units:
    codes, unit = np.unique(clusters, return_inverse=True)
    sums = np.zeros((len(codes), shares.shape[1] + 1))
    np.add.at(sums, unit, np.column_stack([shares, np.ones(len(shares))]))
    return _Units(codes, sums)


def _mean(units: _Units) -> NDArray[np.float64]:
    total = units.sums.sum(axis=0)
    return total[:-1] / total[-1]


def _noise(
    units: list[_Units], n_clusters: int, n: int, rng: np.random.Generator
) -> tuple[list[NDArray[np.float64]], list[float]]:
    """Return, for each group, by how much its mean could be off, (n_topics, n), and the variance of that in all.

    What each cluster adds to the mean gets a weight drawn from the normal distribution; a cluster that several groups
    share has the same in all of them.
    """
    added = []
    for own in units:
        k, size = len(own.codes), own.sums[:, -1:]
        share = (own.sums[:, :-1] - size * _mean(own)) / size.sum() if k > 1 else np.zeros((k, own.sums.shape[1] - 1))
        added.append(share * np.sqrt(k / max(k - 1, 1)))
    drawn: list[list[NDArray[np.float64]]] = [[] for _ in units]
    at_once = max(1, NUMBERS_AT_ONCE // max(n_clusters, 1))
    for start in range(0, n, at_once):
        weights = rng.standard_normal((n_clusters, min(at_once, n - start)))
        for parts, own, share in zip(drawn, units, added, strict=True):
            parts.append(share.T @ weights[own.codes])
    return [np.concatenate(parts, axis=1) for parts in drawn], [float((share**2).sum()) for share in added]


def _student(one: float, other: float, sizes: tuple[int, int], *, level: float) -> float:
    """Return how much wider Student's distribution is than the normal one, of as many degrees of freedom as there are.

    >>> round(_student(1.0, 1.0, (6, 6), level=0.95), 3)  # t = 2.228 of 10, and 1.960
    1.137
    """
    below = sum(variance**2 / (size - 1) for variance, size in zip((one, other), sizes, strict=True))
    df = (one + other) ** 2 / below if below > 0 else sum(sizes) - 2  # Welch and Satterthwaite
    upper = (1 + level) / 2
    return float(stats.t.ppf(upper, df) / stats.norm.ppf(upper))


def _limits(difference: NDArray[np.float64], noise: NDArray[np.float64], *, level: float) -> tuple[float, float, float]:
    """Return the distance for which the observed one is the median of what is drawn, and both limits.

    How much noise adds depends on how many topics differ. The estimate shrinks all differences alike; the lower limit
    supposes few that differ, and takes as much from each as it has noise; the upper limit, many, and adds as much.
    """
    difference = difference.round(12)  # the sign of what is none but for rounding would tell many from few
    observed, size = np.abs(difference).sum() / 2, noise.std(axis=1)

    def alike(stretch: float) -> NDArray[np.float64]:
        return stretch * difference

    def few(stretch: float) -> NDArray[np.float64]:
        less = max(1 - stretch, 0.0) * np.max(np.abs(difference) / np.maximum(size, TINY))
        return max(stretch, 1.0) * np.sign(difference) * np.maximum(np.abs(difference) - less * size, 0)

    def many(stretch: float) -> NDArray[np.float64]:
        return min(stretch, 1.0) * difference + max(stretch - 1, 0.0) * np.sign(difference) * size

    def above(true: NDArray[np.float64]) -> float:
        """Return how many draws are above the observed distance."""
        return float((np.abs(true[:, None] + noise).sum(axis=0) > 2 * observed + ROUNDING).mean())

    # Where even no difference at all would rarely give so little, that must not pass for certainty (Read 2002).
    beyond, by_chance = (1 - level) / 2, above(alike(0.0))
    found = []
    for shape, wanted in ((alike, 0.5), (few, beyond), (many, 1 - beyond * (1 - by_chance))):
        low, high = 0.0, FURTHEST
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if above(shape(middle)) > wanted else (middle, high)
        found.append(min(float(np.abs(shape(low)).sum()) / 2, 1.0))
    estimate, lower, upper = found
    return estimate, 0.0 if by_chance > beyond else min(lower, estimate), max(upper, estimate)


def _chance(
    a: _Units, b: _Units, observed: float, *, n_resamples: int, rng: np.random.Generator
) -> tuple[float, float]:
    """Return the mean distance when clusters are dealt out at random, and the share of distances as large."""
    shared_a, shared_b = np.isin(a.codes, b.codes), np.isin(b.codes, a.codes)
    alone = np.concatenate([a.sums[~shared_a], b.sums[~shared_b]])
    swapped = a.sums[shared_a] - b.sums[shared_b]
    total, fixed = a.sums.sum(axis=0) + b.sums.sum(axis=0), b.sums[shared_b].sum(axis=0)
    n_drawn, reached, distance = int((~shared_a).sum()), 0, 0.0
    moving = 0.0
    at_once = max(1, NUMBERS_AT_ONCE // (len(alone) + len(swapped)))
    for start in range(0, n_resamples, at_once):
        number = min(at_once, n_resamples - start)
        held = fixed + rng.integers(0, 2, (number, len(swapped))) @ swapped
        held += _some(number, len(alone), n_drawn, rng) @ alone
        rest = total - held
        drawn = np.abs(held[:, :-1] / held[:, -1:] - rest[:, :-1] / rest[:, -1:]).sum(axis=1) / 2
        reached += int((drawn >= observed - ROUNDING).sum())
        distance += float(drawn.sum())
        moving = max(moving, float(np.abs(drawn - observed).max()))
    p_value = (reached + 1) / (n_resamples + 1) if moving > ROUNDING else np.nan
    return distance / n_resamples, p_value


def _some(number: int, n: int, size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return draws of `size` among `n`, without putting back, as ones and zeros, (number, n)."""
    if size in (0, n):
        return np.full((number, n), float(size > 0))
    keys = rng.random((number, n))
    return (keys <= np.partition(keys, size - 1, axis=1)[:, size - 1 : size]).astype(np.float64)
