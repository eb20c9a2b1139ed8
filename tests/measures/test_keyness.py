import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import coverage_kit as ck
from coverage_kit.corpus import CorpusError
from coverage_kit.stats.score import q_values, score_test

WORDS = [f"word{letter}" for letter in "abcdefghijklmnopqrst"]
NO_TESTS = "monroe_z and g2 take every word as an independent observation: they rank terms and are no tests."
TOKENS = [
    *("_", "__init__", "a_b", "U.S.", "1,000", "1,000km", "2.5", "don’t", "Ann’s", "O’Neil", "e-mail", "制裁", "新闻"),
    *("العقوبات", "cafe\u0301", "İzmir", "ΟΔΟΣ", "😀", "a*b", "x;y", "[z]", "②", "ﬁn", "the", "of"),
]


def corpus_of(texts, outlets, **columns):
    frame = pd.DataFrame({"id": [f"x{n:03}" for n in range(len(texts))], "outlet": outlets, "text": texts})
    return ck.read_corpus(frame.assign(**columns))


@pytest.fixture(scope="module")
def planted():
    """Three outlets draw the same words; A writes "uranium" in most articles, three times, and B never does."""
    rng = np.random.default_rng(1)
    texts, outlets = [], ["A", "B", "C"] * 30
    for outlet in outlets:
        words = rng.choice(WORDS, 60).tolist()
        words += (
            ["uranium"] * 3 if (outlet == "A" and rng.random() < 0.9) or (outlet == "C" and rng.random() < 0.1) else []
        )
        texts.append(" ".join(rng.permutation(words)) + ".")
    return corpus_of(texts, outlets, story=[f"s{n // 6}" for n in range(90)])


@pytest.fixture(scope="module")
def pair(planted):
    return ck.keyness(planted, "A", "B", max_words=1, cluster="article_id").table.set_index("term")


def test_what_was_planted_is_on_top_and_nothing_else_is_key(pair):
    assert pair.index[0] == "uranium"
    assert pair["estimate"].iloc[0] > 2
    assert pair["q_value"].iloc[0] < 0.001
    assert (pair["q_value"].iloc[1:] > 0.05).all()
    assert sorted(pair.index) == sorted([*WORDS, "uranium"])


def test_the_other_way_round_signs_are_turned(planted, pair):
    turned = ck.keyness(planted, "B", "A", max_words=1, cluster="article_id").table.set_index("term").loc[pair.index]
    for one, other in (("estimate", "estimate"), ("conf_low", "conf_high"), ("monroe_z", "monroe_z"), ("g2", "g2")):
        np.testing.assert_allclose(turned[one], -pair[other], rtol=1e-9)
    for column in ("count", "rate", "range"):
        np.testing.assert_array_equal(turned[f"{column}_a"], pair[f"{column}_b"])
    assert turned["p_value"].iloc[0] < 0.001


def test_counts_are_those_of_salience(planted, pair):
    two = planted.filter(outlet=["A", "B"])
    for term in ("uranium", "wordc"):
        table = ck.salience(two, term, n_resamples=9).table.set_index("outlet")
        row = pair.loc[term]
        assert row[["count_a", "count_b"]].tolist() == table["count"][["A", "B"]].tolist()
        np.testing.assert_allclose(row[["rate_a", "rate_b"]].astype(float), table["estimate"][["A", "B"]])
        np.testing.assert_allclose(row[["range_a", "range_b"]].astype(float), table["range"][["A", "B"]])
        assert row["n_articles"] == (two.articles["text"].str.contains(rf"\b{term}\b")).sum()
        ratio = ck.log_ratios(two, term, cluster="article_id", n_resamples=9).table.iloc[0]
        np.testing.assert_allclose(
            row[["estimate", "conf_low", "conf_high"]].astype(float),
            ratio[["estimate", "conf_low", "conf_high"]].astype(float),
        )


@pytest.mark.parametrize("within", [None, "story"])
def test_p_values_are_those_of_the_score_test_on_the_matrix(planted, within):
    two = planted.filter(outlet=["A", "B"])
    table = ck.keyness(two, "A", "B", within=within, max_words=1, n_resamples=499, rng=3).table.set_index("term")
    matrix = ck.document_term_matrix(two, min_articles=5)
    stories, ids = (pd.factorize(two.articles[column], sort=True)[0] for column in ("story", "article_id"))
    p = score_test(
        matrix.counts,
        [len(text.split()) for text in two.articles["text"]],
        (two.articles["outlet"] == "B").to_numpy(int),
        clusters=ids if within else stories,
        strata=stories if within else None,
        n_resamples=499,
        rng=np.random.default_rng(3),
    )
    expected = pd.Series(p, matrix.terms)
    np.testing.assert_allclose(table["p_value"], expected[table.index])
    np.testing.assert_allclose(table["q_value"], pd.Series(q_values(p), matrix.terms)[table.index])


def test_every_group_against_the_rest_and_whether_any_differs(planted):
    table = ck.keyness(planted, max_words=1, cluster="article_id", n_resamples=499).table
    assert table.columns[:2].tolist() == ["term", "outlet"]
    assert table.groupby("outlet", sort=False).size().to_dict() == {"A": 21, "B": 21, "C": 21}
    signs = table[table["term"] == "uranium"].set_index("outlet")["estimate"]
    assert signs["A"] > 0 > signs["B"]
    matrix = ck.document_term_matrix(planted, min_articles=5)
    p = score_test(
        matrix.counts,
        [len(text.split()) for text in planted.articles["text"]],
        pd.factorize(planted.articles["outlet"])[0],
        clusters=range(len(planted)),
        n_resamples=499,
        rng=np.random.default_rng(0),
    )
    for column, values in (("p_any", p), ("q_any", q_values(p))):
        np.testing.assert_allclose(table[column], pd.Series(values, matrix.terms)[table["term"]])


def test_one_group_against_the_rest_is_its_part_of_the_whole(planted):
    options = {"max_words": 1, "cluster": "article_id", "n_resamples": 99}
    whole = ck.keyness(planted, **options).table
    alone = ck.keyness(planted, "C", **options).table
    part = whole[whole["outlet"] == "C"].drop(columns=["outlet", "p_any", "q_any"]).reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, part)


def test_an_outlet_may_be_called_the_rest(planted):
    names = planted.articles["outlet"].replace({"B": "the rest"})
    table = ck.keyness(
        planted.replace(articles=planted.articles.assign(outlet=names)), "A", "the rest", max_words=1, n_resamples=99
    ).table
    expected = ck.keyness(planted, "A", "B", max_words=1, n_resamples=99).table
    pd.testing.assert_frame_equal(table, expected)


def test_within_stories_only_what_both_cover_counts(planted):
    """Each story has two articles of each outlet; ten more articles of A stand on stories of their own."""
    texts = [*planted.articles["text"], *["uranium plutonium."] * 10]
    outlets = [*planted.articles["outlet"], *["A"] * 10]
    stories = [*planted.articles["story"], *[f"own{n}" for n in range(9)], None]
    corpus = corpus_of(texts, outlets, story=stories)
    options = {"within": "story", "max_words": 1, "n_resamples": 99}
    result, expected = ck.keyness(corpus, "A", "B", **options), ck.keyness(planted, "A", "B", **options)
    pd.testing.assert_frame_equal(result.table, expected.table)
    pd.testing.assert_frame_equal(result.evidence, expected.evidence)
    assert result.notes == (
        "Log2 of the rate in A over that in B, 21 rows; 95% intervals and the test take each article as one "
        "observation. 1 have a q-value below .05.",
        NO_TESTS,
        "Compared within story: 15 that two groups or more have, 60 articles.",
    )


def test_groups_with_nothing_in_common_are_left_out(planted):
    stories = planted.articles["story"].where(planted.articles["outlet"] != "C", None)
    corpus = planted.replace(articles=planted.articles.assign(story=stories))
    result = ck.keyness(corpus, within="story", max_words=1, n_resamples=99)
    assert set(result.table["outlet"]) == {"A", "B"}
    assert (
        "Compared within story: 15 that two groups or more have, 60 articles. Nothing to compare for 'C'."
        in result.notes
    )
    with pytest.raises(CorpusError) as error:
        ck.keyness(corpus, "A", "C", within="story")
    assert str(error.value) == (
        "within: there is no story that two of 'A', 'C' have in common. Choose another column, or leave within out"
    )


def test_phrases_neither_begin_nor_end_with_a_function_word():
    text = "The missile system of the first lady. It fell, and under fire he did. They’re Kim Jong Un fans, don’t."
    terms = set(ck.keyness(corpus_of([text] * 6, ["A", "B"] * 3), "A", "B").table["term"])
    assert {term for term in terms if " " in term} == {"missile system", "first lady", "kim jong un", "jong un fans"}
    assert {"the", "of", "missile", "fire"} <= terms


def test_a_phrase_that_stands_only_in_a_longer_one_is_left_out():
    texts = ["Kim Jong Un came. Kim Jong stayed.", "Kim Jong Un left."] * 3
    terms = set(ck.keyness(corpus_of(texts, ["A", "A", "B", "B", "A", "B"]), "A", "B", min_articles=3).table["term"])
    assert {"kim jong un", "kim jong"} <= terms
    assert "jong un" not in terms


def test_marked_text_is_not_counted_and_parts_phrases():
    text = "Nuclear ADVERT talks began."
    corpus = corpus_of([text] * 6, ["A", "B"] * 3)
    ids = corpus.articles["article_id"]
    spans = pd.DataFrame({"article_id": ids, "start": 8, "end": 14, "kind": "furniture", "rule": "r"})
    table = ck.keyness(corpus.replace(spans=spans), "A", "B").table
    assert set(table["term"]) == {"nuclear", "talks", "began", "talks began"}
    assert table["rate_a"].tolist() == pytest.approx([10_000 / 3] * 4)


def test_terms_of_few_articles_are_left_out(planted):
    table = ck.keyness(planted, "B", "C", max_words=1, min_articles=5, n_resamples=99).table
    articles = planted.filter(outlet=["B", "C"]).articles["text"].str.contains("uranium").sum()
    assert articles < 5
    assert "uranium" not in set(table["term"])
    assert table["n_articles"].min() >= 5


def test_passages_are_kept_for_the_terms_on_top(planted):
    result = ck.keyness(planted, "A", "B", min_articles=2, max_words=2, n_resamples=99)
    assert len(result.table) > 200
    assert "Passages are kept for the 200 terms on top; kwic(corpus, term) shows those of any other." in result.notes
    for term in result.table["term"][:200]:
        found = result.passages(term=term)
        assert len(found) >= 2
        assert found["passage"].str.contains(term, case=False).all()
        assert set(found["outlet"]) <= {"A", "B"}


def test_more_groups_than_passages():
    corpus = corpus_of(["A strike came."] * 230, [f"o{n:03}" for n in range(230)])
    result = ck.keyness(corpus, max_words=1, n_resamples=9)
    assert len(result.table) == 3 * 230
    assert result.passages(outlet="o007")["passage"].unique().tolist() == ["A strike came."]
    assert len(result.plot().data) > 0


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from(TOKENS), min_size=1, max_size=8).map(" ".join), min_size=1, max_size=3))
def test_every_term_has_its_passages_whatever_it_is_written_with(texts):
    corpus = corpus_of([*texts, "Ended.", *texts, "Ended."], ["A"] * (len(texts) + 1) + ["B"] * (len(texts) + 1))
    result = ck.keyness(corpus, "A", "B", min_articles=2, n_resamples=9)
    assert set(result.table["term"][:200]) == set(result.evidence["term"])
    assert len(result.plot().data) > 0


def test_single_observations_have_no_interval_and_a_reason(planted):
    corpus = planted.filter(article_id=["x000", "x001", "x003", "x004", "x007", "x010"])
    alone = corpus.replace(articles=corpus.articles.assign(outlet=["A", "B", "B", "B", "B", "B"]))
    result = ck.keyness(alone, min_articles=2, max_words=1, cluster="article_id", n_resamples=99)
    assert result.table["conf_low"].isna().all()
    assert (
        "No interval for 'B', 'A': with one article, how much article differs from article cannot be known."
        in result.notes
    )


def test_a_pair_without_an_interval_is_named(planted):
    result = ck.keyness(
        planted.filter(story="s1"), "A", "B", within="story", min_articles=2, max_words=1, n_resamples=9
    )
    assert result.table["conf_low"].isna().all()
    assert (
        "No interval for 'A and B': with one story, how much story differs from story cannot be known." in result.notes
    )


def test_an_outlet_without_words(planted):
    two = planted.filter(outlet=["A", "B"])
    mine = two.articles[two.articles["outlet"] == "B"]
    spans = pd.DataFrame(
        {"article_id": mine["article_id"], "start": 0, "end": mine["text"].str.len(), "kind": "k", "rule": "r"}
    )
    result = ck.keyness(two.replace(spans=spans), "A", "B", max_words=1, n_resamples=9)
    assert result.table["estimate"].isna().all()
    assert "No rate for 'B': no words of reporting are left." in result.notes
    assert result.plot() is not None


def test_the_vocabulary_may_be_one_word():
    table = ck.keyness(corpus_of(["Strike."] * 10, ["A", "B"] * 5), "A", "B", n_resamples=9).table
    assert table[["term", "estimate", "g2"]].to_numpy().tolist() == [["strike", 0.0, 0.0]]
    assert table["monroe_z"].isna().all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"b": "B"}, "keyness: 'B' is given as b, and no a. Give a, the group that is compared with it"),
        ({"a": "D"}, "keyness: there is no outlet 'D'. There are 'A', 'B', 'C'"),
        ({"a": "A", "b": 7}, "keyness: there is no outlet '7'. There are 'A', 'B', 'C'"),
        ({"a": "A", "b": "A"}, "keyness: 'A' is compared with itself. Give another outlet as b, or none for the rest"),
        ({"by": "desk"}, "keyness: all articles have the same desk, '(missing)'. A comparison needs two"),
        ({"by": "term"}, "by: 'term' is a column of the result too. Rename yours before you read the articles"),
        (
            {"min_articles": 91},
            "keyness: no word stands in 91 of the articles compared. Lower min_articles, or compare larger groups",
        ),
        ({"min_articles": 2.5}, "keyness: min_articles is 2.5. Give a whole number from 1 on"),
        ({"max_words": 0}, "keyness: max_words is 0. Give a whole number from 1 on"),
        (
            {"within": "outlet"},
            "within: 'outlet' makes the groups already. Give the column that tells what was covered",
        ),
        ({"level": 95}, "level: 95 is not a share. Write 95 % as 0.95"),
        ({"n_resamples": True}, "n_resamples: True is no whole number. Draw 999 or more"),
        (
            {"rng": None},
            "rng: None is no seed. Give a whole number from 0 on, so that the result can be had again",
        ),
    ],
)
def test_messages(planted, arguments, message):
    corpus = planted.replace(articles=planted.articles.assign(desk=None, term="x"))
    with pytest.raises((CorpusError, ValueError)) as error:
        ck.keyness(corpus, **arguments)
    assert str(error.value) == message


def test_all_text_marked(planted):
    articles = planted.articles
    spans = pd.DataFrame(
        {"article_id": articles["article_id"], "start": 0, "end": articles["text"].str.len(), "kind": "k", "rule": "r"}
    )
    with pytest.raises(CorpusError) as error:
        ck.keyness(planted.replace(spans=spans), "A", "B", min_articles=1)
    assert str(error.value) == (
        "keyness: no word stands in 1 of the articles compared. Lower min_articles, or compare larger groups"
    )


def test_params_say_what_was_compared(planted):
    params = ck.keyness(planted, "A", within="story", max_words=1, n_resamples=9).params
    assert {name: params[name] for name in ("a", "b", "by", "within", "cluster", "max_words", "min_articles")} == {
        "a": "A",
        "b": None,
        "by": "outlet",
        "within": "story",
        "cluster": "article_id",
        "max_words": 1,
        "min_articles": 5,
    }
    assert params["corpus"] == planted.fingerprint


def test_the_figure_is_drawn(planted):
    for result in (ck.keyness(planted, "A", "B", n_resamples=9), ck.keyness(planted, n_resamples=9)):
        assert len(result.plot().data) > 0
