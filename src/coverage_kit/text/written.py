"""How terms are usually written: they are counted in lower case, and read better as in the texts."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from coverage_kit.text.tokens import cut_at_words, normalise, seen, stand_together

# Between two words of one sentence. What follows anything else may begin a sentence, where capitals tell nothing.
_INSIDE = re.compile(r"(?:['’][sS])?,?(?:[ \u00a0\u202f‐‑-]|\r?\n)")


def as_written(terms: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """Return how each term is written most often inside sentences; as it is, where none of the texts has it there.

    Of a name of several words, those at the beginning of sentences count too.

    `terms`: words and phrases as they are compared, in lower case.

    >>> as_written(["kim jong un", "self reliance", "talks"], ["Talks with Kim Jong Un, then talks of self-reliance."])
    {'kim jong un': 'Kim Jong Un', 'self reliance': 'self-reliance', 'talks': 'talks'}
    """
    found: dict[str, Counter[str]] = {term: Counter() for term in terms}
    by_first = defaultdict(list)
    for term in found:
        if words := term.split():
            by_first[words[0]].append((term, words))
    form = lru_cache(maxsize=50_000)(normalise)
    for text in texts:
        pieces = cut_at_words(text)
        forms = list(map(form, pieces[1::2]))
        for place, first in enumerate(forms):
            for term, words in by_first.get(first, ()):
                end = place + len(words)
                gaps = pieces[2 * place + 2 : 2 * end : 2]
                if forms[place:end] != words or not all(map(stand_together, gaps)):
                    continue
                name = len(words) > 1 and pieces[2 * end - 1][0].isupper()
                if name or (place and _INSIDE.fullmatch(pieces[2 * place])):
                    found[term][" ".join(seen("".join(pieces[2 * place + 1 : 2 * end])).split())] += 1
    return {
        term: min(writings, key=lambda writing: (-writings[writing], writing), default=term)
        for term, writings in found.items()
    }
