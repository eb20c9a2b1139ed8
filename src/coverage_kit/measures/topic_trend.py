"""Topics over time: how an outlet's agenda changes."""

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, CorpusError, of_corpus
from coverage_kit.figures.trend import plot_trend
from coverage_kit.measures.design import (
    Groups,
    Units,
    cells_of,
    check_level,
    find_units,
    group_articles,
    notes_of,
    record,
    unit_name,
)
from coverage_kit.measures.periods import Period, find_periods
from coverage_kit.measures.topic_fits import model_of
from coverage_kit.measures.topic_models import TopicModel, unassigned, unknown_to
from coverage_kit.measures.topic_vocabulary import TooLittleText
from coverage_kit.result import Result
from coverage_kit.stats.intervals import share_intervals
from coverage_kit.text.sentences import sentence_spans

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

KEYS = ("number", "topic")
COLUMNS = (*KEYS, "period", "estimate", "conf_low", "conf_high", "n_articles", "share")


@of_corpus
def topic_trend(
    corpus: Corpus,
    *,
    n_topics: int | None = None,
    engine: Any = "nmf",
    every: Period | None = None,
    by: str = "outlet",
    cluster: str | None = None,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> Result:
    """How does the share of each topic in each outlet's coverage change over time?

    Parameters
    ----------
    corpus : Corpus
        Cleaned, and with dates (``published``); articles without one are left out, and a note says how many.
    n_topics, engine
        As in `fit_topics`. `engine` may be a `TopicModel` that is fitted already. The topics are those of all articles
        together.
    every : {"day", "week", "month", "quarter", "year"}, optional
        As in `trend`.
    by, cluster : str, optional
        As in `topics`.
    level : float
        Confidence level of the intervals.
    rng : int or numpy.random.Generator
        Seed of the model.

    Returns
    -------
    Result
        ``table``: a row for each topic, group and period in which the group has articles: ``number`` and ``topic``,
        ``period`` (its first day), ``estimate, conf_low, conf_high`` (mean topic share of the articles),
        ``n_articles``. ``evidence``: the first sentence of each article, under its largest topic.

    Raises
    ------
    CorpusError, ValueError
        If no article has a date, a column or a period is not known, or there is too little text for topics.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.topic_trend(ck.clean(ck.datasets.load_summit()), n_topics=4).table
    >>> found.groupby(["outlet", "period"])["estimate"].sum().round(6).unique().tolist()
    [1.0]
    """
    every, periods = find_periods(corpus, every, measure="topic_trend")
    check_level(level)
    groups = group_articles(corpus, by, taken=COLUMNS)
    units = find_units(corpus, cluster=cluster)
    model = model_for("topic_trend", corpus, n_topics=n_topics, engine=engine, rng=rng)
    shares = model.shares(corpus).to_numpy()
    known = ~np.isnan(shares).any(axis=1) & periods.notna().to_numpy()
    table = _shares(model.names, shares[known], groups, units, periods, by=by, level=level, known=known)
    evidence = largest_topics(corpus, model.names, shares, groups=groups, by=by)
    evidence.insert(3, "period", periods.loc[evidence.index])
    noun, undated = unit_name(units.name), int(periods.isna().sum())
    return Result(
        "topic_trend",
        table,
        evidence[evidence["period"].notna()].reset_index(drop=True),
        params=record(corpus, model=model.params, every=every, by=by, cluster=units.name, level=level),
        notes=notes_of(
            corpus,
            f"Mean topic shares of the articles; {level:.0%} intervals take each {noun} as one observation.",
            f"Articles without a date: {undated:,}. They are left out." if undated else None,
            unassigned(int(np.isnan(shares).any(axis=1).sum())),
            unknown_to(model, corpus),
            _without_interval(table, noun, every, by=by),
        ),
        articles=corpus.articles,
        figure=partial(_draw, by=by, groups=groups.names, title=f"Topics by {every} and {by}"),
    )


def model_for(
    measure: str, corpus: Corpus, *, n_topics: int | None, engine: Any, rng: int | np.random.Generator
) -> TopicModel:
    """Return the model that was handed in, or fit one; say so where there is too little text."""
    try:
        return model_of(corpus, n_topics=n_topics, engine=engine, seeds=None, rng=rng)
    except TooLittleText as reason:
        raise CorpusError(f"{measure}: topics cannot be had: {reason}. Add articles") from None


def largest_topics(
    corpus: Corpus, names: list[str], shares: NDArray[np.float64], *, groups: Groups, by: str
) -> pd.DataFrame:
    """Return the first sentence of each article that has topics, its largest topic, and how large that is."""
    rows = []
    for article, (held, text) in enumerate(zip(shares, corpus.unmarked_texts(), strict=True)):
        if not np.isnan(held).any():
            topic = int(held.round(9).argmax())
            span = next(iter(sentence_spans(text)), (0, 0))
            group = groups.names[groups.codes[article]]
            identity = corpus.articles["article_id"].iloc[article]
            rows.append((article, topic + 1, names[topic], group, held[topic], identity, *span))
    columns = ["article", *KEYS, by, "share", "article_id", "start", "end"]
    found = pd.DataFrame(rows, columns=columns).set_index("article").rename_axis(None)
    return found.set_index(corpus.articles.index[found.index.to_numpy(np.int64)])


def _shares(
    names: list[str],
    shares: NDArray[np.float64],
    groups: Groups,
    units: Units,
    periods: pd.Series,
    *,
    by: str,
    level: float,
    known: NDArray[np.bool_],
) -> pd.DataFrame:
    """Return the mean share of each topic in each group and period; `shares` are those of the known articles."""
    pairs = pd.MultiIndex.from_arrays([groups.codes[known], periods[known]])
    codes, seen = pd.factorize(pairs, sort=True)
    cells, tables = cells_of(Groups([], codes), units.clusters[known]), []
    sizes = cells.sum(np.ones(len(codes)))
    for number, (name, held) in enumerate(zip(names, shares.T, strict=True), 1):
        found = share_intervals(cells.sum(held), sizes, cells.group, level=level, fractional=True)
        columns = {
            "number": number,
            "topic": name,
            by: [groups.names[code] for code in seen.get_level_values(0)],
            "period": seen.get_level_values(1),
            "estimate": found.estimate,
            "conf_low": found.low,
            "conf_high": found.high,
            "n_articles": np.bincount(codes),
        }
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def _without_interval(table: pd.DataFrame, noun: str, every: str, *, by: str) -> str | None:
    """Say in words how many points have no interval, and why."""
    points = table.drop_duplicates([by, "period"])
    single = int(points["conf_low"].isna().sum())
    reason = f"with one {noun} in a {every}, how much {noun} differs from {noun} cannot be known"
    return f"No interval at {single:,} of {len(points):,} points: {reason}." if single else None


def _draw(
    table: pd.DataFrame, *, by: str, groups: list[str], title: str, max_topics: int = 4, **options: Any
) -> "Figure":
    """Draw shares in per cent, a panel for each of the largest topics."""
    shown = table[table["number"] <= max_topics]
    left = table["number"].nunique() - shown["number"].nunique()
    title += f": the {max_topics} largest of {max_topics + left} topics" if left else ""
    estimates = ["estimate", "conf_low", "conf_high"]
    shown = shown.assign(term=shown["number"].astype(str) + " " + shown["topic"])
    shown[estimates] *= 100
    options = {"max_panels": max_topics, "unit": "per cent of the coverage"} | options
    return plot_trend(shown, by=by, groups=groups, title=title, **options)
