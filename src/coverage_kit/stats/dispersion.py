"""How evenly terms are spread over articles."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csc_array


def dp_norm(counts: ArrayLike | csc_array, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return the normalised deviation of proportions of each term: 0 spread like the words, 1 all in one article.

    NaN where it cannot be known: no occurrence, or one article only.

    Parameters
    ----------
    counts : array or sparse array of shape (n_articles, n_terms)
    sizes : array of shape (n_articles,)
        Words of each article.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. Int. J. of Corpus Linguistics 13(4).
    Lijffijt, J. and Gries, S. Th. (2012). Correction to the above. Int. J. of Corpus Linguistics 17(1).

    Examples
    --------
    >>> dp_norm([[2, 4], [2, 0]], [100, 100]).tolist()
    [0.0, 1.0]
    """
    counts, sizes, totals = _prepare(counts, sizes)
    if len(sizes) < 2 or sizes.sum() == 0:
        return np.full(len(totals), np.nan)
    expected = sizes / sizes.sum()
    # Articles without the term deviate by what is expected of them: together, by 1 minus that of the others.
    term = np.repeat(np.arange(len(totals)), np.diff(counts.indptr))
    of_holders = expected[counts.indices]
    beyond = np.abs(of_holders - counts.data / totals[term]) - of_holders
    deviation = (1 + np.bincount(term, beyond, minlength=len(totals))) / 2
    return np.where(totals > 0, np.maximum(deviation, 0) / (1 - expected.min()), np.nan)


def design_effect(counts: ArrayLike | csc_array, sizes: ArrayLike) -> NDArray[np.float64]:
    """Return how many times each count varies more than if occurrences were independent: how bursty a term is.

    NaN where it cannot be known: no occurrence, or one article only.

    Parameters
    ----------
    counts : array or sparse array of shape (n_articles, n_terms)
    sizes : array of shape (n_articles,)
        Words of each article.

    References
    ----------
    Kish, L. (1965). Survey Sampling. Wiley. (Variance of a ratio, over that of as many independent occurrences.)

    Examples
    --------
    >>> design_effect([[2, 4], [2, 0]], [100, 100]).tolist()
    [0.0, 4.0]
    """
    counts, sizes, totals = _prepare(counts, sizes)
    n = len(sizes)
    if n < 2 or sizes.sum() == 0:
        return np.full(len(totals), np.nan)
    rates = totals / sizes.sum()
    squares = counts.power(2).sum(axis=0) - 2 * rates * (counts.T @ sizes) + rates**2 * (sizes**2).sum()
    return np.divide(n / (n - 1) * squares, totals, out=np.full(len(totals), np.nan), where=totals > 0)


def _prepare(
    counts: ArrayLike | csc_array, sizes: ArrayLike
) -> tuple[csc_array, NDArray[np.float64], NDArray[np.float64]]:
    counts = csc_array(counts, dtype=np.float64)
    return counts, np.asarray(sizes, np.float64), np.asarray(counts.sum(axis=0)).ravel()
