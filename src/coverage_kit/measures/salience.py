"""Term salience: how often each outlet uses a term."""

from collections.abc import Iterable
from functools import partial
from typing import Literal

import numpy as np
import pandas as pd

from coverage_kit.corpus import Corpus
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.measures.counts import TermCounts, count_terms
from coverage_kit.measures.design import (
    Groups,
    cells_of,
    check_level,
    cluster_articles,
    group_articles,
    notes_of,
    record,
    some,
    unit_name,
    without_interval,
)
from coverage_kit.measures.sources import find_all, voice_of_hits
from coverage_kit.result import Result
from coverage_kit.stats.dispersion import dp_norm
from coverage_kit.stats.intervals import rate_intervals
from coverage_kit.stats.score import score_test
from coverage_kit.text.terms import TermInput

PER = 10_000
ESTIMATES = ("estimate", "conf_low", "conf_high", "count", "n_words", "range", "dp_norm")
COLUMNS = ("term", *ESTIMATES, "p_value", "q_value", "n_articles", "voice", "speaker")


def salience(
    corpus: Corpus,
    terms: TermInput | Iterable[TermInput],
    *,
    by: str = "outlet",
    voice: Literal["own", "attributed"] | None = None,
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
        Column of `corpus.articles` that makes the groups.
    voice : {"own", "attributed"}, optional
        Count only what the outlet says in its own voice, or only what it attributes to others. Rates stay per
        10,000 words of all reporting, so the two add up to the whole.
    cluster : str, optional
        Column that makes the independent units; default: ``story`` where there is one, else ``reprint_group``, else
        the article.
    level : float
        Confidence level of the intervals.
    n_resamples : int
        Resamples of the test; its smallest p-value is 0.5 / (n_resamples + 1).
    rng : int or numpy.random.Generator
        Seed of the resampling.

    Returns
    -------
    Result
        ``table``: a row for each term and group with ``estimate, conf_low, conf_high`` (per 10,000 words), ``count``,
        ``n_words``, ``range`` (share of the group's articles with the term), ``dp_norm`` (0 spread like the words,
        1 all in the shortest article), ``p_value`` and ``q_value`` (one rate in all groups? the same on every row; q
        after Benjamini and Hochberg over the terms asked for), ``n_articles``. ``evidence``: each occurrence with its
        voice and speaker.

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
    if voice not in (None, "own", "attributed"):
        raise ValueError(f"voice: '{voice}' is not known. Choose 'own' or 'attributed', or leave it out for both")
    check_level(level)
    if n_resamples < 1:
        raise ValueError(f"n_resamples: {n_resamples} is too few. Draw 999 or more")
    counted = count_terms(corpus, terms)
    voices = voice_of_hits(counted.hits, corpus.derived(find_all), corpus.articles["article_id"])
    if voice is not None:
        kept = voices["voice"] == voice
        counted, voices = counted._replace(hits=counted.hits[kept]), voices[kept]
    groups = group_articles(corpus, by, taken=COLUMNS)
    unit, clusters = cluster_articles(corpus, cluster)
    draws = np.random.default_rng(rng)
    p_value = score_test(
        counted.matrix(), counted.words, groups.codes, clusters=clusters, n_resamples=n_resamples, rng=draws
    )
    arguments = {"by": by, "voice": voice, "cluster": unit, "level": level, "n_resamples": n_resamples, "rng": str(rng)}
    whole = {None: "", "own": ", in the outlet's own voice", "attributed": ", attributed to others"}[voice]
    return Result(
        "salience",
        _with_tests(_rates(counted, groups, clusters, by=by, level=level), counted.terms, p_value),
        _evidence(corpus, counted, voices, groups, by),
        params=record(corpus, terms=counted.written, **arguments),
        notes=notes_of(
            corpus,
            f"Rates per 10,000 words{whole}; {level:.0%} intervals take each {unit_name(unit)} as one observation.",
            without_interval(groups, clusters, unit),
            _absent(counted),
            _wordless(counted, groups),
        ),
        articles=corpus.articles,
        figure=partial(
            plot_intervals,
            by=by,
            panel="term",
            groups=groups.names,
            title=f"Term salience by {by}{whole}",
            unit="per 10,000 words",
        ),
    )


def _rates(counted: TermCounts, groups: Groups, clusters: np.ndarray, *, by: str, level: float) -> pd.DataFrame:
    counts, cells = counted.matrix(), cells_of(groups, clusters)
    members = [groups.codes == code for code in range(len(groups.names))]
    tables = []
    for column, term in enumerate(counted.terms):
        own = counts[:, column]
        rates = rate_intervals(cells.sum(own), cells.sum(counted.words), cells.group, level=level)
        tables.append(
            pd.DataFrame(
                {
                    "term": term,
                    by: groups.names,
                    "estimate": rates.estimate * PER,
                    "conf_low": rates.low * PER,
                    "conf_high": rates.high * PER,
                    "count": np.bincount(groups.codes, own).astype(np.int64),
                    "n_words": np.bincount(groups.codes, counted.words).astype(np.int64),
                    "range": np.bincount(groups.codes, own > 0) / np.bincount(groups.codes),
                    "dp_norm": [dp_norm(own[m], counted.words[m]) for m in members],
                    "n_articles": np.bincount(groups.codes),
                }
            )
        )
    return pd.concat(tables, ignore_index=True)


def _with_tests(table: pd.DataFrame, terms: list[str], p_value: np.ndarray) -> pd.DataFrame:
    """Put the test of each term on all its rows, before the number of articles."""
    from scipy.stats import false_discovery_control

    q_value = np.full(len(terms), np.nan)
    known = ~np.isnan(p_value)
    if known.any():
        q_value[known] = false_discovery_control(p_value[known])
    for name, values in (("p_value", p_value), ("q_value", q_value)):
        table.insert(
            table.columns.get_loc("n_articles"), name, table["term"].map(dict(zip(terms, values, strict=True)))
        )
    return table


def _evidence(corpus: Corpus, counted: TermCounts, voices: pd.DataFrame, groups: Groups, by: str) -> pd.DataFrame:
    ids = corpus.articles["article_id"].to_numpy()
    numbers = counted.hits["article"].to_numpy(np.int64)
    evidence = counted.hits[["term", "start", "end"]].join(voices)
    evidence.insert(1, by, np.array(groups.names, object)[groups.codes[numbers]])
    evidence.insert(2, "article_id", ids[numbers])
    return evidence.reset_index(drop=True)


def _wordless(counted: TermCounts, groups: Groups) -> str | None:
    words = np.bincount(groups.codes, counted.words)
    names = [name for name, number in zip(groups.names, words, strict=True) if not number]
    return f"No rate for {some(names)}: no words of reporting are left." if names else None


def _absent(counted: TermCounts) -> str | None:
    never = [term for term in counted.terms if term not in set(counted.hits["term"])]
    return f"Not found in the reporting of any article: {', '.join(never)}." if never else None
