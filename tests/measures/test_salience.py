import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError


def test_counts_and_rates_by_hand(small):
    table = ck.salience(small, "broker").table.set_index("outlet")
    # A: 6 + 5 words, three brokers; B: 9 + 5 words, one
    assert table["count"].to_dict() == {"A": 3, "B": 1}
    assert table["n_words"].to_dict() == {"A": 11, "B": 14}
    assert table["estimate"].to_dict() == pytest.approx({"A": 30_000 / 11, "B": 10_000 / 14})
    assert table["range"].to_dict() == {"A": 1.0, "B": 0.5}
    assert table["n_articles"].to_dict() == {"A": 2, "B": 2}
    # A: words 6/11 and 5/11, occurrences 1/3 and 2/3; DP = |6/11 - 1/3|, over 1 - 5/11
    assert table["dp_norm"]["A"] == pytest.approx((6 / 11 - 1 / 3) / (6 / 11))
    assert (table["conf_low"] <= table["estimate"]).all()
    assert (table["estimate"] <= table["conf_high"]).all()


def test_evidence_is_in_the_text(small):
    evidence = ck.salience(small, ["broker", "he"]).evidence
    texts = small.articles.set_index("article_id")["text"]
    found = [
        texts[i][s:e].lower()
        for i, s, e in zip(evidence["article_id"], evidence["start"], evidence["end"], strict=True)
    ]
    assert found == evidence["term"].tolist()


def test_marked_text_is_counted_neither_as_term_nor_as_word(small):
    spans = pd.DataFrame({"article_id": ["a1"], "start": [0], "end": [16], "kind": ["furniture"], "rule": ["r"]})
    table = ck.salience(small.replace(spans=spans), "broker").table.set_index("outlet")
    assert table["count"]["A"] == 2
    assert table["n_words"]["A"] == 8


def test_own_and_attributed_add_up_to_the_whole(summit):
    terms = ["broker", "isolated", "sanction*", {"leaders": ["leader*", "ruler*", "dictator*"]}]
    whole, own, attributed = (
        ck.salience(summit, terms, voice=v, n_resamples=99).table for v in (None, "own", "attributed")
    )
    np.testing.assert_allclose(own["estimate"] + attributed["estimate"], whole["estimate"], rtol=0, atol=1e-9)
    assert (own["count"] + attributed["count"] == whole["count"]).all()
    assert attributed["count"].sum() > 0


def test_one_article_in_a_group_has_no_interval_and_a_reason(small):
    result = ck.salience(small.filter(article_id=["a1", "a2", "b1"]), "broker")
    table = result.table.set_index("outlet")
    assert np.isnan(table.loc["B", ["conf_low", "conf_high"]].astype(float)).all()
    assert table.loc["B", "estimate"] == pytest.approx(10_000 / 9)
    assert (
        "No interval for 'B': with one article, how much article differs from article cannot be known." in result.notes
    )


def test_missing_group_values_are_a_group(small):
    table = ck.salience(small, "broker", by="section").table
    assert table[["section", "n_articles"]].to_numpy().tolist() == [["World", 3], ["(missing)", 1]]


def test_stories_are_the_default_cluster(small):
    stories = small.replace(articles=small.articles.assign(story=["s", "s", "t", "t"]))
    result = ck.salience(stories, "broker")
    assert result.params["cluster"] == "story"
    assert result.table["conf_low"].isna().all()  # each outlet has one story
    assert ck.salience(stories, "broker", cluster="article_id").table["conf_low"].notna().all()


def test_a_term_that_does_not_occur(small):
    result = ck.salience(small, ["broker", "zebra"])
    zebra = result.table[result.table["term"] == "zebra"]
    assert zebra["estimate"].tolist() == [0, 0]
    assert (zebra["conf_high"] > 0).all()
    assert zebra["p_value"].isna().all()
    assert "Not found in the reporting of any article: zebra." in result.notes


def test_q_values_are_benjamini_hochberg(summit):
    table = ck.salience(summit, ["broker", "isolated", "sanction*"], n_resamples=999).table
    p = table.groupby("term")["p_value"].first().sort_values()
    expected = np.minimum.accumulate((p * 3 / np.arange(1, 4))[::-1])[::-1]
    pd.testing.assert_series_equal(table.groupby("term")["q_value"].first()[p.index], expected, check_names=False)


def test_the_same_call_gives_the_same_result(summit):
    first, second = (ck.salience(summit, ["broker", "sanction*"]).table for _ in "ab")
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"by": "paper"}, "by: there is no column 'paper'. Columns are 'article_id', 'outlet', 'text', 'section'"),
        ({"by": "text"}, "by: 'text' is a column of the result too. Rename yours before you read the articles"),
        (
            {"cluster": "event"},
            "cluster: there is no column 'event'. Columns are 'article_id', 'outlet', 'text', 'section'",
        ),
        ({"voice": "mine"}, "voice: 'mine' is not known. Choose 'own' or 'attributed', or leave it out for both"),
    ],
)
def test_messages(small, arguments, message):
    with pytest.raises((CorpusError, ValueError)) as error:
        ck.salience(small, "broker", **arguments)
    assert str(error.value) == message


def test_params_say_what_was_counted(small):
    params = ck.salience(small, ["broker", {"pressure": ["sanction*", "penalt*"]}]).params
    assert params["terms"] == {"broker": ["broker"], "pressure": ["sanction*", "penalt*"]}
    assert (params["by"], params["cluster"], params["corpus"]) == ("outlet", "article_id", small.fingerprint)


def test_too_few_resamples(small):
    with pytest.raises(ValueError) as error:
        ck.salience(small, "broker", n_resamples=0)
    assert str(error.value) == "n_resamples: 0 is too few. Draw 999 or more"


def test_an_outlet_without_words(small):
    length = len(small.articles["text"][3])
    spans = pd.DataFrame(
        {
            "article_id": ["b1", "b2"],
            "start": [0, 0],
            "end": [len(small.articles["text"][2]), length],
            "kind": ["furniture"] * 2,
            "rule": ["r"] * 2,
        }
    )
    result = ck.salience(small.replace(spans=spans), "broker")
    assert "No rate for 'B': no words of reporting are left." in result.notes
    assert result.table.set_index("outlet")["estimate"].isna()["B"]
