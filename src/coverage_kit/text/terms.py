"""Terms a researcher asks for: words, wildcards, phrases and families of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from coverage_kit.text.tokens import Word, find_words, normalise

# Words of a phrase may be parted by blanks, a line break, a hyphen or a quotation mark, not by a stop or a paragraph.
_GAP = re.compile(r"[^\S\n]*\n?[^\S\n]*|[\s]?[-‐‑–'\"“”‘’][\s]?")
_TERM_PART = re.compile(r"[\w*?'’.,&]+")

TermInput = str | Mapping[str, Sequence[str]]


class Term(NamedTuple):
    """A name and the patterns that count for it; each pattern is one compiled expression a word."""

    name: str
    patterns: tuple[tuple[re.Pattern[str], ...], ...]


class Hit(NamedTuple):
    """Where a term stands in a text."""

    term: str
    start: int
    end: int


def parse_terms(terms: TermInput | Iterable[TermInput]) -> list[Term]:
    """Turn what a user wrote into terms.

    A string is a word, a wildcard (``*`` any letters, ``?`` one) or a phrase; a mapping gives families:
    a name and the list of words, wildcards and phrases counted under it.

    Examples
    --------
    >>> [term.name for term in parse_terms(["broker", "special train", {"pressure": ["sanction*", "penalt*"]}])]
    ['broker', 'special train', 'pressure']
    """
    given = [terms] if isinstance(terms, str | Mapping) else list(terms)
    parsed: list[Term] = []
    for item in given:
        if isinstance(item, Mapping):
            families = [(name, [wanted] if isinstance(wanted, str) else wanted) for name, wanted in item.items()]
        elif isinstance(item, str):
            families = [(item, [item])]
        else:
            raise ValueError(
                f"terms: {item!r} is neither a word nor a family. Write 'sanction*' or {{'name': ['word', ...]}}"
            )
        parsed += [Term(name, tuple(_pattern(name, wanted) for wanted in patterns)) for name, patterns in families]
    names = [term.name for term in parsed]
    if not names:
        raise ValueError("terms: the list is empty. Give at least one word, for instance 'sanction*'")
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"terms: '{name}' is given twice. Name each term once")
    return parsed


def _pattern(name: str, wanted: str) -> tuple[re.Pattern[str], ...]:
    pieces = wanted.split() if re.search(r"[*?]", wanted) else [word.form for word in find_words(wanted)]
    if not pieces or not all(re.search(r"\w", piece) for piece in pieces):
        raise ValueError(
            f"terms: '{wanted}' in '{name}' has no letter to look for. Write a word, for instance 'sanction*'"
        )
    return tuple(_word_pattern(piece) for piece in pieces)


def _word_pattern(piece: str) -> re.Pattern[str]:
    escaped = re.escape(normalise(piece)).replace(r"\*", r".*").replace(r"\?", r".")
    return re.compile(escaped)


class TermFinder:
    """Finds the same terms in many texts; which words can begin a term is remembered between texts.

    Examples
    --------
    >>> finder = TermFinder(parse_terms(["sanction*", "special train"]))
    >>> text = "His special train left; sanctions stay."
    >>> [(hit.term, text[hit.start:hit.end]) for hit in finder.find(text, find_words(text))]
    [('special train', 'special train'), ('sanction*', 'sanctions')]
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = terms
        self._openings: dict[str, list[tuple[int, int]]] = {}

    def find(self, text: str, words: Sequence[Word]) -> list[Hit]:
        """Return the hits in the order of the text; one place counts once a term, the longest pattern first."""
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
            self._openings[form] = [
                (t, p)
                for t, term in enumerate(self._terms)
                for p, pattern in enumerate(term.patterns)
                if pattern[0].fullmatch(form)
            ]
        return self._openings[form]

    @staticmethod
    def _length(text: str, words: Sequence[Word], position: int, pattern: tuple[re.Pattern[str], ...]) -> int:
        """Return the number of words matched from `position`, 0 if the pattern does not stand there."""
        if position + len(pattern) > len(words):
            return 0
        for offset in range(1, len(pattern)):
            before, here = words[position + offset - 1], words[position + offset]
            if not pattern[offset].fullmatch(here.form) or not _GAP.fullmatch(text, before.end, here.start):
                return 0
        return len(pattern)
