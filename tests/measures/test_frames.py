import pandas as pd
import pytest

import coverage_kit as ck

MONEY = [("tax*", "money", 1.0), ("price*", "money", 1.0), ("court*", "law", 1.0), ("judge", "law", 1.0)]


def corpus_of(*articles):
    """Make a corpus of (outlet, text)."""
    return ck.read_corpus(pd.DataFrame(articles, columns=["outlet", "text"]))


def shares(result):
    return {(row.frame, row.outlet): row.estimate for row in result.table.itertuples()}


def test_shares_of_sentences_by_hand():
    corpus = corpus_of(
        ("A", "Taxes rose. Prices fell. It rained. A judge sat."),
        ("B", "Courts sat. The judge of taxes and courts sat."),
    )
    result = ck.frames(corpus, MONEY)
    assert shares(result) == {
        ("money", "A"): 0.5,
        ("money", "B"): 0.0,
        ("law", "A"): 0.25,
        ("law", "B"): 1.0,
        ("no cue", "A"): 0.25,
        ("no cue", "B"): 0.0,
    }
    numbers = {(row.frame, row.outlet): row.n_sentences for row in result.table.itertuples()}
    assert numbers["money", "A"] == numbers["law", "B"] == 2
    assert sum(numbers.values()) == 6


def test_the_evidence_is_the_cues_of_the_sentences_own_frame():
    corpus = corpus_of(("A", "The judge of taxes and courts sat. Taxes rose."))
    passages = ck.frames(corpus, MONEY).passages()
    text = corpus.articles["text"].iloc[0]
    found = [(row.frame, text[row.start : row.end]) for row in passages.itertuples()]
    assert found == [("law", "judge"), ("law", "courts"), ("money", "Taxes")]


def test_the_two_voices_apart():
    """Three of the five words of the first sentence are attributed, none of the second."""
    corpus = corpus_of(("A", "“Taxes will rise,” Ruiz said. Prices fell."))
    assert shares(ck.frames(corpus, MONEY, voice="attributed"))["money", "A"] == 1.0
    own = ck.frames(corpus, MONEY, voice="own")
    assert own.table.set_index("frame")["n_sentences"].to_dict() == {"money": 1, "law": 0, "no cue": 0}
    assert (
        "Shares of sentences in the outlet's own voice; 95% intervals take each article as one observation."
        in own.notes
    )


def test_marked_text_is_not_read(summit):
    spans = summit.spans
    evidence = ck.frames(summit).evidence.merge(spans, on="article_id", suffixes=("", "_marked"))
    assert not ((evidence["start"] < evidence["end_marked"]) & (evidence["start_marked"] < evidence["end"])).any()


def test_shares_add_up_and_no_cue_is_shown(summit):
    for voice in (None, "own", "attributed"):
        table = ck.frames(summit, voice=voice).table
        assert table.groupby("outlet")["estimate"].sum().tolist() == pytest.approx([1] * 6)
        assert table["frame"].iloc[-1] == "no cue"
    both = [ck.frames(summit, voice=voice).table["n_sentences"].sum() for voice in ("own", "attributed")]
    assert sum(both) == ck.frames(summit).table["n_sentences"].sum()


def test_within_stories(summit):
    result = ck.frames(summit, within="story")
    assert (result.table["n_shared"] > 0).all()
    assert any(note.startswith("Compared within story: 12") for note in result.notes)


def test_a_lexicon_from_a_file(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("pattern,category\ntax*,money\njudge,law\n", "utf-8")
    corpus = corpus_of(("A", "Taxes rose. A judge sat."))
    assert shares(ck.frames(corpus, ck.load_lexicon(path))) == {
        ("money", "A"): 0.5, ("law", "A"): 0.5, ("no cue", "A"): 0.0,
    }  # fmt: skip


def test_a_group_without_sentences_is_named():
    corpus = corpus_of(("A", "“Taxes will rise,” Ruiz said."), ("B", "Prices fell."))
    result = ck.frames(corpus, MONEY, voice="attributed")
    assert "No shares for 'B': no sentence attributed to others is left." in result.notes


def test_an_unknown_voice(summit):
    with pytest.raises(ValueError) as error:
        ck.frames(summit, voice="loud")
    assert str(error.value) == "voice: 'loud' is not known. Choose 'own' or 'attributed', or leave it out for both"


@pytest.mark.parametrize(
    ("lexicon", "message"),
    [
        (
            [("rain*", "no cue", 1)],
            "lexicon: a category is called 'no cue', as what has no cue is. Give it another name",
        ),
        ([("rain*", "sky", -1)], "lexicon: -1, the weight of 'rain*', is not a number from 0 up"),
        ([("rain*", "sky", "1")], "lexicon: '1', the weight of 'rain*', is not a number from 0 up"),
        (["rain*"], "lexicon: 'rain*' is no pattern, category and weight. Write ('tax*', 'money', 1)"),
        ([], "lexicon: it is empty. Give at least one row, such as ('tax*', 'money', 1)"),
        (
            pd.DataFrame({"pattern": ["rain*"], "frame": ["sky"], "weight": [1.0]}),
            "lexicon: there is no column 'category', only pattern, frame, weight. Give it that column",
        ),
    ],
)
def test_a_lexicon_that_cannot_be_used(lexicon, message):
    with pytest.raises(ValueError) as error:
        ck.frames(corpus_of(("A", "It rained.")), lexicon)
    assert str(error.value) == message


def test_columns_of_a_lexicon_may_stand_in_any_order():
    lexicon = pd.DataFrame({"note": ["own"], "weight": [1.0], "category": ["sky"], "pattern": ["rain*"]})
    assert shares(ck.frames(corpus_of(("A", "It rained.")), lexicon)) == {("sky", "A"): 1.0, ("no cue", "A"): 0.0}


@pytest.mark.parametrize("text", ["Rain", ",", "."])
def test_an_article_of_one_word(text):
    table = ck.frames(corpus_of(("A", text), ("B", "Taxes rose."))).table.set_index(["frame", "outlet"])
    assert table.loc[("no cue", "A"), "n_sentences"] <= 1
    assert table.loc[("economic", "B"), "estimate"] == 1.0
