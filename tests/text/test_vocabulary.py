import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from coverage_kit.text.marked import blank_out
from coverage_kit.text.tokens import count_words, find_words, stand_together
from coverage_kit.text.vocabulary import count_vocabulary


def every_phrase(pair, max_words):
    """Every run of words whose gaps, in the text as written, are such as stand inside a phrase."""
    text, unmarked = pair
    words = find_words(unmarked)
    for first in range(len(words)):
        for last in range(first, min(first + max_words, len(words))):
            run = words[first : last + 1]
            if all(stand_together(text[run[i].end : run[i + 1].start]) for i in range(len(run) - 1)):
                yield " ".join(word.form for word in run)


def scikit_learns(pairs, max_words, min_articles):
    vectorizer = CountVectorizer(analyzer=lambda pair: every_phrase(pair, max_words), min_df=min_articles)
    try:
        counts = vectorizer.fit_transform(pairs)
    except ValueError:  # nothing is left to count
        return np.zeros((len(pairs), 0), int), []
    return counts.toarray(), vectorizer.get_feature_names_out().tolist()


PIECES = ["aid", "Aid", "aid", "no", "NO", "U.S.", "u.s", "1,000", "don’t", "Don't", "Kim’s", "s", "café", "cafe\u0301"]
PIECES += ["İKİ", "ΟΔΟΣ", "平壤", "में", "sanc\u00adtions", "_"]
GAPS = [" "] * 8 + ["-", "–", "  ", "\n", "\n\n", "\u2028", ". ", ", ", " “", "'", "’s ", "\u200b", ""]
NEWS = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS))).map(
    lambda parts: "".join(piece + gap for piece, gap in parts)
)


@st.composite
def pairs_of(draw):
    text = draw(NEWS | st.text())
    places = st.integers(0, len(text))
    spans = draw(st.lists(st.tuples(places, places).map(sorted), max_size=2))
    return text, blank_out(text, spans)


@given(st.lists(pairs_of(), max_size=6), st.integers(1, 4), st.integers(1, 3))
@example([("aid aid aid aid", "aid aid aid aid")] * 2, 3, 2)
@example([("no aid", "no aid"), ("no. Aid no aid", "no. Aid no aid"), ("", "")], 2, 2)
@example([("no AD aid", "no    aid"), ("no     aid", "no     aid")], 2, 1)
def test_counts_are_scikit_learns(pairs, max_words, min_articles):
    counts, terms, n_words = count_vocabulary(pairs, max_words=max_words, min_articles=min_articles)
    expected, names = scikit_learns(pairs, max_words, min_articles)
    assert terms == names
    assert counts.shape == (len(pairs), len(terms))
    assert (counts.toarray() == expected).all()
    assert counts.dtype == np.int64
    assert counts.has_canonical_format
    assert (counts.data > 0).all()
    assert n_words.tolist() == [count_words(unmarked) for _, unmarked in pairs]


def test_counts_by_hand():
    texts = ["Aid, aid to the U.S.\n\nAid to Kim’s long-time ally", "", "aid to the North"]
    counts, terms, n_words = count_vocabulary(zip(texts, texts, strict=True), max_words=3, min_articles=2)
    assert terms == ["aid", "aid to", "aid to the", "the", "to", "to the"]
    assert counts.toarray().tolist() == [[3, 2, 1, 1, 2, 1], [0] * 6, [1] * 6]
    assert n_words.tolist() == [11, 0, 4]


@pytest.mark.parametrize("pairs", [[], [("", "")], [("…", "…"), ("AD", "  ")]])
def test_nothing_to_count(pairs):
    counts, terms, n_words = count_vocabulary(pairs, max_words=3, min_articles=1)
    assert n_words.tolist() == [0] * len(pairs)
    assert counts.shape == (len(pairs), 0)
    assert terms == []


def test_longer_phrases_than_there_are_words():
    counts, terms, _ = count_vocabulary([("no aid", "no aid")], max_words=10**9, min_articles=1)
    assert dict(zip(terms, counts.toarray()[0].tolist(), strict=True)) == {"aid": 1, "no": 1, "no aid": 1}
