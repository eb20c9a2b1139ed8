"""Parquet files."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import label_rows


def read_parquet(path: Path) -> pd.DataFrame:
    """Read a Parquet file; rows are numbered from 1."""
    try:
        with pq.ParquetFile(path) as file:
            table = file.read()
        table.validate(full=True)
        # An id stays a whole number where another is missing.
        rows = table.to_pandas(integer_object_nulls=True)
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError) as error:  # the last three: pandas notes
        raise CorpusError(f"{path.name}: the Parquet file is damaged. Write it again") from error
    return label_rows(rows, [f"row {number}" for number in range(1, len(rows) + 1)])
