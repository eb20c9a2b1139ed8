"""find_stories: which articles report the same."""

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.stats.linkage import average_linkage
from coverage_kit.text.similarity import TextVectors, similar_pairs, telling_words, text_vectors

# Chosen with benchmarks/stories.py, on 200 pairs of articles judged by hand: docs/validation.md has the table.
GRANULARITIES = {"event": 0.20, "story": 0.10}
WINDOW = 7  # days over which similarity fades to nothing
UNDATED = 0.5  # what is left of it where a date is missing
_FAINT = 3  # a pair this many times less alike than groups must be counts as not alike at all, which saves memory


@of_corpus
def find_stories(corpus: Corpus, *, granularity: Literal["event", "story"] | float = "event") -> Corpus:
    """Group the articles that report the same event, or belong to the same running story.

    Two articles are the more alike the more words they share: rare words and names count more, headline and lead three
    times as much as the text as a whole. Similarity fades evenly over a week between the dates. The two most
    alike groups are merged, again and again, as long as their articles are similar enough on average. Copies of one
    agency report (the column ``reprint_group``, see `find_reprints`) stay together.

    Parameters
    ----------
    corpus : Corpus
        Clean it first, so that an outlet's furniture does not count. An article without a date can join a story by its
        words alone, but must be twice as similar; it still lands in the wrong week more often than others.
    granularity : {"event", "story"} or float
        What a story is, is a matter of scale. ``"event"``: one occurrence, with previews and reactions. ``"story"``: a
        chain of events, as long as it stays in the news; where it pauses, or moves on for more than a week, the next
        part is another story. A number above 0, up to 1: how similar the articles of two groups must be on average to
        be merged, 0.2 for events and 0.1 for stories; more makes smaller stories. Try neighbouring values to see
        what a finding owes to the choice.

    Returns
    -------
    Corpus
        With the column ``story``: a label made of the story's most telling words, missing for an article that shares
        its story with no other. A note says how many there are. A corpus whose articles have stories already comes
        back as it is: to find others, drop the column.

    Raises
    ------
    ValueError
        If `granularity` is none of these.

    References
    ----------
    Sokal, R. R. and Michener, C. D. (1958). A statistical method for evaluating systematic relationships. University of
    Kansas Science Bulletin 38. (Average linkage.)

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> corpus = corpus.replace(articles=corpus.articles.drop(columns="story"))
    >>> fine, coarse = ck.find_stories(corpus), ck.find_stories(corpus, granularity="story")
    >>> fine.articles["story"].notna().sum() < coarse.articles["story"].notna().sum()
    np.True_
    """
    least = GRANULARITIES.get(granularity) if isinstance(granularity, str) else granularity
    if least is None or not 0 < least <= 1:
        raise ValueError(
            f"granularity: {granularity!r} is not known. Give 'event', 'story' or a number above 0, up to 1"
        )
    articles = corpus.articles
    if "story" in articles and _known(articles["story"]).any():
        return corpus
    found = corpus.derived(_vectors)
    pairs, similarity = similar_pairs(
        found.vectors, _days(articles), window=WINDOW, undated=UNDATED, least=least / _FAINT
    )
    groups = average_linkage(pairs, similarity, len(articles), least=least, together=_copies(articles))
    order = np.argsort(groups, kind="stable")
    members = [part for part in np.split(order, np.cumsum(np.bincount(groups))[:-1]) if len(part) > 1]
    story = pd.Series(None, index=articles.index, dtype="str")
    for part, label in zip(members, telling_words(found, members), strict=True):
        story.iloc[part] = label
    note = f"Stories of two articles or more, found at granularity {granularity!r}: {len(members):,}."
    articles = articles.assign(story=story)
    return Corpus(articles, corpus.spans, rejected=corpus.rejected, note=f"{corpus.note} {note}".strip())


def _vectors(corpus: Corpus) -> TextVectors:
    articles = corpus.articles
    titles = articles["title"].fillna("").tolist() if "title" in articles else [""] * len(articles)
    return text_vectors(titles, corpus.unmarked_texts())


def _known(values: pd.Series) -> pd.Series:
    return values.notna() & (values.astype("str").str.strip() != "")


def _days(articles: pd.DataFrame) -> NDArray[np.float64]:
    """Return each article's day as a number, NaN where there is none."""
    if "published" not in articles:
        return np.full(len(articles), np.nan)
    days = articles["published"].to_numpy().astype("datetime64[D]")
    return np.where(np.isnat(days), np.nan, days.astype("int64").astype("float64"))


def _copies(articles: pd.DataFrame) -> NDArray[np.int64]:
    """Return numbers that are the same for copies of one report."""
    if "reprint_group" not in articles:
        return np.arange(len(articles))
    groups = articles["reprint_group"]
    return pd.factorize(groups.astype("str").where(_known(groups), "\0" + articles["article_id"]))[0]
