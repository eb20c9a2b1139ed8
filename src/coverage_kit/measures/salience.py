"""Term salience: how often each outlet uses a term."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.dispersion import plot_dispersion
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.measures.design import (
    Groups,
    Units,
    cells_of,
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
from coverage_kit.stats.adjustment import adjusted_sizes, comparable
from coverage_kit.stats.dispersion import design_effect, dp_norm
from coverage_kit.stats.intervals import rate_intervals
from coverage_kit.stats.score import q_values, score_test
from coverage_kit.text.terms import TermInput

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PER = 10_000
ESTIMATES = ("estimate", "conf_low", "conf_high", "count", "n_words", "range", "dp_norm", "design_effect")
COLUMNS = ("term", *ESTIMATES, "p_value", "q_value", "n_articles", "n_shared", "voice", "speaker")


@of_corpus
def salience(
    corpus: Corpus,
    terms: TermInput | Iterable[TermInput],
    *,
    by: str = "outlet",
    within: str | None = None,
    zone: Zone | None = None,
    voice: Voice | None = None,
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> Result:
    """Which outlet used a term how often, and could the difference be chance?

    Parameters
    ----------
    corpus : Corpus
        Clean it first: what is marked (furniture, datelines, bylines, credits) is counted neither as term nor as word.
    terms : str, mapping, or list of these
        Words, wildcards (``"sanction*"``), phrases (``"special train"``) and families under one name
        (``{"pressure": ["sanction*", "penalt*"]}``). Case does not matter; whole words only.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``: then outlets do not differ because
        they covered other stories. Only what two groups or more covered counts, and rates are adjusted to the mix of
        all groups.
    zone : {"headline", "lead", "body"}, optional
        Count in the title, the first three sentences or the rest; by default in the text, which has no title.
    voice : {"own", "attributed"}, optional
        Count only what the outlet says in its own voice, or only what it attributes to others. Rates stay per
        10,000 words of all reporting, so the two add up to the whole.
    cluster : str, optional
        Column that makes the independent units; default: an article's ``story`` where it has one, else its
        ``reprint_group``, else the article. Within stories, its ``reprint_group`` or the article.
    level : float
        Confidence level of the intervals.
    n_resamples : int
        Resamples of the test. Where fewer than five of them reach what is observed, the p-value comes from an
        approximation of what all possible ones would give.
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    Result
        ``table``: a row for each term and group with ``estimate, conf_low, conf_high`` (per 10,000 words), ``count``,
        ``n_words``, ``range`` (share of the group's articles with the term), ``dp_norm`` (0 spread like the words,
        1 all in the shortest article), ``design_effect`` (1 if occurrences were independent; more if they come in
        bursts), ``p_value`` and ``q_value`` (one rate in all groups? the same on every row; q after Benjamini and
        Hochberg over the terms asked for), ``n_articles``; with `within` also ``n_shared``, the strata that the group
        has in common with others. ``plot(of="dispersion")`` draws each article. ``evidence``: each occurrence with
        its voice and speaker; in headlines, offsets are those of the title.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there, or a term has no letter in it.

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with small expected number of
    positive counts estimated from survey data. Survey Methodology 24(2). Gries, S. Th. (2008), see `docs/methods.md`.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> words = ck.salience(corpus, ["broker", "sanction*"])
    >>> words.table[["term", "outlet", "count", "n_articles"]].head(2)["term"].tolist()
    ['broker', 'broker']
    >>> bool((words.table["conf_low"] <= words.table["estimate"]).all())
    True
    """
    check_level(level)
    check_resamples(n_resamples)
    generator = seeded(rng)
    groups = group_articles(corpus, by, taken=COLUMNS)
    units = find_units(corpus, cluster=cluster, within=within)
    kept = compared(groups, units.strata, by=by, within=within)
    anywhere = find_occurrences(corpus, terms, zone=zone, voice=voice)
    found = anywhere.only(kept)
    p_value = score_test(
        found.matrix(),
        found.words,
        groups.codes,
        clusters=units.clusters,
        strata=units.strata,
        n_resamples=n_resamples,
        rng=generator,
    )
    arguments = {"by": by, "within": within, "zone": zone, "voice": voice, "cluster": units.name, "level": level}
    what = what_is_counted(zone, voice)
    rates = f"Rates per 10,000 words{what}; {level:.0%} intervals take each {unit_name(units.name)} as one observation."
    table = _with_tests(_rates(found, groups, units, by=by, level=level), found.terms, p_value)
    return Result(
        "salience",
        table,
        evidence_of(corpus, found, groups, by=by, zone=zone),
        params=record(corpus, terms=found.written, **arguments, n_resamples=n_resamples, rng=str(rng)),
        notes=notes_of(
            corpus,
            rates,
            within_note(groups, units.strata, within),
            no_interval(
                table.loc[table["estimate"].notna() & table["conf_low"].isna(), by].unique().tolist(), units.name
            ),
            absent(anywhere),
            wordless(found.words, groups, zone),
            _without_rate(table, by),
        ),
        articles=corpus.articles,
        figure=partial(
            _draw,
            articles=_holding(corpus, found, groups, by=by, n_articles=np.bincount(groups.codes[kept])),
            by=by,
            groups=groups.names,
            title=f"Term salience by {by}{what}{f', within each {within}' if within else ''}",
        ),
    )


def _draw(
    table: pd.DataFrame,
    *,
    of: Literal["rates", "dispersion"] = "rates",
    articles: pd.DataFrame,
    title: str,
    **options: Any,
) -> "Figure":
    """Draw the rates, or the articles behind them."""
    if of == "rates":
        return plot_intervals(table, panel="term", title=title, unit="per 10,000 words", **options)
    if of == "dispersion":
        return plot_dispersion(articles, title=title.replace("salience", "dispersion", 1), **options)
    raise ValueError(f"of: '{of}' is not known. Choose 'rates' or 'dispersion'")


def _rates(found: Occurrences, groups: Groups, units: Units, *, by: str, level: float) -> pd.DataFrame:
    """Return the rates of each term and group; within strata, of the articles that can be compared."""
    counts, words, codes, clusters = found.matrix(), found.words, groups.codes, units.clusters
    n_groups, shared = len(groups.names), {}
    if units.strata is not None:
        kept = comparable(codes, units.strata)
        counts, words, codes, clusters, strata = (v[kept] for v in (counts, words, codes, clusters, units.strata))
        pairs = np.unique(np.stack([codes, strata]), axis=1)
        shared = {"n_shared": np.bincount(pairs[0], minlength=n_groups)}
    cells = cells_of(Groups(groups.names, codes), clusters)
    members = [codes == code for code in range(n_groups)]
    spread = [dp_norm(counts[m], words[m]) for m in members]
    bursts = [design_effect(counts[m], words[m]) for m in members]
    tables = []
    for column, term in enumerate(found.terms):
        own = counts[:, column]
        sizes = words if units.strata is None else adjusted_sizes(own, words, strata)
        rates = rate_intervals(cells.sum(own), cells.sum(sizes), cells.group, n_groups=n_groups, level=level)
        columns = {
            "term": term,
            by: groups.names,
            "estimate": rates.estimate * PER,
            "conf_low": rates.low * PER,
            "conf_high": rates.high * PER,
            "count": [own[m].sum() for m in members],
            "n_words": [words[m].sum() for m in members],
            "range": [(own[m] > 0).mean() if m.any() else np.nan for m in members],
            "dp_norm": [group[column] for group in spread],
            "design_effect": [group[column] for group in bursts],
            "n_articles": [m.sum() for m in members],
        }
        tables.append(pd.DataFrame(columns | shared))
    return pd.concat(tables, ignore_index=True)


def _with_tests(table: pd.DataFrame, terms: list[str], p_value: NDArray[np.float64]) -> pd.DataFrame:
    """Put the test of each term on all its rows, before the number of articles."""
    for name, values in (("p_value", p_value), ("q_value", q_values(p_value))):
        table.insert(
            table.columns.get_loc("n_articles"), name, table["term"].map(dict(zip(terms, values, strict=True)))
        )
    return table


def _holding(
    corpus: Corpus, found: Occurrences, groups: Groups, *, by: str, n_articles: NDArray[np.int64]
) -> pd.DataFrame:
    """Return a row for each term and article that holds it."""
    articles = corpus.articles
    held = found.hits.groupby(["term", "article"], sort=False).size().rename("count").reset_index()
    held = held.sort_values("term", key=lambda terms: terms.map(found.terms.index), kind="stable")
    number = held["article"].to_numpy(np.int64)
    group = groups.codes[number]
    known = {
        name: articles[name].to_numpy()[number] for name in ("article_id", "title", "published") if name in articles
    }
    known[by] = np.array(groups.names, object)[group]
    return held.drop(columns="article").assign(**known, n_words=found.words[number], n_articles=n_articles[group])


def _without_rate(table: pd.DataFrame, by: str) -> str | None:
    """Say in words which rates cannot be adjusted."""
    rows = table[table["estimate"].isna() & (table["n_words"] > 0)]
    cells = [f"{term} in {group}" for term, group in zip(rows["term"], rows[by], strict=True)]
    return f"No adjusted rate for {some(cells)}: nobody uses it in what is compared there." if cells else None
