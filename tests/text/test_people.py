import pytest

from coverage_kit.text.names import find_names
from coverage_kit.text.people import candidates, ends_subject, fullest, read_people, usual_pronoun


def people(text):
    return read_people(text, list(find_names(text)), frozenset({0}))


@pytest.mark.parametrize(
    ("text", "written", "expected"),
    [
        ("We met Ana Ruiz.", "Ruiz", "Ana Ruiz"),
        ("We met Ana Ruiz.", "Ana", "Ana Ruiz"),
        ("We met Ana Ruiz.", "RUIZ", "Ana Ruiz"),
        ("We met Ana Ruiz.", "Belov", "Belov"),
        ("We met Ana O’Hara.", "O'Hara", "Ana O’Hara"),
        ("We met Chandler van Voorst.", "van Voorst", "Chandler van Voorst"),
        ("We met Eva Ruiz Soto. Ms. Ruiz Soto left.", "Ruiz Soto", "Eva Ruiz Soto"),
        # Not the name of a place, nor what a headline puts before a name.
        ("The Russia Pacific line opened.", "Russia", "Russia"),
        ("Then Crooked Ana Ruiz left. We met Ana Ruiz.", "Ruiz", "Ana Ruiz"),
        ("WATCHED Ruiz left. We met Ana Ruiz.", "Ruiz", "Ana Ruiz"),
        ("The rally was long.", "Teleprompter Merkel", "Merkel"),
    ],
)
def test_the_fullest_form_of_a_name(text, written, expected):
    assert fullest(people(text), tuple(written.split())) == expected


def test_a_title_rules_out_the_other_pronoun():
    known = people("We met Igor Ruiz and Ana Ruiz. Then Igor Ruiz left.")
    assert candidates(known, "Ruiz") == ["Igor Ruiz", "Ana Ruiz"]
    assert fullest(known, ("Ruiz",), ("mrs",)) == "Ana Ruiz"
    assert fullest(known, ("Ruiz",), ("mr",)) == "Igor Ruiz"


def test_what_persons_are_called():
    known = people("We met the party spokesman Igor Belov. Eva Lind, a retired judge, left. Stay, Lima, a clerk said.")
    assert known.called["Igor Belov"] == {"party", "spokesman"}
    assert known.called["Eva Lind"] == {"a", "retired", "judge"}
    assert known.persons == {"Igor Belov", "Eva Lind"}
    assert known.pronouns == {"Igor Belov": "he", "Eva Lind": "she"}


def test_somebody_in_office_is_called_by_the_office():
    assert {"leader", "north", "korean", "dictator"} <= people("We met Kim Jong Un.").called["Kim Jong Un"]
    assert "dictator" not in people("We met Angela Merkel.").called["Angela Merkel"]


def test_pronouns_of_given_names():
    assert [usual_pronoun(name) for name in ("Ana Ruiz", "Igor Belov", "Kim Ruiz", "Ana", "Larch House")] == [
        *("she", "he", "", "", ""),
    ]


@pytest.mark.parametrize(
    ("following", "expected"),
    [(" said no", True), (" left", True), (" in Lima", True), (" also sat", True), ("", True), (" papers", False)],
)
def test_what_follows_a_subject(following, expected):
    assert ends_subject("Belov" + following, 5) is expected


def test_a_name_that_opens_a_sentence_counts_if_it_owns_something():
    text = "Jin Guanglin's shop closed. Jin was sorry."
    people = read_people(text, list(find_names(text)), frozenset({0, 28}))
    assert fullest(people, ("Jin",)) == "Jin Guanglin"
    assert "Jin Guanglin" in people.persons
