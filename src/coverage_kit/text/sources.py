"""What kind of source speaks, whether it is named, and how a cue presents what it says."""

import functools
import re
from collections.abc import Sequence

from coverage_kit.text.cues import cue_forms
from coverage_kit.text.grammar import DETERMINERS, PREPOSITIONS, PRONOUNS, looks_finite
from coverage_kit.text.lexicon import read_lexicon, word_set
from coverage_kit.text.names import NOT_NAMES, POSSESSIVE, TITLES, is_human, is_person, person_name, places

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_ANONYMOUS = re.compile(
    r"\b(?:anonym(?:ous|ously|ity)|unnamed|unidentified|not authori[sz]ed|insiders?"
    r"|(?:sources?|someone|(?:people|person|persons|individuals?|officials?|aides?)) (?:\w+ ){0,2}?"
    r"(?:familiar|close|briefed|knowledgeable|with knowledge|aware|involved)"
    r"|(?:sources?|leakers?))\b"
)
_OWNED_SOURCE = re.compile(r"\b(?:news|data|code|energy|power|water|food|light|primary) sources?\b|\bsources? of\b")
# In "S, who teaches at ...", these verbs tell what S is; after the others, what follows the verb does.
_RELATIVE = re.compile(r"(?:who|whose)\b(?: (?:has|had|once|now|also|still|is|was|used to))* ?(.*)")
_EXPERT_VERBS = re.compile(
    r"(?:.* and )?(?:now )?(?:stud(?:y|ies|ied)|teach(?:es)?|taught|lecture[sd]?|research(?:es)?|follows?|tracks?"
    r"|speciali[sz]e[sd]?)\b"
)
_WORK_VERBS = re.compile(
    r"(?:an?|the|work(?:s|ed)?|head(?:s|ed)?|leads?|led|chairs?|sits?|serve[sd]?|manages?)\b(?: (?:as|for|at|in|on)\b)?"
)
_TITLE_PART = re.compile(r"[!?,;:“”\"()—–\n]|(?<=\w{4})\. ")
_COMPLEMENTS = word_set("of at for from in with on")
_PHRASE_ENDS = PREPOSITIONS | word_set("who whose that which and familiar close briefed involved there speaking asking")


def source_type(source_text: str) -> str:
    """Return the kind of actor a source is, from its own words.

    The head noun of a phrase decides, after the lexicon ``source_types``: a title before a name, else the appositive
    after it, else what follows the name. Nouns of office ("official", "analyst", "group") give way to what stands
    before or after them: "police spokesman", "strategist at a bank". The library does not know which country is an
    outlet's own, so every executive, of whatever country, and every international body is "government". Courts and
    prosecution are "judiciary"; lawyers are "expert", or "business" at a firm. A country or capital that speaks alone
    is "government"; somebody of whom nothing is told but an age is "citizen".

    Parameters
    ----------
    source_text : str
        A source as written, with its appositive if it has one.

    Returns
    -------
    str
        "government", "legislature_party", "military_police", "judiciary", "expert", "business", "media",
        "civil_society", "citizen", "document" or "unknown".

    Examples
    --------
    >>> source_type("Ana Ruiz, a professor at a business school")
    'expert'
    >>> source_type("Ruiz")
    'unknown'
    """
    source = " ".join(source_text.split())
    first, *others = [part.strip() for part in re.split(r"[,—–()]| (?=whose? )", source)]
    bare = re.sub("^the ", "", first, flags=re.IGNORECASE)
    if bare[:1].isupper() and bare.lower() in places():
        return "government"
    name = person_name(source)
    start = first.find(name.split()[0]) if name else -1
    if name and start >= 0 and not _is_role(name):
        stop = max(start, first.rfind(name.split()[-1])) + len(name.split()[-1])
        found = _phrase_type(first[:start].split(), is_title=True)
        others.append(first[stop:])
    else:
        found = _phrase_type(first.split())
    return found or _description_type(others) or "unknown"


def _is_role(name: str) -> bool:
    """Tell whether a name is that of an organisation, or a role at the start of a sentence ("Critics")."""
    entry = _entry(name.split(), name.count(" ") + 1)
    is_noun = entry and (" " not in name or (entry["human"] == "no" and entry["source_type"] != "document"))
    return bool(is_noun) or not is_person(name)


def _description_type(parts: Sequence[str]) -> str | None:
    """Return the type that the parts of an appositive tell: ", 52, a teacher", ", who lives here", " of the bank"."""
    for part in parts:
        words = part.split()
        if not words or words[0].isdigit():
            continue
        relative = _RELATIVE.match(part)
        found = _relative_type(relative[1], part.startswith("whose")) if relative else _phrase_type(words)
        if found:
            return found
    return "citizen" if any(re.fullmatch(r"(?:aged )?\d\d", part) for part in parts) else None


def _relative_type(clause: str, is_whose: bool) -> str | None:
    """Return the type that a relative clause tells: "who teaches history", "whose firm builds bridges"."""
    if _EXPERT_VERBS.search(clause):
        return "expert"
    if is_whose:
        return next(filter(None, (_phrase_type([word]) for word in clause.split()[:2])), None)
    if re.match(r"(?:live[sd]?|resides?|retired)\b", clause):
        return "citizen"
    verb = _WORK_VERBS.match(clause)
    if verb:
        return _phrase_type(clause[verb.end() :].split())
    return "business" if re.match(r"(?:runs?|owns?|owned|founded)\b", clause) else None


def _phrase_type(words: Sequence[str], *, is_title: bool = False) -> str | None:
    """Return the type of a noun phrase: by its head noun, what stands before it, or what it is the head of."""
    words = [
        POSSESSIVE.sub("", word.strip('.;:“”"‘’')) or word for word in words[:40] if word.lower() not in DETERMINERS
    ]
    end = next((number for number, word in enumerate(words) if word.lower() in _PHRASE_ENDS), len(words))
    if end == 0:
        return _phrase_type(words[1:]) if words and words[0].lower() in _COMPLEMENTS else None
    # "Secretary of State" is one pattern.
    head = _entry(words, end + 2, over=end) or _entry(words, end)
    if head and head["reading"] in ("head", "name"):
        return head["source_type"]
    for stop in range(end - 1, 0, -1):
        found = _entry(words, stop)
        if found and found["source_type"] not in ("citizen", "document") and found["reading"] in ("head", "office"):
            return found["source_type"]
    rest = words[end:]
    if rest and rest[0].lower() in _COMPLEMENTS:
        kind = _phrase_type(rest[1:])
        if kind and kind not in ("citizen", "document"):
            return kind
    if head is None or (rest and head["pattern"] == "people"):
        return None
    is_rank = is_title and (words[-1][0].isupper() or len(words) == 1)
    return head["source_type"] if head["reading"] == "office" or is_rank else None


def _entry(words: Sequence[str], stop: int, *, over: int | None = None) -> dict[str, str] | None:
    """Return the row of the longest pattern that ends at `stop`; proper patterns need their capitals.

    A "name" is read only inside a longer name: "Larch Capital", not "the capital".
    """
    if stop > len(words):
        return None
    common, proper = _patterns()
    for start in range(max(0, stop - 4), stop if over is None else over):
        form = " ".join(words[start:stop]).lower().replace("’", "'")
        row = proper.get(form) if words[start][0].isupper() else None
        if row and row["reading"] == "name":
            neighbours = [*words[max(0, start - 1) : start], *words[stop + 1 : stop + 2]]
            row = row if any(word[0].isupper() for word in neighbours) else None
        if row or form in common:
            return row or common[form]
    return None


@functools.cache
def _patterns() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Return the rows of the lexicon by pattern, of common nouns also by their plural, and of proper names."""
    common: dict[str, dict[str, str]] = {}
    proper: dict[str, dict[str, str]] = {}
    for row in read_lexicon("source_types"):
        if row["reading"] != "whole":
            pattern = " ".join(word.strip(".") for word in row["pattern"].split() if word != "the")
            (proper if row["proper"] == "yes" else common).setdefault(pattern, row)
    for pattern, row in list(common.items()):
        common.setdefault(_plural(pattern), row)
    return common, proper


def _plural(noun: str) -> str:
    if noun.endswith("man"):
        return noun[:-2] + "en"
    return re.sub(r"(?<![aeiou])y$", "ie", noun) + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


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
    types = [source_type(source) for source in sources]
    known: dict[str, str] = {}
    for speaker, kind in zip(speakers, types, strict=True):
        if speaker and kind != "unknown":
            known.setdefault(speaker, kind)
    for speaker in {speaker for speaker in speakers if speaker} - set(known):
        kind = source_type(speaker)
        known[speaker] = _described_type(text, speaker) if kind == "unknown" and speaker[0].isupper() else kind
    return [known[speaker] if speaker else kind for speaker, kind in zip(speakers, types, strict=True)]


def _described_type(text: str, name: str) -> str:
    """Return the type that a title or an appositive tells wherever a name stands in an article, short or in full."""
    words = [re.escape(word) for word in name.split()]
    forms = "|".join(dict.fromkeys((r"(?: \w\.)? ".join(words), words[-1], words[0])))
    for match in re.finditer(rf"(?<![\w-])(?:{forms})(?![\w-])(?! [A-Z])", text):
        title = _TITLE_PART.split(text[max(0, match.start() - 60) : match.start()])[-1].split()
        office = _entry(title, len(title))
        if office and " of " in office["pattern"]:
            return office["source_type"]
        title = title[max((number for number, word in enumerate(title, 1) if word.lower() in NOT_NAMES), default=0) :]
        last = title[-1].lower().rstrip(".") if title else ""
        if title and title[-1][0].isupper() and last not in TITLES and not is_human(last):
            continue  # "Eva Ruiz" is not Ana Ruiz
        found = _phrase_type(title, is_title=True) if last in TITLES or is_human(last) else None
        found = found or _description_type(_appositive(text[match.end() : match.end() + 140]))
        if found:
            return found
    return "unknown"


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
    if " ".join(words).lower() in _patterns()[0] or " ".join(words).lower() in PRONOUNS:
        return "role"
    if person_name(source_text):
        return "named"
    return "named" if words and all(word[0].isupper() for word in words) else "role"


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
    table = cue_forms()
    words = _WORD.findall(cue_text.lower())
    for number, word in enumerate(words):
        for form in table.get(word, ()):
            if tuple(words[number + 1 : number + 1 + len(form.particles)]) == form.particles:
                return form.stance
    return "other"
