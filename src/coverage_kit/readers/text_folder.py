"""Folders of .txt files, and single ones.

A file may begin with a header of ``key: value`` lines closed by an empty line; then comes the text. Where the header
is silent, the file's name is the id (where two have one name: the path), its folder below the one given the outlet.
"""

import re
from collections import Counter
from pathlib import Path

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.columns import ALIASES, plain, printable

_HEADER_LINE = re.compile(r"([A-Za-z][\w -]{0,30}):[ \t]*(.*)")
# The text is what follows the header.
_COMMON_NAMES = {plain(alias): common for common, aliases in ALIASES.items() if common != "text" for alias in aliases}


def read_text_files(place: Path) -> pd.DataFrame:
    """Read one .txt file, or every one below a folder in the order of their paths."""
    folder = place if place.is_dir() else place.parent
    paths = [place] if folder != place else sorted(p for p in place.rglob("*.[tT][xX][tT]") if p.is_file())
    if not paths:
        remedy = "Give a folder with one article a file"
        raise CorpusError(f"{place.absolute().name}: the folder holds no .txt file. {remedy}")
    stems = Counter(path.stem for path in paths)
    places, records = [], []
    for path in paths:
        below = path.relative_to(folder)
        places.append(printable(below.as_posix()))
        try:
            header, text = _split_header(path.read_bytes().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            reason = f"byte {error.start} is not UTF-8. Save the file as UTF-8 text"
            raise CorpusError(f"{places[-1]}: {reason}") from error
        record = {"article_id": path.stem if stems[path.stem] == 1 else below.with_suffix("").as_posix()}
        if len(below.parts) > 1:
            record["outlet"] = below.parts[0]
        said = {name: value for name, value in header.items() if value or name not in record}
        records.append(record | said | {"text": text.strip()})
    if not any(record.get("outlet") for record in records):
        remedy = (
            "Begin each file with 'outlet: NAME' and an empty line, or put each outlet's files in a folder of its name"
        )
        raise CorpusError(f"{places[0]}: nothing says which outlet this is. {remedy}")
    return pd.DataFrame(records, index=places, dtype="object")


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
