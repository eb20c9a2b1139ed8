"""The distance between outlets' agendas: how much of its coverage one would have to spend on something else."""

from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus, CorpusError, of_corpus
from coverage_kit.figures.heat_map import plot_distances
from coverage_kit.figures.theme import plural
from coverage_kit.measures.design import (
    Groups,
    Units,
    check_level,
    check_resamples,
    find_units,
    group_articles,
    no_interval,
    notes_of,
    record,
    seeded,
    unit_name,
)
from coverage_kit.measures.topic_models import unassigned, unknown_to
from coverage_kit.measures.topic_trend import largest_topics, model_for
from coverage_kit.result import Result
from coverage_kit.stats.agenda import Distances, agenda_distances
from coverage_kit.stats.score import q_values

FALSE_DISCOVERIES = 0.05
COLUMNS = (
    *("other", "estimate", "conf_low", "conf_high", "observed", "chance", "p_value", "q_value", "more_on", "less_on"),
    *("n_articles", "n_articles_other", "n_shared", "number", "topic", "share"),
)


@of_corpus
def agenda_distance(
    corpus: Corpus,
    *,
    n_topics: int | None = None,
    engine: Any = "nmf",
    by: str = "outlet",
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 999,
    rng: int | np.random.Generator = 0,
) -> Result:
    """How different are the agendas of each two outlets?

    The distance is half the sum of the absolute differences of their mean topic shares (total variation): the share of
    its coverage that one of them would have to spend on something else to have the agenda of the other.

    Parameters
    ----------
    corpus : Corpus
        Clean it first.
    n_topics, engine
        As in `fit_topics`. `engine` may be a `TopicModel` that is fitted already. More topics make larger distances.
    by, cluster : str, optional
        As in `topics`.
    level : float
        Confidence level of the intervals.
    n_resamples : int
        Resamples of intervals and tests.
    rng : int or numpy.random.Generator
        Seed of the model and of the resampling.

    Returns
    -------
    Result
        ``table``: a row for each pair of groups, the largest first: `by` and ``other``; ``observed``, the distance
        between what was published, which few articles make too large; ``estimate, conf_low, conf_high``, what is left
        of it where chance is allowed for; ``chance``, the mean distance when stories are dealt out to the two at
        random; ``p_value, q_value`` (is there any difference?); ``more_on`` and ``less_on``, the topics that the first
        has most more and most less of, if any; ``n_articles, n_articles_other`` and ``n_shared`` (stories that both
        have). ``evidence``: the first sentence of each article, under its largest topic.

    Raises
    ------
    CorpusError, ValueError
        If there is one group only, a column is not there, or there is too little text for topics.

    Notes
    -----
    The topics are taken as given: that another corpus would have other topics is not in the interval. With few stories
    an interval may reach down to zero although the test tells a difference: the test asks about the stories that there
    are, the interval allows for others.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.agenda_distance(ck.clean(ck.datasets.load_summit()), n_topics=6).table
    >>> len(found), found.loc[found["estimate"].idxmax(), ["outlet", "other"]].tolist()
    (15, ['Bourse & Cargo', 'Daily Klaxon'])
    """
    check_level(level)
    check_resamples(n_resamples)
    generator = seeded(rng)
    groups = group_articles(corpus, by, taken=COLUMNS)
    if len(groups.names) < 2:
        only = f"all articles have the {by} '{groups.names[0]}'"
        raise CorpusError(f"agenda_distance: {only}, and a distance needs two. Give another column as by")
    units = find_units(corpus, cluster=cluster)
    model = model_for("agenda_distance", corpus, n_topics=n_topics, engine=engine, rng=rng)
    shares = model.shares(corpus).to_numpy()
    known = ~np.isnan(shares).any(axis=1)
    found = agenda_distances(
        shares[known],
        groups.codes[known],
        clusters=units.clusters[known],
        n_resamples=n_resamples,
        rng=generator,
        n_groups=len(groups.names),
        level=level,
    )
    table = _table(found, model.names, shares, groups, units, by=by)
    arguments = {"by": by, "cluster": units.name, "level": level, "n_resamples": n_resamples, "rng": str(rng)}
    return Result(
        "agenda_distance",
        table,
        largest_topics(corpus, model.names, shares, groups=groups, by=by).reset_index(drop=True),
        params=record(corpus, model=model.params, **arguments),
        notes=_notes(
            corpus,
            shares,
            groups,
            units,
            by=by,
            level=level,
            more=[unknown_to(model, corpus), _coarse(table, n_resamples)],
        ),
        articles=corpus.articles,
        figure=partial(plot_distances, by=by, groups=groups.names, title=f"Distance between agendas, by {by}"),
    )


def _table(
    found: Distances, names: list[str], shares: NDArray[np.float64], groups: Groups, units: Units, *, by: str
) -> pd.DataFrame:
    known = ~np.isnan(shares).any(axis=1)
    codes, n_groups = groups.codes[known], len(groups.names)
    sizes = np.bincount(codes, minlength=n_groups)
    means = np.zeros((n_groups, shares.shape[1]))
    np.add.at(means, codes, shares[known])
    means /= np.maximum(sizes, 1)[:, None]
    difference = (means[found.first] - means[found.second]).round(9)
    difference[np.isnan(found.observed)] = 0  # with nothing there is no more and no less
    outlets, topics = np.array(groups.names, object), np.array(names, object)
    holds = np.zeros((n_groups, int(units.clusters.max()) + 1), np.float32)
    holds[codes, units.clusters[known]] = 1
    shared = (holds @ holds.T)[found.first, found.second].astype(np.int64)
    return pd.DataFrame(
        {
            by: outlets[found.first],
            "other": outlets[found.second],
            "estimate": found.estimate,
            "conf_low": found.low,
            "conf_high": found.high,
            "observed": found.observed,
            "chance": found.chance,
            "p_value": found.p_value,
            "q_value": q_values(found.p_value),
            "more_on": np.where(difference.max(axis=1) > 0, topics[difference.argmax(axis=1)], None),
            "less_on": np.where(difference.min(axis=1) < 0, topics[difference.argmin(axis=1)], None),
            "n_articles": sizes[found.first],
            "n_articles_other": sizes[found.second],
            "n_shared": shared,
        }
    )


def _notes(
    corpus: Corpus,
    shares: NDArray[np.float64],
    groups: Groups,
    units: Units,
    *,
    by: str,
    level: float,
    more: list[str | None],
) -> tuple[str, ...]:
    known = ~np.isnan(shares).any(axis=1)
    pairs = np.unique(np.stack([groups.codes[known], units.clusters[known]]), axis=1)
    single = np.bincount(pairs[0], minlength=len(groups.names))
    names = [name for name, number in zip(groups.names, single, strict=True) if number == 1]
    without = [name for name, number in zip(groups.names, single, strict=True) if number == 0]
    noun = unit_name(units.name)
    return notes_of(
        corpus,
        f"Share of the coverage that would have to be on something else; {level:.0%} intervals and tests take each "
        f"{noun} as one observation, and the topics as given.",
        "The estimate is less than the observed distance, which chance alone makes larger than zero.",
        unassigned(int((~known).sum())),
        f"No distance for {plural(by)} of which no article has a topic: {', '.join(without)}." if without else None,
        no_interval(names, units.name),
        *more,
    )


def _coarse(table: pd.DataFrame, n_resamples: int) -> str | None:
    """Say in words that no single pair could have a small q-value."""
    tested = int(table["p_value"].notna().sum())
    if tested <= FALSE_DISCOVERIES * (n_resamples + 1):
        return None
    return f"One pair of {tested:,} alone cannot have a q-value of .05: draw more resamples than {n_resamples:,}."
