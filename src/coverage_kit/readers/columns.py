"""Which column is which, and what a row must hold."""

import re
import reprlib
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from coverage_kit.corpus import REJECTED_COLUMNS, REQUIRED, CorpusError, quoted
from coverage_kit.readers.days import read_day

# Names under which tables and exports keep the same thing; the first one present wins.
ALIASES = {
    "article_id": ("article_id", "id", "doc_id", "document_id", "stories_id", "guid", "uuid"),
    "outlet": (
        *("outlet", "outlet_name", "source", "publication", "media_name", "newspaper", "publisher", "source_name"),
        *("medium", "media", "site", "source_domain", "domain", "zeitung", "quelle"),
    ),
    "text": ("text", "content", "body", "article_text", "full_text", "maintext", "article", "volltext", "inhalt"),
    "title": ("title", "headline", "heading", "titel"),
    "published": (
        *("published", "date", "publish_date", "published_at", "publication_date", "pub_date", "date_published"),
        *("date_publish", "datum"),
    ),
    "url": ("url", "link", "web_url"),
    "byline": ("byline", "author", "authors"),
    "section": ("section", "rubric"),
}
# Names by which the tables of services that give addresses and no texts are known.
_ADDRESSES_ONLY = {
    "Media Cloud": ("media_url", "stories_id", "media_id", "indexed_date", "ap_syndicated"),
    "GDELT": (
        *("globaleventid", "sourceurl", "gkgrecordid", "documentidentifier", "seendate", "sourcecountry"),
        *("mobileurl", "url_mobile", "mentionidentifier"),
    ),
}
LONGEST_CELL = 10_000_000  # characters, some twenty novels: beyond it, something else went into the cell
_DTYPES = {**dict.fromkeys(ALIASES, "str"), "published": "datetime64[s]"}
Problem = tuple[str, str, str, str]  # row, column, value, remedy


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return the columns a user named, once they are known to make sense."""
    if columns is not None and not isinstance(columns, Mapping):
        raise CorpusError(f"columns: {columns!r} is not a mapping. Give our name and yours: columns={{'outlet': ...}}")
    chosen = {common: str(given) for common, given in (columns or {}).items()}
    for common, given in chosen.items():
        if common not in ALIASES:
            raise CorpusError(f"columns: '{common}' is not a known name. Choose from {quoted(ALIASES)}")
        same = [name for name, other in chosen.items() if other == given]
        if len(same) > 1:
            raise CorpusError(f"columns: {quoted(same)} are all '{given}'. Name each column once")
    return chosen


def rename_columns(rows: pd.DataFrame, chosen: Mapping[str, str], origin: str) -> pd.DataFrame:
    """Give the columns their common names; a column that is neither chosen nor recognised keeps its own."""
    if not len(rows):
        raise CorpusError(f"{origin}: there is no article in it. Give a table with at least one row")
    rows = rows.set_axis([printable(str(name)) for name in rows.columns], axis=1)
    if "text" not in chosen:
        _refuse_addresses(rows.columns, origin)
    if rows.columns.has_duplicates:
        raise CorpusError(
            f"{origin}: two columns are {_listed(rows.columns[rows.columns.duplicated()][:1])}. Rename one"
        )
    check_given(rows.columns, chosen, origin)
    chosen = dict(chosen)
    by_plain = {plain(name): name for name in reversed(rows.columns) if name not in chosen.values()}
    # "text" goes before "Text".
    by_plain |= {plain(name): name for name in ALIASES if name in rows and name not in chosen.values()}
    for common, aliases in ALIASES.items():
        match = next((by_plain[plain(alias)] for alias in aliases if plain(alias) in by_plain), None)
        if common not in chosen and match is not None:
            chosen[common] = match
    for needed, what in (("text", "the text of the articles"), ("outlet", "the outlet")):
        if needed not in chosen:
            remedy = f"Name it: columns={{'{needed}': ...}}, or --columns {needed}=..."
            raise CorpusError(f"{origin}: no column holds {what}; columns are {_listed(rows.columns)}. {remedy}")
    # A user's own column that already has a common name makes room for the one chosen.
    taken = {name: _free(f"{name}_given", rows.columns) for name in rows if chosen.get(name, name) != name}
    return rows.rename(columns=taken | {given: common for common, given in chosen.items()})


def check_rows(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows that can be used, typed, and a table of the cells that cannot.

    The index of `rows` says where each row stands ("row 2", "line 7", "a.txt"), as the user can find it. A row without
    outlet, text or an id of its own cannot be used; any other cell that cannot be is left empty.
    """
    rows = rows.copy()
    problems: list[Problem] = []
    if "article_id" not in rows:
        rows["article_id"] = [f"a{number:05d}" for number in range(1, len(rows) + 1)]
    for column in [name for name in rows if name in ALIASES or rows[name].dtype == "object"]:
        values = rows[column].tolist()
        read = [_read_cell(value, column) for value in values]
        for where, value, (_, remedy) in zip(rows.index.tolist(), values, read, strict=True):
            if remedy:
                problems.append((where, column, _shown(value), remedy))
        rows[column] = pd.Series([cell for cell, _ in read], rows.index, _DTYPES.get(column, "object"))
    unusable = {where for where, column, _, _ in problems if column in REQUIRED}
    problems += _repeated_ids(rows["article_id"], unusable)
    table = pd.DataFrame(problems, columns=list(REJECTED_COLUMNS), dtype="str")
    order = {where: position for position, where in enumerate(rows.index.tolist())}
    table = table.sort_values("row", key=lambda where: where.map(order), kind="stable", ignore_index=True)
    return rows[~rows.index.isin(table["row"][table["column"].isin(REQUIRED)])], table


def describe_problems(problems: pd.DataFrame, origin: str, total: int) -> str:
    """Return the message for rows that cannot be read: the first ten, and how many there are."""
    lines = [_problem_line(*problem) for problem in problems.head(10).itertuples(index=False)]
    cells = problems[problems["column"] != ""]
    files = len(problems) - len(cells)
    tail = "Mend them, or go on without: on_error='collect' (--skip-bad-rows) lists them in corpus.rejected"
    if len(problems) == 1:
        return f"{origin}: {lines[0]}" + (f"\n{tail}" if files and total else "")
    counts = [f"{files} file{'s' * (files != 1)}"] if files else []
    if len(cells):
        counts.append(f"{len(cells)} cell{'s' * (len(cells) != 1)} in {cells['row'].nunique()} of {total} rows")
    more = [f"… and {len(problems) - 10} more"] if len(problems) > 10 else []
    head = f"{origin}: {' and '.join(counts)} cannot be used"
    return "\n  ".join([head, *lines, *more]) + "\n" + tail


def label_rows(rows: pd.DataFrame, labels: list[str]) -> pd.DataFrame:
    """Label the rows; a named level of the index becomes a column, unless a column has that name already."""
    levels = [number for number, name in enumerate(rows.index.names) if name is not None and name not in rows]
    return (rows.reset_index(level=levels) if levels else rows).set_axis(labels)


def check_given(names: Iterable[str], chosen: Mapping[str, str], origin: str) -> None:
    """Refuse a column a user named that is not there."""
    names = list(names)
    for given in chosen.values():
        if given not in names:
            raise CorpusError(f"{origin}: there is no column '{given}'; columns are {_listed(names)}")


def plain(name: str) -> str:
    """Return a name without case, blanks, hyphens and underscores, as names are compared."""
    return re.sub(r"[\s_-]", "", name).lower()


def printable(text: str) -> str:
    """Write halves of surrogate pairs, which no file can hold, as escapes."""
    return text.encode(errors="backslashreplace").decode()


def _refuse_addresses(columns: Iterable[str], origin: str) -> None:
    """Say so where a table holds the addresses of articles and nothing to read."""
    names = [plain(name) for name in columns]
    if set(names) & set(map(plain, ALIASES["text"])):
        return
    # GDELT's files of events have no header, so that the first event stands in its place.
    headless = len(names) > 50 and any(name.startswith(("http://", "https://")) for name in names)
    for service, telling in _ADDRESSES_ONLY.items():
        if set(names) & set(map(plain, telling)) or (headless and service == "GDELT"):
            raise CorpusError(
                f"{origin}: this {service} table holds addresses of articles, not their texts. "
                "Download the pages, save them as .html into a folder and give that folder"
            )


def _problem_line(row: str, column: str, value: str, remedy: str) -> str:
    """Return the line for one cell, or, where no column is named, for a whole file."""
    return (
        f"{row}, column '{column}': {repr(value[:60]) + ' ' if value else ''}{remedy}" if column else f"{row}: {remedy}"
    )


def _listed(names: Iterable[str]) -> str:
    """Return names for a message; a table without header has whole texts for names."""
    short = [name if len(name) <= 40 else f"{name[:39]}…" for name in names]
    return quoted(short[:12]) + (f" and {len(short) - 12} more" if len(short) > 12 else "")


def _free(name: str, taken: Iterable[str]) -> str:
    while name in taken:
        name += "_given"
    return name


def _read_cell(value: object, column: str) -> tuple[object, str]:
    """Return what a cell holds, and the remedy where it cannot be used."""
    empty = None if column == "published" else ""
    if isinstance(value, str):
        if printable(value) != value:
            return empty, "holds a broken character; save it again as UTF-8"
        if len(value) > LONGEST_CELL:
            return empty, f"holds {len(value):,} characters; split it (at most {LONGEST_CELL:,}) or remove the row"
    elif isinstance(value, bytes | bytearray | memoryview) and column in ALIASES:
        return empty, "is binary; give text"
    elif isinstance(value, Mapping) and column in ALIASES:
        return empty, "is an object; give one value"
    elif pd.api.types.is_list_like(value) and column in ALIASES:
        if column != "byline" or not all(isinstance(name, str) for name in value):
            return empty, "is a list; give one value"
        return _read_cell(", ".join(value), column)
    if column not in ALIASES:
        return value, ""
    text = value if column == "text" and isinstance(value, str) else as_text(value)
    if column == "published":
        return read_day(text)
    if column in REQUIRED and not text.strip():
        return empty, f"is empty; fill in the {column} or remove the row"
    return text, ""


def as_text(value: object) -> str:
    """Return a cell as text; an id that a spreadsheet or Parquet file made a whole float loses its ".0"."""
    if isinstance(value, str):
        return value.strip()
    if pd.isna(value):
        return ""
    if isinstance(value, float | np.floating) and value.is_integer():
        return str(int(value))
    return str(value)


def _shown(value: object) -> str:
    """Return a cell for a message; what is long is cut."""
    if pd.api.types.is_list_like(value) or isinstance(value, bytes | bytearray | memoryview):
        return reprlib.repr(value.tolist() if isinstance(value, np.ndarray) else value)
    return printable(as_text(value)[:1000])


def _repeated_ids(ids: pd.Series, unusable: set[str]) -> list[Problem]:
    """Return the ids that an earlier article which can be used has too."""
    first: dict[str, str] = {}
    problems = []
    for where, key in zip(ids.index.tolist(), ids.tolist(), strict=True):
        if key in first:
            problems.append((where, "article_id", key, f"stands in {first[key]} too; give each article its own id"))
        elif key and where not in unusable:
            first[key] = where
    return problems
