"""Terms a researcher asks for: words, wildcards, phrases and families of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from coverage_kit.text.tokens import WORD, Word, normalise, stand_together

# Words as in a text, with * and ? as letters, after initials too: "U.S.*".
_TERM_WORD = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?[*?]+|" + WORD.pattern.replace(r"[\w", r"[\w*?"))
_EXPRESSION_SIGN = re.compile(r"[()\[\]{}|\\^+]")
# A comma with no blank after it, unless it stands in a number; any semicolon.
_LIST_SIGN = re.compile(r";|(?<!\d),(?=\S)|,(?=[^\s\d])")

TermInput = str | Mapping[str, Sequence[str]]


class Piece(NamedTuple):
    """One word of a pattern, and what the user wrote between it and the word before."""

    word: str  # as words are compared, with its wildcards
    form: re.Pattern[str]
    gap: str


class Term(NamedTuple):
    """A name, what the user wrote under it, and the patterns that makes."""

    name: str
    written: tuple[str, ...]
    patterns: tuple[tuple[Piece, ...], ...]


class Hit(NamedTuple):
    """Where a term stands in a text."""

    term: str
    start: int
    end: int


def parse_terms(terms: TermInput | Iterable[TermInput]) -> list[Term]:
    """Turn what a user wrote into terms.

    A string is a word, a wildcard (``*`` any letters, ``?`` one) or a phrase; a mapping gives families:
    a name and the list of words, wildcards and phrases counted under it. What is written between the words of a
    phrase may stand between them in the text too, as may a blank or a hyphen: ``Mr. Kim`` counts "Mr. Kim" and
    "Mr Kim", ``long-term*`` counts "long-term" and "long terms".

    Examples
    --------
    >>> [term.name for term in parse_terms(["broker", "Mr. Kim", {"pressure": ["sanction*", "penalt*"]}])]
    ['broker', 'Mr. Kim', 'pressure']
    """
    families = [family for item in _as_list(terms) for family in _families(item)]
    names = [name for name, _ in families]
    if not names:
        raise ValueError("terms: the list is empty. Give at least one word, for instance 'sanction*'")
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"terms: '{name}' is given twice. Name each term once")
    return [
        Term(name, tuple(members), tuple(_pattern(name, wanted) for wanted in members)) for name, members in families
    ]


def _as_list(given: object) -> list:
    alone = isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable)
    return [given] if alone else list(given)


def _families(item: object) -> list[tuple[str, list[str]]]:
    if isinstance(item, str):
        return [(item, [item])]
    if not isinstance(item, Mapping):
        remedy = "Write 'sanction*' or {'name': ['word', ...]}"
        raise ValueError(f"terms: {item!r} is neither a word nor a family. {remedy}")
    families = [(name, _as_list(wanted)) for name, wanted in item.items()]
    for name, members in families:
        if not isinstance(name, str) or not name.strip():
            raise ValueError(f"terms: {name!r} does not name a family. Write {{'name': ['word', ...]}}")
        if not members:
            raise ValueError(f"terms: the family '{name}' is empty. Give it a word, for instance 'sanction*'")
        for member in members:
            if not isinstance(member, str):
                raise ValueError(f"terms: {member!r} in '{name}' is not a word. Write {{'{name}': ['word', ...]}}")
    return families


def _pattern(name: str, wanted: str) -> tuple[Piece, ...]:
    if sign := _EXPRESSION_SIGN.search(wanted):
        remedy = "Use * for any letters and ? for one"
        raise ValueError(f"terms: '{sign.group()}' in '{wanted}' is not understood. {remedy}")
    parts = [part.strip() for part in _LIST_SIGN.split(wanted) if re.search(r"\w", part)]
    if len(parts) > 1:
        kind = "semicolon" if ";" in wanted else "comma"
        raise ValueError(f"terms: '{wanted}' holds a {kind}. Give a list: {parts}")
    words = list(_TERM_WORD.finditer(wanted))
    empty = [(word.group(), wanted) for word in words if not re.search(r"[^\W_]", word.group())]
    if empty or not words:
        part, whole = empty[0] if empty else (wanted, name)
        remedy = "Write a word, for instance 'sanction*'"
        raise ValueError(f"terms: '{part}' in '{whole}' has no letter to look for. {remedy}")
    gaps = ["", *(wanted[before.end() : word.start()] for before, word in pairwise(words))]
    forms = [normalise(word.group()) for word in words]
    return tuple(Piece(form, _expression(form), gap) for form, gap in zip(forms, gaps, strict=True))


def _expression(form: str) -> re.Pattern[str]:
    return re.compile(re.escape(form).replace(r"\*", r".*").replace(r"\?", r"."))


class TermFinder:
    """Finds the same terms in many texts; which words can begin a term is remembered between texts.

    Examples
    --------
    >>> from coverage_kit.text.tokens import find_words
    >>> finder = TermFinder(parse_terms(["sanction*", "special train"]))
    >>> text = "His special train left; sanctions stay."
    >>> [(hit.term, text[hit.start:hit.end]) for hit in finder.find(text, find_words(text))]
    [('special train', 'special train'), ('sanction*', 'sanctions')]
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._openings: dict[str, list[tuple[int, int]]] = {}
        places = [(t, p) for t, term in enumerate(terms) for p in range(len(term.patterns))]
        wild = {place for place in places if re.search(r"[*?]", self._first(place).word)}
        self._wild = [place for place in places if place in wild]
        self._plain: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
        for place in places:
            if place not in wild:
                self._plain[self._first(place).word].append(place)

    def _first(self, place: tuple[int, int]) -> Piece:
        return self._terms[place[0]].patterns[place[1]][0]

    def find(self, text: str, words: Sequence[Word]) -> list[Hit]:
        """Return the hits in the order of the text; one place counts once a term, the longest pattern first.

        If `words` leaves some of the text out, as marked text is, no phrase reaches across it.
        """
        hits: list[Hit] = []
        free_from = [0] * len(self._terms)
        for position, word in enumerate(words):
            longest: dict[int, int] = {}
            for term, pattern in self._opens(word.form):
                length = self._length(text, words, position, self._terms[term].patterns[pattern])
                if length and position >= free_from[term]:
                    longest[term] = max(length, longest.get(term, 0))
            for term, length in longest.items():
                free_from[term] = position + length
                hits.append(Hit(self._terms[term].name, word.start, words[position + length - 1].end))
        return hits

    def _opens(self, form: str) -> list[tuple[int, int]]:
        if form not in self._openings:
            wild = [place for place in self._wild if self._first(place).form.fullmatch(form)]
            self._openings[form] = sorted(self._plain.get(form, []) + wild)
        return self._openings[form]

    @staticmethod
    def _length(text: str, words: Sequence[Word], position: int, pattern: tuple[Piece, ...]) -> int:
        """Return the number of words matched from `position`, 0 if the pattern does not stand there."""
        if position + len(pattern) > len(words):
            return 0
        for offset in range(1, len(pattern)):
            before, word, piece = words[position + offset - 1], words[position + offset], pattern[offset]
            if not piece.form.fullmatch(word.form) or not stand_together(text[before.end : word.start], piece.gap):
                return 0
        return len(pattern)
