"""From the cues of one sentence to its statements, none inside another."""

from coverage_kit.text.adjuncts import skip_adjunct
from coverage_kit.text.contents import sentence_end, trim
from coverage_kit.text.cues import Cue, find_cues
from coverage_kit.text.grammar import Sentence, is_capital
from coverage_kit.text.readings import Place, Statement, read_cue

_MAX_LABEL = 7


def read_statements(sentence: Sentence) -> list[Statement]:
    """Return the statements of a sentence, none inside another, from left to right.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> text = "Ms. Oduya said that the bridge was safe."
    >>> sentence = read_sentence(text, (0, len(text)), [])
    >>> [statement.source for statement in read_statements(sentence)]
    [(0, 3)]
    """
    cues = find_cues(sentence)
    opening = _read_label(sentence)
    if not cues:
        return [opening] if opening else []
    start = Place(sentence, cues[0], {cue.first: cue for cue in cues}, 0, sentence_end(sentence), None)
    opening = opening or _read_outer(start, cues)
    statements = [opening] if opening else []
    floor = _statement_end(opening) if opening else 0
    for cue in cues:
        if cue.first >= floor:
            previous = statements[-1] if statements else None
            statement = read_cue(start._replace(cue=cue, floor=floor, previous=previous))
            if statement:
                statements.append(statement)
                floor = _statement_end(statement)
    return statements


def _statement_end(statement: Statement) -> int:
    return max(span[1] for span in (*statement.contents, statement.cue, statement.source or statement.cue))


def _read_label(sentence: Sentence) -> Statement | None:
    """Read a name, a colon and a quotation, as headlines and transcripts have them: "Ito: 'We are ready'"."""
    if ":" not in sentence.lower[1:_MAX_LABEL]:
        return None
    colon = sentence.lower.index(":", 1)
    content = trim(sentence, colon + 1, len(sentence.lower))
    if content is None or not all(is_capital(word) or word == "." for word in sentence.words[:colon]):
        return None
    if sentence.lower[colon + 1] not in ('"', "‘", "'"):
        return None
    return Statement((0, colon), (colon, colon + 1), (content,), True)


def _read_outer(start: Place, cues: list[Cue]) -> Statement | None:
    """Return the statement whose cue closes the sentence, "C, S said" or "C, according to S": all before is content."""
    for cue in cues[:0:-1][:3]:
        if not cue.kinds & {"clause", "preposition"}:
            continue
        place = start._replace(cue=cue)
        statement = read_cue(place)
        if statement is None or len(statement.contents) != 1:
            continue
        (content,) = statement.contents
        if content[0] <= 1 and content[1] < cue.first and _closes(place, statement):
            return statement
    return None


def _closes(place: Place, statement: Statement) -> bool:
    """Tell whether nothing but an adjunct or ", adding ..." follows a statement."""
    sentence, cue, cue_at, _, end, _ = place
    last = _statement_end(statement)
    if sentence.lower[cue.first - 1] == '"' or trim(sentence, skip_adjunct(sentence, last, end), end) is None:
        return True
    following = cue_at.get(last + 1)
    return sentence.lower[last] == "," and following is not None and following.form.shape == "ing"
