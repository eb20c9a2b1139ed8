"""The score test: do groups use a term at different rates, given that articles of one cluster belong together?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

from coverage_kit.stats.cells import Cells, indicator, make_cells

NUMBERS_AT_ONCE = 10_000_000  # bounds the memory: numbers held at a time while resampling
# Statistics closer than this count as tied: which of several few-hit arrangements is "more extreme" would otherwise
# hang on the lengths of articles without a hit.
TIED = 0.05
FEW = 5  # where fewer resamples than this get as far as the observed statistic, they cannot tell how rare it is


def score_test(
    counts: ArrayLike | csr_array,
    sizes: ArrayLike,
    groups: ArrayLike,
    *,
    clusters: ArrayLike,
    strata: ArrayLike | None = None,
    n_resamples: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return a p-value for each term: the null hypothesis is one rate in all groups, within each stratum.

    Each article scores its count minus what the pooled rate of its stratum predicts. A cluster that one group alone
    covers moves as a whole: within its stratum, such clusters are permuted between the groups. A cluster that
    several groups share (a story) keeps its total: only the sign of the groups' deviations from their share of it is
    flipped. The statistic is the root of the sum over groups of the squared score sum divided by the group's share
    of articles; the p-value is the mid-p of its resampling distribution, in which statistics within 5 % of the
    observed one count as tied. Where fewer than `FEW` resamples get as far as the observed one, the tail is that of
    a gamma distribution with the exact variance and skewness of the resampling distribution (Pearson's type III); of
    more than two groups, that of the most deviant one, times their number.

    Parameters
    ----------
    counts : array or sparse array of shape (n_articles, n_terms)
    sizes : array of shape (n_articles,)
        Words of each article.
    groups, clusters, strata : integer array of shape (n_articles,)
        Codes from 0. Without strata, all articles are in one.
    n_resamples : int
    rng : numpy.random.Generator

    Returns
    -------
    array of shape (n_terms,)
        NaN where it cannot be known: fewer than two groups or clusters, a term that does not occur, or nothing that
        resampling could change.

    References
    ----------
    Lancaster, H. O. (1961). Significance tests in discrete distributions. JASA 56 (mid-p).
    Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Stat. Appl. Genet. Mol. Biol. 9(1).

    Examples
    --------
    >>> import numpy as np
    >>> counts = np.array([[9], [8], [9], [0], [1], [0]])
    >>> groups, rng = [0, 0, 0, 1, 1, 1], np.random.default_rng(0)
    >>> p = score_test(counts, [100] * 6, groups, clusters=range(6), n_resamples=999, rng=rng)
    >>> bool(p[0] < 0.1)
    True
    """
    cells = make_cells(counts, sizes, groups, clusters=clusters, strata=strata)
    weights = _weights(cells)
    n_terms = cells.counts.shape[1]
    p_value = np.full(n_terms, np.nan)
    moves = weights.any(axis=1)
    known = np.flatnonzero(np.diff(cells.rates[np.unique(cells.stratum[moves])].indptr))
    if not len(known) or len(np.unique(cells.unit[moves])) < 2:
        return p_value
    cells = cells._replace(counts=cells.counts[:, known].astype(np.float32), rates=cells.rates[:, known])
    observed = _statistic(_score_sums(cells, weights[:, None]), cells)
    above, reached = np.zeros((2, len(known)), np.int64)
    at_once = max(1, min(n_resamples, NUMBERS_AT_ONCE // weights.size))
    for drawn in range(0, n_resamples, at_once):
        draws = _resample(cells, weights, min(at_once, n_resamples - drawn), rng)
        for part in _slices(len(known), draws[0].size):
            null = _statistic(_score_sums(cells, draws, part), cells)
            above[part] += np.count_nonzero(null > observed[part] * (1 + TIED), axis=1)
            reached[part] += np.count_nonzero(null >= observed[part] * (1 - TIED), axis=1)
    p_value[known] = ((above + reached) / 2 + 0.5) / (n_resamples + 1)
    few = np.flatnonzero(reached < FEW)
    for part in _slices(len(few), len(cells.sizes)):
        p_value[known[few[part]]] = _tail(cells, weights, few[part])
    return p_value


def _weights(cells: Cells) -> NDArray[np.float32]:
    """Return what each cell's score counts for each group, (n_cells, n_groups); of two groups, the first tells all.

    A shared unit counts as the deviation from the groups' shares of the articles. Units of one group only are compared
    with each other: there, a group's share is that of the units.
    """
    owned = _owned(cells)
    owned /= np.maximum(owned.sum(axis=1, keepdims=True), 1)
    share = np.where(cells.shared[:, None], cells.share[cells.stratum], owned[cells.stratum])
    weights = (np.eye(owned.shape[1])[cells.group] - share).astype(np.float32)
    return weights[:, :1] if owned.shape[1] == 2 else weights


def _resample(cells: Cells, weights: NDArray[np.float32], n: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """Return the weights of n resamples, (n_cells, n, n_groups)."""
    draws = np.empty((len(weights), n, weights.shape[1]), np.float32)
    signs = rng.integers(0, 2, (cells.unit.max() + 1, n), np.int8) * 2 - 1
    draws[cells.shared] = weights[cells.shared, None] * signs[cells.unit[cells.shared], :, None]
    alone = np.flatnonzero(~cells.shared)  # sorted by stratum, as cells are
    keys = rng.random((n, len(alone))) + cells.stratum[alone]
    draws[alone] = weights[alone[np.argsort(keys, axis=1)]].swapaxes(0, 1)
    return draws


def _slices(length: int, width: int) -> list[slice]:
    """Cut a range so that a slice of it, times a width, is not too much to hold."""
    step = max(1, NUMBERS_AT_ONCE // max(width, 1))
    return [slice(start, start + step) for start in range(0, length, step)]


def _score_sums(cells: Cells, weights: NDArray[np.float32], part: slice = slice(None)) -> NDArray[np.float64]:
    """Return the sums of weighted scores, (n_terms, n_resamples, n_groups)."""
    flat = weights.reshape(len(weights), -1)
    words = indicator(cells.stratum, len(cells.articles)) @ (flat * cells.sizes[:, None])
    sums = cells.counts[:, part].T @ flat - cells.rates[:, part].T @ words
    return sums.reshape(-1, *weights.shape[1:])


def _statistic(sums: NDArray[np.float64], cells: Cells) -> NDArray[np.float64]:
    """Return the root of the sum over groups of U² / share; the last axis of `sums` are the groups."""
    share = cells.articles.sum(axis=0) / cells.articles.sum()
    if sums.shape[-1] == 1:  # of two groups, the second has the first one's sum with the other sign
        return np.abs(sums[..., 0]) * np.sqrt((1 / share).sum())
    return np.sqrt((sums**2 / share).sum(axis=-1))


class _Draws(NamedTuple):
    """What resampling does to the score sum of one group; the group may differ from term to term."""

    flipped: NDArray[np.float64]  # (n_shared_units, n_terms): changes its sign by chance
    drawn: NDArray[np.float64]  # (n_other_units, n_terms): is in the group by chance
    chance: NDArray[np.float64]  # (n_strata, n_terms): share of the other units that are
    by_stratum: csr_array  # (n_strata, n_other_units)


def _tail(cells: Cells, weights: NDArray[np.float32], terms: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return p-values by saddlepoint: that of the group that deviates most, times the number of groups (Bonferroni)."""
    scores, shared = cells.residuals(terms), cells.shared
    group = np.argmax((weights.T @ scores) ** 2 / _group_shares(cells)[: weights.shape[1], None], axis=0)
    weighted = scores * weights[:, group]
    units, unit = np.unique(cells.unit[shared], return_inverse=True)
    stratum, by_stratum = cells.stratum[~shared], indicator(cells.stratum[~shared], len(cells.articles))
    n, owned = by_stratum.sum(axis=1)[:, None], _owned(cells)[:, group]
    free = (0 < owned) & (owned < n)
    # The saddlepoint takes units as independent; drawn without replacement they vary more, by n / (n - 1).
    centred = scores[~shared] - ((by_stratum @ scores[~shared]) / np.maximum(n, 1))[stratum]
    draws = _Draws(
        indicator(unit, len(units)) @ weighted[shared],
        centred * np.where(free, np.sqrt(n / np.maximum(n - 1, 1)), 0)[stratum],
        np.where(free, owned / np.maximum(n, 1), 0.5),
        by_stratum,
    )
    reached = (1 - TIED) * np.abs(weighted.sum(axis=0))
    mirrored = draws._replace(flipped=-draws.flipped, drawn=-draws.drawn)
    return (_reach(draws, reached) + _reach(mirrored, reached)) * weights.shape[1]


def _reach(draws: _Draws, total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that the sum of what is drawn reaches a total, (n_terms,).

    That is the formula of Lugannani and Rice, for the cumulant generating function
    K(t) = sum log cosh(t flipped) + sum log(1 - chance + chance exp(t drawn + tilt)) - tilt n chance, where the tilt of
    each stratum makes the number drawn from it what it is. Newton's method finds the t with K'(t) = total.
    """
    flipped, drawn, chance, by_stratum = draws
    number = by_stratum.sum(axis=1)[:, None] * chance
    stratum, base = by_stratum.argmax(axis=0), np.log(chance / (1 - chance))
    spread = (flipped**2).sum(axis=0) + ((by_stratum @ drawn**2) * chance * (1 - chance)).sum(axis=0)
    t, tilt = total / np.maximum(spread, TINY), np.zeros(chance.shape)
    for _ in range(NEWTON_STEPS):
        in_group, towards = expit(t * drawn + (base + tilt)[stratum]), np.tanh(t * flipped)
        noise = in_group * (1 - in_group)
        noises = np.maximum(by_stratum @ noise, TINY)
        slope = (by_stratum @ (noise * drawn)) / noises
        spread = (noise * drawn**2).sum(axis=0) - (noises * slope**2).sum(axis=0)
        spread += (flipped**2 * (1 - towards**2)).sum(axis=0)
        missing = number - by_stratum @ in_group
        lacking = total - (in_group * drawn).sum(axis=0) - (towards * flipped).sum(axis=0)
        step = np.clip((lacking - (slope * missing).sum(axis=0)) / np.maximum(spread, TINY), -t / 2, t / 2)
        t, tilt = t + step, tilt + np.clip(missing / noises - slope * step, -2, 2)
        if (np.abs(step) <= 1e-6 * t).all():
            break
    # log(1 - chance + chance exp(x)) = log(1 + exp(base + x)) - log(1 + exp(base))
    cumulant = np.logaddexp(0, t * drawn + (base + tilt)[stratum]).sum(axis=0) - (tilt * number).sum(axis=0)
    cumulant -= (by_stratum.sum(axis=1)[:, None] * np.logaddexp(0, base)).sum(axis=0)
    cumulant += (np.logaddexp(t * flipped, -t * flipped) - np.log(2)).sum(axis=0)
    root = np.sqrt(np.maximum(2 * (t * total - cumulant), TINY))
    density = np.exp(-(root**2) / 2) / np.sqrt(2 * np.pi)
    height = np.maximum(t * np.sqrt(np.maximum(spread, TINY)), TINY)
    return np.clip(norm.sf(root) + density * (1 / height - 1 / root), 0, np.exp(-(root**2) / 2))


def _owned(cells: Cells) -> NDArray[np.float64]:
    """Return how many units are in each group alone, (n_strata, n_groups)."""
    owned = np.zeros(cells.articles.shape)
    np.add.at(owned, (cells.stratum[~cells.shared], cells.group[~cells.shared]), 1)
    return owned


def q_values(p_value: ArrayLike) -> NDArray[np.float64]:
    """Return p-values adjusted for the false discovery rate (Benjamini and Hochberg 1995); NaN stays NaN.

    >>> q_values([0.01, np.nan, 0.04]).tolist()
    [0.02, nan, 0.04]
    """
    from scipy.stats import false_discovery_control

    adjusted = np.array(p_value, np.float64)
    known = ~np.isnan(adjusted)
    if known.any():
        adjusted[known] = false_discovery_control(adjusted[known])
    return adjusted
