import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError

NOTE = "Rates per 10,000 words; 95% intervals take each article as one observation."


@pytest.fixture
def weeks():
    """1 January 2024 is a Monday."""
    rows = [
        ("a1", "A", "2024-01-01", "The broker came."),
        ("a2", "A", "2024-01-07", "No news at all."),
        ("a3", "A", "2024-01-08", "A broker and a broker."),
        ("b1", "B", "2024-01-14", "Nothing here."),
        ("b2", "B", None, "A broker."),
    ]
    return ck.read_corpus(pd.DataFrame(rows, columns=["id", "outlet", "published", "text"]))


def test_weeks_by_hand(weeks):
    table = ck.trend(weeks, "broker").table
    rows = table[["outlet", "count", "n_words", "n_articles"]].to_numpy().tolist()
    assert rows == [["A", 1, 7, 2], ["A", 2, 5, 1], ["B", 0, 2, 1]]
    assert table["period"].dt.strftime("%Y-%m-%d").tolist() == ["2024-01-01", "2024-01-08", "2024-01-08"]
    np.testing.assert_allclose(table["estimate"], [10_000 / 7, 20_000 / 5, 0])
    assert table["conf_low"].notna().tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("every", "first"),
    [
        ("day", ["2024-01-01", "2024-01-07", "2024-01-08", "2024-01-14"]),
        ("week", ["2024-01-01", "2024-01-08"]),
        ("month", ["2024-01-01"]),
        ("quarter", ["2024-01-01"]),
        ("year", ["2024-01-01"]),
    ],
)
def test_periods_begin_on_their_first_day(weeks, every, first):
    table = ck.trend(weeks, "broker", every=every).table
    assert sorted(set(table["period"].dt.strftime("%Y-%m-%d"))) == first


def test_notes_say_what_is_left_out_and_what_is_not_known(weeks):
    assert ck.trend(weeks, ["broker", "zebra"]).notes == (
        NOTE,
        "Articles without a date: 1. They are left out.",
        "No interval at 2 of 3 points: with one article in a week, how much article differs from article cannot be "
        "known.",
        "Not found in the reporting of any article: zebra.",
    )
    assert ck.trend(weeks.filter(article_id=["a1", "a2"]), "broker").notes == (NOTE,)


def test_evidence_has_its_period_and_none_without_a_date(weeks):
    result = ck.trend(weeks, "broker")
    assert result.evidence["article_id"].tolist() == ["a1", "a3", "a3"]
    assert result.passages(term="broker", period=pd.Timestamp("2024-01-08"))["passage"].tolist() == (
        ["A broker and a broker."] * 2
    )


def test_one_period_is_salience(summit):
    terms = ["broker", "sanction*"]
    whole = ck.salience(summit, terms, n_resamples=9).table.set_index(["term", "outlet"])
    year = ck.trend(summit, terms, every="year").table.set_index(["term", "outlet"]).loc[whole.index]
    for column in ("estimate", "conf_low", "conf_high", "count", "n_words", "n_articles"):
        np.testing.assert_allclose(year[column], whole[column])


def test_periods_and_voices_add_up(summit):
    whole, own, attributed = (ck.trend(summit, "sanction*", voice=v).table for v in (None, "own", "attributed"))
    assert (own["count"] + attributed["count"] == whole["count"]).all()
    np.testing.assert_allclose(own["estimate"] + attributed["estimate"], whole["estimate"], rtol=0, atol=1e-9)
    table = ck.salience(summit, "sanction*", n_resamples=9).table.set_index("outlet").sort_index()
    assert (whole.groupby("outlet")["count"].sum() == table["count"]).all()
    assert (whole.groupby("outlet")["n_articles"].sum() == table["n_articles"]).all()


def test_a_story_in_a_period_is_one_observation(weeks):
    stories = weeks.replace(articles=weeks.articles.assign(story=["s", "s", "s", "t", None]))
    result = ck.trend(stories, "broker")
    assert result.table["conf_low"].isna().all()
    assert (
        "No interval at 3 of 3 points: with one story in a week, how much story differs from story cannot be known."
        in result.notes
    )


def test_headlines_over_time(weeks):
    titled = weeks.replace(articles=weeks.articles.assign(title=["Broker in", "No", None, None, None]))
    result = ck.trend(titled, "broker", zone="headline")
    assert result.table["count"].tolist() == [1, 0, 0]
    assert result.table["n_words"].tolist() == [3, 0, 0]
    assert result.passages()["passage"].tolist() == ["Broker in"]
    assert "No rate for 'B': no words of headlines are left." in result.notes


def test_the_figure_is_drawn(summit):
    assert len(ck.trend(summit, "sanction*").plot().data) > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"every": "Week"}, "every: 'Week' is not known. Choose from day, week, month, quarter, year"),
        ({"by": "period"}, "by: 'period' is a column of the result too. Rename yours before you read the articles"),
        ({"level": "x"}, "level: 'x' is not a share. Write 95 % as 0.95"),
    ],
)
def test_messages(weeks, options, message):
    with pytest.raises((CorpusError, ValueError)) as error:
        ck.trend(weeks.replace(articles=weeks.articles.assign(period="x")), "broker", **options)
    assert str(error.value) == message


def test_a_corpus_without_dates(weeks):
    for articles in (weeks.articles.drop(columns="published"), weeks.articles.assign(published=pd.NaT)):
        with pytest.raises(CorpusError) as error:
            ck.trend(weeks.replace(articles=articles), "broker")
        assert str(error.value) == (
            "trend: no article has a date. Read the articles with their dates (column 'published')"
        )
