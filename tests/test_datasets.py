"""The shipped corpus is what its README says."""

import re

import pandas as pd

import coverage_kit as ck
from coverage_kit.shipped import shipped
from coverage_kit.text.tokens import count_words

GOLD = shipped("data", "summit", "gold")


def test_three_stories_in_six_outlets():
    articles = ck.datasets.load_summit().articles
    stories = pd.read_csv(GOLD / "stories.csv").set_index("article_id")["story"]
    assert set(stories.index) == set(articles["article_id"])
    table = pd.crosstab(articles["outlet"], stories[articles["article_id"]].to_numpy())
    assert table.shape == (6, 3)
    assert (table == 1).all(axis=None)


def test_it_says_that_it_is_invented():
    corpus = ck.datasets.load_summit()
    for shown in (
        corpus._repr_html_(),
        ck.salience(corpus, "broker")._repr_html_(),
        shipped("data", "README.md").read_text(),
    ):
        assert "invented" in shown


def test_dates_and_lengths():
    articles = ck.datasets.load_summit().articles
    assert articles["published"].between("2019-04-18", "2019-05-01").all()
    spans = pd.read_csv(GOLD / "spans.csv")
    for article in articles.itertuples():
        marked = spans[spans["article_id"] == article.article_id]
        words = count_words(article.text) - sum(
            count_words(article.text[s:e]) for s, e in zip(marked["start"], marked["end"], strict=True)
        )
        assert 200 <= words <= 420, article.article_id


def test_gold_spans_lie_in_the_text_and_do_not_overlap():
    texts = ck.datasets.load_summit().articles.set_index("article_id")["text"]
    spans = pd.read_csv(GOLD / "spans.csv").sort_values(["article_id", "start"])
    assert set(spans["kind"]) == {"furniture", "dateline", "byline", "credit"}
    for article_id, part in spans.groupby("article_id"):
        text = texts[article_id]
        assert ((part["start"] >= 0) & (part["start"] < part["end"]) & (part["end"] <= len(text))).all()
        assert (part["start"].to_numpy()[1:] >= part["end"].to_numpy()[:-1]).all()
        for span in part[part["kind"] != "dateline"].itertuples():
            assert text[: span.start].endswith("\n") or span.start == 0
            assert text[span.end :].startswith("\n") or span.end == len(text)


def test_no_real_person_is_quoted():
    """No paragraph puts the name of a real person next to a verb of saying and words in quotation marks."""
    real = "Kim|Putin|Trump|Pompeo|Biegun|Ushakov|Peskov|Lavrov|Xi|Moon"
    pattern = re.compile(rf"[”\"],? (?:said|says) (?:\w+ )?(?:{real})\b|\b(?:{real}) (?:said|told \w+|says),? [“\"]")
    for text in ck.datasets.load_summit().articles["text"]:
        assert not pattern.search(text)
