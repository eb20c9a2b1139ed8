"""Frames by lexicon: the cues in a text, and the frame that each sentence shows most of.

A lexicon is rows of a pattern, a category and a weight, whether ours (`generic_frames`) or a user's. A pattern is a
word, a wildcard or a phrase, as in `text.terms`, and may be a cue of several categories. Of patterns that overlap in a
text the one that begins first counts, and of those that begin together the one with most words.

A pattern of weight 0 is no cue, but takes its place: with "birthday party" at 0, "party" is no cue there. A word of
weight 0 is taken out of the wildcards of its category: with "bomb*" at 1 and "bombshell" at 0, a bombshell is no bomb.
"""

import functools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress
from typing import NamedTuple

from coverage_kit.text.lexicon import read_lexicon
from coverage_kit.text.terms import Piece, parse_terms
from coverage_kit.text.tokens import cut_at_words, normalise, stand_together

Span = tuple[int, int]

LEAST_WEIGHT = 1.0
_DIGITS = 9
_PREFIX = 2  # wildcards are looked up by so many of their first letters


class Entry(NamedTuple):
    """One row of a lexicon."""

    pattern: str
    category: str
    weight: float = 1.0


class FrameCue(NamedTuple):
    """A cue in a text: what it is a cue of, the pattern that found it, its weight and where it stands."""

    frame: str
    pattern: str
    weight: float
    start: int
    end: int


class _Pattern(NamedTuple):
    pieces: tuple[Piece, ...]
    entry: Entry
    second: str  # the first letter of the second word: most phrases are ruled out by it


@functools.cache
def generic_frames() -> tuple[Entry, ...]:
    """Return our own lexicon of generic frames; strong cues weigh 1, weak or ambiguous ones 0.5.

    The frames are the general ones of Boydstun et al. (2014) and Semetko & Valkenburg (2000), the rarest first.

    >>> list(dict.fromkeys(entry.category for entry in generic_frames()))[:3]
    ['morality', 'diplomacy', 'human_interest']
    """
    return tuple(Entry(row["pattern"], row["frame"], float(row["weight"])) for row in read_lexicon("frames"))


class FrameFinder:
    """Finds the cues of a lexicon in many texts, and tells the frame of each sentence.

    `entries` are rows of pattern, category and weight. Their order settles ties: of two categories with the same weight
    in a sentence, the one that comes first in the lexicon wins. Ours begins with the frame whose cues are rarest in
    the news, as a rare cue tells more, and ends with the most common.

    >>> finder = FrameFinder([("tax*", "economic", 1), ("party", "politics", 1), ("birthday party", "politics", 0)])
    >>> text = "The party wants lower taxes. A birthday party followed."
    >>> cues = finder.cues(text)
    >>> [(cue.frame, text[cue.start : cue.end]) for cue in cues]
    [('politics', 'party'), ('economic', 'taxes')]
    >>> finder.frames(cues, [(0, 28), (29, 55)])
    ['economic', None]
    """

    def __init__(self, entries: Iterable[tuple[str, str, float]]) -> None:
        rows = [Entry(*entry) for entry in entries]
        self.categories = list(dict.fromkeys(row.category for row in rows))
        self._ranks = {category: rank for rank, category in enumerate(self.categories)}
        self._openings = _Openings(
            _Pattern(pieces, row, pieces[1].word[0].strip("*?") if len(pieces) > 1 else "")
            for row in rows
            for term in parse_terms(row.pattern)
            for pieces in term.patterns
        )

    def cues(self, text: str, unmarked: str | None = None) -> list[FrameCue]:
        """Return the cues in the order of the text.

        `unmarked` is the text with what is not reporting blanked out; no cue stands in a blank or reaches across it.
        """
        pieces = cut_at_words(text if unmarked is None else unmarked)
        words = pieces[1::2]
        openings = list(map(self._openings.__getitem__, words))
        ends = list(accumulate(map(len, pieces)))
        cues: list[FrameCue] = []
        free_from = 0
        for first in compress(range(len(words)), openings):
            if first < free_from:
                continue
            entries, n_words = _longest(openings[first], text, words=words, ends=ends, first=first)
            if n_words:
                free_from = first + n_words
                place = ends[2 * first], ends[2 * free_from - 1]
                cues += [FrameCue(row.category, row.pattern, row.weight, *place) for row in _heaviest(entries)]
        return cues

    def frames(self, cues: Sequence[FrameCue], sentences: Sequence[Span]) -> list[str | None]:
        """Return the frame of each sentence: the one whose cues weigh most in it, None if it has no cue.

        A frame needs cues that weigh `LEAST_WEIGHT` together: one weak cue is not enough. `cues` and `sentences` are in
        the order of the text; a cue belongs to the sentence in which it begins.
        """
        found: list[str | None] = []
        number = 0
        for start, end in sentences:
            weights: defaultdict[str, float] = defaultdict(float)
            while number < len(cues) and cues[number].start < end:
                if cues[number].start >= start:
                    weights[cues[number].frame] += cues[number].weight
                number += 1
            sums = {frame: round(weight, _DIGITS) for frame, weight in weights.items()}  # ten times 0.1 are 1
            enough = [frame for frame, weight in sums.items() if weight >= LEAST_WEIGHT]
            found.append(min(enough, key=lambda frame: (-sums[frame], self._ranks[frame]), default=None))
        return found


class _Openings(dict[str, tuple[_Pattern, ...]]):
    """The patterns that each word, as written, may begin, those with most words first; remembered between texts."""

    def __init__(self, patterns: Iterable[_Pattern]) -> None:
        self._plain: defaultdict[str, list[_Pattern]] = defaultdict(list)
        self._wild: defaultdict[str, list[_Pattern]] = defaultdict(list)
        for pattern in patterns:
            form = pattern.pieces[0].word
            letters = form.replace("?", "*").partition("*")[0]
            if letters == form:
                self._plain[form].append(pattern)
            else:
                self._wild[letters[:_PREFIX] if len(letters) >= _PREFIX else ""].append(pattern)

    def __missing__(self, written: str) -> tuple[_Pattern, ...]:
        form = normalise(written)
        wild = (*self._wild.get(form[:_PREFIX], ()), *self._wild.get("", ()))
        fitting = [pattern for pattern in wild if pattern.pieces[0].form.fullmatch(form)]
        self[written] = tuple(sorted((*self._plain.get(form, ()), *fitting), key=lambda one: -len(one.pieces)))
        return self[written]


def _longest(
    patterns: Sequence[_Pattern], text: str, *, words: Sequence[str], ends: Sequence[int], first: int
) -> tuple[list[Entry], int]:
    """Return the entries of the longest patterns that stand at a word, and how many words they have."""
    entries: list[Entry] = []
    length = 0
    letter = normalise(words[first + 1])[:1] if first + 1 < len(words) else ""
    for pieces, entry, second in patterns:
        if len(pieces) < length:
            break
        if second and second != letter:
            continue
        if first + len(pieces) <= len(words) and all(
            piece.form.fullmatch(normalise(words[place]))
            and stand_together(text[ends[2 * place - 1] : ends[2 * place]], piece.gap)
            for place, piece in enumerate(pieces[1:], first + 1)
        ):
            entries.append(entry)
            length = len(pieces)
    return entries, length


def _heaviest(entries: Sequence[Entry]) -> list[Entry]:
    """Return one entry a category, the heaviest; none where one weighs 0."""
    best: dict[str, Entry] = {}
    for entry in entries:
        other = best.setdefault(entry.category, entry)
        if other.weight and (not entry.weight or entry.weight > other.weight):
            best[entry.category] = entry
    return [entry for entry in best.values() if entry.weight]
