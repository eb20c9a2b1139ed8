"""Words that tell who says or thinks something: from the lexicon to the cues of one sentence."""

import functools
from itertools import compress
from typing import NamedTuple

from coverage_kit.text.grammar import (
    AUXILIARIES,
    BE_FORMS,
    CLAUSE_OPENERS,
    DETERMINERS,
    FINITE_AUXILIARIES,
    OBJECT_PRONOUNS,
    PAUSES,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    Sentence,
    is_adverb,
    is_capital,
)
from coverage_kit.text.lexicon import read_lexicon, word_set

_VOWELS = frozenset("aeiou")
_PLURAL_SUBJECTS = word_set(
    "people police media data voters some many others most few both all majority and percent half two three four five"
    " six ten"
)
_ONLY_DETERMINERS = DETERMINERS - word_set("that this some many most few all both")
_RELATIVES = word_set("which that")
_STANDPOINTS = word_set("view opinion")
_MAX_OWNER = 8
_INDEFINITES = word_set("a an")
_ASIDE = frozenset({"clause", "noun", "aside"})
_NO_KINDS: frozenset[str] = frozenset()
_CLAUSE = frozenset({"clause"})
_ANY_KIND = frozenset({"clause", "nominal"})
_WITHOUT_SOURCE = frozenset({"passive", "question"})
_INSERTED = word_set("who whose which")
_BEFORE_QUESTIONS = BE_FORMS | {"", ",", "when"}
_QUESTION_OPENERS = word_set("about if whether why how what who when where for")
# After these a past form is a participle, as in "a report released in May", unless a clause follows.
_AFTER_PARTICIPLES = word_set("in on at from with during over against under through within")


class CueForm(NamedTuple):
    """One inflected form of a lexicon entry; `particles` are the words that must follow."""

    verb: str
    kinds: frozenset[str]
    stance: str
    shape: str
    is_noun: bool
    particles: tuple[str, ...]


class Cue(NamedTuple):
    """A cue found in a sentence: its token range, the form that matched, and the kinds that fit here."""

    first: int
    last: int
    form: CueForm
    kinds: frozenset[str]


def inflect(verb: str, irregular: str = "") -> dict[str, str]:
    """Return the forms of a verb, each with its shape: base, third, past or ing.

    >>> inflect("deny")
    {'deny': 'base', 'denies': 'third', 'denying': 'ing', 'denied': 'past'}
    >>> inflect("say", "says said saying")
    {'say': 'base', 'says': 'third', 'said': 'past', 'saying': 'ing'}
    """
    if irregular:
        return {verb: "base"} | {form: _shape(form) for form in irregular.split()}
    stem = verb[:-1]
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        forms = (stem + "ies", verb + "ing", stem + "ied")
    elif verb.endswith("e"):
        forms = (verb + "s", (verb if verb.endswith("ee") else stem) + "ing", verb + "d")
    else:
        forms = (verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"), verb + "ing", verb + "ed")
    return {verb: "base"} | dict(zip(forms, ("third", "ing", "past"), strict=True))


def _shape(form: str) -> str:
    if form.endswith("ing"):
        return "ing"
    return "third" if form.endswith("s") else "past"


@functools.cache
def cue_forms() -> dict[str, tuple[CueForm, ...]]:
    """Return the cue forms by their first word, the ones with most particles first.

    >>> [form.verb for form in cue_forms()["pointed"]]
    ['point out', 'point to']
    """
    table: dict[str, list[CueForm]] = {}
    for row in read_lexicon("cues"):
        first, *particles = row["verb"].split()
        kinds = frozenset(row["kind"].split())
        for word, shape in _shapes(first, kinds, row["forms"]).items():
            form = CueForm(row["verb"], kinds, row["stance"], shape, row["noun"] == "yes", tuple(particles))
            table.setdefault(word, []).append(form)
    for row in read_lexicon("cue_nouns"):
        form = CueForm(row["noun"], frozenset({"clause", "noun"}), row["stance"], "noun", True, ())
        table.setdefault(row["noun"], []).append(form)
    return {word: tuple(sorted(forms, key=lambda form: -len(form.particles))) for word, forms in table.items()}


def _shapes(word: str, kinds: frozenset[str], irregular: str) -> dict[str, str]:
    """Return the forms of a cue's first word, British spellings included."""
    if kinds & {"adverb", "preposition"}:
        return {word: "fixed"}
    if "adjective" in kinds:
        return {word: "adjective"} | ({word.replace("sk", "sc"): "adjective"} if word.startswith("sk") else {})
    forms = inflect(word, irregular)
    for american, british in (("ize", "ise"), ("or", "our")):
        if word.endswith(american):
            forms |= inflect(word.removesuffix(american) + british)
    return forms


def find_cues(sentence: Sentence) -> list[Cue]:
    """Return the cues of a sentence, outside quotation marks, from left to right.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> text = "Ms. Oduya said the show was over."
    >>> [cue.form.verb for cue in find_cues(read_sentence(text, (0, len(text)), []))]
    ['say']
    """
    table = cue_forms()
    lower, quoted = sentence.lower, sentence.quoted
    cues: list[Cue] = []
    for first in compress(range(len(lower)), map(table.__contains__, lower)):
        if not quoted[first] and (not cues or first >= cues[-1].last):
            for form in table[lower[first]]:
                particles = form.particles
                last = first + 1 + len(particles)
                if particles and tuple(lower[first + 1 : last]) != particles:
                    last += 1  # "spoke only of"
                    if lower[first + 1 : first + 2] != ["only"] or tuple(lower[first + 2 : last]) != particles:
                        continue
                kinds = _fitting_kinds(sentence, first, form)
                if kinds:
                    cues.append(Cue(first, last, form, kinds))
                    break
    return cues


def _fitting_kinds(sentence: Sentence, first: int, form: CueForm) -> frozenset[str]:
    """Return the kinds of cue the form may be here, judged by the words around it; none if it is no cue."""
    if form.shape == "fixed":
        return form.kinds
    previous = _last_content_word(sentence, first)
    following = sentence.lower[first + 1] if first + 1 < len(sentence.lower) else ""
    if form.shape == "noun":
        if owner_of(sentence, first) is None:
            return _NO_KINDS
        if form.verb in _STANDPOINTS and aside_start(sentence, first) is not None:
            return _ASIDE
        return form.kinds if _leads_to_clause(sentence, first) else _NO_KINDS
    if form.shape == "adjective":
        fits = previous in BE_FORMS and (form.particles or following == "that" or following in CLAUSE_OPENERS)
        return form.kinds - {"adjective"} if fits else _NO_KINDS
    if form.verb == "ask about" and previous in _BEFORE_QUESTIONS:
        return _NO_KINDS  # the shorter "ask" reads "asked about" without a source
    without_source = form.kinds & _WITHOUT_SOURCE
    if without_source and _is_passive(form, previous, following):
        is_question = "question" in form.kinds and following in _QUESTION_OPENERS
        return frozenset({"question" if is_question else "passive"})
    active = form.kinds - _WITHOUT_SOURCE
    return active & _active_kinds(sentence, first, form, previous=previous, following=following)


def _is_passive(form: CueForm, previous: str, following: str) -> bool:
    """Tell "is believed to" and "asked about" from the active verb of the same form."""
    if form.shape != "past":
        return False
    if "question" in form.kinds and following in _QUESTION_OPENERS:
        return previous in _BEFORE_QUESTIONS
    if previous.endswith(("'m", "'re")):
        previous = "are"
    if form.verb == "tell":
        return previous in BE_FORMS and following not in ("by", "in", "about", "of", "too", ",", ".", "")
    return previous in BE_FORMS and following in ("to", "that", "of")


def _active_kinds(sentence: Sentence, first: int, form: CueForm, *, previous: str, following: str) -> frozenset[str]:
    """Tell an active verb from the noun, the adjective or the participle of the same spelling."""
    before = sentence.lower[first - 1] if first else ""
    if form.verb == "call" and form.shape == "past" and _is_named(sentence, first, before):
        return _NO_KINDS
    if form.verb == "like":
        return form.kinds if "would" in (before, previous) or before.endswith("'d") else _NO_KINDS
    is_name = first > 0 and is_capital(sentence.words[first]) and form.verb != "say"
    if is_name or before in _ONLY_DETERMINERS or (form.shape == "base" and before in ("help", "helps")):
        return _NO_KINDS
    if form.shape == "ing":
        return _ANY_KIND if "clause" in form.kinds or before == "," or previous in BE_FORMS else _NO_KINDS
    if (before.endswith(("'s", "s'")) and before[:-2] not in PRONOUNS) or (
        before in PREPOSITIONS and before not in ("like", "to")
    ):
        return _NO_KINDS
    if form.shape == "past":
        spoke = form.verb == "say" and (before in PRONOUNS or before == "," or is_capital(sentence.words[first - 1]))
        if (following == "by" and not spoke) or previous in BE_FORMS:
            return _NO_KINDS
        return _CLAUSE if following in _AFTER_PARTICIPLES and not form.particles else _ANY_KIND
    if form.shape == "base" and previous in BE_FORMS:
        return _NO_KINDS
    if form.shape == "base" and before == "to":
        return _CLAUSE if following in CLAUSE_OPENERS or following in (":", '"') else _NO_KINDS
    return _ANY_KIND if _agrees(sentence, first, form, previous=previous, following=following) else _NO_KINDS


def _is_named(sentence: Sentence, first: int, before: str) -> bool:
    """Tell "a website called Ruiz" from "a judge called him": a new thing and its name."""
    following = sentence.words[first + 1 : first + 2]
    if not following or not (is_capital(following[0]) or following[0] == '"') or not before.isalpha():
        return False
    return not _INDEFINITES.isdisjoint(sentence.lower[max(0, first - 4) : first - 1])


def _agrees(sentence: Sentence, first: int, form: CueForm, *, previous: str, following: str) -> bool:
    """Tell whether the word before a present-tense verb can be its subject: "critics say", "Ito says"."""
    if previous.partition("'")[0] in PRONOUNS or previous in _RELATIVES:
        return True
    after_name = first > 0 and is_capital(sentence.words[first - 1]) and previous not in _PLURAL_SUBJECTS | DETERMINERS
    if form.is_noun and previous not in AUXILIARIES:
        if form.shape == "third":
            return after_name or _is_verb_of_subject(sentence, first, form, previous=previous, following=following)
        opens = following in CLAUSE_OPENERS or not FINITE_AUXILIARIES.isdisjoint(sentence.lower[first + 2 : first + 4])
        if not (opens or _closes_clause(sentence, first)):
            return False
    if form.shape == "third":
        return after_name or not (previous in AUXILIARIES or (previous.endswith("ing") and form.verb != "say"))
    is_plural = previous.endswith("s") and not previous.endswith("ss") and previous not in PREPOSITIONS
    is_group = previous in AUXILIARIES or previous in _PLURAL_SUBJECTS or previous.isdigit()
    return is_plural or is_group or (following == "that" and not form.is_noun)


def _is_verb_of_subject(sentence: Sentence, first: int, form: CueForm, *, previous: str, following: str) -> bool:
    """Tell the verb from the plural noun: "the firm claims the", "Ito, who is 46, claims police", "and doubts that"."""
    opens_clause = following in CLAUSE_OPENERS or following in DETERMINERS
    if previous not in (",", "and"):
        return first > 1 and sentence.lower[first - 2] in DETERMINERS and opens_clause
    after_insertion = previous == "," and not _INSERTED.isdisjoint(sentence.lower[:first]) and following.isalpha()
    if previous == "," and "," in sentence.lower[: first - 1] and following in DETERMINERS | OBJECT_PRONOUNS | PRONOUNS:
        return True  # "Ito, a clerk, calls it a pity"
    return "clause" in form.kinds and (opens_clause or after_insertion)


def owner_of(sentence: Sentence, noun: int) -> int | None:
    """Return the position of the possessive before a noun, with or without an adjective between them, or None.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> owner_of(read_sentence("Ito's bold claim", (0, 16), []), 2)
    0
    """
    for position in range(noun - 1, max(noun - 3, -1), -1):
        word = sentence.lower[position]
        if word in POSSESSIVES or word.endswith(("'s", "s'")):
            return position
    return None


def aside_start(sentence: Sentence, noun: int) -> int | None:
    """Return the position of "in" where an aside tells whose view it is, or None.

    >>> from coverage_kit.text.grammar import read_sentence
    >>> aside_start(read_sentence("It held, in Ito's view.", (0, 23), []), 5)
    3
    """
    following = sentence.lower[noun + 1 : noun + 2]
    for position in range(noun - 2, max(noun - _MAX_OWNER, -1), -1):
        if sentence.lower[position] in PAUSES:
            return None
        if sentence.lower[position] == "in":
            parted = position == 0 or sentence.lower[position - 1] in PAUSES
            return position if parted and (not following or following[0] in PAUSES | STOPS) else None
    return None


def _leads_to_clause(sentence: Sentence, first: int) -> bool:
    """Tell whether "that" follows a noun, as in "the claim that" and "the claim is that"."""
    following = sentence.lower[first + 1 : first + 3]
    return following[:1] == ["that"] or following in (["is", "that"], ["was", "that"])


def _closes_clause(sentence: Sentence, first: int) -> bool:
    """Tell whether a verb ends what it stands in, as in ", figures show."."""
    return sentence.lower[first + 1 : first + 2] in (["."], [","], []) and "," in sentence.lower[:first]


def _last_content_word(sentence: Sentence, first: int) -> str:
    """Return the word before a token; adverbs are passed over, also one between commas."""
    lower = sentence.lower
    position = first - 1
    if position > 2 and lower[position] == lower[position - 2] == "," and is_adverb(lower[position - 1]):
        position -= 3
    while position >= 0 and (is_adverb(lower[position]) or lower[position] in ("here", "there")):
        position -= 1
    return lower[position] if position >= 0 else ""
