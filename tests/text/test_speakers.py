import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.attribution import find_attributions
from coverage_kit.text.speakers import person_name, resolve_speakers


def speakers(text):
    return resolve_speakers(text, find_attributions(text))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Igor Belov", "Igor Belov"),
        ("Mr. Belov", "Belov"),
        ("Prof. Ana Ruiz of the University of Lima", "Ana Ruiz"),
        ("Defense Minister Igor Belov", "Igor Belov"),
        ("party spokesman Igor Belov", "Igor Belov"),
        ("the party's spokesman, Igor Belov", "Igor Belov"),
        ("Igor Belov, a former minister", "Igor Belov"),
        ("J. R. Okafor", "J. R. Okafor"),
        ("Belov's", "Belov"),
        ("Ludwig van Maanen", "Ludwig van Maanen"),
        ("a senior official", None),
        ("the Kremlin", None),
        ("U.S. officials", None),
        ("she", None),
        ("", None),
    ],
)
def test_the_name_in_a_source(source, expected):
    assert person_name(source) == expected


def test_a_last_name_stands_for_the_full_name():
    text = "Prof. Ana Ruiz of Lima said the dam was safe.\nCritics doubt it.\nRuiz said that they were wrong."
    assert speakers(text)[0] == "Ana Ruiz"
    assert speakers(text)[-1] == "Ana Ruiz"


def test_the_full_name_may_be_given_to_someone_who_has_not_spoken():
    text = "Igor Belov arrived on Monday. Belov said that he was tired."
    assert speakers(text) == ["Igor Belov"]


def test_a_pronoun_stands_for_the_last_speaker_that_fits():
    text = (
        "Ms. Ana Ruiz said the dam was safe. Mr. Igor Belov said that it was not.\n"
        "She added that tests were done. He said he had seen no tests."
    )
    assert speakers(text) == ["Ana Ruiz", "Igor Belov", "Ana Ruiz", "Igor Belov"]


def test_a_contraction_is_the_pronoun():
    assert speakers("Igor Belov said it rained. He's said that it stopped.") == ["Igor Belov", "Igor Belov"]


def test_a_relative_pronoun_stands_for_the_name_before_it():
    text = "The mayor met Igor Belov, who said that the dam was safe."
    assert speakers(text) == ["Igor Belov"]


def test_they_and_it_stand_for_groups_and_offices():
    text = (
        "The sources said that the talks had failed. They added that no date was set.\n"
        "The ministry said it would wait. It said that time was short."
    )
    assert speakers(text) == ["sources", "sources", "ministry", "ministry"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kremlin said that it would wait.", ["Kremlin"]),
        ("A government official said that it would wait.", ["government official"]),
        ("Critics said that it would wait. Other critics left.", ["critics"]),
        ("Some said that it would wait.", [None]),
        ("He said that it would wait.", [None]),
        ("I said that it would wait.", [None]),
        ("The dam is believed to hold.", [None]),
        ("", []),
    ],
)
def test_roles_stay_as_written_and_the_unknown_is_none(text, expected):
    assert speakers(text) == expected


def test_a_speaker_far_above_is_not_the_antecedent():
    text = "Igor Belov said that it rained.\n" + "The river rose.\n" * 200 + "He said that it had stopped."
    assert speakers(text) == ["Igor Belov", None]


SCRAPS = st.lists(
    st.sampled_from(
        [
            *(
                "Ana Ruiz",
                "Mr. Belov",
                "he",
                "he's",
                "’s",
                "'s",
                "who",
                "they",
                "the",
                "ministry",
                "Police",
                "U.S.",
                "and",
            ),
            *(
                "said that",
                "told",
                "according to",
                "it rained",
                ",",
                ".",
                '"',
                "—",
                "(",
                ")",
                "\n",
                "J.",
                "'",
                "van",
                "of",
            ),
        ]
    ),
    max_size=40,
).map(" ".join)


@given(st.text() | SCRAPS)
def test_there_is_one_speaker_or_none_for_every_attribution(text):
    attributions = find_attributions(text)
    found = resolve_speakers(text, attributions)
    assert len(found) == len(attributions)
    assert all(name is None or name for name in found)
