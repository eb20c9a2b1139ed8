import re

import pytest
from hypothesis import given
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


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ([], "terms: the list is empty. Give at least one word, for instance 'sanction*'"),
        (["..."], "terms: '...' in '...' has no letter to look for. Write a word, for instance 'sanction*'"),
        (["*"], "terms: '*' in '*' has no letter to look for. Write a word, for instance 'sanction*'"),
        ([7], "terms: 7 is neither a word nor a family. Write 'sanction*' or {'name': ['word', ...]}"),
        (["broker", "broker"], "terms: 'broker' is given twice. Name each term once"),
    ],
)
def test_messages(terms, message):
    with pytest.raises(ValueError) as error:
        parse_terms(terms)
    assert str(error.value) == message


@given(st.lists(st.sampled_from(["sanction", "sanctions", "broker", "Broker's", "train", "special"]), max_size=30))
def test_counts_equal_a_plain_search(words):
    text = " ".join(words)
    expected = len(re.findall(r"\bsanctions?\b", text))
    assert len(found("sanction*", text)) == expected
    assert len(found("special train", text)) == len(re.findall(r"\bspecial train\b", text))
