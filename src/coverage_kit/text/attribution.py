"""Who is said to have said what: attributions in a news text, by rules."""

import re
from bisect import bisect_left
from typing import NamedTuple

from coverage_kit.text.cues import cue_forms, find_cues
from coverage_kit.text.grammar import Sentence, Span, characters, is_capital, overlapping, part_of, read_sentence
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
_DASHES = frozenset("—–-")
_SIGNATURE_LENGTH = 12


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
        inside = quotes[bisect_left(quotes, span) : bisect_left(quotes, (span[1], 0))] if quotes else quotes
        sentences = _read_paragraph(text, span, inside)
        signature = _signature(sentences) if open_draft and not open_draft.cue else None
        if signature:
            drafts.append(signature._replace(contents=open_draft.contents))
            open_draft = None
        else:
            open_draft = _collect(sentences, drafts, open_draft, in_quotations=in_quotations)
    found = [
        Attribution(draft.source, draft.cue, tuple(draft.contents), _form(text, draft.contents, quotes), draft.depth)
        for draft in drafts
        if draft.contents
    ]
    return sorted(found, key=lambda attribution: min(attribution.cue_spans + attribution.content_spans))


def _read_paragraph(text: str, span: Span, quotes: list[Span]) -> list[Sentence]:
    """Return the sentences of a paragraph; '"Why?" she asked.' is one sentence here, and a very long one is cut."""
    sentences = []
    spans = split_paragraph(text, *span)
    tokens = read_sentence(text, span, quotes)
    first = position = 0
    while position < len(spans):
        end = spans[position][1]
        if position + 1 < len(spans) and _goes_on(text, end, spans[position + 1]):
            position += 1
            end = spans[position][1]
        last = bisect_left(tokens.starts, end, first)
        if first == 0 and last == len(tokens.starts) <= _MAX_TOKENS:
            return [tokens]
        while first < last:
            cut = min(last, first + _MAX_TOKENS)
            sentences.append(part_of(tokens, first, cut))
            first = cut
        position += 1
    return sentences


def _goes_on(text: str, end: int, following: Span) -> bool:
    """Tell whether a quotation that ends with its sentence is followed by a short "she asked"."""
    closing = text[max(0, end - 3) : end]
    if not closing.endswith(('"', "”", "''")) or text[following[0]] in "\"“'`":
        return False
    words = text[slice(*following)].lower().split()
    is_tag = len(words) < _TAG_WORDS and words[-1].rstrip(".") in cue_forms()
    if "?" in closing or "!" in closing:
        return following[1] - following[0] < _SHORT_SENTENCE or _opens_with_tag(words)
    return is_tag


def _opens_with_tag(words: list[str]) -> bool:
    """Tell whether a name or pronoun and a cue open a sentence: "Ms. Oduya asked, as she left"."""
    return any(word[-1] in ",." and word[:-1] in cue_forms() for word in words[1:_TAG_WORDS])


def _collect(
    sentences: list[Sentence], drafts: list[_Draft], open_draft: _Draft | None, *, in_quotations: bool
) -> _Draft | None:
    """Add the attributions of a paragraph; return the one that a quotation in the next paragraph would continue.

    A sentence that is all quotation belongs to the attribution before it in its paragraph, else to the one after it,
    else to the open one of the paragraph before.
    """
    waiting: list[Span] = []
    current = lead = None
    begun = 0
    for sentence in sentences:
        statements = read_statements(sentence)
        if statements:
            new = [_draft(sentence, statement) for statement in statements]
            if current and sentence.quoted[0] and statements[0].contents[:1] and statements[0].contents[0][0] == 0:
                # One quotation has one speaker: what stands before "..., she said" was not said by the one before.
                waiting = current.contents[begun:]
                del current.contents[begun:]
            _give(waiting, new[0] if _follows_quotation(statements[0]) else open_draft or lead or new[0])
            drafts += new
            for statement in statements:
                for content in statement.contents:
                    drafts += _inner_drafts(sentence, content, in_quotations=in_quotations)
            current = _continued(sentence, statements, new)
            waiting, lead = [], (None if current else new[-1])
            is_begun = current and sentence.quoted[-1] and sentence.lower[statements[-1].cue[0]] == ":"
            begun = len(current.contents) if current and not is_begun else 0
        elif _is_quotation(sentence):
            if current and not sentence.quoted[0]:
                begun = len(current.contents)
            (current.contents if current else waiting).append((sentence.starts[0], sentence.ends[-1]))
            if in_quotations:
                drafts += _inner_drafts(sentence, (0, len(sentence.words)), in_quotations=True)
        else:
            _give(waiting, lead)
            waiting, current, open_draft, lead = [], None, None, None
    if waiting and len(waiting) == len(sentences):
        # A quotation that stands alone, with nobody to say it so far: the next paragraph may be its signature.
        open_draft = open_draft or _Draft((), (), [])
    _give(waiting, open_draft or lead)
    return open_draft or lead if waiting else current


def _signature(sentences: list[Sentence]) -> _Draft | None:
    """Read a paragraph of a dash and a name, as it stands below a quotation: "— Ana Ruiz, a judge"."""
    sentence = sentences[0]
    length = len(sentence.words) - (sentence.lower[-1] == ".")
    if len(sentences) > 1 or not 2 <= length <= _SIGNATURE_LENGTH or sentence.lower[0] not in _DASHES:
        return None
    if not is_capital(sentence.words[1]):
        return None
    return _Draft((characters(sentence, (1, length)),), (characters(sentence, (0, 1)),), [])


def _give(quotations: list[Span], draft: _Draft | None) -> None:
    """Add quotations to a draft, before those that follow them in the text."""
    if quotations and draft:
        place = 0 if draft.contents and quotations[0] < draft.contents[0] else len(draft.contents)
        draft.contents[place:place] = quotations


def _follows_quotation(statement: Statement) -> bool:
    """Tell whether the content stands before the cue, so that quoted sentences before it go on into it."""
    return bool(statement.contents) and statement.contents[0][0] < statement.cue[0]


def _continued(sentence: Sentence, statements: list[Statement], drafts: list[_Draft]) -> _Draft | None:
    """Return the draft that a quoted sentence after this one would continue: the last that quotes, else the last."""
    if True not in sentence.quoted:
        return drafts[-1] if statements[-1].quotable else None
    for statement, draft in zip(reversed(statements), reversed(drafts), strict=True):
        if any(True in sentence.quoted[first:last] for first, last in statement.contents):
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
    if True not in sentence.quoted:
        return False
    if sentence.lower[0] != '"' and find_cues(sentence):
        return False  # 'Another tweeted, "..."', which nothing could be made of
    inside = [quoted for word, quoted in zip(sentence.words, sentence.quoted, strict=True) if word[0].isalnum()]
    return bool(inside) and sum(inside) >= _DIRECT_SHARE * len(inside)


def _form(text: str, contents: list[Span], quotes: list[Span]) -> str:
    """Return "direct", "mixed" or "indirect" by the share of content words inside quotation marks."""
    inside = [part for span in contents for part in overlapping(quotes, span)] if quotes else []
    if not any(_WORD.search(text, *span) for span in inside):
        return "indirect"
    edges = sorted(edge for span in (*contents, *inside) for edge in span)
    outside = sum(len(_WORD.findall(text, *span)) for span in zip(edges[::2], edges[1::2], strict=True))
    if outside == 0:
        return "direct"
    quoted = sum(len(_WORD.findall(text, *span)) for span in inside)
    return "direct" if quoted >= _DIRECT_SHARE * (quoted + outside) else "mixed"
