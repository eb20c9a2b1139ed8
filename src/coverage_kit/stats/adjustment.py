"""Rates and shares that do not depend on how much each group wrote about what: indirect standardisation."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def comparable(groups: ArrayLike, strata: ArrayLike) -> NDArray[np.bool_]:
    """Tell which articles stand in a stratum that two groups or more have.

    >>> comparable([0, 1, 0, 1], [0, 0, 1, 2]).tolist()
    [True, True, False, False]
    """
    strata = np.asarray(strata)
    pairs = np.unique(np.stack([strata, np.asarray(groups)]), axis=1)
    return np.bincount(pairs[0], minlength=strata.max(initial=-1) + 1)[strata] > 1


def adjusted_sizes(counts: ArrayLike, sizes: ArrayLike, strata: ArrayLike) -> NDArray[np.float64]:
    """Return the words of each article, weighed by how common the term is in its stratum as against all of them.

    Occurrences per adjusted word are the rate a group would have if it had written as much about each stratum as all
    groups together did, and used the term as many times as often as they did as it does now (Breslow and Day 1987).

    >>> adjusted_sizes([3, 1, 0, 0], [100, 100, 100, 100], [0, 0, 1, 1]).tolist()
    [200.0, 200.0, 0.0, 0.0]
    """
    counts, sizes, strata = np.asarray(counts, float), np.asarray(sizes, float), np.asarray(strata)
    in_stratum, words = np.bincount(strata, counts), np.bincount(strata, sizes)
    if counts.sum() == 0:
        return sizes
    rates = np.divide(in_stratum, words, out=np.zeros(len(words)), where=words > 0)
    return sizes * rates[strata] * sizes.sum() / counts.sum()


def odds_factors(
    counts: ArrayLike, sizes: ArrayLike, groups: ArrayLike, *, strata: ArrayLike, n_groups: int
) -> NDArray[np.float64]:
    """Return what to multiply the odds of each group's share with, to take out that the groups' strata differ.

    It is the odds of the share of all groups together over the odds that the group would have if its strata's own
    shares held in it. NaN for a group in whose strata all or none have the property.

    >>> odds_factors([6, 4, 0, 0], [10, 10, 10, 10], [0, 1, 1, 1], strata=[0, 0, 1, 1], n_groups=2).round(3).tolist()
    [0.333, 1.667]
    """
    counts, sizes, groups, strata = (np.asarray(values) for values in (counts, sizes, groups, strata))
    in_stratum, of_stratum = np.bincount(strata, counts), np.bincount(strata, sizes)
    shares = np.divide(in_stratum, of_stratum, out=np.zeros(len(of_stratum)), where=of_stratum > 0)
    expected = np.bincount(groups, sizes * shares[strata], n_groups)
    others = np.bincount(groups, sizes, n_groups) - expected
    known = (expected > 0) & (others > 0)
    odds = np.divide(others, expected, out=np.full(n_groups, np.nan), where=known)
    return odds * counts.sum() / max(sizes.sum() - counts.sum(), 1)


def times_odds(share: ArrayLike, factor: ArrayLike) -> NDArray[np.float64]:
    """Return the share whose odds are those of `share`, times a factor.

    >>> times_odds([0.5, 0.0, 1.0], 3).tolist()
    [0.75, 0.0, 1.0]
    """
    share, factor = np.asarray(share, float), np.asarray(factor, float)
    return share * factor / (1 - share + share * factor)
