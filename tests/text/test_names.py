import pytest

from coverage_kit.text.names import is_human, is_person, person_name


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
        ("Igor V. Belov", "Igor Belov"),
        ("Igor Belov Jr.", "Igor Belov"),
        ("Secretary of State Ana Ruiz", "Ana Ruiz"),
        ("Widow Ana Ruiz, 71", "Ana Ruiz"),
        ("Democrat Ana Ruiz", "Ana Ruiz"),
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


def test_roles_of_human_beings():
    assert [word for word in ("official", "baker", "welder", "violinist", "spokesman") if not is_human(word)] == []
    assert [word for word in ("bank", "report", "paper", "river", "officials", "newspaper") if is_human(word)] == []


def test_places_and_organisations_are_no_persons():
    assert [name for name in ("Alder Bank", "North Korea", "Elm Street", "Moscow") if is_person(name)] == []
    assert is_person("Igor Belov")
