"""read_corpus: choose the reader by what a file holds, and build the Corpus."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from coverage_kit.corpus import Corpus, CorpusError
from coverage_kit.readers.columns import ALIASES, check_rows, describe_problems, rename_columns
from coverage_kit.readers.delimited import read_delimited
from coverage_kit.readers.jsonl import read_jsonl
from coverage_kit.readers.parquet import read_parquet
from coverage_kit.readers.text_folder import read_text_file, read_text_folder


def read_corpus(
    source: str | Path | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    on_error: Literal["raise", "collect"] = "raise",
) -> Corpus:
    """Read articles from a file, a folder or a data frame.

    CSV, TSV, JSON Lines and Parquet files, a folder of .txt files (an optional header of ``key: value`` lines, an
    empty line, the text) and data frames can be read; what a file is, is told from its content. Common column names
    are recognised (``source``, ``publication``, ``media_name`` … for the outlet; ``content``, ``body`` … for the text).
    Ids and outlets stay text: "NA" is an outlet, "007" an id. Dates keep the local day they were written with.

    Parameters
    ----------
    source : str, Path or DataFrame
        Where the articles are.
    columns : mapping, optional
        Our name to yours for columns that are not recognised: ``{"outlet": "Zeitung"}``. Names are ``article_id,
        outlet, text, title, published, url, byline, section``; other columns are kept as they are.
    on_error : {"raise", "collect"}
        What to do with cells that cannot be used: raise one error that lists them, or list them in ``corpus.rejected``
        and go on: a row without outlet, text or an id of its own is left out, a day that cannot be read left empty.

    Returns
    -------
    Corpus

    Raises
    ------
    CorpusError
        The file, the row, the column, the value and the remedy.

    Examples
    --------
    >>> import pandas as pd
    >>> import coverage_kit as ck
    >>> ck.read_corpus(pd.DataFrame({"source": ["NA", "Daily B"], "content": ["One text.", "Another."]}))
    Corpus(2 articles, 2 outlets)
    """
    if on_error not in ("raise", "collect"):
        raise CorpusError(f"on_error: '{on_error}' is not known. Choose 'raise' or 'collect'")
    origin = "the data frame" if isinstance(source, pd.DataFrame) else Path(source).name
    rows = _frame_rows(source) if isinstance(source, pd.DataFrame) else _read_path(Path(source).expanduser())
    if not len(rows):
        raise CorpusError(f"{origin}: there is no article in it. Give a table with at least one row")
    good, problems = check_rows(rename_columns(rows, columns, origin))
    if len(problems) and (on_error == "raise" or not len(good)):
        raise CorpusError(describe_problems(problems, origin, len(rows)))
    first = [name for name in ALIASES if name in good]
    return Corpus(good[[*first, *(name for name in good if name not in first)]], rejected=problems)


def _frame_rows(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.set_axis([f"row {label}" for label in frame.index] if frame.index.is_unique else _counted(len(frame)))


def _counted(number: int) -> list[str]:
    return [f"row {position}" for position in range(number)]


def _read_path(path: Path) -> pd.DataFrame:
    try:
        if path.is_dir():
            return read_text_folder(path)
        with path.open("rb") as file:
            start = file.read(65_536)
        return _reader_for(path, start)(path)
    except FileNotFoundError as error:
        raise CorpusError(f"{path}: there is no such file or folder. Check the path") from error
    except PermissionError as error:
        raise CorpusError(f"{path}: the file may not be read. Check its permissions") from error
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{path.name}: byte {error.start} is not UTF-8. Save the file as UTF-8 text (in Excel: 'CSV UTF-8')"
        ) from error


def _reader_for(path: Path, start: bytes):
    """Choose a reader by the first bytes of a file, not by its ending."""
    if not start.strip():
        raise CorpusError(f"{path.name}: the file is empty. Export it again with a header and at least one row")
    if start.startswith(b"PAR1"):
        return read_parquet
    if start.startswith(b"PK\x03\x04"):
        raise CorpusError(f"{path.name}: this is an Excel, Word or zip file. Save its table as 'CSV UTF-8'")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CorpusError(f"{path.name}: the text is UTF-16. Save the file as UTF-8 text")
    if b"\0" in start:
        raise CorpusError(
            f"{path.name}: this is a binary file, not a table of articles. Give a CSV, JSONL or Parquet file"
        )
    if path.suffix.lower() == ".txt":
        return read_text_file
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if opening == b"[":
        raise CorpusError(f"{path.name}: this is one JSON array. Write one object a line, as JSON Lines")
    if opening == b"{":
        return read_jsonl
    return read_delimited
