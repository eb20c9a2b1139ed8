import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.carried import KINDS, find_carried, name_pattern


def carried(kind, *articles, titles=None):
    """Find what articles on one story carry, each of another outlet: (item, outlet, words), near and named."""
    outlets = "ABCDEF"[: len(articles)]
    frame = pd.DataFrame({"outlet": list(outlets), "story": "port", "text": articles, "title": titles or ""})
    corpus = ck.read_corpus(frame)
    texts = pd.DataFrame({"article": range(len(articles)), "story": "port", "outlet": list(outlets)})
    found = find_carried(corpus, texts, [kind], by="outlet", within="story")
    places = [(item, outlets[row], articles[row][start:end]) for _, item, row, start, end in found.places]
    near, named = (sorted((item, group) for _, _, item, group in part) for part in (found.near, found.named))
    return places, near, named


MAYOR = "Mayor Ana Ruiz said the bridge was shut."
CALM = "The sea was calm. Nothing moved there."


def test_speakers_stand_from_source_to_content():
    places, near, named = carried("speakers", MAYOR, CALM)
    assert places == [("Ana Ruiz", "A", MAYOR.removesuffix("."))]
    assert near == named == [("Ana Ruiz", "A")]


@pytest.mark.parametrize(
    ("text", "is_near", "is_named"),
    [
        ("Ruiz was busy.", False, True),
        ("They met Ruiz, who said it would open.", True, True),
        ("Ruiz was “busy”.", True, True),
        ("Ruiz was busy. She said so.", True, True),
        ("Ruiz was busy. Nobody said so.", False, True),
        ("Ruiz also spoke.", True, True),
        ("Her deputy said no.", False, False),
        ("Ana was busy.", False, False),
    ],
)
def test_who_may_be_heard_comes_near(text, is_near, is_named):
    _, near, named = carried("speakers", MAYOR, f"{CALM} {text}")
    assert (("Ana Ruiz", "B") in near, ("Ana Ruiz", "B") in named) == (is_near, is_named)


def test_an_outlet_comes_near_to_being_heard_by_its_own_name():
    corpus = ck.read_corpus(
        pd.DataFrame(
            {
                "outlet": ["Ash Herald", "Elm Gazette"],
                "story": "port",
                "text": ["The Elm Gazette said the bridge was shut.", CALM],
            }
        )
    )
    texts = pd.DataFrame({"article": [0, 1], "story": "port", "outlet": corpus.articles["outlet"]})
    found = find_carried(corpus, texts, ["speakers"], by="outlet", within="story")
    assert {(item, group) for _, _, item, group in found.near} == {
        ("Elm Gazette", "Ash Herald"),
        ("Elm Gazette", "Elm Gazette"),
    }


def test_who_has_no_name_is_no_speaker():
    assert carried("speakers", "A U.S. official said the bridge was shut.", "Critics said no.")[0] == []


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Ana Ruiz", "It was Ruiz.", True),
        ("Ana Ruiz", "It was Ana.", False),
        ("Moon Jae-in", "Moon went.", True),
        ("Kim Jong Un", "Kim went.", True),
        ("regional official", "A Regional official went.", True),
        ("regional official", "An official went.", False),
        ("U.S. official in Lima", "They left Lima.", False),
        ("U.S. official in Lima", "The U.S. official in Lima left.", True),
        ("US official", "An official went.", False),
        ("Several justices", "The justices left.", True),
        ("Kremlin", "kremlins", False),
    ],
)
def test_a_person_named_in_full_is_named_by_the_family_name_too(name, text, found):
    assert bool(name_pattern(name).search(text)) == found


def test_entities_have_one_name_in_all_articles():
    places, near, _ = carried("entities", "We met Ana Ruiz at the Elm Bank.", "It was Ruiz.", CALM)
    assert places == [("Ana Ruiz", "A", "Ana Ruiz"), ("Elm Bank", "A", "Elm Bank"), ("Ana Ruiz", "B", "Ruiz")]
    assert near == [("Elm Bank", "A")]  # Who has Ruiz need not come near.


@pytest.mark.parametrize(
    ("text", "title", "is_near"),
    [
        ("The Bank of Elm slept.", "", True),
        ("The elm bank slept.", "", True),
        (CALM, "Elm Bank slept", True),
        ("Elm slept. The Bank slept.", "", False),
    ],
)
def test_what_is_named_in_another_way_comes_near(text, title, is_near):
    _, near, _ = carried("entities", "They left the Elm Bank.", text, titles=["", title])
    assert (("Elm Bank", "B") in near) == is_near


def test_a_namesake_is_not_near():
    texts = ["We met Ana Ruiz.", "We met Igor Ruiz. Then Ruiz left.", "Then Ruiz left."]
    _, near, _ = carried("entities", *texts)
    assert ("Ana Ruiz", "B") not in near
    assert ("Ana Ruiz", "C") in near


def test_terms_leave_out_names_and_single_uses():
    places, near, _ = carried("terms", "A strike is a strike.", "One crane; Lima and Lima.", "A striker sat.")
    assert places == [("strike", "A", "strike"), ("strike", "A", "strike")]
    assert near == [("strike", "A"), ("strike", "C")]


FACT = "The harbour crane fell into the basin on Monday night and 7 dockers were hurt."
REWORDED = "On Monday night the harbour crane fell and hurt 7 dockers."


def test_facts_are_sentences_that_say_the_same():
    told = "A harbour crane fell into the basin. It happened at night; dockers were hurt."
    places, near, _ = carried("facts", f"{CALM} {FACT}", REWORDED, told, CALM)
    (item,) = {item for item, _, _ in places}
    assert item in (FACT, REWORDED)
    assert places[:2] == [(item, "A", FACT), (item, "B", REWORDED)]
    assert near == [(item, "A"), (item, "B"), (item, "C")]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_common(kind):
    assert carried(kind, CALM, "It rained.") == ([], [], [])
