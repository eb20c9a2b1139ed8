import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError

NOTE = (
    "Rates per 10,000 words of the zone; 95% intervals take each article as one observation. "
    "The lead are the first 3 sentences."
)
ONE = "with one article, how much article differs from article cannot be known."


@pytest.fixture
def talks():
    rows = [
        ("a1", "A", "Broker talks", "Talks began. It rained. They left. The broker stayed."),
        ("a2", "A", "Nothing new", "The broker came. No more."),
        ("b1", "B", None, "It rained. They left. All went. Broker four."),
        ("b2", "B", "Quiet", "Quiet day."),
    ]
    return ck.read_corpus(pd.DataFrame(rows, columns=["id", "outlet", "title", "text"]))


def test_zones_by_hand(talks):
    table = ck.prominence(talks, "broker").table
    columns = ["outlet", "zone", "count", "n_words", "first_share", "n_articles"]
    assert table[columns].to_numpy().tolist() == [
        ["A", "headline", 1, 4, 0.5, 2],
        ["A", "lead", 1, 11, 0.5, 2],
        ["A", "body", 1, 3, 0.0, 1],
        ["B", "headline", 0, 1, 0.0, 1],
        ["B", "lead", 0, 8, 0.0, 2],
        ["B", "body", 1, 2, 1.0, 1],
    ]
    np.testing.assert_allclose(table["estimate"], 10_000 * table["count"] / table["n_words"])


def test_a_term_that_an_outlet_never_uses_comes_first_nowhere(talks):
    result = ck.prominence(talks, ["broker", "zebra"])
    assert result.table["first_share"][result.table["term"] == "zebra"].isna().all()
    assert "Not found in the reporting of any article: zebra." in result.notes


def test_rates_are_those_of_salience_in_the_zone(summit):
    terms = ["broker", "sanction*"]
    table = ck.prominence(summit, terms).table
    for zone in ("headline", "lead", "body"):
        expected = ck.salience(summit, terms, zone=zone, n_resamples=9).table.set_index(["term", "outlet"])
        found = table[table["zone"] == zone].set_index(["term", "outlet"]).loc[expected.index]
        for column in ("estimate", "conf_low", "conf_high", "count", "n_words"):
            np.testing.assert_allclose(found[column], expected[column])


def test_first_shares_add_up_to_one(summit):
    table = ck.prominence(summit, ["broker", "sanction*", "isolated"]).table
    total = table.groupby(["term", "outlet"])["first_share"].sum(min_count=1).dropna()
    np.testing.assert_allclose(total, 1)


def test_passages_of_headlines_are_titles(talks):
    result = ck.prominence(talks, "broker")
    assert result.passages(zone="headline")["passage"].tolist() == ["Broker talks"]
    found = result.passages(term="broker", outlet="A")
    assert found["passage"].tolist() == ["Broker talks", "The broker came.", "The broker stayed."]


def test_without_titles_there_are_no_headlines(talks):
    for articles in (talks.articles.drop(columns="title"), talks.articles.assign(title=" ")):
        result = ck.prominence(talks.replace(articles=articles), "broker")
        assert result.table["zone"].unique().tolist() == ["lead", "body"]
        assert result.notes == (
            NOTE,
            "The corpus has no titles, so there are no headlines.",
            "No interval for 'A (body)', 'B (body)': " + ONE,
        )


def test_notes_say_where_there_is_no_rate(talks):
    result = ck.prominence(talks.filter(article_id=["a1", "a2", "b1"]), "broker")
    assert result.notes == (
        NOTE,
        "No interval for 'A (body)', 'B (lead)', 'B (body)': " + ONE,
        "No rate for 'B': no words of headlines are left.",
    )
    headline = result.table.query("outlet == 'B' and zone == 'headline'")
    assert headline["estimate"].isna().all()
    assert headline["n_articles"].tolist() == [0]


def test_an_outlet_whose_text_is_all_marked(talks):
    texts = talks.articles["text"][2:]
    spans = pd.DataFrame({"article_id": ["b1", "b2"], "start": 0, "end": texts.str.len(), "kind": "k", "rule": "r"})
    result = ck.prominence(talks.replace(spans=spans), "broker")
    assert result.notes[1:] == (
        "No interval for 'A (body)', 'B (headline)': " + ONE,
        "No rate for 'B': no words of leads are left.",
        "No rate for 'B': no words of text below the lead are left.",
    )


def test_the_figure_is_drawn(summit):
    assert len(ck.prominence(summit, ["broker", "sanction*"]).plot().data) > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"by": "paper"},
            "by: there is no column 'paper'. Columns are 'article_id', 'outlet', 'text', 'title', 'zone'",
        ),
        ({"by": "zone"}, "by: 'zone' is a column of the result too. Rename yours before you read the articles"),
        ({"cluster": 7}, "cluster: 7 is not the name of a column. Give one name, for instance 'story'"),
        ({"level": 95}, "level: 95 is not a share. Write 95 % as 0.95"),
    ],
)
def test_messages(talks, options, message):
    with pytest.raises((CorpusError, ValueError)) as error:
        ck.prominence(talks.replace(articles=talks.articles.assign(zone="x")), "broker", **options)
    assert str(error.value) == message
