import pandas as pd

import coverage_kit as ck


def corpus_of(*articles):
    """Make a corpus of (outlet, sentences)."""
    return ck.read_corpus(pd.DataFrame(articles, columns=["outlet", "text"]))


MAYOR = "Mayor Ana Ruiz said the bridge was shut."  # 4 words
ROWER = "Engineer Igor Belov said rowers were angry and tired."  # 5 words
BAKER = "Baker Tom Okafor said bread was dear."  # 3 words


def test_how_few_fill_half_by_hand():
    """A: Belov has 10 of 18 words; B: Ruiz 4, Belov 5 and Okafor 3 of 12, so that it takes two."""
    table = ck.concentration(
        corpus_of(("A", f"{ROWER} {ROWER}"), ("A", f"{MAYOR} {MAYOR}"), ("B", f"{MAYOR} {ROWER} {BAKER}"))
    ).table.set_index("outlet")
    assert table["estimate"].to_dict() == {"A": 1, "B": 2}
    assert table["n_speakers"].to_dict() == {"A": 2, "B": 3}
    assert table["leading"].to_dict() == {"A": "Igor Belov", "B": "Igor Belov"}
    assert table["leading_share"].round(3).to_dict() == {"A": 0.556, "B": 0.417}
    assert table["n_words"].to_dict() == {"A": 18, "B": 12}
    assert table.loc["A", "conf_low"] <= 1 <= table.loc["A", "conf_high"] <= 2
    assert table.loc["B", ["conf_low", "conf_high"]].isna().all()


def test_words_of_unknown_speakers_are_left_out_and_told():
    result = ck.concentration(corpus_of(("A", f"{MAYOR} They said the river was high.")))
    assert result.table.loc[0, ["n_words", "n_speakers", "leading_share"]].tolist() == [8, 1, 1.0]
    assert result.table.loc[0, "unknown_share"] == 0.5


def test_at_equal_size_the_larger_group_is_drawn_down():
    """Each of six articles of A has a speaker of its own: two fill half of what any five articles hold, and a half."""
    people = ["Ana Ruiz", "Igor Belov", "Tom Okafor", "Mia Lund", "Leo Costa", "Eva Novak"]
    said = [f"Baker {name} said bread was dear." for name in people]
    result = ck.concentration(corpus_of(*[("A", text) for text in said], *[("B", text) for text in said[:5]]))
    table = result.table.set_index("outlet")
    assert table["at_equal_size"].to_dict() == {"A": 2.5, "B": 2.5}
    assert table["estimate"].to_dict() == {"A": 3, "B": 3}
    assert (
        "At equal size, 5 articles in which a known speaker is heard are drawn: as many as the smallest outlet of 5 or "
        "more has."
    ) in result.notes


def test_nobody_heard():
    result = ck.concentration(corpus_of(("A", "Rain fell."), ("B", MAYOR)))
    table = result.table.set_index("outlet")
    assert table.loc["A", ["estimate", "leading_share", "unknown_share"]].isna().all()
    assert table.loc["A", "n_speakers"] == 0
    assert "Nothing at equal size: no outlet has 5 articles in which a known speaker is heard." in result.notes
    assert result.plot() is not None


def test_evidence_holds_the_speakers_words(summit):
    result = ck.concentration(summit)
    leading = result.table.set_index("outlet")["leading"]
    for outlet, speaker in leading.items():
        assert len(result.passages(outlet=outlet, speaker=speaker)) > 0


def test_the_order_of_the_articles_makes_no_difference():
    corpus = ck.clean(ck.datasets.load_summit())
    turned = ck.clean(corpus.replace(articles=corpus.articles.sample(frac=1, random_state=3)))
    pd.testing.assert_frame_equal(ck.concentration(corpus).table, ck.concentration(turned).table)
