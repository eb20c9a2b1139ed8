import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.entities import read_aliases
from coverage_kit.text.entity_labels import find_labels

ENTITIES = {"Igor Belov": ["Belov"], "Ida Ito": ["Ito"], "Larchia": [], "Norway": [], "Elm Bank": [], "Ohio": []}
ALIASES = read_aliases(ENTITIES)


def labels(text):
    return [(label.entity, label.text) for label in find_labels(text, ALIASES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Titles, and roles with what modifies them.
        ("Freedonian leader Igor Belov left.", "Freedonian leader"),
        ("They met dictator Belov.", "dictator"),
        ("It was President Belov's idea.", "President"),
        ("Then North Freedonian President Belov sat.", "North Freedonian President"),
        ("The former state security chief Belov sat.", "former state security chief"),
        ("It angered the reclusive ruler Igor B. Belov.", "reclusive ruler"),
        ("Secretary of State Belov sat.", "Secretary of State"),
        ("Larch and former Director of National Rivers Belov sat.", "former Director of National Rivers"),
        ("Ferry captain and part-time mayor Belov sat.", "Ferry captain and part-time mayor"),
        ("Lt. Gov. Belov sat.", "Lt. Gov."),
        ("His friend Mr. Belov sat.", "friend"),
        ("The party hosted the newly elected President Belov.", "newly elected President"),
        ("Larchia's ousted premier Belov sat.", "ousted premier"),
        ("“We know tycoon Belov,” he said.", "tycoon"),
        ("In the north President-elect Belov sat.", "President-elect"),
        # Appositives before the name.
        ("It wrote to its leader, Igor Belov, in May.", "leader"),
        ("The North's young ruler, Igor Belov, sat.", "young ruler"),
        ("It wrote to the leader of its ruling party, Igor Belov.", "leader of its ruling party"),
        ("The ministry's spokesman – Igor Belov – sat.", "spokesman"),
        # And after it.
        ("Belov, the young dictator, sat.", "young dictator"),
        ("Belov, 61, the young dictator, sat.", "young dictator"),
        ("They wrote to Belov, a retired judge at the port of Lund.", "retired judge at the port of Lund"),
        ("Belov — the isle's ruler — sat.", "ruler"),
        ("Belov, president of the isle, sat.", "president of the isle"),
        ("Belov, then the mayor, sat.", "mayor"),
        ("Belov, a clerk named in the letter, sat.", "clerk named in the letter"),
        ("Belov, its founder and president, sat.", "founder and president"),
        ("Belov, a judge who sat, left.", "judge"),
        ("Belov -- the dictator -- sat.", "dictator"),
        ("Its dictator -- Belov -- sat.", "dictator"),
        ("They saw Ruiz and President Belov.", "President"),
        ("The Elm State and Freedonian President Belov sat.", "Freedonian President"),
        ("It angers the deal President Belov signed.", "President"),
        ("Read President Belov's letter.", "President"),
        ("They held off primary rival Belov.", "primary rival"),
        ("The serial liar Belov sat.", "serial liar"),
        ("Belov, the mayor of Lund, Mr. Ruiz, and others sat.", "mayor of Lund"),
    ],
)
def test_labels_of_a_person(text, expected):
    assert labels(text) == [("Igor Belov", expected)]


@pytest.mark.parametrize(
    "text",
    [
        # Nothing, or no role.
        "Belov sat.",
        "Mr. Belov sat with Ms. Ito.",
        "Isolated Belov sat with poor Ito.",
        # Clauses and predicates.
        "Belov, who leads the isle, sat.",
        "Belov is a dictator.",
        "They called Belov a dictator.",
        "After a call with Belov, the mayor said no.",
        "After a call with Belov, the mayor told the clerk about it.",
        "The dictator sat. Belov sat.",
        "It fell to the mayor.\nBelov sat.",
        "He is a leader Belov can trust.",
        "He is the worst enemy Belov had.",
        "They will judge Belov.",
        "They want to bolster Belov.",
        # Somebody else's.
        "Dictator Oleg Belov sat.",
        "Mayor Belov Smith sat.",
        "The dictator's friend met Belov.",
        "Belov's dictator sat.",
        "The mayor and Belov sat.",
        "Belov, Secretary of State Ana Ruiz and others sat.",
        "Belov, Carter and Miller sat.",
        "With the mayor, Belov said no.",
        "Belov, the mayor and others sat.",
        "While it rained on Belov, the mayor of the port, Ana Ruiz, left.",
        "Belov, the son of Igor Belov, sat.",
        "It was Team Belov.",
    ],
)
def test_no_labels(text):
    assert labels(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Its longtime ally Norway sat.", [("Norway", "longtime ally")]),
        ("It wrote to its main trading partner, Norway.", [("Norway", "main trading partner")]),
        ("Norway, an isolated regime, sat.", [("Norway", "isolated regime")]),
        ("Norway, Larchia's richest neighbor, sat.", [("Norway", "richest neighbor")]),
        ("In Norway, the president of the isle, who sat, left.", []),
        ("The tall clerk Norway sent sat.", []),
        ("A network of clerks in Lund, Norway, Larchia and others sat.", []),
        ("The national lender Elm Bank sat.", []),
        ("The ferry firm's rival Elm Bank sat.", [("Elm Bank", "rival")]),
        ("The richest ally Elm Bank governor Ruiz had left.", []),
        ("A nurse in Lund, Ohio, sat.", []),
        ("Ruiz of Ohio, the top judge, sat.", []),
        ("Ohio, a swing state, sat.", [("Ohio", "swing state")]),
    ],
)
def test_labels_of_countries_and_organisations(text, expected):
    assert labels(text) == expected


def test_where_a_label_stands():
    text = "They met Freedonian leader Belov’s aide, then Ida Ito, the judge."
    first, second = find_labels(text, ALIASES)
    assert (first.position, second.position) == ("before", "after")
    for label, mention, span in ((first, "Belov", "Freedonian leader"), (second, "Ida Ito", "judge")):
        assert text[slice(*label.mention)] == mention
        assert text[slice(*label.span)] == label.text == span


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Then Freedonian Leader Belov sat.", "Freedonian leader"),
        ("North Korean Leader Belov sat.", "North Korean leader"),
        ("Prime Minister Belov sat.", "prime minister"),
        ("Then CIA Director Belov sat.", "CIA director"),
        ("Secretary of State Belov sat.", "secretary of state"),
        ("National security adviser Belov sat.", "national security adviser"),
        ("Then Elm Ministry spokesman Belov sat.", "Elm Ministry spokesman"),
        ("Sen. Belov sat.", "senator"),
        ("Belov, the Leader of Larchia in exile, sat.", "leader of Larchia"),
        ("Belov, a judge at the port of Lund, sat.", "judge"),
        ("Former Texas Governor Belov sat.", "former Texas governor"),
        ("New Jersey Mayor Belov sat.", "New Jersey mayor"),
        ("The then-FBI Director Belov sat.", "then-FBI director"),
        ("He met then-Gov. Belov.", "then-governor"),
        ("Belov, a member of the UN Security Council, sat.", "member of the UN Security Council"),
        ("Belov, a former Secretary of State, sat.", "former secretary of state"),
    ],
)
def test_the_form_that_is_counted(text, form):
    assert [label.form for label in find_labels(text, ALIASES)] == [form]


PIECES = ["Belov", "Igor Belov", "Ito", "Norway", "leader", "President", "the", "its", "'s", ",", ".", "–", "of", "and"]
PIECES += [
    "State",
    "Secretary",
    "Mr.",
    "Sen.",
    "young",
    "met",
    "said",
    "who",
    "\n",
    "“",
    "”",
    "elected",
    "newly",
    "ally",
    "-",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))
def test_labels_lie_beside_their_mentions(text):
    for label in find_labels(text, ALIASES):
        assert label.text == text[slice(*label.span)] == label.text.strip() != ""
        assert label.form
        assert "\n" not in label.text
        assert text[slice(*label.mention)] in ALIASES.entities
        before = label.position == "before"
        assert label.span[1] <= label.mention[0] if before else label.mention[1] <= label.span[0]


@pytest.mark.parametrize(
    "piece", ["Belov, ", "leader ", "President ", "the leader of ", "Belov, the ", "its leader, Belov, ", "“Sen. "]
)
def test_hostile_input_ends(piece):
    sum(1 for _ in find_labels(piece * 20_000 + "Belov", ALIASES))
