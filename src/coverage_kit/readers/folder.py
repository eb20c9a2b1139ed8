"""Folders, which may mix all formats."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import ALIASES, Problem, as_text, check_given, printable, rename_columns
from coverage_kit.readers.text_folder import check_outlets, text_rows

# What systems keep in folders without showing it.
_HIDDEN = ("desktop.ini", "Thumbs.db", "__MACOSX")
# Browsers keep the pictures and scripts of page.html in a folder page_files; its name depends on their language.
_PARTS_OF_A_PAGE = (
    *("_files", "-files", ".files", "-Dateien", "_Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros"),
    *("-bestanden", "_bestanden", "-filer", "_file"),
)
_OUR_REPORT = b"<title>Coverage report: "

T = TypeVar("T")
# A table, or what a text file holds.
Contents = pd.DataFrame | dict[str, str]


def read_folder(
    place: Path, columns: Mapping[str, str], read_file: Callable[[Path], Contents]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read every file below a folder in the order of their paths; return the rows, and the files that cannot be read.

    Hidden files, the parts of saved pages and our own reports are passed over. A row's label begins with its file.
    """
    name = printable(place.absolute().name)
    paths = _files(place)
    if not paths:
        remedy = "Give a folder with exports, tables, saved pages, or .txt files of one article each"
        raise CorpusError(f"{name}: there is no file to be read in this folder. {remedy}")
    contents, unread = _each(paths, place, read_file)
    if not unread:  # else the column may be in a file that cannot be read
        check_given(dict.fromkeys(str(column) for found in contents.values() for column in found), columns, name)
    texts = {path: found for path, found in contents.items() if isinstance(found, dict)}
    tables, unnamed = _each(contents.keys() - texts, place, lambda path: _named(contents[path], columns, path.name))
    written = _text_table(texts, columns, place=place, alone=len(texts) == len(paths))
    _give_ids(tables, Counter(path.stem for path in paths), place=place, taken=_ids([*tables.values(), written]))
    return _joined(tables, written, place), [problem for _, problem in sorted((unread | unnamed).items())]


def _each(paths: Iterable[Path], place: Path, read: Callable[[Path], T]) -> tuple[dict[Path, T], dict[Path, Problem]]:
    """Return what each file gives, and why others give nothing."""
    done: dict[Path, T] = {}
    problems: dict[Path, Problem] = {}
    for path in sorted(paths):
        try:
            done[path] = read(path)
        except CorpusError as error:
            reason = str(error).removeprefix(f"{path}: ").removeprefix(f"{path.name}: ")
            problems[path] = (_label(path, place), "", "", reason)
    return done, problems


def _files(place: Path) -> list[Path]:
    """Return the files that may hold articles."""
    found: list[Path] = []
    for folder, below, names in os.walk(place, onerror=_raise):
        pages = {Path(name).stem for name in names if name.lower().endswith((".html", ".htm"))}
        parts = {page + ending for page in pages for ending in _PARTS_OF_A_PAGE}
        below[:] = [name for name in below if not _is_hidden(name) and name not in parts]
        shown = [Path(folder, name) for name in names if not _is_hidden(name)]
        if any(_is_our_report(path) for path in shown):  # and the notebooks beside it
            shown = [path for path in shown if path.name != "report.html" and path.suffix != ".ipynb"]
        found += [path for path in shown if path.is_file()]
    return found


def _raise(error: OSError) -> None:
    raise error


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name in _HIDDEN


def _is_our_report(path: Path) -> bool:
    if path.name != "report.html":
        return False
    with path.open("rb") as file:
        return _OUR_REPORT in file.read(65_536)


def _named(rows: pd.DataFrame, columns: Mapping[str, str], origin: str) -> pd.DataFrame:
    """Give one table's columns their common names; a column a user named need not be in every file."""
    here = set(map(str, rows.columns))
    return rename_columns(rows, {common: given for common, given in columns.items() if given in here}, origin)


def _text_table(
    texts: Mapping[Path, dict[str, str]], columns: Mapping[str, str], *, place: Path, alone: bool
) -> pd.DataFrame:
    """Return the text files as one table; among other files, one without outlet is a row with an empty cell."""
    if not texts:
        return pd.DataFrame()
    rows = text_rows(texts, place)
    if alone:
        check_outlets(rows)
    elif "outlet" not in rows:
        rows["outlet"] = ""
    return _named(rows, columns, printable(place.absolute().name))


def _ids(tables: Iterable[pd.DataFrame]) -> set[str]:
    given = [value for table in tables if "article_id" in table for value in table["article_id"]]
    return {as_text(value) for value in given if not pd.api.types.is_list_like(value)}


def _give_ids(tables: dict[Path, pd.DataFrame], stems: Mapping[str, int], *, place: Path, taken: set[str]) -> None:
    """Make ids for the tables without: the name of the file and the number of the row in it."""
    for path, table in tables.items():
        if "article_id" in table:
            continue
        stem = printable(path.stem) if stems[path.stem] == 1 else _label(path, place)
        numbers = [""] if _is_page(table) else [f"-{number}" for number in range(1, len(table) + 1)]
        while taken & {stem + number for number in numbers}:
            stem += "_"
        tables[path] = table.assign(article_id=[stem + number for number in numbers])
        taken |= set(tables[path]["article_id"])


def _joined(tables: Mapping[Path, pd.DataFrame], texts: pd.DataFrame, place: Path) -> pd.DataFrame:
    """Return all rows, in the order of their files."""
    labelled = [
        table.set_axis([_label(path, place) + ("" if _is_page(table) else f", {row}") for row in table.index])
        for path, table in tables.items()
    ]
    pieces = [*labelled, *([texts] if len(texts) else [])]
    if not pieces:
        return pd.DataFrame()
    # As objects, long numbers for ids stay whole where another file has none.
    rows = pd.concat([piece.astype(dict.fromkeys(set(piece) & set(ALIASES), "object")) for piece in pieces])
    files = [path for path, table in tables.items() for _ in range(len(table))]
    files += [place / label for label in texts.index]
    return rows.iloc[sorted(range(len(files)), key=files.__getitem__)]


def _is_page(table: pd.DataFrame) -> bool:
    return list(table.index) == ["page"]


def _label(path: Path, place: Path) -> str:
    return printable(path.relative_to(place).as_posix())
