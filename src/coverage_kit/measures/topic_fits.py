"""Fitting a topic model to a corpus."""

from collections.abc import Mapping, Sequence
from functools import partial
from numbers import Integral
from typing import Any

import numpy as np

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.measures.design import check_whole, record, seeded
from coverage_kit.measures.topic_models import TopicModel, digests_of
from coverage_kit.measures.topic_vocabulary import (
    TooLittleText,
    anchors_of,
    different_texts,
    pairs_of,
    resampling_units,
    vocabulary_of,
    weights_of_part,
)
from coverage_kit.stats.topic_quality import halves, refit_stability
from coverage_kit.text.terms import parse_terms
from coverage_kit.text.topic_engines import fit
from coverage_kit.text.topic_terms import describe

Seeds = Mapping[str, Sequence[str]]


@of_corpus
def fit_topics(
    corpus: Corpus,
    *,
    n_topics: int | None = None,
    engine: Any = "nmf",
    seeds: Seeds | None = None,
    n_refits: int = 10,
    rng: int | np.random.Generator = 0,
) -> TopicModel:
    """Fit a topic model, to compare outlets with (`topics`), to read other articles with, or to save.

    The same corpus and the same seed give the same topics, on one processor core or many. Few or uniform articles have
    fewer topics than asked for.

    Parameters
    ----------
    corpus : Corpus
        Clean it first: an outlet's furniture makes a topic of its own.
    n_topics : int, optional
        Default: the square root of half the number of articles, 2 to 20. A starting point: see `topic_quality`.
    engine : {"nmf", "lsa-kmeans"} or a decomposition of scikit-learn
        ``"nmf"``: non-negative matrix factorisation of tf-idf, in which an article can have several topics.
        ``"lsa-kmeans"``: groups of like articles, one topic each. Of a decomposition of scikit-learn, such as
        ``LatentDirichletAllocation(10)``, the own number is the default of `n_topics`.
    seeds : mapping of str to list of str, optional
        Topics to look for: a name, and some of its words, with wildcards if wanted: ``{"sanctions": ["sanction*",
        "embargo"]}``. They count among `n_topics`; the others are free. With ``"nmf"`` only.
    n_refits : int
        Refits on random halves of the articles, by which `TopicModel.stability` is told; 0 saves the time.
    rng : int or numpy.random.Generator
        Seed of the random numbers.

    Returns
    -------
    TopicModel

    Raises
    ------
    ValueError
        If there is too little text, `n_topics` is not between 2 and half the number of articles, or a seed's words
        stand in too few articles.

    References
    ----------
    Lee, D. D. and Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization. Nature 401.
    Rohe, K. and Zeng, M. (2023). Vintage factor analysis with varimax performs statistical inference. JRSS B 85(4).

    Examples
    --------
    >>> import coverage_kit as ck
    >>> model = ck.fit_topics(ck.clean(ck.datasets.load_summit()), n_topics=6, seeds={"sanctions": ["sanction*"]})
    >>> "sanctions" in model.names
    True
    """
    try:
        return _fit(corpus, n_topics=n_topics, engine=engine, seeds=seeds, n_refits=n_refits, rng=rng)
    except TooLittleText as reason:
        raise TooLittleText(f"fit_topics: no topics: {reason}. Add articles") from None


def _fit(
    corpus: Corpus,
    *,
    n_topics: int | None,
    engine: Any,
    seeds: Seeds | None,
    n_refits: int,
    rng: int | np.random.Generator,
) -> TopicModel:
    seed = int(rng) if isinstance(rng, Integral) else int(seeded(rng).integers(2**31))
    if isinstance(engine, TopicModel):
        raise ValueError(f"engine: {engine!r} is fitted already. Compare outlets with it: topics(corpus, engine=model)")
    seeds = {} if seeds is None else seeds
    if not isinstance(seeds, Mapping):
        raise ValueError(f"seeds: {seeds!r} gives topics no names. Write {{'name': ['word', ...]}}")
    if not isinstance(n_refits, Integral) or isinstance(n_refits, bool) or n_refits < 0:
        raise ValueError(f"fit_topics: n_refits is {n_refits!r}. Give a whole number, 0 for none")
    asked_for = parse_terms(seeds) if seeds else []
    counts, vocabulary = vocabulary_of(corpus, seeds=asked_for)
    n_articles = len(corpus)
    if n_topics is None:
        own = getattr(engine, "n_components", None)
        n_topics = own if isinstance(own, Integral) else default_number(n_articles)
    check_whole("topics", n_topics=n_topics)
    if n_topics not in range(2, n_articles // 2 + 1):
        raise ValueError(f"n_topics: {n_topics} does not suit {n_articles} articles. Choose 2 to {n_articles // 2}")
    columns = anchors_of(asked_for, vocabulary)
    refit = partial(fit, n_topics=n_topics, engine=engine, seeds=list(columns.values()), rng=seed)
    fitted = refit(counts)
    parts = halves(resampling_units(corpus, n_topics).clusters, n_refits, rng=seed)
    refits = [weights_of_part(counts, kept, refit) for kept in parts]
    made_by = engine if isinstance(engine, str) else " ".join(repr(engine).split())
    arguments = {"n_topics": int(n_topics), "engine": made_by, "n_refits": int(n_refits)}
    arguments["seeds"] = {term.name: list(term.written) for term in asked_for}
    arguments["seed_words"] = {name: [vocabulary[n] for n in numbers] for name, numbers in columns.items()}
    return TopicModel(
        fitted,
        vocabulary,
        terms=describe(fitted, vocabulary, texts=pairs_of(corpus), read=different_texts(corpus), seeds=columns),
        digests=digests_of(corpus),
        stability=refit_stability(fitted.weights, refits) if refits else np.full(len(fitted.weights), np.nan),
        params=record(corpus, **arguments, rng=seed),
    )


def model_of(
    corpus: Corpus, *, n_topics: int | None, engine: Any, seeds: Seeds | None, rng: int | np.random.Generator
) -> TopicModel:
    """Return the model that was handed in, or fit one."""
    if not isinstance(engine, TopicModel):
        return _fit(corpus, n_topics=n_topics, engine=engine, seeds=seeds, n_refits=10, rng=rng)
    if n_topics is not None or seeds is not None:
        raise ValueError(
            "engine: the model is fitted already. Leave out n_topics and seeds, or give them to fit_topics"
        )
    return engine


def default_number(n_articles: int) -> int:
    """Return the number of topics to begin with.

    >>> default_number(63), default_number(2_000)
    (6, 20)
    """
    return min(20, max(2, round((n_articles / 2) ** 0.5)))
