import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.topic_quality import (
    _advice,
    default_numbers,
    topic_quality,
)

SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe")


def made(n_articles, n_subjects=4, columns=()):
    """Articles of 150 words, a third of them of one subject's forty words, the others of no subject."""
    rng = np.random.default_rng(0)
    words = np.array([a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES])
    own, common = words[: 40 * n_subjects].reshape(n_subjects, 40), words[400:1000]
    falling = 1 / np.arange(1, 601)
    texts = []
    for i in range(n_articles):
        chance = rng.gamma(80 * np.r_[0.35 * falling[:40] / falling[:40].sum(), 0.65 * falling / falling.sum()])
        drawn = rng.choice(np.r_[own[i % n_subjects], common], 150, p=chance / chance.sum())
        texts.append(" ".join(drawn))
    frame = {"id": [f"a{i}" for i in range(n_articles)], "outlet": [f"Daily {i % 3}" for i in range(n_articles)]}
    return ck.read_corpus(pd.DataFrame({**frame, "text": texts, **dict(columns)}))


@pytest.fixture(scope="module")
def four():
    return topic_quality(made(80), (2, 3, 4, 6, 8), n_refits=8)


@pytest.mark.parametrize("rng", [0, 1, 2])
def test_the_planted_number_is_the_largest_recommended(rng):
    """Fewer topics may be as coherent, as two subjects make one; more are not."""
    table = topic_quality(made(80), (2, 3, 4, 6, 8), n_refits=20, rng=rng).table
    assert table["n_topics"][table["recommended"]].max() == 4
    assert table["coherence"].idxmax() == 2


def test_the_recommendation_is_in_words(four):
    numbers = four.table["n_topics"][four.table["recommended"]].tolist()
    assert len(numbers) > 1
    assert four.notes[0] == (
        f"{min(numbers)} to {max(numbers)} topics: no other number is clearly more coherent, and at least four topics "
        "in five come again in half of the articles."
    )
    assert four.notes[1] == (
        "Coherence: 1 if a topic's terms always stand in the same articles, 0 if as often as by chance. Unstable: "
        "fewer than five of its ten strongest terms come again."
    )


def test_the_table(four):
    table = four.table.set_index("n_topics")
    assert table.index.tolist() == [2, 3, 4, 6, 8]
    assert table.loc[4, "stability"] > 0.6
    assert table.loc[4, "n_unstable"] == 0
    assert 1 <= table.loc[6, "n_unstable"] <= 2  # two too many, of which one may come again by chance
    assert (table["n_articles"] == 80).all()
    assert (table["conf_low"] <= table["coherence"]).all()
    assert (table["coherence"] <= table["conf_high"]).all()
    for column in ("exclusivity", "stability"):
        assert table[column].between(0, 1).all()
    assert table.loc[4, "exclusivity"] > 0.9
    assert len(four.passages()) == 0


def test_the_same_seed_gives_the_same_table(four):
    again = topic_quality(made(80), [8, 4, 2, 3, 6, 4], n_refits=9)  # halves come in pairs
    pd.testing.assert_frame_equal(four.table, again.table)
    assert again.params["n_topics"] == [2, 3, 4, 6, 8]


def test_words_without_subjects_recommend_no_number():
    result = topic_quality(made(60, 1), (3, 6, 9), n_refits=8)
    assert not result.table["recommended"].any()
    best = result.table.loc[result.table["coherence"].idxmax()]
    assert result.notes[0] == (
        f"No number of topics recommends itself: the most coherent is {best['n_topics']}, but {best['n_unstable']} of "
        "its topics do not come again in half of the articles."
    )


def test_the_edge_of_what_was_tried_is_named():
    result = topic_quality(made(80), (2, 4), n_refits=4)
    assert result.notes[0].endswith("come again in half of the articles. More than 4 were not tried.")


def test_too_little_text_is_said():
    result = topic_quality(made(12), (5, 10))
    assert result.table.columns[0] == "n_topics"
    assert len(result.table) == 0
    assert result.notes[0] == "No topics: they need at least 15 articles, and the corpus has 12."
    assert result.plot().layout.annotations[0].text == "How many topics? Nothing to draw, there are no topics."


def test_other_engines():
    result = topic_quality(made(60), (2, 4), engine="lsa-kmeans", n_refits=4)
    assert result.params["engine"] == "lsa-kmeans"
    assert result.table["coherence"].idxmax() == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_topics": 5}, "n_topics: 5 is no list of numbers. Give several, such as (5, 10, 15)"),
        ({"n_topics": ()}, "n_topics: there is no number. Give several, such as (5, 10, 15)"),
        ({"n_topics": (2, 2.5)}, "topic_quality: n_topics is 2.5. Give a whole number from 1 on"),
        (
            {"n_topics": (5, 16)},
            "n_topics: 16 does not suit 60 articles, as each half must have two a topic. Choose 2 to 15",
        ),
        ({"n_refits": 3}, "n_refits: 3 is too few for an interval. Choose 4 or more"),
        ({"n_refits": 0}, "topic_quality: n_refits is 0. Give a whole number from 1 on"),
        ({"cluster": "desk"}, "cluster: 'desk' makes one unit of all articles. Choose another column"),
        (
            {"engine": "lda", "n_topics": (2, 3)},
            "engine: 'lda' is not known. Choose 'nmf', 'lsa-kmeans' or a decomposition of scikit-learn, such as "
            "LatentDirichletAllocation()",
        ),
    ],
)
def test_messages(arguments, message):
    corpus = made(60, columns={"desk": "World"})
    with pytest.raises(ValueError) as caught:
        topic_quality(corpus, **arguments)
    assert str(caught.value) == message


def test_what_halves_are_made_of_is_said(summit):
    of_stories = topic_quality(summit, (2, 3), n_refits=4)
    assert of_stories.notes[1].endswith("come again. Halves are made of whole stories.")


def test_numbers_to_try_grow_with_the_articles():
    for n_articles in (15, 16, 30, 63, 200, 1_000, 5_000, 100_000):
        numbers = default_numbers(n_articles)
        assert 2 <= numbers[0] < numbers[-1] <= n_articles // 4
        assert len(numbers) <= 12
    assert default_numbers(63)[-1] >= 12


def test_the_stories_of_the_shipped_corpus(summit):
    """Twelve stories were written: with a few topics coherence is lower, and with more than twelve more are lost."""
    table = topic_quality(summit, (2, 5, 10, 15), n_refits=10, cluster="article_id").table.set_index("n_topics")
    assert table.loc[10, "coherence"] > table.loc[5, "coherence"] > table.loc[2, "coherence"]
    assert table.loc[15, "n_unstable"] > table.loc[10, "n_unstable"]


def test_of_many_articles_some_are_drawn(monkeypatch):
    monkeypatch.setattr("coverage_kit.measures.topic_quality.MOST_ARTICLES", 40)
    result = topic_quality(made(60), (2, 4), n_refits=4)
    assert (result.table["n_articles"] == 40).all()
    assert "From 40 articles drawn of 60." in result.notes


def test_of_units_larger_than_what_is_drawn_a_part_is_drawn(monkeypatch):
    monkeypatch.setattr("coverage_kit.measures.topic_quality.MOST_ARTICLES", 16)
    result = topic_quality(made(60), (2, 4), n_refits=4, cluster="outlet")
    assert (result.table["n_articles"] == 16).all()
    with pytest.raises(ValueError) as error:
        topic_quality(made(60), (2, 7), n_refits=4)
    reason = "7 does not suit 60 articles, as each half must have two a topic"
    assert str(error.value) == f"n_topics: {reason}. Choose 2 to 4"


def test_one_topic_that_is_lost_is_one():
    table = pd.DataFrame({"n_topics": [4], "coherence": [0.5], "n_unstable": [1], "recommended": [False]})
    assert _advice(table) == (
        "No number of topics recommends itself: the most coherent is 4, but 1 of its topics does not come again in "
        "half of the articles."
    )
