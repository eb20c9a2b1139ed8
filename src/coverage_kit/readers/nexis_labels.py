"""What Nexis exports call things, and the dates they print, in the languages of its interface."""

import re
from datetime import date

import pandas as pd

from coverage_kit.readers.days import MONTHS, bare

CORE = ("outlet", "text", "title", "published", "byline", "section")
# Labels as they are printed, without case, accents and hyphens.
_PRINTED = {
    "title": "headline, title, titel, titre, kop",
    "byline": "byline, author, autor, auteur, autore",
    "section": "section, rubrik, ressort, rubrique, seccion, sezione, rubriek, sectie",
    "length": "length, lange, laenge, longueur, longitud, lunghezza, lengte",
    "dateline": "dateline",
    "highlight": "highlight, insert, encart",
    "text": "body, full text, text, textkorper, volltext, texte integral, corps",
    "language": "language, sprache, langue, idioma, lingua, taal",
    "load_date": "load date, update, date chargement, date de chargement",
    "publication_type": "publication type, pub type, type publication, publikationstyp",
    "publication_code": "journal code, zeitungs code, code revue",
    "graphic": "graphic, graphics, grafik, graphik, graphique",
    "subject": "subject, thema, sujet",
    "person": "person, personne",
    "organization": "organization, organisation",
    "company": "company, firma, unternehmen, societe",
    "ticker": "ticker, stock symbol, symbole boursier",
    "industry": "industry, branche, activity sector, secteur activite",
    "geographic": "geographic, geo localization, localisation geo",
    "country": "country, land, pays",
    "state": "state",
    "city": "city",
    "url": "url",
    "notes": "notes, note",
    "correction": "correction, korrektur",
    "correction_date": "correction date",
    "classification": "classification, klassifizierung, klassifikation",
    "document_type": "document type, type",
    "distribution": "distribution",
    "series": "series, serie",
    "bibliography": "bibliographie, bibliography",
    "acc_no": "acc no",
    "name": "name",
}
_COLUMNS = {label: column for column, labels in _PRINTED.items() for label in labels.split(", ")}

_WEEKDAYS = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag"),
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        *("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
        *("lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica"),
        *("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    )
)
_DATES = [
    re.compile(pattern)
    for pattern in (
        r"(?P<month>[^\W\d_]+)\.?\s+(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year>\d{4})\b",
        r"(?P<day>\d{1,2})(?:\.|er|st|nd|rd|th)?\s*(?:de\s+)?(?P<month>[^\W\d_]+)\.?,?\s+(?:de\s+)?(?P<year>\d{4})\b",
        r"(?P<year>\d{4})年\s*(?P<month>\d{1,2})月\s*(?P<day>\d{1,2})日",
        r"(?P<month>[^\W\d_]+)\.?\s+(?P<year>\d{4})\b",
    )
]
_NUMERIC = re.compile(r"(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})\b")
_TIME = re.compile(r"\b\d{1,2}:\d\d(?:\s*[AP]M)?(?:\s+(?:UTC|MES?Z|[A-Z]{1,4}T)\b(?:[+-]\d+)?)?")
_RIGHTS = re.compile(
    r"(?:copyright|©|\(c\))\W*(?:\(c\)\W*)?(?:(?:19|20)\d\d|\w+\s(?:19|20)\d\d)|copyright\s*[©(]|©"
    r"|(?:all rights reserved|alle rechte vorbehalten|tous droits r[ée]serv[ée]s)",
    re.IGNORECASE,
)


def column_of(label: str) -> str | None:
    """Return the column of a label that is known.

    >>> column_of("LÄNGE"), column_of("Load-Date"), column_of("PARIS")
    ('length', 'load_date', None)
    """
    return _COLUMNS.get(re.sub(r"[\s_-]+", " ", bare(label)).strip())


def column_named(label: str) -> str:
    """Return the column of any label: a plain name in snake case where it is not known."""
    name = column_of(label) or "_".join(re.findall(r"\w+", label.lower()))
    return f"{name}_given" if name in ("outlet", "text", "published") else name


def add(record: dict[str, str], column: str, value: str) -> None:
    """Add a field to an article; what an export says twice is kept once."""
    value = " ".join(value.split()).strip("; ")
    said = record.get(column, "")
    if value and f"; {value};" not in f"; {said};":
        record[column] = f"{said}; {value}" if said else value


def add_date(record: dict[str, str], line: str) -> bool:
    """Add the day, the time and the edition that a line such as "May 2, 2002, Thursday,, FINAL EDITION" prints.

    Returns False, and adds nothing, where the line does not begin with a date. A date that is not a day stays as it is
    printed, so that whoever reads the column can name it.

    >>> record = {}
    >>> add_date(record, "May 2, 2002, Thursday,, FINAL EDITION"), record
    (True, {'published': '2002-05-02', 'edition': 'FINAL EDITION'})
    """
    line = " ".join(line.split())
    weekday = re.match(r"([^\W\d_]+)\.?,?\s+", line)
    start = weekday.end() if weekday and bare(weekday[1]) in _WEEKDAYS else 0
    found = _day(line, start)
    if found is None or record.get("published"):
        return False
    record["published"], end = found
    rest = line[end:]
    time = _TIME.search(rest)
    if time:
        add(record, "time", time[0])
        rest = rest.replace(time[0], " ")
    words = [word for word in rest.split() if bare(word.strip(",;.")) not in _WEEKDAYS]
    add(record, "edition", " ".join(words).strip(",;. "))
    return True


def tidy(paragraph: str) -> str:
    """Return a paragraph without the blanks that only fill it; its lines stay lines."""
    return "\n".join(filter(None, (" ".join(line.split()) for line in paragraph.split("\n"))))


def is_copyright(line: str) -> bool:
    """Return whether a line says who owns the article.

    >>> is_copyright("Copyright 2002 The Daily Example"), is_copyright("Copyright law was never simple.")
    (True, False)
    """
    return _RIGHTS.match(line.strip()) is not None


def to_frame(records: list[dict[str, str]]) -> pd.DataFrame:
    """Return one row an article, labelled with its place in the file; what an article lacks is empty."""
    columns = dict.fromkeys((*CORE, *(column for record in records for column in record)))
    rows = [[record.get(column, "") for column in columns] for record in records]
    labels = [f"article {number}" for number in range(1, len(records) + 1)]
    return pd.DataFrame(rows, columns=list(columns), index=labels, dtype="object")


def _day(line: str, start: int) -> tuple[str, int] | None:
    """Return the date at a place of a line, and where it ends."""
    for pattern in _DATES:
        match = pattern.match(line, start)
        if match is None:
            continue
        parts = match.groupdict()
        month = int(parts["month"]) if parts["month"].isdecimal() else MONTHS.get(bare(parts["month"]))
        if month is None:
            continue
        try:
            return date(int(parts["year"]), month, int(parts["day"])).isoformat(), match.end()
        except (KeyError, ValueError):  # a month without a day, or a day no month has
            return match[0], match.end()
    match = _NUMERIC.match(line, start)
    return (match[0], match.end()) if match else None
