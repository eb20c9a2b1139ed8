"""Voices: in whose mouth a term stands, the outlet's own or that of which sources."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.measures.design import notes_of, record
from coverage_kit.measures.occurrences import absent, evidence_of, find_occurrences
from coverage_kit.measures.shares import ESTIMATES, TESTS, Comparison, Kinds, compare_shares, gaps, plan_comparison
from coverage_kit.result import Result
from coverage_kit.stats.score import q_values
from coverage_kit.text.terms import TermInput

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

OWN, UNKNOWN = "own", "unknown"
COLUMNS = ("term", "voice", *ESTIMATES, *TESTS, "count", "n_articles", "n_shared", "speaker", "source_type")


@of_corpus
def voices(
    corpus: Corpus,
    terms: TermInput | Iterable[TermInput],
    *,
    by: str = "outlet",
    within: str | None = None,
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> Result:
    """In whose voice does a term stand: does the outlet say it itself, or whom does it let say it?

    Parameters
    ----------
    corpus : Corpus
        Clean it first.
    terms : str, mapping, or list of these
        As in `salience`.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``; as in `salience`.
    cluster : str, optional
        Column that makes the independent units; as in `salience`.
    level : float
        Confidence level of the intervals.
    n_resamples : int
        Resamples of the test, as in `salience`.
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    Result
        ``table``: a row for each term, voice and group: ``voice`` is "own" or the type of source that says it;
        ``estimate, conf_low, conf_high`` (share of the group's occurrences of the term), ``p_value`` (one share in all
        groups?), ``q_value`` (over all terms and voices), ``count``, ``n_articles``; with `within` also ``n_shared``.
        ``evidence``: each occurrence with voice, speaker and type of source. ``plot(of="sanction*")`` draws one term.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there, or a term has no letter in it.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> said = ck.voices(ck.clean(ck.datasets.load_summit()), "broker").table.set_index(["voice", "outlet"])
    >>> bool(said.loc[("own", "The National Meridian"), "estimate"] == 1)
    True
    """
    comparison = plan_comparison(
        corpus, by=by, within=within, cluster=cluster, level=level, n_resamples=n_resamples, rng=rng, taken=COLUMNS
    )
    anywhere = find_occurrences(corpus, terms)
    found = anywhere.only(comparison.kept)
    hits = found.hits.assign(said=found.hits["source_type"].where(found.hits["voice"] != OWN, OWN))
    tables = [
        _shares(hits[hits["term"] == term], comparison, term) for term in found.terms if term in set(hits["term"])
    ]
    table = (
        pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=["term", "voice", by, *COLUMNS[2:-3]])
    )
    tests = table.drop_duplicates(["term", "voice"])
    adjusted = pd.Series(q_values(tests["p_value"].astype(float)), pd.MultiIndex.from_frame(tests[["term", "voice"]]))
    table["q_value"] = adjusted.reindex(pd.MultiIndex.from_frame(table[["term", "voice"]])).to_numpy()
    arguments = {"by": by, "within": within, "cluster": comparison.units.name, "level": level}
    return Result(
        "voices",
        table,
        evidence_of(corpus, found, comparison.groups, by=by).assign(source_type=found.hits["source_type"].to_numpy()),
        params=record(corpus, terms=found.written, **arguments, n_resamples=n_resamples, rng=str(rng)),
        notes=notes_of(
            corpus,
            *comparison.notes("occurrences"),
            *gaps(table, comparison, "none of the terms stands there"),
            absent(anywhere),
            "Voices are told by rules, and some are told wrongly; docs/validation.md tells how many.",
        ),
        articles=corpus.articles,
        figure=partial(_draw, by=by, groups=comparison.groups.names, within=within),
    )


def _shares(hits: pd.DataFrame, comparison: Comparison, term: str) -> pd.DataFrame:
    """Compare the shares of voices for one term: the outlet's own first, then the most frequent, the unknown last."""
    sources = hits.loc[~hits["said"].isin([OWN, UNKNOWN]), "said"].value_counts().index
    names = [OWN, *sources, *([UNKNOWN] if (hits["said"] == UNKNOWN).any() else [])]
    column = hits["said"].map({name: number for number, name in enumerate(names)}).to_numpy(np.int64)
    shape = (len(comparison.groups.codes), len(names))
    counts = csc_array((np.ones(len(hits)), (hits["article"].to_numpy(np.int64), column)), shape=shape)
    table = compare_shares(Kinds("voice", names, counts, counts.sum(axis=1), {"count": counts}), comparison)
    table.insert(0, "term", term)
    return table


def _draw(table: pd.DataFrame, *, of: str | None = None, by: str, groups: list[str], within: str | None) -> "Figure":
    """Draw the voices of one term, by default the first."""
    known = list(dict.fromkeys(table["term"]))
    if of is not None and of not in known:
        raise ValueError(f"of: '{of}' is not in the table. There are {', '.join(known)}")
    of = of or (known[0] if known else "nothing")
    inside = f", within each {within}" if within else ""
    title = f"Who says “{of}”, by {by}{inside}"
    own = table[table["term"] == of]
    return plot_intervals(own, by=by, panel="voice", groups=groups, title=title, unit="share of occurrences")
