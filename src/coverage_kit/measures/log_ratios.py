"""Pairwise comparisons: how many times as often one outlet uses a term as another."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import combinations

import numpy as np
import pandas as pd

from coverage_kit.corpus import Corpus, CorpusError, of_corpus
from coverage_kit.figures.ratios import plot_log_ratios
from coverage_kit.measures.design import (
    Groups,
    Units,
    check_level,
    check_resamples,
    compared,
    find_units,
    group_articles,
    no_interval,
    notes_of,
    record,
    seeded,
    some,
    unit_name,
    within_note,
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
from coverage_kit.result import Result
from coverage_kit.stats.adjustment import comparable
from coverage_kit.stats.ratios import log_ratio_intervals
from coverage_kit.stats.score import q_values, score_test
from coverage_kit.text.terms import TermInput

COLUMNS = ("term", "a", "b", "estimate", "conf_low", "conf_high", "p_value", "q_value", "count_a", "count_b")
COLUMNS += ("n_articles_a", "n_articles_b", "voice", "speaker")


@of_corpus
def log_ratios(
    corpus: Corpus,
    terms: TermInput | Iterable[TermInput],
    *,
    by: str = "outlet",
    within: str | None = None,
    zone: Zone | None = None,
    voice: Voice | None = None,
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 1_999,
    rng: int = 0,
) -> Result:
    """How many times as often does one outlet use a term as another, for every pair of outlets?

    Parameters
    ----------
    corpus : Corpus
        Clean it first. With many outlets, keep those you want to compare: ``corpus.filter(outlet=[...])``.
    terms : str, mapping, or list of these
        As in `salience`.
    by, zone, voice, cluster : str, optional
        As in `salience`.
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``: the ratio is then that of Mantel and
        Haenszel, which compares the two outlets' articles on the same story with each other only.
    level : float
        Confidence level of the intervals.
    n_resamples : int
        Resamples of each test, as in `salience`.
    rng : int
        Seed of the resampling.

    Returns
    -------
    Result
        ``table``: a row for each term and pair ``a, b`` of groups: ``estimate, conf_low, conf_high``, log2 of the rate
        of a over that of b (1: twice as often, -1: half as often; of a group that never uses the term, half an
        occurrence is counted, and the interval is open on that side), ``p_value``, ``q_value`` (Benjamini and Hochberg
        over all rows), ``count_a, count_b, n_articles_a, n_articles_b`` (within strata, of what the two have in
        common). ``evidence``: each occurrence.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there, there is only one group, or a term has no letter in it.

    References
    ----------
    Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster University. Mantel, N. and Haenszel, W.
    (1959). Journal of the National Cancer Institute 22(4).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> pairs = ck.log_ratios(corpus, "sanction*", within="story").table
    >>> len(pairs), bool((pairs["conf_low"] <= pairs["estimate"]).all())
    (15, True)
    """
    check_level(level)
    check_resamples(n_resamples)
    seeded(rng)
    groups = group_articles(corpus, by, taken=COLUMNS)
    if len(groups.names) < 2:
        raise CorpusError(f"log_ratios: all articles have the same {by}, '{groups.names[0]}'. A pair needs two")
    units = find_units(corpus, cluster=cluster, within=within)
    kept = compared(groups, units.strata, by=by, within=within)
    anywhere = find_occurrences(corpus, terms, zone=zone, voice=voice)
    found = anywhere.only(kept)
    pairs = [
        _compare(found, groups, units, pair, level=level, n_resamples=n_resamples, rng=seeded(rng))
        for pair in combinations(range(len(groups.names)), 2)
    ]
    table = pd.concat(pairs, ignore_index=True).sort_values("_term", kind="stable", ignore_index=True)
    table = table.drop(columns="_term")
    table.insert(table.columns.get_loc("p_value") + 1, "q_value", q_values(table["p_value"]))
    what, inside = what_is_counted(zone, voice), f", within each {within}" if within else ""
    arguments = {"by": by, "within": within, "zone": zone, "voice": voice, "cluster": units.name, "level": level}
    unit = unit_name(within or units.name)
    return Result(
        "log_ratios",
        table,
        evidence_of(corpus, found, groups, by=by, zone=zone),
        params=record(corpus, terms=found.written, **arguments, n_resamples=n_resamples, rng=rng),
        notes=notes_of(
            corpus,
            f"Log2 of the ratio of two rates{what}; {level:.0%} intervals take each {unit} as one observation.",
            within_note(groups, units.strata, within),
            *_gaps(table, unit),
            absent(anywhere),
            wordless(found.words, groups, zone),
        ),
        articles=corpus.articles,
        figure=partial(plot_log_ratios, by=by, groups=groups.names, title=f"Log ratios by {by}{what}{inside}"),
    )


def _compare(
    found: Occurrences,
    groups: Groups,
    units: Units,
    pair: tuple[int, int],
    *,
    level: float,
    n_resamples: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return a row for each term of one pair of groups."""
    mine = np.isin(groups.codes, pair)
    counts, words, side = found.matrix()[mine], found.words[mine], (groups.codes[mine] == pair[1]).astype(np.int64)
    design = {
        "clusters": units.clusters[mine],
        "strata": None if units.strata is None else units.strata[mine],
    }
    common = np.ones(len(side), np.bool_) if units.strata is None else comparable(side, design["strata"])
    sides = [common & (side == code) for code in (0, 1)]
    ratios = log_ratio_intervals(counts, words, side, **design, level=level)
    return pd.DataFrame(
        {
            "term": found.terms,
            "a": groups.names[pair[0]],
            "b": groups.names[pair[1]],
            "estimate": ratios.estimate,
            "conf_low": ratios.low,
            "conf_high": ratios.high,
            "p_value": score_test(counts, words, side, **design, n_resamples=n_resamples, rng=rng),
            "count_a": counts[sides[0]].sum(axis=0),
            "count_b": counts[sides[1]].sum(axis=0),
            "n_articles_a": sides[0].sum(),
            "n_articles_b": sides[1].sum(),
            "_term": range(len(found.terms)),
        }
    )


def _gaps(table: pd.DataFrame, unit: str) -> Iterator[str | None]:
    """Say in words which pairs cannot be compared, and which have no interval, and why."""
    pairs = table["a"] + " and " + table["b"]
    if apart := pairs[table["n_articles_a"] == 0].unique().tolist():
        yield f"Nothing to compare for {some(apart)}: they have no {unit} in common."
    yield no_interval(pairs[table["estimate"].notna() & table["conf_low"].isna()].unique().tolist(), unit)
