import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_kit.figures.labels import beside, place_labels, text_width


# A second account of where a label stands: seven pixels beside its dot or five above or below, 17 pixels high.
def box(x, y, width, side):
    left = {"right": x + 7, "left": x - 7 - width}.get(side, x - width / 2)
    lower = {"above": y + 5, "below": y - 5 - 17}.get(side, y - 8.5)
    return left, lower, left + width, lower + 17


def meet(one, two):
    return one[0] < two[2] and two[0] < one[2] and one[1] < two[3] and two[1] < one[3]


PLACES = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 200), st.integers(10, 120)), min_size=1, max_size=40, unique=True
)


@settings(max_examples=60)
@given(PLACES, st.integers(0, 12), st.integers(0, 40))
def test_labels_keep_apart_from_each_other_from_all_labelled_dots_and_within_the_plot(places, number, n_plain):
    x, y, widths = zip(*places, strict=True)
    widths = widths[: max(1, len(widths) - n_plain)]
    placed = place_labels(x, y, widths, size=(400, 200), number=number)
    assert len(placed) <= number
    assert list(placed) == sorted(placed)
    boxes = [box(x[i], y[i], widths[i], side) for i, side in placed.items()]
    for i, (left, lower, right, upper) in enumerate(boxes):
        assert left >= 0
        assert lower >= 0
        assert right <= 400
        assert upper <= 200
        assert not any(meet(boxes[i], other) for other in boxes[:i])
        for k in range(len(widths)):
            assert not meet(boxes[i], (x[k] - 4, y[k] - 4, x[k] + 4, y[k] + 4))


@given(st.integers(60, 340), st.integers(30, 170))
def test_the_first_label_always_finds_room_where_nothing_is_in_the_way(x, y):
    assert place_labels([x], [y], [50], size=(400, 200), number=5) == {0: "right"}


def test_a_label_evades_the_edge_and_the_dots_without_a_label():
    assert place_labels([390], [100], [50], size=(400, 200), number=1) == {0: "left"}
    assert place_labels([100, 120], [100, 100], [50], size=(400, 200), number=1) == {0: "left"}
    assert place_labels([100, 120, 80], [100, 100, 100], [50], size=(400, 200), number=1) == {0: "above"}
    assert place_labels([100, 120, 80, 100], [100, 100, 100, 110], [50], size=(400, 200), number=1) == {0: "below"}


def test_where_two_dots_want_the_same_room_the_first_has_it():
    assert place_labels([10, 10], [8, 8], [300, 300], size=(320, 17), number=2) == {}
    assert place_labels([10, 310], [30, 10], [280, 280], size=(320, 40), number=2) == {0: "right", 1: "left"}


def test_an_annotation_stands_where_its_label_was_placed():
    # from the dot: left edge of a text 50 wide, lower edge of one 17 high
    left = {"left": 0, "center": -25, "right": -50}
    lower = {"bottom": 0, "middle": -8.5, "top": -17}
    for side in ("right", "left", "above", "below"):
        anchors = beside(side)
        corner = left[anchors["xanchor"]] + anchors["xshift"], lower[anchors["yanchor"]] + anchors["yshift"]
        assert corner == box(0, 0, 50, side)[:2]


# Advance widths of Arial at 12 pixels, as its font metrics give them.
@pytest.mark.parametrize(("text", "pixels"), [("sanctions", 50.7), ("Moon", 30.0), ("WMO", 30.7), ("illicit", 22.7)])
def test_a_text_is_never_wider_than_estimated(text, pixels):
    assert pixels <= text_width(text)


def test_wide_characters_are_wider():
    assert text_width("制裁") == pytest.approx(2 * 12 * 1.05 + 2)
    assert text_width("mm") > text_width("nn")
