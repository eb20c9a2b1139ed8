"""Parquet files."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from coverage_kit.corpus import CorpusError


def read_parquet(path: Path) -> pd.DataFrame:
    """Read a Parquet file; rows are numbered from 1."""
    try:
        rows = pq.read_table(path).to_pandas()
    except pa.ArrowInvalid as error:
        raise CorpusError(f"{path.name}: the Parquet file is damaged. Write it again") from error
    return rows.set_axis([f"row {number}" for number in range(1, len(rows) + 1)])
