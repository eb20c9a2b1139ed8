"""Topic models of a corpus: fit one, read other articles with it, save it."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import blake2b
from os import PathLike
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from coverage_kit.corpus import Corpus, check_corpus
from coverage_kit.measures.design import record
from coverage_kit.measures.topic_vocabulary import (
    count_words_of,
    different_texts,
    pairs_of,
)
from coverage_kit.text.topic_engines import ENGINES, Fitted, normalised, shares_of
from coverage_kit.text.topic_terms import describe

FORMAT = "coverage_kit topics 1"  # of saved models


class TopicModel:
    """A fitted topic model: which words its topics are made of, and how much of each an article has.

    Made by `fit_topics`, `load_topics` or `TopicModel.from_arrays`; it does not change.

    Parameters
    ----------
    fitted : Fitted
        Weights and shares.
    vocabulary : list of str
        The words that the weights stand for.
    terms : DataFrame
        ``number, topic, term, weight, relevance``: the terms of each topic, the most telling first.
    digests : list of str
        A digest of each article, in the order of the shares: by it the model knows an article again.
    stability : array of shape (n_topics,)
        How many of its strongest terms each topic has again in half of the articles, from 0 to 1; NaN if not asked.
    params : dict
        How the model was made, and the fingerprint of the corpus.

    Returns
    -------
    TopicModel
        With ``terms``, ``names``, ``params``; ``shares(corpus)`` and ``save(path)``.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> model = ck.fit_topics(corpus, n_topics=4)
    >>> model
    TopicModel(nmf: 4 topics of 63 articles)
    >>> model.shares(corpus).sum(axis=1).round(6).unique().tolist()
    [1.0]
    """

    __slots__ = ("_digests", "_fitted", "_params", "_stability", "_terms", "_vocabulary")

    def __init__(
        self,
        fitted: Fitted,
        vocabulary: list[str],
        *,
        terms: pd.DataFrame,
        digests: list[str],
        stability: ArrayLike,
        params: dict[str, Any],
    ) -> None:
        self._fitted, self._vocabulary, self._terms = fitted, vocabulary, terms
        self._digests, self._stability, self._params = digests, np.asarray(stability, float), params

    @classmethod
    def from_arrays(
        cls,
        corpus: Corpus,
        *,
        shares: ArrayLike,
        weights: ArrayLike,
        vocabulary: Sequence[str],
        names: Sequence[str] | None = None,
    ) -> "TopicModel":
        """Take over a model that another library fitted to the same articles, such as tomotopy, stm or topica.

        Parameters
        ----------
        corpus : Corpus
            The articles, in the order of `shares`.
        shares : array of shape (n_articles, n_topics)
            How much of each topic an article has, not below zero; nothing, or NaN, of all where it has none.
        weights : array of shape (n_topics, n_terms)
            How much of each term a topic has, not below zero, and something of one at least.
        vocabulary : list of str, of length n_terms
            The terms, in lower case, words of a phrase with a blank between them: else they are not found in the texts.
        names : list of str, of length n_topics, optional
            What to call the topics. Default: three of their terms.

        Returns
        -------
        TopicModel
            With its topics in order, the largest first. It cannot read other articles.
        """
        check_corpus(corpus, "from_arrays")
        shares, weights, vocabulary = np.asarray(shares, float), np.asarray(weights, float), list(vocabulary)
        if shares.ndim == 2:
            shares = np.where(np.isnan(shares).all(axis=1, keepdims=True), 0.0, shares)
        expected = {"shares": (len(corpus), len(weights)), "weights": (len(weights), len(vocabulary))}
        for name, array in (("shares", shares), ("weights", weights)):
            if array.shape != expected[name]:
                raise ValueError(
                    f"{name}: the array has the shape {array.shape}, not {expected[name]}, as there are {len(corpus)} "
                    f"articles, {len(weights)} topics and {len(vocabulary)} terms. Give all articles, in their order"
                )
            if not (np.isfinite(array).all() and (array >= 0).all()):
                raise ValueError(f"{name}: there are numbers below zero, or none. Give shares and weights from 0 on")
        if not (used := weights.any(axis=1)).all():
            raise ValueError(f"weights: row {used.argmin()} has no term. Leave the topic out, there and in the shares")
        for term, times in Counter(vocabulary).items():
            if not isinstance(term, str) or times > 1:
                raise ValueError(f"vocabulary: {term!r} is no word, or is there twice. Give words that differ")
        shares, weights = normalised(shares), normalised(weights)
        order = np.argsort(-np.nansum(shares, axis=0).round(9), kind="stable")
        fitted = Fitted("arrays", weights[order], shares[:, order], {}, settled=True, seeded=np.full(len(order), -1))
        terms = describe(fitted, vocabulary, texts=pairs_of(corpus), read=different_texts(corpus))
        params, unknown = record(corpus, engine="arrays"), np.full(len(order), np.nan)
        model = cls(fitted, vocabulary, terms=terms, digests=digests_of(corpus), stability=unknown, params=params)
        if names is None:
            return model
        if len(names) != len(order):
            raise ValueError(f"names: there are {len(names)} for {len(order)} topics. Give each topic one")
        return model.rename({number: names[column] for number, column in enumerate(order.tolist(), 1)})

    @property
    def terms(self) -> pd.DataFrame:
        """The terms of each topic, the most telling first: ``number, topic, term, weight, relevance``.

        Terms are counted in lower case, and given here as the articles mostly write them.
        """
        return self._terms.copy(deep=False)

    @property
    def names(self) -> list[str]:
        """What each topic is called, the largest first."""
        return self._terms.drop_duplicates("number")["topic"].tolist()

    @property
    def stability(self) -> NDArray[np.float64]:
        """How many of its strongest terms each topic has again in half of the articles, from 0 to 1 (n_topics,)."""
        return self._stability.copy()

    @property
    def digests(self) -> list[str]:
        """What tells the articles that the model was fitted to from all others."""
        return list(self._digests)

    @property
    def params(self) -> dict[str, Any]:
        """How the model was made, the version of the library and the fingerprint of the corpus."""
        return dict(self._params)

    @property
    def fitted(self) -> Fitted:
        """The arrays: ``weights`` (n_topics, n_terms), ``shares`` (n_articles, n_topics)."""
        return self._fitted

    @property
    def vocabulary(self) -> list[str]:
        """The words that the weights stand for."""
        return list(self._vocabulary)

    def shares(self, corpus: Corpus) -> pd.DataFrame:
        """Return how much of each topic each article has; also of a corpus that the model was not fitted to.

        Parameters
        ----------
        corpus : Corpus
            Cleaned in the same way.

        Returns
        -------
        DataFrame
            A row for each article (its index is ``article_id``), a column for each topic. Rows sum to 1; an article
            that shares no word with any topic has none (NaN).
        """
        check_corpus(corpus, "shares")
        rows = {digest: row for row, digest in enumerate(self._digests)}
        row = np.array([rows.get(digest, -1) for digest in digests_of(corpus)], np.int64)
        found, new = self._fitted.shares[row], np.flatnonzero(row < 0)
        if len(new) and self._fitted.engine not in ENGINES and self._fitted.estimator is None:
            kept = "" if self._fitted.engine == "arrays" else " and read from a file"
            raise ValueError(
                f"shares: a model made by '{self._fitted.engine}'{kept} knows only the articles it was fitted to; "
                f"{len(new):,} of these are others. Fit one with engine 'nmf' or 'lsa-kmeans'"
            )
        if len(new):
            texts = corpus.unmarked_texts()
            found[new] = shares_of(self._fitted, count_words_of([texts[number] for number in new], self._vocabulary))
        return pd.DataFrame(found, corpus.articles["article_id"].rename("article_id"), self.names)

    def rename(self, names: Mapping[int, str]) -> "TopicModel":
        """Return the same model with names of your own, once you have read its passages.

        Parameters
        ----------
        names : mapping of int to str
            The number of a topic, and what to call it: ``{3: "Railways"}``. The others keep their names.

        Returns
        -------
        TopicModel
        """
        if not isinstance(names, Mapping):
            raise ValueError(f"rename: {names!r} gives names to no numbers. Write {{3: 'Railways'}}")
        called = dict(enumerate(self.names, 1))
        for number, name in names.items():
            if number not in called:
                raise ValueError(f"rename: there is no topic {number!r}. Topics are 1 to {len(called)}")
            if not isinstance(name, str):
                raise ValueError(f"rename: {name!r} is no name of topic {number}. Write it as text")
            called[number] = name.strip()
        for name, times in Counter(called.values()).items():
            if not name or times > 1:
                whose = f"the name of {times} topics" if name else "no name"
                raise ValueError(f"rename: '{name}' is {whose}. Give each topic a name of its own")
        terms = self._terms.assign(topic=self._terms["number"].map(called))
        return TopicModel(
            self._fitted,
            self._vocabulary,
            terms=terms,
            digests=self._digests,
            stability=self._stability,
            params=self._params,
        )

    def save(self, path: str | PathLike[str]) -> None:
        """Write the model to a file that `load_topics` reads: arrays and text, no pickled objects.

        A model made by a decomposition of scikit-learn leaves that behind: once read again, it knows the articles it
        was fitted to, and no others.

        Parameters
        ----------
        path : str or path
            Where to; an older file of that name is replaced.
        """
        fitted = self._fitted
        about = {"format": FORMAT, "engine": fitted.engine, "settled": fitted.settled, "params": self._params}
        arrays = {"weights": fitted.weights, "shares": fitted.shares, "seeded": fitted.seeded}
        arrays["stability"] = self._stability
        arrays |= {f"part_{name}": part for name, part in fitted.parts.items()}
        texts = {"vocabulary": self._vocabulary, "terms": self._terms.to_dict("list"), "digests": self._digests}
        arrays |= {"about": json.dumps(about), "texts": json.dumps(texts)}
        with Path(path).open("wb") as file:  # to a name, numpy would add an ending
            np.savez_compressed(file, **arrays)

    def __repr__(self) -> str:
        n_articles, n_topics = self._fitted.shares.shape
        return f"TopicModel({self._fitted.engine}: {n_topics} topics of {n_articles:,} articles)"


def load_topics(path: str | PathLike[str]) -> TopicModel:
    """Read a topic model that was saved.

    Parameters
    ----------
    path : str or path
        A file that `TopicModel.save` wrote.

    Returns
    -------
    TopicModel

    Raises
    ------
    ValueError
        If the file is none of these.

    Examples
    --------
    >>> import tempfile, coverage_kit as ck
    >>> corpus = ck.clean(ck.datasets.load_summit())
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     ck.fit_topics(corpus, n_topics=4).save(f"{folder}/topics.npz")
    ...     ck.load_topics(f"{folder}/topics.npz")
    TopicModel(nmf: 4 topics of 63 articles)
    """
    try:
        with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            found = {name: arrays[name] for name in arrays.files}
        about, texts = (json.loads(str(found.pop(name))) for name in ("about", "texts"))
        written_as = about["format"]
    except (ValueError, KeyError, AttributeError, TypeError, EOFError, BadZipFile) as error:
        raise ValueError(
            f"load_topics: '{path}' holds no topic model. Give a file that TopicModel.save wrote"
        ) from error
    if written_as != FORMAT:
        raise ValueError(f"load_topics: '{path}' has the format '{written_as}', not '{FORMAT}'. Fit the model anew")
    parts = {name.removeprefix("part_"): part for name, part in found.items() if name.startswith("part_")}
    kept = {name: found[name] for name in ("weights", "shares", "seeded")}
    fitted = Fitted(about["engine"], parts=parts, settled=about["settled"], **kept)
    terms = pd.DataFrame(texts["terms"])
    return TopicModel(
        fitted,
        texts["vocabulary"],
        terms=terms,
        digests=texts["digests"],
        stability=found["stability"],
        params=about["params"],
    )


def unassigned(number: int) -> str | None:
    """Say in words how many articles have no topic."""
    articles = "1 article has" if number == 1 else f"{number:,} articles have"
    return f"{articles} nothing of any topic and {'is' if number == 1 else 'are'} left out." if number else None


def unknown_to(model: TopicModel, corpus: Corpus) -> str | None:
    """Say in words how many articles the model was not fitted to."""
    known = set(model.digests)
    number = sum(digest not in known for digest in digests_of(corpus))
    return f"The model was fitted to other articles than {number:,} of these {len(corpus):,}." if number else None


def digests_of(corpus: Corpus) -> list[str]:
    """Return what tells each article from all others: a digest of its name and its text."""
    pairs = zip(corpus.articles["article_id"], corpus.unmarked_texts(), strict=True)
    return [
        blake2b(f"{name}\0{text}".encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() for name, text in pairs
    ]
