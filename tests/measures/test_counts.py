from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest
from sklearn.feature_extraction.text import CountVectorizer

import coverage_kit as ck
from coverage_kit.corpus import Corpus
from coverage_kit.measures.counts import word_counts
from coverage_kit.measures.occurrences import find_terms
from coverage_kit.text.tokens import Word, find_words, stand_together


def test_matrix_equals_counting_word_by_word(summit):
    counts, ids, terms = ck.document_term_matrix(summit)
    column = {term: number for number, term in enumerate(terms)}
    for row, text in enumerate(summit.unmarked_texts()):
        expected = {}
        for word in find_words(text):
            expected[word.form] = expected.get(word.form, 0) + 1
        assert {terms[c]: counts[row, c] for c in counts[[row]].indices} == expected
    assert ids == summit.articles["article_id"].tolist()
    assert column["sanctions"] >= 0


def test_rows_sum_to_the_word_counts(summit):
    counts, _, _ = ck.document_term_matrix(summit)
    assert counts.sum(axis=1).tolist() == word_counts(summit).tolist()


def test_plain_words_equal_scikit_learns(small):
    ours = ck.document_term_matrix(small)
    theirs = CountVectorizer(token_pattern=r"(?u)\b\w+\b")
    expected = theirs.fit_transform(small.articles["text"])
    assert ours.terms == theirs.get_feature_names_out().tolist()
    assert (ours.counts.toarray() == expected.toarray()).all()


@pytest.mark.parametrize(("max_words", "min_articles"), [(1, 3), (2, 1), (3, 2)])
def test_phrases_equal_scikit_learns(summit, max_words, min_articles):
    """Runs of words with a usual gap between them, counted by scikit-learn."""
    articles = []
    for text, unmarked in zip(summit.articles["text"], summit.unmarked_texts(), strict=True):
        runs = [[]]
        for before, word in pairwise([Word("", 0, 0), *find_words(unmarked)]):
            if not stand_together(text[before.end : word.start]):
                runs.append([])
            runs[-1].append(word.form)
        articles.append(runs)
    theirs = CountVectorizer(
        analyzer=lambda runs: [
            " ".join(run[first : first + length])
            for run in runs
            for length in range(1, max_words + 1)
            for first in range(len(run) - length + 1)
        ],
        min_df=min_articles,
    )
    expected = theirs.fit_transform(articles)
    counts, _, terms = ck.document_term_matrix(summit, max_words=max_words, min_articles=min_articles)
    assert terms == theirs.get_feature_names_out().tolist()
    assert (counts != expected).nnz == 0


def test_terms_equal_their_columns(summit):
    counts, _, terms = ck.document_term_matrix(summit, max_words=2)
    found = find_terms(summit, ["broker", "sanctions", "north korea"])
    matrix = found.matrix()
    for column, term in enumerate(found.terms):
        assert matrix[:, column].tolist() == counts[:, [terms.index(term)]].toarray().ravel().tolist()


def corpus_of(*texts, marked=()):
    """A corpus of one outlet; `marked` holds (article number, passage)."""
    ids = [f"a{number}" for number in range(len(texts))]
    starts = [texts[number].index(passage) for number, passage in marked]
    spans = pd.DataFrame(
        {
            "article_id": [ids[number] for number, _ in marked],
            "start": starts,
            "end": [start + len(passage) for start, (_, passage) in zip(starts, marked, strict=True)],
            "kind": "furniture",
            "rule": "teaser",
        }
    )
    articles = pd.DataFrame({"article_id": ids, "outlet": "A", "text": texts})
    return Corpus(articles, spans if marked else None)


def test_no_phrase_reaches_across_what_is_marked():
    corpus = corpus_of(
        "A special AD train and a special train.", "Special\nREAD MORE\ntrain", marked=[(0, "AD"), (1, "READ MORE")]
    )
    found = find_terms(corpus, ["special train", "ad"])
    assert found.matrix().tolist() == [[1, 0], [0, 0]]
    assert found.words.tolist() == [7, 2]
    counts, _, terms = ck.document_term_matrix(corpus, max_words=2)
    assert counts[:, [terms.index("special train")]].toarray().ravel().tolist() == [1, 0]
    assert "ad" not in terms


def test_words_are_those_of_find_words_in_any_script():
    texts = ["İstanbul, KİEV and É.U.", "cafe\u0301 café sanc\u00adtions", "हिन्दी ΟΔΟΣ ’s don’t"]
    counts, _, terms = ck.document_term_matrix(corpus_of(*texts))
    for row, text in enumerate(texts):
        expected = Counter(word.form for word in find_words(text))
        assert {terms[c]: counts[row, c] for c in counts[[row]].indices} == expected


def test_phrases_up_to_the_longest_wanted():
    counts, _, terms = ck.document_term_matrix(
        corpus_of("One two-three. Four, five", "one two three four"), max_words=3
    )
    rows = [dict(zip(terms, row, strict=True)) for row in counts.toarray().tolist()]
    assert [{term: count for term, count in row.items() if count and " " in term} for row in rows] == [
        {"one two": 1, "one two three": 1, "two three": 1},
        {"one two": 1, "one two three": 1, "two three": 1, "two three four": 1, "three four": 1},
    ]


@pytest.mark.parametrize("name", ["min_articles", "max_words"])
@pytest.mark.parametrize("value", [0, -1, 1.5, 0.5, "2", None, True])
def test_whole_numbers_from_one_on(small, name, value):
    with pytest.raises(ValueError) as error:
        ck.document_term_matrix(small, **{name: value})
    assert str(error.value) == f"document_term_matrix: {name} is {value!r}. Give a whole number from 1 on"


def test_a_corpus_without_words():
    corpus = corpus_of("…", "Advert", marked=[(1, "Advert")])
    with pytest.raises(ValueError) as error:
        ck.document_term_matrix(corpus)
    assert str(error.value) == "document_term_matrix: no article has a word of reporting. Give articles with text"


def test_too_high_a_bar(small):
    with pytest.raises(ValueError) as error:
        ck.document_term_matrix(small, min_articles=5)
    assert str(error.value) == (
        "document_term_matrix: no term stands in 5 articles; the corpus has 4. Lower min_articles"
    )
