"""What stands inside double quotation marks, as character spans."""

import re

from coverage_kit.text.sentences import paragraph_spans

# Single characters as branches of their own: the search then leaps from mark to mark.
_MARK = re.compile(r"\"|“|”|„|‟|«|»|``|''")
_OPENING = frozenset("“„‟«") | {"``"}
_CLOSING = frozenset("”»")


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans inside double quotation marks, without the marks.

    Straight, curly and angle marks count, and so do ``''`` and two grave accents. Marks are paired paragraph by
    paragraph; one left open closes at the end of its paragraph, so a quotation that runs over several paragraphs,
    each of which opens again, is covered. Single and nested marks are ignored.

    >>> text = 'The plan "is dead," Ms. Oduya said. ``Buried,\\'\\' she added.'
    >>> [text[start:end] for start, end in quoted_spans(text)]
    ['is dead,', 'Buried,']
    """
    marks = list(_MARK.finditer(text))
    spans = []
    first = 0
    for _, end in paragraph_spans(text) if marks else []:
        last = first
        while last < len(marks) and marks[last].start() < end:
            last += 1
        if first < last:
            spans += _quoted_in_paragraph(text, marks[first:last], end)
        first = last
    return spans


def _quoted_in_paragraph(text: str, marks: list[re.Match[str]], end: int) -> list[tuple[int, int]]:
    """Return the quoted spans of a paragraph that ends at `end` and has these marks."""
    spans = []
    opened = None
    for mark in marks:
        if opened is None:
            if _can_open(text, mark, end):
                opened = mark.end()
        elif mark.group() not in _OPENING or _closes_here(text, mark, end):
            spans.append((opened, mark.start()))
            opened = None
    if opened is not None:
        spans.append((opened, end))
    return [(first, last) for first, last in spans if text[first:last].strip()]


def _can_open(text: str, mark: re.Match[str], end: int) -> bool:
    """Tell whether a mark may open a quotation; inch marks and stray closing marks may not."""
    if mark.group() in _OPENING:
        return True
    if mark.group() in _CLOSING:
        return False
    before = text[mark.start() - 1 : mark.start()]
    after = text[mark.end() : min(mark.end() + 1, end)]
    return not (before.isalnum() or before in tuple(".,?!")) or after.isalnum()


def _closes_here(text: str, mark: re.Match[str], end: int) -> bool:
    """Tell whether an opening mark closes by its place, between a word or stop and a blank: “so“ or „so“."""
    after = text[mark.end() : min(mark.end() + 1, end)]
    return not text[mark.start() - 1].isspace() and not after.isalnum()
