"""A sentence as parallel lists of tokens, and the closed word classes that the attribution rules look up."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from coverage_kit.text.lexicon import word_set

# The first branch adds nothing; it is the fast way to most words.
_TOKEN = re.compile(r"([a-zA-Z]++(?![^ ,])|(?:[A-Z]\.){2,}|\w++(?:(?:[.'’\-]|(?<=\d),(?=\d))\w++)*+|'{2,3}|``|[^\w\s])")
_QUOTE_MARKS = "“”„‟«»"
_PAIRED_MARK = re.compile("'{2,3}|``")

AUXILIARIES = word_set(
    "is are was were be been being am has have had having do does did will would can could shall should may might must"
    " isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't"
    " cannot ain't"
)
FINITE_AUXILIARIES = AUXILIARIES - {"be", "been", "being", "having"}
BE_FORMS = word_set("is are was were be been being am isn't aren't wasn't weren't")
ADVERBS = word_set(
    "also then later once again even never often just first since still already not further finally soon ever now"
    " instead too though however sometimes always long both all recently back rather quite almost twice"
)
PRONOUNS = word_set("he she they i we it you who")
OBJECT_PRONOUNS = word_set("him her them us me himself herself themselves")
POSSESSIVES = word_set("his her their its my our your whose")
CLAUSE_OPENERS = word_set(
    "that he she they it we i you there if whether how why what when this these those nobody everyone"
)
DETERMINERS = word_set(
    "the a an his her its their our my your this that these those some any no each every another such one both many"
    " several most few all"
)
PREPOSITIONS = word_set(
    "in on at during to for with from of about by into over under against among between through without within"
    " upon toward towards across behind like near around outside inside despite amid per via as including"
)
SUBORDINATORS = word_set(
    "but while when as because if although though after before since whether what how why where so than unless until"
    " which that who whom whose once"
)
TIMES = word_set(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight tomorrow earlier late later last"
    " this week month year night morning afternoon evening day next january february march april june july august"
    " september october november december jan feb aug sept oct nov dec afterward afterwards"
)
PAUSES = frozenset(',;:—–()"?!…[]-')
STOPS = frozenset(".?!…")
_IRREGULAR_PASTS = word_set(
    "said told went came took made gave got became knew thought saw found left felt kept held brought began ran wrote"
    " stood lost paid met set led grew won sent built fell spoke drew broke chose rose sat heard meant let put cut hit"
    " showed spent sold fought caught taught sought drove ate flew threw wore sang needs wants goes makes takes gives"
    " comes says seems remains means slept woke sank stole fled tore bore hid bit dealt shot hung struck swept bought"
    " drank forgot rode shook stuck understood withdrew overcame upheld swore slid lit laid rang"
)

Span = tuple[int, int]
"""Start and end; of tokens inside a sentence (a phrase), of characters outside."""


class Sentence(NamedTuple):
    """The tokens of one sentence; the lists run in parallel."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    lower: list[str]
    quoted: list[bool]


def overlapping(spans: list[Span], span: Span) -> Iterator[Span]:
    """Yield the parts of sorted, disjoint spans that lie inside a span.

    >>> list(overlapping([(0, 2), (4, 6), (8, 9)], (1, 5)))
    [(1, 2), (4, 5)]
    """
    start, end = span
    position = max(0, bisect_right(spans, (start, start)) - 1)
    while position < len(spans) and spans[position][0] < end:
        first, last = max(start, spans[position][0]), min(end, spans[position][1])
        if first < last:
            yield first, last
        position += 1


def read_sentence(text: str, span: Span, quotes: list[Span]) -> Sentence:
    """Cut a sentence into tokens and mark those inside the quoted spans; every double quotation mark becomes ``"``.

    It is faster to read a paragraph at once and to take its sentences from it with `part_of`.

    >>> sentence = read_sentence("“No,” said Ito.", (0, 15), [(1, 4)])
    >>> sentence.words
    ['"', 'No', ',', '"', 'said', 'Ito', '.']
    >>> sentence.quoted
    [False, True, True, False, False, False, False]
    """
    # A gap and a token by turns: offsets are sums of their lengths, which is faster than to ask match by match.
    pieces = _TOKEN.split(text[slice(*span)])
    offsets = list(accumulate(map(len, pieces), initial=span[0]))
    starts, ends, words = offsets[1:-1:2], offsets[2:-1:2], pieces[1::2]
    # No token holds a blank, so all of them can be changed at once, which is faster than one by one.
    joined = " ".join(words)
    plain = joined
    for mark in _QUOTE_MARKS:
        plain = plain.replace(mark, '"')
    if "''" in plain or "``" in plain:
        plain = _PAIRED_MARK.sub('"', plain)
    if plain != joined:
        words = plain.split(" ")
    quoted = [False] * len(words)
    for start, end in overlapping(quotes, span):
        first, last = bisect_left(starts, start), bisect_right(ends, end)
        if first < last:
            quoted[first:last] = [True] * (last - first)
    lower = plain.lower().replace("’", "'").split(" ") if words else []
    return Sentence(starts, ends, words, lower, quoted)


def part_of(sentence: Sentence, first: int, last: int) -> Sentence:
    """Return a token range as a sentence of its own.

    >>> part_of(read_sentence("It rained. He left.", (0, 19), []), 3, 6).words
    ['He', 'left', '.']
    """
    starts, ends, words, lower, quoted = sentence
    part = slice(first, last)
    return Sentence(starts[part], ends[part], words[part], lower[part], quoted[part])


def is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital letter.

    >>> is_capital("Ito"), is_capital("ito")
    (True, False)
    """
    return word[0].isupper()


def looks_finite(word: str) -> bool:
    """Guess from a lower-case word alone whether it is a finite verb.

    >>> [looks_finite(word) for word in ("was", "won", "voted", "nuclear")]
    [True, True, True, False]
    """
    if word in FINITE_AUXILIARIES or word in _IRREGULAR_PASTS:
        return True
    return (len(word) > 4 and word.endswith("ed")) or word.endswith(("'s", "n't", "'re", "'ll", "'ve", "'d"))


def has_finite_verb(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a lower-case word in a token range looks like a finite verb.

    >>> sentence = read_sentence("The dam held.", (0, 13), [])
    >>> has_finite_verb(sentence, 0, 2), has_finite_verb(sentence, 0, 3)
    (False, True)
    """
    for position, word in enumerate(sentence.lower[first:last], first):
        if looks_finite(word) and not is_capital(sentence.words[position]):
            return True
    return False


def is_adverb(word: str) -> bool:
    """Tell whether a lower-case word may stand between a subject and its verb.

    >>> is_adverb("repeatedly"), is_adverb("party")
    (True, False)
    """
    return word in ADVERBS or (len(word) > 4 and word.endswith("ly"))


def characters(sentence: Sentence, phrase: Span) -> Span:
    """Turn a token range into a character span.

    >>> sentence = read_sentence("The dam held.", (0, 13), [])
    >>> characters(sentence, (1, 3))
    (4, 12)
    """
    return sentence.starts[phrase[0]], sentence.ends[phrase[1] - 1]
