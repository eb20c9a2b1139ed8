"""Prominence: in headline, lead or body, and where first."""

from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.prominence import plot_prominence
from coverage_kit.measures.design import (
    Groups,
    Units,
    cells_of,
    check_level,
    find_units,
    group_articles,
    no_interval,
    notes_of,
    record,
    unit_name,
)
from coverage_kit.measures.occurrences import (
    LEAD_SENTENCES,
    ZONES,
    Occurrences,
    evidence_of,
    find_occurrences,
    wordless,
)
from coverage_kit.result import Result
from coverage_kit.stats.intervals import rate_intervals
from coverage_kit.text.terms import TermInput

PER = 10_000
COLUMNS = ("term", "zone", "estimate", "conf_low", "conf_high", "count", "n_words", "first_share", "n_articles")
COLUMNS += ("voice", "speaker")


@of_corpus
def prominence(
    corpus: Corpus,
    terms: TermInput | Iterable[TermInput],
    *,
    by: str = "outlet",
    cluster: str | None = None,
    level: float = 0.95,
) -> Result:
    """Where does each outlet put a term: into the headline, the lead or the body?

    Parameters
    ----------
    corpus : Corpus
        Clean it first, so that the lead begins with the reporting. Without a column ``title``, headlines are left out.
    terms : str, mapping, or list of these
        As in `salience`.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    cluster : str, optional
        Column that makes the independent units; as in `salience`.
    level : float
        Confidence level of the intervals.

    Returns
    -------
    Result
        ``table``: a row for each term, group and ``zone`` ("headline": the title; "lead": the first three sentences;
        "body": the rest) with ``estimate, conf_low, conf_high`` (per 10,000 words of the zone), ``count``,
        ``n_words``, ``first_share`` (of the group's articles that use the term, the share that first do so here) and
        ``n_articles`` (that have such a zone). ``evidence``: each occurrence; in headlines, offsets are those of the
        title.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there, or a term has no letter in it.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> table = ck.prominence(ck.clean(ck.datasets.load_summit()), "sanction*").table
    >>> list(dict.fromkeys(table["zone"]))
    ['headline', 'lead', 'body']
    """
    check_level(level)
    groups = group_articles(corpus, by, taken=COLUMNS)
    units = find_units(corpus, cluster=cluster)
    has_titles = "title" in corpus.articles and corpus.articles["title"].fillna("").str.strip().any()
    found = {zone: find_occurrences(corpus, terms, zone=zone) for zone in ZONES if zone != "headline" or has_titles}
    zones = list(found)
    first = _first_zones([held.matrix() for held in found.values()])
    table = pd.concat(
        [
            _rates(held, groups, units, by=by, level=level).assign(
                zone=zone, first_share=_shares(first == position, first >= 0, groups)
            )
            for position, (zone, held) in enumerate(found.items())
        ],
        ignore_index=True,
    )
    order = [
        table["term"].map({term: number for number, term in enumerate(found["body"].terms)}),
        table[by].map({name: number for number, name in enumerate(groups.names)}),
        table["zone"].map(zones.index),
    ]
    columns = ["term", by, *(name for name in COLUMNS[1:] if name in table)]
    table = table.iloc[np.lexsort(order[::-1])][columns].reset_index(drop=True)
    evidence = pd.concat([evidence_of(corpus, held, groups, by=by, zone=zone) for zone, held in found.items()])
    open_ended = table[table["estimate"].notna() & table["conf_low"].isna()]
    never = [term for term in found["body"].terms if term not in set(evidence["term"])]
    return Result(
        "prominence",
        table,
        evidence.reset_index(drop=True),
        params=record(corpus, terms=found["body"].written, by=by, cluster=units.name, level=level),
        notes=notes_of(
            corpus,
            f"Rates per 10,000 words of the zone; {level:.0%} intervals take each {unit_name(units.name)} as one "
            f"observation. The lead are the first {LEAD_SENTENCES} sentences.",
            None if has_titles else "The corpus has no titles, so there are no headlines.",
            no_interval((open_ended[by] + " (" + open_ended["zone"] + ")").unique().tolist(), units.name),
            *(wordless(held.words, groups, zone) for zone, held in found.items()),
            f"Not found in the reporting of any article: {', '.join(never)}." if never else None,
        ),
        articles=corpus.articles,
        figure=partial(
            plot_prominence, by=by, groups=groups.names, title=f"Prominence by {by}", unit="per 10,000 words"
        ),
    )


def _rates(held: Occurrences, groups: Groups, units: Units, *, by: str, level: float) -> pd.DataFrame:
    """Return the rates of each term and group in one zone, the groups of one term after the other."""
    cells, counts = cells_of(groups, units.clusters), held.matrix()
    words, codes = cells.sum(held.words), groups.codes
    tables = []
    for term, own in zip(held.terms, counts.T, strict=True):
        rates = rate_intervals(cells.sum(own), words, cells.group, level=level)
        columns = {
            "term": term,
            by: groups.names,
            "estimate": rates.estimate * PER,
            "conf_low": rates.low * PER,
            "conf_high": rates.high * PER,
            "count": np.bincount(codes, own).astype(np.int64),
            "n_words": np.bincount(codes, held.words).astype(np.int64),
            "n_articles": np.bincount(codes, held.words > 0).astype(np.int64),
        }
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def _first_zones(counts: list[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return the position of the first zone that holds a term, (n_articles, n_terms); -1 where none does."""
    held = np.stack(counts) > 0
    return np.where(held.any(axis=0), held.argmax(axis=0), -1)


def _shares(part: NDArray[np.bool_], whole: NDArray[np.bool_], groups: Groups) -> NDArray[np.float64]:
    """Return the share of each group's articles, the groups of one term after the other; NaN of none."""
    member = np.arange(len(groups.names))[:, None] == groups.codes
    n_part, n_whole = member @ part.astype(float), member @ whole.astype(float)
    return np.divide(n_part, n_whole, out=np.full(n_part.shape, np.nan), where=n_whole > 0).T.ravel()
