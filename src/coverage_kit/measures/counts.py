"""Counting words and terms in the reporting of a corpus; what is marked is never counted."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coverage_kit.corpus import Corpus
from coverage_kit.text.terms import TermFinder, TermInput, parse_terms
from coverage_kit.text.tokens import WORD, count_words, find_words, normalise


class TermCounts(NamedTuple):
    """Where each term stands and how long each article is."""

    terms: list[str]
    words: NDArray[np.int64]  # (n_articles,)
    hits: pd.DataFrame  # article (row number), term, start, end

    def matrix(self) -> NDArray[np.int64]:
        """Return the counts, shape (n_articles, n_terms)."""
        counts = np.zeros((len(self.words), len(self.terms)), np.int64)
        code = {term: position for position, term in enumerate(self.terms)}
        np.add.at(counts, (self.hits["article"].to_numpy(np.int64), self.hits["term"].map(code).to_numpy(np.int64)), 1)
        return counts


class DocumentTermMatrix(NamedTuple):
    """Counts of every word by article."""

    counts: csr_array  # (n_articles, n_terms)
    article_ids: list[str]
    terms: list[str]


def count_terms(corpus: Corpus, terms: TermInput | Iterable[TermInput]) -> TermCounts:
    """Find terms in the reporting of each article and count its words."""
    parsed = parse_terms(terms)
    finder = TermFinder(parsed)
    lengths, found = [], []
    for number, text in enumerate(corpus.unmarked_texts()):
        words = find_words(text)
        lengths.append(len(words))
        found += [(number, *hit) for hit in finder.find(text, words)]
    hits = pd.DataFrame(found, columns=["article", "term", "start", "end"])
    return TermCounts([term.name for term in parsed], np.array(lengths, np.int64), hits)


def word_counts(corpus: Corpus) -> NDArray[np.int64]:
    """Return the number of words of reporting in each article."""
    return np.array([count_words(text) for text in corpus.unmarked_texts()], np.int64)


def document_term_matrix(corpus: Corpus, *, min_articles: int = 1, max_words: int = 1) -> DocumentTermMatrix:
    """Count every word, and phrases if wanted, in every article; for analyses of your own.

    Parameters
    ----------
    corpus : Corpus
    min_articles : int
        Keep terms that stand in at least so many articles.
    max_words : int
        Longest phrase to count, in words; 1 counts words only.

    Returns
    -------
    DocumentTermMatrix
        ``counts`` (sparse, n_articles x n_terms), ``article_ids`` and ``terms`` (sorted), the names of its sides.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> matrix = ck.document_term_matrix(ck.clean(ck.datasets.load_summit()), min_articles=5)
    >>> matrix.counts.shape[0]
    18
    >>> "sanctions" in matrix.terms
    True
    """
    from sklearn.feature_extraction.text import CountVectorizer

    vectorizer = CountVectorizer(
        preprocessor=normalise,
        token_pattern=WORD.pattern,
        ngram_range=(1, max_words),
        min_df=min_articles,
        dtype=np.int64,
    )
    try:
        counts = vectorizer.fit_transform(corpus.unmarked_texts())
    except ValueError as error:
        reason = f"no term stands in {min_articles} articles; the corpus has {len(corpus)}"
        raise ValueError(f"document_term_matrix: {reason}. Lower min_articles") from error
    terms = vectorizer.get_feature_names_out().tolist()
    return DocumentTermMatrix(csr_array(counts), corpus.articles["article_id"].tolist(), terms)
