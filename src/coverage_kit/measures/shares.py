"""Shares of kinds, compared between groups: what `sources` and `frames` have in common."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from coverage_kit.corpus import Corpus
from coverage_kit.figures.theme import plural
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
    seeded,
    some,
    unit_name,
    within_note,
)
from coverage_kit.stats.adjustment import odds_factors, times_odds
from coverage_kit.stats.cells import indicator
from coverage_kit.stats.intervals import share_intervals
from coverage_kit.stats.score import q_values, score_test

TESTED = 5  # independent units that must have a kind, and as many something else, for a test to tell anything
ROUNDING = 1e-9
ESTIMATES = ("estimate", "conf_low", "conf_high")
TESTS = ("p_value", "q_value")


class Kinds(NamedTuple):
    """How much each article holds of each kind."""

    of: str  # the column that names the kinds
    names: list[str]
    counts: csc_array  # (n_articles, n_kinds): what shares are made of
    totals: NDArray[np.float64]  # (n_articles,): what they are shares of
    numbers: dict[str, csc_array]  # (n_articles, n_kinds) each: what the table tells besides, summed by group


class Comparison(NamedTuple):
    """Which articles are compared with which, and how."""

    groups: Groups
    units: Units
    kept: NDArray[np.bool_]  # (n_articles,): whether an article is compared
    by: str
    within: str | None
    level: float
    n_resamples: int
    rng: np.random.Generator

    def group_names(self, articles: NDArray[np.int64]) -> NDArray[np.object_]:
        """Return the name of each article's group."""
        return np.array(self.groups.names, object)[self.groups.codes[articles]]

    def notes(self, what: str) -> tuple[str, str | None]:
        """Say in words what the shares are of, and what is compared."""
        unit = unit_name(self.units.name)
        return (
            f"Shares of {what}; {self.level:.0%} intervals take each {unit} as one observation.",
            within_note(self.groups, self.units.strata, self.within),
        )


def plan_comparison(
    corpus: Corpus,
    *,
    by: str,
    within: str | None,
    cluster: str | None,
    level: float,
    n_resamples: int,
    rng: int | np.random.Generator,
    taken: Collection[str],
) -> Comparison:
    """Check what was asked for, and find the groups, the independent units and the articles to be compared."""
    check_level(level)
    check_resamples(n_resamples)
    generator = seeded(rng)
    groups = group_articles(corpus, by, taken=taken)
    units = find_units(corpus, cluster=cluster, within=within)
    kept = compared(groups, units.strata, by=by, within=within)
    return Comparison(groups, units, kept, by, within, level, n_resamples, generator)


def compare_shares(kinds: Kinds, comparison: Comparison, *, only_held: bool = False) -> pd.DataFrame:
    """Return a row for each kind and group: its share with interval and test, and how much is behind it.

    Within strata, shares and tests are of the articles that are compared, and shares are adjusted to the average mix of
    strata. `only_held` leaves out the kinds that a group has nothing of.
    """
    groups, units, kept, by = comparison[:4]
    p_value = _test(kinds, comparison)
    codes, n_groups = groups.codes[kept], len(groups.names)
    strata = None if units.strata is None else units.strata[kept]
    cells = cells_of(Groups(groups.names, codes), units.clusters[kept])
    counts, totals = kinds.counts[kept], kinds.totals[kept]
    sizes = cells.sum(totals)
    summed = indicator(codes, n_groups)
    numbers = [(summed @ part[kept]).tocsc() for part in kinds.numbers.values()]
    rows = []
    for column in range(len(kinds.names)):
        own = counts[:, [column]].toarray().ravel()
        shares = share_intervals(cells.sum(own), sizes, cells.group, n_groups=n_groups, level=comparison.level)
        factor = 1 if strata is None else odds_factors(own, totals, codes, strata=strata, n_groups=n_groups)
        known = [part[:, [column]].toarray().ravel() for part in numbers]
        shown = np.flatnonzero(np.any(known, axis=0)) if only_held else np.arange(n_groups)
        values = [times_odds(part, factor) for part in shares] + known
        rows.append(np.stack([np.full(n_groups, column), np.arange(n_groups), *values])[:, shown])
    kind, group, *values = np.concatenate(rows, axis=1) if rows else np.empty((5 + len(numbers), 0))
    kind, group = kind.astype(np.int64), group.astype(np.int64)
    table = pd.DataFrame(
        {kinds.of: np.array(kinds.names, object)[kind], by: np.array(groups.names, object)[group]}
        | dict(zip(ESTIMATES, values, strict=False))
        | {name: part[kind] for name, part in zip(TESTS, (p_value, q_values(p_value)), strict=True)}
        | {name: part.astype(np.int64) for name, part in zip(kinds.numbers, values[len(ESTIMATES) :], strict=True)}
    )
    table["n_articles"] = np.bincount(codes, minlength=n_groups)[group]
    if strata is not None:
        table["n_shared"] = np.bincount(np.unique(np.stack([codes, strata]), axis=1)[0], minlength=n_groups)[group]
    return table


def _test(kinds: Kinds, comparison: Comparison) -> NDArray[np.float64]:
    """Return the p-value of each kind; NaN for those too rare, or too common, to tell."""
    p_value = np.full(len(kinds.names), np.nan)
    tested = np.flatnonzero(_units_to_tell(kinds, comparison.units.clusters) >= TESTED)
    if len(tested):
        p_value[tested] = score_test(
            kinds.counts[:, tested],
            kinds.totals,
            comparison.groups.codes,
            clusters=comparison.units.clusters,
            strata=comparison.units.strata,
            n_resamples=comparison.n_resamples,
            rng=comparison.rng,
        )
    return p_value


def _units_to_tell(kinds: Kinds, clusters: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return in how many independent units each kind stands, or anything else, whichever is less."""
    unit = np.unique(clusters, return_inverse=True)[1]
    summed = indicator(unit, int(unit.max()) + 1)
    held, totals = (summed @ kinds.counts).tocoo(), summed @ kinds.totals
    having = np.bincount(held.col[held.data > 0], minlength=len(kinds.names))
    having_only = np.bincount(held.col[held.data > totals[held.row] - ROUNDING], minlength=len(kinds.names))
    return np.minimum(having, np.count_nonzero(totals) - having_only)


def gaps(table: pd.DataFrame, comparison: Comparison, nothing: str) -> tuple[str | None, str | None]:
    """Say in words which groups have no intervals, and which have `nothing` to make shares of."""
    by = comparison.by
    known = table[table["estimate"].notna()]
    single = known.loc[known["conf_low"].isna(), by].unique().tolist()
    silent = pd.Index(comparison.groups.names).difference(known[by].unique(), sort=False).tolist()
    return no_interval(single, comparison.units.name), f"No shares for {some(silent)}: {nothing}." if silent else None


def untested(table: pd.DataFrame, comparison: Comparison) -> str | None:
    """Say in words that some kinds are not tested, and why."""
    of = table.columns[0]
    tests = table.drop_duplicates(of)["p_value"]
    number = int(tests.isna().sum())
    if not number:
        return None
    units = plural(unit_name(comparison.units.name))
    few = f"fewer than {TESTED} {units} have them, or anything else"
    return f"No test for {number:,} of {len(tests):,} {plural(of)}: {few}."
