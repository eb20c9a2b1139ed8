"""How evenly a term is spread over articles."""

import numpy as np
from numpy.typing import ArrayLike


def dp_norm(counts: ArrayLike, sizes: ArrayLike) -> float:
    """Return the normalised deviation of proportions: 0 spread like the words, 1 all in the shortest article.

    NaN where it cannot be known: no occurrence, or one article only.

    Parameters
    ----------
    counts, sizes : array of shape (n_articles,)
        Occurrences and words of each article.

    References
    ----------
    Gries, S. Th. (2008). Dispersions and adjusted frequencies in corpora. Int. J. of Corpus Linguistics 13(4).
    Lijffijt, J. and Gries, S. Th. (2012). Correction to the above. Int. J. of Corpus Linguistics 17(1).

    Examples
    --------
    >>> dp_norm([2, 2], [100, 100])
    0.0
    >>> dp_norm([4, 0], [100, 100])
    1.0
    """
    counts, sizes = np.asarray(counts, float), np.asarray(sizes, float)
    if len(counts) < 2 or counts.sum() == 0 or sizes.sum() == 0:
        return float("nan")
    expected, observed = sizes / sizes.sum(), counts / counts.sum()
    return float(0.5 * np.abs(expected - observed).sum() / (1 - expected.min()))
