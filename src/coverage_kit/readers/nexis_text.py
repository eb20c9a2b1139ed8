"""Old Nexis exports in HTML and plain text.

Both print the same: a mark such as "3 of 262 DOCUMENTS", the outlet, the date, the title, fields whose labels are in
capitals, the text, more fields, the copyright. What stands before the first mark names the library that asked.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from coverage_kit.readers.decoding import decode_text
from coverage_kit.readers.nexis_labels import add, add_date, column_named, column_of, is_copyright, tidy, to_frame

_MARK = re.compile(
    r"(?:^|(?<=>))[^\S\n]*(?:FOCUS - |LEVEL \d - )?"
    r"(?:\d[\d.,]* (?:of|OF|sur|de|von|van) \d[\d.,]* (?:DOCUMENT(?:S|E|EN|OS)?|STORIES)"
    r"|(?:Dokument|DOKUMENT|Document|DOCUMENT|Documento) \d[\d.,]* (?:of|sur|de|von|van) \d[\d.,]*)[^\S\n]*(?=$|<)",
    re.MULTILINE,
)
# "PARIS: The ..." can begin a paragraph too, so that only known labels are taken before the text and where it ends.
_LABEL = re.compile(r"([^\W\d_a-z][^:a-z]{1,30}):(?:\s+|$)")
_FIRST = frozenset(("title", "byline", "section", "length", "dateline", "highlight", "text"))
_SURE = frozenset(("language", "load_date", "publication_type", "publication_code", "acc_no"))
_BEFORE_TEXT = _FIRST | _SURE | {"distribution", "series", "document_type"}
# What may follow the last article names whoever asked, again.
_REQUEST = re.compile(
    r"-{2,} ?End of Request|(?:(?:Print|Download|Email|Delivery) Request|Time [Oo]f Request|Ausgabeauftrag):"
)
_TAG = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_NEW_BLOCK = {"div", "/div", "table", "/table", "body", "hr"}
_NEW_PARAGRAPH = {"p", "/p", "tr", "/tr", "li", "ul", "/ul", "pre", "/pre", "h1", "/h1", "h2", "/h2", "h3", "/h3"}
Block = list[str]  # paragraphs; their lines are apart where the file has them so


def is_nexis_text(path: Path, start: bytes) -> bool:
    """Return whether a file is an old Nexis export, by its marks; the cell of a table may hold such a mark too."""
    if path.suffix.lower() in (".csv", ".tsv"):
        return False
    plain = start.replace(b"\0", b"").replace(b"\r", b"\n").decode("latin-1")  # the marks are ASCII in any encoding
    plain = plain.lstrip("\xef\xbb\xbf\xff\xfe")
    return "<DOCFULL>" in plain or _MARK.search(plain) is not None


def read_nexis_text(path: Path) -> pd.DataFrame:
    """Read the articles of an old export in HTML or plain text."""
    text = decode_text(path.read_bytes(), path.name).replace("\r\n", "\n").replace("\r", "\n")
    if "<DOCFULL>" in text:
        parts = [part.partition("</DOCFULL>")[0] for part in text.split("<DOCFULL>")[1:]]
    else:
        parts = _MARK.split(text)[1:]
    if "<DOCFULL>" in text or text.lstrip().startswith("<"):
        return to_frame([_article(_without_mark(_html_blocks(part))) for part in parts])
    return to_frame([_article(_plain_blocks(part), wrapped=True) for part in parts])


def _html_blocks(text: str) -> list[Block]:
    """Return the paragraphs of each division of a page. Spans fall away: search hits split words with them."""
    pieces = text.split("<!--")
    shown = pieces[0].partition("-->")[2] or pieces[0]  # the part may begin inside a comment
    text = " ".join((shown + "".join(piece.partition("-->")[2] for piece in pieces[1:])).split())
    divisions = [division.split("\x1e") for division in _TAG.sub(_break, text).split("\x1d")]
    tidied = [[tidy(html.unescape(paragraph)) for paragraph in division] for division in divisions]
    return [paragraphs for division in tidied if (paragraphs := [text for text in division if text])]


def _break(tag: re.Match[str]) -> str:
    name = tag[1].lower()
    if name in _NEW_BLOCK:
        return "\x1d"
    if name in _NEW_PARAGRAPH:
        return "\x1e"
    return {"br": "\n", "td": " ", "th": " "}.get(name, "")


def _plain_blocks(text: str) -> list[Block]:
    """Return the lines between empty lines, as they are: where lines are centred, each is for itself."""
    return [[stretch.strip("\n")] for stretch in re.split(r"\n\s*\n", text) if stretch.strip()]


def _without_mark(blocks: list[Block]) -> list[Block]:
    """Leave out "3 of 262 DOCUMENTS" in whatever language it begins an article."""
    line, _, below = blocks[0][0].partition("\n") if blocks else ("", "", "")
    if not re.fullmatch(r"\D{0,20}\d[\d.,]*\D{1,6}\d[\d.,]*\D{0,20}", line):
        return blocks
    rest = [*filter(None, [below]), *blocks[0][1:]]
    return [rest, *blocks[1:]] if rest else blocks[1:]


def _article(blocks: list[Block], *, wrapped: bool = False) -> dict[str, str]:
    """Return the fields of an article."""
    blocks = blocks[: next((at for at, block in enumerate(blocks) if _REQUEST.match(block[0].lstrip())), len(blocks))]
    record: dict[str, str] = {}
    begin = _read_top(blocks, record)
    labels = [_label(block[0]) for block in blocks]
    first = next((at for at in range(begin, len(blocks)) if labels[at] in _FIRST), len(blocks))
    if first - begin > 6 or not _SURE.isdisjoint(labels[begin:first]) or first == len(blocks):
        first = min(begin + 1, len(blocks))  # no field stands before the text
    for block in blocks[begin:first]:
        add(record, "title", " ".join(block))
    begin = _read_fields(blocks, first, record)
    end = next((at for at in range(begin, len(blocks)) if _ends_text(blocks, at)), len(blocks))
    paragraphs = [paragraph for block in blocks[begin:end] for paragraph in block]
    if wrapped:
        paragraphs = [unwrapped for paragraph in paragraphs for unwrapped in _unwrapped(paragraph)]
    record["text"] = "\n\n".join(filter(None, paragraphs))
    _read_tail(blocks[end:], record)
    return record


def _lines(block: Block) -> list[str]:
    return [" ".join(line.split()) for paragraph in block for line in paragraph.split("\n")]


def _label(line: str) -> str | None:
    """Return the column of a known label that begins a line."""
    match = _LABEL.match(line.strip())
    column = column_of(match[1]) if match else None
    # In German, "UPDATE:" is the day an article was stored, in English the first word of a paragraph.
    return None if column == "load_date" and not re.search(r"\d{4}", line) else column


def _ends_text(blocks: list[Block], at: int) -> bool:
    """Return whether what follows the text begins at a block: where nothing but labels is near."""
    if is_copyright(blocks[at][0]):
        return len(blocks) - at <= 3
    column = _label(blocks[at][0])
    if column in _FIRST or column is None:
        return False
    # "NOTES: ..." can be a paragraph of the text; a caption, which rarely is, can have others below it.
    following = blocks[at + 1 : at + (4 if column == "graphic" else 2)]
    return column in _SURE or not following or any(_label(b[0]) or is_copyright(b[0]) for b in following)


def _read_top(blocks: list[Block], record: dict[str, str]) -> int:
    """Read the outlet and the date, and return the block that follows them."""
    labelled = next((at for at, block in enumerate(blocks[:6]) if _label(block[0])), min(len(blocks), 6))
    dated = [at for at, block in enumerate(blocks[:labelled]) if any(add_date({}, line) for line in _lines(block))]
    named = [at for at, block in enumerate(blocks[:labelled]) if not all(map(is_copyright, _lines(block)))]
    last = next(iter(dated or named), -1)  # without a date, the first block is the outlet
    lines = [line for block in blocks[: last + 1] for line in _lines(block)]
    day = next((at for at, line in enumerate(lines) if add_date(record, line)), len(lines))
    above, below = lines[:day], lines[day + 1 :]
    if above and is_copyright(above[0]):  # the oldest say whose an article is, in a line or more, above the outlet
        outlet = [line for line in above[-1:] if not is_copyright(line)]
        rights = above[: len(above) - len(outlet)]
    else:
        rights = [line for line in above if is_copyright(line)]
        outlet = [line for line in above if not is_copyright(line)]
    for column, said in (("outlet", outlet[:1]), ("edition", outlet[1:] + below), ("copyright", rights)):
        for line in said:
            add(record, column, line)
    return last + 1


def _read_fields(blocks: list[Block], at: int, record: dict[str, str]) -> int:
    """Read the fields before the text, and return the block at which the text begins."""
    column = ""
    while at < len(blocks):
        label = _label(blocks[at][0])
        if label not in _BEFORE_TEXT and (column not in ("title", "highlight") or column in record):
            break
        if label == "text":
            blocks[at] = [blocks[at][0].partition(":")[2].strip("\n"), *blocks[at][1:]]
            break
        column = _add_fields(_lines(blocks[at]), column, record)
        at += 1
    return at


def _add_fields(lines: list[str], column: str, record: dict[str, str]) -> str:
    """Add labelled lines with those that go on with them, from a column on, and return the last column."""
    value: list[str] = []
    for line in lines:
        label = _label(line)
        if label:
            add(record, column, " ".join(value))
            column, value = label, []
        value.append(line.partition(":")[2] if label else line)
    add(record, column, " ".join(value))
    return column


def _read_tail(blocks: list[Block], record: dict[str, str]) -> None:
    """Read the fields after the text and the copyright; what follows that belongs to the export, not to the article."""
    column = "notice"
    for block in blocks:
        unknown = _LABEL.match(block[0].strip())
        if is_copyright(block[0]):
            column = "copyright"
            add(record, column, " ".join(block))
        elif _label(block[0]) is None and unknown:
            column = column_named(unknown[1])
            add(record, column, " ".join(block).partition(":")[2])
        elif _label(block[0]) is None and column == "copyright":
            break
        else:
            column = _add_fields(_lines(block), column, record)


def _unwrapped(paragraph: str) -> Iterator[str]:
    """Yield paragraphs with their lines joined; a line indented more than the one before it begins another."""
    lines: list[str] = []
    for line in paragraph.split("\n"):
        if lines and line.startswith("  ") and not lines[-1].startswith("  "):
            yield " ".join(" ".join(lines).split())
            lines = []
        lines.append(line)
    yield " ".join(" ".join(lines).split())
