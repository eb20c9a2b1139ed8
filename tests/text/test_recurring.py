from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.recurring import learn_recurring, line_key


def articles(*lines: str, copies: int, same: bool = False) -> list[list[str]]:
    """Articles of their own sentences, with the lines between them."""
    sentences = [
        f"In {'abcdefghijklmnopqrst'[0 if same else n]} a tram stopped before it reached the old station"
        for n in range(copies)
    ]
    return [[f"{sentence} of the north.", *lines, f"{sentence} of the south."] for sentence in sentences]


def learnt(line: str, copies: int) -> bool:
    return line_key(line) in learn_recurring(articles(line, copies=copies))


@pytest.mark.parametrize(
    ("line", "needed"),
    [
        ("Join our reading club in the library.", 3),
        ("The views expressed here are the author’s own.", 3),
        ("Ann Reed is the editor of the Harbour Post.", 3),
        ("Post Plus: a daily newsletter", 3),
        ("Watch our video", 6),
        ("Photo", 6),
        ("A daily summary of what was decided in town halls.", 10),
        ("We shall mend the pier " + "and the quay " * 30 + "before the winter.", 10),
    ],
)
def test_how_often_a_line_of_the_page_must_stand(line: str, needed: int):
    assert learnt(line, needed)
    assert not learnt(line, needed - 1)


@pytest.mark.parametrize(
    "line",
    [
        "What’s next",
        "What do you think?",
        "WHY THIS MATTERS:",
        "Ann Reed, Harbour Post",
        "Jan Berg (D-NY)",
        "“We had hoped to keep one berth open,” said Petra Quill of our ferry office.",
        "Others say “it is not for us to judge what they did there”.",
        "Yes 43.9 percent, no 51.4 percent, no answer 4.7 percent of those asked.",
        "Crews at the northern pier on Monday morning",
        "***",
        "2019",
    ],
)
def test_editorial_matter_is_not_learnt_however_often_it_recurs(line: str):
    assert not learnt(line, 20)


def test_an_article_printed_again_and_again_teaches_nothing():
    assert learn_recurring(articles("Join our reading club in the library.", copies=20, same=True)) == set()


def test_what_always_stands_in_the_same_block_is_seen_in_the_surroundings_of_the_block():
    block = ["Join our reading club in the library.", "Ann Reed is the editor of the Harbour Post."]
    assert learn_recurring(articles(*block, copies=3)) == {line_key(line) for line in block}


def test_digits_capitals_blanks_and_quotation_marks_make_no_difference():
    years = [articles(f"Copyright  {year} The Post’s readers", copies=1)[0] for year in (2018, 2019, 2020)]
    for n, lines in enumerate(years):
        lines[0], lines[2] = f"In {'abc'[n]} trams stopped.", f"In {'abc'[n]} trams ran."
    assert learn_recurring(years) == {line_key("COPYRIGHT 2021 the Post's readers")}


def test_long_lines_with_the_same_beginning_differ_by_their_end():
    assert line_key("a" * 300 + "b") != line_key("a" * 300 + "c")
    assert line_key("a" * 300 + "b") == line_key("a" * 400 + "b")


LINES = st.sampled_from(
    ["Join our reading club here.", "Photo", "Trams stopped.", "It rained.", "She left.", "X", "“Yes.”"]
)


@given(st.lists(st.lists(LINES, max_size=6), max_size=8), st.integers())
def test_the_order_of_the_articles_makes_no_difference_and_what_is_learnt_recurs(texts: list[list[str]], seed: int):
    found = learn_recurring(texts)
    shuffled = list(texts)
    Random(seed).shuffle(shuffled)
    assert learn_recurring(shuffled) == found
    for key in found:
        assert sum(key in {line_key(line) for line in lines} for lines in texts) > 2
