from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.metrics import adjusted_rand_score

import coverage_kit as ck
from coverage_kit.measures.topic_models import unassigned, unknown_to
from coverage_kit.measures.topic_vocabulary import count_words_of, vocabulary_of, weights_of_part

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
    np.savez(tmp_path / "whole.npz", weights=np.ones((50, 50)))
    for content in (b"Not a model", b"", b"PK\3\4 and no more", (tmp_path / "whole.npz").read_bytes()[:3_000]):
        path.write_bytes(content)
        with pytest.raises(ValueError) as error:
            ck.load_topics(path)
        assert str(error.value) == f"load_topics: '{path}' holds no topic model. Give a file that TopicModel.save wrote"
    for arrays in ({"weights": np.ones(3)}, {"about": '{"engine": "nmf"}', "texts": "{}"}):
        np.savez(path, **arrays)
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


def test_names_of_a_model_from_elsewhere_follow_their_topics(three):
    """The second topic is the larger, and comes first; an article without any topic has none."""
    shares = np.tile([0.2, 0.8], (30, 1))
    shares[3] = np.nan
    weights, vocabulary = [[1, 0], [0, 1]], ["ship", "court"]
    given = {"shares": shares, "weights": weights, "vocabulary": vocabulary}
    model = ck.TopicModel.from_arrays(three, **given, names=["Sea", "Law"])
    assert model.names == ["Law", "Sea"]
    assert model.shares(three).isna().all(axis=1).tolist() == [number == 3 for number in range(30)]
    with pytest.raises(ValueError) as error:
        ck.TopicModel.from_arrays(three, **given, names=["Sea"])
    assert str(error.value) == "names: there are 1 for 2 topics. Give each topic one"


def test_topics_are_called_what_a_reader_calls_them(three, model, tmp_path):
    named = model.rename({2: " Railways "})
    assert named.names == [model.names[0], "Railways", *model.names[2:]]
    assert model.names[1] != "Railways"
    assert named.shares(three).columns.tolist() == named.names
    assert set(ck.topics(three, engine=named, n_resamples=19).table["topic"]) == set(named.names)
    named.save(tmp_path / "topics.npz")
    assert ck.load_topics(tmp_path / "topics.npz").names == named.names


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({1: None}, "rename: None is no name of topic 1. Write it as text"),
        (["Sea"], "rename: ['Sea'] gives names to no numbers. Write {3: 'Railways'}"),
        ({9: "Railways"}, "rename: there is no topic 9. Topics are 1 to 3"),
        ({1: "Sea", 2: "Sea"}, "rename: 'Sea' is the name of 2 topics. Give each topic a name of its own"),
        ({1: " "}, "rename: '' is no name. Give each topic a name of its own"),
    ],
)
def test_names_that_cannot_be(model, names, message):
    with pytest.raises(ValueError) as error:
        model.rename(names)
    assert str(error.value) == message


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


def test_words_of_the_vocabulary(three):
    counts, words = vocabulary_of(three)
    assert words == sorted(word for subject in SUBJECTS.values() for word in subject.split())
    for number, text in enumerate(three.articles["text"]):
        assert counts[[number]].toarray()[0].tolist() == [text.split().count(word) for word in words]


def test_a_model_is_saved_under_the_name_given(model, tmp_path):
    model.save(tmp_path / "model")
    assert [path.name for path in tmp_path.iterdir()] == ["model"]
    assert ck.load_topics(tmp_path / "model").names == model.names


def test_an_estimator_is_not_saved(three, tmp_path):
    model = ck.fit_topics(three, engine=LatentDirichletAllocation(3, random_state=0), n_refits=0)
    model.save(tmp_path / "topics.npz")
    loaded = ck.load_topics(tmp_path / "topics.npz")
    pd.testing.assert_frame_equal(loaded.shares(three), model.shares(three))
    with pytest.raises(ValueError) as error:
        loaded.shares(corpus_of(drawn("law", 4, seed=5)))
    assert str(error.value) == (
        "shares: a model made by 'LatentDirichletAllocation' and read from a file knows only the articles it was "
        "fitted to; 4 of these are others. Fit one with engine 'nmf' or 'lsa-kmeans'"
    )


def test_a_topic_of_numbers_is_called_by_them(three):
    years = ["1950 1951 2019 2020 " * 5] * 5
    corpus = corpus_of([*three.articles["text"], *(f"{text} {i % 3 + 7}." for i, text in enumerate(years))])
    model = ck.fit_topics(corpus, n_topics=4, n_refits=0)
    assert "1950, 1951, 2019" in model.names
    assert model.shares(corpus).shape == (35, 4)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        (
            {"weights": [[1, 1, 1], [0, 0, 0]]},
            "weights: row 1 has no term. Leave the topic out, there and in the shares",
        ),
        ({"vocabulary": ["a", "b", "a"]}, "vocabulary: 'a' is no word, or is there twice. Give words that differ"),
        ({"vocabulary": ["a", "b", 3]}, "vocabulary: 3 is no word, or is there twice. Give words that differ"),
    ],
)
def test_arrays_that_are_no_topics(three, arrays, message):
    given = {"shares": np.ones((30, 2)), "weights": np.ones((2, 3)), "vocabulary": ["a", "b", "c"]} | arrays
    with pytest.raises(ValueError) as error:
        ck.TopicModel.from_arrays(three, **given)
    assert str(error.value) == message


def test_a_topic_that_no_article_has(three):
    shares = np.repeat([[1.0, 0.0]], 30, axis=0)
    model = ck.TopicModel.from_arrays(
        three, shares=shares, weights=[[3, 1, 0], [0, 1, 3]], vocabulary=["ab", "cd", "ef"]
    )
    assert model.names == ["ab, cd", "ef, cd"]
    assert ck.topics(three, engine=model, n_resamples=19).table["estimate"].tolist() == [1, 1, 0, 0]


def test_phrases_as_vocabulary():
    """The sentence with the phrase speaks for its topic, not the first; what the model has is not counted anew."""
    corpus = corpus_of(["A ship is in. The trade war goes on.", "A court sits.", "A ship is out.", "A war ends."])
    vocabulary = ["court", "trade war", "ship"]
    shares, weights = [[0, 1], [1, 0], [1, 0], [1, 0]], [[0.5, 0, 0.5], [0, 1, 0]]
    model = ck.TopicModel.from_arrays(corpus, shares=shares, weights=weights, vocabulary=vocabulary)
    assert model.names == ["court, ship", "trade war"]
    assert count_words_of(["A ship. The trade war, a war."], vocabulary).toarray().tolist() == [[0, 1, 1]]
    passages = ck.topics(corpus, engine=model, n_resamples=19).passages(topic="trade war")
    assert passages["passage"].tolist() == ["The trade war goes on."]


@pytest.mark.parametrize("words", ["ship", ["ship"], {"ship"}])
def test_words_of_a_seed(three, words, tmp_path):
    model = ck.fit_topics(three, n_topics=3, seeds={"navy": words}, n_refits=0)
    assert "navy" in model.names
    model.save(tmp_path / "topics.npz")
    assert ck.load_topics(tmp_path / "topics.npz").params["seeds"] == {"navy": ["ship"]}


def test_an_anchor_may_stand_in_most_articles(three):
    corpus = corpus_of([f"{text} moon" for text in three.articles["text"]])
    assert "moon" not in vocabulary_of(corpus)[1]
    model = ck.fit_topics(corpus, n_topics=4, seeds={"sky": ["moon"]}, n_refits=0)
    assert model.terms.loc[model.terms["topic"] == "sky", "term"].iloc[0] == "moon"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seeds": ["ship"]}, "seeds: ['ship'] gives topics no names. Write {'name': ['word', ...]}"),
        ({"n_refits": -1}, "fit_topics: n_refits is -1. Give a whole number, 0 for none"),
        ({"n_refits": 2.5}, "fit_topics: n_refits is 2.5. Give a whole number, 0 for none"),
        (
            {"engine": None},
            "engine: NoneType is no decomposition of scikit-learn. Choose 'nmf', 'lsa-kmeans' or an object with "
            "fit_transform and n_components, such as LatentDirichletAllocation()",
        ),
    ],
)
def test_what_cannot_be_fitted(three, arguments, message):
    with pytest.raises(ValueError) as error:
        ck.fit_topics(three, **arguments)
    assert str(error.value) == message


def test_an_estimator_without_a_number_has_the_default(three):
    assert ck.fit_topics(three, engine=NMF(), n_refits=0).params["n_topics"] == 4  # the root of 15


def test_a_part_without_words_has_no_topics():
    counts = csr_array([[1, 2], [0, 0], [3, 1]])
    fitted = SimpleNamespace(weights="as fitted")
    assert weights_of_part(counts, np.array([True, True, False]), lambda part: fitted) == "as fitted"
    assert weights_of_part(counts, np.array([False, True, False]), lambda part: fitted).shape == (0, 2)


def test_articles_of_another_corpus_are_counted(three, model):
    assert unknown_to(model, three) is None
    others = corpus_of([*drawn("law", 2, seed=7), *drawn("sea", 1, seed=7)])
    assert unknown_to(model, others) == "The model was fitted to other articles than 3 of these 3."


def test_a_table_is_no_corpus(three, model):
    with pytest.raises(ck.CorpusError) as error:
        model.shares(three.articles)
    assert str(error.value) == ("corpus: a DataFrame is no corpus. Read your articles first: shares(read_corpus(...))")


def test_how_many_have_no_topic():
    assert unassigned(0) is None
    assert unassigned(1) == "1 article has nothing of any topic and is left out."
    assert unassigned(2_000) == "2,000 articles have nothing of any topic and are left out."
