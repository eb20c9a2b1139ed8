"""Whom, where and when something was said: the words between a cue and its content."""

from coverage_kit.text.cues import Cue
from coverage_kit.text.grammar import (
    CLAUSE_OPENERS,
    DETERMINERS,
    OBJECT_PRONOUNS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    Sentence,
    is_adverb,
    is_capital,
)
from coverage_kit.text.lexicon import word_set

_ADDRESSING = word_set("tell ask assure warn remind caution")
WITH_ADDRESSEE = _ADDRESSING | word_set("advise urge order instruct")
_ADJUNCT_OPENERS = word_set("on in at during to of from with after before about via through for by over")
_MAX_ADDRESSEE = 12
_MAX_ADJUNCT = 16


def skip_to_content(sentence: Sentence, position: int, end: int, *, cue: Cue) -> int:
    """Pass over whom it was said to, where and when: "told reporters in Rome on Monday that".

    >>> from coverage_kit.text.cues import find_cues
    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("She told us in Rome that it rained.", (0, 35), [])
    >>> (cue,) = find_cues(sentence)
    >>> skip_to_content(sentence, cue.last, 8, cue=cue)
    5
    """
    if cue.form.verb in _ADDRESSING and "passive" not in cue.kinds:
        position = _skip_addressee(sentence, position, end)
        if sentence.lower[position : position + 1] == ["to"]:
            return position
    if "clause" in cue.kinds:
        position = skip_adjunct(sentence, position, end)
    while position < end and sentence.lower[position] in (",", ":", "-", "—"):
        position += 1
    return position


def _skip_addressee(sentence: Sentence, start: int, end: int) -> int:
    """Return where the content begins after an addressee, such as "reporters" or "Ms. Lee of The Daily"."""
    if start < end and sentence.lower[start] in OBJECT_PRONOUNS and not _owns(sentence, start, end):
        return start + 1
    position = start
    while position < min(end, start + _MAX_ADDRESSEE) and not _ends_addressee(sentence, start, position):
        position += 1
    return position


def _owns(sentence: Sentence, start: int, end: int) -> bool:
    """Tell "her supporters" from "her that"."""
    following = sentence.lower[start + 1] if start + 1 < end else ""
    is_other = following in CLAUSE_OPENERS | DETERMINERS | PREPOSITIONS or is_adverb(following)
    return sentence.lower[start] == "her" and following.isalpha() and not is_other


def _ends_addressee(sentence: Sentence, start: int, position: int) -> bool:
    """Tell whether a token can no longer belong to the addressee that began at `start`."""
    word = sentence.lower[position]
    if word in (",", ":", '"', "to") or (word in CLAUSE_OPENERS and word != "this"):
        return True
    if position == start:
        return False
    before = sentence.lower[position - 1]
    if word.partition("'")[0] in CLAUSE_OPENERS or word in ("in", "on", "at", "during", "after"):
        return True
    if before in PREPOSITIONS or before == ".":
        return False
    is_new_name = is_capital(sentence.words[position]) and not is_capital(sentence.words[position - 1])
    return word in DETERMINERS or (is_new_name and before not in DETERMINERS and before != "and")


def skip_adjunct(sentence: Sentence, start: int, end: int) -> int:
    """Return the position after times and prepositional phrases that end at "that", a comma, a colon or a quotation.

    What looks like an adjunct but is not closed by one of these is left where it is.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("said in Rome that it rained", (0, 27), [])
    >>> skip_adjunct(sentence, 1, 6)
    3
    """
    lower = sentence.lower
    position = start
    if position + 1 < end and is_adverb(lower[position]) and lower[position + 1] in (",", ":", '"', "on", "in", "at"):
        position += 1
    while position < end and lower[position] in TIMES:
        position += 1
    if position < end and lower[position] in _ADJUNCT_OPENERS:
        close = position
        while close < min(end, position + _MAX_ADJUNCT) and lower[close] not in (",", ":", '"', "that"):
            if lower[close] in PRONOUNS and close > position + 1:
                return close  # "in February it faced"
            close += 1
        if close == end or lower[close] in (",", ":", '"', "that"):
            return position if _is_not_adjunct(lower, position, close) else close
    return position


def _is_not_adjunct(lower: list[str], position: int, close: int) -> bool:
    """Tell "vowed to stay, ..." and "joked about 'friends'" from "said to reporters that" and "said at noon that"."""
    mark = lower[close] if close < len(lower) else ""
    if lower[position + 1 : position + 2] == ["least"] or (lower[position] == "to" and mark == ","):
        return True
    return lower[position] in ("about", "of", "for", "by", "with", "from", "over") and mark == '"'
