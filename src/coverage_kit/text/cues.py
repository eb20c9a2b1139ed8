"""Words that tell who says or thinks something: from the lexicon to the cues of one sentence."""

import functools
from typing import NamedTuple

from coverage_kit.text.grammar import (
    AUXILIARIES,
    BE_FORMS,
    CLAUSE_OPENERS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    Sentence,
    is_adverb,
    is_capital,
)
from coverage_kit.text.lexicon import read_lexicon, word_set

_VOWELS = frozenset("aeiou")
_PLURAL_SUBJECTS = word_set(
    "people police voters some many others most few both all majority and percent half two three four five six ten"
)
_ONLY_DETERMINERS = DETERMINERS - word_set("that this some many most few all both")
_RELATIVES = word_set("which that")
_NO_KINDS: frozenset[str] = frozenset()
_CLAUSE = frozenset({"clause"})
_ANY_KIND = frozenset({"clause", "nominal"})
_WITHOUT_SOURCE = frozenset({"passive", "question"})
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
        fixed = bool(kinds & {"adverb", "preposition"})
        for word, shape in ({first: "fixed"} if fixed else inflect(first, row["forms"])).items():
            form = CueForm(row["verb"], kinds, row["stance"], shape, row["noun"] == "yes", tuple(particles))
            table.setdefault(word, []).append(form)
    return {word: tuple(sorted(forms, key=lambda form: -len(form.particles))) for word, forms in table.items()}


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
    for first, word in enumerate(lower):
        if word in table and not quoted[first] and (not cues or first >= cues[-1].last):
            for form in table[word]:
                last = first + 1 + len(form.particles)
                if tuple(lower[first + 1 : last]) != form.particles:
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
    without_source = form.kinds & _WITHOUT_SOURCE
    if without_source and _is_passive(form, previous, following):
        return without_source
    active = form.kinds - _WITHOUT_SOURCE
    return active & _active_kinds(sentence, first, form, previous=previous, following=following)


def _is_passive(form: CueForm, previous: str, following: str) -> bool:
    """Tell "is believed to" and "asked about" from the active verb of the same form."""
    if form.shape != "past":
        return False
    if "question" in form.kinds:
        return following in _QUESTION_OPENERS and (previous in BE_FORMS or previous in ("", ",", "when"))
    return previous in BE_FORMS and following in ("to", "that", "of")


def _active_kinds(sentence: Sentence, first: int, form: CueForm, *, previous: str, following: str) -> frozenset[str]:
    """Tell an active verb from the noun, the adjective or the participle of the same spelling."""
    before = sentence.lower[first - 1] if first else ""
    is_name = first > 0 and is_capital(sentence.words[first]) and form.verb != "say"
    if is_name or before in _ONLY_DETERMINERS:
        return _NO_KINDS
    if form.shape == "ing":
        return _ANY_KIND if "clause" in form.kinds or before == "," or previous in BE_FORMS else _NO_KINDS
    if (before.endswith(("'s", "s'")) and before[:-2] not in PRONOUNS) or (
        before in PREPOSITIONS and before not in ("like", "to")
    ):
        return _NO_KINDS
    if form.shape == "past":
        if following == "by" or previous in BE_FORMS:
            return _NO_KINDS
        return _CLAUSE if following in _AFTER_PARTICIPLES and not form.particles else _ANY_KIND
    if form.shape == "base" and before == "to":
        return _CLAUSE if following in CLAUSE_OPENERS or following in (":", '"') else _NO_KINDS
    return _ANY_KIND if _agrees(sentence, first, form, previous=previous, following=following) else _NO_KINDS


def _agrees(sentence: Sentence, first: int, form: CueForm, *, previous: str, following: str) -> bool:
    """Tell whether the word before a present-tense verb can be its subject: "critics say", "Ito says"."""
    if previous in PRONOUNS or previous in _RELATIVES:
        return True
    after_name = first > 0 and is_capital(sentence.words[first - 1])
    if form.is_noun and previous not in AUXILIARIES:
        if form.shape == "third":
            has_article = first > 1 and sentence.lower[first - 2] in DETERMINERS
            return after_name or (has_article and following in CLAUSE_OPENERS | DETERMINERS)
        if following not in CLAUSE_OPENERS:
            return False
    if form.shape == "third":
        return after_name or not (previous in AUXILIARIES or (previous.endswith("ing") and form.verb != "say"))
    is_plural = previous.endswith("s") and not previous.endswith("ss") and previous not in PREPOSITIONS
    is_group = previous in AUXILIARIES or previous in _PLURAL_SUBJECTS or previous.isdigit()
    return is_plural or is_group or following == "that"


def _last_content_word(sentence: Sentence, first: int) -> str:
    """Return the word before a token; adverbs are passed over, also one between commas."""
    lower = sentence.lower
    position = first - 1
    if position > 2 and lower[position] == lower[position - 2] == "," and is_adverb(lower[position - 1]):
        position -= 3
    while position >= 0 and is_adverb(lower[position]):
        position -= 1
    return lower[position] if position >= 0 else ""
