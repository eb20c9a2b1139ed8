"""JSON Lines: one article a line."""

import json
from pathlib import Path

import pandas as pd

from coverage_kit.corpus import CorpusError


def read_jsonl(path: Path) -> pd.DataFrame:
    """Read a JSON Lines file; empty lines are passed over."""
    records, places = [], []
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise CorpusError(
                    f"{path.name}: line {number} is not JSON ({error.msg}). Write one object a line"
                ) from error
            if not isinstance(record, dict):
                raise CorpusError(f"{path.name}: line {number} is not an object. Write one object a line")
            records.append(record)
            places.append(f"line {number}")
    return pd.DataFrame(records, index=places, dtype="object")
