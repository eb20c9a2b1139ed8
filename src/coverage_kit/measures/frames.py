"""Frames: which generic frames each outlet puts a story in, by the words of its sentences."""

from collections.abc import Iterable
from functools import partial
from numbers import Real
from typing import get_args

import numpy as np
import pandas as pd
from scipy.sparse import csc_array

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.measures.attributions import NOBODY, find_heard, innermost
from coverage_kit.measures.design import notes_of, record
from coverage_kit.measures.occurrences import Voice
from coverage_kit.measures.shares import ESTIMATES, TESTS, Kinds, compare_shares, gaps, plan_comparison, untested
from coverage_kit.result import Result
from coverage_kit.text.frames import Entry, FrameFinder, generic_frames
from coverage_kit.text.sentences import sentence_spans
from coverage_kit.text.tokens import find_words

NO_CUE = "no cue"
MOSTLY = 0.5  # of a sentence's words, from which it counts as attributed
BY_WORDS = (
    "Frames are told by single words and phrases, and are often wrong sentence by sentence; docs/validation.md tells "
    "how often."
)
COLUMNS = ("frame", *ESTIMATES, *TESTS, "n_sentences", "n_articles", "n_shared", "pattern", "cue", "voice")


@of_corpus
def frames(
    corpus: Corpus,
    lexicon: pd.DataFrame | Iterable[tuple[str, str, float]] | None = None,
    *,
    by: str = "outlet",
    within: str | None = None,
    voice: Voice | None = None,
    cluster: str | None = None,
    level: float = 0.95,
    n_resamples: int = 9_999,
    rng: int | np.random.Generator = 0,
) -> Result:
    """Which frames does each outlet use: what share of its sentences speaks of money, conflict, law, people?

    Each sentence has the frame whose cue words weigh most in it, or none. A lexicon sees words, not meaning; read the
    passages, and look how large the share without a cue is.

    Parameters
    ----------
    corpus : Corpus
        Clean it first: marked text is not read.
    lexicon : DataFrame, or rows of (pattern, category, weight), optional
        As `load_lexicon` returns it; the cues of a category must weigh 1 together in a sentence. By default our own
        generic frames, after Boydstun et al. (2014) and Semetko and Valkenburg (2000).
    by : str
        Column of `corpus.articles` that makes the groups; articles without a value are one, "(missing)".
    within : str, optional
        Column whose values are compared one by one, for instance ``"story"``; as in `salience`.
    voice : {"own", "attributed"}, optional
        Only sentences of which at least half the words are attributed to somebody, or only the others.
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
        ``table``: a row for each frame and group, and for "no cue": ``estimate, conf_low, conf_high`` (share of the
        group's sentences), ``p_value, q_value`` (one share in all groups?), ``n_sentences``, ``n_articles``; with
        `within` also ``n_shared``. ``evidence``: each cue of the frame that its sentence has.

    Raises
    ------
    CorpusError, ValueError
        If a column or a voice is not there.

    References
    ----------
    Boydstun, A. E. et al. (2014). Tracking the development of media frames within and across policy issues. APSA.
    Semetko, H. A. and Valkenburg, P. M. (2000). Framing European politics. Journal of Communication 50(2).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> framed = ck.frames(ck.clean(ck.datasets.load_summit())).table
    >>> framed.groupby("outlet")["estimate"].sum().round(6).unique().tolist()
    [1.0]
    """
    if voice not in (None, *get_args(Voice)):
        raise ValueError(f"voice: '{voice}' is not known. Choose 'own' or 'attributed', or leave it out for both")
    comparison = plan_comparison(
        corpus, by=by, within=within, cluster=cluster, level=level, n_resamples=n_resamples, rng=rng, taken=COLUMNS
    )
    entries = generic_frames() if lexicon is None else _entries(lexicon)
    finder = FrameFinder(entries)
    sentences, cues = (frame[comparison.kept[frame["article"]]] for frame in _find(corpus, finder))
    if voice is not None:
        sentences, cues = (frame[frame["voice"] == voice] for frame in (sentences, cues))
    kinds = _count(sentences, finder.categories, n_articles=len(corpus))
    table = compare_shares(kinds, comparison)
    article = cues["article"].to_numpy(np.int64)
    evidence = cues.assign(article_id=corpus.articles["article_id"].to_numpy()[article])
    evidence[by] = comparison.group_names(article)
    what = {None: "", "own": " in the outlet's own voice", "attributed": " attributed to others"}[voice]
    inside = f", within each {within}" if within else ""
    arguments = {"lexicon": "generic frames" if lexicon is None else [tuple(row) for row in entries], "by": by}
    arguments |= {"within": within, "voice": voice, "cluster": comparison.units.name, "level": level}
    return Result(
        "frames",
        table,
        evidence[["frame", by, "article_id", "pattern", "voice", "start", "end"]].reset_index(drop=True),
        params=record(corpus, **arguments, n_resamples=n_resamples, rng=str(rng)),
        notes=notes_of(
            corpus,
            *comparison.notes(f"sentences{what}"),
            *gaps(table, comparison, f"no sentence{what} is left"),
            untested(table, comparison),
            BY_WORDS,
        ),
        articles=corpus.articles,
        figure=partial(
            plot_intervals,
            by=by,
            panel="frame",
            groups=comparison.groups.names,
            title=f"Frames by {by}{',' * bool(what)}{what}{inside}",
            unit="share of sentences",
            max_panels=12,
        ),
    )


def _entries(lexicon: pd.DataFrame | Iterable[tuple[str, str, float]]) -> list[Entry]:
    """Return the rows of a user's lexicon, checked."""
    if isinstance(lexicon, pd.DataFrame):
        missing = [name for name in Entry._fields if name not in lexicon]
        if missing:
            there = ", ".join(map(str, lexicon.columns))
            raise ValueError(f"lexicon: there is no column '{missing[0]}', only {there}. Give it that column")
        lexicon = lexicon[list(Entry._fields)].itertuples(index=False, name=None)
    entries = []
    for row in lexicon:
        if isinstance(row, str) or len(row) != 3:
            raise ValueError(f"lexicon: {row!r} is no pattern, category and weight. Write ('tax*', 'money', 1)")
        entry = Entry(*row)
        if entry.category == NO_CUE:
            raise ValueError(f"lexicon: a category is called '{NO_CUE}', as what has no cue is. Give it another name")
        if not (isinstance(entry.weight, Real) and 0 <= entry.weight < float("inf")):
            raise ValueError(f"lexicon: {entry.weight!r}, the weight of '{entry.pattern}', is not a number from 0 up")
        entries.append(entry)
    if not entries:
        raise ValueError("lexicon: it is empty. Give at least one row, such as ('tax*', 'money', 1)")
    return entries


def _find(corpus: Corpus, finder: FrameFinder) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return each sentence with its frame and voice, and the cues of that frame."""
    heard = {article: part["content_spans"].tolist() for article, part in find_heard(corpus).groupby("article")}
    texts = zip(corpus.articles["text"], corpus.derived(Corpus.unmarked_texts), strict=True)
    sentences, cues = [], []
    for article, (text, unmarked) in enumerate(texts):
        spans = sentence_spans(unmarked)
        found = finder.cues(text, unmarked)
        framed = finder.frames(found, spans)
        voices = _voices(unmarked, spans, heard.get(article, ()))
        sentences += [(article, frame or NO_CUE, voice) for frame, voice in zip(framed, voices, strict=True)]
        starts = [start for start, _ in spans]
        for cue, place in zip(
            found, np.searchsorted(starts, [cue.start for cue in found], side="right") - 1, strict=True
        ):
            if place >= 0 and framed[place] == cue.frame:
                cues.append((article, cue.frame, cue.pattern, voices[place], cue.start, cue.end))
    return (
        pd.DataFrame(sentences, columns=["article", "frame", "voice"]),
        pd.DataFrame(cues, columns=["article", "frame", "pattern", "voice", "start", "end"]),
    )


def _voices(text: str, spans: list[tuple[int, int]], contents: Iterable) -> list[str]:
    """Tell in whose voice most words of each sentence stand."""
    places = np.array([word.start for word in find_words(text)], np.int64)
    attributed = np.concatenate([[0], np.cumsum(innermost(places, list(contents)) != NOBODY)])
    ends = np.searchsorted(places, np.array(spans, np.int64).reshape(-1, 2))
    number = attributed[ends[:, 1]] - attributed[ends[:, 0]]
    share = number / np.maximum(ends[:, 1] - ends[:, 0], 1)
    return np.where(share >= MOSTLY, "attributed", "own").tolist()


def _count(sentences: pd.DataFrame, categories: list[str], *, n_articles: int) -> Kinds:
    """Count sentences by article and frame, the most frequent frame first and "no cue" last."""
    sizes = sentences["frame"].value_counts()
    names = [*sorted(categories, key=lambda name: -sizes.get(name, 0)), NO_CUE]
    column = sentences["frame"].map({name: number for number, name in enumerate(names)}).to_numpy(np.int64)
    places = (sentences["article"].to_numpy(np.int64), column)
    counts = csc_array((np.ones(len(sentences)), places), shape=(n_articles, len(names)))
    return Kinds("frame", names, counts, counts.sum(axis=1), {"n_sentences": counts})
