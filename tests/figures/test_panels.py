import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.panels import axis_end, bands, panels

NAN, INF = float("nan"), float("inf")


def grid(n_panels=1, *, axis=None, **options):
    wanted = {"labels": ["A", "B", "C"], "row_height": 20, "unit": ""} | options
    return panels([f"term {i}" for i in range(n_panels)], [axis or {}] * n_panels, **wanted)


def titles(layout):
    return [note["text"] for note in layout["annotations"]]


@pytest.mark.parametrize("n_panels", range(1, 8))
@pytest.mark.parametrize("n_columns", [1, 2, 3, None])
@pytest.mark.parametrize("axis", [{}, {"side": "top"}])
def test_panels_do_not_overlap(n_panels, n_columns, axis):
    layout, height = grid(n_panels, axis=axis, n_columns=n_columns)
    boxes = [
        (*layout[f"xaxis{i}"]["domain"], *layout[f"yaxis{i}"]["domain"], layout[f"yaxis{i}"]["showticklabels"])
        for i in range(1, n_panels + 1)
    ]
    for i, (left, right, bottom, top, labelled) in enumerate(boxes):
        assert 0 <= left < right <= 1
        assert 0 <= bottom < top <= 1
        # three rows of 20 pixels, and 12 for the edges
        assert (top - bottom) * height == pytest.approx(72, abs=0.01)
        assert labelled == (left == 0)
        for other_left, other_right, other_bottom, other_top, _ in boxes[:i]:
            assert right <= other_left or other_right <= left or top <= other_bottom or other_top <= bottom


@pytest.mark.parametrize(("n_panels", "in_a_row"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (6, 3)])
def test_four_panels_stand_two_by_two_and_others_up_to_three_in_a_row(n_panels, in_a_row):
    layout, _ = grid(n_panels)
    assert len({tuple(layout[f"xaxis{i + 1}"]["domain"]) for i in range(n_panels)}) == in_a_row


def test_a_panel_keeps_its_own_axis():
    layout, _ = panels(
        ["a", "b"], [{"range": [0, 1]}, {"range": [0, 9]}], labels=["A <b>"], row_height=20, unit="per 10,000 words"
    )
    assert [layout["xaxis1"]["range"], layout["xaxis2"]["range"]] == [[0, 1], [0, 9]]
    assert [layout["xaxis2"]["anchor"], layout["yaxis2"]["anchor"]] == ["y2", "x2"]
    assert layout["yaxis1"]["ticktext"] == ["A &lt;b&gt;"]
    assert titles(layout) == ["<b>a</b>", "<b>b</b>", "per 10,000 words"]


def test_an_aside_follows_the_title_or_stands_below_it_and_the_head_has_room_for_both():
    long = "a very long name of a term that is measured here"
    short, low = grid(2, asides=["", "(p < .001)"])
    assert titles(short) == ["<b>term 0</b>", "<b>term 1</b> (p &lt; .001)"]
    layout, high = panels([long, "b"], [{}, {}], labels=["A", "B", "C"], row_height=20, unit="", asides=["(p)", ""])
    # 97 of the 98 characters are left of the label "A", 48 for each panel: the name has all of them.
    assert titles(layout) == [f"<b>{long}</b><br>(p)", "<b>b</b>"]
    assert high == low + 18


def test_rows_are_told_apart_by_bands_or_by_lines():
    banded, _ = grid(2)
    lined, _ = grid(2, banded=False)
    assert [(band["xref"], band["yref"], band["y0"], band["y1"]) for band in banded["shapes"]] == [
        ("x domain", "y", 0.5, 1.5),
        ("x2 domain", "y2", 0.5, 1.5),
    ]
    assert banded["yaxis1"]["showgrid"] is False
    assert lined["shapes"] == []
    assert "showgrid" not in lined["yaxis1"]


def test_bands_shade_every_other_row():
    assert [(band["y0"], band["y1"]) for band in bands(5)] == [(0.5, 1.5), (2.5, 3.5)]
    assert {band["fillcolor"] for band in bands(5)} == {theme.BAND}
    assert bands(1) == []


def test_ticks_above_a_panel_stand_between_it_and_its_title():
    below, _ = grid(1)
    above, _ = grid(1, axis={"side": "top"})
    assert "yshift" not in below["annotations"][0]
    assert above["annotations"][0]["yshift"] == 18


@pytest.mark.parametrize(
    ("estimates", "highs", "end"),
    [
        ([10, 5], [15, 20], 20),
        ([10, 5], [15, 31], 30),
        ([10, 5], [NAN, NAN], 10),
        ([10, 5], [INF, 12], 30),
        ([0, 0], [0, 4], 4),
        ([0, 0], [0, 0], 1),
        ([0, 0], [0, INF], 1),
        ([], [], 1),
    ],
)
def test_an_axis_reaches_all_intervals_but_the_widest(estimates, highs, end):
    part = pd.DataFrame({"estimate": estimates, "conf_high": highs}, dtype=float)
    assert axis_end(part, 3) == end
