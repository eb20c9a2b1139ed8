import pytest

from coverage_kit.text.contents import sentence_end
from coverage_kit.text.cues import find_cues
from coverage_kit.text.grammar import read_sentence
from coverage_kit.text.quotes import quoted_spans
from coverage_kit.text.readings import Place, read_cue


def read_first(text):
    """Read the first cue of a sentence; return source and contents as words."""
    sentence = read_sentence(text, (0, len(text)), quoted_spans(text))
    cues = find_cues(sentence)
    place = Place(sentence, cues[0], {cue.first: cue for cue in cues}, 0, sentence_end(sentence), None)
    statement = read_cue(place)
    if statement is None:
        return None
    source = " ".join(sentence.words[slice(*statement.source)]) if statement.source else None
    return source, *(" ".join(sentence.words[slice(*content)]) for content in statement.contents)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("According to Ana Ruiz, it rained.", ("Ana Ruiz", "it rained")),
        ("It rained, according to Ana Ruiz, a judge.", ("Ana Ruiz , a judge", "It rained")),
        ("The dam is reportedly full.", (None, "The dam", "full")),
        ("“It rained,” said Ana Ruiz.", ("Ana Ruiz", '" It rained , "')),
        ("Ana Ruiz, a judge, said the dam was full.", ("Ana Ruiz , a judge", "the dam was full")),
        ("“It rained,” she said, “and it stopped.”", ("she", '" It rained , "', '" and it stopped . "')),
        ("He left - “It rained,” she said - and slept.", ("she", '" It rained , "')),
        ("While Ana Ruiz said that it rained, Belov slept.", ("Ana Ruiz", "that it rained")),
        ("Belov, who said that it rained, slept.", ("Belov , who", "that it rained")),
        ("A clerk who had left said it rained.", ("A clerk who had left", "it rained")),
        ("Hotels, said Ana Ruiz, were full.", ("Ana Ruiz", "Hotels", "were full")),
        ("Ana Ruiz was told that it rained.", (None, "that it rained")),
        ("Ana Ruiz was asked to leave.", (None, "to leave")),
        ("Belov’s claim that it rained is old.", ("Belov’s", "that it rained is old")),
        ("Ana Ruiz is confident that it rained.", ("Ana Ruiz", "that it rained")),
        ("Ana Ruiz would like to leave.", ("Ana Ruiz", "to leave")),
        ("Ana Ruiz told her supporters it rained.", ("Ana Ruiz", "it rained")),
        ("Ana Ruiz told the board in May it rained.", ("Ana Ruiz", "it rained")),
        ("Nobody praised the dam.", None),
        ("A clerk asked to be named.", None),
        ("The crowd laughed as it rained.", None),
        ("Ana Ruiz left, saying that it rained.", ("Ana Ruiz", "that it rained")),
        ("Ana Ruiz went on to say that it rained.", ("Ana Ruiz", "that it rained")),
        ("The two states maintained close ties.", None),
        ("Saying nothing, he left.", None),
    ],
)
def test_a_cue_is_read_by_its_kind(text, expected):
    assert read_first(text) == expected
