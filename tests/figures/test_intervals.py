import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.intervals import plot_intervals

NAN = float("nan")


def table(rows, panel="term"):
    return pd.DataFrame(rows, columns=[panel, "outlet", "estimate", "conf_low", "conf_high"])


def draw(frame, groups, **options):
    wanted = {"by": "outlet", "panel": "term", "title": "Words", "unit": "per 10,000 words"}
    return plot_intervals(frame, groups=groups, **(wanted | options))


def points(figure, panel=1):
    """Return {row: (estimate, low, high, symbol, colour)} of the dots in a panel, as a reader sees them."""
    axis = "x" if panel == 1 else f"x{panel}"
    seen = {}
    for trace in figure.data:
        if trace.xaxis == axis and trace.error_x.array is not None:
            for i, row in enumerate(trace.y):
                up, down = trace.error_x.array[i], trace.error_x.arrayminus[i]
                low = None if down is None else round(trace.x[i] - down, 6)
                high = None if up is None else round(trace.x[i] + up, 6)
                seen[row] = (trace.x[i], low, high, trace.marker.symbol[i], trace.marker.color)
    return seen


def subtitle(figure):
    return figure.layout.title.subtitle.text


def panel_titles(figure):
    return [note.text for note in figure.layout.annotations][:-1]


def test_dots_and_whiskers_stand_where_the_table_says():
    frame = table(
        [
            ("broker", "Daily B", 8.0, 5.0, 12.0),
            ("broker", "Daily A", 12.0, 9.0, 15.5),
            ("isolated", "Daily A", 2.0, 1.0, 3.0),
            ("isolated", "Daily B", 1.0, 0.25, 2.5),
        ]
    )
    figure = draw(frame, ["Daily A", "Daily B"])
    blue, orange = theme.PALETTE[:2]
    assert points(figure, 1) == {0: (12, 9, 15.5, "circle", blue), 1: (8, 5, 12, "circle", orange)}
    assert points(figure, 2) == {0: (2, 1, 3, "circle", blue), 1: (1, 0.25, 2.5, "circle", orange)}
    assert panel_titles(figure) == ["<b>broker</b>", "<b>isolated</b>"]
    assert figure.layout.yaxis.ticktext == ("Daily A", "Daily B")
    assert figure.layout.yaxis.range == (1.5, -0.5)
    assert figure.layout.yaxis2.showticklabels is False
    assert figure.layout.annotations[-1].text == "per 10,000 words"
    assert subtitle(figure) == "Each panel has its own scale."


def test_all_whiskers_lie_within_their_panel():
    frame = table([("a", "A", 10.0, 5.0, 20.0), ("b", "A", 1.0, 0.5, 2.0)])
    figure = draw(frame, ["A"])
    assert figure.layout.xaxis.range == pytest.approx((-0.03 * 20.8, 20.8))
    assert figure.layout.xaxis2.range == pytest.approx((-0.03 * 2.08, 2.08))


def test_a_group_without_an_interval_is_an_open_dot():
    frame = table([("a", "A", 10.0, 5.0, 20.0), ("a", "B", 4.0, NAN, NAN)])
    figure = draw(frame, ["A", "B"])
    assert points(figure)[1] == (4, None, None, "circle-open", theme.PALETTE[1])
    assert subtitle(figure) == "Open dot: no interval."
    assert "no interval" in figure.data[1].hovertext[0]


def test_a_group_without_an_estimate_has_no_dot():
    figure = draw(table([("a", "A", 10.0, 5.0, 20.0), ("a", "B", NAN, NAN, NAN)]), ["A", "B"])
    assert list(points(figure)) == [0]


def test_a_group_keeps_its_colour_whatever_else_is_drawn():
    groups = ["A", "B", "C"]
    both = draw(table([("a", "A", 1.0, 0.5, 2.0), ("a", "C", 1.0, 0.5, 2.0)]), groups)
    alone = draw(table([("b", "C", 3.0, 2.0, 4.0)]), groups)
    assert points(both)[1][4] == points(alone)[0][4] == theme.PALETTE[2]
    assert alone.layout.yaxis.ticktext == ("C",)


def test_an_interval_many_times_wider_than_all_estimates_is_cut_off_with_an_arrow():
    frame = table([("a", "A", 10.0, 8.0, 12.0), ("a", "B", 6.0, 0.1, 400.0)])
    figure = draw(frame, ["A", "B"])
    assert figure.layout.xaxis.range == (-0.9, 30.0)
    arrow = figure.data[-1]
    assert (arrow.x, arrow.y, arrow.marker.symbol) == ((30.0,), (1,), "triangle-right")
    assert arrow.marker.color == (theme.PALETTE[1],)
    assert "interval 0.1 to 400" in arrow.hovertext[0]
    assert points(figure)[1][2] == 400
    assert subtitle(figure) == "Arrow: the interval runs on."


def test_an_interval_is_cut_only_in_the_panel_where_it_squashes_the_dots():
    frame = table([("a", "A", 10.0, 8.0, 400.0), ("b", "A", 300.0, 200.0, 400.0)])
    figure = draw(frame, ["A"])
    assert figure.layout.xaxis.range[1] == 30.0
    assert figure.layout.xaxis2.range[1] == 416.0
    assert [trace.xaxis for trace in figure.data if trace.marker.symbol == "triangle-right"] == ["x"]


def test_where_all_estimates_are_zero_the_axis_reaches_the_widest_interval():
    figure = draw(table([("a", "A", 0.0, 0.0, 5.0), ("a", "B", 0.0, 0.0, 50.0)]), ["A", "B"])
    assert figure.layout.xaxis.range[1] == 52.0
    assert len(figure.data) == 2


def test_only_the_largest_groups_and_the_first_panels_are_drawn_and_the_subtitle_says_so():
    groups = [f"Daily {i:02d}" for i in range(86)]
    frame = table([(term, group, 1.0, 0.5, 2.0) for term in "hgfedcba" for group in reversed(groups)], "source_type")
    figure = draw(frame, groups, panel="source_type", unit="share of attributions")
    assert list(figure.layout.yaxis.ticktext) == groups[:12]
    assert panel_titles(figure) == [f"<b>{term}</b>" for term in "hgfedc"]
    assert subtitle(figure).replace("<br>", " ") == (
        "The 12 largest of 86 outlets; all are in the table. The first 6 of 8 source types; all are in the table."
    )


def test_more_groups_make_a_taller_figure():
    groups = [f"Daily {i:02d}" for i in range(86)]
    frame = table([("a", group, 1.0, 0.5, 2.0) for group in groups])
    small, large = draw(frame[:6], groups), draw(frame, groups, max_rows=86)
    assert large.layout.height - small.layout.height == 80 * theme.ROW_HEIGHT
    assert subtitle(large) is None


def test_shares_are_percentages_on_one_scale():
    frame = table([("a", "A", 0.4, 0.2, 0.5), ("b", "A", 0.05, 0.01, 0.1)])
    figure = draw(frame, ["A"], unit="share of attributions")
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range == pytest.approx((-0.0156, 0.52))
    assert figure.layout.xaxis.tickformat == ".1~%"
    assert figure.data[1].hovertext[0] == "<b>A</b><br>5.0% share of attributions<br>interval 1.0% to 10.0%"
    assert subtitle(figure) is None


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.0031, " (p = .003)"), (0.0004, " (p &lt; .001)"), (0.25, " (p = .250)"), (1.0, " (p = 1.000)"), (NAN, "")],
)
def test_the_p_value_stands_in_the_panel_title(p, text):
    frame = table([("sanction*", "A", 1.0, 0.5, 2.0), ("sanction*", "B", 1.0, 0.5, 2.0)]).assign(p_value=p)
    assert panel_titles(draw(frame, ["A", "B"])) == ["<b>sanction*</b>" + text]


def test_hover_gives_the_counts_behind_a_dot():
    frame = table([("a", "A", 12.34, 9.0, 150.4)]).assign(n_articles=14, count=23, n_words=18700, n_stories=NAN)
    assert draw(frame, ["A"]).data[0].hovertext[0] == (
        "<b>A</b><br>12.3 per 10,000 words<br>interval 9.0 to 150<br>articles: 14 · count: 23 · words: 18,700"
    )


def test_long_panel_titles_are_wrapped_and_keep_all_their_words():
    label = "weapons, ammunition, artillery shells, munitions"
    frame = table([(name, "A", 0.1, 0.0, 0.2) for name in (label, "b", "c")], "label")
    wrapped = panel_titles(draw(frame, ["A"], panel="label", unit="share of words"))[0]
    assert "<br>" in wrapped
    assert wrapped.replace("</b><br><b>", " ") == f"<b>{label}</b>"


def test_names_are_shown_as_they_are_written():
    outlet, term, title = "<i>Daily</i> & Sons", "$5 <b>or</b> $6", "Words & <a href='x'>more</a>"
    figure = draw(table([(term, outlet, 1.0, 0.5, 2.0)]), [outlet], title=title)
    assert figure.layout.title.text == "Words &amp; &lt;a href='x'&gt;more&lt;/a&gt;"
    assert panel_titles(figure) == ["<b>&#36;5 &lt;b&gt;or&lt;/b&gt; &#36;6</b>"]
    assert figure.layout.yaxis.ticktext == ("&lt;i&gt;Daily&lt;/i&gt; &amp; Sons",)
    assert figure.data[0].hovertext[0].startswith("<b>&lt;i&gt;Daily&lt;/i&gt; &amp; Sons</b><br>")


def test_two_names_that_begin_alike_keep_their_own_rows():
    names = [
        "A long name of a newspaper that goes on, the city edition",
        "A long name of a newspaper that goes on, the rest",
    ]
    figure = draw(table([("a", names[0], 1.0, 0.5, 2.0), ("a", names[1], 3.0, 2.5, 4.0)]), names)
    assert [point[0] for point in points(figure).values()] == [1, 3]
    assert list(points(figure)) == [0, 1]


@pytest.mark.parametrize("n_panels", range(1, 8))
def test_panels_do_not_overlap(n_panels):
    frame = table([(f"t{i}", "A", 1.0, 0.5, 2.0) for i in range(n_panels)])
    layout = draw(frame, ["A"], max_panels=7).layout.to_plotly_json()
    boxes = [
        (*layout[f"xaxis{number}"]["domain"], *layout[f"yaxis{number}"]["domain"])
        for number in ["", *range(2, n_panels + 1)]
    ]
    assert len(boxes) == n_panels
    for i, (left, right, bottom, top) in enumerate(boxes):
        assert 0 <= left < right <= 1
        assert 0 <= bottom < top <= 1
        for other_left, other_right, other_bottom, other_top in boxes[:i]:
            assert right <= other_left or other_right <= left or top <= other_bottom or other_top <= bottom


def test_a_figure_of_six_groups_and_three_panels_is_small_and_plain(stored):
    groups = [f"The Daily Courier {i}" for i in range(6)]
    frame = table(
        [(f"term{p}", group, p + i / 7, i / 9, p + i / 3 + 1) for p in range(3) for i, group in enumerate(groups)]
    )
    figure = draw(frame.assign(p_value=1 / 3, n_articles=14, n_words=18700, count=7), groups)
    assert len(stored(figure)) < 15_000


def test_the_table_is_left_as_it_was():
    frame = table([("a", "A", 1.0, 0.5, 2.0)])
    before = frame.copy(deep=True)
    draw(frame, ["A"])
    pd.testing.assert_frame_equal(frame, before)


@pytest.mark.parametrize("frame", [table([]), table([("a", "A", NAN, NAN, NAN)])])
def test_without_estimates_the_figure_says_so(frame):
    figure = draw(frame, ["A"])
    assert not figure.data
    assert figure.layout.annotations[0].text == "Words: nothing to draw, the table has no estimates."


def test_pale_bars_show_what_errors_of_extraction_could_make_of_a_share():
    frame = table([("expert", "Daily A", 0.5, 0.4, 0.6), ("expert", "Daily B", 0.0, 0.0, 0.1)])
    frame = frame.assign(error_low=[0.45, NAN], error_high=[0.56, NAN])
    figure = draw(frame, ["Daily A", "Daily B"], unit="share of attributions")
    bars = [trace for trace in figure.data if trace.error_x.thickness == 9]
    assert [(bar.x, bar.error_x.array, bar.error_x.arrayminus) for bar in bars] == [
        ((0.5,), (0.06,), (0.05,)),
        ((0.0,), (None,), (None,)),
    ]
    assert subtitle(figure) == "Pale bar: what errors of extraction could make of the share."


def test_rows_may_be_something_else_than_the_groups():
    frame = table(
        [("Ruiz", "Daily A", 0.5, 0.4, 0.6), ("Ruiz", "Daily B", 0.2, 0.1, 0.3), ("Ito", "Daily B", 0.1, 0, 0.2)]
    )
    figure = draw(frame, ["Daily A", "Daily B"], panel="outlet", rows="term", max_rows=1)
    assert panel_titles(figure) == ["<b>Daily A</b>", "<b>Daily B</b>"]
    assert figure.layout.yaxis.ticktext == ("Ruiz",)
    blue, orange = theme.PALETTE[:2]
    assert points(figure, 1) == {0: (0.5, 0.4, 0.6, "circle", blue)}
    assert points(figure, 2) == {0: (0.2, 0.1, 0.3, "circle", orange)}
    assert "The first 1 of 2 terms; all are in the table." in subtitle(figure)
