import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.called import plot_called

NAN = float("nan")


def table(rows):
    """Make a frame of (label, outlet, n_labels, n_mentions, p_value)."""
    frame = pd.DataFrame(rows, columns=["label", "outlet", "n_labels", "n_mentions", "p_value"])
    share = frame["n_labels"] / frame["n_mentions"]
    return frame.assign(estimate=share, conf_low=share / 2, conf_high=NAN, passage="The <b>ruler</b> sat.")


def draw(rows, groups=("Daily A", "Daily B"), sizes=None, **options):
    sizes = sizes or dict.fromkeys(groups, 10)
    return plot_called(
        table(rows), by="outlet", groups=list(groups), sizes=sizes, title="What Belov is called", **options
    )


def test_a_dot_for_each_label_and_group_the_most_used_first():
    figure = draw(
        [("ruler", "Daily A", 1, 10, NAN), ("leader", "Daily B", 4, 10, NAN), ("leader", "Daily A", 2, 10, NAN)]
    )
    (dots,) = figure.data
    assert list(zip(dots.x, dots.y, dots.text, strict=True)) == [(0, 1, "1"), (1, 0, "4"), (0, 0, "2")]
    assert figure.layout.yaxis.ticktext == ("leader", "ruler")
    assert list(dots.marker.color) == [theme.PALETTE[0], theme.PALETTE[1], theme.PALETTE[0]]


def test_the_area_of_a_dot_is_the_share():
    (dots,) = draw([("ruler", "Daily A", 1, 4, NAN), ("ruler", "Daily B", 1, 1, NAN)]).data
    assert dots.marker.size[1] == 2 * dots.marker.size[0]


def test_a_number_that_does_not_fit_stands_beside_its_dot():
    (dots,) = draw(
        [("ruler", "Daily A", 5, 10, NAN), ("ruler", "Daily B", 1, 40, NAN), ("leader", "Daily A", 500, 1000, NAN)]
    ).data
    assert dots.textposition == ("middle center", "middle right", "middle right")
    assert dots.textfont.color == ("white", theme.INK, theme.INK)


def test_a_group_that_uses_no_label_has_a_column_with_its_mentions():
    figure = draw([("ruler", "Daily A", 1, 10, NAN)], sizes={"Daily B": 1234, "Daily A": 10})
    assert figure.layout.xaxis.ticktext == ("Daily A<br>of 10", "Daily B<br>of 1,234")


def test_the_p_value_stands_beside_the_row_it_is_of():
    figure = draw([("ruler", "Daily A", 3, 10, NAN), ("leader", "Daily B", 1, 10, 0.0123)])
    (note,) = figure.layout.annotations
    assert (note.y, note.text) == (1, "p = .012")
    assert "p: is it one share in all?" in figure.layout.title.subtitle.text.replace("<br>", " ")
    assert not draw([("ruler", "Daily A", 3, 10, NAN)]).layout.annotations


def test_what_is_left_out_is_told():
    rows = [(f"label {i}", group, 9 - i, 10, NAN) for i in range(4) for group in ("Daily A", "Daily B", "Daily C")]
    figure = draw(rows, ("Daily A", "Daily B", "Daily C"), max_rows=3, max_groups=2)
    told = figure.layout.title.subtitle.text.replace("<br>", " ")
    assert "The 3 most used of 4 labels; all are in the table." in told
    assert "The 2 largest of 3 outlets; all are in the table." in told
    assert len(figure.data[0].x) == 6


def test_a_label_that_no_group_drawn_uses_has_no_row():
    figure = draw([("ruler", "Daily A", 1, 10, NAN), ("boss", "Daily B", 9, 10, NAN)], max_groups=1)
    assert figure.layout.yaxis.ticktext == ("ruler",)


def test_the_hover_text(stored):
    figure = draw([("ruler & heir", "A $ B", 1, 8, NAN)], ["A $ B"])
    stored(figure)
    assert figure.layout.yaxis.ticktext == ("ruler &amp; heir",)
    assert figure.data[0].hovertext == (
        "<b>ruler &amp; heir</b> in A &#36; B<br>12.5% of mentions by name<br>no interval<br>labels: 1 · mentions: 8"
        "<br>The &lt;b&gt;ruler&lt;/b&gt; sat.",
    )


@pytest.mark.parametrize("sizes", [{"Daily A": 3}, {}])
def test_no_labels(sizes):
    figure = plot_called(table([]), by="outlet", groups=["Daily A"], sizes=sizes, title="What Belov is called")
    assert figure.layout.annotations[0].text == "What Belov is called: nothing to draw, no label was found."
