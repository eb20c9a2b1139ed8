"""Whether sentences may mean somebody or something by a form that no rule takes for a name of it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice

from coverage_kit.text.aliases import is_family_first
from coverage_kit.text.cues import find_cues
from coverage_kit.text.grammar import read_sentence
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.names import POSSESSIVE, is_person
from coverage_kit.text.quotes import quoted_spans
from coverage_kit.text.sentences import sentence_spans

_CAPITALISED = re.compile(r"[^\W\d_a-z][\w'’.-]*\w")
_PREFIX = 4  # letters: "Iraq" and "Iraqi", "Britain" and "British"
_MOST_ENDINGS = 6  # letters in which two such words differ
_MOST_WORDS = 50  # with one beginning; bounds the time on hostile input
_PERSONS = word_set("he she they")
_SPEECH = word_set(
    "speak speaks spoke speaking talk talks talked talking comment comments statement statements remark remarks"
    " interview interviews speech speeches testimony letter"
)

Index = dict[str, dict[str, set[int]]]
"""For each beginning the words that have it, and the numbers of the sentences that these stand in."""


def index_words(sentences: Iterable[str]) -> Index:
    """Return where words with a capital stand, by sentence number.

    >>> index_words(["Then Ruiz left.", "Ruiz’s dog."])
    {'then': {'then': {0}}, 'ruiz': {'ruiz': {0, 1}}}
    """
    index: Index = defaultdict(lambda: defaultdict(set))
    for number, sentence in enumerate(sentences):
        for written in _CAPITALISED.findall(sentence):
            word = _folded(written)
            index[word[:_PREFIX]][word].add(number)
    return {beginning: dict(words) for beginning, words in index.items()}


def come_near(index: Index, written: Sequence[str], name: str) -> set[int]:
    """Return the sentences that have the words of a form of a name, in any order and with other endings.

    Of a person named in full somewhere that is the family name as it is.

    >>> index = index_words(["The Port of Alder.", "Alder slept.", "Iraqis left."])
    >>> come_near(index, ["Alder", "Port"], "Alder Port"), come_near(index, ["Iraq"], "Iraq")
    ({0}, {2})
    """
    if " " in name and is_person(name):
        word = _folded(family_name(written))
        return index.get(word[:_PREFIX], {}).get(word, set())
    return set.intersection(*(_with_like(index, _folded(word)) for word in written))


def _with_like(index: Index, word: str) -> set[int]:
    words = index.get(word[:_PREFIX], {})
    like = (held for other, held in islice(words.items(), _MOST_WORDS) if _are_alike(word, other))
    return set(words.get(word, ())).union(*like)


@lru_cache(maxsize=100_000)
def _are_alike(word: str, other: str) -> bool:
    """Tell whether two words differ in their endings alone.

    >>> _are_alike("britain", "british"), _are_alike("vladivostok", "vladimir")
    (True, False)
    """
    shared = next((n for n, (one, two) in enumerate(zip(word, other, strict=False)) if one != two), None)
    return shared is None or len(word) + len(other) - 2 * shared <= _MOST_ENDINGS


@lru_cache(maxsize=100_000)
def _folded(word: str) -> str:
    return POSSESSIVE.sub("", word).replace(".", "").lower()


def family_name(words: Sequence[str]) -> str:
    """Return the word of a person's name that stands for the whole.

    >>> family_name(["Ana", "Ruiz"]), family_name(["Kim", "Jong", "Un"])
    ('Ruiz', 'Kim')
    """
    return words[0] if is_family_first(words) else words[-1]


def near_speech(text: str) -> str:
    """Return the sentences in which whoever is named may be heard: quotation marks, a reporting cue or a speech in it.

    So may somebody named before them, if "he", "she" or "they" stands in each sentence from there on.

    >>> near_speech("Ruiz slept. Belov rose. He was ill. He told Ito so. Lima slept.").splitlines()
    ['Belov rose.', 'He was ill.', 'He told Ito so.']
    """
    quotes, found, leads_on = quoted_spans(text), [], False
    for span in reversed(sentence_spans(text)):
        sentence = read_sentence(text, span, quotes)
        if leads_on or any(sentence.quoted) or not _SPEECH.isdisjoint(sentence.lower) or find_cues(sentence):
            found.append(text[slice(*span)])
            leads_on = not _PERSONS.isdisjoint(sentence.lower)
    return "\n".join(reversed(found))


def is_own_name(name: str, group: str) -> bool:
    """Tell whether an outlet bears a name, in part or by its initials.

    >>> [is_own_name(name, "The Elm Gazette") for name in ("Gazette", "Elm Gazette", "EG", "Elm Bank")]
    [True, True, True, False]
    """
    words, own = ([word for word in _folded(written).split() if word != "the"] for written in (name, group))
    if not words or not own:
        return False
    initials = ["".join(word[0] for word in part) for part in (words, own)]
    return own[-len(words) :] == words or "".join(own) == initials[0] or "".join(words) == initials[1]
