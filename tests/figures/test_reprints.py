import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.reprints import plot_reprints

COLUMNS = ["reprint_group", "article_id", "outlet", "published", "role", "containment", "n_shared_words"]
TWO = pd.DataFrame(
    [
        ("g", "a1", "Daily A", "2020-05-02", "earliest", None, None),
        ("g", "b1", "Daily B", "2020-05-03", "credited", 0.984, 1310),
        ("g", "a2", "Daily A", "2020-05-06", "copy", 0.5, 90),
        ("h", "b2", "Daily B", "2020-06-01", "earliest", None, None),
        ("h", "c1", "Daily C", None, "copy", 1.0, 310),
    ],
    columns=COLUMNS,
).astype({"published": "datetime64[s]", "n_shared_words": "Int64"})
OUTLETS = ["Daily C", "Daily A", "Daily B", "Daily D"]


def draw(table=TWO, **options):
    return plot_reprints(table, titles={"g": "Port <reopens>", "h": "No talks"}, outlets=OUTLETS, **options)


def many(n_groups, n_outlets):
    rows = [
        (f"g{g}", f"{g}-{o}", f"Daily {o:02d}", "2020-05-02", "copy", 0.9, 100)
        for g in range(n_groups)
        for o in range(n_outlets)
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"published": "datetime64[s]"})


def test_a_mark_for_each_article_in_the_row_of_its_group_and_the_column_of_its_outlet():
    marks = {trace.name: list(zip(trace.x, trace.y, strict=True)) for trace in draw().data}
    assert marks == {
        "names the agency": [(2, 0)],
        "earliest": [(pytest.approx(0.89), 0), (2, 1)],
        "copy": [(pytest.approx(1.11), 0), (0, 1)],
    }


def test_rows_are_named_by_titles_and_columns_keep_the_order_of_the_corpus():
    layout = draw().layout
    assert layout.yaxis.ticktext == ("Port &lt;reopens&gt;", "No talks")
    assert layout.xaxis.ticktext == ("Daily C", "Daily A", "Daily B")
    assert draw().layout.showlegend is True


def test_days_after_the_first_stand_beside_the_last_mark_of_a_cell():
    texts = {trace.name: trace.text for trace in draw().data}
    assert texts == {"names the agency": ("+1",), "earliest": ("", "+0"), "copy": ("+0 +4", "?")}
    assert draw().layout.title.subtitle.text == "Numbers: days after the first copy."


@pytest.mark.parametrize("table", [TWO.drop(columns="published"), TWO.assign(published=pd.NaT)])
def test_without_dates_there_are_no_numbers(table):
    figure = draw(table)
    assert {text for trace in figure.data for text in trace.text} == {""}
    assert figure.layout.title.subtitle.text is None


def test_a_role_keeps_its_mark_whatever_else_is_drawn():
    copy = next(trace for trace in draw().data if trace.name == "copy")
    alone = draw(TWO[TWO["role"] == "copy"]).data[0]
    assert (copy.marker.symbol, copy.marker.color) == (alone.marker.symbol, alone.marker.color)
    assert copy.marker.color == theme.PALETTE[0]


def test_hover_texts():
    texts = {text for trace in draw().data for text in trace.hovertext}
    assert "<b>Daily A</b><br>a1<br>2020-05-02<br>earliest" in texts
    assert "<b>Daily B</b><br>b1<br>2020-05-03<br>names the agency<br>containment 98% · shared words: 1,310" in texts
    assert "<b>Daily C</b><br>c1<br>copy<br>containment 100% · shared words: 310" in texts


def test_sixty_groups_are_cut_to_the_largest_and_the_subtitle_says_so():
    table = pd.concat([many(59, 3), many(60, 14).query("reprint_group == 'g59'")])
    figure = draw(table)
    assert len(figure.layout.yaxis.ticktext) == 20
    assert "g59" in figure.layout.yaxis.ticktext
    assert len(figure.layout.xaxis.ticktext) == 12
    assert figure.layout.title.subtitle.text.replace("<br>", " ") == (
        "Numbers: days after the first copy. The 20 largest of 60 reprint groups; all are in the table. "
        "The 12 largest of 14 outlets; all are in the table."
    )


def test_the_figure_holds_plain_values(stored):
    assert len(stored(draw())) < 6_000
    assert len(stored(draw(many(60, 12)))) < 60_000


def test_without_copies_the_figure_says_so():
    figure = draw(TWO[:0])
    assert not figure.data
    assert figure.layout.annotations[0].text == (
        "Who printed the same text: nothing to draw, no article is a copy of another."
    )
