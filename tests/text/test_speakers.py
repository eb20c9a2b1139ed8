import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.attribution import find_attributions
from coverage_kit.text.speakers import resolve_speakers


def speakers(text):
    return resolve_speakers(text, find_attributions(text))


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A subject in between takes the pronoun, whether it spoke or not.
        ("President Igor Belov said it rained. Stefan Vidal of Lima disagreed. He said it was dry.", "Stefan Vidal"),
        ("President Igor Belov said it rained. In Lima, Mr. Vidal shrugged. He said it was dry.", "Vidal"),
        (
            "Igor Belov said it rained. Stefan Vidal left. Afterwards it was Vidal who spoke. He said no.",
            "Stefan Vidal",
        ),
        ("Igor Belov said it rained. Hotels, said Eva Lind, were full. “We wait,” she said.", "Eva Lind"),
        # So does a single human role.
        (
            "Igor Belov said it rained. A Freedonian official said no. “It is a state secret,” he said.",
            "Freedonian official",
        ),
        ("Igor Belov said it rained. A western diplomat put it mildly. Rain, he said, was rare.", "western diplomat"),
        ("Igor Belov said it rained. The builder said no. Rain, he reckoned, would pass.", "builder"),
        ("Igor Belov said it rained. Freedonia's ruler crossed the river. He said it was dry.", "Freedonia's ruler"),
        # Not an organisation, a document, a place, or a role of the other gender.
        ("Igor Belov said it rained. The ministry waited. He said it was dry.", "Igor Belov"),
        ("Igor Belov said it rained. The report was late. He said it was dry.", "Igor Belov"),
        ("Igor Belov said it rained. New Zealand lost. He said it was dry.", "Igor Belov"),
        ("Igor Belov said it rained. A policewoman laughed. He said it was dry.", "Igor Belov"),
        # Nor one who is only spoken of, by somebody or in the speaker's own words.
        ("Igor Belov said that Stefan Vidal had left. He said it was dry.", "Igor Belov"),
        ("What Mr. Belov had was an errand. Mr. Vidal, he told reporters, had asked for it.", "Belov"),
        ("Mr. Belov met Mr. Vidal. He said it was dry.", "Belov"),
        # Two that fit, or a person named in between, leave it open.
        ("President Igor Belov and Stefan Vidal met. He said it was dry.", None),
        ("Igor Belov said it rained, and Stefan Vidal said it did not. He said it was hot.", None),
        ("Igor Belov said it rained. The talks with Mr. Vidal were long. He said it was hot.", None),
        # Who is quoted does not call himself so.
        ("Igor Belov nodded. Stefan Vidal smiled. “He said no,” Vidal said.", "Stefan Vidal"),
    ],
)
def test_whom_the_last_pronoun_stands_for(text, expected):
    assert speakers(text)[-1] == expected


def test_the_wrong_president_gets_no_quotation():
    text = (
        "President Igor Belov said that it rained.\n"
        "Stefan Vidal of the Alder Centre for Strategic Studies disagreed. He said it was dry.\n"
        "“It is hard to call this weather,” he said."
    )
    assert speakers(text) == ["Igor Belov", "Stefan Vidal", "Stefan Vidal"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On Friday Mr. Belov said it rained.", ["Belov"]),
        ("Igor V. Belov left. Mr. Belov said it rained. Igor Belov said no.", ["Igor Belov", "Igor Belov"]),
        ("Secretary of State Ana Ruiz left. Ms. Ruiz said it rained.", ["Ana Ruiz"]),
        ("WATCHED Ruiz left. Ana Ruiz sat. WATCHED Ruiz left. Ruiz said it rained.", ["Ana Ruiz"]),
        ("Internal Belov papers surfaced. Igor Belov sat. Internal Belov papers. Belov said no.", ["Igor Belov"]),
        ("That deadline helps explain the timing.", [None]),
        ("Widow Ana Ruiz, 71, who lets rooms to sailors, claimed it rained.", ["Ana Ruiz"]),
        ("A clerk at the port, who asked not to be named, said it rained.", ["clerk at the port"] * 2),
        ("A New Zealand official said new rain fell.", ["New Zealand official"]),
        ("A clerk in Lima said it rained. The clerk said it would stop.", ["clerk in Lima", "clerk in Lima"]),
    ],
)
def test_names_and_roles_of_sources(text, expected):
    assert speakers(text) == expected


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
                "a builder",
                "President",
                "71",
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
