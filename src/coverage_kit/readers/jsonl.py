"""JSON Lines, one article a line, and JSON arrays, one article an object."""

import json
from pathlib import Path

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import printable
from coverage_kit.readers.decoding import decode_text, split_lines


def read_jsonl(path: Path) -> pd.DataFrame:
    """Read a JSON Lines file; empty lines are passed over."""
    records, places = [], []
    for number, line in enumerate(split_lines(decode_text(path.read_bytes(), path.name)), start=1):
        if line.strip():
            place = f"{path.name}: line {number}"
            records.append(_checked(_read(line, place, "one object a line"), place, "one object a line"))
            places.append(f"line {number}")
    return pd.DataFrame(records, index=places, dtype="object")


def read_json_array(path: Path) -> pd.DataFrame:
    """Read a JSON file that is one array of objects; they are numbered from 1."""
    found = _read(decode_text(path.read_bytes(), path.name), path.name, "one array of objects")
    records = [
        _checked(record, f"{path.name}: item {number}", "one array of objects")
        for number, record in enumerate(found, start=1)
    ]
    return pd.DataFrame(records, index=[f"item {number}" for number in range(1, len(records) + 1)], dtype="object")


def _read(text: str, place: str, form: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line = f", line {error.lineno}" if "\n" in text.rstrip() else ""
        raise CorpusError(f"{place} is not JSON ({error.msg}{line}). Write {form}") from error
    except (ValueError, RecursionError) as error:
        reason = "holds a number too long or a nesting too deep to be read"
        raise CorpusError(f"{place} {reason}. Write {form.replace('object', 'flat object')}") from error


def _checked(record: object, place: str, form: str) -> dict[str, object]:
    if not isinstance(record, dict):
        raise CorpusError(f"{place} is not an object. Write {form}")
    if any(printable(name) != name for name in record):
        raise CorpusError(f"{place} holds a name with a broken character. Save the file again as UTF-8")
    return record
