"""What kind of actor a source is, from its own words: the lexicon ``source_types`` read in its context."""

import functools
import re
from collections.abc import Sequence

from coverage_kit.text.grammar import DETERMINERS, PREPOSITIONS
from coverage_kit.text.lexicon import read_lexicon, word_set
from coverage_kit.text.names import POSSESSIVE, is_person, person_name, places

AGE = re.compile(r", (?:aged )?\d\d(?:,|$)")
_EX = re.compile(r"\b[Ee]x-(?=\w)")
_TEACHES = re.compile(r"\b(?:teaches|lectures)\b")
# In "S, who teaches at ...", these verbs tell what S is; after the others, what follows the verb does.
_RELATIVE = re.compile(r"(?:who|whose)\b(?: (?:has|had|once|now|also|still|is|was|used to))* ?(.*)")
EXPERT_VERBS = re.compile(
    r"(?:.* and )?(?:now )?(?:stud(?:y|ies|ied)|teach(?:es)?|taught|lecture[sd]?|research(?:es)?|follows?|tracks?"
    r"|speciali[sz]e[sd]?)\b"
)
_WORK_VERBS = re.compile(
    r"(?:an?|the|work(?:s|ed)?|head(?:s|ed)?|leads?|led|chairs?|sits?|serve[sd]?|manages?)\b(?: (?:as|for|at|in|on)\b)?"
)
_OWNS = re.compile(r"(?:now |also )?(?:runs?|owns?|owned|founded|trades?|sells?|sold|exports?|imports?|farms?)\b")
_COMPLEMENTS = word_set("of at for from in with on")
# Former diplomats are asked for their judgement; former presidents and generals stay what they were.
_FORMER = word_set("former retired onetime ex")
_ADVISING = word_set("diplomat negotiator official ambassador envoy adviser advisor aide bureaucrat")
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
    return told_type(source_text) or ("citizen" if AGE.search(source_text) else "unknown")


def told_type(source_text: str) -> str | None:
    """Return the type that a source's own words tell; an age alone tells none."""
    source = _EX.sub("former ", " ".join(source_text.split()))
    first, *others = [part.strip() for part in re.split(r"[,—–()]| (?=who(?:se)? )", source)]
    bare = re.sub("^the ", "", first, flags=re.IGNORECASE)
    if bare[:1].isupper() and bare.lower() in places():
        return "government"
    if any(part.startswith("who ") and _TEACHES.search(part) for part in others):
        return "expert"
    name = person_name(source)
    start = first.find(name.split()[0]) if name else -1
    if name and start >= 0 and not is_office(name):
        stop = max(start, first.rfind(name.split()[-1])) + len(name.split()[-1])
        found = phrase_type(first[:start].split(), is_title=True)
        others.append(first[stop:])
    else:
        found = phrase_type(first.split())
        last = first.rpartition(" and ")[2]
        if found is None and last != first and last:
            found = told_type(last)  # "Moscow and Beijing", "Russian and Japanese media"
    return found or description_type(others)


def is_office(name: str) -> bool:
    """Tell whether a name is that of an organisation, or a role at the start of a sentence ("Critics")."""
    entry = find_entry(name.split(), name.count(" ") + 1)
    is_noun = entry and (" " not in name or (entry["human"] == "no" and entry["source_type"] != "document"))
    return bool(is_noun) or not is_person(name)


def description_type(parts: Sequence[str]) -> str | None:
    """Return the type that the parts of an appositive tell: ", 52, a teacher", ", who lives here", " of the bank"."""
    for part in parts:
        words = part.split()
        if not words or words[0].isdigit():
            continue
        relative = _RELATIVE.match(part)
        found = _relative_type(relative[1], part.startswith("whose")) if relative else phrase_type(words)
        if found:
            return found
    return None


def _relative_type(clause: str, is_whose: bool) -> str | None:
    """Return the type that a relative clause tells: "who teaches history", "whose firm builds bridges"."""
    if EXPERT_VERBS.search(clause):
        return "expert"
    if is_whose:
        return next(filter(None, (phrase_type([word]) for word in clause.split()[:2])), None)
    if re.match(r"(?:live[sd]?|resides?|retired)\b", clause):
        return "citizen"
    verb = _WORK_VERBS.match(clause)
    if verb:
        return phrase_type(clause[verb.end() :].split())
    if _OWNS.match(clause):
        return "business"
    at = clause.find(" at ")
    return phrase_type(clause[at + 4 :].split()) if at >= 0 else None


def phrase_type(words: Sequence[str], *, is_title: bool = False) -> str | None:
    """Return the type of a noun phrase: by its head noun, what stands before it, or what it is the head of."""
    words = [
        POSSESSIVE.sub("", word.strip('.;:“”"‘’')) or word for word in words[:40] if word.lower() not in DETERMINERS
    ]
    end = next((number for number, word in enumerate(words) if word.lower() in _PHRASE_ENDS), len(words))
    if end == 0:
        return phrase_type(words[1:]) if words and words[0].lower() in _COMPLEMENTS | {"outside"} else None
    # "Secretary of State" is one pattern.
    head = find_entry(words, end + 2, over=end) or find_entry(words, end)
    if head and head["reading"] in ("head", "name"):
        is_former = head["source_type"] == "government" and words[end - 1].lower() in _ADVISING
        return "expert" if is_former and _FORMER & {word.lower() for word in words[:end]} else head["source_type"]
    for stop in range(end - 1, 0, -1):
        found = find_entry(words, stop)
        if found and found["source_type"] not in ("citizen", "document") and found["reading"] in ("head", "office"):
            return found["source_type"]
    rest = words[end:]
    if rest and rest[0].lower() in _COMPLEMENTS:
        kind = phrase_type(rest[1:])
        if kind and kind not in ("citizen", "document"):
            return kind
    if head is None or (rest and head["pattern"] == "people"):
        return "citizen" if head is None and words[0].lower() == "retired" else None
    is_retired = words[0].lower() == "retired"  # "a retired general", but not "a retired ferry captain"
    is_rank = (is_title and (words[-1][0].isupper() or len(words) == 1)) or (is_retired and end == 2)
    if head["reading"] == "office" or is_rank:
        return head["source_type"]
    return "citizen" if is_retired else None


def find_entry(words: Sequence[str], stop: int, *, over: int | None = None) -> dict[str, str] | None:
    """Return the row of the longest pattern that ends at `stop`; proper patterns need their capitals.

    A "name" is read only inside a longer name: "Larch Capital", not "the capital".
    """
    if stop > len(words):
        return None
    common, proper = patterns()
    for start in range(max(0, stop - 4), stop if over is None else over):
        form = " ".join(words[start:stop]).lower().replace("’", "'")
        row = proper.get(form) if words[start][0].isupper() else None
        if row and row["reading"] == "name":
            neighbours = [*words[max(0, start - 1) : start], *words[stop + 1 : stop + 2]]
            row = row if any(word[0].isupper() for word in neighbours) else None
        if row or form in common:
            return row or common[form]
    head = words[stop - 1] if stop else ""
    if "-" in head and over is None:
        return common.get(head.lower().rpartition("-")[2])
    return None


@functools.cache
def patterns() -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
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
