"""Counting the words of a corpus; what is marked is never counted."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coverage_kit.corpus import Corpus, of_corpus
from coverage_kit.measures.design import check_whole
from coverage_kit.text.tokens import count_words
from coverage_kit.text.vocabulary import count_vocabulary


class DocumentTermMatrix(NamedTuple):
    """Counts of every word by article."""

    counts: csr_array  # (n_articles, n_terms)
    article_ids: list[str]
    terms: list[str]


def word_counts(corpus: Corpus) -> NDArray[np.int64]:
    """Return the number of words of reporting in each article."""
    return np.array([count_words(text) for text in corpus.unmarked_texts()], np.int64)


@of_corpus
def document_term_matrix(corpus: Corpus, *, min_articles: int = 1, max_words: int = 1) -> DocumentTermMatrix:
    """Count every word, and phrases if wanted, in every article; for analyses of your own.

    Parameters
    ----------
    corpus : Corpus
    min_articles : int
        Keep terms that stand in at least so many articles.
    max_words : int
        Longest phrase to count, in words; 1 counts words only. Words parted by a stop, a comma or a paragraph's end
        make no phrase.

    Returns
    -------
    DocumentTermMatrix
        ``counts`` (sparse, n_articles x n_terms), ``article_ids`` and ``terms`` (sorted), the names of its sides.

    Raises
    ------
    ValueError
        If `min_articles` or `max_words` is no whole number from 1 on, or nothing is left to count.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> matrix = ck.document_term_matrix(ck.clean(ck.datasets.load_summit()), min_articles=5)
    >>> matrix.counts.shape[0]
    63
    >>> "sanctions" in matrix.terms
    True
    """
    check_whole("document_term_matrix", min_articles=min_articles, max_words=max_words)
    pairs = zip(corpus.articles["text"], corpus.unmarked_texts(), strict=True)
    counts, terms, n_words = count_vocabulary(pairs, max_words=max_words, min_articles=min_articles)
    if not n_words.any():
        raise ValueError("document_term_matrix: no article has a word of reporting. Give articles with text")
    if not terms:
        reason = f"no term stands in {min_articles} articles; the corpus has {len(corpus)}"
        raise ValueError(f"document_term_matrix: {reason}. Lower min_articles")
    return DocumentTermMatrix(counts, corpus.articles["article_id"].tolist(), terms)
