"""Rates that do not depend on how much each group wrote about what: indirect standardisation."""

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
