"""Topics: which agenda each outlet set."""

import warnings
from functools import partial
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from coverage_kit.corpus import Corpus
from coverage_kit.figures.intervals import plot_intervals
from coverage_kit.measures.design import (
    Groups,
    cells_of,
    check_level,
    cluster_articles,
    group_articles,
    notes_of,
    record,
    without_interval,
)
from coverage_kit.result import Result
from coverage_kit.stats.intervals import share_intervals
from coverage_kit.text.sentences import sentence_spans
from coverage_kit.text.tokens import WORD, normalise

FEWEST_ARTICLES = 15  # below this, topics are single articles under another name
FEWEST_USES = 3  # articles a word must stand in; words of one or two articles make topics of single articles
# Titles and the plainest reporting verbs: they tell outlets' house styles apart, not subjects.
HOUSE_WORDS = {"mr", "mrs", "ms", "dr", "say", "says", "said", "saying", "told"}
LABEL_TERMS = 3
TOPIC_TERMS = 10
PASSAGES = 5
COLUMNS = ("number", "topic", "terms", "estimate", "conf_low", "conf_high", "n_articles")


class TooLittleText(ValueError):
    """The corpus has too little text for topics; the message says what is missing."""


class Model(NamedTuple):
    """A fitted model, topics in canonical order: the largest first."""

    shares: NDArray[np.float64]  # (n_articles, n_topics); rows sum to 1, NaN where no topic applies
    weights: NDArray[np.float64]  # (n_topics, n_terms); rows sum to 1
    terms: NDArray[np.object_]
    vectorizer: object
    converged: bool


def topics(
    corpus: Corpus,
    *,
    n_topics: int | None = None,
    by: str = "outlet",
    cluster: str | None = None,
    level: float = 0.95,
    rng: int = 0,
) -> Result:
    """Which topics does the coverage have, and how large is each in each outlet?

    Non-negative matrix factorisation of sublinear tf-idf, started from the singular vectors: the same corpus and the
    same seed give the same topics.

    Parameters
    ----------
    corpus : Corpus
        Clean it first: an outlet's furniture makes a topic of its own.
    n_topics : int, optional
        Default: the square root of half the number of articles, 2 to 20. A starting point, not a finding: try others.
    by : str
        Column of `corpus.articles` that makes the groups.
    cluster : str, optional
        Column that makes the independent units; as in `salience`.
    level : float
        Confidence level of the intervals.
    rng : int
        Seed.

    Returns
    -------
    Result
        ``table``: a row for each topic and group: its ``number`` (1 is the largest), ``topic`` (its three strongest
        words), ``terms`` (its ten), ``estimate, conf_low, conf_high`` (mean topic share of the group's articles:
        normalised weights, not probabilities), ``n_articles``. ``evidence``: each topic's most typical sentence in the
        articles where it is largest. With fewer than 15 articles, or too few common words, the table is empty and a
        note says why.

    Raises
    ------
    CorpusError, ValueError
        If a column is not there, or `n_topics` is not between 2 and half the number of articles.

    References
    ----------
    Lee, D. D. and Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization. Nature 401.
    Boutsidis, C. and Gallopoulos, E. (2008). SVD based initialization. Pattern Recognition 41(4).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> found = ck.topics(ck.clean(ck.datasets.load_summit()), n_topics=3)
    >>> found.table.groupby("outlet")["estimate"].sum().round(6).unique().tolist()
    [1.0]
    """
    number = len(corpus)
    chosen = min(20, max(2, round((number / 2) ** 0.5))) if n_topics is None else n_topics
    check_level(level)
    groups = group_articles(corpus, by, taken=COLUMNS)
    unit, clusters = cluster_articles(corpus, cluster)
    params = record(corpus, n_topics=chosen, by=by, cluster=unit, level=level, rng=rng)
    draw = partial(
        plot_intervals,
        by=by,
        panel="topic",
        groups=groups.names,
        title=f"Topics by {by}",
        unit="share of text, mean of articles",
    )
    texts = corpus.unmarked_texts()
    try:
        model = _fit(texts, chosen, rng)
    except TooLittleText as reason:
        table = pd.DataFrame(columns=[*COLUMNS[:3], by, *COLUMNS[3:]])
        evidence = pd.DataFrame(columns=["number", "topic", by, "article_id", "start", "end"])
        notes = notes_of(corpus, f"No topics: {reason}.")
        return Result("topics", table, evidence, params=params, notes=notes, articles=corpus.articles, figure=draw)
    return Result(
        "topics",
        _shares(model, groups, clusters, by=by, level=level),
        _typical_sentences(model, texts, corpus.articles["article_id"].tolist(), groups, by),
        params=params,
        notes=notes_of(
            corpus,
            "A topic share is the normalised weight of the factorisation, averaged over articles.",
            None
            if model.converged
            else "The factorisation had not settled after 1,000 rounds: take the topics as a sketch.",
            without_interval(groups, clusters, unit),
            _unassigned(model),
        ),
        articles=corpus.articles,
        figure=draw,
    )


def _fit(texts: list[str], n_topics: int, rng: int) -> Model:
    number = len(texts)
    if number < FEWEST_ARTICLES:
        raise TooLittleText(f"they need at least {FEWEST_ARTICLES} articles, and the corpus has {number}")
    if n_topics not in range(2, number // 2 + 1):
        raise ValueError(f"n_topics: {n_topics} does not suit {number} articles. Choose 2 to {number // 2}")
    return fit_model(texts, int(n_topics), rng)


def fit_model(texts: list[str], n_topics: int, rng: int) -> Model:
    """Fit the factorisation and put its topics in order: by size, the largest first."""
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
    from threadpoolctl import threadpool_limits

    vectorizer = TfidfVectorizer(
        preprocessor=normalise,
        token_pattern=WORD.pattern,
        stop_words=sorted(ENGLISH_STOP_WORDS | HOUSE_WORDS),
        sublinear_tf=True,
        min_df=max(FEWEST_USES, len(texts) // 200),
        max_df=0.5,
    )
    try:
        weighted = vectorizer.fit_transform(texts)
    except ValueError as error:
        raise TooLittleText("no word stands in three articles but in no more than half of them") from error
    if weighted.shape[1] < n_topics:
        raise TooLittleText(f"{weighted.shape[1]} usable words are too few for {n_topics} topics")
    # One thread and a fixed seed: the last bits would differ between thread counts.
    with threadpool_limits(1), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", ConvergenceWarning)
        factors = NMF(n_topics, init="nndsvd", random_state=rng, max_iter=1_000)
        loadings = factors.fit_transform(weighted)
    found = (factors.components_.sum(axis=1) > 0) & (loadings.sum(axis=0) > 0)  # of few texts, fewer topics
    components, loadings = factors.components_[found], loadings[:, found]
    weights = components / components.sum(axis=1, keepdims=True)
    loadings = loadings * components.sum(axis=1)
    total = loadings.sum(axis=1, keepdims=True)
    shares = np.divide(loadings, total, out=np.full_like(loadings, np.nan), where=total > 0)
    order = np.lexsort((np.arange(len(components)), -np.nanmean(shares, axis=0).round(9)))
    names = vectorizer.get_feature_names_out()
    return Model(shares[:, order], weights[order], names, vectorizer, not caught)


def strongest_terms(model: Model, number: int) -> list[list[str]]:
    """Return each topic's strongest terms; ties in the order of the alphabet."""
    return [[model.terms[i] for i in np.lexsort((model.terms, -row.round(9)))[:number]] for row in model.weights]


def topic_names(model: Model) -> list[str]:
    """Return a name for each topic, of as many of its strongest terms as tell it from the others."""
    names: list[str] = []
    for number in range(LABEL_TERMS, TOPIC_TERMS + 1):
        names = [", ".join(terms) for terms in strongest_terms(model, number)]
        if len(set(names)) == len(names):
            break
    return names


def _shares(model: Model, groups: Groups, clusters: NDArray[np.int64], *, by: str, level: float) -> pd.DataFrame:
    cells, known = cells_of(groups, clusters), ~np.isnan(model.shares).any(axis=1)
    tables = []
    names = topic_names(model)
    for topic, terms in enumerate(strongest_terms(model, TOPIC_TERMS)):
        held = np.where(known, model.shares[:, topic], 0)
        shares = share_intervals(cells.sum(held), cells.sum(known), cells.group, level=level, fractional=True)
        columns = {
            "number": topic + 1,
            "topic": names[topic],
            "terms": ", ".join(terms),
            by: groups.names,
            "estimate": shares.estimate,
            "conf_low": shares.low,
            "conf_high": shares.high,
            "n_articles": np.bincount(groups.codes, known).astype(np.int64),
        }
        tables.append(pd.DataFrame(columns))
    return pd.concat(tables, ignore_index=True)


def _typical_sentences(model: Model, texts: list[str], article_ids: list[str], groups: Groups, by: str) -> pd.DataFrame:
    """Return, for the articles where a topic is largest, the sentence whose words speak most for it."""
    rows = []
    for topic, name in enumerate(topic_names(model)):
        held = np.nan_to_num(model.shares[:, topic]).round(9)
        for number in np.argsort(-held, kind="stable")[: min(PASSAGES, int((held > 0).sum()))]:
            spans = sentence_spans(texts[number])
            weighted = model.vectorizer.transform([texts[number][start:end] for start, end in spans])
            start, end = spans[int(np.argmax((weighted @ model.weights[topic]).round(9)))]
            rows.append((topic + 1, name, groups.names[groups.codes[number]], article_ids[number], start, end))
    return pd.DataFrame(rows, columns=["number", "topic", by, "article_id", "start", "end"])


def _unassigned(model: Model) -> str | None:
    number = int(np.isnan(model.shares).any(axis=1).sum())
    return f"{number} articles share no word with any topic and are left out of the means." if number else None
