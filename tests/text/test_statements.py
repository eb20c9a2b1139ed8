import pytest

from coverage_kit.text.grammar import read_sentence
from coverage_kit.text.quotes import quoted_spans
from coverage_kit.text.statements import read_statements


def read(text):
    """Return source, cue and contents of every statement in a sentence as words."""
    sentence = read_sentence(text, (0, len(text)), quoted_spans(text))

    def words(phrase):
        return " ".join(sentence.words[slice(*phrase)])

    return [
        (words(source) if source else None, words(cue), *(words(content) for content in contents))
        for source, cue, contents, *_ in read_statements(sentence)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained, Ana Ruiz said.", [("Ana Ruiz", "said", "It rained")]),
        ("It rained, Ana Ruiz said, and it stopped.", [("Ana Ruiz", "said", "It rained", "and it stopped")]),
        ("It rained, said Ana Ruiz.", [("Ana Ruiz", "said", "It rained")]),
        ("It rained, according to Ana Ruiz.", [("Ana Ruiz", "according to", "It rained")]),
        ("Ana Ruiz was saying that it rained.", [("Ana Ruiz", "saying", "that it rained")]),
        ("Ana Ruiz sat down and said it rained.", [("Ana Ruiz", "said", "it rained")]),
        ("Ana Ruiz, asked about the dam, left.", [(None, "asked", "about the dam")]),
        (
            "It rained, they said Monday, adding it had stopped.",
            [("they", "said", "It rained"), ("they", "adding", "it had stopped")],
        ),
        ("Ruiz: “It rained.”", [("Ruiz", ":", '" It rained . "')]),
        ("Ana Ruiz wrote:", [("Ana Ruiz", "wrote")]),
        ("The weather report: “It rained.”", []),
        ("It rained.", []),
    ],
)
def test_statements_of_a_sentence(text, expected):
    assert read(text) == expected
