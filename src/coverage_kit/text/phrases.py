"""Noun phrases next to a cue: where the source of a statement stands in its sentence."""

from coverage_kit.text.grammar import (
    ADVERBS,
    AUXILIARIES,
    CLAUSE_OPENERS,
    DETERMINERS,
    OBJECT_PRONOUNS,
    PAUSES,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
    TIMES,
    Sentence,
    Span,
    is_adverb,
    is_capital,
    looks_finite,
)
from coverage_kit.text.lexicon import word_set

_BEFORE_TIMES = word_set("on in this last next early late earlier later")
_ARTICLES = word_set("a an the its their our my your")
_NO_APPOSITIVE = SUBORDINATORS | PREPOSITIONS | PRONOUNS | TIMES | AUXILIARIES | {"and", "or"}
_MAX_SUBJECT = 24
_UNFINISHED = word_set("the a an and or")
_NO_SOURCE = word_set("to the a an only more best very two well up such otherwise either half enough")
_NO_PREPOSITIONS = word_set("about around over under near outside inside")  # "about 200 farmers", "outside experts"
_FRONTED = PREPOSITIONS | SUBORDINATORS | TIMES | {"asked", "meanwhile", "however", "here", "there", "early"}
_AFTER_TIMES = word_set("later earlier ago")
_OPENING_CIRCUMSTANCES = PREPOSITIONS | SUBORDINATORS | {","}


def skip_back(sentence: Sentence, floor: int, position: int) -> int:
    """Return the end of the phrase before a verb: auxiliaries, adverbs and times are skipped to the left.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("They have often said no.", (0, 24), [])
    >>> skip_back(sentence, 0, 3)
    1
    """
    lower = sentence.lower
    while position > floor:
        word = lower[position - 1]
        is_time = word in TIMES or (word in _BEFORE_TIMES and position < len(lower) and lower[position] in TIMES)
        if not (is_time or word in AUXILIARIES or word in ("here", "there") or is_adverb(word)):
            break
        if word not in AUXILIARIES and word[-2:] == "ly" and is_capital(sentence.words[position - 1]):
            break  # "Ms. Daly"
        position -= 1
    return position


def subject_before(sentence: Sentence, floor: int, verb: int) -> Span | None:
    """Return the noun phrase that ends before the verb, with an appositive between commas, or None.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> text = "On Monday, Ana Ruiz, a judge in Lima, also said no."
    >>> sentence = read_sentence(text, (0, len(text)), [])
    >>> sentence.words[slice(*subject_before(sentence, 0, sentence.words.index("said")))]
    ['Ana', 'Ruiz', ',', 'a', 'judge', 'in', 'Lima']
    """
    end = skip_back(sentence, floor, verb)
    if end <= floor:
        return None
    mark = sentence.lower[end - 1]
    if mark in (",", "—", "–", "-", ")") and not sentence.quoted[end - 1]:
        return _subject_before_insertion(sentence, floor, end - 1)
    return noun_phrase_before(sentence, floor, end)


def _subject_before_insertion(sentence: Sentence, floor: int, close: int) -> Span | None:
    """Return the subject whose appositive, relative clause or bracket ends at the token `close`."""
    opening = {")": ("(",), ",": (",",)}.get(sentence.lower[close], ("—", "–", "-"))
    position = close - 1
    while position > floor and sentence.lower[position] not in opening:
        if sentence.lower[position] in ('"', ";", ":"):
            return None
        position -= 1
    if position <= floor or position == close - 1:
        return None
    head_end = position
    if sentence.lower[position - 1] == ")":
        while head_end > floor and sentence.lower[head_end] != "(":
            head_end -= 1
    head = noun_phrase_before(sentence, floor, head_end) if head_end > floor else None
    if head is None:
        return None
    # "Ana Ruiz, 67, a clerk in Allentown, Pa., said"
    while head[0] > floor + 1 and sentence.lower[head[0] - 1] == "," and _describes(sentence.lower[head[0]]):
        further = noun_phrase_before(sentence, floor, head[0] - 1)
        if further is None or close - further[0] > _MAX_SUBJECT:
            break
        head = further
    inserted = sentence.lower[position + 1]
    is_relative = inserted in ("who", "which", "whose")
    is_appositive = is_relative or not (inserted in SUBORDINATORS or is_adverb(inserted))
    return (head[0], close) if is_appositive and sentence.lower[close] == "," else head


def _describes(word: str) -> bool:
    return word in ("a", "an", "the", "of") or word.isdigit()


def noun_phrase_before(sentence: Sentence, floor: int, end: int) -> Span | None:
    """Return the noun phrase whose last token is just before `end`, with a "who" clause inside it, or None.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("It rained when the mayor left.", (0, 30), [])
    >>> noun_phrase_before(sentence, 0, 5)
    (3, 5)
    """
    words, lower, quoted = sentence.words, sentence.lower, sentence.quoted
    last = lower[end - 1]
    if last in PRONOUNS or last in ("which", "that") or last.partition("'")[0] in PRONOUNS:
        return (end - 1, end)
    position = end
    floor = max(floor, end - _MAX_SUBJECT)
    while position > floor:
        word = lower[position - 1]
        if word in PAUSES or quoted[position - 1] or word in ("or", "yet"):
            break
        if word in SUBORDINATORS:
            points = word == "that" and (position == 1 or lower[position - 2] in PAUSES) and position < end
            position -= points
            break
        if word == "and" and not _joins_names(sentence, position - 1, end):
            break
        if position < end and word == words[position - 1] and _ends_clause(lower, position - 1):
            break
        position -= 1
    if position == end:
        return None
    who = (
        position - 1 if lower[position - 1] == "who" else position - 2
    )  # "a clerk who briefed us", with the verb or not
    if who > floor and lower[who] == "who" and lower[who - 1] not in PAUSES and lower[position - 1] not in PAUSES:
        head = noun_phrase_before(sentence, floor, who)
        if head:
            return (head[0], end)
    return _without_fronted_adjunct(sentence, position, end)


def _joins_names(sentence: Sentence, position: int, end: int) -> bool:
    """Tell whether "and" joins two noun phrases rather than two clauses."""
    if position == 0 or position + 1 >= end or sentence.lower[position - 1] in PAUSES:
        return False
    left, right = sentence.words[position - 1], sentence.words[position + 1]
    return is_capital(left) == is_capital(right) and right.lower() not in DETERMINERS | PRONOUNS


def _ends_clause(lower: list[str], position: int) -> bool:
    """Tell whether the lower-case word at a position is a verb that the subject to its right cannot contain."""
    word = lower[position]
    if word in AUXILIARIES or word in OBJECT_PRONOUNS:
        return True
    if position > 0 and lower[position - 1] in _ARTICLES:
        return False  # "a retired clerk"
    return looks_finite(word) and not word.endswith("'s") and lower[position + 1] not in PREPOSITIONS


def _without_fronted_adjunct(sentence: Sentence, start: int, end: int) -> Span:
    """Drop "But" and a short fronted phrase without a comma, as in "In Ohio Mr. Lee said"."""
    lower = sentence.lower
    while end - start > 1 and (lower[start] in ("but", "and", "yet", "so") or lower[start] in ADVERBS - DETERMINERS):
        start += 1
    if lower[start] in PREPOSITIONS and end - start > 2:
        for position in range(start + 2, end):
            if lower[position] in DETERMINERS and lower[position - 1] not in PREPOSITIONS:
                return (position, end)
    return (start, end)


def sound_source(sentence: Sentence, source: Span) -> Span | None:
    """Return a source if it can be a noun phrase, without the preposition before a "who" clause; else None.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("among those who left the", (0, 24), [])
    >>> sound_source(sentence, (0, 3)), sound_source(sentence, (3, 5))
    ((1, 3), None)
    """
    first, last = source
    lower, words = sentence.lower, sentence.words
    begin, end = lower[first], lower[last - 1]
    if last - first == 1:
        is_other = begin in _NO_SOURCE or is_adverb(begin) or looks_finite(begin)
        is_contracted = begin.partition("'")[0] in PRONOUNS or begin.endswith("'s")
        if not is_other or is_contracted or begin != words[first]:
            return source
        who = first
        while who > max(0, first - _MAX_SUBJECT) and lower[who - 1] not in PAUSES and lower[who] != "who":
            who -= 1
        head = noun_phrase_before(sentence, 0, who) if lower[who] == "who" and who else None
        return (head[0], last) if head else None  # "a clerk who asked not to be named said"
    if end == words[last - 1] and (end in _UNFINISHED or end in PREPOSITIONS) and "who" not in lower[first:last]:
        while last < len(lower) and lower[last] in TIMES:  # "the schedule for Monday"
            last += 1
        if last == source[1]:
            return None
    if begin == "of" and first > 1 and lower[first - 1] == ",":  # "Ana Ruiz, 50, of Lima"
        head = noun_phrase_before(sentence, 0, first - 1)
        if head and lower[head[0]].isdigit() and head[0] > 1:
            head = noun_phrase_before(sentence, 0, head[0] - 1)
        return (head[0], last) if head and is_capital(words[head[0]]) else None
    if begin in PREPOSITIONS and begin not in _NO_PREPOSITIONS:
        head = first + 1
        while head < last and (lower[head] in TIMES or lower[head].isdigit()):
            head += 1
        if first + 1 < head < last:
            return (head, last)  # "On Friday Mr. Lee"
        return (first + 1, last) if end == "who" and last - first > 2 else None
    return None if begin == words[first] and begin in AUXILIARIES else (first, last)


def subject_after(sentence: Sentence, start: int, end: int, *, appositive: bool = True) -> Span | None:
    """Return the noun phrase that starts at a token, with the appositive that follows it, or None.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> text = "So it is, said Ana Ruiz, a judge in Lima."
    >>> sentence = read_sentence(text, (0, len(text)), [])
    >>> sentence.words[slice(*subject_after(sentence, 5, len(sentence.words) - 1))]
    ['Ana', 'Ruiz', ',', 'a', 'judge', 'in', 'Lima']
    """
    lower = sentence.lower
    if start < end and lower[start] in PRONOUNS:
        return (start, start + 1)
    position = _noun_phrase_end(sentence, start, end)
    if position == start:
        return None
    if position + 3 < end and lower[position] == lower[position + 2] == "," and lower[position + 1].isdigit():
        position += 2 * appositive  # "Ana Ruiz, 67, a judge"
    if appositive and position + 2 < end and lower[position] == "," and _opens_appositive(sentence, position + 1):
        close = position + 1
        while close < end and lower[close] not in (";", ":", '"', "—", "–", ","):
            close += 1
        if close >= end - 1 or lower[close] == ",":
            return (start, close)
    return (start, position)


def _opens_appositive(sentence: Sentence, position: int) -> bool:
    """Tell whether the word after a comma goes on about the noun before it: ", a judge", ", head of", ", who"."""
    word = sentence.lower[position]
    if word in DETERMINERS or word in ("who", "whose"):
        return True
    is_other = word in _NO_APPOSITIVE or word.endswith("ing")
    return not (is_other or is_capital(sentence.words[position]) or is_adverb(word)) and word[0].isalpha()


def _noun_phrase_end(sentence: Sentence, start: int, end: int) -> int:
    lower = sentence.lower
    position = start
    while position < end:
        word = lower[position]
        if word in PAUSES or sentence.quoted[position]:
            break
        if position > start:
            if word in SUBORDINATORS or word in TIMES or word == "during":
                break
            if word in ("in", "on", "after") and _is_occasion(lower, position + 1, end):
                break
            if word in PRONOUNS or (word in AUXILIARIES and word == sentence.words[position]):
                break
        position += 1
    return position


def _is_occasion(lower: list[str], position: int, end: int) -> bool:
    """Tell whether the words after a preposition name when or where something was said, as in "in a statement"."""
    return position < end and (lower[position] in TIMES or lower[position] in ("a", "an", "his", "her", "their"))


def sentence_subject(sentence: Sentence, floor: int, end: int) -> Span | None:
    """Return the first noun phrase of the main clause: a fronted phrase up to its comma is passed over.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> sentence = read_sentence("In May, the mayor left, saying no.", (0, 34), [])
    >>> sentence_subject(sentence, 0, 6)
    (3, 5)
    """
    lower = sentence.lower
    start = floor
    while start < end and (lower[start] in ('"', "(", "—") or lower[start] in ("but", "and", "yet")):
        start += 1
    start = _after_fronted(sentence, start, end)
    if start >= end or sentence.quoted[start]:
        return None
    if lower[start] in CLAUSE_OPENERS and lower[start] in PRONOUNS:
        return (start, start + 1)
    position = start
    while position < min(end, start + _MAX_SUBJECT) and not _ends_subject(sentence, start, position):
        position += 1
    return (start, position) if position > start else None


def _after_fronted(sentence: Sentence, start: int, end: int) -> int:
    """Pass over fronted phrases, each up to its comma: "On Monday, even as it rained, he", "In Salem, Ohio, he"."""
    lower, words = sentence.lower, sentence.words
    first = start
    while start < end and (sentence.lower[start] in ADVERBS - DETERMINERS or _opens_fronted(sentence, start, end)):
        if lower[start] in ADVERBS and lower[start] not in TIMES and lower[start + 1 : start + 2] != [","]:
            start += 1  # "Then the mayor", "Shortly after it rained"
            continue
        comma = lower.index(",", start, end) if "," in lower[start:end] else end
        start = comma + 1
    if start > first:
        comma = lower.index(",", start, end) if "," in lower[start:end] else end
        is_place = comma < end - 1 and all(is_capital(word) or word == "." for word in words[start:comma])
        if is_place and (is_capital(words[comma + 1]) or lower[comma + 1] in PRONOUNS or words[comma - 1] == "."):
            start = comma + 1
    return start


def _opens_fronted(sentence: Sentence, start: int, end: int) -> bool:
    """Tell whether a part of a sentence begins with a time, a place or a circumstance rather than with its subject."""
    word = sentence.lower[start]
    following = sentence.lower[start + 1] if start + 1 < end else ""
    if word in _FRONTED:
        return word != "about"  # "about 200 farmers"
    if following in _AFTER_TIMES or (word.endswith("ly") and following in _OPENING_CIRCUMSTANCES):
        return True
    return word.endswith("ing") and (following in PREPOSITIONS or following in DETERMINERS)


def _ends_subject(sentence: Sentence, start: int, position: int) -> bool:
    word = sentence.lower[position]
    if word in PAUSES or sentence.quoted[position]:
        return True
    if position == start or is_capital(sentence.words[position]):
        return False
    return word in SUBORDINATORS or is_adverb(word) or (looks_finite(word) and not word.endswith("'s"))
