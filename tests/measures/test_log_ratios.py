import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.corpus import CorpusError
from coverage_kit.stats.score import score_test

NOTE = "Log2 of the ratio of two rates; 95% intervals take each article as one observation."


def corpus_of(*rows):
    """Articles of outlet, story, how often they have the word, and how many words they have."""
    frame = pd.DataFrame(rows, columns=["outlet", "story", "count", "words"])
    text = [" ".join(["strike"] * n + ["quiet"] * (m - n)) for n, m in zip(frame["count"], frame["words"], strict=True)]
    frame = frame.assign(id=[f"x{number}" for number in range(len(frame))], text=text)
    return ck.read_corpus(frame.drop(columns=["count", "words"]))


@pytest.fixture
def strikes():
    return corpus_of(
        ("A", "s", 8, 200),
        ("A", "t", 1, 100),
        ("A", "v", 3, 100),
        ("B", "s", 1, 100),
        ("B", "t", 1, 200),
        ("C", "t", 0, 60),
        ("C", "u", 0, 70),
    )


def test_ratios_by_hand(strikes):
    table = ck.log_ratios(strikes, "strike", cluster="article_id").table
    assert table[["a", "b"]].to_numpy().tolist() == [["A", "B"], ["A", "C"], ["B", "C"]]
    counts = ["count_a", "count_b", "n_articles_a", "n_articles_b"]
    assert table[counts].to_numpy().tolist() == [[12, 2, 3, 2], [12, 0, 3, 2], [2, 0, 2, 2]]
    # C never uses the word: half an occurrence in its 130 words, and no upper end.
    expected = np.log2([(12 / 400) / (2 / 300), (12 / 400) / (0.5 / 130), (2 / 300) / (0.5 / 130)])
    np.testing.assert_allclose(table["estimate"], expected)
    assert np.isposinf(table["conf_high"]).tolist() == [False, True, True]
    assert (table["conf_low"] < table["estimate"]).all()


def test_within_stories_the_ratio_is_that_of_mantel_and_haenszel(strikes):
    """A and B share s (200, 100 words) and t (100, 200); the others' stories do not count."""
    result = ck.log_ratios(strikes, "strike", within="story")
    row = result.table.set_index(["a", "b"]).loc[("A", "B")]
    above, below = 8 * 100 / 300 + 1 * 200 / 300, 1 * 200 / 300 + 1 * 100 / 300
    assert row["estimate"] == pytest.approx(np.log2(above / below))
    assert row[["count_a", "count_b", "n_articles_a", "n_articles_b"]].tolist() == [9, 2, 2, 2]
    assert result.notes == (
        NOTE.replace("article", "story"),
        "Compared within story: 2 that two groups or more have, 5 articles.",
        "No interval for 'A and C', 'B and C': with one story, how much story differs from story cannot be known.",
    )
    assert set(result.evidence["article_id"]) == {"x0", "x1", "x3", "x4"}


def test_pairs_without_anything_in_common(strikes):
    corpus = strikes.replace(articles=strikes.articles.assign(story=["s", "t", "v", "s", "t", "v", "w"]))
    result = ck.log_ratios(corpus, "strike", within="story")
    row = result.table.set_index(["a", "b"]).loc[("B", "C")]
    assert row[["estimate", "conf_low", "conf_high", "p_value", "q_value"]].isna().all()
    assert row[["count_a", "count_b", "n_articles_a", "n_articles_b"]].tolist() == [0, 0, 0, 0]
    assert "Nothing to compare for 'B and C': they have no story in common." in result.notes


def test_p_values_are_those_of_the_test_on_the_pair(summit):
    pair = summit.filter(outlet=summit.outlets[:2])
    options = {"n_resamples": 9_999, "rng": 5}
    terms = ["broker", "sanction*"]
    for within in (None, "story"):
        found = ck.log_ratios(summit, terms, within=within, **options).table
        mine = found[(found["a"] == summit.outlets[0]) & (found["b"] == summit.outlets[1])]
        expected = ck.salience(pair, terms, within=within, **options).table.drop_duplicates("term")
        np.testing.assert_allclose(mine["p_value"], expected["p_value"], rtol=0, atol=0.02)


def test_q_values_are_over_all_rows(summit):
    table = ck.log_ratios(summit, ["broker", "sanction*"], n_resamples=199).table
    p = table["p_value"].dropna().sort_values()
    expected = np.minimum.accumulate((p * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1].clip(upper=1)
    np.testing.assert_allclose(table["q_value"][expected.index], expected)


def test_rows_are_ordered_by_term_and_pair(summit):
    table = ck.log_ratios(summit, ["sanction*", "broker"], n_resamples=9).table
    assert table["term"].tolist() == ["sanction*"] * 15 + ["broker"] * 15
    assert table["a"][:5].unique().tolist() == summit.outlets[:1]
    assert table["b"][:5].tolist() == summit.outlets[1:]


def test_voices_and_zones_are_counted(summit):
    whole, own, attributed = (
        ck.log_ratios(summit, "sanction*", voice=voice, n_resamples=9).table for voice in (None, "own", "attributed")
    )
    assert (own["count_a"] + attributed["count_a"] == whole["count_a"]).all()
    headlines = ck.log_ratios(summit, "sanction*", zone="headline", n_resamples=9)
    assert headlines.passages(term="sanction*")["passage"].str.contains("sanction", case=False).all()


def test_one_article_has_no_interval_and_a_reason(strikes):
    result = ck.log_ratios(strikes.filter(article_id=["x0", "x1", "x3"]), ["strike", "zebra"], cluster="article_id")
    assert result.table["conf_low"].isna().all()
    assert result.table["estimate"].isna().tolist() == [False, True]
    assert result.notes == (
        NOTE,
        "No interval for 'A and B': with one article, how much article differs from article cannot be known.",
        "Not found in the reporting of any article: zebra.",
    )


def test_an_outlet_without_words(strikes):
    lengths = strikes.articles["text"][3:5].str.len()
    spans = pd.DataFrame({"article_id": ["x3", "x4"], "start": 0, "end": lengths, "kind": "k", "rule": "r"})
    result = ck.log_ratios(strikes.replace(spans=spans).filter(outlet=["A", "B"]), "strike")
    assert result.table[["estimate", "conf_low", "conf_high"]].isna().all(axis=None)
    assert "No rate for 'B': no words of reporting are left." in result.notes


def test_the_figure_is_drawn(summit):
    assert len(ck.log_ratios(summit, ["broker", "sanction*"], n_resamples=9).plot().data) > 0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "desk"}, "log_ratios: all articles have the same desk, '(missing)'. A pair needs two"),
        ({"by": "a"}, "by: 'a' is a column of the result too. Rename yours before you read the articles"),
        (
            {"within": "outlet"},
            "within: 'outlet' makes the groups already. Give the column that tells what was covered",
        ),
        (
            {"within": "desk"},
            "within: there is no desk that two of 'A', 'B', 'C' have in common. Choose another column, or leave "
            "within out",
        ),
        ({"n_resamples": 0}, "n_resamples: 0 is too few. Draw 999 or more"),
        ({"rng": -1}, "rng: -1 is no seed. Give a whole number from 0 on, so that the result can be had again"),
    ],
)
def test_messages(strikes, options, message):
    corpus = strikes.replace(articles=strikes.articles.assign(desk=None, a="x"))
    with pytest.raises((CorpusError, ValueError)) as error:
        ck.log_ratios(corpus, "strike", **options)
    assert str(error.value) == message


def test_p_value_of_one_pair_from_the_kernel(strikes):
    pair = strikes.filter(outlet=["A", "B"])
    p = score_test(
        [[8], [1], [3], [1], [1]],
        [200, 100, 100, 100, 200],
        [0, 0, 0, 1, 1],
        clusters=[0, 1, 2, 0, 1],
        n_resamples=199,
        rng=np.random.default_rng(0),
    )
    assert ck.log_ratios(pair, "strike", n_resamples=199).table["p_value"].tolist() == p.tolist()
