"""Trends: how the use of a term changes over time."""

from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from coverage_kit.corpus import Corpus, of_corpus
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
from coverage_kit.measures.occurrences import (
    Occurrences,
    Voice,
    Zone,
    absent,
    evidence_of,
    find_occurrences,
    what_is_counted,
    wordless,
)
from coverage_kit.measures.periods import Period, find_periods
from coverage_kit.result import Result
from coverage_kit.stats.intervals import rate_intervals
from coverage_kit.text.terms import TermInput

PER = 10_000
COLUMNS = ("term", "period", "estimate", "conf_low", "conf_high", "count", "n_words", "n_articles", "voice", "speaker")


@of_corpus
def trend(
    corpus: Corpus,
    terms: TermInput | Iterable[TermInput],
    *,
    every: Period | None = None,
    by: str = "outlet",
    zone: Zone | None = None,
    voice: Voice | None = None,
    cluster: str | None = None,
    level: float = 0.95,
) -> Result:
    """How does each outlet's use of a term change over time?

    Parameters
    ----------
    corpus : Corpus
        With dates (``published``); articles without one are left out, and a note says how many.
    terms : str, mapping, or list of these
        As in `salience`.
    by, zone, voice, cluster : str, optional
        As in `salience`.
    every : {"day", "week", "month", "quarter", "year"}, optional
        Length of a period; weeks begin on Monday. Default: weeks, or if there are more than 30, months, quarters or
        years.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Result
        ``table``: a row for each term, group and period in which the group has articles: ``period`` (its first day),
        ``estimate, conf_low, conf_high`` (per 10,000 words), ``count``, ``n_words``, ``n_articles``. ``evidence``: each
        occurrence.

    Raises
    ------
    CorpusError, ValueError
        If no article has a date, a column or a period is not known, or a term has no letter in it.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.trend(ck.clean(ck.datasets.load_summit()), "sanction*")
    >>> sorted(set(found.table["period"].dt.strftime("%d %b")))
    ['08 Apr', '15 Apr', '22 Apr', '29 Apr']
    """
    every, periods = find_periods(corpus, every, measure="trend")
    check_level(level)
    groups = group_articles(corpus, by, taken=COLUMNS)
    units = find_units(corpus, cluster=cluster)
    found = find_occurrences(corpus, terms, zone=zone, voice=voice)
    what, undated = what_is_counted(zone, voice), int(periods.isna().sum())
    arguments = {"by": by, "zone": zone, "voice": voice, "cluster": units.name, "level": level}
    evidence = evidence_of(corpus, found, groups, by=by, zone=zone)
    evidence.insert(2, "period", periods.to_numpy()[found.hits["article"].to_numpy(np.int64)])
    table = _rates(found, groups, units, periods, by=by, level=level)
    rates = f"Rates per 10,000 words{what}; {level:.0%} intervals take each {unit_name(units.name)} as one observation."
    return Result(
        "trend",
        table,
        evidence[evidence["period"].notna()].reset_index(drop=True),
        params=record(corpus, terms=found.written, every=every, **arguments),
        notes=notes_of(
            corpus,
            rates,
            f"Articles without a date: {undated:,}. They are left out." if undated else None,
            _without_interval(table, unit_name(units.name), every, by=by),
            absent(found),
            wordless(found.words, groups, zone),
        ),
        articles=corpus.articles,
        figure=partial(
            plot_trend, by=by, groups=groups.names, title=f"Terms by {every} and {by}{what}", unit="per 10,000 words"
        ),
    )


def _rates(
    found: Occurrences, groups: Groups, units: Units, periods: pd.Series, *, by: str, level: float
) -> pd.DataFrame:
    """Return the rates of each term and of each group in each period."""
    dated = periods.notna().to_numpy()
    pairs = pd.MultiIndex.from_arrays([groups.codes[dated], periods[dated]])
    codes, seen = pd.factorize(pairs, sort=True)
    cells, words = cells_of(Groups([], codes), units.clusters[dated]), found.words[dated]
    sizes, tables = cells.sum(words), []
    for term, counts in zip(found.terms, found.matrix()[dated].T, strict=True):
        rates = rate_intervals(cells.sum(counts), sizes, cells.group, level=level)
        columns = {
            "term": term,
            by: [groups.names[code] for code in seen.get_level_values(0)],
            "period": seen.get_level_values(1),
            "estimate": rates.estimate * PER,
            "conf_low": rates.low * PER,
            "conf_high": rates.high * PER,
            "count": np.bincount(codes, counts).astype(np.int64),
            "n_words": np.bincount(codes, words).astype(np.int64),
            "n_articles": np.bincount(codes),
        }
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def _without_interval(table: pd.DataFrame, unit: str, every: str, *, by: str) -> str | None:
    """Say in words how many points have no interval, and why."""
    points = table.loc[table["estimate"].notna(), [by, "period", "conf_low"]].drop_duplicates([by, "period"])
    single = points["conf_low"].isna().sum()
    reason = f"with one {unit} in a {every}, how much {unit} differs from {unit} cannot be known"
    return f"No interval at {single:,} of {len(points):,} points: {reason}." if single else None
