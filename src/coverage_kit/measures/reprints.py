"""Who printed which agency story, and how much of it."""

from functools import partial

import numpy as np
import pandas as pd

from coverage_kit.corpus import Corpus, CorpusError, of_corpus
from coverage_kit.figures.reprints import plot_reprints
from coverage_kit.measures.design import notes_of, record
from coverage_kit.result import Result
from coverage_kit.text.shingles import resemblance, shared_runs
from coverage_kit.text.tokens import Word, find_words

_EVIDENCE = ["reprint_group", "copy", "run", "article_id", "start", "end"]


@of_corpus
def reprints(corpus: Corpus) -> Result:
    """Which articles are copies of one another, which came first, and what do they share?

    Parameters
    ----------
    corpus : Corpus
        With the column ``reprint_group``, your own or from `find_reprints`.

    Returns
    -------
    Result
        ``table``: a row for each article that has a copy, by group and date, with ``role``: ``"credited"`` if it names
        an agency (the column ``agency``), else ``"earliest"``, else ``"copy"``. The others are compared with the
        earliest article that names an agency, or with the earliest of all: ``jaccard`` (shingles of five words that
        both have, as a share of those that either has), ``containment`` (as a share of the shorter one's) and
        ``n_shared_words``, those in shared runs of five words and more. ``passages(copy="an article_id")`` shows these
        runs in both articles, the longest first.

    Raises
    ------
    CorpusError
        If no column says which articles are copies.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.reprints(ck.find_reprints(ck.clean(ck.datasets.load_summit())))
    >>> found.table["article_id"].tolist()[:3]
    ['cedarfork-workers', 'packet-workers', 'tasman-workers']
    """
    articles = corpus.articles
    if "reprint_group" not in articles:
        raise CorpusError("reprints: there is no column 'reprint_group'. Run find_reprints(corpus) first")
    members = _members(corpus)
    compared, evidence = _compare(members)
    shown = ["reprint_group", "article_id", "outlet", *(["published"] if "published" in articles else []), "role"]
    table = members[shown].join(compared)
    titles = members["title"] if "title" in members else members["reprint_group"]
    named = members["_reference"] & titles.notna()
    nothing = None if len(table) else "No article is a copy of another."
    no_agency = None if "agency" in articles else "Which articles name an agency is not known: clean(corpus) finds out."
    return Result(
        "reprints",
        table,
        evidence,
        params=record(corpus),
        notes=notes_of(corpus, nothing, no_agency),
        articles=articles,
        figure=partial(
            plot_reprints,
            titles=dict(zip(members["reprint_group"][named], titles[named], strict=True)),
            outlets=corpus.outlets,
        ),
    )


def _members(corpus: Corpus) -> pd.DataFrame:
    """Return the articles of groups of two and more, the earliest first, with their roles and unmarked texts."""
    articles = corpus.articles.assign(text=corpus.unmarked_texts())
    groups = articles["reprint_group"].astype("str").where(articles["reprint_group"].notna())
    articles["reprint_group"] = groups.where(groups.str.strip() != "")
    if "published" in articles:
        articles = articles.sort_values("published", kind="stable")
    known = articles["reprint_group"].notna()
    members = articles[known & articles["reprint_group"].duplicated(keep=False)]
    order = pd.factorize(members["reprint_group"])[0]
    members = members.iloc[np.argsort(order, kind="stable")].reset_index(drop=True)
    first = ~members["reprint_group"].duplicated()
    agency = members["agency"] if "agency" in members else pd.Series("", index=members.index)
    credited = agency.fillna("").astype("str").str.strip() != ""
    lead = members[credited].drop_duplicates("reprint_group").set_index("reprint_group")["article_id"]
    lead = lead.combine_first(members[first].set_index("reprint_group")["article_id"])
    return members.assign(
        role=np.select([credited, first], ["credited", "earliest"], "copy"),
        _reference=members["article_id"] == members["reprint_group"].map(lead),
    )


def _compare(members: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare each article with the reference of its group; return figures for each and the passages they share."""
    compared = pd.DataFrame({"jaccard": np.nan, "containment": np.nan, "n_shared_words": np.nan}, index=members.index)
    evidence = []
    for group, rows in members.groupby("reprint_group", sort=False):
        reference = rows[rows["_reference"]].iloc[0]
        its_words = find_words(reference["text"])
        for place, row in rows[~rows["_reference"]].iterrows():
            words = find_words(row["text"])
            forms, its_forms = [word.form for word in words], [word.form for word in its_words]
            runs = sorted(shared_runs(forms, its_forms), key=lambda run: -run.length)
            compared.loc[place] = [*resemblance(forms, its_forms), sum(run.length for run in runs)]
            sides = [((words, run.first, row), (its_words, run.second, reference)) for run in runs]
            for number, (run, both) in enumerate(zip(runs, sides, strict=True), start=1):
                for its, start, article in both:
                    span = _span(its, start, run.length)
                    evidence.append((group, row["article_id"], number, article["article_id"], *span))
    return compared.astype({"n_shared_words": "Int64"}), pd.DataFrame(evidence, columns=_EVIDENCE)


def _span(words: list[Word], start: int, length: int) -> tuple[int, int]:
    return words[start].start, words[start + length - 1].end
