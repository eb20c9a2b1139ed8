"""CSV and TSV files."""

import warnings
from pathlib import Path

import pandas as pd
from pandas.errors import EmptyDataError, ParserError, ParserWarning

from coverage_kit.corpus import CorpusError


def read_delimited(path: Path) -> pd.DataFrame:
    """Read a CSV or TSV file as text; the separator is the one its header uses most."""
    with path.open(encoding="utf-8-sig") as file:
        header = file.readline()
    separator = max(",;\t", key=header.count)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", ParserWarning)  # longer rows than the header would lose their ends
            # Everything stays text: "NA" is an outlet and 007 an id.
            rows = pd.read_csv(
                path, sep=separator, dtype="str", keep_default_na=False, encoding="utf-8-sig", index_col=False
            )
    except EmptyDataError as error:
        raise CorpusError(
            f"{path.name}: the file is empty. Export it again with a header and at least one row"
        ) from error
    except ParserWarning as error:
        raise CorpusError(_broken(path, "rows have more fields than the header")) from error
    except ParserError as error:
        reason = str(error).strip().removeprefix("Error tokenizing data. C error: ")
        raise CorpusError(_broken(path, reason)) from error
    # The header is row 1, as spreadsheets count.
    return rows.set_axis([f"row {number}" for number in range(2, len(rows) + 2)])


def _broken(path: Path, reason: str) -> str:
    return f"{path.name}: the table is broken ({reason}). Put texts in double quotes and double each quote inside them"
