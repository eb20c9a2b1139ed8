"""How many times as often does one group use a term as another, and how sure is that?

Of two Poisson counts, the share that the first has in both is binomial, so an interval for the share gives one for the
ratio of rates. Articles of a cluster belong together: the counts are worth as many independent occurrences as they
have, divided by the design effect of the logarithm of the ratio, as Korn and Graubard (1998) do for a share. The
interval for the share is that of Jeffreys (Brown, Cai and DasGupta 2001).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats
from scipy.sparse import csc_array, csr_array, diags_array

from coverage_kit.stats.cells import Cells, indicator, make_cells
from coverage_kit.stats.intervals import DF_KNOWN, Intervals

LEAST = 1.0  # occurrences are never taken to tell more than independent ones would

_Part = tuple[csc_array, NDArray[np.float64], NDArray[np.float64]]  # counts, words and rates of some cells


class _Sides(NamedTuple):
    """Numerator and denominator of the ratio (two rows, n_terms columns), as sums of weighted occurrences."""

    sums: NDArray[np.float64]
    chance: NDArray[np.float64]  # their variances if occurrences were independent
    between: NDArray[np.float64]  # their variances as the units show them
    together: NDArray[np.float64]  # (n_terms,): their covariance
    weights: NDArray[np.float64]  # what one occurrence adds to the sum
    n_units: NDArray[np.int64]  # (2, 1)
    n_holding: NDArray[np.int64]  # units that hold the term


def log_ratio_intervals(
    counts: ArrayLike | csr_array,
    sizes: ArrayLike,
    groups: ArrayLike,
    *,
    clusters: ArrayLike,
    strata: ArrayLike | None = None,
    level: float = 0.95,
) -> Intervals:
    """Return log2 of the rate in group 0 over the rate in group 1, with an interval; within strata if there are any.

    Within strata, the ratio is that of Mantel and Haenszel, and a stratum is the independent unit. Where one group has
    no occurrence, the estimate counts half a one (Hardie 2014) and the interval is open on that side. NaN where there
    is nothing to compare.

    Parameters
    ----------
    counts : array or sparse array of shape (n_articles, n_terms)
    sizes : array of shape (n_articles,)
        Words of each article.
    groups : integer array of shape (n_articles,)
        0 or 1.
    clusters, strata : integer array of shape (n_articles,)
        Codes from 0. Without strata, a cluster is the independent unit.
    level : float
        Confidence level.

    References
    ----------
    Brown, L. D., Cai, T. T. and DasGupta, A. (2001). Interval estimation for a binomial proportion. Statistical Science
    16(2). Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster University. Korn, E. L. and Graubard,
    B. I. (1998). Survey Methodology 24(2). Mantel, N. and Haenszel, W. (1959). J. of the National Cancer Institute
    22(4).

    Examples
    --------
    >>> found = log_ratio_intervals([[4], [3], [5], [1], [2], [0]], [100] * 6, [0, 0, 0, 1, 1, 1], clusters=range(6))
    >>> [round(float(value[0]), 1) for value in found]
    [2.0, -1.1, 5.9]
    """
    cells = make_cells(counts, sizes, groups, clusters=clusters, strata=strata)
    sides = _rates(cells) if strata is None else _within(cells)
    seen = sides.sums > 0
    known = seen.any(axis=0) & (sides.weights > 0).all(axis=0)
    certain = known & (sides.n_units > 1).all()
    count, other = sides.sums * np.divide(sides.sums, sides.chance, out=np.zeros(seen.shape), where=seen)
    unit, their_unit = np.divide(sides.chance, sides.sums, out=np.array(sides.weights), where=seen)
    above, below = np.where(seen, sides.sums, 0.5 * sides.weights)
    worth, alpha = _worth(sides, level), 1 - level
    shares = (
        np.where(count > 0, stats.beta.ppf(alpha / 2, count * worth + 0.5, other * worth + 0.5), 0.0),
        np.where(other > 0, stats.beta.ppf(1 - alpha / 2, count * worth + 0.5, other * worth + 0.5), 1.0),
    )
    with np.errstate(divide="ignore", invalid="ignore"):  # open ends, and groups without words
        ends = [np.log2(share / (1 - share) * unit / their_unit) for share in shares]
        estimate = np.log2(above / below)
    return Intervals(np.where(known, estimate, np.nan), *(np.where(certain, end, np.nan) for end in ends))


def _worth(sides: _Sides, level: float) -> NDArray[np.float64]:
    """Return how much of an independent occurrence an occurrence is worth, (n_terms,)."""
    # All relative to the estimate; of a side without occurrences nothing is known.
    relative = np.divide(1, sides.sums, out=np.zeros(sides.sums.shape), where=sides.sums > 0)
    between, chance = sides.between * relative**2, (sides.chance * relative**2).sum(axis=0)
    together = between.sum(axis=0) - 2 * sides.together * relative.prod(axis=0)
    effect = np.divide(together, chance, out=np.ones(len(chance)), where=chance > 0)
    df = np.maximum(np.minimum(sides.n_units - 1, sides.n_holding + DF_KNOWN), 1)
    squares = (between**2 / df).sum(axis=0)
    df = np.divide(between.sum(axis=0) ** 2, squares, out=df.min(axis=0) * 1.0, where=squares > 0)  # Satterthwaite
    upper = (1 + level) / 2
    return (stats.norm.ppf(upper) / stats.t.ppf(upper, df)) ** 2 / np.maximum(effect, LEAST)


def _rates(cells: Cells) -> _Sides:
    """Compare the rates of two groups; their variances come from the residuals of the units."""
    parts = [cells.group == group for group in (0, 1)]
    words = np.array([cells.sizes[part].sum() for part in parts])
    weights = np.divide(1, words, out=np.zeros(2), where=words > 0)[:, None]
    counts = [csc_array(cells.counts[part]) for part in parts]
    occurrences = np.stack([part.sum(axis=0) for part in counts])
    rates = occurrences * weights
    units = np.array([part.sum() for part in parts])
    pairs = [(own, cells.sizes[part], rate) for own, part, rate in zip(counts, parts, rates, strict=True)]
    spread = np.stack([_products(pair, pair) for pair in pairs])
    shared = [
        (own[cells.shared[part]], cells.sizes[part & cells.shared], rate)
        for (own, _, rate), part in zip(pairs, parts, strict=True)
    ]
    return _Sides(
        rates,
        chance=rates * weights,
        between=spread * (units / np.maximum(units - 1, 1))[:, None] * weights**2,
        together=_products(*shared) * weights.prod(),
        weights=np.broadcast_to(weights, rates.shape),
        n_units=units[:, None],
        n_holding=np.stack([np.diff(own.indptr) for own in counts]),
    )


def _products(one: _Part, other: _Part) -> NDArray[np.float64]:
    """Return the sums of products of the residuals of two lists of cells, without making residuals of zeros."""
    (counts, sizes, rate), (their_counts, their_sizes, their_rate) = one, other
    plain = (counts * their_counts).sum(axis=0) if counts.shape[0] else 0.0
    return (
        plain
        - their_rate * (counts.T @ their_sizes)
        - rate * (their_counts.T @ sizes)
        + rate * their_rate * (sizes @ their_sizes)
    )


def _within(cells: Cells) -> _Sides:
    """Compare two groups in each stratum that has both; the variances are those between strata."""
    n_strata = len(cells.words)
    words = np.bincount(2 * cells.stratum + cells.group, cells.sizes, 2 * n_strata).reshape(-1, 2)
    both = words.all(axis=1)
    # An occurrence weighs what the other group has of the stratum's words.
    weights = np.where(both[:, None], words[:, ::-1], 0) / np.maximum(words.sum(axis=1, keepdims=True), 1)
    parts = [cells.group == group for group in (0, 1)]
    by_stratum = [indicator(cells.stratum[part], n_strata) @ cells.counts[part] for part in parts]
    weighted = [diags_array(weights[:, side]) @ by_stratum[side] for side in (0, 1)]
    typical = (weights * words).sum(axis=0) / np.maximum(words[both].sum(axis=0), 1)
    sums = np.stack([part.sum(axis=0) for part in weighted])
    few = both.sum() / max(both.sum() - 1, 1)  # as for a variance: n / (n - 1)
    between = few * np.stack([(part * part).sum(axis=0) for part in weighted])
    # Where the other side has no occurrence, no stratum has a ratio that could differ from the others': what tells
    # how bursty the term is, is how this side's rate differs.
    base = weights[:, 0] * words[:, 0]  # the same for both sides
    for side in (0, 1):
        rate = by_stratum[side][both].sum(axis=0) / max(words[both, side].sum(), 1)
        centred = between[side] - few * (2 * rate * (weighted[side].T @ base) - rate**2 * (base @ base))
        between[side] = np.where(sums[1 - side] > 0, between[side], centred)
    return _Sides(
        sums,
        chance=np.stack([(diags_array(weights[:, side]) @ weighted[side]).sum(axis=0) for side in (0, 1)]),
        between=between,
        together=few * (weighted[0] * weighted[1]).sum(axis=0),
        weights=np.broadcast_to(typical[:, None], (2, cells.counts.shape[1])),
        n_units=np.full((2, 1), both.sum()),
        n_holding=np.stack([np.diff(csc_array(part).indptr) for part in weighted]),
    )
