"""Who and what articles name: persons, places and organisations, under one name in all articles."""

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from coverage_kit.text.aliases import is_family_first, merge_aliases
from coverage_kit.text.names import POSSESSIVE, Name, find_names, is_human, is_person, is_title
from coverage_kit.text.people import fullest, read_people
from coverage_kit.text.sentences import sentence_spans

_PREFIX = 4  # letters: "Iraq" and "Iraqi", "Britain" and "British"
_OPENING_MARKS = " \"'“‘«([—–-"
_QUOTES = ("“", "‘", '"', "'", "(", "«")
_OWN_COUNTRY = ("U.S.", "US", "U.K.", "UK")
_SMALL = re.compile(r"(?<![\w'’-])[a-z]{3,}")


class Entity(NamedTuple):
    """Somebody or something named: where it stands, as written, and the one name it has in all articles."""

    start: int
    end: int
    written: tuple[str, ...]
    name: str


@lru_cache(maxsize=100_000)
def keys_of(word: str) -> tuple[str, str]:
    """Return what a word is looked up by: itself, which ends with a mark, and how it begins.

    >>> keys_of("Belov’s"), keys_of("Iraqi")[1] == keys_of("Iraq")[1]
    (('belov|', 'belo'), True)
    """
    lower = POSSESSIVE.sub("", word).replace(".", "").lower()
    return lower + "|", lower[:_PREFIX]


def keys_of_name(written: Sequence[str], name: str) -> frozenset[str]:
    """Return the keys of the words that stand in a sentence with this form of a name.

    Of a person named in full somewhere that is the family name, of all others how each word begins.

    >>> sorted(keys_of_name(["Ruiz"], "Ana Ruiz")), sorted(keys_of_name(["Elm", "Bank"], "Elm Bank"))
    (['ruiz|'], ['bank', 'elm'])
    """
    if " " in name and is_person(name):
        return frozenset([keys_of(written[0] if is_family_first(written) else written[-1])[0]])
    return frozenset(keys_of(word)[1] for word in written)


def find_entities(texts: Sequence[str], *, contexts: Sequence[Hashable]) -> list[list[Entity]]:
    """Return the persons, places and organisations that each text names, under one name in all texts.

    `contexts` is what each text is about, such as its story. A word that only opens a sentence, or that mostly has a
    small letter, is no name; nor is a title or a role alone.

    >>> texts = ["Then Ana Ruiz left. Lima slept.", "It was Ruiz. Nobody in Lima slept."]
    >>> [[entity.name for entity in found] for found in find_entities(texts, contexts=["a", "a"])]
    [['Ana Ruiz', 'Lima'], ['Ana Ruiz', 'Lima']]
    """
    read = [_read_names(text) for text in texts]
    inside = Counter(name.words for names in read for name, opens, _ in names if not opens)
    small = Counter(word for text in texts for word in _SMALL.findall(text))
    found = []
    for names in read:
        kept = []
        for name, opens, full in names:
            if len(name.words) > 1 or (
                _is_name(name.words[0], inside, small) and not (opens and not inside[name.words])
            ):
                kept.append((name, full))
        found.append(kept)
    tables = merge_aliases([[full for _, full in kept] for kept in found], contexts=contexts)
    return [
        [Entity(name.start, name.end, name.words, table[full]) for name, full in kept]
        for kept, table in zip(found, tables, strict=True)
    ]


def _read_names(text: str) -> list[tuple[Name, bool, str]]:
    """Return the names of a text, whether each opens a sentence, and its fullest form in the text."""
    openings = frozenset(_opening(text, start) for start, _ in sentence_spans(text))
    names = list(find_names(text))
    people = read_people(text, names, openings)
    read = []
    for name in names:
        if name.words[0] in _OWN_COUNTRY and len(name.words) > 1:  # "the U.S. Supreme Court"
            name = name._replace(words=name.words[1:])
        written = " ".join(name.words)
        full = fullest(people, name.words, name.titles)
        opens = name.start in openings or text[name.start - 1 : name.start] in _QUOTES
        read.append((name, opens, full if full == written or is_person(full) else written))
    return read


def _opening(text: str, position: int) -> int:
    while position < len(text) and text[position] in _OPENING_MARKS:
        position += 1
    return position


def _is_name(word: str, inside: Mapping[tuple[str, ...], int], small: Mapping[str, int]) -> bool:
    lower = word.lower()
    return (
        len(word) > 1
        and not any(map(str.isdigit, word))
        and not is_title(word)
        and not is_human(lower)
        and inside.get((word,), 0) >= small.get(lower, 0)
    )
