"""One cue and its surroundings read by kind: who (source), by which words (cue), says what (content)."""

from collections.abc import Mapping
from typing import NamedTuple

from coverage_kit.text.adjuncts import skip_to_content
from coverage_kit.text.contents import (
    begin_at_quotation,
    content_after,
    is_clause,
    question_after,
    quotation_after,
    trim,
)
from coverage_kit.text.cues import Cue
from coverage_kit.text.grammar import (
    ADVERBS,
    BE_FORMS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    Sentence,
    Span,
    has_finite_verb,
    is_adverb,
    is_capital,
)
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.phrases import noun_phrase_before, sentence_subject, skip_back, subject_after, subject_before

_BEFORE_PARENTHESIS = frozenset(',"?!—…')
_FRONTED = word_set("while although though after when because as if since")
_NO_SUBJECT = PREPOSITIONS | SUBORDINATORS
_NO_CONTINUATION = word_set("who which whose referring citing with in")


class Statement(NamedTuple):
    """One attribution inside a sentence, in token ranges.

    `quotable` tells whether a quotation may follow in the next sentence, `participle` whether the cue is one.
    """

    source: Span | None
    cue: Span
    contents: tuple[Span, ...]
    quotable: bool
    participle: bool = False


class Place(NamedTuple):
    """A cue and what surrounds it: the cues of its sentence by position, and the range that is still free."""

    sentence: Sentence
    cue: Cue
    cue_at: Mapping[int, Cue]
    floor: int
    end: int
    previous: Statement | None


def read_cue(place: Place) -> Statement | None:
    """Read one cue by its kind.

    >>> from coverage_kit.text.cues import find_cues
    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("It rained, according to Ito.", (0, 28), [])
    >>> (cue,) = find_cues(sentence)
    >>> statement = read_cue(Place(sentence, cue, {cue.first: cue}, 0, 6, None))
    >>> statement.source, statement.contents
    ((5, 6), ((0, 2),))
    """
    kinds = place.cue.kinds
    if "preposition" in kinds:
        return _read_according_to(place)
    if kinds & {"adverb", "passive"}:
        return _read_hedged(place)
    if "question" in kinds:
        return _statement(place, None, question_after(place.sentence, place.cue.last, place.end))
    if _is_inverted(place):
        return _read_inverted(place)
    if place.cue.form.shape == "ing" and not _is_progressive(place):
        return _read_participle(place)
    return _read_verb(place)


def _statement(place: Place, source: Span | None, *contents: Span | None) -> Statement | None:
    """Put a statement together from the contents that were found."""
    if source and "clause" not in place.cue.kinds and place.sentence.lower[source[0]] in ("that", "which"):
        return None  # "talks that offer a chance": things do so without saying anything
    found = tuple(content for content in contents if content)
    cue = (place.cue.first, place.cue.last)
    introduces = "clause" in place.cue.kinds and place.sentence.lower[-1] == ":"
    if not found and not introduces:
        return None
    return Statement(source, cue, found, "clause" in place.cue.kinds, place.cue.form.shape == "ing")


def _read_according_to(place: Place) -> Statement | None:
    """Read "C, according to S" and "According to S, C"."""
    sentence, cue, _, floor, end, _ = place
    is_fronted = cue.first <= floor + 2
    source = subject_after(sentence, cue.last, end, appositive=not is_fronted)
    if source is None:
        return None
    if not is_fronted:
        return _statement(place, source, trim(sentence, floor, cue.first))
    return _statement(place, source, trim(sentence, source[1], end))


def _read_hedged(place: Place) -> Statement | None:
    """Read "X is believed to C" and "X reportedly C": the hedge names no source, all around it is content."""
    sentence, cue, cue_at, floor, end, _ = place
    subject = subject_before(sentence, floor, cue.first)
    return _statement(place, None, subject, content_after(sentence, cue.last, end, cue=cue, cue_at=cue_at))


def _is_inverted(place: Place) -> bool:
    """Tell "C, said S" from "S, an expert, said C"."""
    sentence, cue, _, floor, end, _ = place
    first, after = cue.first, cue.last
    if cue.form.shape not in ("past", "third") or "clause" not in cue.kinds or cue.form.verb == "tell":
        return False
    if first <= floor or after >= end:
        return False
    word, before = sentence.lower[after], sentence.lower[first - 1]
    if word in TIMES or sentence.quoted[after] or word in _NO_SUBJECT:
        return False
    if before == '"' or sentence.quoted[first - 1]:
        return word[0].isalnum() and not is_adverb(word)
    if before not in (",", "?", "!", "—"):
        return False
    if not (is_capital(sentence.words[after]) or word in DETERMINERS or word in PRONOUNS):
        return False
    source = subject_after(sentence, after, end, appositive=False)
    if source is None or has_finite_verb(sentence, *source) or not has_finite_verb(sentence, floor, first):
        return False
    return source[1] >= end or sentence.lower[source[1]] in (",", "in", "on", "who")


def _read_inverted(place: Place) -> Statement | None:
    sentence, cue, cue_at, floor, end, _ = place
    source = subject_after(sentence, cue.last, end)
    if source is None:
        return None
    before = trim(sentence, begin_at_quotation(sentence, floor, cue.first), cue.first)
    return _statement(place, source, before, quotation_after(sentence, source[1], end, cue=cue, cue_at=cue_at))


def _is_progressive(place: Place) -> bool:
    """Tell "Ito was saying" from "Ito left, saying"."""
    first = place.cue.first
    return first > 0 and (
        place.sentence.lower[first - 1] in BE_FORMS
        or place.sentence.lower[skip_back(place.sentence, 0, first)] in BE_FORMS
    )


def _read_participle(place: Place) -> Statement | None:
    """Read ", adding that C": the source is that of the statement before, or else the subject of the sentence."""
    sentence, cue, _, floor, _, previous = place
    source = previous.source if previous else sentence_subject(sentence, floor, cue.first)
    if source is None:
        return None
    return _statement(place, source, _right_content(place, source))


def _right_content(place: Place, source: Span) -> Span | None:
    """Return the content after the cue, or None where a verb that takes a clause has none."""
    sentence, cue, cue_at, floor, end, _ = place
    clause = "main"
    opener = source[0] - 1
    if _is_relative(sentence, source) or cue.form.shape == "ing":
        clause = "relative"
    elif opener >= 0 and sentence.lower[opener] in _FRONTED and (opener <= floor or sentence.lower[opener - 1] == ","):
        clause = "fronted"
    content = content_after(sentence, cue.last, end, cue=cue, cue_at=cue_at, clause=clause)
    if content and cue.kinds == {"clause"} and not is_clause(sentence, *content):
        return None
    return content


def _is_relative(sentence: Sentence, source: Span) -> bool:
    return source[1] - source[0] == 1 and sentence.lower[source[0]] in ("who", "which", "that")


def _read_verb(place: Place) -> Statement | None:
    """Read "S said C" and "C, S said"."""
    sentence, cue, _, floor, _, _ = place
    infinitive = sentence.lower[cue.first - 1 : cue.first] == ["to"]
    source = None if infinitive else subject_before(sentence, floor, cue.first)
    if source is None:
        source = _distant_subject(place)
        return _statement(place, source, _right_content(place, source)) if source else None
    lead = source[0]
    while lead > floor and sentence.lower[lead - 1] in ADVERBS | {"but", "and"}:
        lead -= 1
    if "clause" in cue.kinds and not _is_relative(sentence, source) and _is_parenthetical(place, lead):
        return _read_parenthetical(place, source, lead)
    return _statement(place, source, _right_content(place, source))


def _distant_subject(place: Place) -> Span | None:
    """Return the subject of a verb that does not follow it: "Ito sat down and said", "Ito, who knew it, said"."""
    sentence, cue, _, floor, _, previous = place
    verb = skip_back(sentence, 0, cue.first)
    before = sentence.lower[verb - 1] if verb else ""
    if before == "," and previous and previous.source:
        first = previous.source[0]
        if _is_relative(sentence, previous.source) and first > 1 and sentence.lower[first - 1] == ",":
            return noun_phrase_before(sentence, 0, first - 1)
        return previous.source if previous.participle else None
    if before not in ("and", "but", "then", "to"):
        return None
    return previous.source if previous else sentence_subject(sentence, floor, verb - 1)


def _is_parenthetical(place: Place, lead: int) -> bool:
    """Tell "C, S said" from "On Monday, S said C"; `lead` is where the part with the source begins."""
    sentence, cue, _, floor, end, _ = place
    lower = sentence.lower
    if lead <= floor or not (lower[lead - 1] in _BEFORE_PARENTHESIS or sentence.quoted[lead - 1]):
        return False
    rest = skip_to_content(sentence, cue.last, end, cue=cue)
    if trim(sentence, rest, end) is None:
        return trim(sentence, floor, lead) is not None
    has_quotation = any(sentence.quoted[floor:lead])
    comma = rest - 1
    opens_quotation = lower[rest] == '"' or sentence.quoted[rest]
    if has_quotation and (lower[lead - 1] == '"' or sentence.quoted[lead - 1]):
        is_fronted = lower[floor] in SUBORDINATORS | PREPOSITIONS and is_clause(sentence, rest, end)
        return not is_fronted or lower[comma] == ","
    return lower[comma] == "," and not opens_quotation


def _read_parenthetical(place: Place, source: Span, lead: int) -> Statement | None:
    """Read "C1, S said" and what goes on after it: "C1, S said, C2"."""
    sentence, cue, cue_at, floor, end, _ = place
    before = trim(sentence, begin_at_quotation(sentence, floor, lead), lead)
    quotation = quotation_after(sentence, cue.last, end, cue=cue, cue_at=cue_at)
    if quotation or any(sentence.quoted[floor:lead]):
        return _statement(place, source, before, quotation)
    rest = skip_to_content(sentence, cue.last, end, cue=cue)
    goes_on = rest < end and sentence.lower[rest] not in _NO_CONTINUATION and rest not in cue_at
    after = content_after(sentence, rest, end, cue=cue, cue_at=cue_at) if goes_on else None
    return _statement(place, source, before, after)
