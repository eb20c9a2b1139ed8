"""read_corpus: choose the reader by what a file holds, and build the Corpus."""

import os
import re
import reprlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from coverage_kit.corpus import Corpus, CorpusError
from coverage_kit.readers.columns import ALIASES, check_rows, describe_problems, label_rows, printable, rename_columns
from coverage_kit.readers.delimited import read_delimited
from coverage_kit.readers.jsonl import read_jsonl
from coverage_kit.readers.parquet import read_parquet
from coverage_kit.readers.text_folder import read_text_files


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
        and go on: a row without outlet, text or an id of its own is left out, any other such cell is left empty.

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
    if isinstance(source, pd.DataFrame):
        origin, rows = "the data frame", _frame_rows(source)
    elif isinstance(source, str | os.PathLike) and str(source) and "\0" not in str(source):
        origin, rows = printable(Path(source).absolute().name), _read_path(Path(os.path.expanduser(source)))  # noqa: PTH111
    else:
        raise CorpusError(f"read_corpus: {reprlib.repr(source)} cannot be read; give a path or a data frame")
    if not len(rows):
        raise CorpusError(f"{origin}: there is no article in it. Give a table with at least one row")
    good, problems = check_rows(rename_columns(rows, columns, origin))
    if len(problems) and (on_error == "raise" or not len(good)):
        raise CorpusError(describe_problems(problems, origin, len(rows)))
    first = [name for name in ALIASES if name in good]
    return Corpus(good[[*first, *(name for name in good if name not in first)]], rejected=problems)


def _frame_rows(frame: pd.DataFrame) -> pd.DataFrame:
    labels = [printable(f"row {label}") for label in frame.index]
    if len(set(labels)) < len(labels):
        labels = [f"row {position}" for position in range(len(labels))]
    return label_rows(frame, labels)


def _read_path(path: Path) -> pd.DataFrame:
    try:
        if path.is_dir():
            return read_text_files(path)
        with path.open("rb") as file:
            start = file.read(65_536)
        return _reader_for(path, start)(path)
    except PermissionError as error:
        raise CorpusError(f"{error.filename or path}: the file may not be read. Check its permissions") from error
    except UnicodeDecodeError as error:
        # The error counts from the start of the piece that was being decoded.
        good = re.split("[\udc80-\udcff]", path.read_bytes().decode(errors="surrogateescape"), maxsplit=1)[0]
        remedy = "Save the file as UTF-8 text (in Excel: 'CSV UTF-8')"
        raise CorpusError(f"{path.name}: byte {len(good.encode())} is not UTF-8. {remedy}") from error
    except (OSError, UnicodeEncodeError) as error:  # also names too long or too strange for any file
        raise CorpusError(f"{printable(str(path))[:200]}: there is no such file or folder. Check the path") from error


def _reader_for(path: Path, start: bytes) -> Callable[[Path], pd.DataFrame]:
    """Choose a reader by the first bytes of a file, not by its ending."""
    opening = start.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if not opening:
        reason = "the file is empty. Export it again with a header and at least one row"
    elif start.startswith(b"PAR1"):
        return read_parquet
    elif start.startswith(b"PK\x03\x04"):
        reason = "this is an Excel, Word or zip file. Save its table as 'CSV UTF-8'"
    elif start.startswith((b"\xff\xfe", b"\xfe\xff")):
        reason = "the text is UTF-16. Save the file as UTF-8 text"
    elif b"\0" in start:
        reason = "this is a binary file, not a table of articles. Give a CSV, JSONL or Parquet file"
    elif path.suffix.lower() == ".txt":
        return read_text_files
    elif opening == b"[":
        reason = "this is one JSON array. Write one object a line, as JSON Lines"
    else:
        return read_jsonl if opening == b"{" else read_delimited
    raise CorpusError(f"{path.name}: {reason}")
