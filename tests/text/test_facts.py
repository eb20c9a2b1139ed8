import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.facts import (
    SHORT,
    alike,
    content_words,
    core_of,
    kin,
    most_central,
    rarity,
    share_of,
    stem,
    weigh_words,
)

WORDS = st.dictionaries(st.sampled_from(["dam", "bread", "lima", "row", "7", "held", "port"]), st.booleans())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("missile", "missiles"),
        ("vote", "voted"),
        ("stop", "stopped"),
        ("talk", "talking"),
        ("party", "parties"),
        ("deny", "denied"),
        ("glass", "glasses"),
    ],
)
def test_forms_of_a_word_have_one_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("one", "other"), [("bus", "bug"), ("ring", "red"), ("glass", "glad")])
def test_short_words_keep_their_endings(one, other):
    assert stem(one) == one != stem(other)


def test_kin_is_wider_than_a_stem():
    assert kin(stem("immigrants")) == kin(stem("immigration"))
    assert stem("immigrants") != stem("immigration")


def test_content_words_have_places_and_signs():
    text = "He said that the 12 rowers and Belov left."
    found = [(text[word.start : word.end], word.is_telling) for word in content_words(text)]
    assert found == [("12", True), ("rowers", False), ("Belov", True), ("left", False)]


def test_a_small_number_is_one_number_however_it_is_written():
    assert content_words("three dams")[0].stem == content_words("3 dams")[0].stem


def test_weights_by_hand():
    """Of nine articles elsewhere, four have "dam"; "bread" stands in two sentences of one article."""
    sentences = [{"dam": False, "bread": False}, {"bread": False, "Lima": True}]
    weights = weigh_words(sentences, [0, 0], elsewhere={"dam": 4}, n_elsewhere=9)
    assert weights["dam"] == pytest.approx(math.sqrt(math.log(10 / 4.5) / math.log(10 / 0.5)))
    assert weights["bread"] == pytest.approx(math.sqrt(1 / 2))
    assert weights["Lima"] == pytest.approx(0.5)


def test_where_there_are_no_other_stories_no_word_is_common():
    assert weigh_words([{"dam": False}], [0], elsewhere={}, n_elsewhere=0) == {"dam": 1.0}
    assert rarity(0, 0) > 0


def test_similarity_by_hand():
    first, second = {"dam": False, "broke": False, "lima": True}, {"dam": False, "burst": False, "lima": True}
    weights = {"dam": 1.0, "broke": 1.0, "burst": 1.0, "lima": 0.5}
    pairs, similarity = alike([first, second], weights, least=0.0)
    assert pairs.tolist() == [[0, 1]]
    assert similarity.tolist() == pytest.approx([1.5 / (2.5 + 2.5 - 1.5 + SHORT)])


@pytest.mark.parametrize(
    ("shared", "are_alike"),
    [
        ({"lima": True, "belov": True, "ruiz": True}, False),  # names alone are no fact
        ({"dam": False, "broke": False}, False),  # two plain words are too little
        ({"dam": False, "lima": True}, True),
        ({"dam": False, "7": True}, True),
        ({"dam": False, "broke": False, "night": False}, True),
    ],
)
def test_what_two_sentences_must_share(shared, are_alike):
    pairs, _ = alike([shared, shared], dict.fromkeys(shared, 1.0), least=0.0)
    assert (len(pairs) == 1) == are_alike


@given(st.lists(WORDS, max_size=8))
def test_similarity_is_that_of_brute_force(sentences):
    weights = {word: 0.3 + 0.1 * len(word) for words in sentences for word in words}
    pairs, similarity = alike(sentences, weights, least=0.1)
    wanted = {}
    for b, second in enumerate(sentences):
        for a, first in enumerate(sentences[:b]):
            both, either = first.keys() & second.keys(), first.keys() | second.keys()
            plain = [word for word in both if not first[word] and not second[word]]
            enough = plain and (len(both) > 2 or (len(both) == 2 and len(plain) < 2))
            value = sum(weights[word] for word in both) / (sum(weights[word] for word in either) + SHORT)
            if enough and value >= 0.1 + 1e-9:
                wanted[a, b] = value
    found = {(a, b): value for (a, b), value in zip(pairs.tolist(), similarity.tolist(), strict=True)}
    assert {pair: value for pair, value in found.items() if value > 0.1 + 1e-9} == pytest.approx(wanted)


def test_the_core_is_what_half_have():
    sentences = [{"dam", "lima"}, {"dam", "lima", "night"}, {"dam", "held"}, {"bread"}]
    core = core_of(sentences, dict.fromkeys(["dam", "lima", "night", "held", "bread"], 1.0))
    assert core == {"dam": 1.0, "lima": 1.0}
    assert share_of(core, {"dam", "bread"}) == 0.5
    assert share_of({}, {"dam"}) == 0
    assert most_central(sentences, core, dict.fromkeys(["dam", "lima", "night", "held", "bread"], 1.0)) == 0
