"""Find datelines: where, when and for which agency a report was filed, at the start of a paragraph."""

import re
from collections import Counter
from collections.abc import Sequence

from coverage_kit.text.credits import AGENCIES

_TOP = 5  # so many paragraphs are the top of an article
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_CAPITALS = r"(?:Mc|Mac)?[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]+"
_PLACE = rf"{_CAPITALS}(?:[ /]{_CAPITALS}){{0,3}}"
_TITLED = r"[A-ZÀ-Þ][a-zà-ÿ’'.]+(?:[ \-](?:(?:al|am|de|du|en|la|le|of|sur)[ \-])?[A-ZÀ-Þ][a-zà-ÿ’'.]+){0,3}"
_REGION = r"(?:, [A-Z][\w.'’\-]+(?: (?:of|and|the|[A-Z][\w.'’\-]+)){0,3})"
_DATE = rf"(?:,? (?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH})(?:,? \d{{4}})?\.?)"
_DASH = r"(?:\s*(?:--+|[—–―]-?)\s*|\s+-\s+)"
_BROADCASTER = r"\s*\((?:CNN(?: ?Business|Money)?|BBC(?: News)?)\)"
_KNOWN = rf"(?:\s*[(/]{AGENCIES}[)/]|{_BROADCASTER})"
_BRACKETS = r"(?:\s*\((?![DRI]-)[A-Z][A-Za-z&./ \-]{1,40}\))"
_NEXT = r"(?=[\"“‘'(]?[A-Z0-9À-Þ])"
# A region, a date or an agency makes sure; a name in capitals and a dash may be anything.
_CERTAIN = re.compile(
    rf"(?:{_PLACE}(?:(?!, [A-Z]{{4}}){_REGION}{_DATE}?{_BRACKETS}?|{_DATE}{_BRACKETS}?|{_BRACKETS}){_DASH}"
    rf"|\({_PLACE}{_REGION}?\){_DASH}"
    rf"|{_TITLED}{_REGION}?(?:{_DATE}(?:\s*\([A-Z]\w+\))?|\s*\([A-Z]{{3,6}}\)){_DASH}"
    rf"|(?:{_PLACE}|{_TITLED}){_REGION}?{_DATE}?(?:{_KNOWN}{_DASH}|(?:\s*/{AGENCIES}/|{_BROADCASTER})[.:]?\s+)"
    rf"|(?:{MONTH} \d{{1,2}})?{_KNOWN}(?:{_DASH}|:?\s+)){_NEXT}"
)
_LIKELY = re.compile(
    rf"(?:{_CAPITALS}(?:[ /]{_CAPITALS}){{0,2}}{_REGION}?|{_TITLED}{_REGION}|\([A-Z][\w.]+(?: [A-Z]\w+)?\))"
    rf"{_DASH}{_NEXT}"
)
# Cities that stand in datelines without a country or state (Associated Press Stylebook).
_ALONE = re.compile(
    r"(?:ATLANTA|BALTIMORE|BOSTON|CHICAGO|CINCINNATI|CLEVELAND|DALLAS|DENVER|DETROIT|HONOLULU|HOUSTON|INDIANAPOLIS"
    r"|LAS VEGAS|LOS ANGELES|MIAMI|MILWAUKEE|MINNEAPOLIS|NEW ORLEANS|NEW YORK|OKLAHOMA CITY|PHILADELPHIA|PHOENIX"
    r"|PITTSBURGH|ST\. LOUIS|SALT LAKE CITY|SAN ANTONIO|SAN DIEGO|SAN FRANCISCO|SEATTLE|WASHINGTON|AMSTERDAM|BAGHDAD"
    r"|BANGKOK|BEIJING|BEIRUT|BERLIN|BRUSSELS|CAIRO|DJIBOUTI|DUBLIN|GENEVA|GIBRALTAR|GUATEMALA CITY|HAVANA|HELSINKI"
    r"|HONG KONG|ISLAMABAD|ISTANBUL|JERUSALEM|JOHANNESBURG|KUWAIT CITY|LONDON|LUXEMBOURG|MACAU|MADRID|MEXICO CITY"
    r"|MILAN|MONACO|MONTREAL|MOSCOW|MUNICH|NEW DELHI|PANAMA CITY|PARIS|PRAGUE|QUEBEC CITY|RIO DE JANEIRO|ROME"
    r"|SAN MARINO|SAO PAULO|SHANGHAI|SINGAPORE|STOCKHOLM|SYDNEY|TOKYO|TORONTO|UNITED NATIONS|VATICAN CITY|VIENNA"
    r"|ZURICH)\b"
)
_NO_PLACE = re.compile(
    r"(?:On |By )?[A-Za-z]+(?:day|DAY)\b|(?:Updated?|Published|Posted|Reps?|Sens?|Gov|Dr|Mrs?|Ms|Yes|No|Dear)\b"
    r"|[^(,/]*\b(?:FILE|UPDATED?|UPDATES|EXCLUSIVE|BREAKING|WATCH|VIDEO|PHOTOS?|OPINION|ANALYSIS|DEVELOPING|NEWS|LIVE"
    r"|CORRECTION|EDITOR|NOTE|MR|MRS|MS|DR|SEN|REP|GOV|PRESIDENT|SENATOR|U\.S|US|USA|GOP|ADVERTISEMENT|RELATED|READ"
    r"|MORE|FIRST|FACT|CLAIM|TRUE|FALSE|POLL|AP|AFP|BBC)\b"
)


def find_datelines(paragraphs: Sequence[str]) -> list[tuple[int, int]]:
    """Give (paragraph, length) of each dateline: one at the top, and further ones that are beyond doubt.

    Examples
    --------
    >>> find_datelines(["OSLO — Trams stopped.", "Bergen, 26 April – Trams ran.", "FILE — A tram."])
    [(0, 7), (1, 19)]
    """
    openings = [paragraph[:160] for paragraph in paragraphs]
    matches = [(n, _CERTAIN.match(opening) or _LIKELY.match(opening)) for n, opening in enumerate(openings)]
    # A transcript opens many paragraphs with the same speaker; a dateline stands once.
    counts = Counter(match[0] for _, match in matches if match)
    found: list[tuple[int, int]] = []
    for number, match in matches:
        if not match or counts[match[0]] > 1 or _NO_PLACE.match(match[0]):
            continue
        if match.re is _CERTAIN or (not found and (number < _TOP or _ALONE.match(match[0]))):
            found.append((number, match.end()))
    return found
