import pytest

from coverage_kit.text.named import find_entities, keys_of, keys_of_name


def named(*texts, contexts=None):
    found = find_entities(texts, contexts=contexts or ["story"] * len(texts))
    return [[(text[e.start : e.end], e.name) for e in entities] for text, entities in zip(texts, found, strict=True)]


def test_last_names_and_acronyms_go_with_the_full_name():
    assert named("We met Ana Ruiz of the Elm Bank.", "It was Ms. Ruiz. The head of EB left.") == [
        [("Ana Ruiz", "Ana Ruiz"), ("Elm Bank", "Elm Bank")],
        [("Ruiz", "Ana Ruiz"), ("EB", "Elm Bank")],
    ]


def test_a_word_that_only_opens_sentences_is_no_name():
    assert named("Bread was dear. Bakers wept. “Prices rose,” he said.") == [[]]


def test_a_word_that_opens_a_sentence_is_one_if_it_is_one_elsewhere():
    assert named("Lima slept.", "They left Lima.")[0] == [("Lima", "Lima")]


def test_what_mostly_has_a_small_letter_is_no_name():
    assert named("The State of the state is that the state is poor. So says Lima.") == [[("Lima", "Lima")]]


def test_titles_alone_are_no_names():
    assert named("Then the President met a Senator.") == [[]]


def test_the_own_country_is_no_part_of_a_name():
    assert named("They went to the U.S. Elm Court.")[0][0][1] == "Elm Court"


@pytest.mark.parametrize(
    ("written", "name", "keys"),
    [
        (["Ruiz"], "Ana Ruiz", {"ruiz|"}),
        (["Kim", "Jong", "Un"], "Kim Jong Un", {"kim|"}),
        (["Elm", "Bank"], "Elm Bank", {"elm", "bank"}),
        (["Iraq"], "Iraq", {"iraq"}),
    ],
)
def test_keys_of_names(written, name, keys):
    assert keys_of_name(written, name) == keys


def test_keys_of_words():
    assert keys_of("U.S.") == ("us|", "us")
    assert keys_of("Johnson")[0] != keys_of("John")[0]
