import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.coverage import plot_coverage

A, B = "Daily A", "Daily B"


def held(rows):
    frame = pd.DataFrame(rows, columns=["story", "outlet", "published", "n_articles"])
    return frame.assign(published=pd.to_datetime(frame["published"]), n_words=500)


def draw(frame, groups=(A, B), of="story", **options):
    return plot_coverage(frame, by="outlet", of=of, groups=groups, **options)


TWO = held([("flood", B, "2020-03-05", 4), ("strike", A, "2020-03-01", 1), ("strike", B, "2020-03-02", 1)])


def test_stories_come_in_the_order_of_their_first_day():
    assert draw(TWO).layout.yaxis.ticktext == ("strike", "flood")


def test_each_group_keeps_its_lane_in_every_story():
    a, b = draw(TWO).data
    assert (a.name, b.name) == (A, B)
    assert a.x == ("2020-03-01",)
    lane = a.y[0]
    assert lane < 0
    # B: the flood in row 1, the strike in row 0, as far below the middle as A is above
    assert [round(y, 4) for y in b.y] == [round(1 - lane, 4), round(-lane, 4)]
    assert a.marker.color == theme.PALETTE[0]
    assert b.marker.color == theme.PALETTE[1]


def test_the_area_of_a_dot_is_the_number_of_articles():
    _, b = draw(TWO).data
    assert b.marker.size[0] == 2 * b.marker.size[1]


def test_hover_says_who_when_what_and_how_much():
    assert draw(TWO).data[1].hovertext[0] == "<b>Daily B</b><br>2020-03-05<br>flood<br>articles: 4 · words: 500"


def test_without_stories_a_row_is_a_group():
    figure = draw(TWO.drop(columns="story"), of=None)
    assert figure.layout.yaxis.ticktext == (A, B)
    assert [trace.y for trace in figure.data] == [(0,), (1, 1)]
    assert figure.layout.showlegend is False
    assert figure.layout.title.text == "When each outlet published"


def test_a_group_keeps_its_colour_when_others_are_not_drawn():
    figure = draw(TWO[TWO["outlet"] == B])
    assert [trace.marker.color for trace in figure.data] == [theme.PALETTE[1]]


def test_what_is_left_out_is_said():
    groups = [f"Daily {i:02d}" for i in range(86)]
    many = held([(f"story {i % 30:02d}", group, "2020-03-01", 1) for i, group in enumerate(groups)])
    figure = draw(many, groups)
    assert len(figure.data) == 8
    assert figure.layout.title.subtitle.text.replace("<br>", " ") == (
        "A dot is a day, larger with more articles; in a row, the outlets stand in the order of the legend. "
        "The 8 largest of 86 outlets; all are in the table."
    )
    rows = draw(many, groups, max_groups=86)
    assert len(rows.layout.yaxis.ticktext) == 20
    said = rows.layout.title.subtitle.text.replace("<br>", " ")
    assert said.endswith("The 20 largest of 30 stories; all are in the table.")
    plain = draw(many.drop(columns="story"), groups, of=None)
    assert len(plain.layout.yaxis.ticktext) == 20


def test_undated_rows_are_left_out():
    undated = held([("strike", A, None, 1), ("strike", B, "2020-03-02", 1)])
    assert [trace.name for trace in draw(undated).data] == [B]
    nothing = draw(undated[:1])
    assert nothing.layout.annotations[0].text == (
        "What each outlet covered, and when: nothing to draw, no article has a date and a story."
    )


def test_a_group_without_a_name_keeps_its_row():
    rows = held([("strike", "(missing)", "2020-03-01", 1), ("(missing)", A, "2020-03-01", 1)])
    groups = (A, "(missing)")
    assert draw(rows, groups, unassigned="(missing)").layout.yaxis.ticktext == ("strike",)
    plain = draw(rows.drop(columns="story"), groups, of=None, unassigned="(missing)")
    assert plain.layout.yaxis.ticktext == (A, "(missing)")
