from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.text.marked import blank_out


def test_line_breaks_stay():
    assert blank_out("ab\ncd\nef", [(1, 7)]) == "a \n  \n f"
    assert blank_out("ab\r\ncd\u2028ef\u2029gh", [(1, 10)]) == "a \r\n  \u2028  \u2029gh"


def test_overlapping_and_unsorted_spans():
    assert blank_out("abcdef", [(3, 5), (1, 4)]) == "a    f"


@given(st.text(alphabet="ab \n\r\u2028\u2029é"), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_only_what_stands_in_a_span_changes(text, spans):
    spans = [(start, min(end, len(text))) for start, end in spans if start < min(end, len(text))]
    blanked = blank_out(text, spans)
    assert len(blanked) == len(text)
    for position, (before, after) in enumerate(zip(text, blanked, strict=True)):
        inside = any(start <= position < end for start, end in spans)
        assert after == (before if not inside or before in "\n\r\u2028\u2029" else " ")
