"""Why two rates differ: other stories, or the same stories worded differently.

Kitagawa (1955) parts the difference over the shared stories with two rates that nobody published: the rate group a
would have, had it covered its own mix of stories in b's words, and the reverse. Nopo (2008) adds a term for what only a
covered and one for what only b did, so that nothing is left over.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from coverage_kit.stats.intervals import Intervals

PARTS = ("difference", "wording", "selection", "only_a", "only_b")
FEWEST = 3  # stories that an interval takes

# How the parts follow from six rates: those of a and b over all their stories; then, over the shared ones,
# a's mix of stories in a's words, a's mix in b's words, b's mix in a's words, b's mix in b's words.
_FROM_RATES = np.array(
    [
        [1, -1, 0, 0, 0, 0],
        [0, 0, 0.5, -0.5, 0.5, -0.5],
        [0, 0, 0.5, 0.5, -0.5, -0.5],
        [1, 0, -1, 0, 0, 0],
        [0, -1, 0, 0, 0, 1],
    ]
)


def decompose_rates(words: ArrayLike, counts: ArrayLike) -> NDArray[np.float64]:
    """Return the parts of the difference between two rates; the last four add up to the first.

    Parameters
    ----------
    words : array of shape (..., n_stories, 2)
        Words of each story in group a and in group b; a story is shared where both have some.
    counts : array of shape (..., n_stories, 2, n_terms)

    Returns
    -------
    array of shape (..., 5, n_terms)
        In the order of `PARTS`, per word; NaN where no story is shared.

    References
    ----------
    Kitagawa, E. M. (1955). Components of a difference between two rates. JASA 50(272).
    Nopo, H. (2008). Matching as a tool to decompose wage gaps. Review of Economics and Statistics 90(2).

    Examples
    --------
    >>> words = [[100, 300], [100, 100]]  # b writes more of the first story, in which both use the term more often
    >>> parts = decompose_rates(words, [[[5], [15]], [[1], [1]]])
    >>> [round(100 * float(part), 1) for part in parts[:, 0]]
    [-1.0, 0.0, -1.0, 0.0, 0.0]
    """
    return _FROM_RATES @ _rates(words, counts)


def decomposition_intervals(words: ArrayLike, counts: ArrayLike, *, level: float = 0.95) -> Intervals:
    """Return the parts, as in `decompose_rates`, with intervals that take each story as one observation.

    Half the width is the standard error by stories times Student's t, but not less than the standard error by words
    times the normal quantile: of a rare term, the stories that happen to have it say too little. NaN where a part
    rests on fewer than `FEWEST` stories.

    Examples
    --------
    >>> words = [[100, 100]] * 4
    >>> parts = decomposition_intervals(words, [[[3], [1]], [[4], [2]], [[5], [2]], [[2], [1]]])
    >>> [round(100 * float(value[1, 0]), 1) for value in parts]  # wording
    [2.0, -0.2, 4.2]
    """
    resting = stories_behind(words)
    upper = (1 + level) / 2
    by_stories = stats.t.ppf(upper, np.maximum(resting, 2) - 1)[..., None] * story_errors(words, counts)
    reach = np.maximum(by_stories, stats.norm.ppf(upper) * word_errors(words, counts))
    reach = np.where(resting[..., None] >= FEWEST, reach, np.nan)
    parts = decompose_rates(words, counts)
    return Intervals(parts, parts - reach, parts + reach)


def stories_behind(words: ArrayLike) -> NDArray[np.int64]:
    """Return how many stories each part rests on, the fewest where it compares two sets; shape (..., 5).

    Examples
    --------
    >>> stories_behind([[90, 80], [70, 60], [50, 0], [40, 0], [30, 0]]).tolist()
    [2, 2, 2, 2, 0]
    """
    covered = np.asarray(words) > 0
    in_a, in_b = np.moveaxis(covered.sum(axis=-2), -1, 0)
    shared = covered.all(axis=-1).sum(axis=-1)
    return np.stack(
        [np.minimum(in_a, in_b), shared, shared, np.minimum(shared, in_a - shared), np.minimum(shared, in_b - shared)],
        axis=-1,
    )


def story_errors(words: ArrayLike, counts: ArrayLike) -> NDArray[np.float64]:
    """Return the standard error of each part, linearised: stories drawn anew, shared and exclusive ones together.

    Examples
    --------
    >>> errors = story_errors([[100, 100]] * 4, [[[3], [1]], [[4], [2]], [[5], [2]], [[2], [1]]])
    >>> round(100 * float(errors[1, 0]), 3)  # the differences 2, 2, 3, 1: standard deviation over the root of 4
    0.408
    """
    weights, bases = _weights(words)
    totals = bases.sum(axis=-2)[..., None, :, None]
    residuals = weights @ np.asarray(counts, float) - _rates(words, counts)[..., None, :, :] * bases[..., None]
    influence = _FROM_RATES @ _ratio(residuals, totals)
    stories = (np.asarray(words).sum(axis=-1) > 0).sum(axis=-1)[..., None, None]
    return np.sqrt((influence**2).sum(axis=-3) * _ratio(stories, stories - 1.0))


def word_errors(words: ArrayLike, counts: ArrayLike) -> NDArray[np.float64]:
    """Return the standard error each part would have if words were independent (Poisson), at the pooled rate.

    Half an occurrence is added: that a term was never seen does not show that it is never used.

    Examples
    --------
    >>> errors = word_errors([[500, 500]], [[[0], [1]]])  # the pooled rate is 1.5 in 1,000 words
    >>> bool(np.isclose(errors[1, 0] ** 2, 0.0015 / 500 + 0.0015 / 500))
    True
    """
    weights, bases = _weights(words)
    words, counts = np.asarray(words, float), np.asarray(counts, float)
    coefficients = _FROM_RATES @ _ratio(weights, bases.sum(axis=-2)[..., None, :, None])
    per_rate = (coefficients**2 * words[..., None, :]).sum(axis=(-3, -1))
    pooled = (counts.sum(axis=(-3, -2)) + 0.5) / words.sum(axis=(-2, -1))[..., None]
    return np.sqrt(per_rate[..., None] * pooled[..., None, :])


def _rates(words: ArrayLike, counts: ArrayLike) -> NDArray[np.float64]:
    """Return the six rates; shape (..., 6, n_terms)."""
    weights, bases = _weights(words)
    return _ratio((weights @ np.asarray(counts, float)).sum(axis=-3), bases.sum(axis=-2)[..., None])


def _weights(words: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how much a count in a and one in b add to each of the six rates, and how many words: what it is a rate of.

    Shapes (..., n_stories, 6, 2) and (..., n_stories, 6).
    """
    words = np.asarray(words, float)
    a, b = words[..., 0], words[..., 1]
    shared = ((a > 0) & (b > 0)).astype(float)
    none, one = np.zeros_like(a), np.ones_like(a)
    a_per_b = np.divide(a, b, out=np.zeros_like(a), where=shared > 0)
    b_per_a = np.divide(b, a, out=np.zeros_like(a), where=shared > 0)
    from_a = np.stack([one, none, shared, none, b_per_a, none], axis=-1)
    from_b = np.stack([none, one, none, a_per_b, none, shared], axis=-1)
    bases = np.stack([a, b, a * shared, a * shared, b * shared, b * shared], axis=-1)
    return np.stack([from_a, from_b], axis=-1), bases


def _ratio(above: ArrayLike, below: ArrayLike) -> NDArray[np.float64]:
    above, below = np.broadcast_arrays(above, below)
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
