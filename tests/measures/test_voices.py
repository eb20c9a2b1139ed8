import pandas as pd
import pytest

import coverage_kit as ck


def corpus_of(*articles):
    """Make a corpus of (outlet, text)."""
    return ck.read_corpus(pd.DataFrame(articles, columns=["outlet", "text"]))


OWN = "The broker left."
MAYOR = "The mayor said the broker had left."
ROWER = "A local resident said the broker had left."


def test_shares_by_hand():
    corpus = corpus_of(("A", f"{OWN} {OWN} {MAYOR} {ROWER}"), ("B", MAYOR), ("B", f"{MAYOR} {ROWER}"))
    table = ck.voices(corpus, "broker").table
    assert table.set_index(["voice", "outlet"])["count"].to_dict() == {
        ("own", "B"): 0,
        ("own", "A"): 2,
        ("government", "B"): 2,
        ("government", "A"): 1,
        ("citizen", "B"): 1,
        ("citizen", "A"): 1,
    }
    shares = table.set_index(["voice", "outlet"])["estimate"]
    assert shares["own", "A"] == 1 / 2
    assert shares["government", "B"] == pytest.approx(2 / 3)
    assert shares.groupby("outlet").sum().tolist() == pytest.approx([1, 1])


def test_the_evidence_tells_who_says_it():
    evidence = ck.voices(corpus_of(("A", f"{OWN} {ROWER}")), "broker").evidence
    assert evidence["voice"].tolist() == ["own", "attributed"]
    assert evidence["source_type"].fillna("").tolist() == ["", "citizen"]


def test_broker_and_isolated_come_out_as_planted(summit):
    """The Meridian says "broker" itself and lets others say "isolated"; the Klaxon says "isolated" itself."""
    table = ck.voices(summit, ["broker", "isolated"]).table.set_index(["term", "voice", "outlet"])
    own = table.xs("own", level="voice")
    assert own.loc[("broker", "The National Meridian"), "estimate"] == 1
    assert own.loc[("broker", "Tasman Broadcasting"), "estimate"] == 0
    assert own.loc[("isolated", "Daily Klaxon"), "estimate"] > 0.8
    assert own.loc[("isolated", "The National Meridian"), "estimate"] < 0.2
    assert (own["p_value"] < 0.05).all()


def test_one_term_is_drawn_at_a_time(summit):
    result = ck.voices(summit, ["broker", "isolated"])
    assert result.plot().layout.title.text == "Who says “broker”, by outlet"
    with pytest.raises(ValueError) as error:
        result.plot(of="train")
    assert str(error.value) == "of: 'train' is not in the table. There are broker, isolated"


def test_a_term_that_stands_nowhere():
    result = ck.voices(corpus_of(("A", OWN)), ["ferry", "broker"])
    assert "Not found in the reporting of any article: ferry." in result.notes
    assert set(result.table["term"]) == {"broker"}
    nothing = ck.voices(corpus_of(("A", OWN)), "ferry")
    assert len(nothing.table) == 0
    assert nothing.plot() is not None
