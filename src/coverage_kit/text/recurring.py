"""What recurs across the articles of an outlet: the page around them, unless it is editorial matter.

Newsletters, notes about authors and pleas stand in article after article. So do captions, quotations in a running
debate, standing headings and tables of polls, and all of an article that is printed twice. What tells them apart: the
page stands in ever new surroundings, and it speaks of itself or to its reader.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_ENDS = 100  # so many characters at either end tell a long line from others
_SENTENCE = 60  # characters of a line that is hardly the same in two articles by chance
_PAGE_WORD = re.compile(
    r"(?i)@|\[email|\.com\b|\.org\b|\bposter="
    r"|^\W*(?:sign|read|click|follow|watch|listen|subscribe|join|visit|check|send|share)\b"
    r"|\b(?:newsletter|subscribe\w*|inbox|copyright|permission|podcast|paywall|advert\w+|columnists?|contributors?"
    r"|newsroom|transcript|caption|photos?|videos?|comments|editor[’']s note)\b"
)
_PAGE_TALK = re.compile(
    r"(?i)\b(?:you|your|we|we[’']re|we[’']ve|us|our)\b|^\W*(?:get|see|tell|support|stay|want)\b"
    r"|\bth(?:is|ese) (?:\w+ )?(?:article|column|story|report|post|piece|video|episode|newsletter|transcript|blog)\b"
    r"|\b(?:views|opinions) expressed\b|\b(?:is|was|are) (?:[\w\-’]+ ){0,6}(?:editor|writer|columnist|correspondent"
    r"|reporter|author|fellow|professor|host|founder|director|historian|analyst|attorney|adviser|member|column)\b"
)
_QUOTATION = re.compile(r"[\"“](?:[^\"”\s]+ ){4}")
_NAMED = re.compile(r"^(?:[A-Z][\w.’'\-]+,? ){1,4}[A-Z(][\w.’'&()\-]+(?: [A-Z][\w.’'\-]+){0,3}$")


def line_key(line: str) -> str:
    """Give what must be the same in two lines: their ends, whatever the digits, capitals and blanks.

    Examples
    --------
    >>> line_key("Copyright ©  2019 The Post") == line_key("COPYRIGHT © 2020 The Post")
    True
    """
    key = re.sub(r"\d+", "0", " ".join(line.lower().translate(_STRAIGHT).split()))
    return key if len(key) <= 2 * _ENDS else key[:_ENDS] + key[-_ENDS:]


def learn_recurring(articles: Iterable[Sequence[str]]) -> set[str]:
    """Learn the keys of the lines that belong to the page, from the lines of each article of one outlet.

    Examples
    --------
    >>> names = ("One", "Two", "Three")
    >>> articles = [[f"Tram {name} stopped.", "Join our reading club.", "It was late."] for name in names]
    >>> learn_recurring(articles)
    {'join our reading club.'}
    """
    counts: Counter[int] = Counter()
    shown: dict[int, str] = {}
    hashed, sentences = [], []  # numbers instead of keys: they take a tenth of the memory
    for lines in articles:
        numbers = [hash(line_key(line)) for line in lines]
        counts.update(set(numbers))
        shown |= {number: line for number, line in zip(numbers, lines, strict=True) if counts[number] == 2}
        hashed.append(numbers)
        sentences.append([number for number, line in zip(numbers, lines, strict=True) if len(line) >= _SENTENCE])
    surroundings = defaultdict(set)
    for numbers, long in zip(hashed, sentences, strict=True):
        is_reprint = 2 * sum(counts[number] > 1 for number in long) > len(long) > 0
        for number, around in () if is_reprint else _surroundings(numbers, counts):
            surroundings[number].add(around)
    return {line_key(shown[n]) for n, around in surroundings.items() if len(around) >= _needed(shown[n])}


def _surroundings(keys: Sequence[int], counts: Counter[int]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Give each recurring line with the nearest lines before and after it that do not recur."""
    before, runs = 0, [(recurs, list(run)) for recurs, run in groupby(keys, lambda key: counts[key] > 2)]
    for number, (recurs, run) in enumerate(runs):
        if recurs:
            after = runs[number + 1][1][0] if number + 1 < len(runs) else 0
            yield from ((key, (before, after)) for key in run)
        before = run[-1]


def _needed(line: str) -> float:
    """In how many surroundings must a line be seen to belong to the page? Short ones in more."""
    n_words = len(line.split())
    if _QUOTATION.search(line) or _NAMED.search(line) or not re.search(r"[^\W\d]", line):
        return float("inf")
    if _PAGE_WORD.search(line):
        return 3 if n_words >= 4 else 6
    if 7 <= n_words <= 80 and _PAGE_TALK.search(line):  # a speech may say "we" as well
        return 3
    is_sentence = n_words >= 8 and line[-1] == "." and len(re.findall(r"\d+", line)) < 3
    return 10 if is_sentence else float("inf")
