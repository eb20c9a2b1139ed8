import re
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from coverage_kit.text.terms import TermFinder, parse_terms
from coverage_kit.text.tokens import find_words


def found(terms, text):
    hits = TermFinder(parse_terms(terms)).find(text, find_words(text))
    return [(hit.term, text[hit.start : hit.end]) for hit in hits]


@pytest.mark.parametrize(
    ("term", "text", "places"),
    [
        ("broker", "Broker, brokers and BROKER’S pawnbroker", ["Broker", "BROKER"]),
        ("sanction*", "Sanctions, sanctioned; unsanctioned", ["Sanctions", "sanctioned"]),
        ("*sanction*", "Sanctions, unsanctioned", ["Sanctions", "unsanctioned"]),
        ("wom?n", "woman, women, womxxn", ["woman", "women"]),
        (
            "special train",
            "A special train. A special-train. special\ntrain",
            ["special train", "special-train", "special\ntrain"],
        ),
        ("special train", "Special. Train\nspecial\n\ntrain special, train", []),
        ("sanction* relief", "Sanctions relief and sanction relief", ["Sanctions relief", "sanction relief"]),
        ("don't", "They don’t and don't, don t", ["don’t", "don't"]),
        ("U.S.", "The U.S. and us", ["U.S."]),
        ("north korea", "North Korea's army", ["North Korea"]),
        ("Mr. Kim", "Mr. Kim, MR KIM, Mr.\nKim, Mr.Kim, Mr, Kim", ["Mr. Kim", "MR KIM", "Mr.\nKim"]),
        ("St. Petersburg", "In St. Petersburg. St.\n\nPetersburg", ["St. Petersburg"]),
        ("No. 10", "No. 10 is no 10; No: 10", ["No. 10", "no 10"]),
        ("Washington, D.C.", "Washington, D.C., or Washington D.C.", ["Washington, D.C.", "Washington D.C."]),
        ("Ph.D.", "A Ph.D. in law", ["Ph.D"]),
        ("AT&T", "AT&T, at&t and A.T.T.", ["AT&T", "at&t"]),
        ("S&P 500", "The S&P 500 and S&P: 500", ["S&P 500"]),
        ("24/7", "open 24/7, 24, 7", ["24/7"]),
        ("and/or", "and/or, and or, and, or", ["and/or", "and or"]),
        ("long-term*", "long-term, long terms, long. Term", ["long-term", "long terms"]),
        ("vice-president*", "Vice-presidential, vice presidents", ["Vice-presidential", "vice presidents"]),
        ("U.S.-led*", "the U.S.-led raid, U.S. led", ["U.S.-led", "U.S. led"]),
        ("Kim's sanction*", "Kim’s sanctions; Kim sanctions", ["Kim’s sanctions", "Kim sanctions"]),
        ("U.S*", "The U.S. and the U.S.A. but us", ["U.S.", "U.S.A."]),
        ("1,0*", "1,000 and 1.000 and 1", ["1,000"]),
        ('"one*"', "Ones, none", ["Ones"]),
        ("#one*", "#ones, one", ["ones", "one"]),
        ("$5*", "$5m, 50, $15", ["5m", "50"]),
        ("special train", "special\u2029train special\r\rtrain special\r\ntrain", ["special\r\ntrain"]),
        ("café", "CAFE\u0301, cafe\u0301s, cafe", ["CAFE\u0301"]),
        ("caf?", "cafe\u0301, café, cafés", ["cafe\u0301", "café"]),
        ("cafe\u0301*", "cafés", ["cafés"]),
        ("Istanbul", "İstanbul Istanbul", ["Istanbul"]),
        ("İstanbul", "İSTANBUL I\u0307stanbul", ["İSTANBUL", "I\u0307stanbul"]),
        ("sanctions", "sanc\u00adtions\u200b relief", ["sanc\u00adtions\u200b"]),
    ],
)
def test_what_counts(term, text, places):
    assert found(term, text) == [(term, place) for place in places]


def test_a_family_counts_a_place_once_and_the_longest_first():
    assert found({"pressure": ["sanction*", "sanctions relief", "penalt*"]}, "Sanctions relief, penalty") == [
        ("pressure", "Sanctions relief"),
        ("pressure", "penalty"),
    ]


def test_terms_are_counted_apart_where_they_overlap():
    assert found(["train", "special train"], "special train") == [
        ("special train", "special train"),
        ("train", "train"),
    ]


def test_no_phrase_reaches_across_words_left_out():
    text = "A special (advert) train, a special train."
    words = [word for word in find_words(text) if word.form != "advert"]
    hits = TermFinder(parse_terms("special train")).find(text, words)
    assert [(hit.start, hit.end) for hit in hits] == [(28, 41)]


NEITHER = "is neither a word nor a family. Write 'sanction*' or {'name': ['word', ...]}"
NO_LETTER = "has no letter to look for. Write a word, for instance 'sanction*'"
USE = "is not understood. Use * for any letters and ? for one"


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ([], "terms: the list is empty. Give at least one word, for instance 'sanction*'"),
        ({}, "terms: the list is empty. Give at least one word, for instance 'sanction*'"),
        (["..."], f"terms: '...' in '...' {NO_LETTER}"),
        ("", f"terms: '' in '' {NO_LETTER}"),
        (["*"], f"terms: '*' in '*' {NO_LETTER}"),
        ({"x": ["a", "_"]}, f"terms: '_' in '_' {NO_LETTER}"),
        ({"x": ["—"]}, f"terms: '—' in 'x' {NO_LETTER}"),
        ("sanction.*", f"terms: '*' in 'sanction.*' {NO_LETTER}"),
        ([7], f"terms: 7 {NEITHER}"),
        (5, f"terms: 5 {NEITHER}"),
        (None, f"terms: None {NEITHER}"),
        (["broker", None], f"terms: None {NEITHER}"),
        (b"broker", f"terms: b'broker' {NEITHER}"),
        ([["broker"]], f"terms: ['broker'] {NEITHER}"),
        (["broker", "broker"], "terms: 'broker' is given twice. Name each term once"),
        ({"x": []}, "terms: the family 'x' is empty. Give it a word, for instance 'sanction*'"),
        ({"": ["a"]}, "terms: '' does not name a family. Write {'name': ['word', ...]}"),
        ({" ": ["a"]}, "terms: ' ' does not name a family. Write {'name': ['word', ...]}"),
        ({7: ["a"]}, "terms: 7 does not name a family. Write {'name': ['word', ...]}"),
        ({None: ["a"]}, "terms: None does not name a family. Write {'name': ['word', ...]}"),
        ({"x": ["a", 7]}, "terms: 7 in 'x' is not a word. Write {'x': ['word', ...]}"),
        ({"x": None}, "terms: None in 'x' is not a word. Write {'x': ['word', ...]}"),
        ({"x": {"y": "a"}}, "terms: {'y': 'a'} in 'x' is not a word. Write {'x': ['word', ...]}"),
        ("sanction(s|ed)", f"terms: '(' in 'sanction(s|ed)' {USE}"),
        ({"x": ["kim|putin"]}, f"terms: '|' in 'kim|putin' {USE}"),
        *((f"kim{sign}", f"terms: '{sign}' in 'kim{sign}' {USE}") for sign in "()[]{}|\\^+"),
        ("broker,isolated", "terms: 'broker,isolated' holds a comma. Give a list: ['broker', 'isolated']"),
        ("1,000,sanction*", "terms: '1,000,sanction*' holds a comma. Give a list: ['1,000', 'sanction*']"),
        ({"x": "broker; isolated"}, "terms: 'broker; isolated' holds a semicolon. Give a list: ['broker', 'isolated']"),
    ],
)
def test_messages(terms, message):
    with pytest.raises(ValueError) as error:
        parse_terms(terms)
    assert str(error.value) == message


def test_a_family_may_hold_one_word_or_any_collection():
    assert found({"x": "broker"}, "A broker") == found({"x": ("broker",)}, "A broker") == [("x", "broker")]
    assert found((word for word in ["a", "broker,"]), "A broker") == [("a", "A"), ("broker,", "broker")]


@given(st.lists(st.sampled_from(["sanction", "sanctions", "broker", "Broker's", "train", "special"]), max_size=30))
def test_counts_equal_a_plain_search(words):
    text = " ".join(words)
    expected = len(re.findall(r"\bsanctions?\b", text))
    assert len(found("sanction*", text)) == expected
    assert len(found("special train", text)) == len(re.findall(r"\bspecial train\b", text))


@given(st.text() | st.text(alphabet="abAsSİé19 .,'’-\n\u0301\u0307\u00ad\u200b"), st.data())
def test_a_word_is_counted_wherever_it_stands(text, data):
    words = find_words(text)
    assume(words)
    wanted = data.draw(st.sampled_from(words))
    assume(any(character.isalnum() for character in wanted.form))
    places = [(word.start, word.end) for word in words if word.form == wanted.form]
    hits = TermFinder(parse_terms(text[wanted.start : wanted.end])).find(text, words)
    assert [(hit.start, hit.end) for hit in hits] == places


def parts_no_phrase(gap, written):
    """Slowly tell whether a gap may stand in a phrase that the user wrote with `written` in it."""
    line = gap.replace("\r\n", "\n").replace("\r", "\n")
    if line.count("\n") > 1 or "\u2028" in gap or "\u2029" in gap:
        return False
    line = "".join(" " if character.isspace() else character for character in line)
    while "  " in line:
        line = line.replace("  ", " ")
    signs = {f"{before}{sign}{after}" for sign in "-‐‑–'\"“”‘’" for before in ("", " ") for after in ("", " ")}
    return line in {"", " ", written} | signs


BREAKS = ["\n", "\r", "\r\n", "\u2028", "\u2029"]
SIGNS = ["-", "–", "'", "’", "“", ".", ",", "&", "/", "(", " & ", ". "]
PARTS = st.sampled_from(["special", "Special", "train", "trains", "red", " ", "  ", "\u00a0", "\t", *BREAKS, *SIGNS])


@given(st.lists(PARTS, max_size=25), st.sampled_from([" ", "-", ". ", "&", " & ", ", ", "/"]))
def test_a_phrase_is_two_words_parted_by_an_accepted_gap(parts, written):
    text = "".join(parts)
    places = [
        (one.start, two.end)
        for one, two in pairwise(find_words(text))
        if (one.form, two.form) == ("special", "train") and parts_no_phrase(text[one.end : two.start], written)
    ]
    hits = TermFinder(parse_terms(f"special{written}train")).find(text, find_words(text))
    assert [(hit.start, hit.end) for hit in hits] == places


@given(st.lists(PARTS | st.sampled_from(["U.S.", "1,000", "don't", "Kim's"]), max_size=12))
def test_terms_have_the_words_of_a_text(parts):
    """A phrase is cut into words as a text is, so it is found in itself."""
    text = " ".join(" ".join(parts).replace("\u2028", "").replace("\u2029", "").split())
    assume(find_words(text) and not re.search(r"[;(]", text))
    words = find_words(text)
    hits = TermFinder(parse_terms(text)).find(text, words)
    assert [(hit.start, hit.end) for hit in hits] == [(words[0].start, words[-1].end)]
