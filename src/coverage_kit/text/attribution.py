"""Who is said to have said what: attributions in a news text, by rules."""

import re
from typing import NamedTuple

from coverage_kit.text.cues import cue_forms
from coverage_kit.text.grammar import Sentence, Span, characters, overlapping, read_sentence
from coverage_kit.text.quotes import quoted_spans
from coverage_kit.text.readings import Statement
from coverage_kit.text.sentences import paragraph_spans, split_paragraph
from coverage_kit.text.statements import read_inner, read_statements

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_DIRECT_SHARE = 0.8
# Longer "sentences" (tables, unpunctuated pages) are read piece by piece, which bounds the time they take.
_MAX_TOKENS = 400
_TAG_WORDS = 5
_SHORT_SENTENCE = 90


class Attribution(NamedTuple):
    """A source, the cue that attributes, and the content attributed; spans are character offsets into the text."""

    source_spans: tuple[Span, ...]
    cue_spans: tuple[Span, ...]
    content_spans: tuple[Span, ...]
    form: str
    depth: int = 0


class _Draft(NamedTuple):
    """An attribution that later sentences may still add content to."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    contents: list[Span]
    depth: int = 0


def find_attributions(text: str, *, in_quotations: bool = False) -> list[Attribution]:
    """Return the attributions of a text, in text order.

    Parameters
    ----------
    text : str
        The article; one line is one paragraph. Any text will do: nothing makes the function fail.
    in_quotations : bool
        Whether to add what a quoted speaker attributes in turn: "I think" and "he told me" inside quotation marks.

    Returns
    -------
    list of Attribution
        ``form`` is "direct" where at least 80 % of the content's words stand inside quotation marks, "indirect" where
        none does, else "mixed". An attribution that tells no source ("is believed to") has no source span. ``depth``
        is 1 for an attribution inside the content of another ("Ito said that Lee had asked ..."), and so on.

    Examples
    --------
    >>> text = 'The bridge "will stay shut," Ana Ruiz said. She added that repairs had begun.'
    >>> for found in find_attributions(text):
    ...     print(found.form, [text[start:end] for start, end in found.source_spans + found.content_spans])
    mixed ['Ana Ruiz', 'The bridge "will stay shut,"']
    indirect ['She', 'that repairs had begun']
    """
    quotes = quoted_spans(text)
    drafts: list[_Draft] = []
    open_draft = None
    for span in paragraph_spans(text):
        sentences = _read_paragraph(text, span, quotes)
        open_draft = _collect(sentences, drafts, open_draft, in_quotations=in_quotations)
    found = [
        Attribution(draft.source, draft.cue, tuple(draft.contents), _form(text, draft.contents, quotes), draft.depth)
        for draft in drafts
        if draft.contents
    ]
    return sorted(found, key=lambda attribution: min(attribution.cue_spans + attribution.content_spans))


def _read_paragraph(text: str, span: Span, quotes: list[Span]) -> list[Sentence]:
    """Read the sentences of a paragraph; '"Why?" she asked.' is one sentence here, and a very long one is cut."""
    sentences = []
    spans = split_paragraph(text, *span)
    position = 0
    while position < len(spans):
        start, end = spans[position]
        if position + 1 < len(spans) and _goes_on(text, end, spans[position + 1]):
            position += 1
            end = spans[position][1]
        sentences += _cut(read_sentence(text, (start, end), quotes))
        position += 1
    return sentences


def _cut(sentence: Sentence) -> list[Sentence]:
    """Cut a very long sentence into pieces."""
    length = len(sentence.words)
    if length <= _MAX_TOKENS:
        return [sentence]
    return [
        Sentence(*(part[first : first + _MAX_TOKENS] for part in sentence)) for first in range(0, length, _MAX_TOKENS)
    ]


def _goes_on(text: str, end: int, following: Span) -> bool:
    """Tell whether a quotation that ends with its sentence is followed by a short "she asked"."""
    closing = text[max(0, end - 3) : end]
    words = text[slice(*following)].lower().rstrip(".").split()
    is_tag = len(words) < _TAG_WORDS and words[-1] in cue_forms()
    return (
        closing.endswith(('"', "”", "''"))
        and ("?" in closing or "!" in closing or is_tag)
        and following[1] - following[0] < _SHORT_SENTENCE
        and text[following[0]] not in "\"“'`"
    )


def _collect(
    sentences: list[Sentence], drafts: list[_Draft], open_draft: _Draft | None, *, in_quotations: bool
) -> _Draft | None:
    """Add the attributions of a paragraph; return the one that a quotation in the next paragraph would continue.

    A sentence that is all quotation belongs to the attribution before it in its paragraph, else to the one after it,
    else to the open one of the paragraph before.
    """
    waiting: list[Span] = []
    current = None
    for sentence in sentences:
        statements = read_statements(sentence)
        if statements:
            new = [_draft(sentence, statement) for statement in statements]
            if open_draft is None or _follows_quotation(statements[0]):
                new[0].contents[:0] = waiting
            else:
                open_draft.contents.extend(waiting)
            drafts += new
            for statement in statements:
                for content in statement.contents:
                    drafts += _inner_drafts(sentence, content, in_quotations=in_quotations)
            waiting = []
            current = _continued(sentence, statements, new)
        elif _is_quotation(sentence):
            (current.contents if current else waiting).append((sentence.starts[0], sentence.ends[-1]))
            if in_quotations:
                drafts += _inner_drafts(sentence, (0, len(sentence.words)), in_quotations=True)
        else:
            waiting, current, open_draft = [], None, None
    if waiting and open_draft:
        open_draft.contents.extend(waiting)
        return open_draft
    return current


def _follows_quotation(statement: Statement) -> bool:
    """Tell whether the content stands before the cue, so that quoted sentences before it go on into it."""
    return bool(statement.contents) and statement.contents[0][0] < statement.cue[0]


def _continued(sentence: Sentence, statements: list[Statement], drafts: list[_Draft]) -> _Draft | None:
    """Return the draft that a quoted sentence after this one would continue: the last that quotes, else the last."""
    for statement, draft in zip(reversed(statements), reversed(drafts), strict=True):
        if any(any(sentence.quoted[first:last]) for first, last in statement.contents):
            return draft
    return drafts[-1] if statements[-1].quotable else None


def _draft(sentence: Sentence, statement: Statement) -> _Draft:
    source = (characters(sentence, statement.source),) if statement.source else ()
    contents = [characters(sentence, phrase) for phrase in statement.contents]
    return _Draft(source, (characters(sentence, statement.cue),), contents)


def _inner_drafts(sentence: Sentence, content: Span, *, in_quotations: bool) -> list[_Draft]:
    """Return the attributions inside a content; words in quotation marks count once, unless `in_quotations`."""
    if in_quotations:
        sentence = sentence._replace(quoted=[False] * len(sentence.words))
    return [_draft(part, statement)._replace(depth=depth) for part, statement, depth in read_inner(sentence, content)]


def _is_quotation(sentence: Sentence) -> bool:
    """Tell whether nearly all words of a sentence stand inside quotation marks."""
    if not any(sentence.quoted):
        return False
    inside = [quoted for word, quoted in zip(sentence.words, sentence.quoted, strict=True) if word[0].isalnum()]
    return bool(inside) and sum(inside) >= _DIRECT_SHARE * len(inside)


def _form(text: str, contents: list[Span], quotes: list[Span]) -> str:
    """Return "direct", "mixed" or "indirect" by the share of content words inside quotation marks."""
    words = quoted = 0
    for span in contents:
        words += len(_WORD.findall(text, *span))
        quoted += sum(len(_WORD.findall(text, *inside)) for inside in overlapping(quotes, span))
    if quoted == 0:
        return "indirect"
    return "direct" if quoted >= _DIRECT_SHARE * words else "mixed"
