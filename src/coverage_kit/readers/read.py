"""read_corpus: choose the reader by what a file holds, and build the Corpus."""

import codecs
import os
import reprlib
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import pandas as pd

from coverage_kit.corpus import Corpus, CorpusError
from coverage_kit.readers.columns import (
    ALIASES,
    Problem,
    check_columns,
    check_rows,
    describe_problems,
    label_rows,
    printable,
    rename_columns,
)
from coverage_kit.readers.decoding import utf16_codec
from coverage_kit.readers.delimited import read_delimited
from coverage_kit.readers.factiva import is_factiva, read_factiva
from coverage_kit.readers.folder import Contents, read_folder
from coverage_kit.readers.jsonl import read_json_array, read_jsonl
from coverage_kit.readers.mending import describe_mending, mend_rows
from coverage_kit.readers.nexis_docx import is_nexis_docx, read_nexis_docx
from coverage_kit.readers.nexis_text import is_nexis_text, read_nexis_text
from coverage_kit.readers.parquet import read_parquet
from coverage_kit.readers.text_folder import check_outlets, read_text, text_rows
from coverage_kit.readers.web_page import is_web_page, read_web_page

_EXPORTS = (
    (is_nexis_docx, read_nexis_docx),
    (is_nexis_text, read_nexis_text),
    (is_factiva, read_factiva),
    (is_web_page, read_web_page),
)
_CSV = "Save its table as 'CSV UTF-8'"
_NOT_READ = (
    (b"%PDF", "this is a PDF. Export the articles again as DOCX, or save its text as .txt"),
    (b"{\\rtf", "this is an RTF file. Export the articles again as DOCX, or save it as .docx"),
    (b"\xd0\xcf\x11\xe0", "this is an old Word or Excel file. Save it as .docx, or its table as 'CSV UTF-8'"),
    ((b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!"), "this is a compressed file. Unpack it first"),
)


def read_corpus(
    source: str | Path | pd.DataFrame,
    *,
    columns: Mapping[str, str] | None = None,
    on_error: Literal["raise", "collect"] = "raise",
) -> Corpus:
    """Read articles from a file, a folder or a data frame.

    Exports of Nexis (DOCX, old HTML and text) and Factiva (HTML), saved web pages, CSV, TSV, JSON, JSON Lines and
    Parquet files, .txt files of one article (an optional header of ``key: value`` lines, an empty line, the text),
    folders that mix any of these, and data frames can be read; what a file is, is told from its content, and so is how
    its characters are encoded. Common column names are recognised (``source``, ``publication``, ``media_name`` … for
    the outlet; ``content``, ``body`` … for the text). Ids and outlets stay text: "NA" is an outlet, "007" an id. Dates
    keep the local day they were written with.

    What other tools broke in outlets, texts, titles and bylines is mended, and ``corpus.note`` says in how many
    articles: HTML entities, mis-decoded characters ("â€™" for an apostrophe), characters nobody sees (soft hyphens,
    zero-width and direction marks). Line ends and no-break spaces become plain ones. In a folder, hidden files, the
    parts that browsers store beside a page (``page_files``) and reports of our own are passed over.

    Parameters
    ----------
    source : str, Path or DataFrame
        Where the articles are. Nothing is fetched from the network, and archives are not unpacked.
    columns : mapping, optional
        Our name to yours for columns that are not recognised: ``{"outlet": "Zeitung"}``. Names are ``article_id,
        outlet, text, title, published, url, byline, section``; other columns are kept as they are.
    on_error : {"raise", "collect"}
        What to do with cells that cannot be used: raise one error that lists them, or list them in ``corpus.rejected``
        and go on: a row without outlet, text or an id of its own is left out, any other such cell is left empty. A
        file of a folder that cannot be read is listed without a column.

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
    chosen = check_columns(columns)
    unread: list[Problem] = []
    if isinstance(source, pd.DataFrame):
        origin, rows = "the data frame", rename_columns(_frame_rows(source), chosen, "the data frame")
    elif isinstance(source, str | os.PathLike) and str(source) and "\0" not in str(source):
        origin = printable(Path(source).absolute().name)
        rows, unread = _read_path(Path(os.path.expanduser(source)), chosen)  # noqa: PTH111
    else:
        raise CorpusError(f"read_corpus: {reprlib.repr(source)} cannot be read; give a path or a data frame")
    rows, mended = mend_rows(rows)
    good, problems = check_rows(rows)
    problems = pd.concat([pd.DataFrame(unread, columns=problems.columns, dtype="str"), problems], ignore_index=True)
    if len(problems) and (on_error == "raise" or not len(good)):
        raise CorpusError(describe_problems(problems, origin, len(rows)))
    first = [name for name in ALIASES if name in good]
    articles = good[[*first, *(name for name in good if name not in first)]]
    return Corpus(articles, rejected=problems, note=describe_mending(mended.loc[good.index]))


def _frame_rows(frame: pd.DataFrame) -> pd.DataFrame:
    labels = [printable(f"row {label}") for label in frame.index]
    if len(set(labels)) < len(labels):
        labels = [f"row {position}" for position in range(len(labels))]
    return label_rows(frame, labels)


def _read_path(path: Path, columns: Mapping[str, str]) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        os.fsencode(path)
    except UnicodeEncodeError as error:  # a name too strange for any file
        raise _no_access(path, error) from error
    try:
        if path.is_dir():
            return read_folder(path, columns, _read_file)
    except OSError as error:
        raise _no_access(path, error) from error
    contents = _read_file(path)
    if isinstance(contents, dict):
        if not any(contents.values()):
            raise CorpusError(f"{path.name}: the file is empty. Write the article into it")
        contents = text_rows({path: contents}, path.parent)
        check_outlets(contents)
    return rename_columns(contents, columns, printable(path.absolute().name)), []


def _read_file(path: Path) -> Contents:
    try:
        with path.open("rb") as file:
            start = file.read(65_536)
        return _reader_for(path, start)(path)
    except OSError as error:
        raise _no_access(path, error) from error


def _no_access(path: Path, error: OSError | UnicodeEncodeError) -> CorpusError:
    if isinstance(error, PermissionError):
        return CorpusError(f"{error.filename or path}: the file may not be read. Check its permissions")
    return CorpusError(f"{printable(str(path))[:200]}: there is no such file or folder. Check the path")


def _reader_for(path: Path, start: bytes) -> Callable[[Path], Contents]:
    """Choose a reader by the first bytes of a file; the ending counts only where they might be any text."""
    is_text = path.suffix.lower() == ".txt"
    codec = utf16_codec(start)
    opening = start.removeprefix(b"\xef\xbb\xbf").decode(codec or "latin-1", "ignore").removeprefix("\ufeff").lstrip()
    if start.startswith(b"PAR1"):
        return read_parquet
    if opening.startswith(("{", "[")) and not is_text and not opening.startswith("{\\rtf"):
        return read_jsonl if opening.startswith("{") else read_json_array
    for is_export, read_export in _EXPORTS:
        if is_export(path, start):
            return read_export
    reason = "" if codec else _why_not(path, start)
    if not opening and not is_text:
        reason = "the file is empty. Export it again with a header and at least one row"
    if reason:
        raise CorpusError(f"{path.name}: {reason}")
    return read_text if is_text else read_delimited


def _why_not(path: Path, start: bytes) -> str:
    """Return why a file cannot be read, or nothing."""
    for signature, reason in _NOT_READ:
        if start.startswith(signature):
            return reason
    if start.startswith(b"PK\x03\x04"):
        return _what_zip(path)
    # A stray NUL byte in a text is told with its line when it is read.
    if b"\0" in start and (start.count(0) * 20 > len(start) or not _is_utf8(start)):
        return "this is a binary file, not a table of articles. Give a CSV, JSONL or Parquet file"
    return ""


def _what_zip(path: Path) -> str:
    """Return what an archive is; archives are not unpacked."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return f"this is an Excel, Word or zip file. {_CSV}"
    if any(name.startswith("xl/") for name in names):
        return f"this is an Excel workbook. {_CSV}"
    return "this is a zip archive. Unpack it into a folder and give that folder"


def _is_utf8(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return True
