import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

import coverage_kit as ck
from coverage_kit.measures.topics import fit_model, strongest_terms, topic_names

SUBJECTS = {
    "sea": "harbour ship captain cargo wave anchor sailor fleet",
    "law": "judge court trial verdict lawyer jury appeal witness",
    "farm": "wheat harvest tractor field barn cattle farmer plough",
}


@pytest.fixture(scope="module")
def texts():
    """Thirty texts, ten a subject, each of its subject's words drawn in a fixed order."""
    rng = np.random.default_rng(0)
    return [" ".join(rng.choice(words.split(), 40)) for words in SUBJECTS.values() for _ in range(10)]


def test_topics_are_the_subjects(texts):
    model = fit_model(texts, 3, 0)
    assert [len(set(model.shares[s : s + 10].argmax(axis=1))) for s in (0, 10, 20)] == [1, 1, 1]
    subjects = {frozenset(words.split()) for words in SUBJECTS.values()}
    assert {frozenset(terms) for terms in strongest_terms(model, 8)} == subjects


def test_shares_are_shares_and_topics_come_by_size(texts):
    model = fit_model(texts + texts[:5], 3, 0)
    np.testing.assert_allclose(model.shares.sum(axis=1), 1)
    sizes = model.shares.mean(axis=0)
    assert (np.diff(sizes) <= 1e-9).all()
    assert topic_names(model)[0].split(", ")[0] in SUBJECTS["sea"]


def test_names_tell_topics_apart(texts):
    model = fit_model(texts, 3, 0)
    twins = model._replace(
        weights=np.stack([model.weights[0], model.weights[0] + np.eye(1, model.weights.shape[1], 3)[0] / 99])
    )
    assert len(set(topic_names(twins))) == 2


def test_the_same_corpus_gives_the_same_topics(summit):
    first, second = (ck.topics(summit, n_topics=3).table for _ in "ab")
    pd.testing.assert_frame_equal(first, second)


def test_shipped_stories_are_found(summit):
    """As many topics as stories: they agree far better than by chance (0), and are not the outlets in disguise."""
    topic = fit_model(summit.unmarked_texts(), 12, 0).shares.argmax(axis=1)
    assert adjusted_rand_score(summit.articles["story"], topic) > 0.5
    assert adjusted_rand_score(summit.articles["outlet"], topic) < 0.1


def test_shares_of_an_outlet_by_hand(summit):
    model = fit_model(summit.unmarked_texts(), 3, 0)
    table = ck.topics(summit, n_topics=3).table
    for outlet in summit.outlets:
        own = (summit.articles["outlet"] == outlet).to_numpy()
        estimates = table[table["outlet"] == outlet].sort_values("number")["estimate"]
        np.testing.assert_allclose(estimates, model.shares[own].mean(axis=0))
    assert table["conf_low"].between(0, table["estimate"]).all()
    assert table["conf_high"].between(table["estimate"], 1).all()


def test_passages_speak_of_their_topic(summit):
    result = ck.topics(summit, n_topics=3)
    terms = result.table.groupby("number")["terms"].first().str.split(", ")
    for row in result.passages().itertuples():
        assert any(term in row.passage.lower() for term in terms[row.number])


def test_too_few_articles_are_no_topics(small):
    result = ck.topics(small)
    assert len(result.table) == 0
    assert result.notes[0] == "No topics: they need at least 15 articles, and the corpus has 4."
    assert len(result.passages()) == 0
    assert "No topics" in result._repr_html_()
    assert result.plot() is not None


@pytest.mark.parametrize("number", [1, 32])
def test_a_number_of_topics_that_does_not_suit(summit, number):
    with pytest.raises(ValueError) as error:
        ck.topics(summit, n_topics=number)
    assert str(error.value) == f"n_topics: {number} does not suit 63 articles. Choose 2 to 31"


def test_no_common_words():
    frame = pd.DataFrame({"outlet": "A", "text": [f"alpha{i} beta{i}" for i in range(20)]})
    result = ck.topics(ck.read_corpus(frame))
    assert len(result.table) == 0
    assert result.notes[0] == "No topics: no word stands in three articles but in no more than half of them."


def test_articles_all_alike_have_no_topics():
    frame = pd.DataFrame({"outlet": "A", "text": ["The same words stand here today."] * 15})
    assert len(ck.topics(ck.read_corpus(frame)).table) == 0


def test_a_topic_without_weight_is_none(texts):
    """Two groups of identical texts hold one contrast; a component that explains nothing is dropped."""
    model = fit_model(["sea harbour ship"] * 8 + ["court judge jury"] * 8, 3, 0)
    assert model.weights.shape[0] == model.shares.shape[1] == 2
    assert (model.weights.sum(axis=1) > 0.99).all()


def test_an_article_with_nothing_left_is_no_evidence(summit):
    blank = summit.articles.iloc[[0]].assign(article_id="blank", text="Subscribe now.")
    articles = pd.concat([summit.articles, blank], ignore_index=True)
    spans = pd.DataFrame({"article_id": ["blank"], "start": [0], "end": [14], "kind": ["furniture"], "rule": ["r"]})
    result = ck.topics(summit.replace(articles=articles, spans=pd.concat([summit.spans, spans])), n_topics=3)
    assert "blank" not in set(result.evidence["article_id"])


def test_an_article_without_any_topic_is_left_out(summit):
    odd = summit.articles.iloc[[0]].assign(article_id="odd", text="Zzz.")
    result = ck.topics(summit.replace(articles=pd.concat([summit.articles, odd], ignore_index=True)), n_topics=3)
    assert "1 articles share no word with any topic and are left out of the means." in result.notes
