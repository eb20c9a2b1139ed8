"""What cleaning marked, so that nobody has to take it on trust."""

from functools import partial

import pandas as pd

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.marks import plot_marks
from coverage_kit.measures.counts import word_counts
from coverage_kit.measures.design import group_articles, notes_of, record
from coverage_kit.result import Result
from coverage_kit.text.tokens import count_words


@of_corpus
def marks(corpus: Corpus, *, by: str = "outlet") -> Result:
    """What was marked as not reporting, by which rule, in which outlet?

    Parameters
    ----------
    corpus : Corpus
        After `clean`.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".

    Returns
    -------
    Result
        ``table``: a row for each group, kind and rule with ``estimate`` (share of all the group's words; it counts
        what is there, so it has no interval), ``n_spans``, ``n_words``, ``n_articles`` (articles with such a mark).
        ``passages`` shows the marked text itself.

    Raises
    ------
    CorpusError
        If the column is not there.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.marks(ck.clean(ck.datasets.load_summit()))
    >>> "furniture" in set(found.table["kind"])
    True
    """
    articles = corpus.articles
    groups = group_articles(corpus, by, taken=("kind", "rule", "estimate", "n_spans", "n_words", "n_articles"))
    names = [groups.names[code] for code in groups.codes]
    members = pd.DataFrame({"article_id": articles["article_id"], by: names})
    text = dict(zip(articles["article_id"], articles["text"], strict=True))
    spans = corpus.spans.merge(members, on="article_id")
    spans["_words"] = [
        count_words(text[i][s:e]) for i, s, e in zip(spans["article_id"], spans["start"], spans["end"], strict=True)
    ]
    total = pd.Series(word_counts(corpus)).groupby(names).sum().add(spans.groupby(by)["_words"].sum(), fill_value=0)
    table = (
        spans.groupby([by, "kind", "rule"])
        .agg(n_spans=("_words", "size"), n_words=("_words", "sum"), n_articles=("article_id", "nunique"))
        .reset_index()
    )
    table.insert(3, "estimate", table["n_words"] / table[by].map(total).astype(float))
    table = table.sort_values(
        [by, "n_words"], key=lambda c: c.map(groups.names.index) if c.name == by else -c, ignore_index=True
    )
    nothing = None if len(spans) else "Nothing is marked. Run clean(corpus) first, or there is nothing but reporting."
    return Result(
        "marks",
        table,
        spans[[by, "kind", "rule", "article_id", "start", "end"]],
        params=record(corpus, by=by),
        notes=notes_of(corpus, nothing),
        articles=articles,
        figure=partial(plot_marks, by=by, groups=groups.names, title=f"Marked as not reporting, by {by}"),
    )
