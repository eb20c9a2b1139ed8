import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.sentences import paragraph_spans, sentence_spans

NEWS_LIKE = st.lists(
    st.sampled_from(
        [
            *(
                "Mr. ",
                "U.S. ",
                "a.m. ",
                "No. 5",
                " said",
                '."',
                "”",
                "''",
                "?",
                "!",
                "...",
                ". . .",
                "\n",
                "\n\n",
                "\t",
            ),
            *("\r\n", "Feb. 28", "J. ", "He ", "the ", "3.5", "\u2028", "\xa0", "(", ")", "‘", "’", "…", "Ünal ", "北"),
        ]
    ),
    max_size=40,
).map("".join)


def sentences(text):
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["It rained.", "It stopped."],
        ["Mr. Ito met Dr. Oduya on Feb. 28.", "They agreed."],
        ["She left the U.S. on Monday."],
        ["A scholar at a university said the ruler wants to show the U.S. that he is not isolated."],
        ["They flew to the U.S.", "The talks had failed."],
        ["The U.S. Navy sailed."],
        ["J. R. Okafor spoke.", "He smiled."],
        ["Growth was 3.5 percent.", "Prices fell."],
        ['"We are done."', "He smiled."],
        ["“We are done.”", "“Truly?”", "He nodded."],
        ["''We are done.''", "He smiled."],
        ['"Why now?" she asked.'],
        ["(It was late.)", "Nobody came."],
        ["He paused ... and went on."],
        ["He paused . . . and went on.", "She did not."],
        ["The Acme Inc. Board met."],
        ["They ship from Acme Inc.", "The board met."],
        ["It was No. 5 on the list."],
        ["He said no.", "Then he left."],
        ["The train left at 9 a.m. on Friday."],
        ["Is it over?", "It is!", "So it ends."],
    ],
)
def test_sentences_are_cut_at_their_stops(expected):
    assert sentences(" ".join(expected)) == expected


def test_a_sentence_never_crosses_a_line():
    assert sentences("A headline without a stop\nThe text begins.\r\nIt ends") == [
        "A headline without a stop",
        "The text begins.",
        "It ends",
    ]


def test_paragraphs_are_the_lines_that_hold_something():
    text = "\n  First line. \n\n \t\nSecond\n"
    assert [text[start:end] for start, end in paragraph_spans(text)] == ["First line.", "Second"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", '"', "...", "\u2028"])
def test_text_without_words_is_no_problem(text):
    assert "".join(sentences(text)) == text.strip()


@given(st.text() | NEWS_LIKE)
def test_every_character_but_white_space_is_in_exactly_one_sentence(text):
    covered = [position for start, end in sentence_spans(text) for position in range(start, end)]
    assert len(covered) == len(set(covered))
    assert covered == sorted(covered)
    inside = set(covered)
    assert all(text[position].isspace() for position in range(len(text)) if position not in inside)


@given(st.text() | NEWS_LIKE)
def test_sentences_are_trimmed_and_lie_inside_a_paragraph(text):
    paragraphs = paragraph_spans(text)
    for start, end in sentence_spans(text):
        assert text[start:end] == text[start:end].strip() != ""
        assert any(first <= start and end <= last for first, last in paragraphs)


@pytest.mark.parametrize("unit", [".", '."', ". ", "?!", "A. ", " ", "U.S. ", ")", "A"])
def test_a_long_monotonous_line_is_no_problem(unit):
    text = unit * (200_000 // len(unit)) + "x"
    assert sum(end - start for start, end in sentence_spans(text)) <= len(text)
