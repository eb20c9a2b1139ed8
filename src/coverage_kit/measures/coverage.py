"""What a corpus holds: who covered what, and when."""

from functools import partial

import pandas as pd

from coverage_kit.corpus import Corpus, CorpusError, of_corpus
from coverage_kit.figures.coverage import plot_coverage
from coverage_kit.measures.counts import word_counts
from coverage_kit.measures.design import MISSING, group_articles, notes_of, record
from coverage_kit.result import Result
from coverage_kit.text.sentences import sentence_spans

_OWN = ("published", "n_articles", "n_words")


@of_corpus
def coverage(corpus: Corpus, *, by: str = "outlet", of: str | None = None) -> Result:
    """Who covered which story, and when?

    Parameters
    ----------
    corpus : Corpus
        Clean it first, so that words are counted in the reporting only.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    of : str, optional
        Column that tells what was covered; by default ``"story"`` where the corpus has it. Without either, the
        result says when each group published.

    Returns
    -------
    Result
        ``table``: a row for each story, group and day with ``published``, ``n_articles`` and ``n_words``. It counts
        what is there, so it has no estimates. ``passages`` gives the first sentence of each article.

    Raises
    ------
    CorpusError
        If a column is not there, or is given twice.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> held = ck.coverage(ck.datasets.load_summit())
    >>> held.table.groupby("story")["outlet"].nunique()["train"]
    np.int64(6)
    """
    articles = corpus.articles
    groups = group_articles(corpus, by, taken=_OWN)
    if of is None and "story" in articles and by != "story":
        of = "story"
    keys = {by: [groups.names[code] for code in groups.codes]}
    if of == by:
        raise CorpusError(f"of: '{of}' makes the groups already. Give another column, or none")
    if of is not None:
        things = group_articles(corpus, of, taken=_OWN, argument="of")
        keys = {of: [things.names[code] for code in things.codes], **keys}
    days = articles["published"] if "published" in articles else pd.Series(pd.NaT, articles.index)
    members = pd.DataFrame({**keys, "published": days.to_numpy(), "_words": word_counts(corpus)})
    table = (
        members.groupby([*keys, "published"], dropna=False)
        .agg(n_articles=("_words", "size"), n_words=("_words", "sum"))
        .reset_index()
        .sort_values(["published", *keys], ignore_index=True)
    )
    leads = [next(iter(sentence_spans(text)), (0, 0)) for text in corpus.unmarked_texts()]
    evidence = members.drop(columns="_words").assign(article_id=articles["article_id"])
    evidence[["start", "end"]] = leads
    return Result(
        "coverage",
        table,
        evidence,
        params=record(corpus, by=by, of=of),
        notes=notes_of(
            corpus,
            _without("date", days.isna().sum()),
            _without(of.replace("_", " "), (members[of] == MISSING).sum()) if of else None,
        ),
        articles=articles,
        figure=partial(plot_coverage, by=by, of=of, groups=groups.names, unassigned=MISSING),
    )


def _without(what: str, number: int) -> str | None:
    return f"Articles without a {what}: {number:,}. They are in no figure." if number else None
