import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.concordance import plot_concordance


def hits(rows):
    frame = pd.DataFrame(rows, columns=["article_id", "outlet", "voice", "position"])
    speaker = frame["voice"].map({"own": None, "attributed": "Ann Lee"})
    return frame.assign(left="They met the ", keyword="broker", right=" at noon.", speaker=speaker)


def draw(frame, groups, **options):
    return plot_concordance(frame, by="outlet", groups=groups, title="broker", **options)


def ticks(figure):
    return {trace.name: sorted(zip(trace.y, trace.x, strict=True)) for trace in figure.data}


THREE = hits(
    [
        ("b1", "Daily B", "own", 0.5),
        ("a1", "Daily A", "attributed", 0.25),
        ("a2", "Daily A", "own", 0.1),
        ("a2", "Daily A", "attributed", 0.9),
    ]
)


def test_a_tick_for_each_hit_in_the_row_of_its_article():
    figure = draw(THREE, ["Daily A", "Daily B"])
    # Rows: a2 (two hits), a1, then Daily B's b1.
    assert ticks(figure) == {
        "the outlet's own voice": [(0, 0.1), (2, 0.5)],
        "attributed to a source": [(0, 0.9), (1, 0.25)],
    }


def test_a_group_is_named_once_and_every_other_group_is_shaded():
    figure = draw(THREE, ["Daily A", "Daily B"])
    assert figure.layout.yaxis.ticktext == ("Daily A", "", "Daily B")
    assert [(band.y0, band.y1) for band in figure.layout.shapes] == [(1.5, 2.5)]


def test_groups_stand_in_the_given_order():
    assert draw(THREE, ["Daily B", "Daily A"]).layout.yaxis.ticktext == ("Daily B", "Daily A", "")


def test_voices_keep_their_colours_where_only_one_is_heard():
    both, own = draw(THREE, ["Daily A"]), draw(THREE[THREE["voice"] == "own"], ["Daily A"])
    assert [trace.marker.color for trace in both.data] == [trace.marker.color for trace in own.data]
    assert own.data[1].x == ()


def test_beyond_the_limit_the_groups_take_turns():
    rows = [(f"a{i}", "Daily A", "own", 0.5) for i in range(5)] + [("a3", "Daily A", "own", 0.6)]
    rows += [(f"b{i}", "Daily B", "own", 0.5) for i in range(2)] + [("c0", "Daily C", "own", 0.5)]
    figure = draw(hits(rows), ["Daily A", "Daily B", "Daily C"], max_articles=4)
    assert figure.layout.yaxis.ticktext == ("Daily A", "", "Daily B", "Daily C")
    # The two of Daily A are a3, with two hits, and then a0.
    assert ticks(figure)["the outlet's own voice"] == [(0, 0.5), (0, 0.6), (1, 0.5), (2, 0.5), (3, 0.5)]
    assert figure.layout.title.subtitle.text.replace("<br>", " ") == (
        "A row is an article, a tick a hit. 4 of 8 articles: from each outlet in turn the one with most hits."
    )


def test_the_height_follows_the_articles():
    many = hits([(f"a{i}", "Daily A", "own", 0.5) for i in range(1000)])
    figure = draw(many, ["Daily A"])
    assert len(figure.layout.yaxis.ticktext) == 40
    assert figure.layout.height > draw(many, ["Daily A"], max_articles=5).layout.height > 150


def test_hover_shows_the_hit_in_its_context():
    frame = THREE[1:2].assign(title="A day in May")
    assert draw(frame, ["Daily A"]).data[1].hovertext == (
        "They met the <b>broker</b> at noon.<br>said by Ann Lee<br>in “A day in May”",
    )


def test_hover_leaves_out_what_is_not_known():
    frame = THREE[:1].assign(title=pd.Series([None], dtype="str"), n_lines=1)
    assert draw(frame, ["Daily B"]).data[0].hovertext == ("They met the <b>broker</b> at noon.",)


def test_hover_cuts_long_contexts_on_their_far_sides():
    frame = THREE[:1].assign(left="x " * 100, right=" y" * 100)
    text = draw(frame, ["Daily B"]).data[0].hovertext[0]
    plain = text.replace("<br>", " ").replace("<b>", "").replace("</b>", "")
    assert plain.startswith("…")
    assert plain.endswith("y…")
    assert "x x broker y y" in plain
    assert len(plain) <= 70 + len("broker") + 70
    assert max(map(len, text.split("<br>"))) <= 60 + len("<b></b>")


def test_names_and_passages_are_shown_as_they_are_written():
    frame = THREE[1:2].assign(
        outlet="<i>A</i>", left="R&D <b>", keyword="<u>", right="$5 to $6", title="<br>", speaker="<s>"
    )
    figure = plot_concordance(frame, by="outlet", groups=["<i>A</i>"], title="<u> & co")
    assert figure.layout.yaxis.ticktext == ("&lt;i&gt;A&lt;/i&gt;",)
    assert figure.layout.title.text == "&lt;u&gt; &amp; co"
    assert figure.data[1].hovertext == (
        "R&amp;D &lt;b&gt;<b>&lt;u&gt;</b>&#36;5 to &#36;6<br>said by &lt;s&gt;<br>in “&lt;br&gt;”",
    )


def test_the_figure_holds_plain_values(stored):
    assert len(stored(draw(THREE, ["Daily A", "Daily B"]))) < 5_000


def test_without_hits_the_figure_says_so():
    figure = draw(THREE[:0], ["Daily A"])
    assert not figure.data
    assert figure.layout.annotations[0].text == "broker: nothing to draw, there are no hits."


@pytest.mark.parametrize("voice", ["own", "attributed"])
def test_ink_is_the_outlets_own_voice(voice):
    figure = draw(THREE[THREE["voice"] == voice], ["Daily A"])
    colour = next(trace.marker.color for trace in figure.data if trace.x)
    assert (colour == theme.INK) == (voice == "own")
