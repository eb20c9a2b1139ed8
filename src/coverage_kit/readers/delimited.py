"""CSV and TSV files."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import LONGEST_CELL
from coverage_kit.readers.decoding import decode_text, split_lines


def read_delimited(path: Path) -> pd.DataFrame:
    """Read a CSV or TSV file as text; the separator is the one that cuts its header into most names.

    Everything stays text: "NA" is an outlet and 007 an id. Rows are numbered as spreadsheets do: the header is row 1,
    and empty lines are passed over but counted.
    """
    # The default, 131,072 characters, is less than some articles have; a missing quote makes one cell of all the rest.
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        header, rows, places = _table(decode_text(path.read_bytes(), path.name), path.name)
    finally:
        csv.field_size_limit(limit)
    return pd.DataFrame(rows, columns=header, index=places, dtype="str")


def _table(text: str, name: str) -> tuple[list[str], list[list[str]], list[str]]:
    """Return the header, the rows and where they stand."""
    records = _records(text, max(",;\t", key=lambda separator: _fit(text, separator)), name)
    _, header = next(records, (1, []))
    rows, places = [], []
    for number, record in records:
        if len(record) != len(header):
            fields = f"{len(record)} field{'' if len(record) == 1 else 's'}"
            raise CorpusError(_broken(name, f"row {number} has {fields}, the header {len(header)}"))
        rows.append(record)
        places.append(f"row {number}")
    return header, rows, places


def _records(text: str, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not an empty line, with its number."""
    number = 0
    header: list[str] = []
    read: list[str] = []  # the lines of the record that is being read

    def lines() -> Iterator[str]:
        for line in split_lines(text):
            read.append(line)
            yield line

    try:
        for number, record in enumerate(csv.reader(lines(), delimiter=separator, strict=True), start=1):
            read.clear()
            if len(record) > 1 or "".join(record).strip():
                header = header or record
                yield number, record
    except csv.Error as error:
        if "field limit" in str(error):
            raise CorpusError(_too_long(name, number + 1, _column(read, separator, header))) from error
        raise CorpusError(_broken(name, f"row {number + 1}: {error}")) from error


def _column(lines: list[str], separator: str, header: list[str]) -> str:
    """Return the column of the cell that is too long, as far as its row could be read."""
    limit = csv.field_size_limit(2**31 - 1)
    (record,) = csv.reader(["".join(lines)], delimiter=separator)
    csv.field_size_limit(limit)
    position = max(range(len(record)), key=lambda index: len(record[index]))
    return f"column '{header[position]}'" if position < len(header) else f"column {position + 1}"


def _fit(text: str, separator: str) -> tuple[bool, int]:
    """Return how well a separator cuts the header: an odd quote in a name shows that a quoted name was cut."""
    try:
        _, header = next(_records(text, separator, ""), (1, []))
    except CorpusError:
        return False, 0
    return not any(name.count('"') % 2 for name in header), len(header)


def _broken(name: str, reason: str) -> str:
    return f"{name}: the table is broken ({reason}). Put texts in double quotes and double each quote inside them"


def _too_long(name: str, row: int, column: str) -> str:
    reason = f"holds more than {LONGEST_CELL:,} characters"
    return f"{name}: row {row}, {column} {reason}. Close the double quote at its end, or remove the row"
