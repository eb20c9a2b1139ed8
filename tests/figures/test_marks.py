import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.marks import plot_marks


def marks(rows):
    frame = pd.DataFrame(rows, columns=["outlet", "kind", "rule", "estimate"])
    return frame.assign(n_spans=4, n_words=1200, n_articles=3)


def draw(frame, groups, **options):
    return plot_marks(frame, by="outlet", groups=groups, title="Marked", **options)


TWO = marks(
    [
        ("Daily B", "credit", "reporting-by", 0.01),
        ("Daily A", "furniture", "follow", 0.03),
        ("Daily A", "furniture", "newsletter", 0.015),
        ("Daily A", "credit", "reporting-by", 0.02),
    ]
)


def test_bars_add_up_the_rules_of_a_kind():
    bars = {bar.name: list(zip(bar.y, bar.x, strict=True)) for bar in draw(TWO, ["Daily A", "Daily B"]).data}
    assert bars == {"furniture": [(0, 0.045)], "credit": [(0, 0.02), (1, 0.01)]}


def test_bars_are_stacked_on_a_percent_axis_under_a_legend():
    layout = draw(TWO, ["Daily A", "Daily B"]).layout
    assert layout.barmode == "stack"
    assert layout.xaxis.tickformat == ".1~%"
    assert layout.xaxis.title.text == "share of words"
    assert layout.showlegend is True
    assert layout.yaxis.ticktext == ("Daily A", "Daily B")


def test_a_group_with_nothing_marked_keeps_its_row():
    figure = draw(TWO, ["Daily C", "Daily A", "Daily B"])
    assert figure.layout.yaxis.ticktext == ("Daily C", "Daily A", "Daily B")
    assert {row for bar in figure.data for row in bar.y} == {1, 2}


def test_a_kind_keeps_its_colour_whatever_else_is_drawn():
    colours = [
        {bar.name: bar.marker.color for bar in draw(frame, ["Daily A"]).data}["credit"] for frame in (TWO, TWO[:1])
    ]
    assert colours == [theme.PALETTE[3], theme.PALETTE[3]]


def test_only_the_largest_groups_are_drawn_and_the_subtitle_says_so():
    groups = [f"Daily {i:02d}" for i in range(86)]
    frame = marks([(group, "byline", "by-name", 0.01) for group in reversed(groups)])
    figure = draw(frame, groups)
    assert list(figure.layout.yaxis.ticktext) == groups[:20]
    assert figure.data[0].y == tuple(range(20))
    assert figure.layout.title.subtitle.text == "The 20 largest of 86 outlets; all are in the table."


def test_hover_names_the_rules_largest_first():
    assert draw(TWO, ["Daily A"]).data[0].hovertext == (
        "<b>Daily A</b><br>furniture: 4.5% of words"
        "<br>follow 3.00% · spans: 4 · words: 1,200 · articles: 3"
        "<br>newsletter 1.50% · spans: 4 · words: 1,200 · articles: 3",
    )


def test_hover_stays_short_where_there_are_many_rules():
    frame = marks([("Daily A", "furniture", f"rule {i}", 0.01) for i in range(9)])
    lines = draw(frame, ["Daily A"]).data[0].hovertext[0].split("<br>")
    assert len(lines) == 9
    assert lines[-1] == "… and 3 more rules"


def test_names_are_shown_as_they_are_written():
    frame = marks([("<b>A</b>", "<i>", "R&D", 0.01)])
    figure = plot_marks(frame, by="outlet", groups=["<b>A</b>"], title="<u>")
    assert figure.layout.title.text == "&lt;u&gt;"
    assert figure.layout.yaxis.ticktext == ("&lt;b&gt;A&lt;/b&gt;",)
    assert figure.data[0].name == "&lt;i&gt;"
    assert (
        figure.data[0]
        .hovertext[0]
        .startswith("<b>&lt;b&gt;A&lt;/b&gt;</b><br>&lt;i&gt;: 1.0% of words<br>R&amp;D 1.00%")
    )


def test_the_figure_holds_plain_values(stored):
    assert len(stored(draw(TWO, ["Daily A", "Daily B"]))) < 5_000


def test_without_marks_the_figure_says_so():
    figure = draw(TWO[:0], ["Daily A"])
    assert not figure.data
    assert figure.layout.annotations[0].text == "Marked: nothing to draw, no words are marked."
