"""Saved web pages: what trafilatura takes for the article, and what the page says about itself."""

import re
from contextlib import suppress
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.decoding import decode_text

_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_PART_OF_A_PAGE = re.compile(rb"<(?:head|body|article|div|p|h1)[\s>]", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w:-]+)", re.IGNORECASE)
# What browsers take these names for: each a superset, https://encoding.spec.whatwg.org/#names-and-labels
_SUPERSETS = {
    **dict.fromkeys(("gb2312", "gbk", "x-gbk"), "gb18030"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis"), "cp932"),
    **dict.fromkeys(("iso-8859-1", "latin1", "us-ascii"), "cp1252"),
    "iso-8859-9": "cp1254",
}
# Browsers note in a first comment where they saved a page from.
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://\S+)")


def is_web_page(path: Path, start: bytes) -> bool:
    """Tell whether a file is HTML: by its first tag, or by its ending where only a part of a page was saved."""
    start = start.replace(b"\0", b"")  # UTF-16
    named = path.suffix.lower() in (".html", ".htm", ".xhtml")
    opens = start.removeprefix(b"\xef\xbb\xbf").strip(b"\xff\xfe \t\r\n").startswith(b"<")
    return bool((named or opens) and _PAGE.search(start)) or bool(named and _PART_OF_A_PAGE.search(start))


def read_web_page(path: Path) -> pd.DataFrame:
    """Read the article on a saved page as one row; nothing is fetched from the network."""
    try:
        import trafilatura
    except ImportError as error:
        remedy = "Install it: pip install 'coverage-kit[html]'"
        raise CorpusError(f"{path.name}: reading web pages needs trafilatura. {remedy}") from error
    page = decode_page(path.read_bytes(), path.name)
    # A day is taken from where the page states it; an extensive search would guess one from any number on it.
    found = trafilatura.bare_extraction(
        page,
        favor_precision=True,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "max_date": date.today().isoformat(),
        },
    )
    paragraphs = [line.strip() for line in (found.text or "").split("\n") if line.strip()] if found else []
    title = " ".join((found.title or "").split()) if found else ""
    if paragraphs and paragraphs[0] == title:  # the headline has a column of its own
        paragraphs = paragraphs[1:]
    if not paragraphs:
        remedy = "Save the page again once its text shows, or paste the text into a .txt file"
        raise CorpusError(f"{path.name}: there is no readable article on this web page. {remedy}")
    saved_from = _SAVED_FROM.search(page[:4096])
    url = found.url or (saved_from[1] if saved_from else "")
    row = {
        "outlet": found.sitename or (urlsplit(url).hostname or "").removeprefix("www."),
        "text": "\n\n".join(paragraphs),
        "title": title,
        "published": found.date or "",
        "url": url,
        "byline": (found.author or "").replace("; ", ", "),
    }
    return pd.DataFrame([row], index=["page"], dtype="object")


def decode_page(raw: bytes, name: str) -> str:
    """Decode HTML: as UTF-8 where that works, else as the page itself says; `name` is the file's, for the messages.

    >>> decode_page('<meta charset="windows-1251"><p>Новости'.encode("cp1251"), "a.html")
    '<meta charset="windows-1251"><p>Новости'
    """
    declared = _CHARSET.search(raw[:8192])
    try:
        raw.decode()
    except UnicodeDecodeError:
        label = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
        with suppress(LookupError, UnicodeError):  # mislabelled: told from the bytes below
            raw = raw.decode(_SUPERSETS.get(label, label)).encode()
    return decode_text(raw, name)
