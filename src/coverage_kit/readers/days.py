"""Days as tables write them, read only where there is one way to read them; and what months are called."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from dateutil import parser

_MISSING = frozenset(("", "-", "–", "nan", "nat", "none", "null", "n/a", "<na>", "unknown"))
_COMPACT = re.compile(r"(?<!\d)(\d{4})(\d\d)(\d\d)(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(?:\d{4}([-/. ])\d{1,2}\1\d{1,2}|\d{1,2}([-/. ])\d{1,2}\2\d{4})(?!\d)")
_MONTH = re.compile(r"(?<![^\W\d_])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
# In the languages of Nexis and Factiva, as `bare` leaves them.
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janner jaenner janvier enero gennaio januari janeiro jan января",
            "february februar fevrier febrero febbraio februari fevereiro feb февраля",
            "march marz maerz mars marzo maart marco mar марта",
            "april avril abril aprile apr апреля",
            "may mai mayo maggio mei maio мая",
            "june juni juin junio giugno junho jun июня",
            "july juli juillet julio luglio julho jul июля",
            "august aout agosto augustus aug августа",
            "september septembre septiembre settembre setembro sept sep сентября",
            "october oktober octobre octubre ottobre outubro oct okt октября",
            "november novembre noviembre novembro nov ноября",
            "december dezember decembre diciembre dicembre dezembro dec dez декабря",
        ),
        start=1,
    )
    for name in names.split()
}
_WRITE = "write it as year-month-day, for instance 2019-04-25"


@lru_cache(maxsize=4096)
def read_day(text: str) -> tuple[date | None, str]:
    """Return the local day as written (a time zone never shifts it) and the remedy where it cannot be read.

    >>> read_day("25.04.2019, 23:30 +09:00")
    (datetime.date(2019, 4, 25), '')
    """
    if text.strip().lower() in _MISSING:
        return None, ""
    try:
        days = _days_in_words(text) if _MONTH.search(text) else _days_in_numbers(text)
    except (ValueError, OverflowError):
        days = set()
    if len(days) == 2:
        return None, f"may be either of two days; {_WRITE}"
    if len(days) != 1 or not 1600 <= min(days).year < 2200:
        return None, f"is not a date; {_WRITE}"
    return min(days), ""


def _days_in_numbers(text: str) -> set[date]:
    """Return the days a date without a month's name may mean: two if day and month could change places."""
    plain = _COMPACT.sub(r"\1-\2-\3", re.sub(r"\s+", " ", re.sub(r"\s*([-/.])\s*", r"\1", text)))
    dates = {match[0] for match in _NUMERIC.finditer(plain)}
    if len(dates) != 1:
        return set()
    separator = re.search(r"\D", min(dates))[0]
    first, second, third = (int(number) for number in min(dates).split(separator))
    if first > 31:
        return {date(first, second, third)}
    if separator == "." or first > 12:  # with dots the day comes first everywhere
        return {date(third, second, first)}
    if second > 12:
        return {date(third, first, second)}
    return {date(third, second, first), date(third, first, second)}


def _days_in_words(text: str) -> set[date]:
    # Two different defaults show whether day, month and year are all there; a weekday alone moves both.
    defaults = (datetime(2000, 1, 1), datetime(2004, 2, 15))
    days = {parser.parse(text, default=default, ignoretz=True, dayfirst=True).date() for default in defaults}
    return days if len(days) == 1 else set()


def bare(word: str) -> str:
    """Return a word without case and accents.

    >>> bare("MÄRZ"), bare("février")
    ('marz', 'fevrier')
    """
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))
