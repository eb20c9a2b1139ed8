import pytest

from coverage_kit.text.entity_roles import GROUP_ROLES, MODIFIERS, REGIONS, is_known_role, is_role, kind_of
from coverage_kit.text.lexicon import read_lexicon
from coverage_kit.text.names import TITLES, is_human, role_nouns


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Japan", "place"), ("New Jersey", "place"), ("Elm Bank", "group"), ("Ana Ruiz", "person"), ("Belov", "")],
)
def test_kinds_of_names(name, kind):
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("word", "person", "place"),
    [
        ("ally", True, True),
        ("dictator", True, False),
        ("regime", False, True),
        ("president-elect", True, False),
        ("co-founder", True, False),
        ("letter", False, False),
        ("bigger", False, False),
        ("mr", False, False),
    ],
)
def test_whom_a_role_may_be_said_of(word, person, place):
    assert (is_role(word, "person"), is_role(word, "place")) == (person, place)


def test_a_role_by_its_ending_is_none_that_is_known():
    assert is_role("mueller") and not is_known_role("mueller")
    assert is_known_role("mayor") and is_known_role("ex-mayor") and is_known_role("governor-designate")


def test_the_lexicon_has_no_row_without_effect():
    rows = read_lexicon("entity_roles")
    assert len({tuple(row.values()) for row in rows}) == len(rows)
    roles = {row["word"] for row in rows if row["class"] in ("any", "group", "person")}
    for row in rows:
        word = row["word"]
        if row["class"] == "person":
            assert word not in TITLES | role_nouns()[0], word
        if row["class"] == "none":
            assert is_human(word) or word in TITLES, word
        if row["class"] == "not bare":
            assert word in roles or word in TITLES or is_human(word), word
    assert not GROUP_ROLES & REGIONS
    assert MODIFIERS.isdisjoint(REGIONS)
