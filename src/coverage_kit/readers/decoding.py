"""Bytes to text, whatever the tool that wrote them took for an encoding."""

import re
from collections.abc import Iterator

from coverage_kit.corpus import CorpusError

_REMEDY = "Save the file again as UTF-8 text"
# What Windows-1252 leaves undefined is read as Latin-1, so that every byte has its character.
_CP1252 = {code: bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0x100)}
# Python's stand-ins for the bytes that are not UTF-8.
_BROKEN = re.compile("[\udc80-\udcff]")
_NOT_ASCII = re.compile(r"[^\0-\x7f]")
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


def decode_text(raw: bytes, name: str) -> str:
    """Decode UTF-8, UTF-16 (with or without a mark) or else Windows-1252; `name` is the file's, for the messages.

    A file that is UTF-8 but for single bytes is read as UTF-8, and those bytes as Windows-1252.

    >>> decode_text("Café".encode("utf-16"), "a.txt"), decode_text("“Café”".encode("cp1252"), "a.txt")
    ('Café', '“Café”')
    """
    if codec := utf16_codec(raw):
        try:
            text = raw.decode(codec)
        except UnicodeDecodeError as error:
            raise CorpusError(f"{name}: the text is UTF-16, but broken at byte {error.start}. {_REMEDY}") from error
    else:
        text = _decode_bytes(raw)
    text = text.removeprefix("\ufeff")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise CorpusError(f"{name}: line {line} holds a NUL byte, which no text has. {_REMEDY}")
    return text


def utf16_codec(raw: bytes) -> str:
    """Return the UTF-16 codec of a text, or nothing; without a mark, nearly every other byte must be 0.

    >>> utf16_codec(b"\\xff\\xfea\\0"), utf16_codec(b"\\0a\\0b\\0,"), utf16_codec(b"a,b")
    ('utf-16-le', 'utf-16-be', '')
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16-le" if raw.startswith(b"\xff") else "utf-16-be"
    start = raw[:65_536]
    half = len(start) // 2
    at_even, at_odd = start[::2].count(0), start[1::2].count(0)
    # Curly quotes and dashes have no 0 in either byte; letters of Western languages do.
    if half and at_odd > 0.7 * half and not at_even:
        return "utf-16-le"
    return "utf-16-be" if half and at_even > 0.7 * half and not at_odd else ""


def split_lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, as a file opened with ``newline=""`` does.

    >>> list(split_lines("a\\r\\nb\\rc\\n\\nd"))
    ['a\\r\\n', 'b\\r', 'c\\n', '\\n', 'd']
    """
    return (match[0] for match in _LINE.finditer(text))


def _decode_bytes(raw: bytes) -> str:
    text = raw.decode(errors="surrogateescape")
    broken = len(_BROKEN.findall(text))
    if not broken:
        return text
    if len(_NOT_ASCII.findall(text)) > 2 * broken:
        return text.translate({0xDC00 + code: character for code, character in _CP1252.items()})
    return raw.decode("latin-1").translate(_CP1252)
