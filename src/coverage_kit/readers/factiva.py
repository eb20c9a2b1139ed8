"""Articles saved from Factiva as HTML.

There are two layouts: a table of field codes (HD, BY, PD, SN, LP, TD ...), and plain blocks without labels, known by
their order: section, headline, author, credit, number of words, day, time, source, its code, edition, page, language,
copyright, the paragraphs, notes, publisher, "Document" and its id. Which words stand there ("877 words", "877 Wörter")
depends on the language of Factiva's pages, so nothing here relies on them.
"""

import re
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from coverage_kit.corpus import CorpusError
from coverage_kit.readers.days import MONTHS, bare, read_day
from coverage_kit.readers.web_page import decode_page, is_web_page

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_FACTIVA = re.compile(
    rb"<title>\s*(?:dow jones )?factiva\s*</title>|<div[^>]{0,200}class\s*=\s*[\"']?article [a-z]{2,6}article\b",
    re.IGNORECASE,
)
_BLOCKS = frozenset(("blockquote", "div", "h1", "h2", "h3", "h4", "li", "p", "pre", "table", "td", "th", "tr", "ul"))
_FIELDS = {
    "AN": "article_id",
    "SN": "outlet",
    "HD": "title",
    "PD": "published",
    "BY": "byline",
    "SE": "section",
    "CR": "credit",
    "WC": "word_count",
    "ET": "time",
    "SC": "source_code",
    "ED": "edition",
    "VOL": "volume",
    "PG": "page",
    "LA": "language",
    "CY": "copyright",
    "CLM": "column_name",
    "CX": "correction",
    "ART": "captions",
    "CT": "contact",
    "RF": "notes",
    "CO": "companies",
    "IN": "industries",
    "NS": "subjects",
    "RE": "regions",
    "IPC": "provider_codes",
    "IPD": "provider_terms",
    "PUB": "publisher",
}
_MARKED = ("headline", "byline", "paragraph")  # what classes tell
_FIRST = ("article_id", "outlet", "text", "title", "published", "byline", "section")
# The eight letters and zeros of the source's code, the day it was loaded, a number: HARB000020190426ef4p00001.
_DOCUMENT_ID = re.compile(r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d)[A-Za-z0-9]{20,32}$")
_TIME = re.compile(r"(?<![\d.])\d{1,2}[:.h]\d\d(?!\.?\d)")
_PAGE_NUMBER = re.compile(r"(?:[A-Za-z]{1,4}[. -]*)?\d+[A-Za-z]?(?:\s*[,;/–-]\s*(?:[A-Za-z]{1,4}[. -]*)?\d+[A-Za-z]?)*")
_COPYRIGHT = re.compile(r"\d|©|\(c\)|copyright|reserved|版权|版權|著作|저작권", re.IGNORECASE)
_BYLINE = re.compile(r"(?:by|von|par|por|di|door)\s", re.IGNORECASE)
_DAY_MONTH_YEAR = re.compile(r"(\d{1,2})(?:\.|er|º)?\s+(?:de\s+)?([^\W\d_]+)\.?\s+(?:de\s+)?(\d{4})")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})")


class _Place(NamedTuple):
    article: "Tag | None"
    block: "Tag | None"
    kind: str  # "headline", "byline", "paragraph", or else the name of the block's tag
    row: int  # the row of the outermost table, 0 outside of tables


class _Block(NamedTuple):
    kind: str
    row: int
    text: str


def is_factiva(path: Path, start: bytes) -> bool:
    """Tell whether a file was saved from Factiva; the first article may stand behind 200 KB of scripts."""
    return is_web_page(path, start) and bool(_FACTIVA.search(path.read_bytes().replace(b"\0", b"")))


def read_factiva(path: Path) -> pd.DataFrame:
    """Read every article of a page saved from Factiva, in either layout."""
    from bs4 import BeautifulSoup
    from bs4.exceptions import ParserRejectedMarkup

    try:
        soup = BeautifulSoup(decode_page(path.read_bytes(), path.name), "html.parser")
    except ParserRejectedMarkup as error:
        raise CorpusError(f"{path.name}: the HTML is broken ({error}). Save the page again") from error
    articles = [_read_article(blocks) for blocks in _split_articles(soup)]
    if not articles:
        remedy = "In Factiva choose 'Format for Saving', then 'Article Format', and save the page that opens"
        raise CorpusError(f"{path.name}: there is no article on this Factiva page. {remedy}")
    places = [f"article {number}" for number in range(1, len(articles) + 1)]
    names = dict.fromkeys((*_FIRST, *(name for article in articles for name in article)))
    rows = [[article.get(name, "") for name in names] for article in articles]
    return pd.DataFrame(rows, index=places, columns=list(names), dtype="object")


def _split_articles(soup: "BeautifulSoup") -> list[list[_Block]]:
    """Return the blocks of each article; text belongs to the innermost article around it."""
    from bs4 import NavigableString, Tag

    places = {id(soup): _Place(None, None, "", 0)}  # where the inside of each tag stands; parents come first
    found: dict[int, list[tuple[_Place, list[str]]]] = {}
    for node in soup.descendants:
        piece = ""
        if isinstance(node, Tag):
            place = places[id(node)] = _enter(node, places[id(node.parent)])
            if node.name == "br":
                piece = "\n"
            elif place.block is not node:
                continue
            elif places[id(node.parent)].kind == "p":  # a block inside a <p> ends it: what follows is no part of it
                places[id(node.parent)] = places[id(node.parent)]._replace(kind="div")
        elif type(node) is NavigableString:  # neither a comment nor a script
            place = places[id(node.parent)]
            piece = str(node) if place.block is not None and place.block.name == "pre" else re.sub(r"\s+", " ", node)
        else:
            continue
        if place.article is not None:
            blocks = found.setdefault(id(place.article), [])
            if not blocks or blocks[-1][0].block is not place.block:
                blocks.append((place, []))
            elif place.kind in _MARKED:
                blocks[-1] = (place, blocks[-1][1])
            blocks[-1][1].append(piece)
    articles = [[_Block(place.kind, place.row, _tidy(pieces)) for place, pieces in blocks] for blocks in found.values()]
    articles = [[b for b in blocks if b.text or b.kind == "paragraph"] for blocks in articles]
    return [blocks for blocks in articles if any(_is_of_article(block) for block in blocks)]


def _enter(tag: "Tag", around: _Place) -> _Place:
    """Return where the inside of a tag stands, given where the tag does."""
    classes = tag.get("class") or []
    if tag.name == "div" and "article" in classes:
        return _Place(tag, tag, "div", 0)
    block = tag if tag.name in _BLOCKS else around.block
    kind = around.kind
    if kind not in _MARKED:
        kind = _kind(tag, classes) or (tag.name if block is tag else kind)
    row = around.row or (id(tag) if tag.name == "tr" else 0)
    return _Place(around.article, block, kind, row)


def _kind(tag: "Tag", classes: list[str]) -> str:
    if tag.name == "pre" or any(name.startswith("articleParagraph") for name in classes):
        return "paragraph"
    if tag.get("id") == "hd" or any(name.endswith("Headline") for name in classes):
        return "headline"
    return "byline" if "author" in classes else ""


def _tidy(strings: list[str]) -> str:
    lines = [" ".join(line.split()) for line in "".join(strings).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _is_of_article(block: _Block) -> bool:
    """Tell the blocks that only an article has from stray text in what surrounds the articles."""
    return block.kind in ("headline", "paragraph") or bool(_DOCUMENT_ID.search(block.text))


def _read_article(blocks: list[_Block]) -> dict[str, str]:
    cells = _read_codes(blocks)
    record = _from_codes(cells) if {"HD", "PD"} <= cells.keys() else _from_order(blocks)
    record["word_count"] = re.sub(r"\D", "", record["word_count"])
    record["published"] = _iso_day(record["published"]) or record["published"]
    return record


def _read_codes(blocks: list[_Block]) -> dict[str, list[str]]:
    """Return the cells of a table of field codes; what stands outside it has the code ""."""
    cells: dict[str, list[str]] = {}
    for number, row in groupby((block for block in blocks if block.text), key=lambda block: block.row):
        first, *others = [block.text for block in row]
        is_code = number and re.fullmatch("[A-Z]{2,4}", first)
        cells.setdefault(first if is_code else "", []).extend(others if is_code else [first, *others])
    return cells


def _from_codes(cells: dict[str, list[str]]) -> dict[str, str]:
    record = {"text": "\n\n".join((*cells.pop("LP", ()), *cells.pop("TD", ()))), "word_count": ""}
    for code, texts in cells.items():
        column = _FIELDS.get(code, code.lower() or "notes")
        record[column] = " ".join(filter(None, (record.get(column), *texts)))
    document_id = _DOCUMENT_ID.search(record.get("article_id", ""))
    return record | ({"article_id": document_id[0]} if document_id else {})


def _from_order(blocks: list[_Block]) -> dict[str, str]:
    marks = [n for n, block in enumerate(blocks) if block.kind in ("p", "div") and _DOCUMENT_ID.search(block.text)]
    mark = marks[-1] if marks else len(blocks)
    article_id = _DOCUMENT_ID.search(blocks[mark].text)[0] if marks else ""
    start, end = _find_body(blocks[:mark])
    tail = [block.text for block in blocks[end:mark]]
    publisher = tail.pop() if tail else ""
    header = [block for block in blocks[:start] if block.kind != "p"]
    around = [block.text for block in blocks[:start] if block.kind == "p"]
    return {
        "article_id": article_id,
        "text": "\n\n".join(block.text for block in blocks[start:end] if block.text),
        **_read_header(header, article_id),
        "publisher": publisher,
        "notes": "\n\n".join((*around, *tail, *(block.text for block in blocks[mark + 1 :]))),
    }


def _find_body(blocks: list[_Block]) -> tuple[int, int]:
    """Return where the text begins and ends; plain paragraphs behind the last marked one are notes and publisher."""
    marked = [number for number, block in enumerate(blocks) if block.kind == "paragraph"]
    end = len(blocks)
    if marked:
        while blocks[end - 1].kind == "p":
            end -= 1
        return marked[0], end
    # Exports of about 2010 mark no paragraph: the text begins behind the headline; a last line without a stop is none.
    headline = max((number for number, block in enumerate(blocks) if block.kind == "headline"), default=0)
    start = next((number for number in range(headline + 1, end) if blocks[number].kind == "p"), end)
    if start < end and (blocks[-1].text.startswith(("(c)", "©")) or blocks[-1].text[-1] not in '.!?…。"”»'):
        end -= 1
    return start, end


def _read_header(blocks: list[_Block], article_id: str) -> dict[str, str]:
    headlines = [number for number, block in enumerate(blocks) if block.kind == "headline"]
    first, last = (headlines[0], headlines[-1]) if headlines else (0, -1)
    bylines = [block.text for block in blocks if block.kind == "byline"]
    given = [block.text for block in blocks[last + 1 :] if block.kind != "byline"]
    code = _find_code(given, article_id)
    before, after = given[: max(code - 1, 0)], given[code + 1 :]
    time = before.pop() if before and _is_time(before[-1]) else ""
    published = before.pop() if before else ""
    word_count = before.pop() if before and re.search(r"\d", before[-1]) else ""
    if not bylines:
        bylines = [text for text in before if _BYLINE.match(text)]
        before = [text for text in before if text not in bylines]
    has_copyright = after and (_COPYRIGHT.search(after[-1]) or len(after[-1].split()) > 4)
    copyright_line = after.pop() if has_copyright else ""
    language = after.pop() if after else ""
    page = after.pop() if after and _PAGE_NUMBER.fullmatch(after[-1]) else ""
    return {
        "outlet": given[code - 1] if code > 0 else "",
        "title": " ".join(blocks[number].text for number in headlines),
        "published": published,
        "byline": "; ".join(bylines),
        "section": "; ".join(block.text for block in blocks[:first] if block.kind != "byline"),
        "credit": "; ".join(before),
        "word_count": word_count,
        "time": time,
        "source_code": given[code] if code > 0 else "",
        "edition": "; ".join(after),
        "page": page,
        "language": language,
        "copyright": copyright_line,
    }


def _find_code(given: list[str], article_id: str) -> int:
    """Return where the source's code stands: the id begins with it; else it is the second line after day and time."""
    for number in range(len(given) - 1, 0, -1):
        if given[number].lower().ljust(8, "0") == article_id[:8].lower():
            return number
    for number, text in enumerate(given):
        if _iso_day(text) or read_day(text)[0]:
            timed = number + 1 < len(given) and _is_time(given[number + 1])
            return min(number + 2 + bool(timed), len(given) - 1)
    return -1


def _is_time(text: str) -> bool:
    return len(text) <= 20 and bool(_TIME.search(text)) and not _iso_day(text)


def _iso_day(text: str) -> str:
    """Return a day spelt in one of the languages of Factiva's pages as year-month-day.

    >>> _iso_day("9 März 1993"), _iso_day("2018 年 5 月 28 日"), _iso_day("13 de noviembre de 2017")
    ('1993-03-09', '2018-05-28', '2017-11-13')
    """
    if match := _YEAR_MONTH_DAY.search(text):
        year, month, day = (int(number) for number in match.groups())
    elif (match := _DAY_MONTH_YEAR.search(text)) and bare(match[2]) in MONTHS:
        year, month, day = int(match[3]), MONTHS[bare(match[2])], int(match[1])
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
