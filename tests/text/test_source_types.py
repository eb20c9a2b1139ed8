import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.source_types import description_type, find_entry, is_office, source_type, told_type

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
        ("Igor Belov, a retired ferry captain", "citizen"),
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
        ("Moscow and Beijing", "government"),
        ("Freedonian and Ruritanian media", "media"),
        ("Ana Ruiz, a former ambassador", "expert"),
        ("Ex-diplomat Ana Ruiz, 66", "expert"),
        ("Ana Ruiz, the former president", "government"),
        ("Gen. Igor Belov, a retired officer who now teaches at Larch College", "expert"),
        ("Ana Ruiz, who trades gas in Riga", "business"),
        ("Ana Ruiz, who keeps the minutes at the Larch Institute", "expert"),
        ("shoe-mender Ana Ruiz", "citizen"),
        ("outside experts", "expert"),
        ("Ruiz", "unknown"),
        ("he", "unknown"),
        ("partygoers", "unknown"),
        ("", "unknown"),
    ],
)
def test_type_of_a_source(source, expected):
    assert source_type(source) == expected


@given(st.text())
def test_any_text_has_a_type(text):
    assert source_type(text) in TYPES


def test_an_age_alone_tells_little():
    assert told_type("Ana Ruiz, 63") is None
    assert source_type("Ana Ruiz, 63") == "citizen"


def test_parts_of_the_reading():
    assert description_type(["52", "a judge in Lima"]) == "judiciary"
    assert description_type(["52"]) is None
    assert find_entry(["state", "police"], 2)["source_type"] == "military_police"
    assert is_office("Larch University") and not is_office("Ana Ruiz")


def test_a_long_row_of_prepositions_is_read():
    assert source_type("of " * 5000) == "unknown"
