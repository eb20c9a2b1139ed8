import pytest
from sklearn.feature_extraction.text import CountVectorizer

import coverage_kit as ck
from coverage_kit.measures.counts import count_terms, word_counts
from coverage_kit.text.tokens import find_words


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


def test_terms_equal_their_columns(summit):
    counts, _, terms = ck.document_term_matrix(summit, max_words=2)
    found = count_terms(summit, ["broker", "sanctions", "north korea"])
    matrix = found.matrix()
    for column, term in enumerate(found.terms):
        assert matrix[:, column].tolist() == counts[:, [terms.index(term)]].toarray().ravel().tolist()


def test_too_high_a_bar(small):
    with pytest.raises(ValueError) as error:
        ck.document_term_matrix(small, min_articles=5)
    assert str(error.value) == (
        "document_term_matrix: no term stands in 5 articles; the corpus has 4. Lower min_articles"
    )
