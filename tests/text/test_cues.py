import pytest

from coverage_kit.text.cues import cue_forms, find_cues, inflect
from coverage_kit.text.grammar import read_sentence
from coverage_kit.text.quotes import quoted_spans


def verbs(text):
    sentence = read_sentence(text, (0, len(text)), quoted_spans(text))
    return [cue.form.verb for cue in find_cues(sentence)]


@pytest.mark.parametrize(
    ("verb", "irregular", "forms"),
    [
        ("claim", "", {"claim", "claims", "claimed", "claiming"}),
        ("argue", "", {"argue", "argues", "argued", "arguing"}),
        ("deny", "", {"deny", "denies", "denied", "denying"}),
        ("stress", "", {"stress", "stresses", "stressed", "stressing"}),
        ("agree", "", {"agree", "agrees", "agreed", "agreeing"}),
        ("convey", "", {"convey", "conveys", "conveyed", "conveying"}),
        ("show", "shows showed shown showing", {"show", "shows", "showed", "shown", "showing"}),
    ],
)
def test_verbs_are_inflected(verb, irregular, forms):
    assert set(inflect(verb, irregular)) == forms


@pytest.mark.parametrize("word", ["admitted", "quipped", "tweeting", "found", "wrote", "said", "denies", "declined"])
def test_the_forms_in_use_are_known(word):
    assert word in cue_forms()


@pytest.mark.parametrize("word", ["admited", "sayed", "finded", "quiped", "telled", "putted", "planed", "begged off"])
def test_forms_that_do_not_exist_are_not_generated(word):
    assert word not in cue_forms()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ms. Oduya said it rained.", ["say"]),
        ("According to Ms. Oduya, it rained.", ["according to"]),
        ("Ms. Oduya pointed out that it rained.", ["point out"]),
        ("The dam is believed to hold.", ["believe"]),
        ("Asked about the dam, she left.", ["ask"]),
        ("Critics, however, say it rained.", ["say"]),
        ("It rained, the report says.", ["say"]),
        ("The TV show ended.", []),
        ("The shows ended.", []),
        ("His claims were long.", []),
        ("Ms. Oduya's claims were long.", []),
        ("Ms. Oduya claims that it rained.", ["claim"]),
        ("The plan was backed by farmers.", []),
        ("A plan backed by farmers failed.", []),
        ("The United States left.", []),
        ("“She said so,” he told them.", ["tell"]),
        ("Voters in swing states stayed home.", []),
    ],
)
def test_cues_are_told_from_nouns_and_participles(text, expected):
    assert verbs(text) == expected
