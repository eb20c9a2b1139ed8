"""What counts as a word."""

import re
from typing import NamedTuple

# Letters and digits, with inner apostrophes ("don't", "O’Neil"), decimal marks ("1,000", "2.5") and the stops of
# initials ("U.S."). A possessive 's is no part of the word: "Kremlin's" counts as "Kremlin". Hyphens separate words.
WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}"
    r"|\d+(?:[.,]\d+)*\w*"
    r"|(?!(?<=\w['’])[sS]\b)\w+(?:['’](?![sS]\b)\w+)*"
)
_APOSTROPHES = str.maketrans({"’": "'"})


class Word(NamedTuple):
    """A word as it is compared (`form`) and where it stands."""

    form: str
    start: int
    end: int


def normalise(word: str) -> str:
    """Return a word as it is compared: lower case, straight apostrophes.

    Examples
    --------
    >>> normalise("Don’t")
    "don't"
    """
    return word.lower().translate(_APOSTROPHES)


def find_words(text: str) -> list[Word]:
    """Return the words of a text in order.

    Examples
    --------
    >>> [word.form for word in find_words("The U.S. didn’t lift Mr. Kim’s 1,000 long-time sanctions.")]
    ['the', 'u.s.', "didn't", 'lift', 'mr', 'kim', '1,000', 'long', 'time', 'sanctions']
    """
    spans = [match.span() for match in WORD.finditer(text)]
    plain = normalise(text)
    if len(plain) != len(text):  # a few letters, such as İ, grow in lower case
        return [Word(normalise(text[start:end]), start, end) for start, end in spans]
    return [Word(plain[start:end], start, end) for start, end in spans]


def count_words(text: str) -> int:
    """Return how many words a text has.

    Examples
    --------
    >>> count_words("No joint statement, no sanctions relief.")
    6
    """
    return sum(1 for _ in WORD.finditer(text))
