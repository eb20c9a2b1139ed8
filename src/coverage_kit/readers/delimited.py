"""CSV and TSV files."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from coverage_kit.corpus import CorpusError


def read_delimited(path: Path) -> pd.DataFrame:
    """Read a CSV or TSV file as text; the separator is the one that cuts its header into most names.

    Everything stays text: "NA" is an outlet and 007 an id. Rows are numbered as spreadsheets do: the header is row 1,
    and empty lines are passed over but counted.
    """
    limit = csv.field_size_limit(2**31 - 1)  # the default, 131,072 characters, is less than some articles have
    try:
        records = _records(path, max(",;\t", key=lambda separator: _fit(path, separator)))
        _, header = next(records, (1, []))
        rows, places = [], []
        for number, record in records:
            if len(record) != len(header):
                fields = f"{len(record)} field{'' if len(record) == 1 else 's'}"
                raise CorpusError(_broken(path, f"row {number} has {fields}, the header {len(header)}"))
            rows.append(record)
            places.append(f"row {number}")
    finally:
        csv.field_size_limit(limit)
    return pd.DataFrame(rows, columns=header, index=places, dtype="str")


def _records(path: Path, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record that is not an empty line, with its number."""
    number = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            for number, record in enumerate(csv.reader(file, delimiter=separator, strict=True), start=1):
                if len(record) > 1 or "".join(record).strip():
                    yield number, record
        except csv.Error as error:
            raise CorpusError(_broken(path, f"row {number + 1}: {error}")) from error


def _fit(path: Path, separator: str) -> tuple[bool, int]:
    """Return how well a separator cuts the header: an odd quote in a name shows that a quoted name was cut."""
    try:
        _, header = next(_records(path, separator), (1, []))
    except CorpusError:
        return False, 0
    return not any(name.count('"') % 2 for name in header), len(header)


def _broken(path: Path, reason: str) -> str:
    return f"{path.name}: the table is broken ({reason}). Put texts in double quotes and double each quote inside them"
