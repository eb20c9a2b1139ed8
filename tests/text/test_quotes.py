from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.quotes import quoted_spans

MARKS = st.lists(st.sampled_from(['"', "“", "”", "''", "``", "«", "»", "'", "a", "B", " ", ",", ".", "\n", "7"])).map(
    "".join
)


def quoted(text):
    return [text[start:end] for start, end in quoted_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"No," she said.', ["No,"]),
        ("“No,” she said. “Never.”", ["No,", "Never."]),
        ("''No,'' she said.", ["No,"]),
        ("``No,'' she said.", ["No,"]),
        ("«No», she said.", ["No"]),
        ("„No“, she said.", ["No"]),
        ("She called it “a ‘grave’ error.”", ["a ‘grave’ error."]),
        ("It isn't Ito's.", []),
        ("“We begin.\n“We end,” she said.", ["We begin.", "We end,"]),
        ('"We begin.\nShe left.', ["We begin."]),
        ('She said "yes" and "no', ["yes", "no"]),
        ('A 9" pipe and a "new" one.', ["new"]),
        ('He left." Then "maybe" came.', ["maybe"]),
        ('""', []),
        ('" "', []),
        ("no marks", []),
        ("", []),
    ],
)
def test_what_stands_inside_the_marks(text, expected):
    assert quoted(text) == expected


@given(st.text() | MARKS)
def test_spans_are_ordered_disjoint_and_within_one_line(text):
    spans = quoted_spans(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all("\n" not in text[start:end] and text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize("unit", ['"', "“", "''", "'", '" ', '"a" '])
def test_a_long_row_of_marks_is_no_problem(unit):
    assert isinstance(quoted_spans(unit * (200_000 // len(unit))), list)
