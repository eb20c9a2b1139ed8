import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import LatentDirichletAllocation
from sklearn.metrics import adjusted_rand_score

import coverage_kit as ck
from coverage_kit.measures.topic_models import vocabulary_of

SUBJECTS = {
    "sea": "harbour ship captain cargo wave anchor sailor fleet",
    "law": "judge court trial verdict lawyer jury appeal witness",
    "farm": "wheat harvest tractor field barn cattle farmer plough",
}


def corpus_of(texts):
    outlets = [("Daily A", "Daily B")[number % 2] for number in range(len(texts))]
    return ck.read_corpus(pd.DataFrame({"outlet": outlets, "text": texts}))


def drawn(subject, number, seed=0):
    rng = np.random.default_rng(seed)
    return [" ".join(rng.choice(SUBJECTS[subject].split(), 40)) for _ in range(number)]


@pytest.fixture(scope="module")
def three():
    """Thirty articles, ten a subject."""
    return corpus_of([text for subject in SUBJECTS for text in drawn(subject, 10)])


@pytest.fixture(scope="module")
def model(three):
    return ck.fit_topics(three, n_topics=3)


def test_topics_are_the_subjects(model):
    found = model.terms.groupby("number")["term"].agg(lambda terms: {word for term in terms for word in term.split()})
    subjects = [set(words.split()) for words in SUBJECTS.values()]
    assert all(any(len(words & subject) == 8 for subject in subjects) for words in found)
    assert adjusted_rand_score(np.repeat([0, 1, 2], 10), model.fitted.shares.argmax(axis=1)) == 1


def test_shipped_stories_are_found(summit):
    """As many topics as stories: they agree far better than by chance (0), and are not the outlets in disguise."""
    topic = ck.fit_topics(summit, n_topics=12).fitted.shares.argmax(axis=1)
    assert adjusted_rand_score(summit.articles["story"], topic) > 0.5
    assert adjusted_rand_score(summit.articles["outlet"], topic) < 0.1


def test_the_same_corpus_gives_the_same_topics_in_any_order(summit):
    first = ck.fit_topics(summit, n_topics=6)
    turned = summit.replace(articles=summit.articles.iloc[::-1].reset_index(drop=True))
    second = ck.fit_topics(turned, n_topics=6)
    pd.testing.assert_frame_equal(first.terms, second.terms)
    pd.testing.assert_frame_equal(first.shares(turned), second.shares(turned))


def test_an_article_is_known_again_whatever_stands_beside_it(three, model):
    shares = model.shares(three)
    assert shares.index.tolist() == three.articles["article_id"].tolist()
    assert shares.columns.tolist() == model.names
    np.testing.assert_array_equal(shares, model.fitted.shares)
    half = three.replace(articles=three.articles.assign(town="Lima")).filter(outlet="Daily B")
    pd.testing.assert_frame_equal(model.shares(half), shares[1::2])


@pytest.mark.parametrize("engine", ["nmf", "lsa-kmeans"])
def test_other_articles_are_read_with_the_same_topics(three, engine):
    model = ck.fit_topics(three, n_topics=3, engine=engine)
    others = corpus_of([*drawn("law", 2, seed=7), *drawn("sea", 1, seed=7), "Snow fell on Monday."])
    shares = model.shares(others).to_numpy()
    of_subject = model.fitted.shares[[10, 0]].argmax(axis=1)  # the topic of law, and that of the sea
    assert shares[:3].argmax(axis=1).tolist() == [of_subject[0], of_subject[0], of_subject[1]]
    assert shares[:3].sum(axis=1) == pytest.approx(1)
    assert np.isnan(shares[3]).all()


def test_a_saved_model_is_the_same(three, model, tmp_path):
    model.save(tmp_path / "topics.npz")
    loaded = ck.load_topics(tmp_path / "topics.npz")
    assert (repr(loaded), loaded.names, loaded.params) == (repr(model), model.names, model.params)
    pd.testing.assert_frame_equal(loaded.terms, model.terms)
    others = corpus_of(drawn("farm", 3, seed=3))
    for corpus in (three, others):
        pd.testing.assert_frame_equal(loaded.shares(corpus), model.shares(corpus))


def test_a_file_that_is_no_model(tmp_path):
    path = tmp_path / "notes.npz"
    for content in (b"Not a model", b""):
        path.write_bytes(content)
        with pytest.raises(ValueError) as error:
            ck.load_topics(path)
        assert str(error.value) == f"load_topics: '{path}' holds no topic model. Give a file that TopicModel.save wrote"
    np.savez(path, weights=np.ones(3))
    with pytest.raises(ValueError) as error:
        ck.load_topics(path)
    assert str(error.value) == f"load_topics: '{path}' holds no topic model. Give a file that TopicModel.save wrote"


def test_a_model_from_elsewhere(three):
    counts, vocabulary = vocabulary_of(three)
    lda = LatentDirichletAllocation(4, random_state=0, learning_method="batch").fit(counts)
    shares = lda.transform(counts)
    model = ck.TopicModel.from_arrays(three, shares=shares, weights=lda.components_, vocabulary=vocabulary)
    assert repr(model) == "TopicModel(arrays: 4 topics of 30 articles)"
    assert (np.diff(model.fitted.shares.mean(axis=0)) < 1e-9).all()
    order = np.argsort(-shares.mean(axis=0).round(9), kind="stable")
    np.testing.assert_allclose(model.shares(three), shares[:, order])
    table = ck.topics(three, engine=model, n_resamples=99).table
    np.testing.assert_allclose(table.loc[table["outlet"] == "Daily A", "estimate"], shares[::2][:, order].mean(axis=0))
    with pytest.raises(ValueError) as error:
        model.shares(three.replace(articles=three.articles.assign(text=["A ship.", *three.articles["text"][1:]])))
    assert str(error.value) == (
        "shares: a model made by 'arrays' knows only the articles it was fitted to; 1 of these are others. Fit one "
        "with engine 'nmf' or 'lsa-kmeans'"
    )


def test_arrays_that_do_not_fit(three):
    with pytest.raises(ValueError) as error:
        ck.TopicModel.from_arrays(three, shares=np.ones((29, 2)), weights=np.ones((2, 3)), vocabulary=["a", "b", "c"])
    assert str(error.value) == (
        "shares: the array has the shape (29, 2), not (30, 2), as there are 30 articles, 2 topics and 3 terms. Give "
        "all articles, in their order"
    )
    with pytest.raises(ValueError) as error:
        ck.TopicModel.from_arrays(three, shares=-np.ones((30, 2)), weights=np.ones((2, 3)), vocabulary=["a", "b", "c"])
    assert str(error.value) == "shares: there are numbers below zero, or none. Give shares and weights from 0 on"


def test_an_estimator_of_scikit_learn(three):
    model = ck.fit_topics(three, engine=LatentDirichletAllocation(3, random_state=0))
    assert repr(model) == "TopicModel(LatentDirichletAllocation: 3 topics of 30 articles)"
    assert model.shares(corpus_of(drawn("law", 1, seed=5))).to_numpy().sum() == pytest.approx(1)


def test_seeded_topics(summit):
    model = ck.fit_topics(summit, n_topics=6, seeds={"sanctions": ["sanction*", "embargo"], "labour": ["worker*"]})
    assert {"sanctions", "labour"} <= set(model.names)
    terms = model.terms.groupby("topic")["term"].agg(" ".join)
    assert "sanctions" in terms["sanctions"]
    assert "worker" in terms["labour"]


@pytest.mark.parametrize(
    ("seeds", "message"),
    [
        (
            {"dogs": ["poodle", "corgi"]},
            "seeds: no word of 'dogs' stands in enough articles: 'poodle', 'corgi'. Give more of its words",
        ),
        (
            {"trains": ["train", "special train"]},
            "seeds: 'special train' in 'trains' is a phrase; topics are made of words. Give its words",
        ),
    ],
)
def test_seeds_that_cannot_be(summit, seeds, message):
    with pytest.raises(ValueError) as error:
        ck.fit_topics(summit, n_topics=4, seeds=seeds)
    assert str(error.value) == message


@pytest.mark.parametrize("number", [1, 32])
def test_a_number_of_topics_that_does_not_suit(summit, number):
    with pytest.raises(ValueError) as error:
        ck.fit_topics(summit, n_topics=number)
    assert str(error.value) == f"n_topics: {number} does not suit 63 articles. Choose 2 to 31"


def test_too_few_articles():
    with pytest.raises(ValueError) as error:
        ck.fit_topics(corpus_of(drawn("sea", 12)))
    assert str(error.value) == (
        "fit_topics: no topics: they need at least 15 articles, and the corpus has 12. Add articles"
    )


def test_words_of_the_vocabulary(three):
    counts, words = vocabulary_of(three)
    assert words == sorted(word for subject in SUBJECTS.values() for word in subject.split())
    for number, text in enumerate(three.articles["text"]):
        assert counts[[number]].toarray()[0].tolist() == [text.split().count(word) for word in words]
