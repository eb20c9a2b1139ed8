"""Source framing: which sources each outlet lets be heard, how often and at what length."""

from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from coverage_kit.corpus import Corpus
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.figures.theme import plural
from coverage_kit.measures.attributions import COLUMNS as ATTRIBUTION_COLUMNS
from coverage_kit.measures.attributions import extents, find_heard, unheard
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
from coverage_kit.result import Result
from coverage_kit.stats.adjustment import odds_factors, times_odds
from coverage_kit.stats.cells import indicator
from coverage_kit.stats.intervals import share_intervals
from coverage_kit.stats.score import q_values, score_test
from coverage_kit.text.lexicon import read_lexicon

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Characteristic = Literal["source_type", "naming", "number", "form", "stance", "speaker"]
Counted = Literal["attributions", "words"]
UNKNOWN = "unknown"
TESTED = 5  # articles that a kind must be heard in to be tested
ESTIMATES = ("estimate", "conf_low", "conf_high")
NUMBERS = ("n_attributions", "n_words")
TABLE_COLUMNS = (
    *(*ESTIMATES, "error_low", "error_high", "p_value", "q_value"),
    *(*NUMBERS, "n_articles", "n_shared"),
)
ERRORS = (
    "Attributions are found by rules, and some are missed or wrong. error_low and error_high tell how far that could "
    "move a share, if it differs between outlets as it did in labelled news of seven outlets (docs/validation.md)."
)


class _Held(NamedTuple):
    """What each article holds of each kind."""

    kinds: list[str]
    number: csc_array  # (n_articles, n_kinds): attributions
    words: csc_array  # (n_articles, n_kinds): attributed words

    def of(self, count: Counted) -> csc_array:
        return self.words if count == "words" else self.number


def sources(
    corpus: Corpus,
    *,
    of: Characteristic = "source_type",
    count: Counted = "attributions",
    by: str = "outlet",
    within: str | None = None,
    contested: bool = True,
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> Result:
    """Who is heard in each outlet: what share of what it attributes goes to which sources?

    Heard is who is quoted or paraphrased. What somebody wants or plans without saying so, and what is attributed to
    nobody ("reportedly"), is left out, as it is from the attributed voice in `salience`.

    Parameters
    ----------
    corpus : Corpus
        Clean it first.
    of : {"source_type", "naming", "number", "form", "stance", "speaker"}
        What to tell attributions apart by. One speaker has one name in all articles.
    count : {"attributions", "words"}
        Shares of attributions, or of the words attributed; a word of a quotation inside another counts for the inner
        one.
    by : str
        Column of `corpus.articles` that makes the groups.
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``; as in `salience`.
    contested : bool
        Whether to count cues on whose stance the literature disagrees ("argue", "note").
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
        ``table``: a row for each kind and group with ``estimate, conf_low, conf_high`` (its share; the interval tells
        what other articles of the group would give), ``error_low, error_high`` (what share the extractor's own errors
        could have made it, were they as unlike between groups as they were between the outlets of a labelled
        collection: outlets whose ranges overlap may differ by extraction alone), ``p_value, q_value`` (one share in all
        groups? the same on every row), ``n_attributions``, ``n_words`` (attributed), ``n_articles`` of the group; with
        `within` also ``n_shared``. A kind that a group never lets be heard has a row too, unless kinds are speakers.
        ``evidence``: each attribution, from its first word to its last.

    Raises
    ------
    CorpusError, ValueError
        If a column or a characteristic is not there.

    References
    ----------
    Korn, E. L. and Graubard, B. I. (1998). Survey Methodology 24(2); the source types follow Larsen (2019), DOCA.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> heard = ck.sources(ck.clean(ck.datasets.load_summit()))
    >>> heard.table.groupby("outlet")["estimate"].sum().round(6).unique().tolist()
    [1.0]
    """
    for name, choice, known in (("of", of, get_args(Characteristic)), ("count", count, get_args(Counted))):
        if choice not in known:
            raise ValueError(f"{name}: '{choice}' is not known. Choose from {', '.join(known)}")
    check_level(level)
    check_resamples(n_resamples)
    generator = seeded(rng)
    groups = group_articles(corpus, by, taken=(*ATTRIBUTION_COLUMNS[2:], *TABLE_COLUMNS))
    units = find_units(corpus, cluster=cluster, within=within)
    kept = compared(groups, units.strata, by=by, within=within)
    heard = find_heard(corpus, contested=contested)
    heard = heard[kept[heard["article"].to_numpy(np.int64)]]
    heard = heard.assign(
        **{of: heard[of].fillna(UNKNOWN), by: np.array(groups.names, object)[groups.codes[heard["article"]]]}
    )
    held = _count(heard, of=of, n_articles=len(corpus))
    shares = _shares(held, groups, units, kept=kept, count=count, level=level, by=by, of=of)
    p_value = _test(held.of(count), groups, units, n_resamples=n_resamples, rng=generator)
    table = _with_errors(_with_tests(shares, held.kinds, p_value, of=of), of=of, count=count)
    arguments = {"of": of, "count": count, "by": by, "within": within, "contested": contested, "cluster": units.name}
    inside = f", within each {within}" if within else ""
    return Result(
        "sources",
        table,
        extents(heard, of, by),
        params=record(corpus, **arguments, level=level, n_resamples=n_resamples, rng=str(rng)),
        notes=notes_of(
            corpus,
            f"Shares of {_what(count)}; {level:.0%} intervals take each {unit_name(units.name)} as one observation.",
            within_note(groups, units.strata, within),
            *_gaps(shares, heard, groups, unit=units.name),
            unheard(corpus, contested=contested),
            _untested(held.kinds, p_value, of),
            ERRORS if table["error_low"].notna().any() else None,
        ),
        articles=corpus.articles,
        figure=partial(
            _draw,
            of=of,
            by=by,
            groups=groups.names,
            title=f"Who is heard, by {by}{inside}",
            unit=f"share of {_what(count)}",
        ),
    )


def _what(count: Counted) -> str:
    return "attributed words" if count == "words" else "attributions"


def _count(heard: pd.DataFrame, *, of: str, n_articles: int) -> _Held:
    """Count each kind's attributions and words by article; what is unknown comes last, else the most frequent first."""
    kinds = heard[of].value_counts().index.tolist()
    kinds = [*(kind for kind in kinds if kind != UNKNOWN), *([UNKNOWN] if UNKNOWN in kinds else [])]
    column = heard[of].map({kind: number for number, kind in enumerate(kinds)}).to_numpy(np.int64)
    places, shape = (heard["article"].to_numpy(np.int64), column), (n_articles, len(kinds))
    weights = np.ones(len(heard)), heard["n_words"].to_numpy(np.float64)
    return _Held(kinds, *(csc_array((weight, places), shape=shape) for weight in weights))


def _shares(
    held: _Held,
    groups: Groups,
    units: Units,
    *,
    kept: NDArray[np.bool_],
    count: Counted,
    level: float,
    **names: str,
) -> pd.DataFrame:
    """Return the share of each kind and group; within strata, of the articles that can be compared."""
    codes, n_groups = groups.codes[kept], len(groups.names)
    strata = None if units.strata is None else units.strata[kept]
    cells = cells_of(Groups(groups.names, codes), units.clusters[kept])
    counts = held.of(count)[kept]
    totals = counts.sum(axis=1)
    sizes, fixed = cells.sum(totals), {"n_articles": np.bincount(codes, minlength=n_groups)}
    if strata is not None:
        fixed["n_shared"] = np.bincount(np.unique(np.stack([codes, strata]), axis=1)[0], minlength=n_groups)
    by_group = [(indicator(groups.codes, n_groups) @ part).tocsc() for part in (held.number, held.words)]
    rows = []
    for column in range(len(held.kinds)):
        own = counts[:, [column]].toarray().ravel()
        shares = share_intervals(cells.sum(own), sizes, cells.group, n_groups=n_groups, level=level)
        factor = 1 if strata is None else odds_factors(own, totals, codes, strata=strata, n_groups=n_groups)
        numbers = [part[:, [column]].toarray().ravel() for part in by_group]
        # That an outlet lacks another's speaker is the rule; a source type that it never lets be heard is a finding.
        shown = np.flatnonzero(numbers[0]) if names["of"] == "speaker" else np.arange(n_groups)
        values = [times_odds(part, factor) for part in shares] + numbers
        rows.append(np.stack([np.full(n_groups, column), np.arange(n_groups), *values])[:, shown])
    kind, group, *values = np.concatenate(rows, axis=1) if rows else np.empty((7, 0))
    kind, group = kind.astype(np.int64), group.astype(np.int64)
    columns = {names["of"]: np.array(held.kinds, object)[kind], names["by"]: np.array(groups.names, object)[group]}
    table = pd.DataFrame(columns | dict(zip((*ESTIMATES, *NUMBERS), values, strict=True)))
    return table.astype(dict.fromkeys(NUMBERS, np.int64)).assign(**{name: n[group] for name, n in fixed.items()})


def _test(
    counts: csc_array, groups: Groups, units: Units, *, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the p-value of each kind; NaN for those in too few articles to tell."""
    p_value = np.full(counts.shape[1], np.nan)
    tested = np.flatnonzero(np.diff(counts.indptr) >= TESTED)
    if len(tested):
        strata = units.strata
        p_value[tested] = score_test(
            counts[:, tested],
            counts.sum(axis=1),
            groups.codes,
            clusters=units.clusters,
            strata=strata,
            n_resamples=n_resamples,
            rng=rng,
        )
    return p_value


def _with_tests(table: pd.DataFrame, kinds: list[str], p_value: NDArray[np.float64], *, of: str) -> pd.DataFrame:
    """Put the test of each kind on all its rows."""
    for name, values in (("p_value", p_value), ("q_value", q_values(p_value))):
        table.insert(
            table.columns.get_loc("n_attributions"), name, table[of].map(dict(zip(kinds, values, strict=True)))
        )
    return table


def _with_errors(table: pd.DataFrame, *, of: str, count: Counted) -> pd.DataFrame:
    """Tell how far the extractor's errors could move a share, if they are as unlike between groups as measured.

    A share of nothing found stays nothing, whatever the errors: it has no range.
    """
    spread = {
        row["kind"]: float(row["spread"])
        for row in read_lexicon("extraction_error")
        if row["of"] == of and row["count"] == count
    }
    found = table["estimate"].where(table["estimate"] > 0)
    factor = np.exp(
        table[of]
        .map(spread | dict.fromkeys(table[of].unique(), spread["*"]) if "*" in spread else spread)
        .astype(float)
    )
    for name, odds in (("error_low", 1 / factor), ("error_high", factor)):
        table.insert(table.columns.get_loc("p_value"), name, times_odds(found, odds))
    return table


def _gaps(table: pd.DataFrame, heard: pd.DataFrame, groups: Groups, *, unit: str) -> tuple[str | None, str | None]:
    """Say in words which groups have no intervals, and which let nobody be heard."""
    by = table.columns[1]
    single = table.loc[table["estimate"].notna() & table["conf_low"].isna(), by].unique().tolist()
    silent = pd.Index(groups.names).difference(heard[by].unique(), sort=False).tolist()
    return no_interval(single, unit), f"No shares for {some(silent)}: nobody is heard there." if silent else None


def _untested(kinds: list[str], p_value: NDArray[np.float64], of: str) -> str | None:
    """Say in words that some kinds are not tested."""
    number = int(np.isnan(p_value).sum())
    kinds_of = plural(of)
    return (
        f"No test for {number:,} of {len(kinds):,} {kinds_of}: heard in fewer than {TESTED} articles."
        if number
        else None
    )


def _draw(table: pd.DataFrame, *, of: str, by: str, **options: Any) -> "Figure":
    """Draw a panel for each kind; for speakers, one for each group, with the leading speakers as its rows."""
    if of == "speaker":
        return plot_intervals(table[table[of] != UNKNOWN], by=by, panel=by, rows=of, **options)
    return plot_intervals(table, by=by, panel=of, max_panels=9, **options)
