import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.topic_cards import plot_topic_cards

GROUPS = ["Daily A", "Daily B"]


def table(n_topics=1, groups=GROUPS, **columns):
    rows = [
        (n + 1, "rail, freight", group, 0.4 - 0.2 * (i % 2), 0.1, 0.5, 30 - 20 * (i % 2))
        for n in range(n_topics)
        for i, group in enumerate(groups)
    ]
    names = ["number", "topic", "outlet", "estimate", "conf_low", "conf_high", "n_articles"]
    return pd.DataFrame(rows, columns=names).assign(**columns)


def passages(rows=(("Daily A", "The line opens in May."), ("Daily B", "Freight pays for it."))):
    return pd.DataFrame([(1, *row) for row in rows], columns=["number", "outlet", "passage"])


def draw(frame, groups=GROUPS, terms=("rail", "freight"), found=None, **options):
    listed = pd.DataFrame({"number": 1, "term": list(terms)})
    found = passages() if found is None else found
    return plot_topic_cards(
        frame, by="outlet", groups=list(groups), terms=listed, passages=found, title="Topics", **options
    )


def texts(figure):
    return [note.text for note in figure.layout.annotations]


def test_a_card_has_name_terms_shares_and_passages():
    figure = draw(table())
    # (.4 * 30 + .2 * 10) / 40 is .35
    assert texts(figure) == [
        "<b>1 rail, freight</b>  35% of the coverage",
        "rail, freight",
        "The line opens in May.<br><i>Daily A</i><br><br>Freight pays for it.<br><i>Daily B</i>",
    ]
    assert [(dot.x, dot.y) for dot in figure.data] == [((0.4,), (0,)), ((0.2,), (1,))]
    assert [dot.marker.color for dot in figure.data] == list(theme.PALETTE[:2])
    first = figure.data[0]
    assert (first.error_x.array, first.error_x.arrayminus) == ((0.1,), (0.3,))
    hover = "<b>Daily A</b><br>40.0% of the coverage<br>interval 10.0% to 50.0%<br>articles: 30"
    assert first.hovertext == (hover,)


def test_flags_and_tests_are_told_in_words():
    figure = draw(table(house_style=True, unstable=True, q_value=0.0123))
    assert texts(figure)[0].endswith("35% of the coverage · between outlets q = .012")
    assert texts(figure)[1] == (
        "rail, freight<br><b>House style: it goes with the outlet, not with what is covered.</b><br>"
        "<b>Unstable: it does not come again in half of the articles.</b>"
    )
    assert texts(draw(table(house_style=False, unstable=None)))[1] == "rail, freight"


def test_passages_are_of_two_groups_if_there_are():
    rows = [("Daily A", "One."), ("Daily A", "Two."), ("Daily B", "Three.")]
    assert texts(draw(table(), found=passages(rows)))[2] == "One.<br><i>Daily A</i><br><br>Three.<br><i>Daily B</i>"
    assert "Two." in texts(draw(table(), found=passages(rows[:2])))[2]


def test_a_topic_without_passages_has_none():
    assert len(texts(draw(table(), found=passages([])))) == 2


def test_a_long_passage_is_cut_and_ten_terms_are_shown():
    figure = draw(table(), found=passages([("Daily A", "word " * 200)]), terms=[f"t{i}" for i in range(12)])
    assert "…<br><i>Daily A</i>" in texts(figure)[2]
    assert len(texts(figure)[2]) < 300
    assert texts(figure)[1] == "t0, t1, t2, t3, t4, t5, t6, t7, t8, t9"


def test_what_is_left_out_is_told():
    names = [f"Daily {i}" for i in range(12)]
    figure = draw(table(9, names), names)
    told = figure.layout.title.subtitle.text.replace("<br>", " ")
    assert "The 6 largest of 9 topics; all are in the table." in told
    assert "The 8 largest of 12 outlets; all are in the table." in told
    assert len(figure.data) == 6 * 8


def test_cards_have_one_scale_and_do_not_overlap():
    figure = draw(table(3))
    axes = [figure.layout[f"yaxis{n}"].domain for n in ("", 2, 3)]
    assert axes[0][0] > axes[1][1] > axes[1][0] > axes[2][1]
    assert figure.layout.xaxis.range == figure.layout.xaxis2.range == figure.layout.xaxis3.range


def test_an_open_dot_has_no_interval():
    figure = draw(table(conf_low=float("nan"), conf_high=float("nan")))
    assert figure.data[0].marker.symbol == "circle-open"
    assert figure.layout.title.subtitle.text.endswith("Open dot: no interval.")


def test_nothing_to_draw_is_told():
    text = draw(table(estimate=float("nan"))).layout.annotations[0].text
    assert text == "Topics: nothing to draw, the table has no estimates."


def test_text_is_shown_as_written_and_values_are_plain(stored):
    figure = draw(table(topic="a <b>$x$"), found=passages([("Daily A", "R&D costs <i>$5</i>.")]))
    assert texts(figure)[0].startswith("<b>1 a &lt;b&gt;&#36;x&#36;</b>")
    assert texts(figure)[2].startswith("R&amp;D costs &lt;i&gt;&#36;5&lt;/i&gt;.")
    stored(figure)


def test_flags_name_what_the_rows_are():
    listed = pd.DataFrame({"number": 1, "term": ["rail"]})
    found = {"terms": listed, "passages": passages().rename(columns={"outlet": "desk"})}
    frame = table(house_style=True).rename(columns={"outlet": "desk"})
    figure = plot_topic_cards(frame, by="desk", groups=GROUPS, title="Topics", **found)
    assert texts(figure)[1] == "rail<br><b>House style: it goes with the desk, not with what is covered.</b>"
