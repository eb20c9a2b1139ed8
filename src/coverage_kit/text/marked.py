"""Blank out marked spans, keeping every offset."""

import re
from collections.abc import Iterable


def blank_out(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Replace what stands in the spans by blanks; line and paragraph breaks stay, so paragraphs do too.

    Examples
    --------
    >>> blank_out("MOSCOW — The Kremlin said", [(0, 9)])
    '         The Kremlin said'
    """
    parts, position = [], 0
    for start, end in sorted(spans):
        start = max(start, position)
        if end > start:
            parts += [text[position:start], re.sub(r"[^\n\r\u2028\u2029]", " ", text[start:end])]
            position = end
    return "".join([*parts, text[position:]])
