"""How good topics are: whether their terms belong together, are theirs alone, and come again in other articles."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array

TOP = 10  # terms that a topic is judged by
# Topics of which fewer than five of ten terms come again; five of ten, but for rounding, are not.
UNSTABLE = 1 / 3 - 1e-9
MOST_UNSTABLE = 0.2  # of the topics of a number that recommends itself
HOUSE_LEVEL = 0.01
TINY = 1e-12  # a sum of squares below that is rounding
DECIMALS = 9  # what differs less than that between processors counts as equal


def strongest(weights: ArrayLike, number: int = TOP) -> NDArray[np.int64]:
    """Return the columns of each topic's strongest terms, (n_topics, number); of equal terms the first.

    >>> strongest([[0.2, 0.5, 0.3], [0.4, 0.2, 0.4]], 2).tolist()
    [[1, 2], [0, 2]]
    """
    return np.argsort(-np.round(weights, DECIMALS), axis=1, kind="stable")[:, :number]


def npmi(top: ArrayLike, presence: csr_array, *, never: float = 0.0) -> NDArray[np.float64]:
    """Return how much more often than by chance the terms of each topic stand in the same texts.

    The mean over pairs of the normalised pointwise mutual information: 1 if they always stand together, 0 if as often
    as chance would have it, towards -1 if less. A pair that never does counts as `never`. Bouma's limit is -1; 0, as
    Lau et al. count, keeps chance near 0 in few texts, where most rare terms never meet. A pair of which one term
    stands nowhere, or both everywhere, tells nothing and counts as 0.

    Parameters
    ----------
    top : integer array of shape (n_topics, n_top)
        Columns of each topic's strongest terms.
    presence : sparse array of shape (n_texts, n_terms)
        Which terms stand in which texts; best others than the topics were found in.
    never : float

    References
    ----------
    Bouma, G. (2009). Normalized (pointwise) mutual information in collocation extraction. Proc. of GSCL.
    Lau, J. H., Newman, D. and Baldwin, T. (2014). Machine reading tea leaves. Proc. of EACL.

    Examples
    --------
    >>> texts = csr_array([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]])
    >>> npmi([[0, 1], [0, 2]], texts, never=-1).tolist()
    [1.0, -1.0]
    """
    top = np.asarray(top)
    if top.shape[1] < 2:
        return np.full(len(top), np.nan)
    used, place = np.unique(top, return_inverse=True)
    there = csr_array((np.ones(len(presence.data)), presence.indices, presence.indptr), shape=presence.shape)
    there.data[presence.data == 0] = 0
    there = there[:, used]
    together = (there.T @ there).toarray() / max(1, there.shape[0])
    alone = np.diag(together)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(together / np.outer(alone, alone)) / -np.log(together)
    found[together == 0] = never
    found[(alone == 0) | (alone == 1), :] = 0
    found[:, (alone == 0) | (alone == 1)] = 0
    first, second = np.triu_indices(top.shape[1], 1)
    place = place.reshape(top.shape)
    return found[place[:, first], place[:, second]].mean(axis=1)


def exclusivity(weights: ArrayLike, top: ArrayLike) -> NDArray[np.float64]:
    """Return how much of its strongest terms' weight a topic has for itself: 1 if no other topic has them.

    The mean over terms of their weight in the topic over the sum of their weights in all. Terms without weight, which
    a topic of few has among its strongest, do not count.

    References
    ----------
    Bischof, J. M. and Airoldi, E. M. (2012). Summarizing topical content with word frequency and exclusivity. ICML.
    Roberts, M. E. et al. (2014). Structural topic models for open-ended survey responses. AJPS 58(4).

    Examples
    --------
    >>> exclusivity([[0.75, 0.25, 0.0], [0.25, 0.25, 0.5]], [[0, 1], [2, 0]]).tolist()
    [0.625, 0.625]
    """
    weights = np.asarray(weights, np.float64)
    total = weights.sum(axis=0)
    own = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    own = np.take_along_axis(own, np.asarray(top), axis=1)
    return own.sum(axis=1) / np.maximum((own > 0).sum(axis=1), 1)


def match(weights: ArrayLike, others: ArrayLike) -> NDArray[np.int64]:
    """Return for each topic the one of another model that is most like it, no topic twice; -1 where none is left.

    The pairs have the greatest sum of cosines (Kuhn 1955).

    >>> match([[1.0, 0.0], [0.5, 0.5], [0.0, 1.0]], [[0.1, 0.9], [0.8, 0.2]]).tolist()
    [1, -1, 0]
    """
    from scipy.optimize import linear_sum_assignment

    alike = (_unit(weights) @ _unit(others).T).round(DECIMALS)
    found = np.full(len(alike), -1)
    rows, columns = linear_sum_assignment(alike, maximize=True)
    found[rows] = columns
    return found


def _unit(weights: ArrayLike) -> NDArray[np.float64]:
    weights = np.asarray(weights, np.float64)
    length = np.linalg.norm(weights, axis=1, keepdims=True)
    return np.divide(weights, length, out=np.zeros_like(weights), where=length > 0)


def overlap(weights: ArrayLike, others: ArrayLike) -> NDArray[np.float64]:
    """Return how many of its strongest terms each topic shares with the one it is matched with (Jaccard); 0 without.

    >>> overlap(np.eye(2, 12), np.eye(1, 12)).tolist()
    [1.0, 0.0]
    """
    own, theirs = _strongest_sets(weights), _strongest_sets(others)
    found = np.zeros(len(own))
    for topic, partner in enumerate(match(weights, others)):
        if partner >= 0:
            found[topic] = len(own[topic] & theirs[partner]) / len(own[topic] | theirs[partner])
    return found


def _strongest_sets(weights: ArrayLike) -> list[set[int]]:
    weights = np.asarray(weights)
    return [{c for c in top if row[c] > 0} for row, top in zip(weights, strongest(weights).tolist(), strict=True)]


def refit_stability(weights: ArrayLike, refits: Iterable[ArrayLike]) -> NDArray[np.float64]:
    """Return for each topic how many of its strongest terms come again where topics are sought in half of the texts.

    The mean `overlap` with the topics of each refit on random `halves`. Below `UNSTABLE`, fewer than five terms of ten
    come again: so it is with topics that are one text, or chance. A topic that is one unit can come again in one half
    only: let units be small against topics.

    Parameters
    ----------
    weights : array of shape (n_topics, n_terms)
        The topics found in all texts.
    refits : iterable of arrays of shape (any, n_terms)
        The topics found in each half.

    References
    ----------
    Greene, D., O'Callaghan, D. and Cunningham, P. (2014). How many topics? Stability analysis for topic models. ECML.

    Examples
    --------
    >>> refit_stability(np.eye(2, 12), [np.eye(2, 12), np.eye(1, 12)]).tolist()
    [1.0, 0.5]
    """
    found = [overlap(weights, others) for others in refits]
    return np.mean(found, axis=0)


def halves(units: ArrayLike, number: int, *, rng: int) -> Iterator[NDArray[np.bool_]]:
    """Yield random halves of the units, (n_texts,); every second is what the one before it left out.

    >>> first, second = halves(["a", "a", "b", "c"], 2, rng=0)
    >>> (first ^ second).all(), first[0] == first[1]
    (np.True_, np.True_)
    """
    _, codes = np.unique(units, return_inverse=True)
    n_units = int(codes.max(initial=-1)) + 1
    generator = np.random.default_rng(rng)
    half = np.zeros(len(codes), np.bool_)
    for turn in range(number):
        half = ~half if turn % 2 else np.isin(codes, generator.permutation(n_units)[: n_units // 2])
        yield half


def recommended(coherence: ArrayLike, unstable: ArrayLike) -> NDArray[np.bool_]:
    """Tell which numbers of topics recommend themselves: as coherent as any, and most topics come again.

    Those whose coherence is not lower than the best one's by more than one standard error of the difference over
    splits, and of whose topics at most `MOST_UNSTABLE` are unstable; of these the most coherent, and its neighbours as
    far as they qualify.

    Parameters
    ----------
    coherence : array of shape (n_numbers, n_splits)
        Numbers of topics in ascending order.
    unstable : array of shape (n_numbers,)
        Share of topics.

    Examples
    --------
    >>> recommended([[0.1, 0.2], [0.3, 0.4], [0.4, 0.3], [0.1, 0.0]], [0, 0, 0.1, 0.5]).tolist()
    [False, True, True, False]
    """
    coherence = np.asarray(coherence, np.float64)
    mean = coherence.mean(axis=1).round(DECIMALS)
    best = int(mean.argmax())
    lower = coherence[best] - coherence
    as_good = lower.mean(axis=1) <= split_error(lower) + 10.0**-DECIMALS
    as_good[best] = True
    fits = as_good & (np.asarray(unstable) <= MOST_UNSTABLE)
    if not fits.any():
        return fits
    start = int(np.where(fits, mean, -np.inf).argmax())
    run = np.cumsum(np.diff(fits, prepend=fits[0]))  # numbered stretches that qualify, or do not
    return run == run[start]


def split_error(values: ArrayLike) -> NDArray[np.float64]:
    """Return the standard error of means over random halves, (n_numbers,), of values (n_numbers, n_splits).

    Halves overlap: their variance counts (1 / splits + 1) times (Nadeau and Bengio 2003, Machine Learning 52).

    >>> split_error([[1.0, 3.0]]).round(3).tolist()  # the square root of 2 (1/2 + 1)
    [1.732]
    """
    values = np.asarray(values, np.float64)
    number = values.shape[1]
    if number < 2:
        return np.full(len(values), np.nan)
    return np.sqrt(values.var(axis=1, ddof=1) * (1 / number + 1))


def adjusted_r2(shares: ArrayLike, codes: ArrayLike) -> NDArray[np.float64]:
    """Return how much of each topic's variance over texts a grouping explains, less what chance would.

    One minus the variance within groups over all variance, each by its degrees of freedom: 0 is expected of random
    groups, however many and small. NaN where it cannot be known. Texts without shares are left out.

    Parameters
    ----------
    shares : array of shape (n_texts, n_topics)
    codes : array of shape (n_texts,)
        The group of each text.

    Examples
    --------
    >>> shares = [[1.0, 0.5], [1.0, 0.0], [0.0, 0.5], [0.0, 0.0]]
    >>> adjusted_r2(shares, ["a", "a", "b", "b"]).tolist()
    [1.0, -0.5]
    """
    within, total, df, n_texts = _squares(shares, codes)
    if df < 1 or n_texts < 2:
        return np.full(len(total), np.nan)
    return 1 - np.divide(within / df, total / (n_texts - 1), out=np.full(len(total), np.nan), where=total > TINY)


def is_house_style(shares: ArrayLike, outlets: ArrayLike, stories: ArrayLike) -> NDArray[np.bool_]:
    """Tell which topics are an outlet's way of writing: explained by the outlet, and by the story less than that.

    The outlets explain more than chance (F test at `HOUSE_LEVEL`), and more than the stories do (`adjusted_r2`). Where
    no story has two texts, stories explain nothing that can be known, and no topic is told.

    Examples
    --------
    >>> shares = np.array([[0.9, 0.1], [0.1, 0.9], [0.8, 0.1], [0.2, 0.1], [0.9, 0.2], [0.1, 0.2]])
    >>> is_house_style(shares, ["a", "b"] * 3, [1, 1, 2, 2, 3, 3]).tolist()
    [True, False]
    """
    from scipy.special import fdtrc

    within, total, df, n_texts = _squares(shares, outlets)
    df_between = n_texts - 1 - df
    if df < 1 or df_between < 1:
        return np.zeros(len(total), np.bool_)
    ratio = np.divide((total - within) / df_between, within / df, out=np.full(len(total), np.inf), where=within > TINY)
    telling = (fdtrc(df_between, df, np.maximum(ratio, 0)) < HOUSE_LEVEL) & (total > TINY)
    return telling & (adjusted_r2(shares, outlets) > adjusted_r2(shares, stories))


def _squares(shares: ArrayLike, codes: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64], int, int]:
    """Return each topic's sum of squares within groups and in all, the former's degrees of freedom, and the texts."""
    shares = np.asarray(shares, np.float64)
    known = ~np.isnan(shares).any(axis=1)
    shares = shares[known]
    _, codes, sizes = np.unique(np.asarray(codes)[known], return_inverse=True, return_counts=True)
    means = np.stack([np.bincount(codes, column, minlength=len(sizes)) / sizes for column in shares.T], axis=1)
    within = ((shares - means[codes]) ** 2).sum(axis=0)
    total = ((shares - shares.mean(axis=0)) ** 2).sum(axis=0) if len(shares) else np.zeros(shares.shape[1])
    return within, total, len(shares) - len(sizes), len(shares)
