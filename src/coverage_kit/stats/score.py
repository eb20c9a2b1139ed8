"""The score test: do groups use a term at different rates, given that articles of one cluster belong together?"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array
from scipy.special import expit, ndtr

from coverage_kit.stats.cells import Cells, indicator, make_cells

NUMBERS_AT_ONCE = 10_000_000  # bounds the memory: numbers held at a time while resampling
# Statistics closer than this count as tied: which of several few-hit arrangements is "more extreme" would otherwise
# hang on the lengths of articles without a hit.
TIED = 0.02
# The saddlepoint knows nothing of steps between sums: it is read so far before the observed one that it errs upwards.
BEFORE = 0.05
NOISE = 1e-5  # of a term's occurrences: what rounding can make of a statistic
FEW = 5  # where fewer resamples than this get as far as the observed statistic, they cannot tell how rare it is
MANY = 20  # units from which the words, not their number, tell how many a group draws
ROUNDING = 1e-9
NEWTON_STEPS = 25
TINY = 1e-300  # keeps what is zero on both sides of a division from being undefined


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
    covers moves as a whole: within its stratum, such clusters are dealt out to the groups anew, from `MANY` clusters on
    as many as hold the group's share of their words. A cluster that several groups share (a story) keeps its total:
    only the sign of the groups' deviations from their share of it is flipped. The statistic is the root of the sum over
    groups of the squared score sum divided by the group's share; the p-value is the mid-p of its resampling
    distribution, in which statistics within 2 % of the observed one count as tied. Where fewer than `FEW` resamples get
    as far as the observed one, the p-value is that of a saddlepoint approximation of the resampling distribution, for
    the group that deviates most, times the number of groups if there are more than two; or the share of resamples that
    get as far, the observed one included, where that is less.

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
    Lancaster, H. O. (1961). Significance tests in discrete distributions. JASA 56 (mid-p). Lugannani, R. and Rice, S.
    (1980). Saddle point approximation for the distribution of the sum of independent random variables. Advances in
    Applied Probability 12(2). Phipson, B. and Smyth, G. K. (2010). Permutation p-values should never be zero. Stat.
    Appl. Genet. Mol. Biol. 9(1). Robinson, J. (1982). Saddlepoint approximations for permutation tests and confidence
    intervals. J. R. Stat. Soc. B 44(1).

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
    p_value = np.full(cells.counts.shape[1], np.nan)
    moves = weights.any(axis=1)
    known = np.flatnonzero(np.diff(cells.rates[np.unique(cells.stratum[moves])].indptr))
    if not len(known) or len(np.unique(cells.unit[moves])) < 2:
        return p_value
    cells = cells._replace(counts=cells.counts[:, known].astype(np.float32), rates=cells.rates[:, known])
    observed = _statistic(_score_sums(cells, weights[:, None]), cells)
    margin = np.maximum(TIED * observed, NOISE * cells.counts.sum(axis=0)[:, None])
    above, reached = np.zeros((2, len(known)), np.int64)
    at_once = max(1, min(n_resamples, NUMBERS_AT_ONCE // weights.size))
    for drawn in range(0, n_resamples, at_once):
        resample = _resample(cells, min(at_once, n_resamples - drawn), rng)
        for part in _slices(len(known), resample.sign.shape[1] * weights.shape[1]):
            null = _statistic(_resampled_sums(cells, weights, resample, part), cells)
            above[part] += np.count_nonzero(null > (observed + margin)[part], axis=1)
            reached[part] += np.count_nonzero(null >= (observed - margin)[part], axis=1)
    p_value[known] = ((above + reached) / 2 + 0.5) / (n_resamples + 1)
    few = np.flatnonzero(reached < FEW)
    for part in _slices(len(few), 8 * len(cells.sizes)):  # the saddlepoint holds about eight numbers for each score
        tail = _tail(cells, weights, few[part])
        p_value[known[few[part]]] = np.minimum(tail, (reached[few[part]] + 1) / (n_resamples + 1))
    return p_value


def _weights(cells: Cells) -> NDArray[np.float32]:
    """Return what each cell's score counts for each group, (n_cells, n_groups); of two groups, the first tells all.

    A shared unit counts as the deviation from the groups' shares of the words in shared units. Units of one group only
    are compared with each other.
    """
    weights = -_chances(cells).astype(np.float32)[cells.stratum]
    weights[cells.shared] = -_shares(cells, cells.shared).astype(np.float32)[cells.stratum[cells.shared]]
    weights[np.arange(len(weights)), cells.group] += 1
    return weights[:, :1] if cells.words.shape[1] == 2 else weights


def _shares(cells: Cells, part: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the share of the words in some cells that each group has, (n_strata, n_groups)."""
    words = np.zeros(cells.words.shape)
    np.add.at(words, (cells.stratum[part], cells.group[part]), cells.sizes[part])
    return words / np.maximum(words.sum(axis=1, keepdims=True), 1)


def _chances(cells: Cells) -> NDArray[np.float64]:
    """Return the chance of a unit that one group alone has to be drawn into each group, (n_strata, n_groups).

    It is the group's share of their words: where one outlet's articles are longer, fewer of them would hold as many
    words, and a term that no other outlet uses must not look less likely than its share of the words makes it. Of few
    units, or among many groups of which some are small, each group draws as many units as it has.
    """
    units = np.zeros(cells.words.shape)
    np.add.at(units, (cells.stratum[~cells.shared], cells.group[~cells.shared]), 1)
    n = units.sum(axis=1, keepdims=True)
    as_many = (n < MANY) | _has_small_groups(cells)
    return np.where(as_many, units / np.maximum(n, 1), _shares(cells, ~cells.shared))


def _has_small_groups(cells: Cells) -> bool:
    n_groups = cells.words.shape[1]
    return n_groups > 2 and np.bincount(cells.group, minlength=n_groups).min() < MANY


class _Resample(NamedTuple):
    """The group that each cell counts for in each resample, and with which sign, (n_cells, n) each."""

    group: NDArray[np.int64]
    sign: NDArray[np.int8]


def _resample(cells: Cells, n: int, rng: np.random.Generator) -> _Resample:
    """Flip the signs of shared units, and deal the others out to the groups."""
    group, sign = np.repeat(cells.group[:, None], n, axis=1), np.ones((len(cells.group), n), np.int8)
    signs = rng.integers(0, 2, (cells.unit.max() + 1, n), np.int8) * 2 - 1
    sign[cells.shared] = signs[cells.unit[cells.shared]]
    alone = np.flatnonzero(~cells.shared)  # sorted by stratum, as cells are
    stratum, chance = cells.stratum[alone], _chances(cells)
    in_stratum = np.bincount(stratum, minlength=len(chance))
    first = np.cumsum(in_stratum) - in_stratum
    # In a random order, the first units go to the first group, and so on; how many is rounded up or down by chance.
    place = np.arange(len(alone)) - first[stratum] + rng.random((n, len(chance)))[:, stratum]
    until = np.cumsum(chance, axis=1)[:, :-1] * in_stratum[:, None]
    apart = first + np.arange(len(chance))  # puts the strata one behind the other, so that one search does for all
    ends = (until + apart[:, None]).ravel() - ROUNDING
    dealt = np.searchsorted(ends, place + apart[stratum], side="right") - stratum * until.shape[1]
    order = np.argsort(rng.random((n, len(alone))) + stratum, axis=1)
    placed = np.empty_like(dealt)
    np.put_along_axis(placed, order, dealt, axis=1)
    group[alone] = placed.T
    return _Resample(group, sign)


def _slices(length: int, width: int) -> list[slice]:
    """Cut a range so that a slice of it, times a width, is not too much to hold."""
    step = max(1, NUMBERS_AT_ONCE // max(width, 1))
    return [slice(start, start + step) for start in range(0, length, step)]


def _score_sums(cells: Cells, weights: NDArray[np.float32], part: slice = slice(None)) -> NDArray[np.float64]:
    """Return the sums of weighted scores, (n_terms, n_resamples, n_groups)."""
    flat = weights.reshape(len(weights), -1)
    words = indicator(cells.stratum, len(cells.words)) @ (flat * cells.sizes[:, None])
    sums = cells.counts[:, part].T @ flat - cells.rates[:, part].T @ words
    return sums.reshape(-1, *weights.shape[1:])


def _resampled_sums(
    cells: Cells, weights: NDArray[np.float32], resample: _Resample, part: slice
) -> NDArray[np.float64]:
    """Return what `_score_sums` does for each resample, (n_terms, n, n_groups).

    A cell weighs one in its group, and in all groups less by what it would weigh on average. Among many groups it is
    far quicker to sum the two apart: nearly all of the first is zero, and the second is the same for a whole stratum.
    """
    n_groups = weights.shape[1]
    average = weights - (cells.group[:, None] == np.arange(n_groups))
    if n_groups == 1:
        drawn = (resample.group == 0) + average
        return _score_sums(cells, (drawn * resample.sign)[:, :, None].astype(np.float32), part)
    sums = _placed_sums(cells, resample, resample.group, n_groups, part)
    sums += _score_sums(cells, np.where(cells.shared[:, None], 0, average), part)[:, None]
    strata, first, number = np.unique(cells.stratum[cells.shared], return_index=True, return_inverse=True)
    if len(strata):
        place = np.full(resample.group.shape, -1)
        place[cells.shared] = number[:, None]
        sums += _placed_sums(cells, resample, place, len(strata), part) @ average[cells.shared][first]
    return sums


def _placed_sums(
    cells: Cells, resample: _Resample, place: NDArray[np.int64], n_places: int, part: slice
) -> NDArray[np.float64]:
    """Return the sums of the signed scores in each place, (n_terms, n, n_places); cells in place -1 are left out."""
    n = place.shape[1]
    row, number = np.nonzero(place >= 0)
    column = number * n_places + place[row, number]
    signs = csr_array((resample.sign[row, number].astype(np.float32), (row, column)), (len(place), n * n_places))
    words = indicator(cells.stratum, len(cells.words)) @ signs.multiply(cells.sizes[:, None])
    sums = cells.counts[:, part].T @ signs - cells.rates[:, part].T @ words
    return sums.toarray().reshape(-1, n, n_places)


def _statistic(sums: NDArray[np.float64], cells: Cells) -> NDArray[np.float64]:
    """Return the root of the sum over groups of U² / share; the last axis of `sums` are the groups."""
    share = _group_shares(cells)
    if sums.shape[-1] == 1:  # of two groups, the second has the first one's sum with the other sign
        return np.abs(sums[..., 0]) * np.sqrt((1 / share).sum())
    return np.sqrt((sums**2 / share).sum(axis=-1))


def _group_shares(cells: Cells) -> NDArray[np.float64]:
    """Return the share of all words, or of all cells, that each group has; one without any has no say."""
    n_groups = cells.words.shape[1]
    sizes = None if _has_small_groups(cells) else cells.sizes
    share = np.maximum(np.bincount(cells.group, sizes, n_groups), 1)
    return share / share.sum()


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
    stratum, by_stratum = cells.stratum[~shared], indicator(cells.stratum[~shared], len(cells.words))
    n, chance = by_stratum.sum(axis=1)[:, None], _chances(cells)[:, group]
    free = (chance > 0) & (chance < 1)
    # The saddlepoint takes units as independent; drawn without replacement they vary more, by n / (n - 1).
    centred = scores[~shared] - ((by_stratum @ scores[~shared]) / np.maximum(n, 1))[stratum]
    draws = _Draws(
        indicator(unit, len(units)) @ weighted[shared],
        centred * np.where(free, np.sqrt(n / np.maximum(n - 1, 1)), 0)[stratum],
        np.where(free, chance, 0.5),
        by_stratum,
    )
    reached = (1 - BEFORE) * np.abs(weighted.sum(axis=0))
    mirrored = draws._replace(flipped=-draws.flipped, drawn=-draws.drawn)
    return (_reach(draws, reached) + _reach(mirrored, reached)) * weights.shape[1]


def _reach(draws: _Draws, total: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the probability that the sum of what is drawn reaches a total, (n_terms,): Lugannani and Rice's formula.

    The cumulant generating function is K(t) = sum log cosh(t flipped) + sum log(1 - chance + chance exp(t drawn +
    tilt)) - sum tilt n chance, where the tilt of each stratum makes the number drawn from it what it is.
    """
    t, tilt, spread = _saddlepoint(draws, total)
    odds, n = np.log(draws.chance / (1 - draws.chance)), draws.by_stratum.sum(axis=1)[:, None]
    tilted = draws.by_stratum.T @ (odds + tilt) + t * draws.drawn
    cumulant = np.logaddexp(0, tilted).sum(axis=0) - (n * np.logaddexp(0, odds)).sum(axis=0)
    cumulant += np.logaddexp(t * draws.flipped, -t * draws.flipped).sum(axis=0) - len(draws.flipped) * np.log(2)
    root = np.sqrt(np.maximum(2 * (t * total - cumulant + (tilt * n * draws.chance).sum(axis=0)), TINY))
    bound = np.exp(-(root**2) / 2)  # a total out of reach has no saddlepoint, only this bound
    height = np.maximum(t * np.sqrt(spread), TINY)
    return np.clip(ndtr(-root) + bound * (1 / height - 1 / root) / np.sqrt(2 * np.pi), 0, bound)


def _saddlepoint(draws: _Draws, total: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return the t for which K'(t) is the total, the tilt of each stratum there, and K''(t); by Newton's method."""
    flipped, drawn, chance, by_stratum = draws
    odds, number = np.log(chance / (1 - chance)), by_stratum.sum(axis=1)[:, None] * chance
    spread = (flipped**2).sum(axis=0) + (chance * (1 - chance) * (by_stratum @ drawn**2)).sum(axis=0)
    t, tilt = total / np.maximum(spread, TINY), np.zeros(chance.shape)
    for _ in range(NEWTON_STEPS):
        taken, leaning = expit(by_stratum.T @ (odds + tilt) + t * drawn), np.tanh(t * flipped)
        varied = taken * (1 - taken)
        variance = np.maximum(by_stratum @ varied, TINY)
        slope = (by_stratum @ (varied * drawn)) / variance
        spread = ((1 - leaning**2) * flipped**2).sum(axis=0) + (varied * drawn**2).sum(axis=0)
        spread = np.maximum(spread - (variance * slope**2).sum(axis=0), TINY)
        too_few = number - by_stratum @ taken
        too_little = total - (leaning * flipped).sum(axis=0) - (taken * drawn).sum(axis=0)
        step = np.clip((too_little - (slope * too_few).sum(axis=0)) / spread, -t / 2, t / 2)
        t, tilt = t + step, tilt + np.clip(too_few / variance - slope * step, -2, 2)
        if (np.abs(step) <= 1e-6 * t).all():
            break
    return t, tilt, spread


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
