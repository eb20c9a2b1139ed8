import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.sources import naming, source_type, speaker_types, stance

TYPES = {
    *("executive", "legislature_party", "foreign_government", "military_police", "judiciary", "expert"),
    *("business", "media", "civil_society", "citizen", "document", "unknown"),
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("the Kremlin", "executive"),
        ("a White House spokeswoman", "executive"),
        ("city authorities", "executive"),
        ("Sen. Pat Okafor", "legislature_party"),
        ("opposition lawmakers", "legislature_party"),
        ("a Turkish government official", "foreign_government"),
        ("a U.S. government official", "executive"),
        ("the Peruvian embassy", "foreign_government"),
        ("the United Nations", "foreign_government"),
        ("a police spokesman at the ministry", "military_police"),
        ("Gen. Ruiz", "military_police"),
        ("the appeals court", "judiciary"),
        ("Ana Ruiz, a professor at a business school", "expert"),
        ("a Russian analyst", "expert"),
        ("studies", "document"),
        ("Ito, chief executive of Acme", "business"),
        ("state news agencies", "media"),
        ("news agency Novapress", "media"),
        ("human rights groups", "civil_society"),
        ("two women", "citizen"),
        ("families of the victims", "citizen"),
        ("a new poll", "document"),
        ("Ruiz", "unknown"),
        ("he", "unknown"),
        ("partygoers", "unknown"),
        ("", "unknown"),
    ],
)
def test_type_of_a_source(source, expected):
    assert source_type(source) == expected


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
        ("officials briefed on the plan", "anonymous"),
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
def test_any_text_has_a_type_a_naming_and_a_stance(text):
    assert source_type(text) in TYPES
    assert naming(text) in {"named", "role", "anonymous"}
    assert stance(text) in {"neutral", "distancing", "endorsing", "forceful", "affective", "other"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ana Ruiz, a resident of the border town, was there. Ruiz said no.", "citizen"),
        ("Bank analyst Ana Ruiz was there. Ruiz said no.", "business"),
        ("Police chief Ana Ruiz was there. Ruiz said no.", "military_police"),
        ("Ana Ruiz of Larch University was there. Ruiz said no.", "expert"),
        ("Ana Ruiz was there. Ruiz said no.", "unknown"),
        ("The law is harsh. Ana Ruiz. A resident knows. Ruiz said no.", "unknown"),
    ],
)
def test_a_speaker_is_known_by_the_first_full_mention(text, kind):
    assert speaker_types(text, ["Ana Ruiz"], ["Ruiz"]) == [kind]


def test_a_speaker_keeps_the_type_of_an_appositive():
    kinds = speaker_types("…", ["Ana Ruiz", "Ana Ruiz", None], ["she", "Ana Ruiz, a professor", ""])
    assert kinds == ["expert", "expert", "unknown"]
