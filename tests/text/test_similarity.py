import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfVectorizer

from coverage_kit.text import similarity
from coverage_kit.text.similarity import similar_pairs, telling_words, text_vectors

PLAIN = [
    "dockers walked out at dawn, and ferries stayed in port",
    "ferries stayed in port as dockers walked out at dawn; dockers sang",
    "farmers counted hail damage; ferries sang",
    "hail damage: farmers counted at dawn",
]


def cosine(vectors, i, j):
    return (vectors @ vectors.T).toarray()[i, j]


def entries(texts, row):
    """The weights of a text's words in the lead."""
    found = text_vectors([""] * len(texts), texts)
    return dict(zip(found.terms, found.vectors[[row], : len(found.terms)].toarray()[0], strict=True))


def test_short_texts_without_names_are_compared_by_plain_tf_idf():
    found = text_vectors([""] * 4, PLAIN).vectors
    peer = TfidfVectorizer(stop_words="english", sublinear_tf=True).fit_transform(PLAIN)
    np.testing.assert_allclose((found @ found.T).toarray(), (peer @ peer.T).toarray())


def test_a_name_weighs_half_as_much_again():
    weights = entries(["Ferries left the port of Alder.", "Ferries reached the port of Alder."], 0)
    assert weights["alder"] / weights["port"] == pytest.approx(1.5)
    assert weights["ferries"] == weights["port"]  # a capital at the start of a sentence makes no name


def test_a_word_of_one_text_weighs_less_than_it_would():
    weights = entries(["ferries left", "ferries came"], 0)
    assert weights["left"] / weights["ferries"] == pytest.approx(0.7 * (np.log(3 / 2) + 1))


def test_three_quarters_of_the_similarity_come_from_the_lead():
    filler = [" ".join(f"{letter}word{n}" for n in range(150)) for letter in "ab"]
    same_lead = text_vectors(["", ""], [filler[0], filler[0] + " " + " ".join(["ferries"] * 3)]).vectors
    assert cosine(same_lead, 0, 1) > 0.99
    late = text_vectors(["", ""], [f"{part} ferries left port" for part in filler]).vectors
    assert 0 < cosine(late, 0, 1) < 0.25


def test_the_headline_is_part_of_the_lead():
    body = " ".join(f"word{n}" for n in range(200))
    other = " ".join(f"other{n}" for n in range(200))
    found = text_vectors(["ferries left", ""], [body, f"{other} ferries left"])
    lead = dict(zip(found.terms, found.vectors[:, : len(found.terms)].toarray().T.astype(bool).tolist(), strict=True))
    assert lead["ferries"] == [True, False]
    assert lead["word149"] == [True, False]
    assert lead["word150"] == [False, False]


def test_a_text_without_words_is_like_none():
    found = text_vectors(["", "", ""], ["", "the of and", "ferries"]).vectors
    assert (found @ found.T).toarray().round(9).tolist() == [[0, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert text_vectors([], []).vectors.shape == (0, 0)


@settings(max_examples=60)
@given(st.lists(st.one_of(st.integers(0, 12), st.none()), max_size=14), st.integers(0, 2**32 - 1), st.integers(0, 5))
def test_pairs_are_those_of_a_double_loop(days, seed, window):
    vectors = np.random.default_rng(seed).random((len(days), 3))
    expected = {}
    for j in range(len(days)):
        for i in range(j):
            if days[i] is None or days[j] is None:
                share = 0.5
            else:
                share = max(0.0, 1 - abs(days[i] - days[j]) / (window + 1))
            if share and share * (vectors[i] @ vectors[j]) >= 0.3:
                expected[i, j] = share * (vectors[i] @ vectors[j])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similarity, "_BLOCK", 3)
        numbers = [np.nan if day is None else day for day in days]
        pairs, values = similar_pairs(csr_array(vectors), numbers, window=window, undated=0.5, least=0.3)
    assert pairs.tolist() == sorted(map(list, expected))
    np.testing.assert_allclose(values, [expected[i, j] for i, j in pairs.tolist()])


def test_names_of_groups_are_their_heaviest_words():
    texts = ["Hail on Monday: hail, hail and hail.", "Hail said Tuesday.", "Frost in 2020; frost.", "Frost."]
    found = text_vectors([""] * 4, texts)
    assert telling_words(found, [np.array([0, 1]), np.array([2, 3])]) == ["hail", "frost"]


def test_what_all_share_tells_more_than_what_one_is_full_of():
    found = text_vectors([""] * 3, ["quay " * 40 + "strike dock", "strike dock", "strike dock"])
    assert telling_words(found, [np.arange(3)]) == ["dock, strike, quay"]


def test_no_two_groups_have_one_name():
    found = text_vectors(
        [""] * 5, ["ferry port dock dawn", "ferry port dock dusk", "ferry port dock", "ferry port dock", "12"]
    )
    names = telling_words(found, [np.array([i]) for i in range(5)])
    assert names == ["dawn, dock, ferry", "dusk, dock, ferry", "dock, ferry, port", "dock, ferry, port, 2", "story"]
