"""Token-level keyness scores: they rank terms; they are no tests, as they take words for independent observations."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import xlogy

PRIOR_WORDS = 500.0


def log_likelihood(counts: ArrayLike, others: ArrayLike, *, words: tuple[float, float]) -> NDArray[np.float64]:
    """Return G2 of each term, with the sign of the difference of the rates.

    Parameters
    ----------
    counts, others : array of shape (n_terms,)
        Occurrences in either group.
    words : (float, float)
        Words of either group.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational Linguistics
    19(1). (All four cells: the words that are not the term count too.)

    Examples
    --------
    >>> log_likelihood([20, 5], [5, 20], words=(1000, 1000)).round(2).tolist()
    [9.75, -9.75]
    """
    a, b = np.asarray(counts, np.float64), np.asarray(others, np.float64)
    cells = np.stack([a, b, words[0] - a, words[1] - b])
    shares = np.array([words[0], words[1]]) / max(sum(words), 1)
    both = np.stack([a + b, sum(words) - a - b])
    expected = np.concatenate([both[0] * shares[:, None], both[1] * shares[:, None]])
    statistic = 2 * xlogy(cells, np.divide(cells, expected, out=np.ones_like(cells), where=cells > 0)).sum(axis=0)
    return np.sign(a * words[1] - b * words[0]) * np.maximum(statistic, 0)


def weighted_log_odds(counts: ArrayLike, others: ArrayLike, *, words: tuple[float, float]) -> NDArray[np.float64]:
    """Return the z-score of each term's log-odds ratio, shrunk by a prior of 500 words in the mix of both groups.

    NaN of a term that does not occur, and of one that is every word there is.

    Parameters
    ----------
    counts, others : array of shape (n_terms,)
        Occurrences in either group.
    words : (float, float)
        Words of either group.

    References
    ----------
    Monroe, B. L., Colaresi, M. P. and Quinn, K. M. (2008). Fightin' words. Political Analysis 16(4), section 3.3.

    Examples
    --------
    >>> weighted_log_odds([20, 5], [5, 20], words=(1000, 1000)).round(2).tolist()
    [2.41, -2.41]
    """
    a, b = np.asarray(counts, np.float64), np.asarray(others, np.float64)
    prior = PRIOR_WORDS * (a + b) / max(sum(words), 1)
    with np.errstate(divide="ignore", invalid="ignore"):  # NaN where there is no such term, or no other word
        odds = [np.log((y + prior) / (n + PRIOR_WORDS - y - prior)) for y, n in zip((a, b), words, strict=True)]
        return (odds[0] - odds[1]) / np.sqrt(1 / (a + prior) + 1 / (b + prior))
