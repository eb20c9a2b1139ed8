import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.sources import naming, number, speaker_namings, speaker_types, stance


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Ana Ruiz", "named"),
        ("Ruiz", "named"),
        ("Mr. Ruiz", "named"),
        ("spokesman Igor Belov", "named"),
        ("the ministry's spokesman, Igor Belov", "named"),
        ("the Kremlin", "named"),
        ("the White House", "named"),
        ("a senior official", "role"),
        ("the officials", "role"),
        ("the Kremlin spokesman", "role"),
        ("she", "role"),
        ("sources", "anonymous"),
        ("a source close to the talks", "anonymous"),
        ("two people familiar with the matter", "anonymous"),
        ("officials briefed on the plan", "role"),
        ("the Freedonian administration", "named"),
        ("Ruiz and Belov", "named"),
        ("an official who spoke on condition of anonymity", "anonymous"),
        ("food sources", "role"),
        ("Police", "role"),
        ("Critics", "role"),
        ("CNN", "named"),
        ("", "role"),
    ],
)
def test_naming_of_a_source(source, expected):
    assert naming(source) == expected


@pytest.mark.parametrize(
    ("cue", "expected"),
    [
        ("said", "neutral"),
        ("according to", "neutral"),
        ("has repeatedly claimed", "distancing"),
        ("reportedly", "distancing"),
        ("pointed out", "endorsing"),
        ("acknowledges", "endorsing"),
        ("WARNED", "forceful"),
        ("joked", "affective"),
        ("believes", "other"),
        ("baked", "other"),
        ("", "other"),
    ],
)
def test_stance_of_a_cue(cue, expected):
    assert stance(cue) == expected


@given(st.text())
def test_any_text_has_a_naming_a_number_and_a_stance(text):
    assert number(text or None, text) in {"individual", "collective"}
    assert naming(text) in {"named", "role", "anonymous"}
    assert stance(text) in {"neutral", "distancing", "endorsing", "forceful", "affective", "attitude", "other"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana Ruiz, a resident of the border town, was there. Ruiz said no.", "citizen"),
        ("Bank analyst Ana Ruiz was there. Ruiz said no.", "business"),
        ("Police chief Ana Ruiz was there. Ruiz said no.", "military_police"),
        ("Ana Ruiz of Larch University was there. Ruiz said no.", "expert"),
        ("Ana Ruiz was there. Ruiz said no.", "unknown"),
        ("Prime Minister Ruiz left. Then Ana Ruiz spoke.", "government"),
        ("The Freedonian leader, Ana B. Ruiz, left. The Freedonian leader Ana B. Ruiz spoke.", "government"),
        ("Ana Ruiz left. General Eva Ruiz stayed.", "unknown"),
        ("Secretary of State Ana Ruiz left.", "government"),
        ("Ana Ruiz, 63, sold hats.", "citizen"),
        ("Ana Ruiz, the minister said, is ill.", "unknown"),
        ("The law is harsh. Ana Ruiz. A resident knows. Ruiz said no.", "unknown"),
        ("Ana Ruiz, 63, once ran. Ana Ruiz, a judge, sat.", "judiciary"),
        ("Ana Ruiz runs a shop in Lima. Ruiz said no.", "business"),
        ("Ms. Ruiz's Lima company sells hats. Ruiz said no.", "business"),
        ("Ana Ruiz teaches in Lima. Ruiz said no.", "expert"),
    ],
)
def test_a_speaker_is_known_by_the_first_full_mention(text, kind):
    assert speaker_types(text, ["Ana Ruiz"], ["Ruiz"]) == [kind]


def test_a_speaker_keeps_the_type_of_an_appositive():
    kinds = speaker_types("…", ["Ana Ruiz", "Ana Ruiz", None], ["she", "Ana Ruiz, a professor", ""])
    assert kinds == ["expert", "expert", "unknown"]


def test_one_speaker_has_one_type_however_it_is_worded():
    sources = ["Republican Ana Ruiz", "she", "President Ana Ruiz", "Ruiz"]
    assert speaker_types("…", ["Ana Ruiz"] * 4, sources) == ["legislature_party"] * 4


def test_a_pronoun_that_stands_for_a_role_has_its_type():
    assert speaker_types("A western diplomat sighed.", ["western diplomat"], ["he"]) == ["government"]


@pytest.mark.parametrize(
    ("text", "speaker", "source", "kind"),
    [
        # Nobody introduces heads of government, and no age makes them citizens.
        ("Merkel sat.", "Merkel", "Merkel", "government"),
        ("Angela Merkel, 64, sat.", "Angela Merkel", "Angela Merkel, 64", "government"),
        # What the article says goes first.
        ("Senator Chuck Hagel sat.", "Chuck Hagel", "Hagel", "legislature_party"),
        ("Chuck Hagel sat.", "Chuck Hagel", "Hagel", "government"),
        ("Eva Merkel said no.", "Eva Merkel", "Eva Merkel", "unknown"),
    ],
)
def test_holders_of_public_office_need_no_introduction(text, speaker, source, kind):
    assert speaker_types(text, [speaker], [source]) == [kind]


@pytest.mark.parametrize(
    ("text", "speaker", "source", "expected"),
    [
        ("…", "Ana Ruiz", "she", "named"),
        ("…", None, "she", "role"),
        ("…", None, "sources", "anonymous"),
        ("…", "Kremlin", "it", "named"),
        ("A clerk said no.", "clerk", "he", "role"),
        ("A clerk, who was not authorized to speak, said no. He sat.", "clerk", "He", "anonymous"),
        ("A clerk in Lima said no. The clerk spoke on condition of anonymity.", "clerk in Lima", "he", "anonymous"),
        ("A clerk said no. A judge spoke on condition of anonymity.", "clerk", "he", "role"),
        ("A clerk agreed. A judge asked not to be identified.", "clerk", "he", "role"),
    ],
)
def test_naming_of_a_speaker_in_its_article(text, speaker, source, expected):
    assert speaker_namings(text, [speaker], [source]) == [expected]


def test_a_role_that_is_once_anonymous_is_so_everywhere():
    sources = ["a clerk who asked for anonymity", "he", "Ana Ruiz"]
    assert speaker_namings("…", ["clerk", "clerk", "Ana Ruiz"], sources) == ["anonymous", "anonymous", "named"]


@pytest.mark.parametrize(
    ("speaker", "source", "expected"),
    [
        ("Ana Ruiz", "Ana Ruiz", "individual"),
        ("Ruiz", "she", "individual"),
        ("Angela Merkel", "the chancellor", "individual"),
        ("clerk at the port", "a clerk at the port", "individual"),
        ("clerks", "two clerks", "collective"),
        ("Sources", "Sources", "collective"),
        ("Ana Ruiz and Igor Belov", "both", "collective"),
        ("Larch University", "the university", "collective"),
        ("CNN", "CNN", "collective"),
        ("Moscow", "Moscow", "collective"),
        ("report", "a report", "collective"),
        (None, "he", "individual"),
        (None, "they", "collective"),
        (None, "", "collective"),
    ],
)
def test_number_of_a_speaker(speaker, source, expected):
    assert number(speaker, source) == expected
