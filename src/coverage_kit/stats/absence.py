"""How probable it is that a group has nothing of what others have."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def absence_p_values(n_with: ArrayLike, n_texts: ArrayLike, share: ArrayLike) -> NDArray[np.float64]:
    """Return the probability that what `n_with` of `n_texts` other texts have stands nowhere in a group.

    Texts are drawn one by one, each as likely as it is large; the others are taken to be of one size. `share` is the
    group's size over that of all others. With whole texts that is the hypergeometric distribution: of four texts two
    are the group's, and one of the four has it. What more texts have than there are others cannot be absent.

    >>> absence_p_values([1, 1, 2, 3], 2, [1, 0, 1, 1]).round(3).tolist()
    [0.5, 1.0, 0.167, 0.0]
    """
    from scipy.special import gammaln

    n_with, n_texts, share = (np.asarray(values, float) for values in (n_with, n_texts, share))
    left, own = np.maximum(n_texts - n_with, 0), share * n_texts  # the group's size in texts
    chance = np.exp(gammaln(n_texts + 1) - gammaln(left + 1) + gammaln(left + own + 1) - gammaln(n_texts + own + 1))
    return np.where(n_with > n_texts, 0.0, chance)
