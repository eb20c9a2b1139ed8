"""Counting words and terms in the reporting of a corpus; what is marked is never counted."""

from collections.abc import Iterable
from functools import partial
from itertools import pairwise
from numbers import Integral
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coverage_kit.corpus import Corpus
from coverage_kit.text.terms import TermFinder, TermInput, parse_terms
from coverage_kit.text.tokens import count_words, find_words, stand_together


class TermCounts(NamedTuple):
    """Where each term stands and how long each article is."""

    terms: list[str]
    written: dict[str, list[str]]  # what counts under each term
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
    # The words are those of the reporting, what parts them is not blanked: no phrase reaches across marked text.
    for number, (text, unmarked) in enumerate(zip(corpus.articles["text"], corpus.unmarked_texts(), strict=True)):
        words = find_words(unmarked)
        lengths.append(len(words))
        found += [(number, *hit) for hit in finder.find(text, words)]
    hits = pd.DataFrame(found, columns=["article", "term", "start", "end"])
    written = {term.name: list(term.written) for term in parsed}
    return TermCounts(list(written), written, np.array(lengths, np.int64), hits)


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
    from sklearn.feature_extraction.text import CountVectorizer

    for name, value in {"min_articles": min_articles, "max_words": max_words}.items():
        if not isinstance(value, Integral) or isinstance(value, bool) or value < 1:
            raise ValueError(f"document_term_matrix: {name} is {value!r}. Give a whole number from 1 on")
    pairs = list(zip(corpus.articles["text"], corpus.unmarked_texts(), strict=True))
    if not any(count_words(unmarked) for _, unmarked in pairs):
        raise ValueError("document_term_matrix: no article has a word of reporting. Give articles with text")
    vectorizer = CountVectorizer(analyzer=partial(_phrases, max_words=max_words), min_df=min_articles, dtype=np.int64)
    try:
        counts = vectorizer.fit_transform(pairs)
    except ValueError as error:
        reason = f"no term stands in {min_articles} articles; the corpus has {len(corpus)}"
        raise ValueError(f"document_term_matrix: {reason}. Lower min_articles") from error
    terms = vectorizer.get_feature_names_out().tolist()
    return DocumentTermMatrix(csr_array(counts), corpus.articles["article_id"].tolist(), terms)


def _phrases(texts: tuple[str, str], max_words: int) -> list[str]:
    """Return the words and phrases of an article, given as written and unmarked."""
    text, unmarked = texts
    words = find_words(unmarked)
    forms = [word.form for word in words]
    if max_words == 1:
        return forms
    joined = [stand_together(text[before.end : after.start]) for before, after in pairwise(words)]
    return forms + [
        " ".join(forms[first : first + length])
        for length in range(2, max_words + 1)
        for first in range(len(forms) - length + 1)
        if all(joined[first : first + length - 1])
    ]
