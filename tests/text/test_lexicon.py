import pytest

from coverage_kit.text.lexicon import read_lexicon, word_set

KINDS = {"clause", "nominal", "passive", "question", "quotation", "adjective", "adverb", "preposition"}
STANCES = {"neutral", "distancing", "endorsing", "forceful", "affective", "attitude", "other"}
TYPES = {
    *("government", "legislature_party", "military_police", "judiciary", "expert"),
    *("business", "media", "civil_society", "citizen", "document"),
}


def test_an_unknown_lexicon_is_named_with_the_known_ones():
    with pytest.raises(ValueError) as error:
        read_lexicon("verbs")
    assert str(error.value).startswith("No lexicon is called 'verbs'. Choose one of: ")
    assert "cues, " in str(error.value)
    assert str(error.value).endswith(".")


def test_a_lexicon_is_read_once():
    assert read_lexicon("cues") is read_lexicon("cues")


def test_every_cue_has_a_known_kind_stance_and_a_reference():
    rows = read_lexicon("cues")
    assert len({row["verb"] for row in rows}) == len(rows) > 200
    for row in rows:
        assert row["verb"] == row["verb"].strip().lower() != ""
        assert set(row["kind"].split()) <= KINDS and row["kind"]
        assert row["stance"] in STANCES
        assert {row["contested"], row["noun"]} <= {"yes", "no"}
        assert row["reference"]


def test_every_noun_that_cues_has_a_known_stance_and_a_reference():
    rows = read_lexicon("cue_nouns")
    assert len({row["noun"] for row in rows}) == len(rows) > 20
    assert all(row["stance"] in STANCES and row["reference"] for row in rows)


def test_the_verbs_the_literature_disagrees_on_are_marked():
    contested = {row["verb"] for row in read_lexicon("cues") if row["contested"] == "yes"}
    assert {"argue", "assert", "maintain", "note", "explain"} <= contested


def test_every_source_pattern_has_a_known_type_and_a_reference():
    rows = read_lexicon("source_types")
    assert len({row["pattern"] for row in rows}) == len(rows) > 200
    assert {row["source_type"] for row in rows} == TYPES
    for row in rows:
        assert row["pattern"] == row["pattern"].strip().lower() != ""
        assert row["proper"] in ("yes", "no")
        assert row["reference"]


def test_words_are_split_at_blanks():
    assert word_set(" or  and or ") == {"or", "and"}
