"""JSON Lines: one article a line."""

import json
from pathlib import Path

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import printable


def read_jsonl(path: Path) -> pd.DataFrame:
    """Read a JSON Lines file; empty lines are passed over."""
    records, places = [], []
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                records.append(_read_line(line, f"{path.name}: line {number}"))
                places.append(f"line {number}")
    return pd.DataFrame(records, index=places, dtype="object")


def _read_line(line: str, place: str) -> dict[str, object]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise CorpusError(f"{place} is not JSON ({error.msg}). Write one object a line") from error
    except (ValueError, RecursionError) as error:
        reason = "holds a number too long or a nesting too deep to be read"
        raise CorpusError(f"{place} {reason}. Write one flat object a line") from error
    if not isinstance(record, dict):
        raise CorpusError(f"{place} is not an object. Write one object a line")
    if any(printable(name) != name for name in record):
        raise CorpusError(f"{place} holds a name with a broken character. Save the file again as UTF-8")
    return record
