import pytest

from coverage_kit.text.grammar import read_sentence
from coverage_kit.text.phrases import sentence_subject, sound_source, subject_after, subject_before


def tokens(text):
    return read_sentence(text, (0, len(text)), [])


def words(sentence, phrase):
    return None if phrase is None else " ".join(sentence.words[slice(*phrase)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Ruiz said no.", "Ana Ruiz"),
        ("The ministry has also repeatedly said no.", "The ministry"),
        ("The ministry on Monday said no.", "The ministry"),
        ("On Monday, she said no.", "she"),
        ("But the mayor of Lima said no.", "the mayor of Lima"),
        ("It rained when the mayor said no.", "the mayor"),
        ("Ana Ruiz and Igor Belov said no.", "Ana Ruiz and Igor Belov"),
        ("Ana Ruiz, a judge in Lima, said no.", "Ana Ruiz , a judge in Lima"),
        ("Ana Ruiz, who is a judge, said no.", "Ana Ruiz , who is a judge"),
        ("Ana Ruiz (a judge) said no.", "Ana Ruiz"),
        ("Ana Ruiz, however, said no.", "Ana Ruiz"),
        ("They met Ana Ruiz, who said no.", "who"),
        ("said no.", None),
    ],
)
def test_the_subject_before_a_verb(text, expected):
    sentence = tokens(text)
    assert words(sentence, subject_before(sentence, 0, sentence.words.index("said"))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said Ana Ruiz", "Ana Ruiz"),
        ("said she", "she"),
        ("said the mayor of Lima on Monday", "the mayor of Lima on"[:17]),
        ("said Ana Ruiz in a statement", "Ana Ruiz"),
        ("said Ana Ruiz, a judge in Lima", "Ana Ruiz , a judge in Lima"),
        ("said Ana Ruiz, who is a judge", "Ana Ruiz , who is a judge"),
        ("said , no", None),
    ],
)
def test_the_subject_after_a_verb(text, expected):
    sentence = tokens(text)
    assert words(sentence, subject_after(sentence, 1, len(sentence.words))) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Ruiz left, saying no.", "Ana Ruiz"),
        ("After the talks, the mayor left, saying no.", "the mayor"),
        ("But she left, saying no.", "she"),
        ('"No.', None),
    ],
)
def test_the_subject_of_a_sentence(text, expected):
    sentence = read_sentence(text, (0, len(text)), [(1, 4)] if text.startswith('"') else [])
    assert words(sentence, sentence_subject(sentence, 0, len(sentence.words))) == expected


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("the mayor of Lima said", 4, "the mayor of Lima"),
        ("On Friday Mr. Belov said", 5, "Mr . Belov"),
        ("by a clerk who said", 4, "a clerk who"),
        ("about 200 farmers said", 3, "about 200 farmers"),
        ("outside experts said", 2, "outside experts"),
        ("the schedule for Monday lists", 3, "the schedule for Monday"),
        ("a member of the said", 4, None),
        ("in the town said", 3, None),
        ("would go on asking", 3, None),
        ("declined to say", 1, None),
        ("only said", 1, None),
        ("They’d said", 1, "They’d"),
    ],
)
def test_a_source_is_a_noun_phrase(text, last, expected):
    sentence = tokens(text)
    source = sound_source(sentence, (0, last))
    assert words(sentence, source) == expected


@pytest.mark.parametrize(
    ("text", "first", "last", "expected"),
    [
        ("A clerk who asked not to be named said no.", 7, 8, "A clerk who asked not to be named"),
        ("Ana Ruiz, 50, of Lima said no.", 5, 7, "Ana Ruiz , 50 , of Lima"),
        ("Then it rained, of course said no.", 4, 6, None),
    ],
)
def test_a_source_that_was_cut_short_is_made_whole(text, first, last, expected):
    sentence = tokens(text)
    assert words(sentence, sound_source(sentence, (first, last))) == expected
