"""clean: mark what is not reporting."""

import pandas as pd

from coverage_kit.corpus import SPAN_COLUMNS, Corpus
from coverage_kit.text.furniture import mark_text


def clean(corpus: Corpus) -> Corpus:
    """Mark what is not reporting, so that it is not counted: furniture, datelines, bylines and credits.

    Nothing is cut or rewritten: each mark is a span with its kind and the rule that set it, see `marks`.

    Parameters
    ----------
    corpus : Corpus
        Marks it already has are replaced.

    Returns
    -------
    Corpus
        The same articles, with `spans`.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> sorted(set(corpus.spans["kind"]))
    ['byline', 'credit', 'dateline', 'furniture']
    """
    articles = corpus.articles
    rows = [
        (article_id, *mark)
        for article_id, text in zip(articles["article_id"], articles["text"], strict=True)
        for mark in mark_text(text)
    ]
    return corpus.replace(spans=pd.DataFrame(rows, columns=list(SPAN_COLUMNS)) if rows else None)
