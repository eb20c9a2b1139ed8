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


def corpus_of(*rows):
    """Articles of outlet, story, how often they have the word, and how many words they have."""
    frame = pd.DataFrame(rows, columns=["outlet", "story", "count", "words"])
    text = [" ".join(["strike"] * n + ["quiet"] * (m - n)) for n, m in zip(frame["count"], frame["words"], strict=True)]
    frame = frame.assign(id=[f"x{number}" for number in range(len(frame))], text=text)
    return ck.read_corpus(frame.drop(columns=["count", "words"]))


@pytest.fixture
def mixed():
    """Outlet C covers one story with A and one alone; an article of A has no story."""
    return corpus_of(
        ("A", "s", 8, 200),
        ("A", "t", 1, 100),
        ("A", None, 5, 50),
        ("B", "s", 4, 100),
        ("B", "t", 2, 200),
        ("C", "t", 0, 60),
        ("C", "u", 7, 70),
    )


def test_outlets_that_differ_only_by_their_stories_have_equal_rates_within_stories():
    """Whoever writes, story s has the word in 4 of 100 words, story t in 1 of 100."""
    corpus = corpus_of(("A", "s", 8, 200), ("A", "t", 1, 100), ("B", "s", 4, 100), ("B", "t", 2, 200))
    raw = ck.salience(corpus, "strike", n_resamples=9).table["estimate"].tolist()
    assert raw == pytest.approx([10_000 * 9 / 300, 10_000 * 6 / 300])
    table = ck.salience(corpus, "strike", within="story", n_resamples=9).table
    assert table["estimate"].tolist() == pytest.approx([10_000 * 15 / 600] * 2)
    assert table["count"].tolist() == [9, 6]
    assert table["n_words"].tolist() == [300, 300]
    assert table["n_shared"].tolist() == [2, 2]


def test_outlets_that_differ_only_by_wording_keep_their_rates_within_stories():
    corpus = corpus_of(("A", "s", 8, 100), ("A", "t", 4, 100), ("B", "s", 4, 100), ("B", "t", 2, 100))
    raw, within = (ck.salience(corpus, "strike", within=w, n_resamples=9).table for w in (None, "story"))
    assert raw["estimate"].tolist() == pytest.approx([600, 300])
    np.testing.assert_allclose(within["estimate"], raw["estimate"])


def test_within_stories_only_what_others_cover_too_counts(mixed):
    """Stories s (A, B) and t (A, B, C) count: 300, 300 and 60 words; the term is 15 in 660 words.

    By story: 12 in 300 and 3 in 360. Expected in A: 200 * 12 / 300 + 100 * 3 / 360, and so on.
    """
    result = ck.salience(mixed, "strike", within="story", n_resamples=9)
    table = result.table.set_index("outlet").loc[["A", "B", "C"]]
    assert table[["count", "n_words", "n_articles", "n_shared"]].to_numpy().tolist() == [
        [9, 300, 2, 2],
        [6, 300, 2, 2],
        [0, 60, 1, 1],
    ]
    expected = np.array([200 * 0.04 + 100 * 3 / 360, 100 * 0.04 + 200 * 3 / 360, 60 * 3 / 360])
    np.testing.assert_allclose(table["estimate"], 10_000 * np.array([9, 6, 0]) / expected * 15 / 660)
    assert result.notes == (
        "Rates per 10,000 words; 95% intervals take each article as one observation.",
        "Compared within story: 2 that two groups or more have, 5 articles.",
        "No interval for 'C': with one article, how much article differs from article cannot be known.",
    )


def test_within_stories_the_evidence_is_what_is_counted(mixed):
    result = ck.salience(mixed, "strike", within="story", n_resamples=9)
    counted = result.table.set_index("outlet")["count"]
    assert result.evidence["outlet"].value_counts().to_dict() == counted[counted > 0].to_dict()
    assert set(result.evidence["article_id"]) == {"x0", "x1", "x3", "x4"}


def test_an_outlet_with_nothing_to_compare(mixed):
    corpus = mixed.replace(articles=mixed.articles.assign(story=["s", "t", None, "s", "t", "u", "v"]))
    result = ck.salience(corpus, "strike", within="story", n_resamples=9)
    row = result.table.set_index("outlet").loc["C"]
    assert row[["estimate", "conf_low", "conf_high", "range", "dp_norm", "design_effect"]].isna().all()
    assert row[["count", "n_words", "n_articles", "n_shared"]].tolist() == [0, 0, 0, 0]
    assert (
        "Compared within story: 2 that two groups or more have, 4 articles. Nothing to compare for 'C'." in result.notes
    )


def test_a_term_that_nobody_uses_in_the_stories_an_outlet_shares():
    corpus = corpus_of(("A", "s", 8, 200), ("B", "s", 4, 100), ("A", "t", 0, 60), ("C", "t", 0, 60), ("C", "u", 7, 70))
    result = ck.salience(corpus, "strike", within="story", n_resamples=9)
    assert result.table.set_index("outlet")["estimate"].isna().to_dict() == {"A": False, "B": False, "C": True}
    assert "No adjusted rate for 'strike in C': nobody uses it in what is compared there." in result.notes


def test_dispersion_and_design_effect_of_a_group(mixed):
    """A: words 200, 100, 50, occurrences 8, 1, 5, so a rate of .04: residuals 0, -3 and 3."""
    row = ck.salience(mixed, "strike", n_resamples=9).table.set_index("outlet").loc["A"]
    deviation = (abs(8 / 14 - 200 / 350) + abs(1 / 14 - 100 / 350) + abs(5 / 14 - 50 / 350)) / 2
    assert row["dp_norm"] == pytest.approx(deviation / (1 - 50 / 350))
    assert row["design_effect"] == pytest.approx(3 / 2 * (0 + 9 + 9) / 14)


def test_zones_add_up_and_voices_do_in_each(summit):
    whole, own, attributed, lead, body = (
        ck.salience(summit, "sanction*", n_resamples=9, **options).table
        for options in (
            {},
            {"zone": "lead", "voice": "own"},
            {"zone": "lead", "voice": "attributed"},
            {"zone": "lead"},
            {"zone": "body"},
        )
    )
    np.testing.assert_allclose(own["estimate"] + attributed["estimate"], lead["estimate"], rtol=0, atol=1e-9)
    assert (lead["count"] + body["count"] == whole["count"]).all()
    assert (lead["n_words"] + body["n_words"] == whole["n_words"]).all()


def test_passages_hold_the_term(summit):
    for zone in (None, "headline"):
        found = ck.salience(summit, "sanction*", zone=zone, n_resamples=9).passages(term="sanction*")
        assert len(found) > 0
        assert found["passage"].str.contains("sanction", case=False).all()
    titles = summit.articles.set_index("article_id")["title"]
    assert all(passage in titles[key] for key, passage in zip(found["article_id"], found["passage"], strict=True))


def test_the_figures_are_drawn(summit):
    for options in ({}, {"within": "story"}, {"zone": "headline"}):
        result = ck.salience(summit, ["broker", "sanction*"], n_resamples=9, **options)
        for of in ("rates", "dispersion"):
            assert len(result.plot(of=of).data) > 0
    with pytest.raises(ValueError) as error:
        result.plot(of="trend")
    assert str(error.value) == "of: 'trend' is not known. Choose 'rates' or 'dispersion'"


@pytest.mark.parametrize("by", ["title", "story"])
def test_any_column_of_the_articles_makes_groups(summit, by):
    result = ck.salience(summit, "sanction*", by=by, n_resamples=9)
    assert result.table[by].nunique() == len(result.table)
    assert len(result.plot(of="dispersion").data) > 0
    assert result.passages(**{by: result.evidence[by].iloc[0]})[by].nunique() == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"within": "desk"}, "within: there is no column 'desk'. Columns are 'article_id', 'outlet', 'text', 'story'"),
        ({"within": 3}, "within: 3 is not the name of a column. Give one name, for instance 'story'"),
        (
            {"within": "outlet"},
            "within: 'outlet' makes the groups already. Give the column that tells what was covered",
        ),
        (
            {"within": "article_id"},
            "within: there is no article_id that two of 'A', 'B', 'C' have in common. Choose another column, or leave "
            "within out",
        ),
        ({"cluster": ["x"]}, "cluster: ['x'] is not the name of a column. Give one name, for instance 'story'"),
        ({"level": None}, "level: None is not a share. Write 95 % as 0.95"),
        ({"n_resamples": 2.5}, "n_resamples: 2.5 is no whole number. Draw 999 or more"),
        (
            {"rng": "x"},
            "rng: 'x' is no seed. Give a whole number from 0 on, so that the result can be had again",
        ),
        (
            {"zone": "headline"},
            "zone: the corpus has no column 'title', so it has no headlines. Read the articles with their titles, or "
            "choose the zone 'lead' or 'body'",
        ),
    ],
)
def test_bad_requests_are_refused_in_words(mixed, arguments, message):
    with pytest.raises((CorpusError, ValueError)) as error:
        ck.salience(mixed, "strike", **arguments)
    assert str(error.value) == message


def test_a_generator_is_a_seed_too(mixed):
    first, second = (ck.salience(mixed, "strike", rng=rng).table for rng in (3, np.random.default_rng(3)))
    pd.testing.assert_frame_equal(first, second)
