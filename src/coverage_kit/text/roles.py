"""Roles instead of names: "a senior official at the ministry", "the mayor", "her husband"."""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from coverage_kit.text.cues import cue_forms
from coverage_kit.text.grammar import (
    DETERMINERS,
    FINITE_AUXILIARIES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    looks_finite,
)
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.names import is_human, is_title

_DETERMINERS = word_set("the a an one another his her their its our my this that")
_CLOSING_MARKS = '.,;:!?"”’)'
_OPENING_MARKS = "“\"‘'("
_WRITTEN_DETERMINERS = frozenset(
    mark + word for lower in _DETERMINERS for word in (lower, lower.capitalize()) for mark in ("", *_OPENING_MARKS)
)
_POSSESSIVES = frozenset(("'s", "’s"))
_NO_MODIFIERS = PREPOSITIONS | SUBORDINATORS | DETERMINERS | PRONOUNS | FINITE_AUXILIARIES | word_set("and or not said")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.){2,4}")
_MAX_WORDS = 6
_MAX_LENGTH = 40
_WORD_END = re.compile(r"[.,;:!?\"”’)]+$")
_TAIL_PREPOSITIONS = word_set("of at in from with for on")
_TAIL_ENDS = SUBORDINATORS | PRONOUNS | FINITE_AUXILIARIES | word_set("and or but about")
_TAIL_REACH = 60
# "Ana Ruiz, a judge", "Ruiz is a judge": the role of somebody who is named.
_APPOSITIVE = re.compile(r"(?:[\w.], (?:\d\d, )?| is | was | as )$")
_ARTICLES = re.compile(
    r"^(?:(?:the|an?|one(?! of)|another|his|her|their|its|our|my|your|this|that|these|those|some|all(?! of)|any) )+",
    re.IGNORECASE,
)
_END = re.compile(r"[,—–(]| (?:who|whose|whom|which|that|himself|herself|themselves|speaking|on condition)\b")
_PLACES = re.compile(r" (?:here|now|also)$")


_OPENING = re.compile(
    r"[\"“‘'(]*(?:(?:but|and|so|yet|then|still|later|earlier|afterwards?|meanwhile|however|what|when|while|as|after|before"
    r"|although|though|if|because|since|where|also|instead),? )*(?:it (?:was|is) )?",
    re.IGNORECASE,
)
_CLAUSE_OPENING = re.compile(r"(?:[,;—–] |\b(?:and|but|while|as|when|where|because|after|before|that|until|if) )$")
_OPENING_REACH = 60
_MAX_OPENING = 9


class Role(NamedTuple):
    """A single human role in a text; its noun in small letters is the `head`, `before` it stand others."""

    start: int
    end: int
    text: str
    head: str
    before: tuple[str, ...]
    determiner: str
    owner: str


def find_roles(text: str) -> Iterator[Role]:
    """Yield the single human roles of a text that have an article or an owner.

    >>> [(role.text, role.head, role.determiner) for role in find_roles("The old mayor met a clerk at the port.")]
    [('old mayor', 'mayor', 'the'), ('clerk at the port', 'clerk', 'a')]
    """
    words = text.replace("\n", " ").split(" ")
    ends = list(accumulate(len(word) + 1 for word in words))
    humans = {word for word in set(words) if is_human((word if word.isalpha() else _bare(word)).lower())}
    for number in [number for number, word in enumerate(words) if word in humans]:
        if words[number].isalnum() and number + 1 < len(words) and words[number + 1] in humans:
            continue  # "police officer": the last noun decides
        first = _determiner_before(words, number)
        if first is not None:
            role = _role(text, words[first : number + 1], ends[first])
            if role:
                yield role


def _bare(word: str) -> str:
    return _WORD_END.sub("", word[:_MAX_LENGTH])


def _determiner_before(words: list[str], number: int) -> int | None:
    """Return the place of the article or the owner that a noun phrase begins with, if it has one."""
    for place in range(number - 1, max(-1, number - _MAX_WORDS - 1), -1):
        word = words[place]
        if word in _WRITTEN_DETERMINERS or (word[-2:] in _POSSESSIVES and len(word) < _MAX_LENGTH):
            return place
        is_closed = word[-1:] in _CLOSING_MARKS and not _ABBREVIATION.fullmatch(word)
        if is_closed or not word[0].isalnum() or word.lower() in _NO_MODIFIERS:
            return None
    return None


def _role(text: str, words: list[str], start: int) -> Role | None:
    """Return the role that the words after a determiner or an owner tell; `start` is where they begin in the text."""
    determiner = words[0].lstrip(_OPENING_MARKS)
    head = _bare(words[-1])
    end = start + sum(map(len, words[1:-1])) + len(words) - 2 + len(head)
    first = start - len(determiner) - 1
    if _is_title(text, end) or _is_appositive(text, first):
        return None
    owner = "" if determiner.lower() in _DETERMINERS else determiner[:-2]
    phrase = text[first if owner else start : _tail_end(text, end) if head == words[-1] else end]
    return Role(first, end, phrase, head.lower(), tuple(words[1:-1]), determiner.lower(), owner)


def _is_appositive(text: str, start: int) -> bool:
    """Tell whether somebody is named right before: "Ana Ruiz, a judge", but not "On Monday, a judge"."""
    if not _APPOSITIVE.search(text, max(0, start - 8), start):
        return False
    before = text[max(0, start - _MAX_LENGTH) : start].rstrip(", ")
    return before.rpartition(" ")[2].lower() not in TIMES


def _tail_end(text: str, end: int) -> int:
    """Return where "in Lima" or "with the samovar" after a noun ends, or where the noun does."""
    words = text[end : end + _TAIL_REACH].partition("\n")[0].split(" ")
    if len(words) < 2 or words[0] or words[1] not in _TAIL_PREPOSITIONS:
        return end
    position = last = end
    for word in words[1:_MAX_WORDS]:
        bare = _bare(word)
        if bare.lower() in _TAIL_ENDS or (bare.islower() and (looks_finite(bare) or bare in cue_forms())):
            return last
        last = position + 1 + len(bare)
        position += 1 + len(word)
        if bare != word:
            return last
    return end


def _is_title(text: str, end: int) -> bool:
    """Tell whether a name follows: "the mayor Ana Ruiz", but not "the mayor Monday"."""
    following = text[end : end + 2]
    if not (following[:1] == " " and following[1:].isupper()):
        return False
    return text[end + 1 : end + 12].split(" ")[0].strip(".,").lower() not in TIMES


def bare_role(source: str) -> str:
    """Return a source up to its first comma or relative clause, without article, owner or quantity before it.

    >>> bare_role("a clerk at the port, who left"), bare_role("All the resolutions"), bare_role("officials here")
    ('clerk at the port', 'resolutions', 'officials')
    """
    return _PLACES.sub("", _ARTICLES.sub("", _END.split(source)[0].strip()))


def head_noun(words: Sequence[str]) -> str | None:
    """Return the noun of a phrase, in small letters, if it is a single human being.

    >>> head_noun("senior official in the port".split()), head_noun("port officials".split())
    ('official', None)
    """
    end = next((number for number, word in enumerate(words) if number and word.lower() in PREPOSITIONS), len(words))
    while end > 1 and (words[end - 1] in ("there", "here") or words[end - 1].endswith(("ed", "ing", "familiar"))):
        end -= 1
    word = words[end - 1].lower() if words else ""
    return word if is_human(word) else None


def is_subject(text: str, sentence: int, start: int, *, end: int) -> bool:
    """Tell whether a noun phrase in a sentence opens it or a clause of it, or follows a verb of saying.

    >>> text = "Then Mr. Ito left, but the mayor stayed with Ana."
    >>> [is_subject(text, 0, text.index(word), end=0) for word in ("Ito", "the mayor", "Ana")]
    [True, True, False]
    """
    if start == sentence:
        return True
    before = text[max(sentence, start - _OPENING_REACH) : start]
    if start - sentence < _OPENING_REACH and before.count(" ") < _MAX_OPENING and _opens_sentence(before):
        return True
    if before.endswith((" said ", " says ", "it was ")):
        return True
    return bool(_CLAUSE_OPENING.search(before)) and not text.startswith((",", " and "), end)


def _opens_sentence(before: str) -> bool:
    """Tell whether nothing but an opening and a title or a role stands before a name in its sentence."""
    words = before[_OPENING.match(before).end() :].split()
    if not words:
        return True
    is_role = is_title(words[-1]) or is_human(words[-1].lower())
    return is_role and len(words) < 5 and not any(word in PREPOSITIONS or looks_finite(word) for word in words)


def without_opening(source: str) -> str:
    """Drop what opens the sentence before a source.

    >>> without_opening("on Friday Mr. Ito"), without_opening("whether Ito")
    ('Mr. Ito', 'Ito')
    """
    words = source.split()
    first = 0
    while first < len(words) - 1:
        word = words[first].lower().rstrip(",")
        is_time = any(following.lower().rstrip(",") in TIMES for following in words[first + 1 : first + 3])
        if not (word in SUBORDINATORS - {"who"} or word in TIMES or (word in PREPOSITIONS and is_time)):
            break
        first += 1
    return " ".join(words[first:])
