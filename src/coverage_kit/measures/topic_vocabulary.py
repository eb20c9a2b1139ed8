"""What topics are made of: which words, how often each article has them, and what belongs together in a resample."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from coverage_kit.corpus import Corpus, CorpusError, quoted
from coverage_kit.measures.design import Units, copies_of, find_units
from coverage_kit.text.terms import Term, TermFinder
from coverage_kit.text.tokens import find_words
from coverage_kit.text.topic_engines import Fitted
from coverage_kit.text.topic_terms import is_empty
from coverage_kit.text.vocabulary import count_vocabulary

FEWEST_ARTICLES = 15  # below this, topics are single articles under another name
FEWEST_USES = 3  # articles a word must stand in; words of one or two articles make topics of single articles
MOST_USES = 0.5  # the share of articles that a word may stand in
UNITS_A_TOPIC = 3  # stories; with fewer, topics are single stories, which one half only can have


class TooLittleText(ValueError):
    """The corpus has too little text for topics; the message says what is missing."""


def vocabulary_of(corpus: Corpus, *, seeds: Sequence[Term] = ()) -> tuple[csr_array, list[str]]:
    """Return how often each word that can make topics stands in each article, and the words.

    Words that stand in more than half of the articles are left out, unless they are asked for.
    """
    n_articles = len(corpus)
    if n_articles < FEWEST_ARTICLES:
        raise TooLittleText(f"they need at least {FEWEST_ARTICLES} articles, and the corpus has {n_articles}")
    least = max(FEWEST_USES, n_articles // 200)
    counts, terms, _ = count_vocabulary(pairs_of(corpus), max_words=1, min_articles=least)
    holding = np.bincount(counts.indices, minlength=len(terms))
    left_out = [is_empty(term) or times > MOST_USES * n_articles for term, times in zip(terms, holding, strict=True)]
    anchors = {number for numbers in anchors_of(seeds, terms).values() for number in numbers}
    kept = [number for number in range(len(terms)) if not left_out[number] or number in anchors]
    if len(kept) < 2:
        raise TooLittleText(f"no word stands in {least} articles but in no more than half of them")
    return counts[:, kept], [terms[number] for number in kept]


def count_words_of(texts: Sequence[str], vocabulary: Sequence[str]) -> csr_array:
    """Return how often each word of a vocabulary, or each phrase, stands in each text, (n_texts, n_terms)."""
    place, longest = _places(tuple(vocabulary))
    counts, terms, _ = count_vocabulary(((text, text) for text in texts), max_words=longest, min_articles=1)
    kept = [number for number, term in enumerate(terms) if term in place]
    columns = [place[terms[number]] for number in kept]
    spread = csr_array((np.ones(len(kept), np.int64), (range(len(kept)), columns)), shape=(len(kept), len(vocabulary)))
    return (counts[:, kept] @ spread).tocsr()


@lru_cache(maxsize=4)  # sentences are counted article by article
def _places(vocabulary: tuple[str, ...]) -> tuple[dict[str, int], int]:
    """Return the number of each term, and how many words the longest has."""
    longest = max((len(term.split()) for term in vocabulary), default=1)
    return {term: number for number, term in enumerate(vocabulary)}, longest


def pairs_of(corpus: Corpus) -> list[tuple[str, str]]:
    """Return each text as written, and with what is marked blanked out."""
    return list(zip(corpus.articles["text"], corpus.unmarked_texts(), strict=True))


def different_texts(corpus: Corpus) -> NDArray[np.int64]:
    """Return the articles that are no copies of others, by number: of each group of copies the longest.

    They come in the order of their article_id, so that a part of them is the same however they were read.
    """
    articles = corpus.articles
    # Equal texts are copies, also where copies have not been looked for; hashed, as memory is short.
    texts = [hash(text) for text in articles["text"]]
    groups = pd.Series(copies_of(corpus)).groupby(texts).transform("min").to_numpy()
    order = np.lexsort((articles["article_id"], -articles["text"].str.len(), groups))
    kept = order[np.unique(groups[order], return_index=True)[1]]
    return kept[np.argsort(articles["article_id"].to_numpy(object)[kept], kind="stable")]


def anchors_of(seeds: Sequence[Term], vocabulary: Sequence[str]) -> dict[str, list[int]]:
    """Return which words of the vocabulary each seeded topic has, by number."""
    for term in seeds:
        for written, pattern in zip(term.written, term.patterns, strict=True):
            if len(pattern) > 1:
                raise ValueError(
                    f"seeds: '{written}' in '{term.name}' is a phrase; topics are made of words. Give its words"
                )
    finder, found = TermFinder(seeds), {term.name: [] for term in seeds}
    for number, word in enumerate(vocabulary if seeds else ()):
        for hit in finder.find(word, find_words(word)):
            found[hit.term].append(number)
    for term in seeds:
        for other in found:
            both = set(found[term.name]) & set(found[other]) if other != term.name else ()
            if both:
                word = vocabulary[min(both)]
                raise ValueError(
                    f"seeds: '{word}' belongs to '{term.name}' and '{other}'. Give a word to one topic only"
                )
        if not found[term.name]:
            words = quoted(term.written)
            raise ValueError(
                f"seeds: no word of '{term.name}' stands in enough articles: {words}. Give more of its words"
            )
    return found


def weights_of_part(
    counts: csr_array, kept: NDArray[np.bool_], refit: Callable[[csr_array], Fitted]
) -> NDArray[np.float64]:
    """Return what the topics of some of the articles are made of, (any, n_terms): none if these have no words."""
    part = csr_array(counts[kept])
    return refit(part).weights if part.nnz else np.zeros((0, part.shape[1]))


def resampling_units(corpus: Corpus, n_topics: int, *, cluster: str | None = None) -> Units:
    """Return what is left out together when it is asked whether topics come again: stories, if they are many enough."""
    units = find_units(corpus, cluster=cluster)
    if cluster is None and units.name == "story" and len(np.unique(units.clusters)) < UNITS_A_TOPIC * n_topics:
        units = find_units(corpus, cluster=None, within="story")
    if cluster is not None and len(np.unique(units.clusters)) < 2:
        raise CorpusError(f"cluster: '{cluster}' makes one unit of all articles. Choose another column")
    return units
