"""Keyness: which words and phrases set one outlet's reporting apart from another's."""

import re
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csc_array

from coverage_kit.corpus import Corpus, CorpusError, of_corpus, quoted
from coverage_kit.figures.keyness import plot_keyness
from coverage_kit.measures.design import (
    Groups,
    Units,
    check_level,
    check_resamples,
    check_whole,
    compared,
    find_units,
    group_articles,
    no_interval,
    notes_of,
    record,
    seeded,
    unit_name,
    within_note,
)
from coverage_kit.measures.occurrences import evidence_of, find_terms, wordless
from coverage_kit.result import Result, passages_of
from coverage_kit.stats.adjustment import comparable
from coverage_kit.stats.dispersion import dp_norm
from coverage_kit.stats.rankings import log_likelihood, weighted_log_odds
from coverage_kit.stats.ratios import log_ratio_intervals
from coverage_kit.stats.score import q_values, score_test
from coverage_kit.text.function_words import is_function_word
from coverage_kit.text.vocabulary import count_vocabulary

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

PER = 10_000
REST = "the rest"
KEPT = 200  # terms whose passages are kept
COLUMNS = (
    *("term", "estimate", "conf_low", "conf_high", "p_value", "q_value", "p_any", "q_any", "count_a", "count_b"),
    *("rate_a", "rate_b", "range_a", "range_b", "dp_norm", "monroe_z", "g2", "n_articles"),
)

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


class _Texts(NamedTuple):
    """The vocabulary of the articles that are compared."""

    counts: csc_array  # (n_articles, n_terms)
    terms: NDArray[np.object_]
    words: NDArray[np.int64]
    codes: NDArray[np.int64]  # of the groups
    clusters: NDArray[np.int64]
    strata: NDArray[np.int64] | None
    article_ids: NDArray[np.object_]


@of_corpus
def keyness(
    corpus: Corpus,
    a: str | None = None,
    b: str | None = None,
    *,
    by: str = "outlet",
    within: str | None = None,
    max_words: int = 3,
    min_articles: int = 5,
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 2_000,
    rng: int = 0,
) -> Result:
    """Which words and phrases does one outlet use more than another, beyond what chance would do?

    The whole vocabulary is compared. Stories, not words, are the independent observations: a word that fills one story
    is no key term. Marked text is not counted.

    Parameters
    ----------
    corpus : Corpus
        Clean it first. Without stories or copies marked, each article is taken as one observation.
    a, b : str, optional
        The two groups. Without `b`, `a` is compared with the rest; without both, every group is compared with the rest,
        and a second test asks whether any group differs.
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``: key is then what the groups word
        differently in the same stories. Counts and rates are those of what the groups have in common.
    max_words : int
        Longest phrase, in words. Left out are phrases that begin or end with a function word ("of the"), and those that
        stand nowhere but in a longer one.
    min_articles : int
        Terms in fewer of the articles compared are left out.
    cluster : str, optional
        Column that makes the independent units; as in `salience`.
    level : float
        Confidence level of the intervals.
    n_resamples : int
        Resamples of the test, as in `salience`.
    rng : int
        Seed of the resampling.

    Returns
    -------
    Result
        ``table``: a row for each term (and group, if every group is compared), the smallest p-value first:
        ``estimate, conf_low, conf_high`` (log2 of the rate in a over that in b, as in `log_ratios`), ``p_value``,
        ``q_value`` (Benjamini and Hochberg over the vocabulary), ``count_a, count_b, rate_a, rate_b`` (per 10,000
        words), ``range_a, range_b`` (share of articles with the term), ``dp_norm`` (over all articles compared),
        ``n_articles`` (with the term); if every group is compared, ``p_any, q_any``. For comparison with other tools,
        ``monroe_z`` (log-odds with an informative prior) and ``g2`` (signed): rankings of terms, not tests; a p-value
        made from them is wrong by far. ``evidence``: each occurrence of the 200 terms on top.

    Raises
    ------
    CorpusError, ValueError
        If a column or a group is not there, only one group is, or no term stands in enough articles.

    References
    ----------
    Hardie, A. (2014). Log Ratio: an informal introduction. CASS, Lancaster University. Lijffijt, J. et al. (2016).
    Significance testing of word frequencies in corpora. Digital Scholarship in the Humanities 31(2).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> key = ck.keyness(corpus, "Daily Klaxon", "The National Meridian").table
    >>> bool(key["p_value"].is_monotonic_increasing)
    True
    """
    check_level(level)
    check_resamples(n_resamples)
    check_whole("keyness", max_words=max_words, min_articles=min_articles)
    seeded(rng)
    groups = group_articles(corpus, by, taken=COLUMNS)
    units = find_units(corpus, cluster=cluster, within=within)
    sides = _sides(groups, a, b, by=by)
    kept = _compared(sides, units, by=by, within=within)
    texts = _read(corpus, sides, units, kept=kept, max_words=max_words, min_articles=min_articles)
    sizes = {"min_articles": min_articles, "level": level, "n_resamples": n_resamples}
    tables = _tables(texts, None if a else groups, by=by, **sizes, rng=rng)
    table = pd.concat(tables, ignore_index=True)
    if not len(table):
        reason = f"no word stands in {min_articles} of the articles compared"
        raise CorpusError(f"keyness: {reason}. Lower min_articles, or compare larger groups")
    top = dict.fromkeys(term for part in tables for term in part["term"].head(max(KEPT // len(tables), 1)))
    inside = f", within each {within}" if within else ""
    arguments = {"a": a, "b": b, "by": by, "within": within, "max_words": max_words, "cluster": units.name}
    names = (a or f"each {by}", b or REST)
    return Result(
        "keyness",
        table,
        partial(_evidence, corpus, list(top), by=by, article_ids=texts.article_ids),
        params=record(corpus, **arguments, **sizes, rng=rng),
        notes=notes_of(
            corpus,
            *_notes(table, names, unit_name(units.name), level),
            within_note(Groups(sides.names, texts.codes), texts.strata, within),
            *_gaps(table, texts, sides, unit=within or units.name, by=by),
            _without_passages(table, len(top)),
        ),
        articles=corpus.articles,
        figure=partial(
            _draw,
            corpus=corpus,
            examples=_examples(texts, top),
            by=by,
            groups=groups.names,
            names=names,
            title=f"Keyness: {names[0]} against {names[1]}{inside}" if a else f"Keyness by {by}{inside}",
        ),
    )


def _sides(groups: Groups, a: str | None, b: str | None, *, by: str) -> Groups:
    """Return what is compared with what; of two groups, articles of any other are on neither side (-1)."""
    if len(groups.names) < 2:
        raise CorpusError(f"keyness: all articles have the same {by}, '{groups.names[0]}'. A comparison needs two")
    if a is None and b is not None:
        raise CorpusError(f"keyness: '{b}' is given as b, and no a. Give a, the group that is compared with it")
    for name in (a, b):
        if name is not None and name not in groups.names:
            raise CorpusError(f"keyness: there is no {by} '{name}'. There are {quoted(groups.names)}")
    if a is not None and a == b:
        raise CorpusError(f"keyness: '{a}' is compared with itself. Give another {by} as b, or none for the rest")
    if a is None:
        return groups
    others = np.ones(len(groups.codes), np.bool_) if b is None else groups.codes == groups.names.index(b)
    return Groups([a, b or REST], np.where(groups.codes == groups.names.index(a), 0, np.where(others, 1, -1)))


def _compared(sides: Groups, units: Units, *, by: str, within: str | None) -> NDArray[np.bool_]:
    """Tell which articles are compared."""
    kept = sides.codes >= 0
    strata = None if units.strata is None else units.strata[kept]
    kept[kept] = compared(Groups(sides.names, sides.codes[kept]), strata, by=by, within=within)
    return kept


def _read(
    corpus: Corpus, sides: Groups, units: Units, *, kept: NDArray[np.bool_], max_words: int, min_articles: int
) -> _Texts:
    """Count the vocabulary of the articles that are compared."""
    written, unmarked = corpus.articles["text"][kept], np.array(corpus.unmarked_texts(), object)[kept]
    counts, terms, n_words = count_vocabulary(
        zip(written, unmarked, strict=True), max_words=max_words, min_articles=min_articles
    )
    telling = _telling(terms, counts.sum(axis=0))
    return _Texts(
        csc_array(counts)[:, telling],
        np.array(terms, object)[telling],
        n_words,
        sides.codes[kept],
        units.clusters[kept],
        None if units.strata is None else units.strata[kept],
        corpus.articles["article_id"].to_numpy()[kept],
    )


def _telling(terms: list[str], totals: NDArray[np.int64]) -> list[int]:
    """Choose terms that can be key: no numbers or signs, no phrase from or to a function word ("of the").

    Nor a phrase that stands nowhere but in a longer one: it would say the same again.
    """
    total = dict(zip(terms, totals.tolist(), strict=True))
    chosen = {}
    for number, term in enumerate(terms):
        words = term.split(" ")
        open_ended = len(words) > 1 and any(map(is_function_word, (words[0], words[-1])))
        signs = not all(map(_LETTER_OR_DIGIT.search, words))
        if not open_ended and not signs and any(character.isalpha() for character in term):
            chosen[term] = number
    for term in [term for term in chosen if term.count(" ") > 1]:
        for shorter in (term.rpartition(" ")[0], term.partition(" ")[2]):
            if total[shorter] == total[term]:
                chosen.pop(shorter, None)
    return list(chosen.values())


def _tables(
    texts: _Texts, groups: Groups | None, *, by: str, n_resamples: int, rng: int, **sizes: Any
) -> list[pd.DataFrame]:
    """Compare the first side with the second; or, if there are groups, each of them with the rest."""
    if groups is None:
        side = (texts.codes > 0).astype(np.int64)
        return [_compare(texts, side, n_resamples=n_resamples, rng=seeded(rng), **sizes)]
    whole, tables = _any_differs(texts, n_resamples, seeded(rng)), []
    for code in np.unique(texts.codes):
        side = (texts.codes != code).astype(np.int64)
        table = _compare(texts, side, n_resamples=n_resamples, rng=seeded(rng), **sizes).join(whole, on="term")
        table.insert(1, by, groups.names[code])
        tables.append(table)
    return tables


def _compare(
    texts: _Texts,
    side: NDArray[np.int64],
    *,
    min_articles: int,
    level: float,
    n_resamples: int,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Compare two sides, term by term."""
    kept = np.ones(len(side), np.bool_) if texts.strata is None else comparable(side, texts.strata)
    counts = texts.counts[kept] if not kept.all() else texts.counts
    held = np.flatnonzero(np.diff(counts.indptr) >= min_articles)
    counts, words, side = counts[:, held], texts.words[kept], side[kept]
    design = {
        "clusters": texts.clusters[kept],
        "strata": None if texts.strata is None else texts.strata[kept],
    }
    ratios = log_ratio_intervals(counts, words, side, **design, level=level)
    p_value = score_test(counts, words, side, **design, n_resamples=n_resamples, rng=rng)
    parts = [counts[side == code] for code in (0, 1)]
    count_a, count_b = (part.sum(axis=0) for part in parts)
    total = (words[side == 0].sum(), words[side == 1].sum())
    table = pd.DataFrame(
        {
            "term": texts.terms[held],
            "estimate": ratios.estimate,
            "conf_low": ratios.low,
            "conf_high": ratios.high,
            "p_value": p_value,
            "q_value": q_values(p_value),
            "count_a": count_a,
            "count_b": count_b,
            "rate_a": count_a / max(total[0], 1) * PER,
            "rate_b": count_b / max(total[1], 1) * PER,
            "range_a": np.diff(parts[0].indptr) / max(parts[0].shape[0], 1),
            "range_b": np.diff(parts[1].indptr) / max(parts[1].shape[0], 1),
            "dp_norm": dp_norm(counts, words),
            "monroe_z": weighted_log_odds(count_a, count_b, words=total),
            "g2": log_likelihood(count_a, count_b, words=total),
            "n_articles": np.diff(counts.indptr),
        }
    )
    order = np.lexsort((-table["g2"].abs(), table["p_value"]))
    return table.iloc[order].reset_index(drop=True)


def _any_differs(texts: _Texts, n_resamples: int, rng: np.random.Generator) -> pd.DataFrame:
    """Test whether any group differs, term by term."""
    p_value = score_test(
        texts.counts,
        texts.words,
        texts.codes,
        clusters=texts.clusters,
        strata=texts.strata,
        n_resamples=n_resamples,
        rng=rng,
    )
    return pd.DataFrame({"p_any": p_value, "q_any": q_values(p_value)}, pd.Index(texts.terms, name="term"))


def _notes(table: pd.DataFrame, names: tuple[str, str], unit: str, level: float) -> Iterator[str]:
    found = (table["q_value"] < 0.05).sum()
    yield (
        f"Log2 of the rate in {names[0]} over that in {names[1]}, {len(table):,} rows; {level:.0%} intervals and "
        f"the test take each {unit} as one observation. {found:,} have a q-value below .05."
    )
    yield "monroe_z and g2 take every word as an independent observation: they rank terms and are no tests."


def _gaps(table: pd.DataFrame, texts: _Texts, sides: Groups, *, unit: str, by: str) -> Iterator[str | None]:
    """Say in words which comparisons have no interval, and which groups no rate, and why."""
    yield wordless(texts.words, Groups(sides.names, texts.codes))
    rows = table[table["estimate"].notna() & table["conf_low"].isna()]
    names = rows[by].unique().tolist() if by in rows else [f"{sides.names[0]} and {sides.names[1]}"]
    yield no_interval(names if len(rows) else [], unit)


def _without_passages(table: pd.DataFrame, kept: int) -> str | None:
    if kept == table["term"].nunique():
        return None
    return f"Passages are kept for the {kept:,} terms on top; kwic(corpus, term) shows those of any other."


def _evidence(corpus: Corpus, terms: list[str], *, by: str, article_ids: NDArray[np.object_]) -> pd.DataFrame:
    """Find the terms in the articles that were compared."""
    corpus = corpus.filter(article_id=article_ids)
    return evidence_of(corpus, find_terms(corpus, terms), group_articles(corpus, by, taken=COLUMNS), by=by)


def _examples(texts: _Texts, terms: Iterable[str]) -> dict[str, str]:
    """Choose an article for each term: the one that uses it most often."""
    column = {term: number for number, term in enumerate(texts.terms)}
    found = {}
    for term in terms:
        part = slice(*texts.counts.indptr[column[term] : column[term] + 2])
        found[term] = texts.article_ids[texts.counts.indices[part][texts.counts.data[part].argmax()]]
    return found


def _draw(table: pd.DataFrame, *, corpus: Corpus, examples: dict[str, str], by: str, **options: Any) -> "Figure":
    """Draw the table, with a passage for each term on top."""
    found = _evidence(corpus, list(examples), by=by, article_ids=np.array(list(examples.values()), object))
    first = found[found["article_id"] == found["term"].map(examples)].drop_duplicates("term")
    passages = dict(zip(first["term"], passages_of(corpus.articles, first), strict=True))
    return plot_keyness(table, by=by, passages=passages, **options)
