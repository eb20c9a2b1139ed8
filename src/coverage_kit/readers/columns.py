"""Which column is which, and what a row must hold."""

import re
from collections.abc import Mapping
from datetime import date

import pandas as pd
from dateutil import parser as date_parser

from coverage_kit.corpus import REJECTED_COLUMNS, REQUIRED, CorpusError, quoted

# Names under which tables and exports keep the same thing; the first one present wins.
ALIASES = {
    "article_id": ("article_id", "id", "doc_id", "document_id", "stories_id", "guid", "uuid"),
    "outlet": (
        *("outlet", "outlet_name", "source", "publication", "media_name", "newspaper", "publisher", "source_name"),
        *("medium", "media", "site", "source_domain", "domain", "zeitung", "quelle"),
    ),
    "text": (
        *("text", "content", "body", "article_text", "full_text", "fulltext", "maintext", "article"),
        *("volltext", "inhalt"),
    ),
    "title": ("title", "headline", "heading", "titel"),
    "published": (
        *("published", "date", "publish_date", "published_at", "publication_date", "pub_date", "date_published"),
        *("date_publish", "datum"),
    ),
    "url": ("url", "link", "web_url"),
    "byline": ("byline", "author", "authors"),
    "section": ("section", "rubric"),
}
_MISSING = frozenset(("", "-", "–", "nan", "nat", "none", "null", "n/a", "<na>", "unknown"))
_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})(?!\d)")  # with dots the day comes first everywhere
_EITHER_WAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-]\d{2,4}(?!\d)")
_WORD = re.compile(r"[^\W\d]{3,}")
_YEARS = range(1600, 2200)


def rename_columns(rows: pd.DataFrame, columns: Mapping[str, str] | None, origin: str) -> pd.DataFrame:
    """Give the columns their common names; a column that is not recognised keeps its own.

    Parameters
    ----------
    rows : DataFrame
        The rows as read.
    columns : mapping, optional
        Common name to the name in the file.
    origin : str
        The file's name, for messages.
    """
    chosen = dict(columns or {})
    for common, given in chosen.items():
        if common not in ALIASES:
            raise CorpusError(f"columns: '{common}' is not a known name. Choose from {quoted(ALIASES)}")
        if given not in rows:
            raise CorpusError(f"{origin}: there is no column '{given}'; columns are {quoted(rows.columns)}")
    plain = {_plain(name): name for name in reversed(list(rows.columns)) if name not in chosen.values()}
    for common, aliases in ALIASES.items():
        match = next((plain[_plain(alias)] for alias in aliases if _plain(alias) in plain), None)
        if common not in chosen and match is not None:
            chosen[common] = match
    for needed, what in (("text", "the text of the articles"), ("outlet", "the outlet")):
        if needed not in chosen:
            remedy = f"Name it: columns={{'{needed}': ...}}"
            raise CorpusError(f"{origin}: no column holds {what}; columns are {quoted(rows.columns)}. {remedy}")
    # A user's own column that already has a common name makes room for the one chosen.
    taken = {name: f"{name}_given" for name in rows if name in chosen and chosen[name] != name}
    return rows.rename(columns=taken).rename(
        columns={taken.get(given, given): common for common, given in chosen.items()}
    )


def check_rows(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that can be used, typed, and a table of the cells that cannot.

    An article whose day cannot be read can be used: its `published` is missing.

    The index of `rows` says where each row stands ("row 2", "line 7", "a.txt"), as the user can find it.
    """
    rows = rows.copy()
    problems: list[tuple[str, str, str, str]] = []
    if "article_id" not in rows:
        rows["article_id"] = [f"a{number:05d}" for number in range(1, len(rows) + 1)]
    for column in set(ALIASES) & set(rows) - {"published", "text"}:
        rows[column] = [_as_text(value) for value in rows[column]]
    rows["text"] = [value if isinstance(value, str) else _as_text(value) for value in rows["text"]]
    for column in REQUIRED:
        empty = rows.index[[not value.strip() for value in rows[column]]]
        problems += [(where, column, "", f"is empty; fill in the {column} or remove the row") for where in empty]
    repeated = rows.index[rows["article_id"].duplicated() & (rows["article_id"] != "")]
    for where in repeated:
        first = rows.index[rows["article_id"] == rows.at[where, "article_id"]][0]
        problems.append(
            (where, "article_id", rows.at[where, "article_id"], f"stands in {first} too; give each article its own id")
        )
    if "published" in rows:
        days, bad_days = _read_days(rows["published"])
        problems += bad_days
        rows["published"] = days
    table = pd.DataFrame(problems, columns=list(REJECTED_COLUMNS), dtype="str")
    order = {where: position for position, where in enumerate(rows.index)}
    table = table.sort_values("row", key=lambda where: where.map(order), kind="stable", ignore_index=True)
    unusable = table["row"][table["column"].isin(REQUIRED)]
    return rows[~rows.index.isin(unusable)], table


def describe_problems(problems: pd.DataFrame, origin: str, total: int) -> str:
    """Return the message for rows that cannot be read: the first ten, and how many there are."""
    lines = [
        f"{p.row}, column '{p.column}': {repr(p.value[:60]) + ' ' if p.value else ''}{p.remedy}"
        for p in problems.head(10).itertuples()
    ]
    if len(problems) == 1:
        return f"{origin}: {lines[0]}"
    more = [f"… and {len(problems) - 10} more"] if len(problems) > 10 else []
    head = f"{origin}: {len(problems)} cells in {problems['row'].nunique()} of {total} rows cannot be used"
    tail = "Mend them, or read the other rows with on_error='collect' and look at corpus.rejected"
    return "\n  ".join([head, *lines, *more]) + "\n" + tail


def _plain(name: object) -> str:
    return re.sub(r"[\s_-]", "", str(name)).lower()


def _as_text(value: object) -> str:
    """Return a cell as text; an id that a spreadsheet or Parquet file made a whole float loses its ".0"."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _read_days(values: pd.Series) -> tuple[pd.Series, list[tuple[str, str, str, str]]]:
    known: dict[object, date | str | None] = {}
    days, problems = [], []
    for where, value in values.items():
        if value not in known:
            known[value] = _read_day(value)
        day = known[value]
        if isinstance(day, str):
            problems.append((where, "published", str(value), day))
            day = None
        days.append(day)
    return pd.Series(
        pd.to_datetime(pd.Series(days, dtype="object")).astype("datetime64[s]").to_numpy(), values.index
    ), problems


def _read_day(value: object) -> date | str | None:
    """Return the local day as written (a time zone never shifts it), None if missing, or the remedy as text."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, date):  # datetime and Timestamp are dates too
        return date(value.year, value.month, value.day)
    text = str(value).strip()
    if text.lower() in _MISSING:
        return None
    either = _EITHER_WAY.match(text)
    if either and int(either[1]) <= 12 and int(either[2]) <= 12 and int(either[1]) != int(either[2]):
        return "may be either of two days; write it as year-month-day, for instance 2019-04-25"
    try:
        day = _parse_day(text)
    except (ValueError, OverflowError):
        day = None
    if day is None or day.year not in _YEARS:
        return "is not a date; write it as year-month-day, for instance 2019-04-25"
    return day


def _parse_day(text: str) -> date | None:
    """Read a date; what is written out in words is left to dateutil."""
    if numbers := _YEAR_FIRST.match(text):
        return date(int(numbers[1]), int(numbers[3]), int(numbers[4]))
    if numbers := _DAY_FIRST.match(text):
        return date(int(numbers[3]), int(numbers[2]), int(numbers[1]))
    if not _EITHER_WAY.match(text) and not _WORD.search(text):
        return None
    # Two different defaults show whether day, month and year are all there.
    defaults = (pd.Timestamp(2000, 1, 1).to_pydatetime(), pd.Timestamp(2004, 2, 2).to_pydatetime())
    first, second = (
        date_parser.parse(text, default=default, ignoretz=True, dayfirst=True).date() for default in defaults
    )
    return first if first == second else None
