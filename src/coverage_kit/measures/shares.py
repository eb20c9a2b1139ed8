"""Shares of kinds, compared between groups: what `sources` and `frames` have in common."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from coverage_kit.figures.theme import plural
from coverage_kit.measures.design import Groups, Units, cells_of, no_interval, some
from coverage_kit.stats.adjustment import odds_factors, times_odds
from coverage_kit.stats.cells import indicator
from coverage_kit.stats.intervals import share_intervals
from coverage_kit.stats.score import q_values, score_test

TESTED = 5  # articles that a kind must stand in to be tested
ESTIMATES = ("estimate", "conf_low", "conf_high")
TESTS = ("p_value", "q_value")


class Kinds(NamedTuple):
    """How much each article holds of each kind."""

    of: str  # the column that names the kinds
    names: list[str]
    counts: csc_array  # (n_articles, n_kinds): what shares are made of
    totals: NDArray[np.float64]  # (n_articles,): what they are shares of
    numbers: dict[str, csc_array]  # (n_articles, n_kinds) each: what the table tells besides, summed by group


def compare_shares(
    kinds: Kinds,
    groups: Groups,
    units: Units,
    *,
    kept: NDArray[np.bool_],
    by: str,
    level: float,
    n_resamples: int,
    rng: np.random.Generator,
    only_held: bool = False,
) -> pd.DataFrame:
    """Return a row for each kind and group: its share with interval and test, and how much is behind it.

    Within strata, shares and tests are of the articles that are compared, and shares are adjusted to the average mix of
    strata. `only_held` leaves out the kinds that a group has nothing of.
    """
    p_value = _test(kinds, groups, units, n_resamples=n_resamples, rng=rng)
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
        shares = share_intervals(cells.sum(own), sizes, cells.group, n_groups=n_groups, level=level)
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


def _test(
    kinds: Kinds, groups: Groups, units: Units, *, n_resamples: int, rng: np.random.Generator
) -> NDArray[np.float64]:
    """Return the p-value of each kind; NaN for those in too few articles to tell."""
    p_value = np.full(len(kinds.names), np.nan)
    tested = np.flatnonzero((kinds.counts > 0).sum(axis=0) >= TESTED)
    if len(tested):
        p_value[tested] = score_test(
            kinds.counts[:, tested],
            kinds.totals,
            groups.codes,
            clusters=units.clusters,
            strata=units.strata,
            n_resamples=n_resamples,
            rng=rng,
        )
    return p_value


def gaps(table: pd.DataFrame, groups: Groups, *, unit: str, nothing: str) -> tuple[str | None, str | None]:
    """Say in words which groups have no intervals, and which have `nothing` to make shares of."""
    by = table.columns[1]
    known = table[table["estimate"].notna()]
    single = known.loc[known["conf_low"].isna(), by].unique().tolist()
    silent = pd.Index(groups.names).difference(known[by].unique(), sort=False).tolist()
    return no_interval(single, unit), f"No shares for {some(silent)}: {nothing}." if silent else None


def untested(table: pd.DataFrame) -> str | None:
    """Say in words that some kinds are not tested, as too few articles hold them."""
    of = table.columns[0]
    tests = table.drop_duplicates(of)["p_value"]
    number = int(tests.isna().sum())
    if not number:
        return None
    return f"No test for {number:,} of {len(tests):,} {plural(of)}: in fewer than {TESTED} articles."
