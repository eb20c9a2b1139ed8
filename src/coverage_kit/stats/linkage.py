"""Group things by average linkage where most pairs are not alike at all."""

import heapq

import numpy as np
from numpy.typing import ArrayLike, NDArray

_DIGITS = 9  # sums differ in their last bits between processors; groups must not


def average_linkage(
    pairs: ArrayLike, similarity: ArrayLike, size: int, *, least: float, together: ArrayLike | None = None
) -> NDArray[np.int64]:
    """Merge the two most alike groups until none are alike by `least` on average; return the group of each thing.

    How alike two groups are is the mean similarity of all pairs between them (UPGMA; Sokal and Michener 1958). `pairs`
    is (n_pairs, 2), each pair once; a pair not listed has similarity 0, so time and memory grow with the pairs that
    are. Things with the same number in `together` are one group from the start. Of groups equally alike the oldest are
    merged first. The groups returned are numbered in the order of their first member.

    >>> average_linkage([(0, 1), (1, 2), (3, 4)], [0.9, 0.5, 0.7], 6, least=0.3).tolist()
    [0, 0, 1, 2, 2, 3]
    """
    start = _in_order(np.arange(size) if together is None else np.asarray(together, dtype=np.int64))
    n_start = int(start.max(initial=-1)) + 1
    ends = start[np.asarray(pairs, dtype=np.int64).reshape(-1, 2)]
    sums = _sum_between(ends, np.asarray(similarity, dtype=np.float64), n_start, least)
    merged_into = _merge(sums, np.bincount(start, minlength=n_start).tolist(), least)
    groups = np.arange(n_start + len(merged_into) // 2)
    for group in sorted(merged_into, reverse=True):  # a group is merged into one with a higher number
        groups[group] = groups[merged_into[group]]
    return _in_order(groups[start])


def _sum_between(
    ends: NDArray[np.int64], similarity: NDArray[np.float64], n_groups: int, least: float
) -> list[dict[int, float]]:
    """Return for each group the sum of similarities to each of its neighbours.

    Groups can only grow together along pairs alike by `least`: pairs between what these connect are not needed.
    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    strong = ends[similarity >= least]
    graph = coo_array((np.ones(len(strong)), strong.T), shape=(n_groups, n_groups))
    part = connected_components(graph, directed=False)[1]
    kept = (part[ends[:, 0]] == part[ends[:, 1]]) & (ends[:, 0] != ends[:, 1])
    sums: list[dict[int, float]] = [{} for _ in range(n_groups)]
    for a, b, value in zip(*ends[kept].T.tolist(), similarity[kept].tolist(), strict=True):
        sums[a][b] = sums[b][a] = sums[a].get(b, 0.0) + value
    return sums


def _merge(sums: list[dict[int, float]], sizes: list[int], least: float) -> dict[int, int]:
    """Return what each group is merged into; every merger makes a new group with the next number."""

    def proposal(a: int, b: int) -> tuple[float, int, int]:
        return -round(sums[a][b] / (sizes[a] * sizes[b]), _DIGITS), min(a, b), max(a, b)

    # A merged group's mean lies between those of its parts: a pair too low to be queued matters only as a part.
    queue = [proposal(a, b) for a, near in enumerate(sums) for b in near if a < b]
    queue = [entry for entry in queue if -entry[0] >= least]
    heapq.heapify(queue)
    merged_into: dict[int, int] = {}
    while queue:
        _, a, b = heapq.heappop(queue)
        if a in merged_into or b in merged_into:
            continue
        new = merged_into[a] = merged_into[b] = len(sums)
        near = {c: sums[a].get(c, 0.0) + sums[b].get(c, 0.0) for c in sums[a] | sums[b] if c not in (a, b)}
        sums.append(near)
        sizes.append(sizes[a] + sizes[b])
        for c, value in near.items():
            sums[c].pop(a, None)
            sums[c].pop(b, None)
            sums[c][new] = value
            if -(entry := proposal(c, new))[0] >= least:
                heapq.heappush(queue, entry)
        sums[a], sums[b] = {}, {}
    return merged_into


def _in_order(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number labels in the order in which they first occur."""
    _, first, codes = np.unique(labels, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[codes]
