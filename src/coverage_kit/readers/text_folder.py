"""Folders of .txt files, and single ones.

A file may begin with a header of ``key: value`` lines closed by an empty line; then comes the text. Where the header
is silent, the file's name is the id (where two have one name: the path), its folder below the one given the outlet.
"""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import ALIASES, LONGEST_CELL, plain, printable
from coverage_kit.readers.decoding import decode_text

LONGEST_FILE = 4 * LONGEST_CELL  # bytes
_HEADER_LINE = re.compile(r"([A-Za-z][\w -]{0,30}):[ \t]*(.*)")
# The text is what follows the header.
_COMMON_NAMES = {plain(alias): common for common, aliases in ALIASES.items() if common != "text" for alias in aliases}


def read_text(path: Path) -> dict[str, str]:
    """Read one .txt file: what its header says, and the text."""
    size = path.stat().st_size
    if size > LONGEST_FILE:
        raise CorpusError(f"{path.name}: the file has {size:,} bytes, no article that many. Write one article a file")
    header, text = _split_header(decode_text(path.read_bytes(), path.name))
    return header | {"text": text.strip()}


def text_rows(articles: Mapping[Path, dict[str, str]], folder: Path) -> pd.DataFrame:
    """Return a row for each text file, with the id and the outlet that its path gives it where the header does not."""
    stems = Counter(path.stem for path in articles)
    records = []
    for path, article in articles.items():
        below = path.relative_to(folder)
        record = {"article_id": path.stem if stems[path.stem] == 1 else below.with_suffix("").as_posix()}
        if len(below.parts) > 1:
            record["outlet"] = below.parts[0]
        records.append(record | {name: value for name, value in article.items() if value or name not in record})
    places = [printable(path.relative_to(folder).as_posix()) for path in articles]
    return pd.DataFrame(records, index=places, dtype="object")


def check_outlets(rows: pd.DataFrame) -> None:
    """Refuse text files none of which says which outlet it is."""
    if "outlet" not in rows or not any(isinstance(outlet, str) and outlet for outlet in rows["outlet"]):
        remedy = (
            "Begin each file with 'outlet: NAME' and an empty line, or put each outlet's files in a folder of its name"
        )
        raise CorpusError(f"{rows.index[0]}: nothing says which outlet this is. {remedy}")


def _split_header(text: str) -> tuple[dict[str, str], str]:
    """Return the header, if there is one, and what follows; the first alias of a common name gets that name."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    block, _, body = text.lstrip("\n").partition("\n\n")
    lines = [_HEADER_LINE.fullmatch(line.strip()) for line in block.split("\n")]
    if not all(lines) or not any(plain(line[1]) in _COMMON_NAMES for line in lines if line):
        return {}, text
    header = {line[1].strip(): line[2].strip() for line in lines if line}
    given = {plain(key): key for key in header}
    for alias, common in _COMMON_NAMES.items():
        if alias in given and common not in header:
            header[common] = header.pop(given[alias])
    if "text" in header:
        header["text_given"] = header.pop("text")
    return header, body
