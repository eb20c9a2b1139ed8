"""The score test: do groups use a term at different rates, given that articles of one cluster belong together?"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

CELLS_AT_ONCE = 1_000_000  # numbers held at a time while resampling
# Statistics closer than this count as tied: which of several few-hit arrangements is "more extreme" would otherwise
# hang on the lengths of articles without a hit.
TIED = 0.05


def score_test(
    counts: ArrayLike,
    sizes: ArrayLike,
    groups: ArrayLike,
    *,
    clusters: ArrayLike,
    n_resamples: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return a p-value for each term: the null hypothesis is one rate in all groups.

    Each article scores its count minus what the pooled rate predicts. A cluster that one group alone covers moves
    as a whole: its scores are permuted between the groups. A cluster that several groups share (a story) keeps its
    total: only the sign of the groups' deviations from their share of it is flipped. The statistic is the root of
    the sum over groups of the squared score sum divided by the group's share of articles; the p-value is the mid-p of
    its resampling distribution, in which statistics within 5 % of the observed one count as tied.

    Parameters
    ----------
    counts : array of shape (n_articles, n_terms)
    sizes : array of shape (n_articles,)
        Words of each article.
    groups, clusters : integer array of shape (n_articles,)
        Codes from 0.
    n_resamples : int
        The smallest p-value is ``0.5 / (n_resamples + 1)``.
    rng : numpy.random.Generator

    Returns
    -------
    array of shape (n_terms,)
        NaN where it cannot be known: fewer than two groups or clusters, or a term that does not occur.

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
    counts, sizes = np.asarray(counts, float), np.asarray(sizes, float)
    groups, clusters = np.asarray(groups, int), np.asarray(clusters, int)
    n_groups, n_clusters = groups.max() + 1, clusters.max() + 1
    if n_groups < 2 or n_clusters < 2 or sizes.sum() == 0:
        return np.full(counts.shape[1], np.nan)
    scores = counts - np.outer(sizes, counts.sum(axis=0) / sizes.sum())
    share = np.bincount(groups, minlength=n_groups) / len(groups)
    pairs = np.unique(np.stack([clusters, groups]), axis=1)
    shared = np.bincount(pairs[0], minlength=n_clusters) > 1

    # Only shared clusters need a score for each group; of the others, the owner and the total are all there is.
    together = shared[clusters]
    cells = np.zeros((shared.sum(), n_groups, counts.shape[1]))
    np.add.at(cells, (np.cumsum(shared)[clusters[together]] - 1, groups[together]), scores[together])
    deviations = cells - share[:, None] * cells.sum(axis=1)[:, None, :]
    totals = np.zeros((n_clusters, counts.shape[1]))
    np.add.at(totals, clusters, scores)
    alone = totals[~shared]
    owners = pairs[1][~shared[pairs[0]]]

    observed = _statistic(deviations.sum(axis=0) + _by_owner(alone, owners, n_groups), share)
    above, ties = np.zeros_like(observed), np.zeros_like(observed)
    at_once = max(1, min(n_resamples, CELLS_AT_ONCE // (n_groups * counts.shape[1])))
    for drawn in range(0, n_resamples, at_once):
        batch = min(at_once, n_resamples - drawn)
        signs = rng.choice([-1.0, 1.0], size=(batch, len(deviations)))
        flipped = np.einsum("bs,sgt->bgt", signs, deviations, optimize=True)
        permuted = np.stack([_by_owner(alone, rng.permutation(owners), n_groups) for _ in range(batch)])
        null = _statistic(flipped + permuted, share)
        tied = np.abs(null - observed) <= TIED * observed
        above += ((null > observed) & ~tied).sum(axis=0)
        ties += tied.sum(axis=0)
    p_value = (above + 0.5 * ties + 0.5) / (n_resamples + 1)
    return np.where(counts.sum(axis=0) > 0, p_value, np.nan)


def _by_owner(scores: NDArray[np.float64], owners: NDArray[np.int64], n_groups: int) -> NDArray[np.float64]:
    """Sum the scores of the clusters each group owns; shape (n_groups, n_terms)."""
    return np.stack([np.bincount(owners, weights=column, minlength=n_groups) for column in scores.T], axis=1)


def _statistic(sums: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the root of the sum over groups of U² / share; `sums` is (..., n_groups, n_terms)."""
    return np.sqrt((sums**2 / share[:, None]).sum(axis=-2))
