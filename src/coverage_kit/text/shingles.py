"""Which texts share wording: overlaps of word shingles between many texts, and the passages that two have in common."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coverage_kit.text.tokens import find_words

WIDTH = 5  # words a shingle: long enough that two texts rarely share one by chance
_PRODUCTS_A_BLOCK = 10_000_000  # bounds the memory of a block of the comparison to some 200 MB


class Overlaps(NamedTuple):
    """Pairs of texts, as positions ``first < second``, and how many different shingles they share."""

    first: NDArray[np.int64]
    second: NDArray[np.int64]
    shared: NDArray[np.int64]
    sizes: NDArray[np.int64]  # (n_texts,): the number of different shingles of each text

    @property
    def jaccard(self) -> NDArray[np.float64]:
        """Shared shingles as a share of those that stand in either text."""
        return self.shared / (self.sizes[self.first] + self.sizes[self.second] - self.shared)

    @property
    def containment(self) -> NDArray[np.float64]:
        """Shared shingles as a share of those of the shorter text (Broder 1997)."""
        return self.shared / np.minimum(self.sizes[self.first], self.sizes[self.second])


class Run(NamedTuple):
    """A run of words that two texts share: where it starts in each, in words, and how long it is."""

    first: int
    second: int
    length: int


def find_overlaps(texts: Iterable[str], *, containment: float) -> Overlaps:
    """Return every pair of texts that share at least this part of the shorter one's shingles, in order.

    Nothing is sampled or hashed, so no pair is missed or made up. A pair without a common shingle is never returned.

    >>> texts = ["The strike at the port ended on Friday night.", "Port: The strike at the port ended on Friday.", ""]
    >>> found = find_overlaps(texts, containment=0.5)
    >>> found.first, found.second, found.shared, found.containment.round(2), found.jaccard.round(2)
    (array([0]), array([1]), array([4]), array([0.8]), array([0.67]))
    """
    words, lengths = _number_words(texts)
    shared_shingles, sizes = _shared_shingles(words, lengths)
    pairs = [
        block[:, block[2] >= containment * np.minimum(sizes[block[0]], sizes[block[1]])]
        for block in _common_counts(shared_shingles)
    ]
    first, second, shared = np.hstack([np.empty((3, 0), np.int64), *pairs])
    return Overlaps(first, second, shared, sizes)


def _number_words(texts: Iterable[str]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return all words of all texts as numbers, one text after the other, and each text's length."""
    numbers: defaultdict[str, int] = defaultdict(lambda: len(numbers))
    numbered = [np.array([numbers[word.form] for word in find_words(text)], np.int32) for text in texts]
    lengths = np.array([len(words) for words in numbered], np.int64)
    return np.concatenate([np.empty(0, np.int32), *numbered]), lengths


def _shared_shingles(words: NDArray[np.int32], lengths: NDArray[np.int64]) -> tuple[csr_array, NDArray[np.int64]]:
    """Return which text has which repeated shingle (n_texts, n_shingles), and the number of shingles of each text.

    Shingles are grown word by word: a run of words that stands in one place only is part of no repeated shingle, so
    nearly all places drop out before the shingles have their full width. What stands once counts in the sizes alone.
    """
    n_texts, n_words = len(lengths), int(words.max(initial=0)) + 1
    text = np.repeat(np.arange(n_texts, dtype=np.int32), lengths)
    left = np.repeat(np.cumsum(lengths), lengths) - np.arange(len(words))  # words from here to the end of the text
    place = np.flatnonzero(left >= WIDTH).astype(np.int32)
    del left
    code = words[place].astype(np.int64)
    for step in range(1, WIDTH):
        code *= n_words
        code += words[place + step]
        order, code = _repeated(code)
        place = place[order]
    ones = np.ones(len(code), np.int32)
    found = csr_array((ones, (text[place], code)), shape=(n_texts, int(code.max(initial=-1)) + 1))
    found.sum_duplicates()
    again = np.asarray(found.sum(axis=1)).ravel() - np.diff(found.indptr)  # places where a text repeats itself
    found.data[:] = 1
    return found, np.maximum(lengths - WIDTH + 1, 0) - again


def _repeated(values: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the values stand that occur more than once, and their ranks; sorted, which saves an inverse."""
    order = np.argsort(values)
    values.sort()  # in place, as memory is short here; nobody needs them unsorted any more
    edges = np.flatnonzero(np.diff(values, prepend=values[:1] - 1))
    counts = np.diff(edges, append=len(values))
    again = counts > 1
    return order[np.repeat(again, counts)], np.repeat(np.arange(again.sum()), counts[again])


def _common_counts(found: csr_array) -> Iterator[NDArray[np.int64]]:
    """Yield, block by block, pairs of rows (first < second) and how many columns they share, as three rows."""
    columns = found.T.tocsr()
    work = found @ np.diff(columns.indptr)  # an upper bound of the pairs that a row takes part in
    block = np.cumsum(work) // _PRODUCTS_A_BLOCK
    for number in np.unique(block):
        rows = np.flatnonzero(block == number)
        common = (found[rows] @ columns).tocoo()
        first, second = rows[common.row], common.col
        ahead = first < second
        pairs = np.stack([first[ahead], second[ahead], common.data[ahead]]).astype(np.int64)
        yield pairs[:, np.lexsort(pairs[1::-1])]


def shared_words(
    first: Sequence[str], second: Sequence[str], *, own: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Tell, for each word of the first list, whether it stands in a shingle that the second list has too.

    With `own`, which marks words of the second list, only shingles that hold a marked word count.

    >>> shared_words("on monday the port was shut again".split(), "the port was shut again and again".split())
    array([False, False,  True,  True,  True,  True,  True])
    """
    shingles = list(_shingles(second, WIDTH))
    if own is not None and shingles:
        shingles = compress(shingles, sliding_window_view(own, WIDTH).any(axis=1))
    known = set(shingles)
    shared = np.zeros(len(first), np.bool_)
    for place, shingle in enumerate(_shingles(first, WIDTH)):
        if shingle in known:
            shared[place : place + WIDTH] = True
    return shared


def resemblance(first: Sequence[str], second: Sequence[str]) -> tuple[float, float]:
    """Return the Jaccard index and the containment of two word lists; NaN if either is shorter than a shingle.

    >>> jaccard, containment = resemblance("a b c d e f g".split(), "c d e f g h i".split())
    >>> jaccard, round(containment, 2)
    (0.2, 0.33)
    """
    ours, theirs = set(_shingles(first, WIDTH)), set(_shingles(second, WIDTH))
    if not (ours and theirs):
        return math.nan, math.nan
    shared = len(ours & theirs)
    return shared / (len(ours) + len(theirs) - shared), shared / min(len(ours), len(theirs))


def shared_runs(first: Sequence[str], second: Sequence[str], *, least: int = WIDTH) -> list[Run]:
    """Return the runs of at least so many words that two word lists share, in the order of the first.

    A word of the first list belongs to one run: reading on from where the last run ended, each run is the longest one
    there is. What was moved is found too.

    >>> shared_runs("a b c d e f x g h i j k".split(), "g h i j k y a b c d e f".split())
    [Run(first=0, second=6, length=6), Run(first=7, second=0, length=5)]
    """
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, shingle in enumerate(_shingles(second, least)):
        places[shingle].append(place)
    keys = list(_shingles(first, least))
    runs, start = [], 0
    while start < len(keys):
        going = places.get(keys[start], [])
        if not going:
            start += 1
            continue
        length = least
        while going:
            run = Run(start, going[0], length)
            going = [p for p in going if _goes_on(first, second, start + length, p + length)]
            length += 1
        runs.append(run)
        start += run.length
    return runs


def _shingles(words: Sequence[str], width: int) -> Iterator[tuple[str, ...]]:
    return zip(*(islice(words, shift, None) for shift in range(width)), strict=False)


def _goes_on(first: Sequence[str], second: Sequence[str], here: int, there: int) -> bool:
    return here < len(first) and there < len(second) and first[here] == second[there]
