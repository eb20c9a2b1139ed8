import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.sources import naming, source_type, speaker_types, stance

TYPES = {
    *("government", "legislature_party", "military_police", "judiciary", "expert"),
    *("business", "media", "civil_society", "citizen", "document", "unknown"),
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("the Kremlin", "government"),
        ("a White House spokeswoman", "government"),
        ("city authorities", "government"),
        ("Sen. Pat Okafor", "legislature_party"),
        ("opposition lawmakers", "legislature_party"),
        ("a Turkish government official", "government"),
        ("a U.S. government official", "government"),
        ("the Peruvian embassy", "government"),
        ("the United Nations", "government"),
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
        ("a study by Larch University", "document"),
        ("customs figures", "document"),
        ("Ana Ruiz of the Alder Centre for Strategic Studies", "expert"),
        ("Ana Ruiz, of the Birch Policy Workshop in Riga, Latvia", "expert"),
        ("Ana Ruiz, who studies court reports", "expert"),
        ("Ana Ruiz of Heron Maritime Law", "business"),
        ("Ana Ruiz, a partner at Heron Maritime Law", "business"),
        ("Ana Ruiz, metals strategist at Plover Asset Management in Riga", "business"),
        ("a Republican strategist", "legislature_party"),
        ("Ana Ruiz, a ship broker in Riga", "business"),
        ("dealers in Riga", "business"),
        ("Ana Ruiz, whose firm runs two hotels", "business"),
        ("Igor Belov, a retired ferry captain", "unknown"),
        ("the captain of a ferry", "unknown"),
        ("an army captain", "military_police"),
        ("Captain Belov", "military_police"),
        ("Igor Belov, a retired U.S. Army officer", "military_police"),
        ("Former naval intelligence officer Igor Belov, 61", "military_police"),
        ("General Belov", "military_police"),
        ("lawyers", "expert"),
        ("Lawyers", "expert"),
        ("a lawyer at the company", "business"),
        ("Attorney General Ana Ruiz", "judiciary"),
        ("prosecutors", "judiciary"),
        ("Secretary of State Ana Ruiz", "government"),
        ("Russian President Belov", "government"),
        ("President Igor Belov", "government"),
        ("Igor Belov, the Freedonian leader", "government"),
        ("the president of the company", "business"),
        ("Republican leaders", "legislature_party"),
        ("the union leader", "civil_society"),
        ("one of its diplomats", "government"),
        ("Moscow", "government"),
        ("North Korea", "government"),
        ("The U.S.", "government"),
        ("Russia, a member of the council", "government"),
        ("Ana Ruiz of Moscow", "unknown"),
        ("people familiar with the campaign", "unknown"),
        ("Ana Ruiz, 29, a pharmacist", "citizen"),
        ("Ana Ruiz, 29", "citizen"),
        ("Ana Ruiz, who is retired and lives in Riga", "citizen"),
        ("Igor Belov, who sits in the regional legislature", "legislature_party"),
        ("a member of the regional assembly", "legislature_party"),
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


def test_a_long_row_of_prepositions_is_read():
    assert source_type("of " * 5000) == "unknown"
