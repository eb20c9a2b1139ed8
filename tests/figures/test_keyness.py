import math
import re

import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.keyness import plot_keyness

A, B = "Daily A", "Evening B"
INF, NAN = math.inf, math.nan


def table(rows):
    """Rows of term, estimate, q_value, count_a, count_b; the rest follows."""
    frame = pd.DataFrame(rows, columns=["term", "estimate", "q_value", "count_a", "count_b"])
    return frame.assign(
        conf_low=frame["estimate"] - 1,
        conf_high=frame["estimate"] + 1,
        p_value=frame["q_value"] / 2,
        rate_a=frame["count_a"] / 10,
        rate_b=frame["count_b"] / 10,
        range_a=0.25,
        range_b=0.5,
        monroe_z=0.0,
        g2=0.0,
        n_articles=40,
    )


TWO_KEY = table([("strike", 2.0, 0.01, 40, 10), ("flood", -1.0, 0.04, 5, 10), ("rain", 0.5, 0.05, 12, 8)])


def draw(frame, groups=(A, B), **options):
    wanted = {"by": "outlet", "names": (A, B), "passages": {}, "title": "Keyness"}
    return plot_keyness(frame, groups=groups, **(wanted | options))


def dots(figure):
    """Return {term: (x, y, colour)}."""
    return {
        fields[0]: (trace.x[i], trace.y[i], trace.marker.color)
        for trace in figure.data
        for i, fields in enumerate(trace.customdata)
    }


def labels(figure):
    return {note.text: note for note in figure.layout.annotations if note.yref != "paper"}


def hover(figure, term):
    """Return the hover text of a term as plotly fills it in."""
    filled = {fields[0]: (fields, trace.hovertemplate) for trace in figure.data for fields in trace.customdata}
    fields, template = filled[term]
    return re.sub(r"%\{customdata\[(\d)\]\}", lambda found: fields[int(found[1])], template)


def subtitle(figure):
    return figure.layout.title.subtitle.text.replace("<br>", " ")


def test_terms_stand_at_their_log_ratio_and_their_occurrences():
    seen = dots(draw(TWO_KEY))
    assert {term: place[:2] for term, place in seen.items()} == {
        "strike": (2.0, 50),
        "flood": (-1.0, 15),
        "rain": (0.5, 20),
    }


def test_key_terms_have_the_colour_of_their_side_and_a_label():
    figure = draw(TWO_KEY)
    seen = dots(figure)
    blue, orange = theme.PALETTE[:2]
    assert (seen["strike"][2], seen["flood"][2]) == (blue, orange)
    assert seen["rain"][2] not in theme.PALETTE
    assert {text: note.font.color for text, note in labels(figure).items()} == {"strike": blue, "flood": orange}
    assert [(note.text, note.x, note.font.color) for note in figure.layout.annotations[:2]] == [
        (f"<b>← more in {B}</b>", 0, orange),
        (f"<b>more in {A} →</b>", 1, blue),
    ]
    assert subtitle(figure) == "Coloured: the key terms (q below 0.05). Grey: the difference may be chance."


def test_a_label_stands_at_its_dot():
    strike = labels(draw(TWO_KEY))["strike"]
    assert (strike.x, strike.y) == (2.0, float(f"{math.log10(50):.6g}"))  # an annotation on a log axis takes the log


def test_key_dots_are_drawn_over_the_grey_ones():
    assert draw(TWO_KEY).data[0].customdata[0][0] == "rain"


def test_an_outlet_keeps_its_colour_and_an_outlet_without_one_is_not_grey_like_the_other_terms():
    groups = [f"Daily {i}" for i in range(80)]
    seen = dots(draw(TWO_KEY, groups, names=("Daily 2", "Daily 70")))
    assert (seen["strike"][2], seen["flood"][2]) == (theme.PALETTE[2], theme.INK)


def test_the_axes_reach_all_dots_and_name_doublings():
    figure = draw(table([("a", 3.2, 0.01, 900, 100), ("b", -0.5, 0.5, 3, 3)]))
    x, y = figure.layout.xaxis, figure.layout.yaxis
    # -2 to 3.2, and a twentieth of it on either side
    assert x.range == pytest.approx((-2.26, 3.46))
    assert y.range[0] < math.log10(6) < 3 < y.range[1]
    named = {-2: "4×", -1: "2×", 0: "equal", 1: "2×", 2: "4×", 3: "8×"}
    assert dict(zip(x.tickvals, x.ticktext, strict=True)) == named
    assert y.ticktext == ("5", "10", "20", "50", "100", "200", "500", "1,000")


ONE_SIDED = table(
    [
        ("strike", 2.5, 0.01, 40, 10),
        ("flood", -1.0, 0.5, 5, 10),
        ("fog", 9.0, 0.01, 300, 0),
        ("frost", 7.0, 0.01, 90, 0),
        ("hail", -8.0, 0.01, 0, 200),
        ("dew", -6.0, 0.9, 0, 50),
    ]
)


def pixels(figure, x, y):
    """Return where a place lies in the plot of a figure 700 pixels wide, from its lower left corner."""
    (left, right), (low, high) = figure.layout.xaxis.range, figure.layout.yaxis.range
    return (x - left) / (right - left) * 590, (y - low) / (high - low) * 560


def lane_names(figure):
    """Return {name: its place across} of what stands below the plot."""
    return {note.text: note.x for note in figure.layout.annotations if note.yref == "paper" and note.y == 0}


def test_terms_that_one_side_never_uses_stand_in_a_lane_at_the_edge_by_their_frequency():
    figure = draw(ONE_SIDED)
    seen = dots(figure)
    left, right = (line.x0 for line in figure.layout.shapes)
    # -2 to 2.5, and a twentieth of it on either side
    assert (left, right) == pytest.approx((-2.225, 2.725))
    start, end = figure.layout.xaxis.range
    assert start < seen["hail"][0] == seen["dew"][0] < left < seen["flood"][0]
    assert seen["strike"][0] < right < seen["fog"][0] == seen["frost"][0] < end
    assert [seen[term][1] for term in ("fog", "frost", "hail", "dew")] == [300, 90, 200, 50]
    assert lane_names(figure) == pytest.approx(
        {f"never in<br>{A}": (start + left) / 2, f"never in<br>{B}": (right + end) / 2}
    )
    assert all(left < tick < right for tick in figure.layout.xaxis.tickvals)
    assert "log ratio 9.00, interval 8.00 to 10.00" in hover(figure, "fog")


@pytest.mark.parametrize(
    ("rows", "names", "share"),
    [
        ([0, 1, 2, 3, 4, 5], [f"never in<br>{A}", f"never in<br>{B}"], 0.66),
        ([0, 1, 2, 3], [f"never in<br>{B}"], 0.83),
        ([0, 1, 4, 5], [f"never in<br>{A}"], 0.83),
        ([0, 1], [], 1),
        ([2, 4], [f"never in<br>{A}", f"never in<br>{B}"], 0.66),
    ],
)
def test_there_are_only_the_lanes_that_terms_stand_in(rows, names, share):
    figure = draw(ONE_SIDED.iloc[rows])
    assert list(lane_names(figure)) == names
    assert len(figure.layout.shapes) == len(names)
    start, end = figure.layout.xaxis.range
    low, high = (-2.225, 2.725) if 0 in rows else (-2.2, 2.2)
    assert (high - low) / (end - start) == pytest.approx(share, abs=1e-4)


def test_a_long_name_of_a_lane_takes_three_lines():
    outlet = "The <Northern> Evening Courier and Gazette"
    figure = draw(ONE_SIDED, names=(outlet, "the rest"))
    assert list(lane_names(figure)) == ["never in<br>The &lt;Northern&gt;<br>Evening…", "never in<br>the rest"]


def test_labels_in_and_beside_the_lanes_keep_apart_and_within_the_plot():
    rows = [(f"a long phrase {i}", 9.0, 0.001, 5 + 3 * i, 0) for i in range(30)]
    rows += [(f"tax {i}", -9.0, 0.002, 0, 5 + 4 * i) for i in range(30)]
    rows += [(f"line {i}", i / 10 - 2, 0.003, 8 + 5 * i, 8 + 2 * i) for i in range(40)]
    figure = draw(table(rows), labels=100)
    boxes = []
    for note in labels(figure).values():
        x, y = pixels(figure, note.x, note.y)
        width = 12 * 0.62 * len(note.text) + 2  # no letter in them is wider than 0.62 of the font's size
        x += note.xshift - width * {"left": 0, "center": 0.5, "right": 1}[note.xanchor]
        y += note.yshift - 17 * {"bottom": 0, "middle": 0.5, "top": 1}[note.yanchor]
        boxes.append((x, y, x + width, y + 17))
    assert len(boxes) > 20
    for i, (left, low, right, high) in enumerate(boxes):
        assert left >= -0.1
        assert low >= -0.1
        assert right <= 590.1
        assert high <= 560.1
        for other_left, other_low, other_right, other_high in boxes[:i]:
            assert right <= other_left or other_right <= left or high <= other_low or other_high <= low


def test_a_log_ratio_that_is_infinite_stands_in_its_lane(stored):
    frame = ONE_SIDED.assign(estimate=[2.5, -1.0, INF, INF, -INF, -INF])
    figure = draw(frame)
    assert {t: place[0] for t, place in dots(figure).items()} == {t: p[0] for t, p in dots(draw(ONE_SIDED)).items()}
    assert "<br>log ratio −∞, interval" in hover(figure, "hail")
    stored(figure)


def test_hover_gives_counts_rates_interval_tests_and_a_passage():
    figure = draw(TWO_KEY, passages={"strike": "The <b>strike</b> goes on."})
    assert hover(figure, "strike") == (
        "<b>strike</b><br>Daily A: 40 (4.0 per 10,000 words), in 25% of articles"
        "<br>Evening B: 10 (1.0 per 10,000 words), in 50% of articles"
        "<br>log ratio 2.00, interval 1.00 to 3.00<br>p = .005, q = .010"
        "<br><br>The &lt;b&gt;strike&lt;/b&gt; goes on.<extra></extra>"
    )
    assert "<br>log ratio −1.00, interval −2.00 to 0.00<br>" in hover(figure, "flood")


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [(1.0, INF, "interval 1.00 to ∞"), (-INF, 3.0, "interval −∞ to 3.00"), (NAN, NAN, "no interval")],
)
def test_an_interval_without_ends(low, high, text, stored):
    frame = TWO_KEY.assign(conf_low=low, conf_high=high)
    figure = draw(frame)
    assert f"log ratio 2.00, {text}<br>" in hover(figure, "strike")
    assert len(dots(figure)) == 3
    stored(figure)


def test_small_and_missing_p_values():
    frame = TWO_KEY.assign(p_value=[1e-9, 1.0, NAN], q_value=[1e-9, 1.0, NAN])
    figure = draw(frame)
    assert "<br>p &lt; .001, q &lt; .001<" in hover(figure, "strike")
    assert "<br>p = 1.000, q = 1.000<" in hover(figure, "flood")
    assert "<br>no p, no q<" in hover(figure, "rain")


def test_a_long_passage_is_cut_to_what_stands_around_the_term():
    passage = "Before it all began " * 20 + "the strike was over " + "and then nothing happened " * 20
    text = hover(draw(TWO_KEY, passages={"strike": passage}), "strike")
    shown = text.split("<br><br>")[1].removesuffix("<extra></extra>")
    assert "strike" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert all(len(line) <= 60 for line in shown.split("<br>"))
    assert shown.replace("<br>", " ").strip("…").rstrip() in passage
    assert len(shown) < 130


def test_terms_in_the_same_place_share_a_dot_that_names_them():
    rows = [(f"rare{i}", 3.0, 0.2 - i / 100, 5, 0) for i in range(9)] + [("key", 3.0, 0.001, 5, 0)]
    figure = draw(table(rows))
    assert list(dots(figure)) == ["key"]
    assert hover(figure, "key").endswith(
        "<br>In the same place: rare0, rare1, rare2, rare3, rare4 and 4<br>more<extra></extra>"
    )
    assert subtitle(figure).endswith("Terms in the same place share a dot.")


MANY = table([(f"t{i}", (-1) ** i * i / 40, 0.001 * i, 10 + i, 200 - i) for i in range(100)])


def test_a_cap_keeps_all_key_terms_and_then_the_most_frequent():
    frame = MANY.assign(count_b=MANY["count_b"] + MANY.index)  # the frequency rises with i; t0 to t49 are key
    figure = draw(frame, max_points=60)
    assert set(dots(figure)) == {f"t{i}" for i in [*range(50), *range(90, 100)]}
    assert subtitle(figure) == (
        "Coloured: the key terms (q below 0.05). Grey: the difference may be chance. "
        "All 50 key terms and the 10 most frequent others of 100 terms; all are in the table."
    )


def test_a_cap_below_the_number_of_key_terms_keeps_the_smallest_p():
    figure = draw(MANY[::-1], max_points=20)
    assert set(dots(figure)) == {f"t{i}" for i in range(20)}
    assert subtitle(figure).endswith(
        "The 20 key terms with the smallest p, of 50, out of 100 terms; all are in the table."
    )


def test_with_nothing_significant_the_note_says_so_and_the_terms_are_drawn():
    figure = draw(MANY.assign(q_value=0.9, p_value=[1 - i / 200 for i in range(100)]), max_points=40)
    assert len(dots(figure)) == 40
    assert subtitle(figure) == (
        "No term is key (no q below 0.05); the labels are those of the smallest p. "
        "The 40 most frequent of 100 terms; all are in the table."
    )
    assert 0 < len(labels(figure)) <= 10
    assert {note.font.color for note in labels(figure).values()} == {theme.GREY}


def test_no_more_labels_than_asked_for():
    assert len(labels(draw(MANY, labels=3))) == 3
    assert labels(draw(MANY, labels=0)) == {}


def test_one_group_against_the_rest():
    frame = pd.concat([TWO_KEY.assign(outlet=B), TWO_KEY.assign(outlet=A, estimate=[1.0, -2.0, 0.1])])
    first, second = (draw(frame, names=("each", "the rest"), group=group) for group in (None, B))
    assert dots(first)["strike"] == (1.0, 50, theme.PALETTE[0])
    assert dots(second)["strike"] == (2.0, 50, theme.PALETTE[1])
    assert dots(second)["flood"][2] == theme.INK
    assert [note.text for note in second.layout.annotations[:2]] == [
        "<b>← more in the rest</b>",
        "<b>more in Evening B →</b>",
    ]
    assert "<br>Evening B: 40 (4.0 per" in hover(second, "strike")


def test_an_unknown_group_is_refused():
    frame = pd.concat([TWO_KEY.assign(outlet=name) for name in (B, A)])
    with pytest.raises(ValueError, match="group") as refused:
        draw(frame, names=("each", "the rest"), group="Daily C")
    assert str(refused.value) == "group: 'Daily C' is not in the table. Choose from 'Daily A', 'Evening B'"
    with pytest.raises(ValueError, match="group") as refused:
        draw(TWO_KEY, group=B)
    assert str(refused.value) == (
        "group: 'Evening B' cannot be drawn, the table compares 'Daily A' with 'Evening B' only"
    )


def test_names_are_shown_as_they_are_written():
    outlet, term = "<i>100%{x}</i> & Sons", "<b>$5</b>"
    frame = table([(term, 2.0, 0.01, 40, 10)])
    figure = draw(frame, [outlet], names=(outlet, B), title="A & B")
    assert figure.layout.title.text == "A &amp; B"
    assert list(labels(figure)) == ["&lt;b&gt;&#36;5&lt;/b&gt;"]
    assert figure.layout.annotations[1].text == "<b>more in &lt;i&gt;100%{x}&lt;/i&gt; &amp; Sons →</b>"
    assert "<br>&lt;i&gt;100&#37;{x}&lt;/i&gt; &amp; Sons: " in figure.data[0].hovertemplate


def test_the_figure_is_small_and_plain_at_the_cap(stored):
    rows = [(f"quarrelsome dispute {i}", i / 300 - 2, 0.0001 * i, 7 * i + 1, 3 * i + 5) for i in range(1200)]
    passage = "On Tuesday the minister said in the capital that {} would not be settled before the end of the month, "
    passages = {row[0]: passage.format(row[0]) + "whatever the other side may offer." for row in rows}
    figure = draw(table(rows), names=("The Northern Evening Courier", "The Southern Morning Herald"), passages=passages)
    assert sum(len(trace.x) for trace in figure.data) == 1000
    assert len(stored(figure).encode()) < 300_000


def test_the_table_is_left_as_it_was():
    before = TWO_KEY.copy(deep=True)
    draw(TWO_KEY)
    pd.testing.assert_frame_equal(TWO_KEY, before)


def test_without_terms_the_figure_says_so():
    for frame in (TWO_KEY[:0], TWO_KEY.assign(estimate=NAN)):
        figure = draw(frame)
        assert not figure.data
        assert figure.layout.annotations[0].text == "Keyness: nothing to draw, the table has no terms."
