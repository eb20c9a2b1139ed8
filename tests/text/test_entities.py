import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.entities import find_entities, find_mentions, propose_entities, read_aliases

ALIASES = read_aliases({"Igor Belov": ["Belov"], "Ida O'Hara": ["O'Hara"], "Norway": [], "Elm Bank": ["EB"]})


def mentions(text):
    return [(entity, text[start:end]) for entity, start, end in find_mentions(text, ALIASES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Igor Belov sat.", [("Igor Belov", "Igor Belov")]),
        ("Igor\nBelov’s", [("Igor Belov", "Igor\nBelov")]),
        ("Igor B. Belov", [("Igor Belov", "Igor B. Belov")]),
        ("President Belov", [("Igor Belov", "Belov")]),
        ("Then Secretary of National Rivers Belov", [("Igor Belov", "Belov")]),
        ("When Belov met EB", [("Igor Belov", "Belov"), ("Elm Bank", "EB")]),
        ("Ida O’Hara and O'Hara's", [("Ida O'Hara", "Ida O’Hara"), ("Ida O'Hara", "O'Hara")]),
        ("Belov Monday met", [("Igor Belov", "Belov")]),
        ("Freedonian Belov", [("Igor Belov", "Belov")]),
        # Other words, and parts of other names.
        ("Belova, pro-Belov, Belov-era", []),
        ("Oleg Belov met Vukasin Belov", []),
        ("Belov Street, Belov Smith", []),
        ("the Friends of Norway met", []),
        ("for the Larch of Norway", []),
        ("the people of Norway", [("Norway", "Norway")]),
        ("belov", []),
    ],
)
def test_mentions(text, expected):
    assert mentions(text) == expected


def test_no_entities_no_mentions():
    assert list(find_mentions("Belov sat.", read_aliases({}))) == []


def test_an_alias_has_one_owner():
    message = "entities: 'Belov' is an alias of 'Igor Belov' and of 'Ida Belov'. Give it to one of them."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        read_aliases({"Igor Belov": ["Belov"], "Ida Belov": ["Belov"]})


def test_an_alias_has_a_letter():
    message = "entities: 'Igor Belov' has an empty alias. Leave it out."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        read_aliases({"Igor Belov": [" "]})


def named(*texts):
    found = find_entities(texts, contexts=["story"] * len(texts))
    return [[(text[e.start : e.end], e.name) for e in entities] for text, entities in zip(texts, found, strict=True)]


def test_last_names_and_acronyms_go_with_the_full_name():
    assert named("We met Ana Ruiz of the Elm Bank.", "It was Ms. Ruiz. The head of EB left.") == [
        [("Ana Ruiz", "Ana Ruiz"), ("Elm Bank", "Elm Bank")],
        [("Ruiz", "Ana Ruiz"), ("EB", "Elm Bank")],
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Bread was dear. Bakers wept. “Prices rose,” he said.", []),
        ("The State of the state is that the state is poor. So says Lima.", ["Lima"]),
        ("Then the President met a Senator.", []),
        ("They went to the U.S. Elm Court.", ["Elm Court"]),
        ("A Korean met North Korean clerks, two Freedonians and the North Koreans.", []),
        ("The Swiss left South Korea to the Republicans.", ["South Korea", "Republicans"]),
        ("Then I’d go, and I'm here, said B2.", []),
        ("They saw Ana Ruiz Monday. It was Ruiz.", ["Ana Ruiz", "Ana Ruiz"]),
        ("They saw Ana Haliday. It was Haliday.", ["Ana Haliday", "Ana Haliday"]),
        # "UN" is no part of the name of a person.
        ("Then Kim Jong Un left the UN.", ["Kim Jong Un", "UN"]),
        ("They want to Save Elm Bank. It is the Elm Bank.", ["Save Elm Bank", "Elm Bank"]),
    ],
)
def test_what_is_a_name(text, names):
    assert [name for _, name in named(text)[0]] == names


def test_a_word_that_opens_a_sentence_is_a_name_if_it_is_one_elsewhere():
    assert named("Lima slept.", "They left Lima.")[0] == [("Lima", "Lima")]
    assert named("Lima slept.")[0] == []


TEXTS = [
    "When Igor Belov left Larchia, Mr. Belov smiled. The Elm Bank and Ana Ruiz stayed in Larchia.",
    "Then President Igor Belov met Ana Ruiz. She told Belov of Larchia.",
    "On Monday the Freedonian clerk saw Oleg Belov in Larchia. “I’m here,” said Belov. Photos show it, and photos lie.",
]


def test_proposals_are_the_names_mentioned_most():
    found = propose_entities(TEXTS, n=3)
    # Igor Belov and Larchia four times each, Ana Ruiz twice; of three times, "Belov" is Oleg once.
    assert list(found) == ["Igor Belov", "Larchia", "Ana Ruiz"]
    assert found["Igor Belov"] == ["Belov", "Igor Belov"]
    assert found["Larchia"] == ["Larchia"]


def test_proposals_leave_out_what_is_no_name():
    found = propose_entities(TEXTS, n=50)
    assert not {"Monday", "Freedonian", "I’m", "Photos", "President", "She"} & set(found)


def test_other_forms_are_aliases_but_words_before_a_name_are_not():
    texts = [
        "Then Kim Jong-un left.",
        "They saw Kim Jong Un. Then Kim sat.",
        "It was Poor Kim Jong Un and Kim Jong Un.",
    ]
    assert propose_entities(texts, n=1) == {"Kim Jong Un": ["Kim", "Kim Jong Un", "Kim Jong-un"]}


def test_proposals_of_nothing():
    assert propose_entities([]) == {}
    assert propose_entities(["it rained.", ""]) == {}


WORDS = st.sampled_from(
    ["Igor", "Belov", "Ana", "Ruiz", "Larchia", "Mr.", "the", "said", ".", "’s", "US", "Bank", "\n"]
)


@given(st.lists(st.lists(WORDS, max_size=15).map(" ".join), max_size=4))
def test_every_alias_belongs_to_one_entity(texts):
    found = propose_entities(texts, n=5)
    aliases = [alias for names in found.values() for alias in names]
    assert len(aliases) == len(set(aliases))
    assert all(entity in names for entity, names in found.items())
    read_aliases(found)
