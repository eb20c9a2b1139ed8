"""One cue and its surroundings read by kind: who (source), by which words (cue), says what (content)."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coverage_kit.text.adjuncts import WITH_ADDRESSEE, skip_to_content
from coverage_kit.text.contents import (
    begin_at_quotation,
    content_after,
    is_clause,
    question_after,
    quotation_after,
    trim,
)
from coverage_kit.text.cues import Cue, aside_start, owner_of
from coverage_kit.text.grammar import (
    ADVERBS,
    BE_FORMS,
    DETERMINERS,
    OBJECT_PRONOUNS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    Sentence,
    Span,
    has_finite_verb,
    is_adverb,
    is_capital,
    looks_finite,
)
from coverage_kit.text.lexicon import word_set
from coverage_kit.text.phrases import (
    noun_phrase_before,
    sentence_subject,
    skip_back,
    sound_source,
    subject_after,
    subject_before,
)

_BEFORE_PARENTHESIS = frozenset(',"?!—…')
_MERE_PRONOUNS = word_set("it this that them him her so not too me us")
_UNNAMED = word_set("named identified withheld quoted")
_NO_INFINITIVES = DETERMINERS | OBJECT_PRONOUNS  # "agreed to the plan": an action, no wish
_NOBODY = word_set("nobody neither none no anyone somebody you had")  # "had": "had anyone mentioned it"
_CALLERS = word_set("i we you")
_BRINGING = word_set("announce want offer issue")
_DESCRIBING = word_set("who whose which a an the")
_FRONTED = word_set("while although though after when because as if since")
_RELATIVE_OBJECTS = word_set("whom which what")
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
    if "noun" in kinds:
        return _read_noun(place)
    if "question" in kinds:
        return _statement(place, None, question_after(place.sentence, place.cue.last, place.end))
    if _is_inverted(place):
        return _read_inverted(place)
    if place.cue.form.shape == "ing" and not _is_progressive(place):
        return _read_participle(place)
    return _read_verb(place)


def _statement(place: Place, source: Span | None, *contents: Span | None) -> Statement | None:
    """Put a statement together from the contents that were found."""
    if source:
        source = sound_source(place.sentence, source)
        if source is None:
            return None
    opener = place.sentence.lower[source[0]] if source else ""
    if opener in ("that", "which") and "clause" not in place.cue.kinds:
        return None  # "talks that offer a chance": things do so without saying anything
    if opener in _NOBODY and not any(content and is_clause(place.sentence, *content) for content in contents):
        return None  # "nobody praised it", "you call it luck"
    if any(content and _reports_nothing(place, opener, content) for content in contents):
        return None
    if "quotation" in place.cue.form.kinds and not _quotes(place, contents):
        return None
    found = tuple([content for content in contents if content and not _is_empty(place.sentence, *content)])
    if place.cue.form.stance == "attitude" and place.cue.form.particles[-1:] == ("to",):
        found = tuple(span for span in found if place.sentence.lower[span[0]] not in _NO_INFINITIVES)
    cue = (place.cue.first, place.cue.last)
    introduces = "clause" in place.cue.kinds and (place.sentence.lower[-1] == ":" or _is_bare(place))
    if not found and not introduces:
        return None
    return Statement(source, cue, found, "clause" in place.cue.kinds, place.cue.form.shape == "ing")


def _reports_nothing(place: Place, opener: str, content: Span) -> bool:
    """Tell what only looks like an attribution by its first words: "knows how to win", "announced no plan", "I call".

    `opener` is the first word of the source.
    """
    sentence, cue = place.sentence, place.cue
    following = sentence.lower[content[0] : content[0] + 2]
    if cue.form.verb == "call":  # on the telephone, or by what name one goes
        is_caller = following[0] in OBJECT_PRONOUNS and following[-1] in PREPOSITIONS | TIMES | {"and"}
        return is_caller or (cue.form.shape == "base" and opener in _CALLERS)
    if following[0] == "no" and cue.form.verb in _BRINGING:
        return not is_clause(sentence, *content)
    return following == ["how", "to"] and cue.form.stance in ("other", "attitude")


def _is_bare(place: Place) -> bool:
    """Tell whether the cue closes its sentence, so that a quotation may follow in the next: "Ito agreed."."""
    return place.cue.last >= place.end and place.cue.form.shape in ("past", "third")


def _quotes(place: Place, contents: Iterable[Span | None]) -> bool:
    """Tell whether a content begins or ends with a quotation mark."""
    edges = [edge for content in contents if content for edge in (content[0], content[1] - 1)]
    return any(place.sentence.lower[edge] == '"' for edge in edges)


def _is_empty(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a content says nothing: a mere pronoun, or how the source wishes to be named."""
    words = sentence.lower[first : min(last, first + 6)]
    if len(words) == 1:
        return words[0] in _MERE_PRONOUNS or words[0] == "anonymity"
    return "anonymity" in words[:3] or ("be" in words[:4] and not _UNNAMED.isdisjoint(words))


def _read_according_to(place: Place) -> Statement | None:
    """Read "C, according to S", "According to S, C" and "C1, according to S, C2"."""
    sentence, cue, _, floor, end, _ = place
    is_fronted = cue.first <= floor + 2
    before = None if is_fronted else trim(sentence, floor, cue.first)
    # "By May, according to Ito, all was lost"
    is_adjunct = (
        before and not has_finite_verb(sentence, *before) and _is_adjunct_or_subject(sentence, before, cue, end)
    )
    source = subject_after(sentence, cue.last, end, appositive=not (is_fronted or is_adjunct))
    if source is None:
        return None
    goes_on = is_fronted or (is_adjunct and sentence.lower[source[1] : source[1] + 1] == [","])
    return _statement(place, source, before, trim(sentence, source[1], end) if goes_on else None)


def _is_adjunct_or_subject(sentence: Sentence, before: Span, cue: Cue, end: int) -> bool:
    """Tell whether a content only begins before "according to": "By May, ...", "Mr. Lee, according to Ito, left"."""
    if sentence.lower[before[0]] in PREPOSITIONS:
        return True
    source = subject_after(sentence, cue.last, end, appositive=False)
    verb = source[1] + 1 if source and sentence.lower[source[1] : source[1] + 1] == [","] else end
    return sentence.lower[cue.first - 1] == "," and verb < end and looks_finite(sentence.lower[verb])


def _read_hedged(place: Place) -> Statement | None:
    """Read "X is believed to C" and "X reportedly C": the hedge names no source, all around it is content."""
    sentence, cue, cue_at, floor, end, _ = place
    subject = None if cue.form.verb in WITH_ADDRESSEE else subject_before(sentence, floor, cue.first)
    return _statement(place, None, subject, content_after(sentence, cue.last, end, cue=cue, cue_at=cue_at))


def _read_noun(place: Place) -> Statement | None:
    """Read "S's claim that C"."""
    sentence, cue, cue_at, floor, end, _ = place
    owner = owner_of(sentence, cue.first)
    if owner is None:
        return None
    aside = aside_start(sentence, cue.first) if "aside" in cue.kinds else None
    if sentence.lower[owner] in POSSESSIVES:
        source = (owner, owner + 1)
    else:
        source = noun_phrase_before(sentence, floor if aside is None else aside + 1, owner + 1)
    if aside is not None:  # "in Ito's view, C", "C1, in Ito's view, C2"
        return _statement(place, source, trim(sentence, floor, max(aside, floor)), trim(sentence, cue.last, end))
    start = cue.last + (sentence.lower[cue.last] in BE_FORMS)
    return _statement(place, source, content_after(sentence, start, end, cue=cue, cue_at=cue_at, clause="relative"))


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
    if source is None or has_finite_verb(sentence, *source):
        return False
    if not (has_finite_verb(sentence, floor, first) or is_capital(sentence.words[after])):
        return False
    if not is_capital(sentence.words[after]) and _is_described(sentence, floor, first):
        return False
    return source[1] >= end or sentence.lower[source[1]] in (",", "in", "on", "who")


def _is_described(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a range begins with a noun phrase and its description: "Ito, who left," or "Ito, a clerk,"."""
    lower = sentence.lower
    comma = lower.index(",", first, last) if "," in lower[first:last] else last
    return comma < last - 1 and not has_finite_verb(sentence, first, comma) and lower[comma + 1] in _DESCRIBING


def _read_inverted(place: Place) -> Statement | None:
    sentence, cue, cue_at, floor, end, _ = place
    source = subject_after(sentence, cue.last, end)
    if source is None:
        return None
    before = trim(sentence, begin_at_quotation(sentence, floor, cue.first), cue.first)
    after = quotation_after(sentence, source[1], end, cue=cue, cue_at=cue_at)
    verb = source[1] + 1
    is_split = before and not after and not has_finite_verb(sentence, *before)
    if is_split and verb < end and looks_finite(sentence.lower[verb]):
        after = content_after(sentence, verb, end, cue=cue, cue_at=cue_at)  # "Hotels, said Ito, were full"
    return _statement(place, source, before, after)


def _is_progressive(place: Place) -> bool:
    """Tell "Ito was saying" from "Ito left, saying"."""
    first = place.cue.first
    return first > 0 and (
        place.sentence.lower[first - 1] in BE_FORMS
        or place.sentence.lower[first - 1].endswith(("'m", "'re"))
        or place.sentence.lower[skip_back(place.sentence, 0, first)] in BE_FORMS
    )


def _read_participle(place: Place) -> Statement | None:
    """Read ", adding that C": the source is that of the statement before, or else the subject of the sentence."""
    sentence, cue, _, floor, _, previous = place
    part = cue.first
    while part > floor and sentence.lower[part - 1] != ";":
        part -= 1
    if previous and part <= floor:
        source = previous.source
    else:
        source = sentence_subject(sentence, part, cue.first)
    if source is None:
        return None
    return _statement(place, source, _right_content(place, source))


def _right_content(place: Place, source: Span) -> Span | None:
    """Return the content after the cue, or None where a verb that takes a clause has none."""
    sentence, cue, cue_at, floor, end, _ = place
    clause = "main"
    opener = source[0] - 1
    opens_relative = opener >= 0 and sentence.lower[opener] in _RELATIVE_OBJECTS  # "whom he called"
    if opens_relative or _is_relative(sentence, source) or cue.form.shape == "ing":
        clause = "relative"
    elif opener >= 0 and sentence.lower[opener] in _FRONTED and (opener <= floor or sentence.lower[opener - 1] == ","):
        clause = "fronted"
    content = content_after(sentence, cue.last, end, cue=cue, cue_at=cue_at, clause=clause)
    if content and clause == "relative" and content[0] in cue_at and sentence.lower[content[0] - 1] == ",":
        return None  # "who insisted on it, said ..."
    asks = cue.form.verb in WITH_ADDRESSEE and content and "to" in sentence.lower[content[0] : content[0] + 2]
    if content and cue.kinds == {"clause"} and not asks and not is_clause(sentence, *content):
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
    if sentence.lower[source[0]] == "who":
        return _statement(place, _with_antecedent(sentence, floor, source), _right_content(place, source))
    lead = source[0]
    while lead > floor and sentence.lower[lead - 1] in ADVERBS | {"but", "and"}:
        lead -= 1
    if "clause" in cue.kinds and not _is_relative(sentence, source) and _is_parenthetical(place, lead):
        return _read_parenthetical(place, source, lead)
    return _statement(place, source, _right_content(place, source))


def _with_antecedent(sentence: Sentence, floor: int, who: Span) -> Span:
    """Extend "who" to the left by the phrase it stands for: "Ito, who"."""
    end = who[0] - (sentence.lower[who[0] - 1] == ",")
    head = noun_phrase_before(sentence, floor, end) if end > floor else None
    if head and sentence.lower[head[0]].isdigit() and head[0] > floor + 1:
        head = noun_phrase_before(sentence, floor, head[0] - 1)  # "Ito, 38, who"
    return (head[0], who[1]) if head else who


def _distant_subject(place: Place) -> Span | None:
    """Return the subject of a verb that does not follow it: "Ito sat down and said", "Ito, who knew it, said"."""
    sentence, cue, _, floor, _, previous = place
    verb = skip_back(sentence, 0, cue.first)
    before = sentence.lower[verb - 1] if verb else ""
    if before == "," and previous and previous.source:
        first, last = previous.source
        if first > 2 and sentence.lower[first - 1] == "whom":
            return noun_phrase_before(sentence, 0, first - 1 - (sentence.lower[first - 2] == ","))
        if _is_relative(sentence, previous.source) and first > 1 and sentence.lower[first - 1] == ",":
            return noun_phrase_before(sentence, 0, first - 1)
        if sentence.lower[last - 1] == "who":
            return (first, last - 2) if sentence.lower[last - 2] == "," else (first, last - 1)
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
    return lower[rest] == ";" or (lower[comma] == "," and not opens_quotation)


def _read_parenthetical(place: Place, source: Span, lead: int) -> Statement | None:
    """Read "C1, S said" and what goes on after it: "C1, S said, C2"."""
    sentence, cue, cue_at, floor, end, _ = place
    before = trim(sentence, begin_at_quotation(sentence, floor, lead), lead)
    quotation = quotation_after(sentence, cue.last, end, cue=cue, cue_at=cue_at)
    rest = skip_to_content(sentence, cue.last, end, cue=cue)
    if quotation or (any(sentence.quoted[floor:lead]) and sentence.lower[rest - 1 : rest + 1] != [",", "that"]):
        return _statement(place, source, before, quotation)
    opener = sentence.lower[rest : rest + 2]
    is_refusal = opener[:1] == ["but"] and opener[-1] in ("declined", "refused")
    goes_on = rest < end and opener[0] not in _NO_CONTINUATION and rest not in cue_at and not is_refusal
    after = content_after(sentence, rest, end, cue=cue, cue_at=cue_at) if goes_on else None
    return _statement(place, source, before, after)
