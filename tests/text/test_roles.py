import pytest

from coverage_kit.text.roles import bare_role, find_roles, head_noun, is_subject, without_opening


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The senior official left.", [("senior official", "official", "the", "")]),
        ("Then a lady with the samovar came along.", [("lady with the samovar", "lady", "a", "")]),
        ("A police officer in Lima, Ohio, sat.", [("police officer in Lima", "officer", "a", "")]),
        ("Freedonia's old ruler sat.", [("Freedonia's old ruler", "ruler", "freedonia's", "Freedonia")]),
        ("“Her husband sat.", [("husband", "husband", "her", "")]),
        ("The port is shut.\nThe mayor sat.", [("mayor", "mayor", "the", "")]),
        # A title, an appositive, a predicate, a group, a thing.
        ("The mayor Ana Ruiz sat.", []),
        ("Ana Ruiz, the mayor, sat.", []),
        ("Ruiz was a mayor once.", []),
        ("The officials sat.", []),
        ("The paper in the harbor sank.", []),
    ],
)
def test_roles_with_an_article_or_an_owner(text, expected):
    assert [(role.text, role.head, role.determiner, role.owner) for role in find_roles(text)] == expected


def test_where_a_role_stands_and_what_stands_before_its_noun():
    text = "Then the tall Freedonian mayor sat."
    (role,) = find_roles(text)
    assert text[role.start : role.end] == "the tall Freedonian mayor"
    assert role.before == ("tall", "Freedonian")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a clerk at the port, who sat", "clerk at the port"),
        ("A diplomat from a country that sent its prime minister", "diplomat from a country"),
        ("Some scholars", "scholars"),
        ("Her mum", "mum"),
        ("one of the clerks", "one of the clerks"),
        ("all of them", "all of them"),
        ("the ministry itself", "ministry itself"),
        ("the mayor himself", "mayor"),
        ("Scholars here", "Scholars"),
        ("", ""),
    ],
)
def test_a_role_without_what_stands_around_it(source, expected):
    assert bare_role(source) == expected


def test_the_noun_of_a_role():
    assert head_noun(["official", "involved", "in", "the", "planning"]) == "official"
    assert head_noun(["officials", "at", "the", "port"]) is None
    assert head_noun([]) is None


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Ruiz left.", "Ruiz", True),
        ("Meanwhile, Mayor Ruiz left.", "Ruiz", True),
        ("In Lima, Ruiz left.", "Ruiz", True),
        ("No, said Ruiz.", "Ruiz", True),
        ("They met Ruiz.", "Ruiz", False),
        ("In Lima, Ruiz, and others left.", "Ruiz", False),
    ],
)
def test_subjects(text, name, expected):
    start = text.index(name)
    assert is_subject(text, 0, start, end=start + len(name)) is expected


def test_what_opens_a_sentence_is_dropped():
    assert without_opening("on Friday Mr. Ito") == "Mr. Ito"
    assert without_opening("on a bus") == "on a bus"
    assert without_opening("because") == "because"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A U.S. official in Seoul hesitated.", ["U.S. official in Seoul"]),
        ("On Monday, an old clerk hesitated.", ["old clerk"]),
        ("It failed in February, a clerk thought.", ["clerk"]),
        ("Ana Ruiz, a clerk, hesitated.", []),
    ],
)
def test_abbreviations_belong_to_a_role_and_times_name_nobody(text, expected):
    assert [role.text for role in find_roles(text)] == expected
