"""How alike texts are in what they report: by their words, names more than others, those of the lead most of all."""

from array import array
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from coverage_kit.text.grammar import TIMES
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.tokens import find_words

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LEAD_WORDS = 150
LEAD_SHARE = 0.75  # what headline and lead have in the similarity; headline and whole text have the rest
NAME_WEIGHT = 1.5
# A word of one text alone makes it less like all others. Counted in full, that parts the stories of small collections;
# not counted at all, two of five texts are alike for the plain words they share. Measured by benchmarks/stories.py.
LONE_WEIGHT = 0.7
LABEL_WORDS = 3
_BLOCK = 200  # texts compared with others at once; bounds the memory
# Words that stand in many leads and tell no story from another.
_PLAIN_WORDS = TIMES | word_set(
    "mr mrs ms dr say says said saying told new news story stories report reports photo photos video image people year"
)


class TextVectors(NamedTuple):
    """Texts as vectors of length 1 or 0: the product of two is how alike they are, from 0 to 1."""

    vectors: "csr_array"  # (n_texts, 2 n_terms): headline and lead, then headline and whole text
    terms: list[str]


class _Counts(NamedTuple):
    lead: "csr_array"
    whole: "csr_array"
    is_name: NDArray[np.bool_]
    terms: list[str]


def text_vectors(titles: Sequence[str], texts: Sequence[str]) -> TextVectors:
    """Weigh the words of texts by tf-idf: logarithmic counts, rare words and names more, the lead most of all.

    The lead is the first 150 words. A name is a word that mostly has a capital where it stands within a sentence.

    >>> found = text_vectors(["Dock strike", "Dock strike"], ["Alder Bay walked out.", "Talks in Alder Bay."])
    >>> found.terms
    ['dock', 'strike', 'alder', 'bay', 'walked', 'talks']
    >>> (found.vectors @ found.vectors.T).toarray().round(2).tolist()
    [[1.0, 0.87], [0.87, 1.0]]
    """
    from scipy.sparse import hstack

    counts = _count_words(titles, texts)
    n_holding = np.bincount(counts.whole.indices, minlength=len(counts.terms))
    weight = np.log((1 + len(texts)) / (1 + n_holding)) + 1
    weight[counts.is_name] *= NAME_WEIGHT
    weight[n_holding == 1] *= LONE_WEIGHT
    lead, whole = (_weigh(part, weight) for part in (counts.lead, counts.whole))
    return TextVectors(hstack([lead * LEAD_SHARE**0.5, whole * (1 - LEAD_SHARE) ** 0.5], format="csr"), counts.terms)


def similar_pairs(
    vectors: "csr_array", days: ArrayLike, *, window: int, undated: float, least: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the pairs of texts that are alike by `least` or more, and how alike they are.

    The similarity of two texts fades evenly with the days between them, to nothing beyond `window` days. Where the day
    of one is not known (NaN), the similarity is multiplied by `undated` instead.

    >>> from scipy.sparse import csr_array
    >>> same = csr_array(np.ones((4, 1)))
    >>> pairs, similarity = similar_pairs(same, [5, 6, 9, np.nan], window=3, undated=0.4, least=0.3)
    >>> pairs.tolist(), similarity.tolist()
    ([[0, 1], [0, 3], [1, 3], [2, 3]], [0.75, 0.4, 0.4, 0.4])
    """
    days = np.asarray(days, dtype=np.float64)
    order = np.argsort(days, kind="stable")  # texts without a day come last
    days, vectors = days[order], vectors[order]
    pairs, values = [np.empty((0, 2), dtype=np.int64)], [np.empty(0)]
    for start in range(0, len(days), _BLOCK):
        end = min(start + _BLOCK, len(days))
        # Each text is compared with those before it: within the window, or all of them if it has no day.
        first = 0 if np.isnan(days[end - 1]) else np.searchsorted(days, days[start] - window)
        alike = (vectors[start:end] @ vectors[first:end].T).tocoo()
        later, earlier = alike.row.astype(np.int64) + start, alike.col.astype(np.int64) + first
        gap = np.abs(days[later] - days[earlier])
        value = alike.data * np.where(np.isnan(gap), undated, 1 - np.minimum(gap, window + 1) / (window + 1))
        kept = (earlier < later) & (value >= least)
        pairs.append(np.sort(np.stack([order[earlier[kept]], order[later[kept]]], axis=1), axis=1))
        values.append(value[kept])
    found, similarity = np.concatenate(pairs), np.concatenate(values)
    by_place = np.lexsort((found[:, 1], found[:, 0]))
    return found[by_place], similarity[by_place]


def telling_words(found: TextVectors, groups: Sequence[NDArray[np.int64]]) -> list[str]:
    """Name groups of texts after the heaviest words of their leads; where three words are taken, by more.

    >>> found = text_vectors(["Dock strike", "Dock strike"], ["Alder Bay walked out.", "Talks in Alder Bay."])
    >>> telling_words(found, [np.array([0, 1]), np.array([0])])
    ['alder, bay, dock', 'alder, bay, dock, strike']
    """
    lead = found.vectors[:, : len(found.terms)].tocsr()
    names: dict[str, None] = {}
    for members in groups:
        part = lead[members]
        held, places = np.unique(part.indices, return_inverse=True)
        # A word that all share tells more than one that a single text is full of.
        weights = np.bincount(places, part.data) * np.bincount(places)
        terms = sorted(zip((-weights.round(9)).tolist(), (found.terms[i] for i in held), strict=True))
        words = [term for _, term in terms if _tells(term)]
        names[_new_name(words, names)] = None
    return list(names)


def _new_name(words: list[str], taken: Container[str]) -> str:
    first = words[:LABEL_WORDS] or ["story"]
    longer = (words[:number] for number in range(LABEL_WORDS + 1, len(words) + 1))
    numbered = ([*first, str(number)] for number in count(2))
    return next(name for name in map(", ".join, chain([first], longer, numbered)) if name not in taken)


def _tells(word: str) -> bool:
    return len(word) > 2 and word[0].isalpha() and word not in _PLAIN_WORDS


def _count_words(titles: Sequence[str], texts: Sequence[str]) -> _Counts:
    """Count each text's words, stop words left out, in its lead and as a whole, the headline with both."""
    from scipy.sparse import csr_array
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    numbers: dict[str, int] = {}
    capitals: Counter[int] = Counter()
    parts = [(array("i"), array("d"), array("i", [0])) for _ in range(2)]
    for title, text in zip(titles, texts, strict=True):
        head = [word.form for word in find_words(title)]
        body = find_words(text)
        forms = [*head, *(word.form for word in body)]
        wanted = [
            numbers.setdefault(f, len(numbers)) if f not in ENGLISH_STOP_WORDS and len(f) > 1 else -1 for f in forms
        ]
        for number, capital in _within_sentences(text, body, wanted[len(head) :]):
            capitals[number] += 1 if capital else -1
        for (indices, data, ends), some in zip(parts, (wanted[: len(head) + LEAD_WORDS], wanted), strict=True):
            counted = Counter(some)
            del counted[-1]
            indices.extend(counted)
            data.extend(counted.values())
            ends.append(len(indices))
    lead, whole = (csr_array((data, indices, ends), shape=(len(texts), len(numbers))) for indices, data, ends in parts)
    return _Counts(lead, whole, np.array([capitals[number] > 0 for number in range(len(numbers))], bool), list(numbers))


def _within_sentences(text: str, words: list, wanted: list[int]) -> Iterator[tuple[int, bool]]:
    """Yield the words that cannot open a sentence, as they follow another after a blank; and if they have a capital."""
    for before, word, number in zip(words, words[1:], wanted[1:], strict=False):
        if number >= 0 and word.start == before.end + 1 and text[before.end] == " ":
            yield number, text[word.start].isupper()


def _weigh(counts: "csr_array", weight: NDArray[np.float64]) -> "csr_array":
    """Return logarithmic counts times the weight of each word, each row of length 1 (0 if it has no words)."""
    weighed = counts.copy()
    weighed.data = (1 + np.log(counts.data)) * weight[counts.indices]
    length = np.sqrt(weighed.multiply(weighed).sum(axis=1))
    weighed.data /= np.repeat(length, np.diff(weighed.indptr))
    return weighed
