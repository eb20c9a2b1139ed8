"""clean: mark what is not reporting, and say which agency an article is credited to."""

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from coverage_kit.corpus import SPAN_COLUMNS, Corpus, of_corpus
from coverage_kit.text.credits import KNOWN_AGENCIES, find_agencies
from coverage_kit.text.furniture import Mark, mark_text, split_lines
from coverage_kit.text.recurring import learn_recurring, line_key

_CREDITING = ("dateline", "byline", "credit")  # the surest first


@of_corpus
def clean(corpus: Corpus) -> Corpus:
    """Mark what is not reporting, so that it is not counted: furniture, datelines, bylines and credits.

    Nothing is cut or rewritten: each mark is a span with its kind and the rule that set it, see `marks`. Rules find
    what gives itself away in one article; the rule ``recurring`` marks what stands in several articles of an outlet
    and speaks of the page, not of the news.

    Parameters
    ----------
    corpus : Corpus
        Marks it already has are replaced.

    Returns
    -------
    Corpus
        The same articles, with `spans` and a column ``agency``: the agency that the dateline, byline or a credit
        names ("Associated Press", "Reuters", ...; an agency we do not know if articles of two other outlets credit it
        too), "" if none. A column ``agency`` of your own stays as it is.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> sorted(set(corpus.spans["kind"]))
    ['byline', 'credit', 'dateline', 'furniture']
    >>> sorted(set(corpus.articles["agency"]))
    ['', 'Longwire']
    """
    articles = corpus.articles
    texts, outlets = articles["text"].tolist(), articles["outlet"].tolist()
    marks = [mark_text(text, outlet=outlet) for text, outlet in zip(texts, outlets, strict=True)]
    members = defaultdict(list)
    for number, outlet in enumerate(outlets):
        members[outlet].append(number)
    learnt: set[str] = set()
    for numbers in members.values():
        lines = ([texts[n][slice(*line)] for line in _unmarked_lines(texts[n], marks[n])] for n in numbers)
        learnt |= learn_recurring(lines)
    for text, found in zip(texts, marks, strict=True):
        recurring = [line for line in _unmarked_lines(text, found) if line_key(text[slice(*line)]) in learnt]
        found += [Mark(*line, "furniture", "recurring") for line in recurring]
        found.sort()
    if "agency" not in articles:
        articles["agency"] = _agencies(articles, marks)
    rows = [(i, *mark) for i, found in zip(articles["article_id"], marks, strict=True) for mark in found]
    return Corpus(
        articles,
        pd.DataFrame(rows, columns=list(SPAN_COLUMNS)) if rows else None,
        rejected=corpus.rejected,
        note=corpus.note,
    )


def _unmarked_lines(text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    marked = {(mark.start, mark.end) for mark in marks}
    return [line for line in split_lines(text) if line not in marked]


def _agencies(articles: pd.DataFrame, marks: Sequence[Sequence[Mark]]) -> list[str]:
    """Give the agency of each article: a known one, or one that several outlets credit and that is none of them."""
    bylines = articles["byline"].fillna("").tolist() if "byline" in articles else [""] * len(articles)
    named, crediting = [], defaultdict(set)
    for text, outlet, byline, found in zip(articles["text"], articles["outlet"], bylines, marks, strict=True):
        spans = [(mark.kind, text[mark.start : mark.end]) for mark in found if mark.kind in _CREDITING]
        spans += [("credit", text[mark.start : mark.end]) for mark in found if mark.rule == "copyright"]
        spans.sort(key=lambda span: _CREDITING.index(span[0]))
        names = [name for kind, span in [*spans, ("byline", byline)] for name in find_agencies(span, kind)]
        named.append([name for name in names if name in KNOWN_AGENCIES or not _is_own_name(name, outlet)])
        for name in named[-1]:
            crediting[name].add(outlet)
    known = KNOWN_AGENCIES | {name for name, outlets in crediting.items() if len(outlets) > 1}
    return [next((name for name in names if name in known), "") for names in named]


def _is_own_name(name: str, outlet: str) -> bool:
    """Is "CNN" or "CNNMoney" what the outlet calls itself?"""
    first, whole = ("".join(filter(str.isalnum, words.casefold())) for words in (name.split()[0], outlet))
    return first in whole or first.startswith(whole)
