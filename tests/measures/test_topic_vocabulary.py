import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.topic_vocabulary import count_words_of, different_texts, resampling_units, vocabulary_of


@pytest.fixture(scope="module")
def summit():
    return ck.clean(ck.datasets.load_summit())


def test_stories_are_left_out_whole_where_there_are_enough(summit):
    assert resampling_units(summit, 4).name == "story"  # twelve stories
    assert resampling_units(summit, 5).name == "article_id"
    copies = ck.find_reprints(summit)
    assert resampling_units(copies, 5).name == "reprint_group"
    assert resampling_units(copies, 20, cluster="story").name == "story"


def test_of_copies_the_longest_is_read():
    """Two groups of copies, of which "c" and "d" (as long as "e", and first by name) are the longest."""
    rows = {
        "article_id": ["f", "e", "d", "c", "b", "a"],
        "outlet": "A",
        "text": [
            "Snow fell.",
            "Rain fell.",
            "Hail fell.",
            "The ship left the port at noon.",
            "The ship left.",
            "A calm.",
        ],
        "reprint_group": [None, "y", "y", "x", "x", " "],
    }
    corpus = ck.read_corpus(pd.DataFrame(rows))
    assert corpus.articles["article_id"].iloc[different_texts(corpus)].tolist() == ["a", "c", "d", "f"]
    turned = ck.read_corpus(pd.DataFrame(rows).iloc[::-1])
    assert turned.articles["article_id"].iloc[different_texts(turned)].tolist() == ["a", "c", "d", "f"]


def test_words_that_say_nothing_of_a_subject_are_left_out():
    """By hand: "fire" stands in 8 of 20 articles, "street" in all, "crew" in two."""
    texts = ["The fire in X street didn't spread, said two."] * 6 + ["A crew left X street for the fire."] * 2
    texts += ["Snow fell on X street, and they've gone."] * 12
    counts, vocabulary = vocabulary_of(ck.read_corpus(pd.DataFrame({"outlet": "A", "text": texts})))
    assert vocabulary == ["fire", "spread"]
    assert counts.sum(axis=0).tolist() == [8, 6]


def test_words_and_phrases_are_counted():
    counts = count_words_of(["Trade war, trade war and trade.", "War."], ["war", "trade war", "ship"])
    assert counts.toarray().tolist() == [[2, 2, 0], [1, 0, 0]]
