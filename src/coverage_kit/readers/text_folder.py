"""Folders of .txt files, and single ones.

A file may begin with a header of ``key: value`` lines closed by an empty line; then comes the text. What the header
does not say is taken from the place: the file's name is the id, the name of its folder below the one given the outlet.
"""

import re
from pathlib import Path

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import ALIASES

_HEADER_LINE = re.compile(r"([A-Za-z][\w -]{0,30}):[ \t]*(.*)")
_KNOWN_KEYS = {alias for aliases in ALIASES.values() for alias in aliases}


def read_text_folder(folder: Path) -> pd.DataFrame:
    """Read every .txt file below a folder, in the order of their paths."""
    paths = sorted(path for path in folder.rglob("*.txt") if path.is_file())
    if not paths:
        raise CorpusError(f"{folder.name}: the folder holds no .txt file. Give a folder with one article a file")
    names = [path.relative_to(folder).as_posix() for path in paths]
    return _rows([_record(path, folder) for path in paths], names)


def read_text_file(path: Path) -> pd.DataFrame:
    """Read one .txt file."""
    return _rows([_record(path, path.parent)], [path.name])


def _rows(records: list[dict[str, str]], names: list[str]) -> pd.DataFrame:
    if not any(key.lower() in ALIASES["outlet"] for record in records for key in record):
        remedy = (
            "Begin each file with 'outlet: NAME' and an empty line, or put each outlet's files in a folder of its name"
        )
        raise CorpusError(f"{names[0]}: nothing says which outlet this is. {remedy}")
    return pd.DataFrame(records, index=names, dtype="object")


def _record(path: Path, folder: Path) -> dict[str, str]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path.name}: byte {error.start} is not UTF-8. Save the file as UTF-8 text") from error
    header, body = _split_header(text)
    record = {"id": path.stem, **header, "text": body.strip()}
    below = path.relative_to(folder).parent
    if below.parts and not {key.lower() for key in header} & set(ALIASES["outlet"]):
        record["outlet"] = below.parts[0]
    return record


def _split_header(text: str) -> tuple[dict[str, str], str]:
    """Return the header and what follows; a text whose first lines are no such header has none."""
    block, _, body = text.lstrip("\n").partition("\n\n")
    lines = [_HEADER_LINE.fullmatch(line.strip()) for line in block.split("\n")]
    if not all(lines) or not any(line[1].strip().lower() in _KNOWN_KEYS for line in lines if line):
        return {}, text
    return {line[1].strip(): line[2].strip() for line in lines if line}, body
