"""What kind of source speaks in an article, whether it is named, whether it is one person; how a cue presents it."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache

from coverage_kit.text.cues import CueForm, cue_forms
from coverage_kit.text.grammar import DETERMINERS, PREPOSITIONS, PRONOUNS, looks_finite
from coverage_kit.text.lexicon import read_lexicon, word_set
from coverage_kit.text.names import (
    NOT_NAMES,
    POSSESSIVE,
    given_names,
    is_human,
    is_person,
    is_title,
    office_holder,
    person_name,
)
from coverage_kit.text.roles import head_noun
from coverage_kit.text.sentences import sentence_spans
from coverage_kit.text.source_types import (
    AGE,
    EXPERT_VERBS,
    description_type,
    find_entry,
    is_office,
    patterns,
    phrase_type,
    source_type,
    told_type,
)

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_ANONYMOUS = re.compile(
    r"\b(?:anonym(?:ous|ously|ity)|unnamed|unidentified|not authori[sz]ed|insiders?"
    r"|(?:sources?|someone|people|persons?|individuals?) (?:\w+ ){0,2}?"
    r"(?:familiar|close|briefed|knowledgeable|with knowledge|aware|involved)"
    r"|(?:sources?|leakers?))\b"
)
_WITHHELD = re.compile(
    r"\b(?:anonymity|anonymously|unnamed|withheld|not (?:authori[sz]ed|cleared|allowed|permitted) to"
    r"|not (?:(?:to )?be |being )?(?:named|identified|quoted by name)"
    r"|declined to (?:be named|be identified|give (?:his|her|their) name))\b"
)
_WITHHELD_REACH = 200
# "the Trump administration" is a name.
_NAMED_OFFICES = word_set("administration campaign government foundation family")
_SINGULAR = word_set("he she i him her his my me himself herself")
_OWNED_SOURCE = re.compile(r"\b(?:news|data|code|energy|power|water|food|light|primary) sources?\b|\bsources? of\b")
_OWNS_FIRMLY = re.compile(r"(?:runs|owns|sells|exports|imports|manages) ")
_AFTER_NAME = re.compile(r"(?:, \d\d,)? (?:who )?(?:now |also )?")
_FIRMS = word_set("company firm shop restaurant hotel factory farm business store office bakery boat")
_CAPITALISED = re.compile(r"(?<![\w-])[^\W\d_a-z][\w'’-]*")
_ANOTHER_NAME = re.compile(r" [A-Z]")
_TITLE_REACH = 80
_APPOSITIVE_REACH = 140
_TITLE_PART = re.compile(r"[!?,;:“”\"()—–\n]|(?<=\w{4})\. ")
# What may be said of somebody in public office; "the president, 66," makes nobody a citizen.
_PUBLIC = word_set("government legislature_party military_police judiciary")


def speaker_types(text: str, speakers: Sequence[str | None], sources: Sequence[str]) -> list[str]:
    """Return the kind of actor behind each attribution of an article; one speaker has one kind.

    The first source of a speaker that tells its kind decides ("he" and "Ruiz" do not); if none does, what stands
    around the name elsewhere in the article does: a title or an appositive.

    Parameters
    ----------
    text : str
        The article.
    speakers : sequence of str or None
        The speaker of each attribution, as `resolve_speakers` gives it.
    sources : sequence of str
        The source of each attribution as written.

    Returns
    -------
    list of str
        A `source_type` each.

    Examples
    --------
    >>> text = "Ana Ruiz of Larch University was there. Ruiz said no."
    >>> speaker_types(text, ["Ana Ruiz"], ["Ruiz"])
    ['expert']
    """
    told = {source: told_type(source) for source in set(sources)}
    known: dict[str, str] = {}
    aged = set()
    for speaker, source in zip(speakers, sources, strict=True):
        kind = told[source]
        if speaker and kind and (kind in _PUBLIC or office_holder(speaker) is None):
            known.setdefault(speaker, kind)
        if AGE.search(source):
            aged.add(speaker)
    unknown = {speaker for speaker in speakers if speaker} - set(known)
    for speaker in unknown & told.keys() | {speaker for speaker in unknown if not speaker[0].isupper()}:
        kind = told_type(speaker)
        if kind:
            known[speaker] = kind
    known |= _described_types(text, sorted(unknown - set(known)))
    for speaker in unknown - set(known):
        row = office_holder(speaker)
        known[speaker] = row["source_type"] if row else "citizen" if speaker in aged else source_type(speaker)
    return [
        known[speaker] if speaker else told[source] or "unknown"
        for speaker, source in zip(speakers, sources, strict=True)
    ]


def _described_types(text: str, names: Sequence[str]) -> dict[str, str]:
    """Return the types that a title or an appositive tells wherever these names stand, short or in full."""
    forms: dict[str, str] = {}
    for name in names:
        if is_person(name) and told_type(name) is None:
            words = name.split()
            forms |= {words[0]: name} if len(words[-1]) < 3 or words[0] not in given_names() else {}
            forms[words[-1]] = name
    if not forms:
        return {}
    found: dict[str, str] = {}
    aged: dict[str, str] = {}
    for match in _CAPITALISED.finditer(text):
        word = POSSESSIVE.sub("", match.group())
        name = forms.get(word)
        end = match.start() + len(word)
        if name and name not in found and not _ANOTHER_NAME.match(text, end):
            kind = _type_at(text, name.split(), match.start(), end=end)
            if kind and (kind in _PUBLIC or office_holder(name) is None):
                found[name] = kind
            elif AGE.match(text, end) and office_holder(name) is None:
                aged[name] = "citizen"
    return aged | found


def _type_at(text: str, name: list[str], start: int, *, end: int) -> str | None:
    """Return the type that a title before a name, or an appositive after it, tells."""
    title = _TITLE_PART.split(text[max(0, start - _TITLE_REACH) : start])[-1].split()
    while title and (title[-1] in name or re.fullmatch(r"\w\.", title[-1])):
        title.pop()
    office = find_entry(title, len(title))
    if office and " of " in office["pattern"]:
        return office["source_type"]
    title = title[max((number for number, word in enumerate(title, 1) if word.lower() in NOT_NAMES), default=0) :]
    last = title[-1].lower().rstrip(".") if title else ""
    is_role = is_title(last) or is_human(last)
    if title and title[-1][0].isupper() and not is_role:
        return None  # "Eva Ruiz" is not Ana Ruiz
    found = phrase_type(title, is_title=True) if is_role else None
    following = text[end : end + _APPOSITIVE_REACH]
    return found or description_type(_appositive(following)) or _predicate_type(following)


def _predicate_type(following: str) -> str | None:
    """Return the type that a verb after a name tells, or what is his or hers: " runs a shop", "'s company"."""
    clause = _AFTER_NAME.sub("", following, count=1)
    if _OWNS_FIRMLY.match(clause):
        return "business"
    if EXPERT_VERBS.match(clause):
        return "expert"
    words = following.split(maxsplit=4)[:4]
    if len(words) > 1 and words[0] in ("'s", "’s"):
        return next(("business" for word in words[1:] if word.strip(",.") in _FIRMS), None)
    return None


def _appositive(following: str) -> list[str]:
    """Return the parts of what describes a name that ends before `following`, up to the verb of the sentence."""
    parts = []
    if following.startswith((", ", " of ", " at ", " from ", " who ", " (")):
        for part in re.split(r"[,()]| (?=whose? )", re.split(r"[;:“”\"—–\n]|\w{3}\. ", following)[0])[:5]:
            words = part.split()
            is_open = not part.startswith("who") and any(looks_finite(word) or word in cue_forms() for word in words)
            if is_open and not part.strip().startswith(("of ", "at ", "from ")):
                break
            parts.append(part.strip())
    return parts


def naming(source_text: str) -> str:
    """Tell whether a source is named, known by its role only, or kept anonymous, from its own words.

    Parameters
    ----------
    source_text : str
        A source as written, with its appositive if it has one.

    Returns
    -------
    str
        "named" for the name of a person, an organisation or an office; "anonymous" where the text says that the
        identity is kept back ("sources", "people familiar with the talks", "on condition of anonymity"); else "role".

    Examples
    --------
    >>> [naming(source) for source in ("Ana Ruiz", "the Kremlin", "a ministry official", "people close to the talks")]
    ['named', 'named', 'role', 'anonymous']
    """
    lower = " ".join(source_text.lower().split())
    if _ANONYMOUS.search(lower) and not _OWNED_SOURCE.search(lower):
        return "named" if " " in (person_name(source_text) or "") else "anonymous"
    phrase = re.split(r"[,—–(]", source_text)[0]
    words = [word for word in _WORD.findall(phrase) if word.lower() not in DETERMINERS | {"and", "of", "for", "on"}]
    if " ".join(words).lower() in patterns()[0] or " ".join(words).lower() in PRONOUNS:
        return "role"
    if person_name(source_text):
        return "named"
    is_office = len(words) > 1 and words[-1] in _NAMED_OFFICES and words[0][0].isupper()
    return "named" if words and (is_office or all(word[0].isupper() for word in words)) else "role"


def speaker_namings(text: str, speakers: Sequence[str | None], sources: Sequence[str]) -> list[str]:
    """Return for each attribution of an article whether its speaker is named in the article, a role, or anonymous.

    Parameters
    ----------
    text : str
        The article.
    speakers : sequence of str or None
        The speaker of each attribution, as `resolve_speakers` gives it.
    sources : sequence of str
        The source of each attribution as written.

    Returns
    -------
    list of str
        "named", "role" or "anonymous": "he" is named if the person is. A role is anonymous everywhere if one of its
        sources says so, or a sentence about it ("The official, who was not authorized to speak"). A source whose
        speaker is unknown is judged by its own words.

    Examples
    --------
    >>> text = "Ana Ruiz said no. A clerk agreed. The clerk asked not to be named. He said so."
    >>> speaker_namings(text, ["Ana Ruiz", "clerk", "clerk"], ["she", "A clerk", "He"])
    ['named', 'anonymous', 'anonymous']
    """
    found = {speaker: naming(speaker) for speaker in set(speakers) if speaker}
    for speaker, source in zip(speakers, sources, strict=True):
        if speaker and found[speaker] == "role" and naming(source) == "anonymous":
            found[speaker] = "anonymous"
    withheld = _withheld(text)
    for speaker, kind in found.items():
        if kind == "role" and _noun(speaker) in withheld:
            found[speaker] = "anonymous"
    return [found[speaker] if speaker else naming(source) for speaker, source in zip(speakers, sources, strict=True)]


def _withheld(text: str) -> set[str]:
    """Return the words of the clauses that say that a name is kept back, as far as the verb of withholding."""
    matches = list(_WITHHELD.finditer(text))
    starts = [start for start, _ in sentence_spans(text)] if matches else []
    words: set[str] = set()
    for match in matches:
        start = starts[max(0, bisect_right(starts, match.start()) - 1)]
        clause = text[max(start, match.start() - _WITHHELD_REACH) : match.end()].lower()
        words.update(word.strip('.,;:“”"') for word in clause.split())
    return words


def _noun(role: str) -> str:
    """Return the last word of a role before its first preposition."""
    words = role.lower().split()
    end = next((number for number, word in enumerate(words) if number and word in PREPOSITIONS), len(words))
    return words[end - 1]


def number(speaker: str | None, source: str) -> str:
    """Tell whether one human being speaks or somebody collective.

    Parameters
    ----------
    speaker : str or None
        The speaker, as `resolve_speakers` gives it.
    source : str
        The source as written.

    Returns
    -------
    str
        "individual" for a single human being, by name or by role; "collective" for several, for an organisation, a
        government, a medium or a document, and where nobody is told.

    Examples
    --------
    >>> [number(name, name) for name in ("Ana Ruiz", "senior official", "officials", "Kremlin", "report")]
    ['individual', 'individual', 'collective', 'collective', 'collective']
    """
    words = source.lower().split()
    if speaker is None:
        return "individual" if words and words[0] in _SINGULAR else "collective"
    if " and " in speaker:
        return "collective"
    return "individual" if head_noun(speaker.split()) or _is_one_person(speaker) else "collective"


def _is_one_person(speaker: str) -> bool:
    """Tell whether a speaker is a person's name: no place, no organisation, no acronym, no plural."""
    words = speaker.split()
    if office_holder(speaker) or (len(words) > 1 and words[0] in given_names() and is_person(speaker)):
        return True
    is_name = person_name(speaker) == speaker and is_person(speaker) and not speaker.isupper()
    return is_name and naming(speaker) == "named" and not is_office(speaker)


def stance(cue_text: str) -> str:
    """Tell how a cue presents what is said, after the lexicon ``cues``.

    Parameters
    ----------
    cue_text : str
        A cue as written, such as "has repeatedly claimed".

    Returns
    -------
    str
        "neutral", "distancing" (leaves the truth open or doubts it), "endorsing" (takes it as true), "forceful",
        "affective", "attitude" (wants, plans and support, not words) or "other" (beliefs, and cues that the lexicon
        does not hold).

    Examples
    --------
    >>> stance("said"), stance("has repeatedly claimed"), stance("pointed out")
    ('neutral', 'distancing', 'endorsing')
    """
    form = _cue_form(cue_text)
    return form.stance if form else "other"


def is_contested(cue_text: str) -> bool:
    """Tell whether the literature disagrees on the stance of a cue, after the lexicon ``cues``.

    >>> is_contested("has argued"), is_contested("said")
    (True, False)
    """
    form = _cue_form(cue_text)
    return form is not None and form.verb in _contested_verbs()


@cache
def _contested_verbs() -> frozenset[str]:
    return frozenset(row["verb"] for row in read_lexicon("cues") if row["contested"] == "yes")


def _cue_form(cue_text: str) -> CueForm | None:
    """Return the first form in a cue that the lexicon holds."""
    table = cue_forms()
    words = _WORD.findall(cue_text.lower())
    for position, word in enumerate(words):
        for form in table.get(word, ()):
            if tuple(words[position + 1 : position + 1 + len(form.particles)]) == form.particles:
                return form
    return None
