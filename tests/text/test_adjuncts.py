import pytest

from coverage_kit.text.adjuncts import skip_adjunct, skip_to_content
from coverage_kit.text.cues import find_cues
from coverage_kit.text.grammar import read_sentence
from coverage_kit.text.quotes import quoted_spans


def tokens(text):
    return read_sentence(text, (0, len(text)), quoted_spans(text))


def test_an_adjunct_is_passed_over_only_where_it_closes():
    sentence = tokens("said on Monday that it rained")
    assert sentence.words[skip_adjunct(sentence, 1, len(sentence.words))] == "that"
    sentence = tokens("said Monday it rained")
    assert sentence.words[skip_adjunct(sentence, 1, len(sentence.words))] == "it"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She told us it rained", "it"),
        ("She told reporters it rained", "it"),
        ("She told Igor Belov it rained", "it"),
        ("She told a crowd in Lima that it rained", "that"),
        ("She told the head of the board the dam was full", "the dam"),
        ("She told farmers Lima was safe", "Lima"),
        ("She said in a statement on Monday: “No”", "“"),
        ("She said loudly, “No”", "“"),
        ("She swore to stay, come what may", "to stay"),
        ("She quipped about “friends”", "about"),
    ],
)
def test_the_content_begins_after_addressee_place_and_time(text, expected):
    sentence = tokens(text)
    (cue,) = find_cues(sentence)
    first = skip_to_content(sentence, cue.last, len(sentence.words), cue=cue)
    assert text[sentence.starts[first] :].startswith(expected)
