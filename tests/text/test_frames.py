"""Cues of frames stand where the lexicon says, the longest pattern first, and the heaviest frame wins a sentence."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.frames import LEAST_WEIGHT, FrameFinder, generic_frames
from coverage_kit.text.lexicon import read_lexicon
from coverage_kit.text.marked import blank_out
from coverage_kit.text.sentences import sentence_spans
from coverage_kit.text.terms import TermFinder, parse_terms
from coverage_kit.text.tokens import find_words

FRAMES = {
    *("economic", "conflict_security", "law", "politics", "morality", "fairness", "human_interest", "health"),
    *("cultural_identity", "public_opinion", "diplomacy"),
}


def found(entries, text, unmarked=None):
    return [(cue.frame, text[cue.start : cue.end]) for cue in FrameFinder(entries).cues(text, unmarked)]


def frames(entries, text):
    finder = FrameFinder(entries)
    return finder.frames(finder.cues(text), sentence_spans(text))


@pytest.mark.parametrize(
    ("entries", "text", "cues"),
    [
        ([("tax*", "a", 1)], "Taxes, TAXED; syntax", [("a", "Taxes"), ("a", "TAXED")]),
        ([("*tax", "a", 1)], "Taxes, surtax", [("a", "surtax")]),
        ([("t?x", "a", 1), ("?ax", "b", 1)], "tax tex wax", [("a", "tax"), ("b", "tax"), ("a", "tex"), ("b", "wax")]),
        (
            [("union", "a", 1), ("european union", "b", 1)],
            "European Union, union",
            [("b", "European Union"), ("a", "union")],
        ),
        ([("peace talk*", "a", 1), ("talk show", "b", 1)], "peace talk show", [("a", "peace talk")]),
        ([("talk", "a", 1), ("talk", "b", 1)], "talk", [("a", "talk"), ("b", "talk")]),
        ([("party", "a", 1), ("birthday party", "a", 0)], "A party, a birthday party", [("a", "party")]),
        ([("bomb*", "a", 1), ("bombshell*", "a", 0)], "bombs, bombshells", [("a", "bombs")]),
        ([("bomb*", "a", 1), ("bombshell*", "b", 0)], "bombs, bombshells", [("a", "bombs"), ("a", "bombshells")]),
        ([("shame*", "a", 1), ("shameful*", "a", 2)], "shameful", [("a", "shameful")]),
        ([("women's rights", "a", 1)], "Women’s rights, woman’s rights", [("a", "Women’s rights")]),
        ([("U.S.-led", "a", 1)], "a U.S.-led raid", [("a", "U.S.-led")]),
        ([("court", "a", 1)], "The court’s view. A court.", [("a", "court"), ("a", "court")]),
        ([("supreme court", "a", 1)], "supreme. Court, supreme\n\ncourt", []),
        ([("tax", "a", 1)], "", []),
    ],
)
def test_cues(entries, text, cues):
    assert found(entries, text) == cues


def test_the_heaviest_pattern_of_a_category_gives_the_weight_of_a_place():
    (cue,) = FrameFinder([("shame*", "a", 1), ("shameful*", "a", 2), ("shamef*", "a", 1.5)]).cues("shameful")
    assert (cue.pattern, cue.weight) == ("shameful*", 2)


def test_no_cue_stands_in_marked_text_or_reaches_across_it():
    text = "Supreme (advert) court. Court."
    entries = [("supreme court", "a", 1), ("advert", "a", 1), ("court", "b", 1)]
    assert found(entries, text, blank_out(text, [(8, 16)])) == [("b", "court"), ("b", "Court")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tax. ", ["money"]),
        ("Court tax.", ["law"]),  # a tie: law comes first in the lexicon
        ("Court tax fee.", ["money"]),
        ("Court tax tax.", ["money"]),
        ("Case.", [None]),  # one weak cue
        ("Case after case.", ["law"]),
        ("Case, tax.", ["money"]),
        ("Nothing. Court. A tax.", [None, "law", "money"]),
    ],
)
def test_the_frame_of_a_sentence(text, expected):
    entries = [("court", "law", 1), ("tax", "money", 1), ("fee", "money", 1), ("case", "law", 0.5)]
    assert frames(entries, text) == expected


def test_small_weights_add_up_to_what_they_are_on_paper():
    entries = [("drop", "rain", 0.1), ("ray", "sun", 0.3), ("beam", "sun", 0.7)]
    assert frames(entries, "drop " * 10) == ["rain"]
    assert frames(entries, "drop " * 9) == [None]
    assert frames(entries, "ray beam " + "drop " * 10) == ["rain"]  # a tie


def test_cues_outside_the_sentences_given_count_for_none():
    finder = FrameFinder([("tax", "money", 1), ("court", "law", 1)])
    cues = finder.cues("Tax. Court. Tax.")
    assert finder.frames(cues, [(5, 11)]) == ["law"]
    assert finder.frames(cues, []) == []


def test_categories_are_in_the_order_that_settles_ties():
    assert FrameFinder([("b", "x", 1), ("a", "y", 1), ("c", "x", 1)]).categories == ["x", "y"]


PATTERNS = st.sampled_from(
    ["tax", "tax*", "t*", "*x", "a tax", "tax a", "t?x cut", "a", "cut", "a tax cut", "cut-tax*"]
)
WORDS = st.lists(st.sampled_from(["tax", "Taxes", "a", "A", "cut", "tex", "wax", "."]), max_size=14)


@given(st.lists(PATTERNS, min_size=1, max_size=6, unique=True), WORDS)
def test_cues_are_the_leftmost_longest_places_of_the_terms(patterns, words):
    text = " ".join(words)
    hits = TermFinder(parse_terms(patterns)).find(text, find_words(text))
    # Every place where a pattern stands, also where it overlaps with itself.
    places = {(hit.start, hit.end) for hit in hits}
    for pattern in patterns:
        for word in find_words(text):
            rest = TermFinder(parse_terms(pattern)).find(text, [w for w in find_words(text) if w.start >= word.start])
            places |= {(hit.start, hit.end) for hit in rest}
    expected, end = [], 0
    for place in sorted(places, key=lambda place: (place[0], -place[1])):
        if place[0] >= end:
            expected.append(place)
            end = place[1]
    cues = FrameFinder((pattern, pattern, 1) for pattern in patterns).cues(text)
    assert list(dict.fromkeys((cue.start, cue.end) for cue in cues)) == expected


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from([0.5, 1.0])), max_size=12))
def test_the_frame_is_the_category_with_the_largest_sum(drawn):
    entries = [(f"{name}{weight}".replace(".", ""), name, weight) for name in "xyz" for weight in (0.5, 1.0)]
    text = " ".join(f"{name}{weight}".replace(".", "") for name, weight in drawn)
    finder = FrameFinder(entries)
    sums = Counter()
    for name, weight in drawn:
        sums[name] += weight
    most = max(sums.values(), default=0)
    expected = min((name for name in sums if sums[name] == most), default=None) if most >= LEAST_WEIGHT else None
    assert finder.frames(finder.cues(text), [(0, len(text))]) == [expected]


def test_our_lexicon_is_well_formed():
    rows = read_lexicon("frames")
    assert {row["frame"] for row in rows} == FRAMES
    assert len({(row["pattern"], row["frame"]) for row in rows}) == len(rows) > 1000
    for row in rows:
        assert row["weight"] in ("0", "0.5", "1")
        assert row["pattern"] == row["pattern"].strip().lower() != ""
        assert re.search(r"et al\. 2014|Semetko & Valkenburg 2000", row["reference"])
        assert row["note"]
    counted = {row["pattern"] for row in rows if row["weight"] != "0"}
    assert not counted & {row["pattern"] for row in rows if row["weight"] == "0"}


def test_no_pattern_of_ours_is_read_as_another():
    """A possessive is no part of a word, so "state's" would count every "state"."""
    assert [entry.pattern for entry in generic_frames() if entry.pattern.endswith(("'s", "s'"))] == []


def test_every_pattern_of_ours_can_be_found():
    """No hyphen or plural makes one pattern another; "gun law*" would be a cue in "gun lawmakers"."""
    entries = generic_frames()
    keys = [(entry.category, entry.pattern.replace("-", " ")) for entry in entries]
    assert len(set(keys)) == len(keys)
    assert not [entry.pattern for entry in entries if re.search(r" (?:law|part|mom|nation)\*$", entry.pattern)]
    wild = {(entry.category, entry.pattern[:-1]): entry.weight for entry in entries if entry.pattern.endswith("*")}
    for entry in entries:
        openings = [(entry.category, entry.pattern[:number]) for number in range(1, len(entry.pattern))]
        if entry.weight and entry.pattern.isalpha():
            assert all(wild.get(opening, 0) < entry.weight for opening in openings), entry.pattern


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("In law enforcement and in lawsuits it counts.", "law"),
        ("Bill Nelson read Politico and the Wall Street Journal.", None),
        ("It was an advertisement on the conventional home page.", None),
        ("The novel coronavirus closed the ferry.", "health"),
        ("Is it in the public interest?", None),
        ("Ten percent rose to twelve percent.", None),
        ("His challenger made the case for it.", None),
        ("The budget deficit raised the price of bread for taxpayers.", "economic"),
        ("The jury found the clerk guilty of fraud.", "law"),
        ("Rebels shelled the village before soldiers arrived.", "conflict_security"),
        ("The senator asked both parties to vote on the bill.", "politics"),
        ("The bishop called the lie a sin against God.", "morality"),
        ("Women were denied equal pay, a clear case of discrimination.", "fairness"),
        ("She wept as she hugged her mother at the funeral.", "human_interest"),
        ("The hospital treated nine patients with the disease.", "health"),
        ("Folk music keeps the heritage of the islanders alive.", "cultural_identity"),
        ("Six in ten respondents disapproved, the survey shows.", "public_opinion"),
        ("Both ambassadors hope for a treaty after the summit.", "diplomacy"),
        ("It rained until noon, and then the sun came out.", None),
        ("The cake at the birthday party was blue.", None),
    ],
)
def test_our_lexicon_reads_plain_sentences(text, frame):
    assert frames(generic_frames(), text) == [frame]


def test_long_hostile_texts_take_linear_time():
    """Many openings of long phrases, and one endless gap; this would not end if time grew with the square."""
    finder = FrameFinder([*generic_frames(), ("a a a a a a b", "x", 1)])
    assert finder.cues("a " * 50_000) == []
    assert len(finder.cues("court " * 30_000)) == 30_000
    assert finder.cues("supreme" + " " * 300_000 + "justice of")[0].frame == "law"
