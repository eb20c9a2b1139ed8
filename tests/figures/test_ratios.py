import math

import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.ratios import plot_log_ratios

INF, NAN = math.inf, math.nan
THREE = ["Daily A", "Daily B", "Daily C"]


def table(rows):
    frame = pd.DataFrame(rows, columns=["term", "a", "b", "estimate", "conf_low", "conf_high"])
    return frame.assign(p_value=0.012, q_value=0.0004, count_a=1_200, count_b=7)


def draw(frame, groups):
    return plot_log_ratios(frame, by="outlet", groups=groups, title="Ratios")


def cells(figure, panel=1):
    """Return {(row, column): (colour value or None, number)} of a matrix."""
    heat, text = figure.data[2 * panel - 2 : 2 * panel]
    return {(y, x): (heat.z[y][x], number) for x, y, number in zip(text.x, text.y, text.text, strict=True)}


def hovers(figure):
    return {
        (y, x): text for x, y, text in zip(figure.data[1].x, figure.data[1].y, figure.data[1].hovertext, strict=True)
    }


def subtitle(figure):
    return (figure.layout.title.subtitle.text or "").replace("<br>", " ")


MATRIX = table(
    [
        ("broker", "Daily B", "Daily A", -1.25, -2.0, -0.5),
        ("broker", "Daily A", "Daily C", 0.5, -0.25, 1.25),
        ("broker", "Daily B", "Daily C", 5.5, 3.0, INF),
    ]
)


def test_a_cell_compares_its_row_with_its_column():
    figure = draw(MATRIX, THREE)
    assert cells(figure) == {
        (0, 1): (1.25, "1.2"),
        (1, 0): (-1.25, "−1.2"),
        (0, 2): (None, "0.5"),
        (2, 0): (None, "−0.5"),
        (1, 2): (4, "5.5"),
        (2, 1): (-4, "−5.5"),
    }
    assert [figure.data[0].z[i][i] for i in range(3)] == [None] * 3
    assert figure.layout.yaxis.ticktext == ("1  Daily A", "2  Daily B", "3  Daily C")
    assert figure.layout.xaxis.ticktext == ("1", "2", "3")
    assert figure.layout.annotations[0].text == "<b>broker</b>"
    assert subtitle(figure) == (
        "A cell compares its row's outlet with its column's: 1 is twice as often, 2 four times, −1 half as often. "
        "Orange: more often, blue: less often, no colour: the interval includes 0 or is not known."
    )


def test_hover_says_it_in_plain_words_with_counts_and_interval():
    seen = hovers(draw(MATRIX, THREE))
    # The first row of the table, read from Daily A's side: 2 ** 1.25 = 2.38.
    assert seen[0, 1] == (
        "<b>Daily A</b> uses it 2.4 times as often<br>as <b>Daily B</b><br>log ratio 1.25, interval 0.50 to 2.00<br>"
        "count: 7 against 1,200<br>p = .012, q &lt; .001"
    )
    assert seen[1, 0] == (
        "<b>Daily A</b> uses it 2.4 times as often<br>as <b>Daily B</b><br>log ratio −1.25, interval −2.00 to −0.50<br>"
        "count: 1,200 against 7<br>p = .012, q &lt; .001"
    )
    assert "log ratio −5.50, interval −∞ to −3.00" in seen[2, 1]


@pytest.mark.parametrize(
    ("estimate", "words", "exact", "number"),
    [
        (0.0, "<b>Daily A</b> uses it as often<br>as <b>Daily B</b>", "0.00", "0.0"),
        (-0.04, "<b>Daily B</b> uses it as often<br>as <b>Daily A</b>", "−0.04", "0.0"),
        (-1.0, "<b>Daily B</b> uses it 2.0 times as often<br>as <b>Daily A</b>", "−1.00", "−1.0"),
        (5.0, "<b>Daily A</b> uses it 32 times as often<br>as <b>Daily B</b>", "5.00", "5.0"),
        (INF, "<b>Daily A</b> uses it,<br><b>Daily B</b> never", "∞", "∞"),
        (-INF, "<b>Daily B</b> uses it,<br><b>Daily A</b> never", "−∞", "−∞"),
    ],
)
def test_every_ratio_has_words_and_a_number(estimate, words, exact, number):
    frame = table([("a", "Daily A", "Daily B", estimate, NAN, NAN), ("a", "Daily A", "Daily C", 1.0, 0.5, 1.5)])
    figure = draw(frame.assign(p_value=NAN, q_value=NAN), THREE)
    assert hovers(figure)[0, 1] == f"{words}<br>log ratio {exact}, no interval<br>count: 1,200 against 7"
    assert cells(figure)[0, 1] == (None, number)


def test_numbers_can_be_read_on_their_colours():
    frame = table(
        [
            ("a", "Daily A", "Daily B", 3.0, 2.5, 3.5),
            ("a", "Daily A", "Daily C", 1.0, 0.5, 1.5),
            ("a", "Daily B", "Daily C", 1.0, -0.5, 1.5),
        ]
    )
    text = draw(frame, THREE).data[1]
    seen = {
        (y, x): (colour, size)
        for x, y, colour, size in zip(text.x, text.y, text.textfont.color, text.textfont.size, strict=True)
    }
    assert seen[0, 1] == seen[1, 0] == ("#FFFFFF", 12)
    assert seen[0, 2] == (theme.INK, 12)
    assert seen[1, 2] == (theme.GREY, 10)


def test_the_colours_are_as_far_to_both_sides_and_leave_out_zero():
    axis = draw(MATRIX, THREE).layout.coloraxis
    assert (axis.cmin, axis.cmax, axis.showscale) == (-4, 4, False)
    assert [place for place, _ in axis.colorscale] == [0, 0.25, 0.5, 0.5, 0.75, 1]


@pytest.mark.parametrize(
    ("n_names", "n_terms", "in_a_row"), [(3, 1, 2), (3, 3, 3), (4, 4, 2), (4, 6, 3), (5, 6, 2), (8, 6, 2), (9, 6, 1)]
)
def test_the_more_groups_the_fewer_matrices_stand_side_by_side(n_names, n_terms, in_a_row):
    groups = [f"Daily {i}" for i in range(n_names)]
    pairs = [(a, b) for i, a in enumerate(groups) for b in groups[i + 1 :]]
    figure = draw(table([(f"t{i}", a, b, 1.0, 0.5, 1.5) for i in range(n_terms) for a, b in pairs]), groups)
    left, right = figure.layout.xaxis.domain
    # a gap of 6 % between the columns
    assert right - left == pytest.approx((1 - 0.06 * (in_a_row - 1)) / in_a_row, abs=1e-4)


def test_a_pair_that_is_not_in_the_table_has_an_empty_cell():
    figure = draw(MATRIX[:2], THREE)
    assert set(cells(figure)) == {(0, 1), (1, 0), (0, 2), (2, 0)}


def test_only_the_largest_groups_and_the_first_terms_are_drawn_and_the_subtitle_says_so():
    groups = [f"Daily {i:02d}" for i in range(80)]
    pairs = [(a, b) for i, a in enumerate(groups) for b in groups[i + 1 :]]
    figure = draw(table([(term, a, b, 1.0, 0.5, 1.5) for term in "hgfedcba" for a, b in pairs]), groups)
    assert list(figure.layout.yaxis.ticktext) == [f"{i + 1}  {group}" for i, group in enumerate(groups[:10])]
    assert len(cells(figure)) == 90
    assert [note.text for note in figure.layout.annotations] == [f"<b>{term}</b>" for term in "hgfedc"]
    assert subtitle(figure).endswith(
        " The 10 largest of 80 outlets; all are in the table. The first 6 of 8 terms; all are in the table."
    )


TWO = table(
    [
        ("broker", "Daily A", "Daily B", 1.0, 0.5, 1.5),
        ("isolated", "Daily B", "Daily A", 1.5, 0.5, 2.0),
        ("talks", "Daily A", "Daily B", 0.25, -0.5, 1.0),
    ]
)


def rows(figure):
    """Return {row: (log ratio, low, high, symbol, colour)} of the dots."""
    seen = {}
    for trace in figure.data:
        if trace.error_x.array is not None:
            for x, y, up, down, symbol in zip(
                trace.x, trace.y, trace.error_x.array, trace.error_x.arrayminus, trace.marker.symbol, strict=True
            ):
                low, high = (None, None) if up is None else (x - down, x + up)
                seen[y] = (x, low, high, symbol, trace.marker.color)
    return seen


def test_two_groups_are_compared_in_a_row_for_each_term():
    figure = draw(TWO, ["Daily A", "Daily B", "Daily C"])
    blue, orange = theme.PALETTE[:2]
    assert rows(figure) == {
        0: (1, 0.5, 1.5, "circle", blue),
        1: (-1.5, -2, -0.5, "circle", orange),
        2: (0.25, -0.5, 1, "circle", theme.GREY),
    }
    assert figure.layout.yaxis.ticktext == ("broker", "isolated", "talks")
    assert figure.layout.xaxis.tickvals == (-2, -1, 0, 1, 2)
    assert figure.layout.xaxis.ticktext == ("1/4", "1/2", "1", "2", "4")
    assert figure.layout.xaxis.title.text == "times as often in Daily A as in Daily B"
    assert [(note.text, note.font.color) for note in figure.layout.annotations] == [
        ("← more often in Daily B", orange),
        ("more often in Daily A →", blue),
    ]
    assert subtitle(figure) == "Grey: the interval includes 1."


def test_the_axis_is_as_long_to_both_sides_and_labels_powers_of_two():
    figure = draw(table([("a", "A", "B", 9.5, 9.0, 10.0), ("b", "A", "B", 0.5, 0.25, 1.0)]), ["A", "B"])
    assert figure.layout.xaxis.range == pytest.approx((-1.02 * 10.5, 1.02 * 10.5))
    assert figure.layout.xaxis.ticktext == ("1/512", "1/64", "1/8", "1", "8", "64", "512")


def test_what_runs_beyond_the_axis_ends_in_an_arrow():
    frame = table(
        [
            ("a", "A", "B", 1.0, 0.5, INF),
            ("b", "A", "B", INF, 0.5, INF),
            ("c", "A", "B", -INF, -INF, 1.0),
            ("d", "A", "B", -1.0, -40.0, 1.5),
            ("e", "A", "B", 2.0, 1.5, 2.5),
        ]
    )
    figure = draw(frame, ["A", "B"])
    # Two doublings beyond the largest finite ratio.
    assert figure.layout.xaxis.range == pytest.approx((-4.08, 4.08))
    arrows = {
        (y, x, trace.marker.symbol)
        for trace in figure.data
        if trace.error_x.array is None
        for x, y in zip(trace.x, trace.y, strict=True)
    }
    assert arrows == {
        (0, 4, "triangle-right"),
        (1, 4, "triangle-right"),
        (2, -4, "triangle-left"),
        (3, -4, "triangle-left"),
    }
    assert rows(figure)[1][1:3] == (0.5, 4)
    assert rows(figure)[2][1:3] == (-4, 1)
    sizes = {y: size for t in figure.data if t.error_x.array for y, size in zip(t.y, t.marker.size, strict=True)}
    assert sizes == {0: 8, 1: 0, 2: 0, 3: 8, 4: 8}
    assert subtitle(figure) == (
        "Grey: the interval includes 1. No dot: only one of the two uses the term. Arrow: the interval runs on."
    )


def test_a_ratio_without_an_interval_is_an_open_dot():
    figure = draw(table([("a", "A", "B", 1.0, NAN, NAN)]), ["A", "B"])
    assert rows(figure) == {0: (1, None, None, "circle-open", theme.GREY)}
    assert subtitle(figure) == "Open dot: no interval."


def test_beyond_thirty_terms_the_first_are_drawn():
    figure = draw(table([(f"t{i}", "A", "B", 1.0, 0.5, 1.5) for i in range(40)]), ["A", "B"])
    assert len(figure.layout.yaxis.ticktext) == 30
    assert subtitle(figure) == "The first 30 of 40 terms; all are in the table."


@pytest.mark.parametrize("others", [[], ["C"]])
def test_names_are_shown_as_they_are_written(others):
    a, b = "<i>A</i>", "B & $5"
    frame = table([("R&D", x, y, 1.0, 0.5, 1.5) for x, y in [(a, b), *((a, c) for c in others)]])
    figure = draw(frame, [a, b, *others])
    shown = "&lt;i&gt;A&lt;/i&gt;", "B &amp; &#36;5"
    if others:
        assert figure.layout.yaxis.ticktext == (f"1  {shown[0]}", f"2  {shown[1]}", "3  C")
        assert figure.layout.annotations[0].text == "<b>R&amp;D</b>"
    else:
        assert figure.layout.yaxis.ticktext == ("R&amp;D",)
        assert figure.layout.xaxis.title.text == f"times as often in {shown[0]} as in {shown[1]}"
        assert figure.layout.annotations[1].text == f"more often in {shown[0]} →"
    hover = figure.data[-1].hovertext[0]
    assert hover.startswith(f"<b>{shown[0]}</b> uses it 2.0 times as often<br>as <b>{shown[1]}</b><br>")


@pytest.mark.parametrize("frame", [MATRIX, TWO])
def test_the_figure_holds_plain_values_and_leaves_the_table_as_it_was(frame, stored):
    before = frame.copy(deep=True)
    assert len(stored(draw(frame, THREE))) < 8_000
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("frame", [table([]), table([("a", "A", "B", NAN, NAN, NAN)])])
def test_without_ratios_the_figure_says_so(frame):
    figure = draw(frame, ["A", "B"])
    assert not figure.data
    assert figure.layout.annotations[0].text == "Ratios: nothing to draw, the table has no log ratios."
