import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.prominence import plot_prominence

NAN = float("nan")


def table(rows):
    columns = ["term", "outlet", "zone", "estimate", "conf_low", "conf_high"]
    return pd.DataFrame(rows, columns=columns).assign(count=3, n_words=700, n_articles=14)


def draw(frame, groups):
    return plot_prominence(frame, by="outlet", groups=groups, title="Prominence", unit="per 10,000 words")


def marks(figure, panel=1):
    """Return {(zone, row): (rate, low, high)} of the marks in a panel, back on the scale of rates."""
    axis = "x" if panel == 1 else f"x{panel}"
    seen = {}
    for trace in figure.data:
        if trace.xaxis == axis and trace.error_x.array is not None:
            for x, y, up, down in zip(trace.x, trace.y, trace.error_x.array, trace.error_x.arrayminus, strict=True):
                known = None not in (up, down)
                whisker = (round((x - down) ** 2, 3), round((x + up) ** 2, 3)) if known else (None, None)
                seen[trace.name, round(y)] = (round(x**2, 3), *whisker)
    return seen


def arrows(figure):
    return [(trace.name, trace.xaxis, trace.x) for trace in figure.data if trace.marker.symbol == "triangle-right"]


ONE = table(
    [
        ("broker", "Daily A", "body", 9.0, 4.0, 16.0),
        ("broker", "Daily A", "headline", 100.0, 25.0, 196.0),
        ("broker", "Daily A", "lead", 36.0, 16.0, 64.0),
        ("broker", "Daily B", "headline", 0.0, 0.0, 144.0),
        ("broker", "Daily B", "lead", 0.0, 0.0, 49.0),
        ("broker", "Daily B", "body", 1.0, 0.25, 4.0),
    ]
)


def test_marks_and_whiskers_stand_where_the_table_says():
    figure = draw(ONE, ["Daily A", "Daily B"])
    assert marks(figure) == {
        ("headline", 0): (100, 25, 196),
        ("lead", 0): (36, 16, 64),
        ("body", 0): (9, 4, 16),
        ("headline", 1): (0, 0, 144),
        ("lead", 1): (0, 0, 49),
        ("body", 1): (1, 0.25, 4),
    }
    assert figure.layout.yaxis.ticktext == ("Daily A", "Daily B")
    assert [note.text for note in figure.layout.annotations] == [
        "<b>broker</b>",
        "per 10,000 words of that part of the articles",
    ]
    assert figure.layout.title.subtitle.text == "The scale is of square roots."


def test_zones_stand_apart_in_the_order_of_reading():
    figure = draw(ONE, ["Daily A", "Daily B"])
    assert [trace.name for trace in figure.data if trace.showlegend] == ["headline", "lead", "body"]
    drawn = [trace for trace in figure.data if not trace.showlegend]
    for row in (0, 1):
        heights = [trace.y[row] for trace in drawn]
        assert heights == sorted(set(heights))
        assert row - 0.5 < heights[0] < heights[-1] < row + 0.5
    assert len({trace.marker.symbol[0] for trace in drawn}) == 3


def test_a_zone_has_its_shape_and_shade_in_legend_and_panels():
    figure = draw(ONE, ["Daily A", "Daily B"])
    for key in (trace for trace in figure.data if trace.showlegend):
        drawn = next(trace for trace in figure.data if trace.name == key.name and not trace.showlegend)
        assert set(drawn.marker.symbol) == {key.marker.symbol}
        assert drawn.marker.size == key.marker.size
    shades = {trace.name: trace.marker.color for trace in figure.data if not trace.showlegend}
    assert shades["lead"] == tuple(theme.PALETTE[:2])
    # 55 % of #0072B2; 60 % of it and 40 % of white.
    assert shades["headline"][0] == "#003F62"
    assert shades["body"][0] == "#66AAD1"


def test_a_zone_that_no_article_has_is_absent():
    figure = draw(ONE[ONE["zone"] != "headline"], ["Daily A", "Daily B"])
    assert [trace.name for trace in figure.data if trace.showlegend] == ["lead", "body"]
    assert {zone for zone, _ in marks(figure)} == {"lead", "body"}


def test_a_group_keeps_its_colour_whatever_else_is_drawn():
    figure = draw(ONE[ONE["outlet"] == "Daily B"], ["Daily A", "Daily B"])
    assert next(t for t in figure.data if t.name == "lead" and not t.showlegend).marker.color == (theme.PALETTE[1],)


def test_a_mark_without_an_interval_is_open():
    figure = draw(table([("a", "A", "lead", 4.0, NAN, NAN), ("a", "A", "body", 4.0, 1.0, 6.0)]), ["A"])
    assert marks(figure) == {("lead", 0): (4, None, None), ("body", 0): (4, 1, 6)}
    assert [trace.marker.symbol[0] for trace in figure.data[2:]] == ["diamond-open", "square"]
    assert figure.data[2].hovertext == (
        "<b>A</b>, lead<br>4.0 per 10,000 words<br>no interval<br>count: 3 · words: 700 · articles: 14",
    )
    assert figure.layout.title.subtitle.text == "The scale is of square roots. Open mark: no interval."


def test_an_interval_far_beyond_all_marks_is_cut_off_with_an_arrow():
    frame = table(
        [
            ("a", "A", "headline", 0.0, 0.0, 900.0),
            ("a", "A", "body", 8.0, 4.0, 12.0),
            ("b", "A", "headline", 50.0, 9.0, 900.0),
            ("b", "A", "body", 600.0, 400.0, 900.0),
        ]
    )
    figure = draw(frame, ["A"])
    # The first panel ends at twice its largest rate, 16; the second holds all of its whiskers.
    assert figure.layout.xaxis.range == pytest.approx((-0.12, 4.16))
    assert figure.layout.xaxis2.range == pytest.approx((-0.9, 31.2))
    assert marks(figure)["headline", 0] == (0, 0, 16)
    assert arrows(figure) == [("headline", "x", (4.0,))]
    assert figure.layout.title.subtitle.text == (
        "Each panel has its own scale, of square roots. Arrow: the interval runs on."
    )
    assert "interval 0 to 900" in figure.data[3].hovertext[0]


def test_where_all_rates_are_zero_the_axis_reaches_the_widest_interval():
    frame = table([("a", "A", "headline", 0.0, 0.0, 400.0), ("a", "A", "body", 0.0, 0.0, 4.0)])
    figure = draw(frame, ["A"])
    assert figure.layout.xaxis.range[1] == pytest.approx(20.8)
    assert arrows(figure) == []


@pytest.mark.parametrize("largest", [0.02, 1.0, 7.0, 64.0, 900.0, 12_000.0])
def test_ticks_are_round_rates_on_a_scale_of_square_roots_and_lie_apart(largest):
    axis = draw(table([("a", "A", "body", largest, largest / 2, largest)]), ["A"]).layout.xaxis
    rates = [float(text.replace(",", "")) for text in axis.ticktext]
    assert [position**2 for position in axis.tickvals] == pytest.approx(rates, rel=1e-4)
    assert rates[0] == 0
    assert 0.4 * largest <= rates[-1] <= largest
    assert {f"{rate:e}"[0] for rate in rates[1:]} <= {"1", "2", "5"}
    steps = [after - before for before, after in zip(axis.tickvals, axis.tickvals[1:], strict=False)]
    assert min(steps) > 0.1 * axis.range[1]


def test_only_the_largest_groups_and_the_first_terms_are_drawn_and_the_subtitle_says_so():
    groups = [f"Daily {i:02d}" for i in range(80)]
    frame = table([(term, group, "body", 1.0, 0.5, 2.0) for term in "hgfedcba" for group in reversed(groups)])
    figure = draw(frame, groups)
    assert list(figure.layout.yaxis.ticktext) == groups[:12]
    assert [note.text for note in figure.layout.annotations[:-1]] == [f"<b>{term}</b>" for term in "hgfedc"]
    assert figure.layout.title.subtitle.text.replace("<br>", " ").endswith(
        "The 12 largest of 80 outlets; all are in the table. The first 6 of 8 terms; all are in the table."
    )


def test_names_are_shown_as_they_are_written():
    figure = draw(table([("R&D", "<i>A</i>", "body", 1.0, 0.5, 2.0)]), ["<i>A</i>"])
    assert figure.layout.annotations[0].text == "<b>R&amp;D</b>"
    assert figure.layout.yaxis.ticktext == ("&lt;i&gt;A&lt;/i&gt;",)
    assert figure.data[1].hovertext[0].startswith("<b>&lt;i&gt;A&lt;/i&gt;</b>, body<br>1.0 per 10,000 words<br>")


def test_the_figure_holds_plain_values(stored):
    assert len(stored(draw(ONE, ["Daily A", "Daily B"]))) < 8_000


def test_the_table_is_left_as_it_was():
    before = ONE.copy(deep=True)
    draw(ONE, ["Daily A"])
    pd.testing.assert_frame_equal(ONE, before)


@pytest.mark.parametrize("frame", [table([]), table([("a", "A", "body", NAN, NAN, NAN)])])
def test_without_estimates_the_figure_says_so(frame):
    figure = draw(frame, ["A"])
    assert not figure.data
    assert figure.layout.annotations[0].text == "Prominence: nothing to draw, the table has no estimates."


def test_terms_that_only_groups_left_out_use_have_empty_panels():
    groups = [f"Daily {i:02d}" for i in range(13)]
    rows = [(f"t{i}", groups[12], "body", 1.0, 0.5, 2.0) for i in range(6)]
    rows += [("t6", group, "body", 1.0, 0.5, 2.0) for group in groups[:12]]
    figure = draw(table(rows), groups)
    assert marks(figure) == {}
    assert len(figure.layout.annotations) == 7
