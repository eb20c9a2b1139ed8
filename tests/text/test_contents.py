import pytest

from coverage_kit.text.contents import content_after, is_clause, question_after, sentence_end, trim
from coverage_kit.text.cues import find_cues
from coverage_kit.text.grammar import read_sentence
from coverage_kit.text.quotes import quoted_spans


def tokens(text):
    return read_sentence(text, (0, len(text)), quoted_spans(text))


def words(sentence, phrase):
    return None if phrase is None else " ".join(sentence.words[slice(*phrase)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said it rained.", "it rained"),
        ("She said that it rained.", "that it rained"),
        ("She said on Monday that it rained.", "that it rained"),
        ("She said in a statement: It rained.", "It rained"),
        ("She told reporters in Lima that it rained.", "that it rained"),
        ("She told Igor Belov he was late.", "he was late"),
        ("She said it rained, adding that it stopped.", "it rained"),
        ("She said it rained, and he said it stopped.", "it rained"),
        ("She said it rained and added that it stopped.", "it rained"),
        ("She criticized the plan, which failed.", "the plan"),
        ('She said it was "over," adding that it rained.', 'it was " over , "'),
        ("She said", None),
        ("She said the ferry would sail, prompting traders to cheer.", "the ferry would sail"),
        ("She said the ferry would sail, adding to the gloom.", "the ferry would sail"),
        ("She said the ferry would sail making noise.", "the ferry would sail making noise"),
        ("The ferry would sail, she said, prompting traders to cheer.", None),
    ],
)
def test_the_content_after_a_cue(text, expected):
    sentence = tokens(text)
    cues = find_cues(sentence)
    cue_at = {cue.first: cue for cue in cues}
    content = content_after(sentence, cues[0].last, sentence_end(sentence), cue=cues[0], cue_at=cue_at)
    assert words(sentence, content) == expected


def test_marks_at_the_edges_are_dropped_but_for_quotation_marks():
    sentence = tokens(', — "No." ...')
    assert words(sentence, trim(sentence, 0, len(sentence.words))) == '" No . "'
    assert trim(sentence, 0, 2) is None
    assert trim(sentence, 1, 1) is None


def test_a_clause_has_an_opener_a_quotation_or_a_finite_verb():
    for text, expected in [("that it", True), ("close ties", False), ("the ties were close", True), ('"ties"', True)]:
        sentence = tokens(text)
        assert is_clause(sentence, 0, len(sentence.words)) is expected


def test_a_question_ends_at_the_comma():
    sentence = tokens("Asked about the dam, she left.")
    assert words(sentence, question_after(sentence, 1, len(sentence.words))) == "about the dam"
