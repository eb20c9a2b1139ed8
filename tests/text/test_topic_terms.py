import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

import coverage_kit as ck
from coverage_kit.text.topic_engines import Fitted, fit
from coverage_kit.text.topic_terms import (
    Phrases,
    describe,
    frex,
    is_empty,
    labels_of,
    phrases_of,
    relevance,
    sentence_scores,
    telling_terms,
    top_terms,
)
from coverage_kit.text.vocabulary import count_vocabulary


def test_relevance_is_the_papers():
    """Sievert and Shirley 2014, equation 1, written out."""
    weights, frequency = np.array([[0.7, 0.3], [0.2, 0.8]]), np.array([0.4, 0.6])
    for lam in (0, 0.25, 1):
        expected = lam * np.log(weights) + (1 - lam) * np.log(weights / frequency)
        np.testing.assert_allclose(relevance(weights, frequency, lam=lam), expected)


def test_rounding_makes_no_terms():
    found = relevance([[0.5, 0.5, 1e-18]], [0.4, 0.4, 0.2])
    assert np.isfinite(found).tolist() == [[True, True, False]]


def test_frex_is_the_harmonic_mean_of_two_ranks():
    """By hand: exclusivity .5/.6, .3/.9 and .2/.5 in the first topic, so ranks 3, 1, 2 of 3; of weights 3, 2, 1."""
    weights = [[0.5, 0.3, 0.2], [0.1, 0.6, 0.3]]
    expected = [1, 2 / (3 + 3 / 2), 2 / (3 / 2 + 3)]
    np.testing.assert_allclose(frex(weights)[0], expected)
    np.testing.assert_allclose(frex(weights, w=1)[0], [1, 1 / 3, 2 / 3])


def test_terms_of_no_topic_are_no_top_terms():
    assert top_terms([[0.5, -np.inf, 0.5, 0.2]], ["b", "c", "a", "d"], 9) == [["a", "b", "d"]]


def test_a_repeated_word_speaks_once():
    once, twice = csr_array([[1, 1, 0]]), csr_array([[2, 7, 0]])
    weights = [[0.5, 0.2, 0.3]]
    assert sentence_scores(once, weights) == sentence_scores(twice, weights) == pytest.approx(0.7 / 8**0.5)


def test_long_sentences_do_not_win_by_length():
    counts = csr_array(np.vstack([np.eye(1, 40, dtype=int), np.ones((1, 40), int)]))
    weights = [[0.8] + [0.2 / 39] * 39]
    short, long = sentence_scores(counts, weights)[:, 0]
    assert (short, long) == pytest.approx((0.8 / 8**0.5, 1 / 40**0.5))


TEXTS = [
    "The nuclear test shook the valley. A nuclear test again, said the minister of defence.",
    "After the nuclear test the minister of defence spoke of a nuclear test.",
    "One more nuclear test; the minister of defence was silent.",
    "Coal went by rail. Rail carries coal, and coal pays.",
    "Rail and coal: the coal of the north goes by rail.",
    "Coal by rail.",
]
PAIRS = [(text, text) for text in TEXTS]
ALL = range(len(TEXTS))
VOCABULARY = ["coal", "defence", "minister", "nuclear", "rail", "test"]


def planted() -> Fitted:
    counts, terms, _ = count_vocabulary(PAIRS, max_words=1, min_articles=3)
    return fit(counts[:, [terms.index(word) for word in VOCABULARY]], 2)


def test_phrases_come_before_bare_words():
    table = describe(planted(), VOCABULARY, texts=PAIRS, read=ALL)
    first = table.loc[table["number"] == 1, "term"].tolist()[:2]
    second = table.loc[table["number"] == 2, "term"].tolist()[:2]
    # "Minister of defence" and "nuclear test" are phrases; coal and rail seldom stand side by side.
    assert sorted(map(sorted, (first, second))) == [["coal", "rail"], ["minister of defence", "nuclear test"]]


def test_weights_of_words_are_the_models():
    fitted = planted()
    table = describe(fitted, VOCABULARY, texts=PAIRS, read=ALL)
    row = table[table["term"] == "coal"].iloc[0]
    assert row["weight"] == fitted.weights[row["number"] - 1, VOCABULARY.index("coal")]


def test_uses_of_phrases_are_counted_by_share():
    """By hand: "nuclear test" five times in three texts of the one topic; the words as often."""
    fitted = planted()._replace(shares=np.array([[1, 0]] * 3 + [[0, 1]] * 3, float))
    phrases = phrases_of(fitted, VOCABULARY, texts=PAIRS)
    column = phrases.phrases.index("nuclear test")
    assert phrases.uses[:, column].tolist() == [5, 0]
    assert phrases.word_uses[:, VOCABULARY.index("nuclear")].tolist() == [5, 0]
    assert phrases.word_uses[:, VOCABULARY.index("coal")].tolist() == [0, 6]


def test_of_many_texts_every_second_is_read_for_phrases(monkeypatch):
    whole = describe(planted(), VOCABULARY, texts=PAIRS, read=ALL)
    monkeypatch.setattr("coverage_kit.text.topic_terms.MOST_TEXTS", len(PAIRS))
    doubled = [pair for text in PAIRS for pair in (text, ("Snow fell. A coal rail.", "Snow fell. A coal rail."))]
    fitted = planted()._replace(shares=np.repeat(planted().shares, 2, axis=0))
    found = describe(fitted, VOCABULARY, texts=doubled, read=range(len(doubled)))
    assert found["term"].tolist() == whole["term"].tolist()
    np.testing.assert_allclose(found["weight"], whole["weight"])


def test_what_only_copies_have_in_common_is_no_phrase():
    table = describe(planted(), VOCABULARY, texts=PAIRS, read=[0, 3, 4, 5])
    assert sorted(table["term"]) == ["coal", "defence", "minister", "nuclear", "rail", "test"]


def test_phrases_begin_and_end_with_words_of_content():
    phrases = phrases_of(planted(), VOCABULARY, texts=PAIRS).phrases
    assert {"nuclear test", "minister of defence"} <= set(phrases)
    assert not {"the nuclear", "test again", "by rail", "of defence", "said the minister"} & set(phrases)


def test_pairs_are_not_cut_apart():
    """Where "Jae" is nearly always "Jae-in", "Moon Jae" is no phrase; and "in" is a part of the name there."""
    pairs = [(text, text) for text in ["Moon Jae-in waited in Seoul.", "So Moon Jae-in sat. Moon Jae-in left."] * 4]
    counts, terms, _ = count_vocabulary(pairs, max_words=1, min_articles=1)
    phrases = phrases_of(fit(counts, 1), terms, texts=pairs).phrases
    assert "moon jae" not in phrases
    assert "moon jae in" in phrases
    assert not {"waited in", "waited in seoul", "in seoul"} & set(phrases)


def test_small_words_without_a_hyphen_end_no_phrase():
    pairs = [(text, text) for text in ["The price of coal goes up; the price of coal went up."] * 4]
    counts, terms, _ = count_vocabulary(pairs, max_words=1, min_articles=1)
    assert phrases_of(fit(counts, 1), terms, texts=pairs).phrases == ["price of coal"]


def test_terms_read_as_in_the_texts():
    texts = ["Moon Jae-in left.", "But Moon Jae-in goes by rail. Rail to Seoul, rail from Seoul."] * 4
    pairs = [(text, text) for text in texts]
    counts, terms, _ = count_vocabulary(pairs, max_words=1, min_articles=1)
    kept = [terms.index(word) for word in ("jae", "moon", "rail", "seoul")]
    table = describe(fit(counts[:, kept], 1), [terms[n] for n in kept], texts=pairs, read=range(8))
    assert sorted(table["term"]) == ["Moon Jae-in", "Seoul", "rail"]


def test_like_words_stand_for_each_other():
    scores = np.array([[5.0, 4.0, 3.0, 2.0]])
    none = Phrases([], np.zeros((1, 0)), np.ones((1, 4)), np.zeros((1, 0)), np.ones((1, 4)))
    assert telling_terms(scores, ["china", "chinese", "1949", "trade"], none) == [["china", "trade"]]


def test_seeded_topics_have_the_names_of_their_seeds():
    fitted = planted()._replace(seeded=np.array([-1, 0]))
    names = describe(fitted, VOCABULARY, texts=PAIRS, read=ALL, seeds={"energy": [0]}).drop_duplicates("number")[
        "topic"
    ]
    assert names.tolist()[1] == "energy"
    assert names.tolist()[0] != "energy"


@given(st.lists(st.lists(st.sampled_from("abcdef"), max_size=12, unique=True), min_size=1, max_size=8))
def test_no_two_topics_have_one_label(telling):
    labels = labels_of(telling)
    assert len(set(labels)) == len(labels) == len(telling)


@pytest.mark.parametrize("engine", ["nmf", "lsa-kmeans"])
def test_labels_of_the_shipped_corpus(engine):
    """Every topic has a label of its own, of three terms without a word twice, and some of them are phrases."""
    corpus = ck.clean(ck.datasets.load_summit())
    pairs = list(zip(corpus.articles["text"], corpus.unmarked_texts(), strict=True))
    counts, terms, _ = count_vocabulary(pairs, max_words=1, min_articles=3)
    holding = np.bincount(counts.indices, minlength=len(terms))
    kept = [n for n, term in enumerate(terms) if not is_empty(term) and holding[n] <= len(corpus) / 2]
    table = describe(
        fit(counts[:, kept], 12, engine=engine), [terms[n] for n in kept], texts=pairs, read=range(len(pairs))
    )
    labels = table.drop_duplicates("number")["topic"].tolist()
    assert len(set(labels)) == len(labels) == 12
    for label in labels:
        parts = label.split(", ")
        words = [word for part in parts for word in part.lower().split() if not is_empty(word)]
        assert len(parts) == 3
        assert len(set(words)) == len(words)
    assert sum(" " in label.replace(", ", "") for label in labels) >= 6
    assert any("Kim Il Sung" in label or "Kim Jong Il" in label for label in labels)
    assert any("Xi Jinping" in label for label in labels)


def test_a_term_of_no_text_is_telling_without_being_endless():
    assert np.isfinite(relevance([[0.5, 0.5], [0.5, 0.5]], [1.0, 0.0])).all()


def test_phrases_of_the_vocabulary_repeat_no_word():
    """ "Trade" is called first, so that "trade war" would say it again; what the model weighs is not counted anew."""
    fitted = Fitted("arrays", np.array([[0.5, 0.3, 0.2]]), np.ones((3, 1)), {}, settled=True, seeded=np.array([-1]))
    terms = describe(
        fitted, ["trade", "trade war", "ship"], texts=[("Trade. Ship.", "Trade. Ship.")] * 3, read=range(3)
    )
    assert terms["term"].tolist() == ["trade", "ship"]
    assert terms["weight"].tolist() == [0.5, 0.2]


def test_numbers_name_a_topic_that_has_no_words():
    no_phrases = Phrases([], np.zeros((1, 0)), np.ones((1, 2)), np.zeros((1, 0)), np.ones((1, 2)))
    assert telling_terms(np.array([[0.0, -1.0]]), ["1950", "2019"], no_phrases) == [["1950", "2019"]]
