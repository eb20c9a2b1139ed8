"""The shipped corpus is what its README says, and what was labelled in it stands where the labels say."""

import itertools
import re

import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.counts import word_counts
from coverage_kit.shipped import shipped
from coverage_kit.text.quotes import quoted_spans

REAL = (
    "Kim Jong Un|Kim Jong Il|Kim Il Sung|Vladimir Putin|Donald Trump|Mike Pompeo|John R?.? ?Bolton|Stephen Biegun"
    "|Moon Jae-in|Xi Jinping|Shinzo Abe|Dmitr[iy] Medvedev|Sergei Lavrov|Yuri Ushakov|Dmitry Peskov|Ri Yong Ho"
    "|Choe Son Hui|Nikolai Patrushev|Kremlin|KCNA|K\\.C\\.N\\.A\\."
)


@pytest.fixture(scope="module")
def corpus():
    return ck.datasets.load_summit()


@pytest.fixture(scope="module")
def gold():
    return ck.datasets.gold()


@pytest.fixture(scope="module")
def texts(corpus):
    return corpus.articles.set_index("article_id")["text"]


def test_twelve_stories_in_six_outlets(corpus):
    articles = corpus.articles
    table = pd.crosstab(articles["story"], articles["outlet"])
    assert table.shape == (12, 6)
    assert table.to_numpy().sum() == len(articles) == 63
    assert (table > 0).sum(axis=1).between(3, 6).all()
    assert (table.loc[["announcement", "train", "summit", "outcome"]] > 0).all(axis=None)
    assert (table == 0).any().sum() == 6  # no outlet covered everything


def test_the_folder_and_the_tables_name_the_same_articles_and_outlets(corpus, gold):
    articles = corpus.articles
    assert set(gold["stories"]["article_id"]) == set(articles["article_id"])
    assert set(pd.read_csv(shipped("data", "summit", "outlets.csv"))["outlet"]) == set(articles["outlet"])
    assert not articles["url"].duplicated().any()
    assert articles["url"].str.contains(r"^https://www\.\w+\.example/", regex=True).all()


def test_it_says_that_it_is_invented(corpus):
    for shown in (
        corpus._repr_html_(),
        ck.salience(corpus, "broker")._repr_html_(),
        shipped("data", "README.md").read_text(),
    ):
        assert "invented" in shown


def test_dates_and_lengths(corpus, gold):
    assert corpus.articles["published"].between("2019-04-13", "2019-05-02").all()
    marked = corpus.replace(spans=gold["spans"].assign(rule="labelled"))
    lengths = pd.Series(word_counts(marked), corpus.articles["article_id"])
    assert lengths.between(200, 450).all(), lengths[~lengths.between(200, 450)]


def test_spans_lie_in_the_text_and_do_not_overlap(gold, texts):
    spans = gold["spans"].sort_values(["article_id", "start"])
    assert set(spans["kind"]) == {"furniture", "dateline", "byline", "credit"}
    for article_id, part in spans.groupby("article_id"):
        text = texts[article_id]
        assert ((part["start"] >= 0) & (part["start"] < part["end"]) & (part["end"] <= len(text))).all()
        assert (part["start"].to_numpy()[1:] >= part["end"].to_numpy()[:-1]).all()
        for span in part[part["kind"] != "dateline"].itertuples():
            assert text[: span.start].endswith("\n") or span.start == 0
            assert text[span.end :].startswith("\n") or span.end == len(text)


def test_attributions_have_the_columns_of_the_measure_and_stand_in_the_reporting(corpus, gold, texts):
    found = gold["attributions"]
    unlabelled = ("stance", "contested", "number")
    assert [c for c in ck.attributions(corpus) if c not in unlabelled] == [c for c in found if c != "kind"]
    assert set(found["article_id"]) == set(texts.index)
    assert set(found["kind"]) == {"speech", "thought", "attitude"}
    unmarked = dict(
        zip(texts.index, corpus.replace(spans=gold["spans"].assign(rule="labelled")).unmarked_texts(), strict=True)
    )
    for row in found.itertuples():
        assert row.content_spans
        for part in ("source", "cue", "content"):
            spans = getattr(row, f"{part}_spans")
            assert spans == sorted(spans)
            for start, end in spans:
                passage = texts[row.article_id][start:end]
                assert passage == passage.strip() != ""
                assert passage == unmarked[row.article_id][start:end]
                # whole words
                around = texts[row.article_id][max(0, start - 1) : start], texts[row.article_id][end : end + 1]
                assert not (around[0].isalnum() and passage[0].isalnum())
                assert not (around[1].isalnum() and passage[-1].isalnum())


def test_the_form_is_what_the_quotation_marks_say(gold, texts):
    for article_id, rows in gold["attributions"].groupby("article_id"):
        text = texts[article_id]
        quoted = quoted_spans(text)
        for row in rows.itertuples():
            first = row.content_spans[0][0]
            words = [s + m.start() for s, e in row.content_spans for m in re.finditer(r"\w+(?:['’-]\w+)*", text[s:e])]
            share = sum(any(start <= word < end for start, end in quoted) for word in words) / len(words)
            expected = "direct" if share >= 0.8 else "mixed" if share else "indirect"
            others = [spans for spans in rows["content_spans"] if spans != row.content_spans]
            is_inner = any(all(any(x <= s and e <= y for x, y in o) for s, e in row.content_spans) for o in others)
            if is_inner and any(start <= first < end for start, end in quoted):
                expected = "direct" if text[first] in "‘'" else "indirect"
            assert row.form == expected, (article_id, row.content)


def test_one_speaker_has_one_type_and_one_naming_in_an_article(gold):
    known = gold["attributions"].dropna(subset="speaker")
    kinds = known.groupby(["article_id", "speaker"])[["source_type", "naming"]].nunique()
    assert (kinds == 1).all(axis=None), kinds[(kinds > 1).any(axis=1)]


def test_no_real_person_is_quoted(gold):
    quoted = gold["attributions"][gold["attributions"]["form"] != "indirect"]
    real = quoted["speaker"].fillna("").str.contains(REAL)
    assert quoted[real].empty, quoted.loc[real, ["article_id", "speaker", "content"]].to_string()


def test_descriptions_are_of_three_persons_and_end_in_their_head(gold, texts):
    labels = gold["labels"]
    assert set(labels["entity"]) == {"Kim Jong Un", "Vladimir Putin", "Donald Trump"}
    assert set(labels["form"]) == {"title", "appositive", "reference"}
    for row in labels.itertuples():
        assert texts[row.article_id][row.start : row.end] == row.label
        assert row.head in row.label.lower()
        assert row.head == row.head.lower()


def test_each_fact_is_stated_in_its_story_once_an_article(gold, texts):
    facts, passages, stories = gold["facts"], gold["fact_passages"], gold["stories"]
    assert not facts["fact"].duplicated().any()
    assert set(facts["story"]) == set(stories["story"])
    joined = passages.merge(facts, on="fact", how="left", validate="m:1").merge(stories, on="article_id")
    assert (joined["story_x"] == joined["story_y"]).all()
    assert not passages.duplicated(["article_id", "fact"]).any()
    assert set(passages["fact"]) == set(facts["fact"])
    for row in passages.itertuples():
        passage = texts[row.article_id][row.start : row.end]
        assert passage == passage.strip() != ""
        assert "\n" not in passage


def words_in_a_row(text: str, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


def test_only_agency_copy_is_shared(corpus, gold):
    marked = corpus.replace(spans=gold["spans"].assign(rule="labelled"))
    runs = dict(zip(corpus.articles["article_id"], map(words_in_a_row, marked.unmarked_texts()), strict=True))
    group = gold["reprints"].set_index("article_id")["reprint_group"]
    for one, other in itertools.combinations(runs, 2):
        shared = len(runs[one] & runs[other]) / min(len(runs[one]), len(runs[other]))
        if one in group and other in group and group[one] == group[other]:
            assert shared > 0.6, (one, other, shared)
        else:
            assert shared < 0.02, (one, other, shared)


def test_an_agency_story_is_printed_whole_cut_and_with_local_paragraphs(gold):
    versions = gold["reprints"].groupby("reprint_group")["version"].agg(set)
    assert len(versions) == 2
    assert all(part == {"whole", "cut to half", "local paragraphs added"} for part in versions)
