"""Concentration of sources: how few speakers fill half of what an outlet attributes."""

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.figures.theme import plural
from coverage_kit.measures.attributions import extents, find_heard, unheard
from coverage_kit.measures.design import (
    check_level,
    find_units,
    group_articles,
    no_interval,
    notes_of,
    record,
    seeded,
    unit_name,
)
from coverage_kit.result import Result
from coverage_kit.stats.concentration import DRAWS, drawn_half_counts, half_count_interval

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LEAST = 5  # units that a group must have for others to be drawn down to its size
COLUMNS = (
    *("estimate", "conf_low", "conf_high", "at_equal_size", "n_speakers", "leading", "leading_share"),
    *("unknown_share", "n_words", "n_articles"),
)


@of_corpus
def concentration(
    corpus: Corpus,
    *,
    by: str = "outlet",
    contested: bool = True,
    cluster: str | None = None,
    level: float = 0.95,
    rng: int | np.random.Generator = 0,
) -> Result:
    """How few speakers fill half of the words that an outlet attributes to others?

    Words of speakers who remain unknown ("he", "they") are left out. The more articles, the more speakers: outlets
    of unlike size are compared by ``at_equal_size``.

    Parameters
    ----------
    corpus : Corpus
        Clean it first.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    contested : bool
        Whether to count cues on whose stance the literature disagrees, as in `sources`.
    cluster : str, optional
        Column that makes the independent units; as in `salience`.
    level : float
        Confidence level of the intervals.
    rng : int or numpy.random.Generator
        Seed of the draws.

    Returns
    -------
    Result
        ``table``: a row for each group with ``estimate, conf_low, conf_high`` (the fewest speakers who fill half of
        the words; the interval tells what as many other articles of the group would give), ``at_equal_size`` (the
        same, on average, in draws of as many units as the smallest group of five and more has; NaN for smaller
        ones), ``n_speakers``, ``leading`` (the speaker with most words), ``leading_share`` and ``unknown_share`` (of
        the words), ``n_words`` (attributed), ``n_articles``. ``evidence``: each attribution with a speaker.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there.

    References
    ----------
    McCarthy, P. J. (1969). Pseudo-replication: half samples. Review of the International Statistical Institute 37(3).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> few = ck.concentration(ck.clean(ck.datasets.load_summit())).table
    >>> bool((few["estimate"] < few["n_speakers"]).all())
    True
    """
    check_level(level)
    generator = seeded(rng)
    groups = group_articles(corpus, by, taken=COLUMNS)
    units = find_units(corpus, cluster=cluster)
    heard = find_heard(corpus, contested=contested)
    heard = heard.assign(group=groups.codes[heard["article"]], unit=units.clusters[heard["article"]])
    known = heard[heard["speaker"].notna() & (heard["n_words"] > 0)]  # all words may be an inner speaker's
    held = [_Held.of(known[known["group"] == code]) for code in range(len(groups.names))]
    sizes = [part.words.shape[0] for part in held]
    equal = min((size for size in sizes if size >= LEAST), default=None)
    table = pd.DataFrame([_row(part, equal, level=level, rng=generator) for part in held])
    table = table.astype(dict.fromkeys(("estimate", "conf_low", "conf_high"), "Int64"))
    table.insert(0, by, groups.names)
    total, of_known = (np.bincount(rows["group"], rows["n_words"], len(groups.names)) for rows in (heard, known))
    table["unknown_share"] = np.divide(total - of_known, total, out=np.full(len(total), np.nan), where=total > 0)
    table["n_words"] = total.astype(np.int64)
    table["n_articles"] = np.bincount(groups.codes, minlength=len(groups.names))
    noun = unit_name(units.name)
    return Result(
        "concentration",
        table,
        extents(known.assign(**{by: np.array(groups.names, object)[known["group"]]}), by, "speaker"),
        params=record(corpus, by=by, contested=contested, cluster=units.name, level=level, n_draws=DRAWS, rng=str(rng)),
        notes=notes_of(
            corpus,
            f"Fewest speakers who fill half of the attributed words; {level:.0%} intervals take each {noun} as one "
            "observation.",
            _equal_note(equal, plural(units.name.removesuffix("_id")), by.replace("_", " ")),
            no_interval(table.loc[table["estimate"].notna() & table["conf_low"].isna(), by].tolist(), units.name),
            unheard(corpus, contested=contested),
        ),
        articles=corpus.articles,
        figure=partial(_draw, by=by, groups=groups.names),
    )


def _equal_note(equal: int | None, nouns: str, group: str) -> str:
    where = "in which a known speaker is heard"
    if equal is None:
        return f"Nothing at equal size: no {group} has {LEAST} {nouns} {where}."
    return (
        f"At equal size, {equal:,} {nouns} {where} are drawn: as many as the smallest {group} of {LEAST} or more has."
    )


class _Held(NamedTuple):
    """The words that each speaker has in each independent unit of a group."""

    words: csr_array  # (n_units, n_speakers)
    speakers: list[str]

    @classmethod
    def of(cls, known: pd.DataFrame) -> "_Held":
        unit, speaker = pd.factorize(known["unit"], sort=True)[0], pd.Categorical(known["speaker"])
        shape = (unit.max(initial=-1) + 1, len(speaker.categories))
        amounts = csr_array((known["n_words"].to_numpy(np.float64), (unit, speaker.codes)), shape=shape)
        return cls(amounts, speaker.categories.tolist())


def _row(held: _Held, equal: int | None, *, level: float, rng: np.random.Generator) -> dict[str, Any]:
    words = held.words.sum(axis=0)
    if not words.sum():
        return {"estimate": np.nan, "conf_low": np.nan, "conf_high": np.nan, "at_equal_size": np.nan, "n_speakers": 0}
    count = half_count_interval(held.words, level=level, rng=rng)
    reaches = equal is not None and held.words.shape[0] >= equal
    return {
        "estimate": count.estimate,
        "conf_low": count.low,
        "conf_high": count.high,
        "at_equal_size": drawn_half_counts(held.words, equal, rng=rng).mean() if reaches else np.nan,
        "n_speakers": len(held.speakers),
        "leading": held.speakers[words.argmax()],
        "leading_share": words.max() / words.sum(),
    }


def _draw(table: pd.DataFrame, *, by: str, **options: Any) -> "Figure":
    named = table.assign(measured="Fewest speakers who fill half of the attributed words")
    named = named.astype(dict.fromkeys(("estimate", "conf_low", "conf_high"), float))
    return plot_intervals(
        named, by=by, panel="measured", title=f"Concentration of sources, by {by}", unit="speakers", **options
    )
