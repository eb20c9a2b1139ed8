"""What kind of source speaks, whether it is named, and how a cue presents what it says."""

import functools
import re
from collections.abc import Sequence

from coverage_kit.text.cues import cue_forms
from coverage_kit.text.grammar import DETERMINERS, PRONOUNS
from coverage_kit.text.lexicon import read_lexicon, word_set
from coverage_kit.text.speakers import person_name

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_ANONYMOUS = re.compile(
    r"\b(?:anonym(?:ous|ously|ity)|unnamed|unidentified|not authori[sz]ed|insiders?"
    r"|(?:sources?|someone|(?:people|person|persons|individuals?|officials?|aides?)) (?:\w+ ){0,2}?"
    r"(?:familiar|close|briefed|knowledgeable|with knowledge|aware|involved)"
    r"|(?:sources?|leakers?))\b"
)
_OWNED_SOURCE = re.compile(r"\b(?:news|data|code|energy|power|water|food|light|primary) sources?\b|\bsources? of\b")
# Written before an office, these mark it as another country's. "U.S." and "American" are left out on purpose.
_NATIONALITIES = word_set(
    "afghan albanian algerian argentine armenian australian austrian azerbaijani belarusian belarussian belgian"
    " brazilian british bulgarian cambodian canadian chilean chinese colombian croatian cuban czech danish dutch"
    " egyptian estonian ethiopian european filipino finnish french georgian german greek hungarian indian"
    " indonesian iranian iraqi irish israeli italian japanese jordanian kazakh kenyan korean kuwaiti latvian"
    " lebanese libyan lithuanian malaysian mexican moldovan moroccan nigerian norwegian omani pakistani"
    " palestinian peruvian polish portuguese qatari romanian russian saudi serbian singaporean slovak slovenian"
    " somali soviet spanish sudanese swedish swiss syrian taiwanese thai tunisian turkish ugandan ukrainian"
    " venezuelan vietnamese yemeni zimbabwean"
)
_GOVERNING = frozenset({"executive", "legislature_party"})


def source_type(source_text: str) -> str:
    """Return the kind of actor a source is, from its own words.

    The entry of the lexicon ``source_types`` that stands first in the text decides, the longest where several start at
    one word: "a police spokesman at the ministry" is "military_police". A governing office with a nationality before
    it ("a Turkish minister") is "foreign_government"; the United States' own are not foreign here.

    Parameters
    ----------
    source_text : str
        A source as written, with its appositive if it has one.

    Returns
    -------
    str
        "executive", "legislature_party", "foreign_government", "military_police", "judiciary", "expert", "business",
        "media", "civil_society", "citizen", "document" or "unknown".

    Examples
    --------
    >>> source_type("Ana Ruiz, a professor at a business school")
    'expert'
    >>> source_type("Ruiz")
    'unknown'
    """
    pattern, types = _source_patterns()
    lower = " ".join(source_text.lower().split())
    match = pattern.search(lower)
    if match is None:
        return "unknown"
    found = types[match.group()]
    if found in _GOVERNING and not _NATIONALITIES.isdisjoint(_WORD.findall(lower[: match.start()])):
        return "foreign_government"
    return found


def speaker_types(text: str, speakers: Sequence[str | None], sources: Sequence[str]) -> list[str]:
    """Return the kind of actor behind each attribution of an article.

    Where a source's own words do not tell ("he", "Ruiz"), another mention of the speaker does: a source with an
    appositive, or what stands around the name where it first occurs in full.

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
    types = [source_type(source) for source in sources]
    known: dict[str, str] = {}
    for speaker, kind in zip(speakers, types, strict=True):
        if speaker and kind != "unknown":
            known.setdefault(speaker, kind)
    for speaker in {speaker for speaker in speakers if speaker} - set(known):
        known[speaker] = source_type(_description(text, speaker))
    return [
        known.get(speaker or "", kind) if kind == "unknown" else kind
        for speaker, kind in zip(speakers, types, strict=True)
    ]


def _description(text: str, name: str) -> str:
    """Return what stands around a name where it first occurs: "spokesman X", "X, a farmer,", "X of the bank"."""
    match = re.search(
        rf"((?:[\w'’-]+ ){{0,4}}){re.escape(name)}(,? (?:an?|the|of|at|from|who) [^.,;:“”\"\n]{{0,60}})?", text
    )
    return f"{match[1]} {match[2] or ''}" if match else ""


@functools.cache
def _source_patterns() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return one pattern for all entries and their plurals, and the type of each."""
    types: dict[str, str] = {}
    for row in read_lexicon("source_types"):
        for form in (row["pattern"], _plural(row["pattern"])):
            types.setdefault(form, row["source_type"])
    forms = "|".join(re.escape(form) for form in sorted(types, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{forms})(?!\w)"), types


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-2] + "en"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def naming(source_text: str) -> str:
    """Tell whether a source is named, known by its role only, or kept anonymous.

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
    words = [word for word in _WORD.findall(source_text) if word.lower() not in DETERMINERS]
    if " ".join(words).lower() in _common_roles() or " ".join(words).lower() in PRONOUNS:
        return "role"
    if person_name(source_text):
        return "named"
    return "named" if words and all(word[0].isupper() for word in words) else "role"


@functools.cache
def _common_roles() -> frozenset[str]:
    """Return the entries that are common nouns, so that "Police" at the start of a sentence is no name."""
    roles = [row["pattern"] for row in read_lexicon("source_types") if row["proper"] == "no"]
    return frozenset(roles) | frozenset(_plural(role) for role in roles)


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
        "affective" or "other" (attitudes, wishes, and cues that the lexicon does not hold).

    Examples
    --------
    >>> stance("said"), stance("has repeatedly claimed"), stance("pointed out")
    ('neutral', 'distancing', 'endorsing')
    """
    table = cue_forms()
    words = _WORD.findall(cue_text.lower())
    for number, word in enumerate(words):
        for form in table.get(word, ()):
            if tuple(words[number + 1 : number + 1 + len(form.particles)]) == form.particles:
                return form.stance
    return "other"
