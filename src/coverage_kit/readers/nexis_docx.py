"""Word exports of Nexis: blocks of title, outlet, date, labelled fields, "Body", the text and "End of Document"."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.nexis_labels import add, add_date, column_named, column_of, is_copyright, tidy, to_frame

_DOCUMENT = "word/document.xml"
_END = "End of Document"
_LARGEST = 200_000_000  # bytes of XML; ten thousand articles of a page or two
_PACKED = 200  # Word text packs 10- to 50-fold
_UNSUSPICIOUS = 20_000_000
_DEEPEST = 256
# Nexis puts a no-break space behind a label; a text has one behind a paragraph's first colon only by accident.
_LABEL = re.compile(r"\s*([^\W\d_][^:\n]{0,30}):(?:\xa0|(?<=Load-Date:)\s)")
_BODY = frozenset(("Body", "Textkörper", "Volltext", "Text", "Corps", "Corps du texte", "Texte intégral"))
_HEADINGS = frozenset(("classification", "correction", "graphic", "notes"))
_AFTER_TEXT = frozenset(
    (
        *(
            "language",
            "load_date",
            "publication_type",
            "publication_code",
            "document_type",
            "correction_date",
            "acc_no",
        ),
        *("subject", "person", "organization", "company", "ticker", "industry", "geographic"),
    )
)
_LIST = re.compile(r"(?:Documents?|Dokumente?) \(\d+\)$|User Name:")
_LISTED = re.compile(
    r"(?:Documents?|Dokumente?) \(\d+\)$|\d+\. |Content Type$|Narrowed by$|News$"
    r"|(?:User Name|Date and Time|Job Number|Client/Matter|Search Terms|Search Type|Narrowed by|Content Type|Sources):"
)
_CONTINUES = "\v"  # begins a paragraph that is a line of the one before it


def is_nexis_docx(path: Path, start: bytes) -> bool:
    """Return whether a file is a Word document, by what the archive holds."""
    if not start.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _DOCUMENT in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return _DOCUMENT.encode() in start  # a Word document cut short: read_nexis_docx says so


def read_nexis_docx(path: Path) -> pd.DataFrame:
    """Read the articles of a Word export; of the archive, only its text is ever unpacked."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_DOCUMENT) as member:
            packed = min(archive.getinfo(_DOCUMENT).compress_size, path.stat().st_size)
            paragraphs = _paragraphs(_unpacked(member, packed, path.name), path.name)
            records = [_article(block) for block in _blocks(paragraphs)]
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, NotImplementedError) as error:
        raise CorpusError(f"{path.name}: the Word file is broken ({error}). Export it again") from error
    except RuntimeError as error:  # how zipfile says that a password is needed
        raise CorpusError(f"{path.name}: the Word file has a password. Save it without one") from error
    if not records:
        reason = f"this Word file is no Nexis export (there is no line '{_END}')"
        raise CorpusError(f"{path.name}: {reason}. Export the articles from Nexis as DOCX, or save the text as .txt")
    return to_frame(records)


def _unpacked(member: BinaryIO, packed: int, name: str) -> Iterator[bytes]:
    """Yield a member in pieces, as long as it has a size a text can have."""
    largest = min(_LARGEST, max(_UNSUSPICIOUS, _PACKED * packed))
    size = 0
    while piece := member.read(1 << 16):
        size += len(piece)
        if size > largest:
            sizes = f"{packed / 1e6:.1f} MB unpack to more than {largest / 1e6:.0f} MB"
            raise CorpusError(f"{name}: its text is too large ({sizes}). Split the export into smaller files")
        yield piece


def _paragraphs(pieces: Iterable[bytes], name: str) -> Iterator[str | None]:
    """Yield the text of each paragraph, and None where a section of the document ends."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    inside: list[str] = []  # the elements that are open
    open_texts: list[list[str]] = []  # the paragraphs that are open: a text box holds some inside another
    complete: list[str | None] = []

    def starts(element: str, attributes: dict[str, str]) -> None:
        tag, parent = _tag(element), inside[-1] if inside else ""
        inside.append(tag)
        if len(inside) > _DEEPEST:
            reason = f"more than {_DEEPEST} elements inside one another"
            raise CorpusError(f"{name}: the Word file is broken ({reason}). Export it again")
        if "Fallback" in inside:  # repeats what stands before it, for older programs
            return
        if tag == "p":
            open_texts.append([])
        elif tag == "sectPr":
            complete.append(None)
        elif tag == "spacing" and open_texts and attributes.get(element[: -len(tag)] + "before") == "60":
            open_texts[-1].append(_CONTINUES)  # texts before 2000 come in lines; a paragraph has 200 before it
        elif parent == "r" and open_texts:
            open_texts[-1].append({"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}.get(tag, ""))

    def ends(_: str) -> None:
        if inside.pop() == "p" and "Fallback" not in inside:
            complete.append("".join(open_texts.pop()))

    def holds(text: str) -> None:
        if open_texts and inside[-1] == "t" and "Fallback" not in inside:
            open_texts[-1].append(text)

    def declares(*_: object) -> None:
        reason = "the document declares XML entities, which no word processor does"
        raise CorpusError(f"{name}: {reason}. Save it again as .docx")

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = starts, ends, holds
    parser.StartDoctypeDeclHandler = declares
    for piece in pieces:
        parser.Parse(piece, False)
        yield from complete
        complete.clear()
    parser.Parse(b"", True)
    yield from complete


def _tag(element: str) -> str:
    """Return the name of an element of a Word text, without its namespace; others have none."""
    space, _, name = element.rpartition(" ")
    return name if "wordprocessingml" in space or name == "Fallback" else ""


def _blocks(paragraphs: Iterable[str | None]) -> Iterator[list[str | None]]:
    """Yield the paragraphs of each article."""
    block: list[str | None] = []
    for paragraph in paragraphs:
        if paragraph is not None and paragraph.strip() == _END:
            yield block
            block = []
        elif paragraph or block[-1:] != [paragraph]:  # of empty ones in a row, one tells enough
            block.append(paragraph)
    if any(paragraph and paragraph.strip() in _BODY for paragraph in block):
        yield block  # the export was cut short


def _article(block: list[str | None]) -> dict[str, str]:
    """Return the fields of an article."""
    body = next((at for at, line in enumerate(block) if line and line.strip() in _BODY), None)
    end = next((at for at in range(body or 0, len(block)) if _stands_after(block[at])), len(block))
    labels = [at for at in range(end if body is None else body) if _label(block[at])]
    if body is None:  # what follows the labels is the text
        body = begin = labels[-1] + 1 if labels else end
    else:
        begin = body + 1
    # A title can look like a label that is not known.
    top = next((at for at in labels if column_of(_LABEL.match(block[at])[1])), body)
    record: dict[str, str] = {}
    _read_top(_without_cover(block[:top]), record)
    _read_fields(block[top:body], record)
    _read_text(block[begin:end], record)
    _read_fields(block[end:], record)
    return record


def _label(line: str | None) -> str | None:
    match = _LABEL.match(line or "")
    return column_named(match[1]) if match else None


def _stands_after(line: str | None) -> bool:
    """Return whether a paragraph opens what follows the text; "Correction: ..." goes with it, a heading does not."""
    return line is not None and (column_of(line) in _HEADINGS or _label(line) in _AFTER_TEXT)


def _without_cover(lines: list[str | None]) -> list[str]:
    """Return the title, the outlet and the date: what comes before them lists the articles, once, and who asked."""
    lines = lines[len(lines) - next((n for n, line in enumerate(reversed(lines)) if line is None), len(lines)) :]
    plain = [" ".join(line.split()) for line in lines if line is not None]
    if not any(_LIST.match(line) for line in plain):
        return plain
    title = next((line[3:] for line in plain if line.startswith("1. ")), None)
    if title in plain:
        return plain[len(plain) - 1 - plain[::-1].index(title) :]
    return plain[1 + max(at for at, line in enumerate(plain) if _LISTED.match(line) and not add_date({}, line)) :]


def _read_top(lines: list[str], record: dict[str, str]) -> None:
    """Read what comes before the labels: the title, the outlet, the date, the copyright."""
    below_date = False
    for line in lines:
        if not line:
            below_date |= "outlet" in record  # a date that lacks leaves its blank line
        elif is_copyright(line):
            below_date = True
            add(record, "copyright", line)
        elif "title" not in record:
            add(record, "title", line)
        elif add_date(record, line):
            below_date = True
        elif "outlet" not in record and not below_date:
            add(record, "outlet", line)
        else:
            add(record, "notice" if below_date else "edition", line.strip("()"))


def _read_fields(lines: list[str | None], record: dict[str, str]) -> None:
    """Read labelled fields; what has no label goes on with the field before it."""
    column = "notice"
    for line in lines:
        if not line or not line.strip():
            continue
        label = _LABEL.match(line)
        if label:
            column, line = column_named(label[1]), line[label.end() :]
        elif column_of(line) in _HEADINGS:
            column, line = column_of(line), ""
        add(record, column, line)


def _read_text(lines: list[str | None], record: dict[str, str]) -> None:
    """Read the text; the address that ends some is a field of its own, though it has no label."""
    text: list[str] = []
    last = ""
    for line in filter(None, lines):
        if line.startswith(_CONTINUES) and 40 < len(last) < 80:  # a short line is a heading or the end of a paragraph
            text[-1] += f" {tidy(line)}"
        elif line.strip():
            text.append(tidy(line))
        last = line.strip()
    if text and re.fullmatch(r"https?://\S+", text[-1]):
        record["url"] = text.pop()
    if text and text[0] == "ABSTRACT" and "FULL TEXT" in text:
        text = [line for line in text[1:] if line != "FULL TEXT"]
    record["text"] = "\n\n".join(text)
