import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError

NOTE = "Mean topic shares of the articles; 95% intervals take each article as one observation."
RAIL = "The freight line and its rails carry coal to the harbour by train."
RENT = "Tenants and landlords argue over leases, deposits, flats and evictions."


@pytest.fixture(scope="module")
def weeks():
    """Twenty articles in two weeks, each on one of two topics; 1 January 2024 is a Monday."""
    days = pd.date_range("2024-01-01", periods=10).strftime("%Y-%m-%d").tolist() * 2
    rows = [
        (f"a{i}", "A" if i < 10 else "B", day, RENT if i in {0, 9, *range(10, 20)} else RAIL)
        for i, day in enumerate(days)
    ]
    rows[-1] = ("a19", "B", None, RENT)
    frame = pd.DataFrame(rows, columns=["id", "outlet", "published", "text"])
    return ck.read_corpus(frame)


@pytest.fixture(scope="module")
def model(weeks):
    """A model whose shares are known: rail and rent, to nine parts of ten."""
    rent = weeks.articles["text"].str.contains("Tenants").to_numpy()
    shares = np.where(rent[:, None], [0.1, 0.9], [0.9, 0.1])
    weights = np.array([[1.0, 0.0], [0.0, 1.0]])
    return ck.TopicModel.from_arrays(weeks, shares=shares, weights=weights, vocabulary=["rails", "leases"])


def test_weeks_by_hand(weeks, model):
    result = ck.topic_trend(weeks, engine=model)
    table = result.table
    # Rent is larger: 12 articles of 20. A has it in one of seven articles of the first week, and one of three.
    first, second = (1 * 0.9 + 6 * 0.1) / 7, (1 * 0.9 + 2 * 0.1) / 3
    rent = table[table["number"] == 1]
    assert rent["topic"].iloc[0] == model.names[0]
    np.testing.assert_allclose(rent["estimate"], [first, second, 0.9, 0.9])
    assert rent["outlet"].tolist() == ["A", "A", "B", "B"]
    assert rent["n_articles"].tolist() == [7, 3, 7, 2]
    assert rent["period"].dt.strftime("%Y-%m-%d").tolist() == ["2024-01-01", "2024-01-08"] * 2
    assert (table["conf_low"] <= table["estimate"]).all()
    assert (table["estimate"] <= table["conf_high"]).all()
    assert result.notes == (NOTE, "Articles without a date: 1. They are left out.")


def test_evidence_is_the_first_sentence_under_its_largest_topic(weeks, model):
    evidence = ck.topic_trend(weeks, engine=model).evidence
    assert evidence["article_id"].tolist() == [f"a{i}" for i in range(19)]
    assert evidence["number"].tolist() == [1, *[2] * 8, 1, *[1] * 9]
    np.testing.assert_allclose(evidence["share"], 0.9)
    assert evidence["period"].iloc[9].strftime("%Y-%m-%d") == "2024-01-08"
    passages = ck.topic_trend(weeks, engine=model).passages(outlet="B")
    assert passages["passage"].tolist() == [RENT] * 9


def test_one_group_is_all_together(weeks, model):
    everything = weeks.articles.assign(all="all")
    corpus = ck.read_corpus(everything.rename(columns={"article_id": "id"}))
    table = ck.topic_trend(corpus, engine=model, by="all", every="year").table
    np.testing.assert_allclose(table["estimate"], [(11 * 0.9 + 8 * 0.1) / 19, (11 * 0.1 + 8 * 0.9) / 19])


def test_stories_are_the_independent_units():
    corpus = ck.clean(ck.datasets.load_summit())
    model = ck.fit_topics(corpus, n_topics=4)
    result = ck.topic_trend(corpus, engine=model, every="month")
    assert result.notes[0] == "Mean topic shares of the articles; 95% intervals take each story as one observation."
    alone = ck.topic_trend(corpus, engine=model, every="month", cluster="article_id").table
    np.testing.assert_allclose(result.table["estimate"], alone["estimate"])
    known = ~np.isnan(model.shares(corpus).to_numpy()).any(axis=1)
    april = ((corpus.articles["published"].dt.month == 4) & (corpus.articles["outlet"] == "Daily Klaxon")).to_numpy()
    expected = model.shares(corpus).to_numpy()[april & known].mean(axis=0)
    rows = alone[(alone["outlet"] == "Daily Klaxon") & (alone["period"] == "2019-04-01")]
    np.testing.assert_allclose(rows["estimate"], expected)


def test_points_of_one_story_have_no_interval(weeks, model):
    corpus = weeks.filter(article_id=["a0", "a1", "a7"])
    table = ck.topic_trend(
        corpus,
        engine=ck.TopicModel.from_arrays(
            corpus, shares=[[0.9, 0.1]] * 3, weights=np.eye(2), vocabulary=["leases", "rails"]
        ),
    )
    assert table.notes == (
        NOTE,
        "No interval at 1 of 2 points: with one article in a week, how much article differs from article cannot be "
        "known.",
    )


def test_the_figure_shows_the_largest_topics_in_per_cent(weeks, model):
    figure = ck.topic_trend(weeks, engine=model).plot()
    assert figure.data[0].y[0] == pytest.approx(100 * 1.5 / 7, rel=1e-5)
    titles = [note.text for note in figure.layout.annotations]
    assert titles[0].endswith("</b> per cent of the coverage")
    assert figure.layout.title.text == "Topics by week and outlet"
    fewer = ck.topic_trend(weeks, engine=model).plot(max_topics=1)
    assert fewer.layout.title.text == "Topics by week and outlet: the 1 largest of 2 topics"


def test_what_cannot_be_had_is_refused(weeks, model):
    with pytest.raises(
        ValueError, match=r"^every: 'fortnight' is not known\. Choose from day, week, month, quarter, year$"
    ):
        ck.topic_trend(weeks, every="fortnight")
    few = weeks.filter(outlet="A")
    message = "topic_trend: topics cannot be had: they need at least 15 articles, and the corpus has 10. Add articles"
    with pytest.raises(CorpusError) as error:
        ck.topic_trend(few)
    assert str(error.value) == message
    undated = ck.read_corpus(pd.DataFrame({"id": ["a"], "outlet": ["A"], "text": [RAIL]}))
    with pytest.raises(CorpusError) as error:
        ck.topic_trend(undated)
    assert str(error.value) == (
        "topic_trend: no article has a date. Read the articles with their dates (column 'published')"
    )
