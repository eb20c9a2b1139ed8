"""Who an article credits: bylines, agencies, and the people who contributed."""

import re
from collections.abc import Sequence
from itertools import pairwise

# Canonical names of agencies and how they are written. AAP stands before AP, because it holds its name.
_WRITTEN = {
    "Australian Associated Press": r"Australian Associated Press|AAP",
    "Associated Press": r"(?:[Tt]he |THE )?(?:Associated Press|ASSOCIATED PRESS)|AP",
    "Agence France-Presse": r"Agence France[- ]Presse|AFP",
    "Reuters": r"(?:Thomson )?Reuters|REUTERS",
    "Bloomberg": r"Bloomberg News|(?:(?<![a-z] )|(?<=and )|(?<=from )|(?<=with ))Bloomberg",  # not a person's last name
    "Canadian Press": r"(?:[Tt]he )?Canadian Press|CP",
    "PA Media": r"PA Media|(?:[Tt]he )?Press Association|PA",
    "Press Trust of India": r"Press Trust of India|PTI",
    "dpa": r"Deutsche Presse-Agentur|DPA|dpa",
    "Dow Jones": r"Dow Jones(?: Newswires)?",
    "EFE": r"EFE",
    "ANSA": r"ANSA",
    "Interfax": r"Interfax",
    "Jiji": r"Jiji(?: Press)?",
    "KCNA": r"KCNA|Korean Central News Agency",
    "Kyodo": r"Kyodo(?: News)?",
    "RIA Novosti": r"RIA Novosti",
    "TASS": r"(?:ITAR-)?TASS|Tass",
    "Tribune News Service": r"Tribune News Service|TNS",
    "UPI": r"UPI|United Press International",
    "Xinhua": r"Xinhua(?: News Agency)?",
    "Yonhap": r"Yonhap(?: News(?: Agency)?)?",
}
KNOWN_AGENCIES = frozenset(_WRITTEN)
_ANY_AGENCY = re.compile(r"(?<![\w/])(?:" + "|".join(f"({written})" for written in _WRITTEN.values()) + r")(?!\w)")
_AMBIGUOUS = ("CP", "PA")  # in a longer credit they may be a party and a state

_OTHER_AGENCY = r"(?:[A-Z][\w\-]+ ){1,3}(?:News Agency|News Service|Newswires?|Wire Service|Press Agency)"
AGENCIES = "(?:" + "|".join(_WRITTEN.values()) + rf"|{_OTHER_AGENCY})"
AGENCIES = rf"{AGENCIES}(?:(?:, |,? and |/| / | & ){AGENCIES}){{0,4}}"
NAME = r"[A-ZÀ-Þ][\w.'’\-]*(?: (?:[A-ZÀ-Þ][\w.'’\-]+|[A-ZÀ-Þ]|de|da|del|van|von|der|al|bin|la)){1,4}"
NAMES = rf"{NAME}(?:(?:,|,? and| &) {NAME}){{0,6}}"
_ORGANISATION = r"[A-Z][\w\-]+(?: [A-Z][\w\-]+){0,2} (?:News|Press|Wire)"
_PLACE = r"[A-ZÀ-Þ][\w’\-]+(?: [A-ZÀ-Þ][\w’\-]+)*"
_IN = rf"(?:in|on|at|aboard) {_PLACE}"
_REPORT = r"(?:this|the) (?:report|story|article|column|post|piece)"

# (rule, kind, where): the pattern is searched in a trimmed paragraph. Where: any, top, end.
CREDIT_PATTERNS = {
    ("agency_byline", "credit", "top"): r"^(?:By|BY) (?:[A-Z][\w\-]+|" + AGENCIES + r")$",
    ("byline", "byline", "top"): (
        rf"^\W{{0,2}}(?:By|BY|by):? {NAMES}"
        r"(?:(?:,| \||,? in|,? at|,? for| [–—-]) (?:the )?[A-Z][\w.'’&, \-]{1,60})?(?<![a-z]{3}\.)$"
        rf"|^{NAME}, [\w ]{{0,30}}(?:correspondent|editor|reporter|writer|bureau chief)(?:,? {_IN})?$"
    ),
    ("agency_credit", "credit", "top end"): (
        rf"^[•·*–—\-=( ]*(?:{NAMES}(?:,| \|| /| –| —| -) )?(?i:with |from |via |source: )?{AGENCIES}\)?\.?$"
        rf"|^{NAMES}, {_ORGANISATION}(?:, (?i:with )[A-Z][\w ]{{2,30}})?$"
        r"|^[–—-] ?[A-Z][\w& ]{2,40}, with [A-Z][\w& ]{1,40}$|^[–—-] ?[A-Z][\w\-]{2,}$"
    ),
    ("contributors", "credit", "end"): (
        rf"(?i)\bcontributed (?:reporting )?(?:to|for) {_REPORT}\b.{{0,60}}$"
        r"|\bcontributed (?:to )?(?:this |the )?report(?:ing)?(?: from [\w ,.]{2,60})?\W*$"
        rf"|^(?-i:\W{{0,2}}(?:{NAMES}, {_ORGANISATION}\. )?{NAMES}(?: {_IN})?) contributed\.?$"
        r"|^\W*(?:additional |with |some )?(?:reporting|research|writing|files?|assistance|material|inputs?) "
        r"(?:by|from) (?:the )?(?-i:[A-Z]).{2,200}$|^\W*contributing:? .{2,160}$|^\W*(?:with )?agencies\W*$"
        r"|^\W*with (?:\w+ ){0,2}wires?(?: reports| services)?\W*$"
        r"|^(?-i:(?:[A-Z][\w.'’\-]+,? (?:and )?){1,6}reported from [A-Z])(?!.*\b(?:that|where|on)\b)[^\"“”]{2,120}$"
        rf"|^\W*{_REPORT} (?:is|was) (?:based|compiled).{{0,40}}\b(?:wires?|agenc(?:y|ies))\b"
        rf"|^\W*{_REPORT} (?:include[sd]|contains|uses) (?:material|information|reporting) from "
        r"(?:the )?(?-i:[A-Z]).{2,80}$"
        rf"|^\W*(?:material|information) from (?:the )?(?-i:[A-Z]).{{2,60}} (?:was|were) used in {_REPORT}\W*$"
        rf"|^\W*{_REPORT} was (?:reported|written|produced) by (?-i:[A-Z]).{{2,80}}$"
    ),
    ("republished", "credit", "top end"): (
        r"(?i)\brepr(?:inted|oduced)\b.{0,60}\b(?:with|by) permission\b|^\W*republished (?:from|with)\b.{3,120}$"
        rf"|^\W*{_REPORT} (?:is |was |has been )?(?:originally |first |also |co-)?(?:published|appeared)"
        r"(?: \w+){0,3} (?:in|at|by|with|on(?! \w+ \d)) (?-i:[A-Z]|the [A-Z]).{2,100}$"
    ),
}
_PEOPLE = re.compile(rf"^(?:{NAMES}|The Editorial Board)$")
_SIGNATURE = re.compile(rf"^{NAME}, [A-Z][\w.&’' ]{{2,40}}$")
_BARE_BYLINE = re.compile(
    rf"^{NAME} in (?P<places>{_PLACE}(?:, {_PLACE})*(?: and {_PLACE})??)(?P<more> and {NAME} {_IN})?$"
)


def find_bare_byline(paragraphs: Sequence[str], number: int) -> bool:
    """Is a paragraph "Jane Doe in Riga", without By? Two such names are, one is if the story goes on to name the place.

    Examples
    --------
    >>> find_bare_byline(["Ann Reed in Riga and Oslo", "Trams in Riga stopped."], 0)
    True
    >>> find_bare_byline(["Great Surprise in Store", "Trams in Riga stopped."], 0)
    False
    """
    match = _BARE_BYLINE.search(paragraphs[number]) if len(paragraphs[number]) <= 120 else None
    if not match or match["more"]:
        return bool(match)
    places = re.split(r", | and ", match["places"])
    return any(place in paragraph for place in places for paragraph in paragraphs[number + 1 :])


def find_house_byline(paragraphs: Sequence[str], numbers: Sequence[int], outlet: str) -> list[int]:
    """Give the lines near the top that are an author's name and, under it, the name of the outlet.

    Examples
    --------
    >>> find_house_byline(["Ann Reed", "Harbour Post", "Trams stopped."], [0, 1, 2], "The Harbour Post")
    [0, 1]
    """
    for above, number in pairwise(numbers):
        house = paragraphs[number].casefold()
        if house.removeprefix("the ") == outlet.casefold().removeprefix("the ") and _PEOPLE.search(paragraphs[above]):
            return [above, number]
    return []


def is_signature(paragraph: str) -> bool:
    """Is a paragraph a name and what the person works for, as a digest signs the passages it quotes?"""
    return len(paragraph) <= 80 and bool(_SIGNATURE.search(paragraph))


_SLOTS = re.compile(
    r"^(?:By |BY |[–—-] ?)(?P<alone>[A-Z][\w\-]+)$|\b(?P<house>[A-Z][\w\-]+) (?:News|Press|Wire)\b(?![’'])"
    r"|\b[Ww]ith (?:files from )?(?:the )?(?P<files>[A-Z][\w\-]+)$"
)


def _possible_agencies(text: str, kind: str) -> list[str]:
    """Give what stands where an agency would: it is one if several outlets credit it."""
    if kind == "dateline":
        return [text] if re.fullmatch(r"[A-Z][\w.&\-]+(?: [A-Z]\w+)?", text) else []
    return list(dict.fromkeys(match[match.lastgroup] for match in _SLOTS.finditer(text)))


def find_agencies(text: str, kind: str) -> list[str]:
    """Give the agencies a dateline, byline or credit names: the known ones, else what stands in an agency's place.

    Examples
    --------
    >>> find_agencies("RIGA, April 24 (AP) — ", "dateline"), find_agencies("Ann Reed, Baltwire News", "credit")
    (['Associated Press'], ['Baltwire'])
    >>> find_agencies("PITTSBURGH, PA — ", "dateline")
    []
    """
    if kind == "dateline":  # what stands in brackets or between strokes
        text = " ".join(re.findall(r"[(/]([^()/]+)[)/]", text))
    matches = list(_ANY_AGENCY.finditer(text))
    if kind != "dateline":
        short = len(text.split()) <= 6
        matches = [match for match in matches if short or match[0] not in _AMBIGUOUS]
    names = list(_WRITTEN)
    found = [names[match.lastindex - 1] for match in matches]
    return list(dict.fromkeys(found)) or _possible_agencies(text, kind)
