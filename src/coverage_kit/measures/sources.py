"""Source framing: which sources each outlet lets be heard, how often and at what length."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.measures.attributions import COLUMNS as ATTRIBUTION_COLUMNS
from coverage_kit.measures.attributions import extents, find_heard, unheard
from coverage_kit.measures.design import notes_of, record
from coverage_kit.measures.shares import ESTIMATES, TESTS, Kinds, compare_shares, gaps, plan_comparison, untested
from coverage_kit.result import Result
from coverage_kit.stats.adjustment import times_odds
from coverage_kit.text.lexicon import read_lexicon

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Characteristic = Literal["source_type", "naming", "number", "form", "stance", "speaker"]
Counted = Literal["attributions", "words"]
UNKNOWN = "unknown"
TABLE_COLUMNS = (*ESTIMATES, "error_low", "error_high", *TESTS, "n_attributions", "n_words", "n_articles", "n_shared")
ERRORS = (
    "Attributions are found by rules, and some are missed or wrong. error_low and error_high tell how far that could "
    "move a share, if it differs between outlets as it did in labelled news of seven outlets (docs/validation.md)."
)


@of_corpus
def sources(
    corpus: Corpus,
    *,
    of: Characteristic = "source_type",
    count: Counted = "attributions",
    by: str = "outlet",
    within: str | None = None,
    only: Mapping[str, str] | None = None,
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
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``; as in `salience`.
    only : mapping, optional
        Count no others than attributions with these characteristics: ``{"source_type": "government"}`` with
        ``of="stance"`` tells how governments are introduced.
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
    only = dict(only or {})
    _check_choices(of, count, only)
    comparison = plan_comparison(
        corpus,
        by=by,
        within=within,
        cluster=cluster,
        level=level,
        n_resamples=n_resamples,
        rng=rng,
        taken=(*ATTRIBUTION_COLUMNS[2:], *TABLE_COLUMNS),
    )
    heard = find_heard(corpus, contested=contested)
    article = heard["article"].to_numpy(np.int64)
    heard = heard.assign(**{of: heard[of].fillna(UNKNOWN), by: comparison.group_names(article)})
    heard = heard[comparison.kept[article] & heard[list(only)].eq(pd.Series(only, dtype="object")).all(axis=1)]
    kinds = _count(heard, of=of, count=count, n_articles=len(corpus))
    # That an outlet lacks another's speaker is the rule; a source type that it never lets be heard is a finding.
    table = _with_errors(compare_shares(kinds, comparison, only_held=of == "speaker"), of=of, count=count)
    arguments = {"of": of, "count": count, "by": by, "within": within, "only": only, "contested": contested}
    arguments |= {"cluster": comparison.units.name, "level": level, "n_resamples": n_resamples, "rng": str(rng)}
    inside = f", within each {within}" if within else ""
    return Result(
        "sources",
        table,
        extents(heard, of, by),
        params=record(corpus, **arguments),
        notes=notes_of(
            corpus,
            *comparison.notes(_what(count)),
            *gaps(table, comparison, "nobody is heard there"),
            unheard(corpus, contested=contested),
            untested(table, comparison),
            ERRORS if table["error_low"].notna().any() else None,
        ),
        articles=corpus.articles,
        figure=partial(
            _draw,
            of=of,
            by=by,
            groups=comparison.groups.names,
            title=f"Who is heard, by {by}{inside}{''.join(f', {value} only' for value in only.values())}",
            unit=f"share of {_what(count)}",
        ),
    )


def _check_choices(of: str, count: str, only: Mapping[str, str]) -> None:
    choices = {"of": [of], "count": [count], "only": only}
    for argument, names in choices.items():
        known = get_args(Counted if argument == "count" else Characteristic)
        for name in names:
            if name not in known:
                raise ValueError(f"{argument}: '{name}' is not known. Choose from {', '.join(known)}")


def _what(count: Counted) -> str:
    return "attributed words" if count == "words" else "attributions"


def _count(heard: pd.DataFrame, *, of: str, count: Counted, n_articles: int) -> Kinds:
    """Count each kind's attributions and words by article; what is unknown comes last, else the most frequent first."""
    kinds = heard[of].value_counts().index.tolist()
    kinds = [*(kind for kind in kinds if kind != UNKNOWN), *([UNKNOWN] if UNKNOWN in kinds else [])]
    column = heard[of].map({kind: number for number, kind in enumerate(kinds)}).to_numpy(np.int64)
    places, shape = (heard["article"].to_numpy(np.int64), column), (n_articles, len(kinds))
    weights = {"n_attributions": np.ones(len(heard)), "n_words": heard["n_words"].to_numpy(np.float64)}
    numbers = {name: csc_array((weight, places), shape=shape) for name, weight in weights.items()}
    counts = numbers[f"n_{count}"]
    return Kinds(of, kinds, counts, counts.sum(axis=1), numbers)


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
    factor = np.exp(table[of].map(lambda kind: spread.get(kind, spread.get("*", np.nan))).astype(float))
    for name, odds in (("error_low", 1 / factor), ("error_high", factor)):
        table.insert(table.columns.get_loc("p_value"), name, times_odds(found, odds))
    return table


def _draw(table: pd.DataFrame, *, of: str, by: str, **options: Any) -> "Figure":
    """Draw a panel for each kind; for speakers, one for each group, with the leading speakers as its rows."""
    if of == "speaker":
        return plot_intervals(table[table[of] != UNKNOWN], by=by, panel=by, rows=of, **options)
    return plot_intervals(table, by=by, panel=of, max_panels=9, **options)
