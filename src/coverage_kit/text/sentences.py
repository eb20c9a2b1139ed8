"""Paragraphs and sentences of news text, as character spans."""

import re

from coverage_kit.text.lexicon import word_set

# One line is one paragraph, as in scraped articles; outer white space is left out of the span.
_PARAGRAPH = re.compile(r"\S(?:[^\n\r\u2028\u2029]*\S)?")
# A stop with the closing marks that belong to it. No look-ahead: a long run of stops must not be scanned twice.
_STOP = re.compile(r"[.?!…]++[\"'”’»)\]]*+")
_LAST_WORD_LENGTH = 24

_TITLES = word_set(
    "mr mrs ms dr prof sen rep gov gen lt col sgt capt maj adm cmdr cpl pvt rev fr hon pres supt det st mt ft vs atty"
    " dist messrs mx sens reps govs gens drs e.g i.e cf approx"
)
_BEFORE_NUMBERS = word_set("jan feb mar apr jun jul aug sep sept oct nov dec no nos art fig vol p pp")
# These end a sentence only where the next word is one that usually opens a sentence.
_ABBREVIATIONS = word_set("inc corp co ltd jr sr bros etc ave blvd rd a.m p.m ph.d b.a m.a al est dept univ")
_OPENERS = word_set(
    "the a an this that these those he she it they we i you his her its their our my but and or so yet in on at by for"
    " from to with as if when while after before since until although though because however meanwhile there here what"
    " who why how where both many some most several no not one now then still also another according"
)


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Return the span of every line that holds something, without outer white space.

    >>> paragraph_spans("First line.\\n\\n  Second line. ")
    [(0, 11), (15, 27)]
    """
    return [match.span() for match in _PARAGRAPH.finditer(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences; every character that is not white space is in exactly one.

    >>> text = 'Mr. Ito left the U.S. on Feb. 28. "We are done." He smiled.'
    >>> [text[start:end] for start, end in sentence_spans(text)]
    ['Mr. Ito left the U.S. on Feb. 28.', '"We are done."', 'He smiled.']
    """
    return [span for start, end in paragraph_spans(text) for span in split_paragraph(text, start, end)]


def split_paragraph(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the sentence spans inside one paragraph span.

    >>> split_paragraph("It rained. It stopped.", 0, 22)
    [(0, 10), (11, 22)]
    """
    spans = []
    for stop in _STOP.finditer(text, start, end):
        after = stop.end()
        if after >= end:
            break
        if not text[after].isspace():
            continue
        following = after + 1
        if text[following].isspace():
            following = _skip_space(text, following, end)
        if _ends_sentence(text, stop, start=start, following=following):
            spans.append((start, after))
            start = following
    spans.append((start, end))
    return spans


def _skip_space(text: str, position: int, end: int) -> int:
    while position < end and text[position].isspace():
        position += 1
    return position


def _ends_sentence(text: str, stop: re.Match[str], *, start: int, following: int) -> bool:
    """Tell whether a stop ends the sentence that began at `start`; `following` is where the next word begins."""
    next_character = text[following]
    if next_character.islower() or next_character in ".…,;:?!)":
        return False
    mark = stop.group()
    if mark[0] != "." or mark.startswith(".."):
        return True
    word = _word_before(text, start, stop.start()).lower()
    if not word:
        return True
    if word in _TITLES and len(mark) == 1:
        return False
    if word in _BEFORE_NUMBERS:
        return not next_character.isdigit()
    if word in _ABBREVIATIONS or "." in word or (len(word) == 1 and word.isalpha()):
        return _opens_sentence(text, following)
    return True


def _word_before(text: str, start: int, end: int) -> str:
    """Return the word, inner stops included, that ends at `end`; long words are cut."""
    floor = max(start, end - _LAST_WORD_LENGTH)
    last = text[text.rfind(" ", floor, end) + 1 or floor : end]
    if last.isalnum():
        return last
    position = end
    while position > floor and (text[position - 1].isalnum() or text[position - 1] == "."):
        position -= 1
    return text[position:end].strip(".")


def _opens_sentence(text: str, position: int) -> bool:
    """Tell whether the word at `position` is one that usually opens a sentence."""
    end = position
    while end < len(text) and text[end] in "\"'“‘(":
        end += 1
        position = end
    while end < len(text) and end - position < 12 and text[end].isalpha():
        end += 1
    return text[position:end].lower() in _OPENERS
