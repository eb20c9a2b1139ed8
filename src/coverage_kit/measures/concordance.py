"""Keyword in context."""

import re
from collections.abc import Iterable
from functools import partial

import pandas as pd

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.concordance import plot_concordance
from coverage_kit.measures.design import group_articles, notes_of, record
from coverage_kit.measures.occurrences import absent, find_occurrences
from coverage_kit.result import Result
from coverage_kit.text.terms import TermInput

COLUMNS = ("term", "left", "keyword", "right", "voice", "speaker", "position")


@of_corpus
def kwic(corpus: Corpus, terms: TermInput | Iterable[TermInput], *, by: str = "outlet", width: int = 60) -> Result:
    """In which words does a term stand, who says them, and where in the article?

    Parameters
    ----------
    corpus : Corpus
        Clean it first.
    terms : str, mapping, or list of these
        As in `salience`.
    by : str
        Column of `corpus.articles` that orders the lines.
    width : int
        Characters of context on each side.

    Returns
    -------
    Result
        ``table``: a row for each occurrence: ``term``, the group, ``left, keyword, right``, ``voice`` ("own" or
        "attributed"), ``speaker``, ``position`` (0 the article's first character, 1 its last), ``article_id``. ``plot``
        draws the concordance plot: where in each article the occurrences stand.

    Raises
    ------
    CorpusError, ValueError
        If the column is not there, or a term has no letter in it.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> lines = ck.kwic(ck.clean(ck.datasets.load_summit()), "isolated").table
    >>> set(lines["keyword"].str.lower())
    {'isolated'}
    """
    found = find_occurrences(corpus, terms)
    articles = corpus.articles
    groups = group_articles(corpus, by, taken=COLUMNS)
    hits = found.hits.assign(group=groups.codes[found.hits["article"].to_numpy(int)])
    hits = hits.sort_values(["group", "article", "start"])
    texts, ids = articles["text"].tolist(), articles["article_id"].tolist()
    places = list(zip((texts[number] for number in hits["article"]), hits["start"], hits["end"], strict=True))
    table = pd.DataFrame(
        {
            "term": hits["term"].to_numpy(),
            by: [groups.names[code] for code in hits["group"]],
            "left": [_left(text, start, width) for text, start, _ in places],
            "keyword": [text[start:end] for text, start, end in places],
            "right": [_right(text, end, width) for text, _, end in places],
            "voice": hits["voice"].to_numpy(),
            "speaker": hits["speaker"].to_numpy(),
            "position": [start / len(text) for text, start, _ in places],
            "article_id": [ids[number] for number in hits["article"]],
        }
    )
    evidence = table[["term", by, "voice", "speaker", "article_id"]].assign(
        start=hits["start"].to_numpy(), end=hits["end"].to_numpy()
    )
    return Result(
        "kwic",
        table,
        evidence,
        params=record(corpus, terms=found.written, by=by, width=width),
        notes=notes_of(corpus, absent(found)),
        articles=articles,
        figure=partial(
            plot_concordance, by=by, groups=groups.names, title=f"Where the terms stand: {', '.join(found.terms)}"
        ),
    )


def _left(text: str, start: int, width: int) -> str:
    """Return the context before an offset, on one line, from the first whole word on."""
    first = max(0, start - width)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    return re.sub(r"\s+", " ", text[first:start])


def _right(text: str, end: int, width: int) -> str:
    """Return the context after an offset, on one line, up to the last whole word."""
    last = min(len(text), end + width)
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    return re.sub(r"\s+", " ", text[end:last])
