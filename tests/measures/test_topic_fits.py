import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import LatentDirichletAllocation

import coverage_kit as ck


@pytest.fixture(scope="module")
def summit():
    return ck.clean(ck.datasets.load_summit())


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
        (
            {"pressure": ["sanction*"], "relief": ["exemption", "sanctions"]},
            "seeds: 'sanctions' belongs to 'pressure' and 'relief'. Give a word to one topic only",
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
        ck.fit_topics(ck.read_corpus(pd.DataFrame({"outlet": "A", "text": ["The ship left the port."] * 12})))
    assert str(error.value) == (
        "fit_topics: no topics: they need at least 15 articles, and the corpus has 12. Add articles"
    )


def test_a_seeded_topic_begins_with_the_words_its_articles_have_most_of(summit):
    model = ck.fit_topics(summit, n_topics=6, seeds={"talks": ["kim", "putin", "summit", "train*"]}, n_refits=0)
    first = model.terms.loc[model.terms["topic"] == "talks", "term"].tolist()[:3]
    words = {word.lower() for term in first for word in term.split()}
    assert {"kim", "putin"} <= words
    assert model.params["seeds"] == {"talks": ["kim", "putin", "summit", "train*"]}
    assert model.params["seed_words"]["talks"][:2] == ["kim", "putin"]
    assert all(word.startswith("train") for word in model.params["seed_words"]["talks"][3:])


def test_a_rare_word_that_a_wildcard_takes_in_does_not_name_a_topic():
    """ "Pollution" fits poll*, and stands in articles on something else."""
    polls = [f"Voters told a poll of polls what they want in ward {n}." for n in range(12)]
    smoke = [f"Pollution and smoke hang over street {n}, and smoke hurts lungs." for n in range(4)]
    other = [f"The harbour crane lifts cargo, and cargo fills dock {n}." for n in range(12)]
    texts = [*polls, *smoke, *other]
    corpus = ck.read_corpus(pd.DataFrame({"outlet": "A", "text": texts}))
    model = ck.fit_topics(corpus, n_topics=3, seeds={"race": ["poll*", "voter*"]}, n_refits=0)
    assert "pollution" in model.params["seed_words"]["race"]
    terms = model.terms.loc[model.terms["topic"] == "race", "term"].str.lower().tolist()
    assert set(" ".join(terms[:2]).split()) & {"poll", "polls", "voters"}
    assert "pollution" not in terms[:2]


def test_how_a_model_was_made_names_what_the_estimator_was_given(summit):
    engine = LatentDirichletAllocation(4, max_iter=2, random_state=1)
    model = ck.fit_topics(summit, engine=engine, n_refits=0)
    assert model.params["engine"] == "LatentDirichletAllocation(max_iter=2, n_components=4, random_state=1)"
    assert model.params["n_topics"] == 4
    assert np.isnan(model.stability).all()


def test_a_fitted_model_is_not_fitted_again(summit):
    model = ck.fit_topics(summit, n_topics=3, n_refits=0)
    with pytest.raises(ValueError) as error:
        ck.fit_topics(summit, engine=model)
    assert str(error.value) == (
        "engine: TopicModel(nmf: 3 topics of 63 articles) is fitted already. Compare outlets with it: "
        "topics(corpus, engine=model)"
    )
