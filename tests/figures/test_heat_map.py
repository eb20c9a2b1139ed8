import pandas as pd
import pytest

from coverage_kit.figures.heat_map import plot_distances, plot_heat_map


def topics(n_topics=2, groups=("Daily A", "Daily B"), **columns):
    rows = [
        (n + 1, f"topic {n + 1}", group, 0.1 * (n + 1) + 0.05 * i, 0.05, 0.5, 20)
        for n in range(n_topics)
        for i, group in enumerate(groups)
    ]
    names = ["number", "topic", "outlet", "estimate", "conf_low", "conf_high", "n_articles"]
    return pd.DataFrame(rows, columns=names).assign(**columns)


def draw(table, groups=("Daily A", "Daily B"), **options):
    return plot_heat_map(table, by="outlet", groups=list(groups), title="Topics", **options)


def distances(rows):
    columns = ["outlet", "other", "estimate", "conf_low", "conf_high", "q_value"]
    return pd.DataFrame(rows, columns=columns).assign(chance=0.1)


def told(figure):
    return figure.layout.title.subtitle.text.replace("<br>", " ")


def test_a_number_in_each_cell_and_its_interval_where_the_pointer_rests():
    figure = draw(topics())
    (heat,) = figure.data
    assert [list(row) for row in heat.text] == [["10", "15"], ["20", "25"]]
    assert [list(row) for row in heat.z] == [[0.1, 0.15], [0.2, 0.25]]
    assert (heat.zmin, heat.zmax) == (0, 0.25)
    hover = "<b>topic 1</b><br><b>Daily B</b><br>15.0%<br>interval 5.0% to 50.0%<br>articles: 20"
    assert heat.hovertext[0][1] == hover
    assert figure.layout.xaxis.ticktext == ("Daily A", "Daily B")


def test_a_group_without_an_estimate_has_an_empty_cell():
    (heat,) = draw(topics()[:3]).data
    assert list(heat.z[1]) == [0.2, None]
    assert list(heat.text[1]) == ["20", ""]


def test_flags_are_told_in_words():
    figure = draw(topics(house_style=[True, True, False, False], unstable=False))
    assert told(figure) == (
        "Numbers: share of the coverage in per cent, the mean of the articles. House style, with the outlet and not "
        "with what is covered: 1."
    )


def test_many_names_stand_aslant_and_what_is_left_out_is_told():
    names = [f"The Daily Courier of Town {i}" for i in range(25)]
    figure = draw(topics(32, names), names)
    assert figure.layout.xaxis.tickangle == -70
    assert len(figure.layout.xaxis.ticktext) == 20
    assert len(figure.layout.yaxis.ticktext) == 30
    assert "The 30 largest of 32 topics; all are in the table." in told(figure)
    assert "The 20 largest of 25 outlets; all are in the table." in told(figure)
    assert draw(topics()).layout.xaxis.tickangle == 0


def test_distances_are_the_same_on_both_sides():
    table = distances(
        [("A", "B", 0.3, 0.2, 0.4, 0.01), ("A", "C", 0.1, 0.0, 0.2, 0.5), ("B", "C", 0.4, 0.3, 0.5, 0.01)]
    )
    figure = plot_distances(table, by="outlet", groups=["A", "B", "C"], title="Agendas")
    (heat,) = figure.data
    # C is nearest to A, and B comes last.
    assert figure.layout.yaxis.ticktext == ("A", "C", "B")
    assert [list(row) for row in heat.z] == [[None, 0.1, 0.3], [0.1, None, 0.4], [0.3, 0.4, None]]
    assert heat.text[0][1] == "(10)<br>0 to 20"
    assert heat.text[2][0] == "30<br>20 to 40"
    hover = "<b>A and C</b><br>10.0%<br>interval 0.0% to 20.0%<br>by chance alone 10.0% · q = .500"
    assert heat.hovertext[0][1] == hover


def test_among_many_there_is_no_room_for_intervals():
    names = [f"Daily {i}" for i in range(18)]
    rows = [(a, b, 0.3, 0.2, 0.4, 0.01) for i, a in enumerate(names) for b in names[i + 1 :]]
    figure = plot_distances(distances(rows), by="outlet", groups=names, title="Agendas")
    assert figure.data[0].text[0][1] == "30"
    assert len(figure.layout.yaxis.ticktext) == 15
    assert "The 15 largest of 18 outlets; all are in the table." in told(figure)


def test_a_pair_without_an_interval_has_its_number():
    table = distances([("A", "B", 0.3, float("nan"), float("nan"), float("nan"))])
    (heat,) = plot_distances(table, by="outlet", groups=["A", "B"], title="Agendas").data
    assert heat.text[0][1] == "(30)"


@pytest.mark.parametrize("kind", [plot_heat_map, plot_distances])
def test_nothing_to_draw_is_told(kind):
    table = topics().assign(other="Daily A", estimate=float("nan"))
    text = kind(table, by="outlet", groups=["Daily A"], title="Topics").layout.annotations[0].text
    assert text.startswith("Topics: nothing to draw, ")


def test_text_is_shown_as_written_and_values_are_plain(stored):
    name = "A <b>&amp;$x$"
    figure = draw(topics(groups=[name]), [name])
    assert "A &lt;b&gt;&amp;amp;&#36;x&#36;" in figure.layout.xaxis.ticktext[0]
    stored(figure)
    stored(plot_distances(distances([("A", "B", 1 / 3, 0.2, 0.4, 0.01)]), by="outlet", groups=["A"], title="T"))


def test_flags_name_what_the_columns_are():
    figure = plot_heat_map(
        topics(house_style=True, unstable=False).rename(columns={"outlet": "news_desk"}),
        by="news_desk",
        groups=["Daily A", "Daily B"],
        title="Topics",
    )
    assert told(figure).endswith("House style, with the news desk and not with what is covered: 1, 2.")
