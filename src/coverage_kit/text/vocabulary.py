"""How often each word and phrase stands in each of many texts."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, count
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack, vstack

from coverage_kit.text.tokens import cut_at_words, normalise, stand_together

TEXTS_AT_ONCE = 1_000  # and
NUMBERS_AT_ONCE = 2_000_000  # are counted at a time, as memory is short where there are many


class _Words(NamedTuple):
    """The words of all texts, one text after the other."""

    forms: list[str]
    number: NDArray[np.int32]  # (n_words,): of its form
    together: NDArray[np.bool_]  # (n_words,): whether a phrase can go on with the next word
    edges: NDArray[np.int64]  # (n_texts + 1,): where each text begins, and where the last one ends


class _Found(NamedTuple):
    """The terms of one length that stand in enough texts."""

    terms: list[str]
    counts: csr_array  # (n_texts, n_terms)
    place: NDArray[np.int32]  # of the first word, wherever one of the terms stands, or another that is too rare
    number: NDArray[np.int32]  # of the term that stands there, among more than are kept
    kept: NDArray[np.int64]  # (n_terms,): the numbers of the terms that are kept


def count_vocabulary(
    pairs: Iterable[tuple[str, str]], *, max_words: int, min_articles: int
) -> tuple[csr_array, list[str], NDArray[np.int64]]:
    """Count the words, and the phrases of up to `max_words` words, that stand in at least so many articles.

    Each pair is an article's text as written, and the same with what is marked blanked out, where the words are looked
    for. Returns the counts, shape (n_articles, n_terms), the terms, sorted, and the number of words of each article.

    >>> text = "Sanctions relief? No sanctions relief."
    >>> counts, terms, n_words = count_vocabulary([(text, text)], max_words=2, min_articles=1)
    >>> dict(zip(terms, counts.toarray()[0].tolist()))
    {'no': 1, 'no sanctions': 1, 'relief': 2, 'sanctions': 2, 'sanctions relief': 2}
    >>> n_words.tolist()
    [5]
    """
    words = _read(pairs)
    found = _count_words(words, min_articles)
    blocks, terms = [found.counts], found.terms
    while len(blocks) < max_words and found.terms:
        found = _count_longer(found, words, min_articles)
        blocks.append(found.counts)
        terms = terms + found.terms
    counts = hstack(blocks, format="csr")
    del blocks, found  # memory is shortest now
    return *_in_order(counts, terms), np.diff(words.edges)


def _in_order(counts: csr_array, terms: list[str]) -> tuple[csr_array, list[str]]:
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), counts.indices.dtype)
    rank[order] = np.arange(len(terms))
    counts = csr_array((counts.data.astype(np.int64), rank[counts.indices], counts.indptr), shape=counts.shape)
    counts.sort_indices()
    return counts, [terms[number] for number in order]


def _read(pairs: Iterable[tuple[str, str]]) -> _Words:
    # Words are compared and gaps judged once for each way they are written: there are far fewer of those than words.
    as_written: defaultdict[str, int] = defaultdict(count().__next__)
    together_across = lru_cache(maxsize=10_000)(stand_together)
    numbers, together, edges = array("i"), bytearray(), [0]
    for text, unmarked in pairs:
        pieces = cut_at_words(unmarked)
        numbers.extend(map(as_written.__getitem__, pieces[1::2]))
        # What is marked parts words, so the gaps are those of the text as written.
        together.extend(map(together_across, pieces[2::2] if text == unmarked else _gaps(text, pieces)))
        if len(pieces) > 1:
            together[-1] = False  # the text ends
        edges.append(len(numbers))
    compared = [normalise(word) for word in as_written]
    forms = sorted(set(compared))
    of_form = {form: number for number, form in enumerate(forms)}
    number = np.array([of_form[form] for form in compared], np.int32)[np.frombuffer(numbers, np.int32)]
    return _Words(forms, number, np.frombuffer(together, np.bool_), np.array(edges))


def _gaps(text: str, pieces: Sequence[str]) -> Iterator[str]:
    """Yield what stands in the text after each word."""
    ends = list(accumulate(map(len, pieces)))
    return (text[start:end] for start, end in zip(ends[1::2], ends[2::2], strict=True))


def _count_words(words: _Words, min_articles: int) -> _Found:
    numbers, *found = _keep_frequent(np.arange(len(words.number), dtype=np.int32), words.number, words, min_articles)
    return _Found([words.forms[word] for word in numbers], *found)


def _count_longer(shorter: _Found, words: _Words, min_articles: int) -> _Found:
    """Count the phrases one word longer than those found, and made of two of them; no others stand in enough texts."""
    place, number, parts = _grow(shorter, words)
    numbers, *found = _keep_frequent(place, number, words, min_articles)
    first, second = (part.tolist() for part in np.divmod(parts[numbers], len(shorter.terms)))
    terms = [f"{shorter.terms[a]} {shorter.terms[b].rpartition(' ')[2]}" for a, b in zip(first, second, strict=True)]
    return _Found(terms, *found)


def _grow(shorter: _Found, words: _Words) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Return where longer phrases stand, the number of each, and its two parts as one number, by its number."""
    from pandas import factorize  # several times faster here than numpy's unique

    number = _renumber(shorter.number, shorter.kept)
    here = np.full(len(words.number) + 1, -1, np.int32)
    here[shorter.place] = number
    following = here[shorter.place + 1]
    grows = words.together[shorter.place] & (number >= 0) & (following >= 0)
    parts = number[grows].astype(np.int64)
    parts *= len(shorter.terms)
    parts += following[grows]
    del here, following, number  # what they take is needed
    number, different = factorize(parts)
    return shorter.place[grows], number.astype(np.int32), different


def _keep_frequent(
    place: NDArray[np.int32], number: NDArray[np.int32], words: _Words, min_articles: int
) -> tuple[NDArray[np.int64], csr_array, NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]]:
    """Return the old numbers of the terms that stand in enough texts, and what _Found has of them."""
    # Most phrases are rare, and what does not even stand in enough places is not worth counting by text.
    frequent = np.flatnonzero(_times(number, int(number.max(initial=-1)) + 1) >= min_articles)
    number = _renumber(number, frequent)
    place, number = place[number >= 0], number[number >= 0]
    counts = _count_by_text(number, np.searchsorted(place, words.edges.astype(np.int32)), len(frequent))
    kept = np.flatnonzero(_times(counts.indices, len(frequent)) >= min_articles)
    return frequent[kept], counts[:, kept], place, number, kept


def _count_by_text(number: NDArray[np.int32], starts: NDArray[np.int64], n_terms: int) -> csr_array:
    blocks = []
    for first in range(0, max(len(starts) - 1, 1), TEXTS_AT_ONCE):
        edges = starts[first : first + TEXTS_AT_ONCE + 1]
        numbers = number[edges[0] : edges[-1]].copy()  # it is changed in place
        edges = (edges - edges[0]).astype(np.int32)
        block = csr_array((np.ones(len(numbers), np.int32), numbers, edges), shape=(len(edges) - 1, n_terms))
        block.sum_duplicates()
        blocks.append(block)
    return vstack(blocks, format="csr")


def _times(number: NDArray[np.int32], n_terms: int) -> NDArray[np.int64]:
    """Return how often each number stands there; numpy's bincount alone would copy all, twice as wide."""
    times = np.zeros(n_terms, np.int64)
    for first in range(0, len(number), NUMBERS_AT_ONCE):
        times += np.bincount(number[first : first + NUMBERS_AT_ONCE], minlength=n_terms)
    return times


def _renumber(number: NDArray[np.int32], kept: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the numbers in the shorter list of what is kept, and -1 for what is not."""
    new = np.full(int(number.max(initial=-1)) + 1, -1, np.int32)
    new[kept] = np.arange(len(kept))
    return new[number]
