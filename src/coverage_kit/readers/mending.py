"""What other tools broke in a text on its way: mis-decoded characters, HTML entities, characters nobody sees."""

import html
import re
from collections.abc import Callable
from html.entities import html5

import numpy as np
import pandas as pd

MENDED_COLUMNS = ("outlet", "text", "title", "byline")
# An ampersand may itself have been escaped, more than once: &amp;amp;#8217;
_ENTITY = re.compile(r"&(?:amp;|#38;|#[xX]26;)*(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
# Mis-decoded text has two characters beyond ASCII side by side, a control character of Latin-1, or a lone Ã or Â. Where
# both are punctuation they are what they seem; ftfy would make a Cyrillic letter of a quotation mark and a dagger.
_SUSPICIOUS = re.compile("[\x80-\x9fÂÃ]|[^\0-\x7f\u2010-\u203a][^\0-\x7f]|[^\0-\x7f][^\0-\x7f\u2010-\u203a]")
# Joiners are part of the spelling of Persian or Hindi, and of emoji; beside a Latin letter they are litter.
_INVISIBLE = re.compile(
    "[\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
    "|(?<![^\0-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\0-\u024f])"
)
_LINE = re.compile("[^\r\n]+|[\r\n]+")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
# Rules and phrases are written with the plain blank; one stands for one, so that nothing moves.
_BLANKS = "\xa0\u2007\u202f"


def mend(text: str) -> str:
    """Return a text with entities resolved, mojibake decoded, invisible characters gone, plain line ends and blanks.

    >>> mend("Itâ€™s &quot;R&D&quot;,\\xa0not AT&T;\\u200b\\r\\n")
    'It’s "R&D", not AT&T;\\n'
    """
    return _mend(text)[0]


def mend_rows(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mend outlet, text, title and byline; return the rows, and for each what was mended in it."""
    rows = rows.copy()
    done = [set() for _ in range(len(rows))]
    for column in [name for name in MENDED_COLUMNS if name in rows]:
        values = rows[column].tolist()
        for number, value in enumerate(values):
            values[number], kinds = _mend_cell(value)
            done[number].update(kinds)
        rows[column] = pd.Series(values, rows.index, "object")
    return rows, pd.DataFrame({kind: [kind in kinds for kinds in done] for kind in _STEPS}, rows.index)


def describe_mending(mended: pd.DataFrame) -> str:
    """Return a sentence for each kind of mending, with the number of articles."""
    counts = [(kind, int(mended[kind].sum())) for kind in mended]
    return " ".join(f"{kind} in {count:,} article{'s' * (count != 1)}." for kind, count in counts if count)


def _mend_cell(value: object) -> tuple[object, list[str]]:
    if isinstance(value, list | np.ndarray) and all(isinstance(name, str) for name in value):  # several authors
        names = [_mend(name) for name in value]
        return [name for name, _ in names], [kind for _, kinds in names for kind in kinds]
    return _mend(value) if isinstance(value, str) else (value, [])


def _mend(text: str) -> tuple[str, list[str]]:
    """Return the mended text, and what had to be done."""
    kinds = []
    for kind, step in _STEPS.items():
        better = step(text)
        if better != text:
            kinds.append(kind)
        text = better
    return _LINE_END.sub("\n", _with_plain_blanks(text)), kinds


def _resolve_entities(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    entity = match[1]
    return html.unescape(f"&{entity}") if entity.startswith("#") or entity in html5 else f"&{entity}"


def _decode_again(text: str) -> str:
    if text.isascii() or not _SUSPICIOUS.search(text):
        return text
    # Line by line: one character from elsewhere would keep ftfy from mending the whole text.
    return "".join(_decode_line(line) if _SUSPICIOUS.search(line) else line for line in _LINE.findall(text))


def _decode_line(line: str) -> str:
    from ftfy import fix_encoding

    better = fix_encoding(line)
    # A no-break space may be half of a mis-decoded letter; one that is left hides from ftfy what follows it.
    plainer = fix_encoding(_with_plain_blanks(better))
    return better if plainer == _with_plain_blanks(better) else plainer


def _with_plain_blanks(text: str) -> str:
    for blank in _BLANKS:
        text = text.replace(blank, " ")
    return text


def _drop_invisible(text: str) -> str:
    return text if text.isascii() else _INVISIBLE.sub("", text)


# In this order: an entity may be half of a mis-decoded character, which may be one that nobody sees.
_STEPS: dict[str, Callable[[str], str]] = {
    "HTML entities were resolved": _resolve_entities,
    "Mis-decoded characters were mended": _decode_again,
    "Invisible characters were removed": _drop_invisible,
}
