import numpy as np
import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.attributions import find_heard
from coverage_kit.text.lexicon import read_lexicon

SAYS_MAYOR = "The mayor said the bridge was shut."  # 4 words attributed
SAYS_ROWER = "A local resident said rowers were angry and tired."  # 5 words attributed


def town(*articles):
    """Make a corpus of (outlet, story, mayor's attributions, resident's attributions)."""
    rows = [
        {"outlet": outlet, "story": story, "text": " ".join([SAYS_MAYOR] * mayor + [SAYS_ROWER] * rower)}
        for outlet, story, mayor, rower in articles
    ]
    return ck.read_corpus(pd.DataFrame(rows))


def rows_of(result, of, kind):
    table = result.table
    return table[table[of] == kind].set_index("outlet")


def test_shares_by_hand(summit):
    heard = find_heard(summit)
    for count in ("attributions", "words"):
        table = ck.sources(summit, of="form", count=count).table
        for outlet, part in heard.groupby("outlet"):
            total = part["n_words"].sum() if count == "words" else len(part)
            for form, row in table[table["outlet"] == outlet].set_index("form").iterrows():
                own = part[part["form"] == form]
                assert row["estimate"] == pytest.approx(
                    (own["n_words"].sum() if count == "words" else len(own)) / total
                )
                assert (row["n_attributions"], row["n_words"]) == (len(own), own["n_words"].sum())
        assert table["conf_low"].between(0, table["estimate"]).all()
        assert table["conf_high"].between(table["estimate"], 1).all()


def test_of_attributions_and_of_words():
    corpus = town(("A", "s", 1, 1), ("B", "s", 3, 1))
    by_number = ck.sources(corpus)
    assert rows_of(by_number, "source_type", "citizen")["estimate"].to_dict() == pytest.approx({"A": 1 / 2, "B": 1 / 4})
    by_words = ck.sources(corpus, count="words")
    assert rows_of(by_words, "source_type", "citizen")["estimate"].to_dict() == pytest.approx({"A": 5 / 9, "B": 5 / 17})


def test_within_stories_the_mix_of_stories_is_taken_out():
    """In story x 1 of 4 sources is a resident, in y 3 of 4, whoever writes; A writes more on x, B on y."""
    corpus = town(*[("A", "x", 3, 1)] * 6, *[("A", "y", 1, 3)] * 2, *[("B", "x", 3, 1)] * 2, *[("B", "y", 1, 3)] * 6)
    as_they_are = rows_of(ck.sources(corpus), "source_type", "citizen")["estimate"]
    assert as_they_are.to_dict() == pytest.approx({"A": 12 / 32, "B": 20 / 32})
    adjusted = ck.sources(corpus, within="story")
    assert rows_of(adjusted, "source_type", "citizen")["estimate"].to_dict() == pytest.approx({"A": 0.5, "B": 0.5})
    assert adjusted.table["n_shared"].tolist() == [2] * 4
    assert (adjusted.table["p_value"] == 0.5).all()  # no difference: every resample ties, and half of them count
    assert "Compared within story: 2 that two groups or more have, 16 articles." in adjusted.notes


def test_a_difference_within_every_story_is_found():
    stories = [f"s{number}" for number in range(12)]
    corpus = town(*[("A", story, 3, 1) for story in stories], *[("B", story, 1, 3) for story in stories])
    result = ck.sources(corpus, within="story")
    # Of the 2 ** 12 ways to flip the stories' signs, two are as extreme as this; half of them count (mid-p).
    assert result.table["p_value"].tolist() == pytest.approx([1 / 2**12] * 4, rel=1)
    assert rows_of(result, "source_type", "citizen")["estimate"].to_dict() == pytest.approx({"A": 0.25, "B": 0.75})


def test_what_only_chance_tells_apart_is_not_found():
    rng = np.random.default_rng(5)
    articles = [(outlet, f"s{number}", *rng.integers(1, 4, 2)) for number in range(30) for outlet in "AB"]
    assert (ck.sources(town(*articles)).table["p_value"] > 0.05).all()


def test_the_errors_of_extraction_move_the_odds(summit):
    table = ck.sources(summit, of="form").table
    for row in table[table["estimate"].between(0, 1, inclusive="neither")].itertuples():
        (spread,) = (
            float(known["spread"])
            for known in read_lexicon("extraction_error")
            if (known["of"], known["kind"], known["count"]) == ("form", row.form, "attributions")
        )
        odds = row.estimate / (1 - row.estimate)
        assert row.error_high / (1 - row.error_high) == pytest.approx(odds * np.exp(spread))
        assert row.error_low / (1 - row.error_low) == pytest.approx(odds / np.exp(spread))
    nothing = ck.sources(summit).table.query("estimate == 0")
    assert len(nothing)
    assert nothing[["error_low", "error_high"]].isna().all(axis=None)


def test_every_kind_has_a_measured_error():
    known = {(row["of"], row["kind"]) for row in read_lexicon("extraction_error")}
    kinds = {row["source_type"] for row in read_lexicon("source_types")} | {"unknown"}
    assert {kind for of, kind in known if of == "source_type"} >= kinds
    stances = {row["stance"] for row in read_lexicon("cues")} - {"attitude"}
    assert {kind for of, kind in known if of == "stance"} >= stances
    assert ("speaker", "*") in known


def test_contested_cues_can_be_left_out():
    text = "The mayor argued that it rained. The union said that it snowed."
    corpus = ck.read_corpus(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    assert ck.sources(corpus, of="stance").table["stance"].tolist() == ["forceful", "neutral"]
    without = ck.sources(corpus, of="stance", contested=False)
    assert without.table["stance"].tolist() == ["neutral"]
    assert 'Attributions left out: 1 with a contested cue ("argue").' in without.notes


def test_only_some_attributions_are_counted():
    text = "The mayor claimed that it rained. A local resident said that it snowed. The mayor said it hailed."
    corpus = ck.read_corpus(pd.DataFrame({"outlet": ["A"], "text": [text]}))
    result = ck.sources(corpus, of="stance", only={"source_type": "government"})
    assert result.table.set_index("stance")["estimate"].to_dict() == {"neutral": 0.5, "distancing": 0.5}
    assert result.plot().layout.title.text == "Who is heard, by outlet, government only"
    with pytest.raises(ValueError) as error:
        ck.sources(corpus, only={"mood": "glad"})
    assert (
        str(error.value) == "only: 'mood' is not known. Choose from source_type, naming, number, form, stance, speaker"
    )


def test_one_article_has_no_interval_and_no_test():
    result = ck.sources(town(("A", "s", 1, 1)))
    assert result.table[["conf_low", "conf_high", "p_value"]].isna().all(axis=None)
    assert "No test for 2 of 2 source types: fewer than 5 stories have them, or anything else." in result.notes
    assert "No interval for 'A': with one story, how much story differs from story cannot be known." in result.notes


def test_a_type_never_heard_has_a_row(summit):
    table = ck.sources(summit).table
    assert len(table) == table["source_type"].nunique() * 6
    assert (table["n_attributions"] == 0).any()
    assert (table.loc[table["n_attributions"] == 0, "conf_high"] > 0).all()
    assert table["source_type"].iloc[-1] == "unknown"


def test_speakers_have_rows_where_they_are_heard(summit):
    assert (ck.sources(summit, of="speaker").table["n_attributions"] > 0).all()


def test_evidence_covers_source_cue_and_content(summit):
    heard, evidence = find_heard(summit), ck.sources(summit).evidence
    for row, extent in zip(heard.itertuples(), evidence.itertuples(), strict=True):
        for start, end in [*row.source_spans, *row.cue_spans, *row.content_spans]:
            assert extent.start <= start < end <= extent.end


def test_articles_in_which_nobody_is_heard():
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


def test_an_outlet_in_which_nobody_is_heard_is_named():
    frame = pd.DataFrame({"outlet": ["A", "B"], "text": [SAYS_MAYOR, "Rain fell."]})
    result = ck.sources(ck.read_corpus(frame))
    assert "No shares for 'B': nobody is heard there." in result.notes
    assert result.table.set_index("outlet")["n_attributions"].to_dict() == {"A": 1, "B": 0}


def test_unknown_choices(summit):
    with pytest.raises(ValueError) as error:
        ck.sources(summit, of="mood")
    assert str(error.value) == "of: 'mood' is not known. Choose from source_type, naming, number, form, stance, speaker"
    with pytest.raises(ValueError) as error:
        ck.sources(summit, count="lines")
    assert str(error.value) == "count: 'lines' is not known. Choose from attributions, words"
