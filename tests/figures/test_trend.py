import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.trend import plot_trend

A, B = "Daily A", "Evening B"
NAN = float("nan")


def table(rows):
    """Rows of term, outlet, period, estimate; the interval reaches from half to twice the estimate."""
    frame = pd.DataFrame(rows, columns=["term", "outlet", "period", "estimate"])
    return frame.assign(
        period=pd.to_datetime(frame["period"]),
        conf_low=frame["estimate"] / 2,
        conf_high=frame["estimate"] * 1.5,
        count=12,
        n_words=12_000,
        n_articles=20,
    )


WEEKS = ["2020-03-02", "2020-03-09", "2020-03-16", "2020-03-23"]


def weeks(term, outlet, estimates):
    return table([(term, outlet, week, estimate) for week, estimate in zip(WEEKS, estimates, strict=True)])


def draw(frame, groups=(A, B), **options):
    wanted = {"by": "outlet", "title": "Trend", "unit": "per 10,000 words"}
    return plot_trend(frame, groups=groups, **(wanted | options))


def subtitle(figure):
    return (figure.layout.title.subtitle.text or "").replace("<br>", " ")


def titles(figure):
    return [note.text for note in figure.layout.annotations if note.text.startswith("<b>")]


def test_one_line_a_group_in_its_colour():
    figure = draw(pd.concat([weeks("strike", B, [1, 2, 3, 4]), weeks("strike", A, [8, 6, 4, 2])]))
    assert [(line.name, line.y, line.line.color) for line in figure.data] == [
        (A, (8.0, 6.0, 4.0, 2.0), theme.PALETTE[0]),
        (B, (1.0, 2.0, 3.0, 4.0), theme.PALETTE[1]),
    ]
    assert titles(figure) == ["<b>strike</b> per 10,000 words"]
    assert figure.layout.showlegend is True


def test_periods_are_in_order_whatever_the_order_of_the_table():
    figure = draw(weeks("strike", A, [1, 2, 3, 4])[::-1])
    assert figure.data[0].x == tuple(f"{week} 00:00" for week in WEEKS)
    assert figure.data[0].y == (1.0, 2.0, 3.0, 4.0)
    assert figure.layout.showlegend is False


def test_lines_stand_beside_each_other_within_their_period():
    figure = draw(pd.concat([weeks("strike", name, [1, 2, 3, 4]) for name in (A, B)]))
    # a tenth of a week is 16.8 hours; half of it to either side of midnight
    assert figure.data[0].x[0] == "2020-03-01 15:36"
    assert figure.data[1].x[0] == "2020-03-02 08:24"


@pytest.mark.parametrize("how", ["missing", "no articles", "no estimate"])
def test_a_line_breaks_where_a_period_has_nothing(how):
    frame = weeks("strike", A, [1, 2, 3, 4])
    if how == "missing":
        frame = frame.drop(index=2)
    elif how == "no articles":
        frame.loc[2, ["n_articles", "estimate"]] = 0
    else:
        frame.loc[2, "estimate"] = NAN
    line = draw(pd.concat([frame, weeks("strike", B, [1, 2, 3, 4])])).data[0]
    assert line.y == (1.0, 2.0, None, 4.0)
    assert not line.connectgaps


def test_months_and_years_of_different_length_are_no_gaps():
    for freq in ("MS", "QS", "YS"):
        starts = pd.date_range("2019-01-01", periods=9, freq=freq).strftime("%Y-%m-%d")
        figure = draw(table([("strike", A, start, 1.0) for start in starts]))
        assert figure.data[0].y == (1.0,) * 9


def test_a_month_without_articles_breaks_the_line():
    months = ["2020-01-01", "2020-02-01", "2020-04-01", "2020-05-01"]
    assert draw(table([("strike", A, month, 1.0) for month in months])).data[0].y == (1.0, 1.0, None, 1.0, 1.0)


def test_whiskers_are_the_intervals():
    error = draw(weeks("strike", A, [8, 6, 4, 2])).data[0].error_y
    assert error.array == (4.0, 3.0, 2.0, 1.0)
    assert error.arrayminus == (4.0, 3.0, 2.0, 1.0)


def test_marks_are_open_where_little_stands_behind_them():
    frame = weeks("strike", A, [1, 2, 3, 4])
    frame.loc[1, "n_articles"] = 4
    frame.loc[2, ["conf_low", "conf_high"]] = NAN
    figure = draw(frame)
    assert figure.data[0].marker.symbol == ("circle", "circle-open", "circle-open", "circle")
    assert subtitle(figure) == "Open mark: fewer than 5 articles, or no interval."


def test_hover_gives_the_period_and_the_counts():
    frame = weeks("strike", A, [12.34, 2, 3, 4])
    assert draw(frame).data[0].hovertext[0] == (
        "<b>Daily A</b><br>from 2020-03-02<br>12.3 per 10,000 words<br>interval 6.2 to 18.5"
        "<br>count: 12 · words: 12,000 · articles: 20"
    )
    text = draw(frame.assign(conf_low=NAN, conf_high=NAN)).data[0].hovertext[0]
    assert "<br>no interval<br>" in text


def test_a_panel_a_term_each_with_its_scale():
    figure = draw(pd.concat([weeks("strike", A, [8, 6, 4, 2]), weeks("flood", A, [80, 60, 40, 20])]))
    assert titles(figure) == ["<b>strike</b> per 10,000 words", "<b>flood</b> per 10,000 words"]
    assert [line.yaxis for line in figure.data] == ["y", "y2"]
    assert figure.layout.yaxis.range == pytest.approx((-0.378, 12.6))
    assert figure.layout.yaxis2.range == pytest.approx((-3.78, 126))
    assert figure.layout.yaxis2.domain[1] < figure.layout.yaxis.domain[0]
    assert figure.layout.xaxis.anchor == "y2"
    assert subtitle(figure) == "Each panel has its own scale."


def test_an_interval_that_would_squash_the_lines_runs_on():
    frame = weeks("strike", A, [8, 6, 4, 2])
    frame.loc[3, "conf_high"] = 500.0
    figure = draw(frame)
    assert figure.layout.yaxis.range[1] == pytest.approx(16.8)
    assert subtitle(figure) == "A whisker that meets the edge runs on."


@pytest.mark.parametrize(("high", "end"), [(0.0, 1.05), (5.0, 5.25)])
def test_a_term_that_is_never_used_is_a_line_at_zero(high, end):
    figure = draw(weeks("strike", A, [0, 0, 0, 0]).assign(conf_high=high))
    assert figure.data[0].y == (0.0, 0.0, 0.0, 0.0)
    assert figure.layout.yaxis.range[1] == end


def test_the_largest_groups_and_the_first_terms_are_drawn_and_the_subtitle_says_so():
    groups = [f"Daily {i:02d}" for i in range(80)]
    frame = table([(term, name, week, 1.0) for term in "edcba" for name in groups[::-1] for week in WEEKS])
    figure = draw(frame, groups)
    assert [line.name for line in figure.data if line.showlegend] == groups[:6]
    assert titles(figure) == [f"<b>{term}</b> per 10,000 words" for term in "edcb"]
    assert subtitle(figure) == (
        "The 6 largest of 80 outlets; all are in the table. The first 4 of 5 terms; all are in the table. "
        "Each panel has its own scale."
    )
    assert len(draw(frame, groups, max_groups=10, max_panels=5).data) == 50


def test_groups_without_a_colour_still_differ_in_their_marks():
    groups = [f"Daily {i:02d}" for i in range(80)]
    figure = draw(table([("strike", name, week, 1.0) for name in groups[20:26] for week in WEEKS]), groups)
    assert {line.line.color for line in figure.data} == {theme.GREY}
    assert len({line.marker.symbol[0] for line in figure.data}) == 6


def test_a_single_period_is_drawn():
    figure = draw(table([("strike", A, "2020-03-02", 4.0)]))
    assert (figure.data[0].x, figure.data[0].y) == (("2020-03-02 00:00",), (4.0,))
    assert figure.layout.xaxis.range == ("2020-02-27 12:00", "2020-03-05 12:00")


def events_of(figure):
    """Return {name: (day of its line, row of its name from the top)}."""
    names = [note for note in figure.layout.annotations if note.yref == "paper" and note.xref == "x"]
    rows = sorted({note.y for note in names}, reverse=True)
    lines = {line.x0 for line in figure.layout.shapes}
    assert lines == {note.x for note in names}
    return {note.text: (note.x, rows.index(note.y)) for note in names}


def test_events_are_marked_and_their_names_do_not_collide():
    happened = {"2020-03-04": "the strike begins", "2020-03-05": "talks", "2020-03-20": "the strike is over"}
    assert events_of(draw(weeks("strike", A, [1, 2, 3, 4]), events=happened)) == {
        "the strike begins": ("2020-03-04 00:00", 0),
        "talks": ("2020-03-05 00:00", 1),
        "the strike is over": ("2020-03-20 00:00", 0),
    }


def test_the_name_of_an_event_near_the_end_stands_to_the_left_of_its_line():
    figure = draw(weeks("strike", A, [1, 2, 3, 4]), events={"2020-03-03": "one", "2020-03-26": "another event"})
    assert [note.xanchor for note in figure.layout.annotations if note.xref == "x"] == ["left", "right"]


def test_events_outside_the_time_shown_are_named():
    happened = {"2019-01-01": "long before", "2020-03-12": "in time", "2021-01-01": "long after"}
    figure = draw(weeks("strike", A, [1, 2, 3, 4]), events=happened)
    assert list(events_of(figure)) == ["in time"]
    assert subtitle(figure) == "Outside the time shown: long before, long after."


def test_an_event_on_no_day_is_refused():
    with pytest.raises(ValueError, match="events") as refused:
        draw(weeks("strike", A, [1, 2, 3, 4]), events={"in spring": "rain"})
    assert str(refused.value) == "events: 'in spring' is not a day. Write it as in '2020-03-11'"


def test_names_are_shown_as_they_are_written():
    outlet = "<i>Daily</i> & Sons"
    figure = draw(weeks("$5 <b>", outlet, [1, 2, 3, 4]), [outlet], events={"2020-03-12": "<talks>"})
    assert figure.data[0].name == "&lt;i&gt;Daily&lt;/i&gt; &amp; Sons"
    assert figure.data[0].hovertext[0].startswith("<b>&lt;i&gt;Daily&lt;/i&gt; &amp; Sons</b><br>")
    assert titles(figure) == ["<b>&#36;5 &lt;b&gt;</b> per 10,000 words"]
    assert list(events_of(figure)) == ["&lt;talks&gt;"]


def test_the_figure_is_small_and_plain(stored):
    starts = pd.date_range("2020-01-06", periods=26, freq="7D")
    frame = table([(term, f"Daily {i}", s, 1 / (i + 3)) for term in "ab" for i in range(6) for s in starts])
    figure = draw(frame.drop(index=[5, 6, 40]), [f"Daily {i}" for i in range(6)], events={"2020-03-12": "talks"})
    assert len(stored(figure)) < 100_000


def test_the_table_is_left_as_it_was():
    frame = weeks("strike", A, [1, 2, 3, 4])
    before = frame.copy(deep=True)
    draw(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_without_articles_the_figure_says_so():
    frame = weeks("strike", A, [1, 2, 3, 4])
    for empty in (frame[:0], frame.assign(n_articles=0), frame.assign(estimate=NAN)):
        figure = draw(empty)
        assert not figure.data
        assert figure.layout.annotations[0].text == "Trend: nothing to draw, no period has articles."
