import pytest

from coverage_kit.text.lexicon import read_lexicon
from coverage_kit.text.names import find_names, is_human, is_person, office_holder, person_name


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
        ("Ex-diplomat Igor Belov, 66", "Igor Belov"),
        ("Dad-of-two Igor Belov", "Igor Belov"),
        ("First Vice Foreign Minister Choe Ruiz", "Choe Ruiz"),
        ("former CEO Ana Ruiz", "Ana Ruiz"),
        ("Freedonia's Igor Belov", "Igor Belov"),
        ("his uncle Ned", "Ned"),
        ("Student Igor, 20", "Igor"),
        ("Belov himself", "Belov"),
        ("Belov also", "Belov"),
        ('the niece, Del. Ana "Annie" Ruiz (D-Lima)', "Ana Ruiz"),
        ("a lawyer for the port, Ana Ruiz, 50", "Ana Ruiz"),
        ("a professor in Riga, Latvia", None),
        ("Freedonia's foreign minister", None),
        ("Ana Ruiz and Igor Belov", None),
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
    assert is_person("Park Geun-hye")
    assert not is_person("Park Avenue")
    assert not is_person("Hyde Park")


def test_names_end_at_possessives_and_carry_their_titles():
    found = list(find_names("Then the spokesman Igor V. Belov met Lima's Mayor Ana Ruiz."))
    assert [(name.words, name.titles) for name in found] == [
        (("Igor", "Belov"), ("spokesman",)),
        (("Lima",), ()),
        (("Ana", "Ruiz"), ("mayor",)),
    ]


def test_a_title_alone_is_no_name():
    assert [name.words for name in find_names("Mr. Belov and Gen. Ruiz")] == [("Belov",), ("Ruiz",)]


def test_office_holders_are_known_by_full_name_and_some_by_surname():
    assert office_holder("Merkel") is office_holder("Angela Merkel")
    assert office_holder("Johnson") is None  # two of them hold office


def test_every_office_holder_has_an_office_years_and_a_type():
    rows = read_lexicon("office_holders")
    assert len({row["name"] for row in rows}) == len(rows) > 200
    for row in rows:
        assert row["name"].split()[-1] in row["surname"] or row["surname"] in row["name"]
        assert row["pronoun"] in ("he", "she") and row["alone"] in ("yes", "no")
        assert row["source_type"] in (
            "government",
            "legislature_party",
            "military_police",
            "judiciary",
            "civil_society",
        )
        assert (
            row["reference"].startswith(f"public record: {row['office']}, ")
            and row["reference"][-4:].strip("-").isdigit()
        )


def test_every_given_name_has_a_pronoun():
    rows = read_lexicon("given_names")
    assert len({row["name"] for row in rows}) == len(rows) > 500
    assert {row["pronoun"] for row in rows} == {"he", "she", "either"}


def test_a_name_does_not_reach_over_a_sentence_that_ends_with_a_letter():
    names = [
        " ".join(name.words) for name in find_names("They met in hall S. The Elm Fund paid for hall B. It rained.")
    ]
    assert names == ["S.", "Elm Fund", "B."]
