"""From the cues of one sentence to its statements, and to those that stand inside their contents."""

from collections.abc import Iterator
from itertools import pairwise

from coverage_kit.text.adjuncts import skip_adjunct
from coverage_kit.text.contents import sentence_end, trim
from coverage_kit.text.cues import Cue, cue_forms, find_cues
from coverage_kit.text.grammar import DETERMINERS, PAUSES, Sentence, Span, has_finite_verb, is_capital
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.phrases import noun_phrase_before, sentence_subject, subject_after
from coverage_kit.text.readings import Place, Statement, read_cue

_MAX_LABEL = 7
_BEFORE_LABEL = frozenset("—–-")
_MAX_PLACE = 5
_TAG_REACH = 10
_MAX_DEPTH = 3
_JOINTS = word_set("and but")
_INSERTING = frozenset(",;—–")
_TAG_MARKS = frozenset(",?!")
_PERSONS = word_set("he she they")
_OPENING = frozenset({'"', "that"})


def read_statements(sentence: Sentence) -> list[Statement]:
    """Return the statements of a sentence, none inside another, from left to right.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> text = "Ms. Oduya said that the bridge was safe."
    >>> sentence = read_sentence(text, (0, len(text)), [])
    >>> [statement.source for statement in read_statements(sentence)]
    [(0, 3)]
    """
    cues = find_cues(sentence)
    has_colon = ":" in sentence.lower
    opening = (_read_label(sentence) if has_colon else None) or _read_quotation_tag(sentence, cues)
    if not cues:
        opening = opening or (_read_introduction(sentence, [], 0) if has_colon else None)
        return [opening] if opening else []
    start = Place(sentence, cues[0], {cue.first: cue for cue in cues}, 0, sentence_end(sentence), None)
    opening = opening or _read_outer(start, cues)
    statements = [opening] if opening else []
    floor = _statement_end(opening) if opening else 0
    for cue in cues:
        if cue.first >= floor:
            previous = statements[-1] if statements else None
            statement = read_cue(Place(sentence, cue, start.cue_at, floor, start.end, previous))
            if statement:
                statements.append(statement)
                floor = _statement_end(statement)
    introduced = _read_introduction(sentence, statements, floor) if has_colon else None
    return [*statements, introduced] if introduced else statements


def read_inner(sentence: Sentence, content: Span, depth: int = 1) -> Iterator[tuple[Sentence, Statement, int]]:
    """Yield what is attributed inside a content, each with the part of the sentence it was read in and its depth.

    Words in quotation marks are attributed once, by the statement outside.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> text = "Ito said that she hoped he would stay."
    >>> sentence = read_sentence(text, (0, len(text)), [])
    >>> [(part.words[slice(*inner.source)], depth) for part, inner, depth in read_inner(sentence, (2, 8))]
    [(['she'], 1)]
    """
    first, last = content
    if cue_forms().keys().isdisjoint(sentence.lower[first:last]):
        return
    while first < last and sentence.lower[first] in _OPENING:
        first += 1
    while first < last and sentence.lower[last - 1] == '"':
        last -= 1
    # In "Ito said she hoped for rain and that it came", the second clause is Ito's.
    joints = [at for at in range(first, last - 1) if sentence.lower[at + 1] == "that" and sentence.lower[at] in _JOINTS]
    for start, end in pairwise([first, *joints, last]):
        part = Sentence(*(values[start + 2 * (start in joints) : end] for values in sentence))
        for statement in read_statements(part):
            if any(True in part.quoted[start:end] for start, end in statement.contents):
                continue
            yield part, statement, depth
            if depth < _MAX_DEPTH:
                for inner in statement.contents:
                    yield from read_inner(part, inner, depth + 1)


def _statement_end(statement: Statement) -> int:
    return max(span[1] for span in (*statement.contents, statement.cue, statement.source or statement.cue))


def _read_label(sentence: Sentence) -> Statement | None:
    """Read a name, a colon and a quotation, as headlines and transcripts have them: "Ito: 'We are ready'"."""
    if ":" not in sentence.lower[1:]:
        return None
    colon = sentence.lower.index(":", 1)
    content = trim(sentence, colon + 1, len(sentence.lower))
    if content is None or sentence.lower[colon + 1] not in ('"', "‘", "'"):
        return None
    first = colon
    while first > 0 and sentence.lower[first - 1] not in _BEFORE_LABEL:
        first -= 1
    words = sentence.words[first:colon]
    if not 0 < len(words) < _MAX_LABEL or not all(is_capital(word) or word in (".", "and") for word in words):
        return None
    return Statement((first, colon), (colon, colon + 1), (content,), True)


def _read_introduction(sentence: Sentence, statements: list[Statement], floor: int) -> Statement | None:
    """Read a clause without a cue that leads to a quotation by a colon: "Ito wagged a finger: 'Not so'"."""
    lower = sentence.lower
    if ":" not in lower[floor:] or (statements and not statements[-1].contents):
        return None
    colon = lower.index(":", floor)
    if sentence.quoted[colon] or lower[colon + 1 : colon + 2] not in (['"'], []):
        return None
    content = trim(sentence, colon + 1, len(lower))
    source = sentence_subject(sentence, 0, colon)
    if is_capital(sentence.words[colon - 1]) and not has_finite_verb(sentence, 0, colon):
        start = colon - lower[colon - 1 :: -1].index("from") if "from" in lower[:colon] else 0  # "More from Ito: '...'"
        source = noun_phrase_before(sentence, start, colon)
    if source is None or not (_may_speak(sentence, source) or (content and _may_hold_words(sentence, source, colon))):
        return None
    return Statement(source, (colon, colon + 1), (content,) if content else (), True)


def _may_speak(sentence: Sentence, phrase: Span) -> bool:
    """Tell whether a phrase is a pronoun for a person or ends with a name."""
    last = phrase[1] - 1
    is_name = is_capital(sentence.words[last]) and sentence.lower[last] not in DETERMINERS
    return is_name or sentence.lower[phrase[0]] in _PERSONS


def _may_hold_words(sentence: Sentence, phrase: Span, colon: int) -> bool:
    """Tell whether a phrase may be a thing with words on it, and a verb follows: "the sign was plain: '...'"."""
    first, last = phrase
    return last < colon and last - first > 1 and sentence.lower[first] in DETERMINERS


def _read_quotation_tag(sentence: Sentence, cues: list[Cue]) -> Statement | None:
    """Read any verb after a quotation that ends in a comma: "'We are ready,' Ito huffed", "'Ready?' mocked Ito"."""
    lower = sentence.lower
    if not lower or lower[0] != '"':
        return None
    close = next((at for at in range(2, len(lower)) if lower[at] == '"' and lower[at - 1] in _TAG_MARKS), None)
    if close is None or any(close < cue.first < close + _TAG_REACH and "clause" in cue.kinds for cue in cues):
        return None
    end = sentence_end(sentence)
    first = close + 1
    if (
        first + 1 < end
        and _is_tag_verb(sentence, first)
        and (is_capital(sentence.words[first + 1]) or lower[first + 1] in DETERMINERS)
    ):
        source = subject_after(sentence, first + 1, end)
        return _tag(sentence, close, source, (first, first + 1)) if source else None
    source = subject_after(sentence, first, end, appositive=False)
    for verb in range(first + 1, min(close + _TAG_REACH, len(lower))):
        if source and _is_tag_verb(sentence, verb) and not has_finite_verb(sentence, first, verb):
            return _tag(sentence, close, (first, verb), (verb, verb + 1))
        if lower[verb] in PAUSES:
            return None
    return None


def _is_tag_verb(sentence: Sentence, position: int) -> bool:
    word = sentence.lower[position]
    is_verb = word.endswith("ed") or any(form.shape in ("past", "third") for form in cue_forms().get(word, ()))
    return is_verb and not sentence.quoted[position] and not is_capital(sentence.words[position])


def _tag(sentence: Sentence, close: int, source: Span, verb: Span) -> Statement:
    """Put a tag and its quotation together, with what is quoted after the tag."""
    end = sentence_end(sentence)
    after = max(source[1], verb[1])
    goes_on = after + 1 < end and '"' in sentence.lower[after : after + 2]
    rest = trim(sentence, sentence.lower.index('"', after), len(sentence.lower)) if goes_on else None
    return Statement(source, verb, ((0, close + 1), rest) if rest else ((0, close + 1),), True)


def _read_outer(start: Place, cues: list[Cue]) -> Statement | None:
    """Return the statement that takes all before it as content: "C, S said", "C, according to S", "C1, S said, C2"."""
    sentence = start.sentence
    for cue in cues[:0:-1][:3]:
        if not cue.kinds & {"clause", "preposition"}:
            continue
        place = start._replace(cue=cue)
        statement = read_cue(place)
        if statement is None or not statement.contents:
            continue
        before, *after = statement.contents
        holds = _is_inserted if after else _closes
        said_first = before[1] < cue.first or sentence.lower[0] == '"' or has_finite_verb(sentence, *before)
        if before[0] <= 1 and before[1] <= cue.first and said_first and holds(place, statement):
            return statement
    return None


def _is_inserted(place: Place, statement: Statement) -> bool:
    """Tell whether pauses part source and cue from the content on both sides: "C1, S said, C2"."""
    sentence = place.sentence
    (_, before), (after, _) = statement.contents[:2]
    source = statement.source or statement.cue
    first, last = min(source[0], statement.cue[0]), max(source[1], statement.cue[1])
    last = skip_adjunct(sentence, last, place.end)
    return (
        sentence.lower[first - 1] in _INSERTING
        and sentence.lower[last] in _INSERTING
        and before >= first - 3
        and after <= last + 3
    )


def _closes(place: Place, statement: Statement) -> bool:
    """Tell whether nothing but an adjunct or ", adding ..." follows a statement."""
    sentence, cue, cue_at, _, end, _ = place
    last = _statement_end(statement)
    if sentence.lower[cue.first - 1] == '"' or trim(sentence, skip_adjunct(sentence, last, end), end) is None:
        return True
    if statement.source and statement.source[0] == cue.last and is_capital(sentence.words[cue.last]):
        return True
    if "preposition" in cue.kinds and end - last <= _MAX_PLACE and not has_finite_verb(sentence, last, end):
        return True
    following = cue_at.get(last + 1)
    return sentence.lower[last] == "," and following is not None and following.form.shape == "ing"
