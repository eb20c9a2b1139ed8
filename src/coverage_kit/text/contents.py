"""What is said: where the content of a statement begins and ends in its sentence."""

from collections.abc import Mapping

from coverage_kit.text.adjuncts import skip_to_content
from coverage_kit.text.cues import Cue
from coverage_kit.text.grammar import (
    CLAUSE_OPENERS,
    FINITE_AUXILIARIES,
    STOPS,
    Sentence,
    Span,
    has_finite_verb,
    is_adverb,
    looks_finite,
)
from coverage_kit.text.lexicon import word_set

_TRIMMED = STOPS | frozenset(",;:—–-([/")
_CLAUSE_ENDERS = word_set("who which while as with after even though although and but")
_PERFECT = (["and", "has"], ["but", "has"])  # "insists it works, and has said so before"
_ARTICLES = word_set("a an the")
_LAST_ITEM = word_set("and or")
_MAX_ITEM = 9
_NOMINAL_ENDERS = word_set("while when after before but during although though since if")
# ", prompting exporters to ask": after a statement, these tell in the reporter's own voice what came of it.
_OUTCOMES = word_set(
    "prompting giving making leaving raising sparking fueling fuelling triggering causing sending drawing forcing"
    " setting ending marking underscoring highlighting"
)
# ", two days after": the reporter's own voice, too.
_TIME_UNITS = word_set("day days hour hours week weeks month months year years minutes")
_ADVERBIAL = (["so"], ["before"], ["because"])
_AFTER_QUOTATION = word_set("while after before until when")
# '"no," in an interview': where it was said.
_OCCASIONS = word_set("in on during at")
_INSERTING = word_set("when who which a")
_CAUSATIVES = word_set("prompting forcing causing")
_JOINING = word_set("and but while though although")
# How many tokens after a joining word the next cue may stand.
_REACH = {"and": 2, "but": 2, ";": 8}
_BREAKS = frozenset("—–-:")
_RELATIVES = word_set("which who")
_QUOTATION_REACH = 12
_PARTING = frozenset(",—–-")
_MAX_ADJUNCT = 16
_EVIDENCE_WINDOW = 16
_OUTCOME_REACH = 6


def trim(sentence: Sentence, first: int, last: int) -> Span | None:
    """Return a token range without pauses at its edges, quotation marks kept; None if no word is left.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("— no, no;", (0, 9), [])
    >>> trim(sentence, 0, 5)
    (1, 4)
    """
    lower, quoted = sentence.lower, sentence.quoted
    while first < last and lower[first] in _TRIMMED and not quoted[first]:
        first += 1
    while first < last and lower[last - 1] in _TRIMMED and not quoted[last - 1]:
        last -= 1
    for word in lower[first:last]:
        if word[0].isalnum():
            return (first, last)
    return None


def sentence_end(sentence: Sentence) -> int:
    """Return where the sentence ends, its last stop left out.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("Why not?", (0, 8), [])
    >>> sentence_end(sentence)
    2
    """
    end = len(sentence.lower)
    while end > 0 and sentence.lower[end - 1] in STOPS and not sentence.quoted[end - 1]:
        end -= 1
    return end


def is_clause(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a content range begins like a clause or a quotation rather than like a plain noun phrase.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("the ties held", (0, 13), [])
    >>> is_clause(sentence, 0, 2), is_clause(sentence, 0, 3)
    (False, True)
    """
    if first >= last:
        return False
    if sentence.lower[first] in CLAUSE_OPENERS or sentence.lower[first] in ('"', "‘") or sentence.quoted[first]:
        return True
    stop = first
    while stop < last and stop - first < _EVIDENCE_WINDOW and sentence.lower[stop] not in (";", ":"):
        # Past "the train, when it came, was late", but not past "the talks, he left".
        if sentence.lower[stop] == "," and _INSERTING.isdisjoint(sentence.lower[stop + 1 : stop + 2]):
            break
        stop += 1
    return any(sentence.quoted[first:stop]) or has_finite_verb(sentence, first, stop)


def content_after(
    sentence: Sentence, start: int, end: int, *, cue: Cue, cue_at: Mapping[int, Cue], clause: str = "main"
) -> Span | None:
    """Return the content to the right of a cue, cut where the sentence goes on to something else.

    `clause` tells where the cue stands: in the "main" clause, in a "fronted" one ("While Ito said ...") or in a
    "relative" one ("who said ...").

    >>> from coverage_kit.text.cues import find_cues
    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("She said that it rained.", (0, 24), [])
    >>> (cue,) = find_cues(sentence)
    >>> content_after(sentence, cue.last, 5, cue=cue, cue_at={cue.first: cue})
    (2, 5)
    """
    start = skip_to_content(sentence, start, end, cue=cue)
    # In "prompting Ito to ask" the cue is not that of the source before it.
    before = sentence.lower[max(0, cue.first - _OUTCOME_REACH) : cue.first]
    if _tells_outcome(sentence, start - 1) or (before[-1:] == ["to"] and not _CAUSATIVES.isdisjoint(before)):
        return None
    stop = _content_stop(sentence, start, end, cue=cue, cue_at=cue_at, clause=clause)
    content = trim(sentence, start, stop)
    if content and stop == end and end < len(sentence.lower) and any(sentence.quoted[end - 1 : end]):
        return (content[0], len(sentence.lower))
    return content


def quotation_after(sentence: Sentence, start: int, end: int, *, cue: Cue, cue_at: Mapping[int, Cue]) -> Span | None:
    """Return the quotation that goes on after its cue: '"C1," Ito said on Monday, "C2"'; None if there is none.

    >>> from coverage_kit.text.cues import find_cues
    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("“No,” she said, “not now.”", (0, 26), [(1, 4), (17, 25)])
    >>> (cue,) = find_cues(sentence)
    >>> quotation_after(sentence, cue.last, 12, cue=cue, cue_at={cue.first: cue})
    (7, 12)
    """
    lower = sentence.lower
    for position in range(start, min(end, start + _MAX_ADJUNCT)):
        if position in cue_at:
            return None
        if lower[position] == '"' and (position == cue.last or lower[position - 1] in (",", ":", "—", "–", "-")):
            return content_after(sentence, position, end, cue=cue, cue_at=cue_at)
    return None


def begin_at_quotation(sentence: Sentence, first: int, last: int) -> int:
    """Return where the content before a cue begins: at the quotation if a dash or a colon parts it from the rest.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("He left: “No,” she said.", (0, 24), [(10, 13)])
    >>> begin_at_quotation(sentence, 0, 7)
    3
    """
    for position in range(last - 1, first, -1):
        if sentence.lower[position] == '"' and sentence.lower[position - 1] in _BREAKS:
            return position
    return first


def question_after(sentence: Sentence, start: int, end: int) -> Span | None:
    """Return what was asked, up to the next comma: "asked about the dam, Ito said".

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("Asked about Rome, she left.", (0, 27), [])
    >>> question_after(sentence, 1, 6)
    (1, 3)
    """
    lower, quoted = sentence.lower, sentence.quoted
    stop = start
    while stop < end and (quoted[stop] or lower[stop] not in _PARTING):
        if lower[stop] == '"' and quoted[stop - 1] and lower[stop - 1] == ",":
            stop += 1
            break
        stop += 1
    return trim(sentence, start, stop)


def _content_stop(sentence: Sentence, start: int, end: int, *, cue: Cue, cue_at: Mapping[int, Cue], clause: str) -> int:
    lower, quoted = sentence.lower, sentence.quoted
    nominal = "clause" not in cue.kinds and cue.form.particles[-1:] != ("to",) and lower[start : start + 1] != ["that"]
    for position in range(start + 1, end):
        if quoted[position]:
            continue
        word = lower[position]
        if lower[position - 1] == '"' and quoted[position - 2] and _ends_after_quotation(lower, position):
            return position
        after_comma = word == '"' and lower[position - 1] == ","
        if after_comma or word in _PARTING:
            if (
                _leads_to_statement(lower, position, cue_at, clause=clause)
                or _leaves_clause(sentence, position, clause)
                or _tells_outcome(sentence, position)
                or (nominal and _ends_noun_phrase(lower, position))
                or (cue.form.shape == "third" and lower[position + 1 : position + 3] in _PERFECT)
                or (cue.form.stance == "other" and lower[position + 1 : position + 2] in _ADVERBIAL)
                or ("clause" not in cue.kinds and lower[position + 1 : position + 2] in (["when"], ["where"], ["as"]))
            ):
                return position + after_comma
        elif (
            (word == ";" and "that" not in lower[position + 1 : position + 3])
            or (nominal and word in _NOMINAL_ENDERS)
            or (word in _REACH and _is_joint(lower, position, cue=cue, cue_at=cue_at))
        ):
            return position
    return end


def _ends_after_quotation(lower: list[str], position: int) -> bool:
    """Tell whether the words after a closed quotation go on in the reporter's voice: '"no," while ...'."""
    pause = lower[position] in _PARTING
    following = lower[position + pause : position + pause + 2]
    if not following:
        return False
    if following[0] in _AFTER_QUOTATION or (lower[position - 2] in ("!", "?") and following[0] in _OCCASIONS | {"as"}):
        return True
    if pause or lower[position - 2] == ",":
        if following[0] in _OCCASIONS and not pause:
            return True
        return following[0] in (_CLAUSE_ENDERS | _ARTICLES) - {"and", "but"} or following[0].endswith("ing")
    verb = following[-1]
    return following[0] == "and" and (verb.endswith("ing") or (looks_finite(verb) and verb not in FINITE_AUXILIARIES))


def _is_joint(lower: list[str], position: int, *, cue: Cue, cue_at: Mapping[int, Cue]) -> bool:
    """Tell whether a joining word leads to a second statement or predicate: "... and added", "... but did not"."""
    following = lower[position + 1] if position + 1 < len(lower) else ""
    if following in FINITE_AUXILIARIES and ("clause" not in cue.kinds or lower[position] == "but"):
        return True
    for step in range(1, 6):
        found = cue_at.get(position + step)
        if found and found.form.shape in ("past", "third"):
            return step <= _REACH[lower[position]] or found.form.verb == cue.form.verb
    return False


def _leads_to_statement(lower: list[str], comma: int, cue_at: Mapping[int, Cue], *, clause: str) -> bool:
    """Tell whether another statement follows the comma: ", adding ...", ", and Ito said ...", ", when asked ..."."""
    following = lower[comma + 1] if comma + 1 < len(lower) else ""
    if following == "that" or lower[comma + 1 : comma + 3] in (["and", "that"], ["but", "that"]):
        return False
    cue = cue_at.get(comma + 1)
    if cue and clause == "relative" and cue.form.shape in ("past", "third"):
        return True
    if cue and (cue.form.shape in ("ing", "fixed") or "question" in cue.kinds):
        return True
    if following == "when" and comma + 2 in cue_at and "question" in cue_at[comma + 2].kinds:
        return True
    return following in _JOINING and any(comma + step in cue_at for step in range(2, 7))


def _tells_outcome(sentence: Sentence, comma: int) -> bool:
    """Tell whether the comma leads to what came of a statement: ", raising hopes", ", adding to the gloom"."""
    mark, *following = sentence.lower[comma : comma + 4]
    if mark == "," and following[2:] in (["after"], ["before"]) and following[1] in _TIME_UNITS:
        return True
    following = following[:2]
    if mark != "," or not following or sentence.quoted[comma + 1]:
        return False
    return following[0] in _OUTCOMES or following == ["adding", "to"]


def _leaves_clause(sentence: Sentence, comma: int, clause: str) -> bool:
    """Tell whether the comma ends the clause of the cue."""
    following = sentence.lower[comma + 1 : comma + 3]
    if not following or sentence.quoted[comma + 1]:
        return False
    if clause == "fronted":
        return following[0] not in ("and", "or", '"')
    if following[0] in _RELATIVES and clause == "main":  # 'a "sham", which led to a row'
        return not sentence.quoted[comma - 1] and True in sentence.quoted[max(0, comma - _QUOTATION_REACH) : comma]
    if following[0] in ("and", "but"):
        return clause != "main" and looks_finite(following[-1])
    return clause == "relative" and looks_finite(following[-1] if is_adverb(following[0]) else following[0])


def _ends_noun_phrase(lower: list[str], comma: int) -> bool:
    following = lower[comma + 1] if comma + 1 < len(lower) else ""
    if following in _ARTICLES:  # "a time, a place and a reason" goes on, "a plan, the mayor left" does not
        rest = lower[comma + 1 : comma + _MAX_ITEM]
        rest = rest[: rest.index(",") + 2] if "," in rest else rest
        return _LAST_ITEM.isdisjoint(rest) or any(looks_finite(word) for word in rest)
    return following in _CLAUSE_ENDERS or following.endswith("ing")
