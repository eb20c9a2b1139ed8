"""What counts as a word, and which words stand together."""

import re
import unicodedata
from typing import NamedTuple

# Accents, vowel signs and points written as characters of their own continue a word; no script in the news needs more
# than the basic plane. So do soft hyphens, joiners and blanks without width; they are dropped where words are compared.
_MARKS = "".join(chr(code) for code in range(0x300, 0x10000) if unicodedata.category(chr(code)) in ("Mn", "Mc"))
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_LETTER = rf"[\w{_MARKS}{_UNSEEN}]"
_POSSESSIVE = rf"[sS](?!{_LETTER})"

# Letters and digits, with inner apostrophes ("don't", "O’Neil"), decimal marks ("1,000", "2.5") and the stops of
# initials ("U.S."). A possessive 's is no part of the word: "Kremlin's" counts as "Kremlin". Hyphens separate words.
WORD = re.compile(
    rf"(?:[^\W\d_][{_MARKS}{_UNSEEN}]*\.){{2,}}"
    rf"|\d+(?:[.,]\d+)*{_LETTER}*"
    rf"|(?!{_POSSESSIVE}(?<={_LETTER}['’][sS]))[\w]{_LETTER}*(?:['’](?!{_POSSESSIVE})[\w]{_LETTER}*)*"
)
# The same words, found sooner: nearly all begin where a gap ends, have two plain letters or more, and a blank follows.
_WORD_APART = re.compile(rf"((?=\w)(?:[A-Za-z]{{2,}}+(?=[ ,\n])|{WORD.pattern}))")
# Words stand together across blanks, a hyphen or a quotation mark; not across a stop, a comma or a paragraph's end.
_USUAL_GAP = re.compile(r" ?(?:[-‐‑–'\"“”‘] ?)?")
_PARAGRAPH_END = re.compile(r"[\u2028\u2029]|(?>\r\n?|\n)[^\r\n]*[\r\n]")
_UNSEEN_RUN = re.compile(rf"[{_UNSEEN}]+")


class Word(NamedTuple):
    """A word as it is compared (`form`) and where it stands."""

    form: str
    start: int
    end: int


def normalise(word: str) -> str:
    """Return a word as it is compared: lower case, straight apostrophes, accents composed, nothing invisible.

    Examples
    --------
    >>> normalise("Don’t"), normalise("CAFE\\u0301"), normalise("sanc\\u00adtions")
    ("don't", 'café', 'sanctions')
    """
    lower = word.lower().replace("’", "'")
    return lower if lower.isascii() else unicodedata.normalize("NFC", seen(lower))


def seen(text: str) -> str:
    """Return a text without its soft hyphens, joiners and blanks without width.

    Examples
    --------
    >>> seen("sanc\\u00adtions")
    'sanctions'
    """
    return _UNSEEN_RUN.sub("", text)


def find_words(text: str) -> list[Word]:
    """Return the words of a text in order.

    Examples
    --------
    >>> [word.form for word in find_words("The U.S. didn’t lift Mr. Kim’s 1,000 long-time sanctions.")]
    ['the', 'u.s.', "didn't", 'lift', 'mr', 'kim', '1,000', 'long', 'time', 'sanctions']
    """
    spans = [match.span() for match in WORD.finditer(text)]
    lower = text.lower().replace("’", "'")
    # Rarely a word is more than its slice of the lowered text: İ grows, Σ depends on what follows, accents compose.
    if len(lower) != len(text) or "Σ" in text or normalise(lower) != lower:
        return [Word(normalise(text[start:end]), start, end) for start, end in spans]
    return [Word(lower[start:end], start, end) for start, end in spans]


def cut_at_words(text: str) -> list[str]:
    """Return a text in pieces, a gap and a word by turns, as written; much faster than find_words.

    Examples
    --------
    >>> cut_at_words("Sanctions? Kim’s train left")
    ['', 'Sanctions', '? ', 'Kim', '’s ', 'train', ' ', 'left', '']
    """
    return _WORD_APART.split(text)


def count_words(text: str) -> int:
    """Return how many words a text has.

    Examples
    --------
    >>> count_words("No joint statement, no sanctions relief.")
    6
    """
    return sum(1 for _ in WORD.finditer(text))


def stand_together(gap: str, written: str = " ") -> bool:
    """Tell whether two words with `gap` between them can belong to one phrase; `written` may part them too.

    Examples
    --------
    >>> [stand_together(gap) for gap in (" ", "-", "\\n", ". ", "\\n\\n")], stand_together(".\\n", ". ")
    ([True, True, True, False, False], True)
    """
    if gap == " ":  # nearly always
        return True
    if _PARAGRAPH_END.search(gap):
        return False
    plain = _plain_gap(gap)
    return _USUAL_GAP.fullmatch(plain) is not None or plain == _plain_gap(written)


def _plain_gap(gap: str) -> str:
    return re.sub(r"\s+", " ", normalise(gap))
