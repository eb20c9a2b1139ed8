import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.reprints import reprints

LEAD = "Dockers at the port of Ostrand ended their strike on Friday"  # 11 words
WAGES = "they had asked for higher wages since the middle of May"  # 11 words
TEXTS = {
    "late": f"{LEAD}. The mayor was relieved.",
    "first": f"{LEAD}, and {WAGES}.",
    "wire": f"OSTRAND (Wire) — {LEAD}, and {WAGES}.",
    "moved": f"In Ostrand {WAGES}. {LEAD}.",
    "alone": "Nothing else happened in all of Ostrand on that Friday in May.",
}


def corpus(**columns):
    frame = pd.DataFrame(
        {
            "article_id": list(TEXTS),
            "outlet": ["B", "A", "C", "B", "A"],
            "text": list(TEXTS.values()),
            "title": ["Strike over", None, "Dockers end strike", "Higher wages", "Calm"],
            "published": pd.to_datetime(["2020-05-04", "2020-05-02", "2020-05-03", None, "2020-05-02"]),
            "reprint_group": ["g", "g", "g", "g", "h"],
        }
    ).assign(**columns)
    return ck.Corpus(frame)


def test_articles_stand_in_order_of_date_and_have_roles():
    table = reprints(corpus()).table
    rows = table[["reprint_group", "article_id", "outlet", "role"]].to_numpy().tolist()
    assert rows == [
        ["g", "first", "A", "earliest"],
        ["g", "wire", "C", "copy"],
        ["g", "late", "B", "copy"],
        ["g", "moved", "B", "copy"],  # no date; "alone" has no copy, whatever its group says
    ]
    assert table["published"].dt.day.tolist()[:3] == [2, 3, 4]
    assert table["published"].isna().tolist() == [False, False, False, True]


def test_the_article_that_names_an_agency_is_the_one_compared_with():
    result = reprints(corpus(agency=["", "", "Wire", "", ""]))
    assert result.table["role"].tolist() == ["earliest", "credited", "copy", "copy"]
    assert result.table["jaccard"].isna().tolist() == [False, True, False, False]
    assert set(result.evidence["article_id"]) == {"first", "wire", "late", "moved"}


def test_figures_by_hand():
    table = reprints(corpus()).table.set_index("article_id")
    # "first" has 11 + 1 + 11 words, 19 shingles; "wire" has 2 words more, its 21 shingles hold all of these.
    assert table.loc["wire", ["jaccard", "containment", "n_shared_words"]].tolist() == pytest.approx([19 / 21, 1, 23])
    # "late": 15 words, 11 shingles, 7 of them in the lead.
    assert table.loc["late", ["jaccard", "containment", "n_shared_words"]].tolist() == pytest.approx(
        [7 / (19 + 11 - 7), 7 / 11, 11]
    )
    # "moved": 24 words, 20 shingles, 7 in either part.
    assert table.loc["moved", ["jaccard", "containment", "n_shared_words"]].tolist() == pytest.approx(
        [14 / (19 + 20 - 14), 14 / 19, 22]
    )
    assert table.loc["first", ["jaccard", "containment", "n_shared_words"]].isna().all()


def test_evidence_is_the_same_passage_in_both_articles():
    result = reprints(corpus())
    shown = result.evidence.assign(
        text=[TEXTS[row.article_id][row.start : row.end] for row in result.evidence.itertuples()]
    )
    moved = shown[shown["copy"] == "moved"][["run", "article_id", "text"]].to_numpy().tolist()
    assert moved == [[1, "moved", WAGES], [1, "first", WAGES], [2, "moved", LEAD], [2, "first", LEAD]]
    late = shown[shown["copy"] == "late"][["run", "article_id", "text"]].to_numpy().tolist()
    assert late == [[1, "late", LEAD], [1, "first", LEAD]]
    passages = result.passages(copy="late", article_id="late")
    assert passages["passage"].tolist() == [f"{LEAD}."]
    assert result.evidence[["start", "end"]].dtypes.tolist() == ["int64", "int64"]


def test_marked_text_is_not_compared():
    start = TEXTS["late"].index("ended")
    spans = pd.DataFrame(
        {"article_id": ["late"], "start": [start], "end": [len(TEXTS["late"])], "kind": "furniture", "rule": "r"}
    )
    table = reprints(corpus().replace(spans=spans)).table.set_index("article_id")
    assert table.loc["late", "n_shared_words"] == 6  # Dockers at the port of Ostrand


def test_articles_shorter_than_a_shingle_have_no_figures():
    two = corpus().filter(article_id=["first", "late"]).articles.assign(text=["Too short.", "Too short."])
    result = reprints(ck.Corpus(two))
    assert result.table["jaccard"].isna().all()
    assert result.table["n_shared_words"].fillna(0).tolist() == [0, 0]
    assert len(result.evidence) == 0


def test_a_blank_group_is_none():
    result = reprints(corpus(reprint_group=["", " ", None, "", None]))
    assert len(result.table) == 0
    assert result.notes == (
        "No article is a copy of another.",
        "Which articles name an agency is not known: clean(corpus) finds out.",
    )
    assert result.plot().layout.annotations[0].text == (
        "Who printed the same text: nothing to draw, no article is a copy of another."
    )


def test_numbers_can_name_groups_and_dates_can_be_missing():
    numbered = corpus(reprint_group=[1, 1, 2, 2, 3]).articles.drop(columns=["published", "title"])
    table = reprints(ck.Corpus(numbered)).table
    rows = table[["reprint_group", "article_id", "role"]].to_numpy().tolist()
    assert rows == [
        ["1", "late", "earliest"],
        ["1", "first", "copy"],
        ["2", "wire", "earliest"],
        ["2", "moved", "copy"],
    ]
    assert "published" not in table


def test_rows_are_named_by_the_title_of_the_article_compared_with():
    axis = reprints(corpus(agency=["", "", "Wire", "", ""])).plot().layout.yaxis
    assert axis.ticktext == ("Dockers end strike",)
    assert reprints(corpus()).plot().layout.yaxis.ticktext == ("g",)  # that article has no title


def test_without_the_column_the_message_says_what_to_do():
    with pytest.raises(ck.CorpusError) as error:
        reprints(ck.Corpus(corpus().articles.drop(columns="reprint_group")))
    assert str(error.value) == "reprints: there is no column 'reprint_group'. Run find_reprints(corpus) first"
