"""Which sentences of articles on one story say the same: content words, their weight, and what sentences share."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from coverage_kit.text.grammar import (
    ADVERBS,
    AUXILIARIES,
    DETERMINERS,
    OBJECT_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
)
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.tokens import find_words

if TYPE_CHECKING:
    import numpy as np

# Words that stand in any story and tell nothing of it.
PLAIN_WORDS = frozenset().union(
    *(ADVERBS, AUXILIARIES, DETERMINERS, OBJECT_PRONOUNS, POSSESSIVES, PREPOSITIONS, PRONOUNS, SUBORDINATORS, TIMES)
) | word_set(
    "and or nor yet only very more much less least own same other others well way ways thing things mr mrs ms dr say"
    " says said saying tell tells told telling ask asks asked asking add adds added adding according make makes made"
    " making take takes took taken taking go goes went gone going get gets got getting come comes came coming give"
    " gives gave given giving see sees saw seen seeing want wants wanted need needs needed know knows knew known think"
    " thinks thought use uses used using put call calls called calling here there new news years days weeks months"
    " time times people person lot bit kind part able really whatever whoever they're we're i'm you're mine ours hers"
    " theirs ourselves yourself itself done seem seems seemed thus hence above below down off out up either neither"
    " else million billion thousand hundred percent"
)
_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DIGITS = {word: str(number) for number, word in enumerate(_NUMBERS)}
# An ending, what takes its place, and how long the word must be.
_ENDINGS = (
    *(("ies", "y", 5), ("ied", "y", 5), ("sses", "ss", 6), ("ings", "", 7), ("edly", "", 8), ("ing", "", 6)),
    *(("ed", "", 5), ("es", "", 5), ("s", "", 4), ("ly", "", 6)),
)
_NO_PLURAL = ("ss", "us", "is")
_PREFIX = 5
_COMMON = 1_000  # sentences: a word in more of them tells none from another, and would cost the most by far
SHORT = 3.0  # words: what short sentences share by chance weighs less
NAME = 0.5  # these two were chosen on the shipped corpus' labelled facts, see benchmarks/omissions.py
_BLOCK = 500  # sentences compared with all others at once; bounds the memory


class Content(NamedTuple):
    """A content word: its stem, whether it is a name or a number, and where it stands."""

    stem: str
    is_telling: bool
    start: int
    end: int


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what the forms of a word have in common, by plain rules: plural, -ed, -ing, -ly.

    >>> [stem(word) for word in ("missiles", "missile", "stopped", "stopping", "parties", "crisis")]
    ['missil', 'missil', 'stop', 'stop', 'party', 'crisis']
    """
    word = word.replace("'", "")
    for ending, instead, length in _ENDINGS:
        if word.endswith(ending) and len(word) >= length and not (ending == "s" and word.endswith(_NO_PLURAL)):
            word = word[: -len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


def content_words(text: str) -> list[Content]:
    """Return the words of a text that tell something; "three" is "3".

    >>> [(word.stem, word.is_telling) for word in content_words("The dams of Lima held for three days.")]
    [('dam', False), ('lima', True), ('held', False), ('3', True)]
    """
    found = []
    for form, start, end in find_words(text):
        form = _DIGITS.get(form, form)
        if form not in PLAIN_WORDS and (len(form) > 1 or form.isdigit()):
            found.append(Content(stem(form), form[0].isdigit() or text[start].isupper(), start, end))
    return found


def kin(stem_: str) -> str:
    """Return the beginning that a word shares with those derived from it.

    >>> kin("immigrant") == kin("immigration"), kin("dam")
    (True, 'dam')
    """
    return stem_[:_PREFIX]


def weigh_words(
    sentences: Sequence[Mapping[str, bool]],
    articles: Iterable[int],
    *,
    elsewhere: Mapping[str, int],
    n_elsewhere: int,
) -> dict[str, float]:
    """Weigh the words of a story from 0 to 1: more if few articles on other stories have them, less if every sentence.

    A sentence is given as its stems and whether each is a name or a number; `articles` has the article of each
    sentence, `elsewhere` in how many of the `n_elsewhere` articles on other stories a stem stands. Names weigh half:
    who acts is often the same, what is done tells the fact.

    >>> weights = weigh_words([{"dam": False, "lima": True}, {"lima": True}], [0, 0], elsewhere={}, n_elsewhere=9)
    >>> weights == {"dam": 1, "lima": 0.5 * 0.5**0.5}
    True
    """
    in_sentences, as_names, in_articles = Counter(), Counter(), defaultdict(set)
    for words, article in zip(sentences, articles, strict=True):
        for word, is_telling in words.items():
            in_sentences[word] += 1
            as_names[word] += is_telling and not word[0].isdigit()
            in_articles[word].add(article)
    most = rarity(0, n_elsewhere)
    weights = {}
    for word, count in in_sentences.items():
        share = max(0.0, rarity(elsewhere.get(word, 0), n_elsewhere) / most) * len(in_articles[word]) / count
        weights[word] = math.sqrt(share) * (NAME if 2 * as_names[word] > count else 1) if count <= _COMMON else 0.0
    return weights


def rarity(n_having: int, n_texts: int) -> float:
    """Return the logarithm of how many texts there are for each that has a word (inverse document frequency).

    >>> round(rarity(9, 18), 2), rarity(0, 0) == math.log(2)
    (0.69, True)
    """
    return math.log((n_texts + 1) / (n_having + 0.5))


def alike(
    sentences: Sequence[Mapping[str, bool]], weights: Mapping[str, float], *, least: float
) -> tuple["np.ndarray", "np.ndarray"]:
    """Return the pairs of sentences that are alike by `least`, and how alike they are, from 0 to 1.

    That is the weight of the words two sentences share, over that of all words in either and three more, so that short
    sentences are not alike by chance. They must share a word that is no name nor number, and one that is, or else three
    words. A sentence is given as its stems and whether each is a name or a number.

    >>> dam, bread = {"dam": False, "lima": True}, {"bread": False, "lima": True}
    >>> pairs, similarity = alike([dam, dam, bread], dict.fromkeys(["dam", "lima", "bread"], 1.0), least=0.1)
    >>> pairs.tolist(), similarity.tolist()
    ([[0, 1]], [0.4])
    """
    import numpy as np
    from scipy.sparse import csr_array

    numbers = {word: number for number, word in enumerate(weights)}
    columns = [numbers[word] for words in sentences for word in words]
    edges = np.cumsum([0, *map(len, sentences)])
    shape = (len(sentences), len(numbers))
    held = csr_array((np.ones(len(columns)), columns, edges), shape=shape)
    plain = csr_array(
        ([float(not sign) for words in sentences for sign in words.values()], columns, edges), shape=shape
    )
    weight = np.fromiter(weights.values(), np.float64, len(weights))
    total = held @ weight
    weighed = csr_array((weight[held.indices], held.indices, held.indptr), shape=shape)
    weighed.eliminate_zeros()
    by_word = held.T.tocsr()
    pairs, values = [np.empty((0, 2), np.int64)], [np.empty(0)]
    for start in range(0, len(sentences), _BLOCK):
        shared = (weighed[start : start + _BLOCK] @ by_word).tocoo()
        first, second = shared.row.astype(np.int64) + start, shared.col.astype(np.int64)
        similarity = shared.data / (total[first] + total[second] - shared.data + SHORT)
        kept = (similarity >= least) & (first < second)
        first, second, similarity = first[kept], second[kept], similarity[kept]
        n_shared = held[first].multiply(held[second]).sum(axis=1)
        n_plain = plain[first].multiply(plain[second]).sum(axis=1)
        kept = (n_plain > 0) & ((n_shared > 2) | ((n_shared == 2) & (n_plain < 2)))
        pairs.append(np.stack([first[kept], second[kept]], axis=1))
        values.append(similarity[kept])
    return np.concatenate(pairs), np.concatenate(values)


def core_of(sentences: Sequence[Collection[str]], weights: Mapping[str, float]) -> dict[str, float]:
    """Return the words that at least half of some sentences have, and two at least, with their weights.

    >>> core_of([{"dam", "lima"}, {"dam", "held"}, {"dam"}], {"dam": 1.0, "lima": 0.5, "held": 0.7})
    {'dam': 1.0}
    """
    counts = Counter(word for words in sentences for word in words)
    return {word: weights[word] for word, count in sorted(counts.items()) if count >= max(2, len(sentences) / 2)}


def share_of(core: Mapping[str, float], words: Collection[str]) -> float:
    """Return how much of what sentences share some words have, from 0 to 1.

    >>> share_of({"dam": 1.0, "lima": 0.5, "held": 0.5}, {"dam", "lima"})
    0.75
    """
    return sum(weight for word, weight in core.items() if word in words) / (sum(core.values()) or 1.0)


def most_central(sentences: Sequence[Collection[str]], core: Mapping[str, float], weights: Mapping[str, float]) -> int:
    """Return the number of the sentence that has most of what all share, and least besides.

    >>> most_central([{"dam", "held"}, {"dam"}], {"dam": 1.0}, {"dam": 1.0, "held": 1.0})
    1
    """
    closeness = [share_of(core, words) / (SHORT + sum(weights[word] for word in sorted(words))) for words in sentences]
    return closeness.index(max(closeness))
