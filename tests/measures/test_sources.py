import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.sources import voice_of_hits


def test_columns_and_offsets(summit):
    found = ck.attributions(summit)
    texts = summit.articles.set_index("article_id")["text"]
    assert found.columns.tolist() == [
        "article_id",
        "outlet",
        "source_spans",
        "cue_spans",
        "content_spans",
        "source",
        "cue",
        "content",
        "speaker",
        "form",
        "stance",
        "source_type",
        "naming",
        "number",
    ]
    for row in found.itertuples():
        for part in ("source", "cue", "content"):
            spans = getattr(row, f"{part}_spans")
            assert " … ".join(texts[row.article_id][start:end] for start, end in spans) == getattr(row, part)


def test_what_is_handed_out_can_be_changed_without_harm(summit):
    before = ck.attributions(summit)
    for spans in ck.attributions(summit)["content_spans"]:
        spans.clear()
    pd.testing.assert_frame_equal(ck.attributions(summit), before)


def test_nothing_marked_is_attributed(summit):
    """No attribution touches a marked span: teasers of other stories are not read."""
    spans = {
        key: list(zip(part["start"], part["end"], strict=True)) for key, part in summit.spans.groupby("article_id")
    }
    for row in ck.attributions(summit).itertuples():
        for start, end in [*row.cue_spans, *row.content_spans]:
            assert not any(start < marked_end and marked < end for marked, marked_end in spans.get(row.article_id, ()))


def test_an_expert_in_her_own_words(small):
    row = ck.attributions(small).iloc[0]
    assert (row["article_id"], row["speaker"], row["cue"], row["form"]) == ("b1", "Ann Lee", "said", "direct")
    assert (row["source_type"], row["naming"]) == ("expert", "named")


def test_shares_by_hand(summit):
    found = ck.attributions(summit)
    table = ck.sources(summit, of="form").table
    for outlet, part in found.groupby("outlet"):
        shares = part["form"].value_counts(normalize=True)
        own = table[table["outlet"] == outlet].set_index("form")
        for form in own.index:
            assert own.loc[form, "estimate"] == pytest.approx(shares.get(form, 0))
            assert own.loc[form, "n_attributions"] == (part["form"] == form).sum()
    assert table.groupby("outlet")["word_share"].sum().tolist() == pytest.approx([1] * 6)
    assert table["conf_low"].between(0, table["estimate"]).all()
    assert table["conf_high"].between(table["estimate"], 1).all()


def test_a_type_never_heard_has_a_row(summit):
    table = ck.sources(summit).table
    assert len(table) == table["source_type"].nunique() * 6
    assert (table["n_attributions"] == 0).any()
    assert (table.loc[table["n_attributions"] == 0, "conf_high"] > 0).all()


def test_speakers_have_rows_where_they_are_heard(summit):
    assert (ck.sources(summit, of="speaker").table["n_attributions"] > 0).all()


def test_evidence_covers_source_cue_and_content(summit):
    found, evidence = ck.attributions(summit), ck.sources(summit).evidence
    for row, extent in zip(found.itertuples(), evidence.itertuples(), strict=True):
        for start, end in [*row.source_spans, *row.cue_spans, *row.content_spans]:
            assert extent.start <= start < end <= extent.end


def test_the_inner_attribution_speaks():
    hits = pd.DataFrame({"article": [0, 0, 0, 0, 0], "start": [25, 5, 60, 75, 105]})
    found = pd.DataFrame(
        {
            "article_id": ["a"] * 4,
            "content_spans": [((0, 50),), ((20, 40),), ((70, 90),), ((100, 110),)],
            "speaker": ["Outer", "Inner", None, "Planner"],
            "source": ["Outer", "Inner", "", "Planner"],
            "stance": ["neutral", "neutral", "distancing", "attitude"],
        }
    )
    voices = voice_of_hits(hits, found, pd.Series(["a"]))
    assert voices["voice"].tolist() == ["attributed", "attributed", "own", "own", "own"]
    assert voices["speaker"].tolist()[:2] == ["Inner", "Outer"]


def test_articles_without_attributions():
    frame = pd.DataFrame(
        {"outlet": ["A", "A", "B", "B"], "text": ["Rain fell.", "Snow fell.", "Hail fell.", "Sleet fell."]}
    )
    corpus = ck.read_corpus(frame)
    assert len(ck.attributions(corpus)) == 0
    result = ck.sources(corpus)
    assert len(result.table) == 0
    assert len(result.passages()) == 0
    assert result.plot() is not None
    assert np.isfinite(ck.salience(corpus, "fell").table["estimate"]).all()


def test_unknown_characteristic(summit):
    with pytest.raises(ValueError) as error:
        ck.sources(summit, of="mood")
    assert str(error.value) == "of: 'mood' is not known. Choose from source_type, naming, number, form, stance, speaker"
