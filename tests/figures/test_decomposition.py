import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.decomposition import plot_decomposition

A, B = "Daily A", "Evening B"
NAN = float("nan")
PARTS = ["difference", "wording", "selection", "only_a", "only_b"]


def term(name, rate_b, steps, *, low=-1.0, high=2.0):
    """A term whose steps add up; each interval reaches from `low` below to `high` above its estimate."""
    estimates = [sum(steps), *steps]
    return pd.DataFrame({"term": name, "part": PARTS, "estimate": estimates, "n_stories": 7}).assign(
        conf_low=[e + low for e in estimates],
        conf_high=[e + high for e in estimates],
        rate_a=rate_b + sum(steps),
        rate_b=rate_b,
    )


STRIKE = term("strike", 5.0, [4.0, -2.0, 1.5, -0.5])


def draw(frame, **options):
    wanted = {"a": A, "b": B, "groups": [A, B], "support": "Shared: 7 stories."}
    return plot_decomposition(frame, **(wanted | options))


def subtitle(figure):
    return figure.layout.title.subtitle.text.replace("<br>", " ")


def numbers(figure, panel=1):
    """Return the texts beside the rows of a panel, the top row first."""
    axis = "y" if panel == 1 else f"y{panel}"
    return [note.text for note in figure.layout.annotations if note.yref == axis]


def titles(figure):
    *names, unit = [note.text for note in figure.layout.annotations if note.yref == "paper"]
    assert unit == "per 10,000 words"
    return names


def test_the_steps_lead_from_the_rate_of_b_to_the_rate_of_a():
    bars, links, whiskers, dots = draw(STRIKE).data
    # 5 + 4 = 9, 9 - 2 = 7, 7 + 1.5 = 8.5, 8.5 - 0.5 = 8
    assert bars.base == (5.0, 9.0, 7.0, 8.5)
    assert bars.x == (4.0, -2.0, 1.5, -0.5)
    assert bars.y == (1, 2, 3, 4)
    assert (dots.x, dots.y, dots.marker.color) == ((5.0, 8.0), (0, 5), (theme.PALETTE[1], theme.PALETTE[0]))
    assert links.x == (5.0, 5.0, None, 9.0, 9.0, None, 7.0, 7.0, None, 8.5, 8.5, None, 8.0, 8.0, None)
    assert links.y == (0, 1, None, 1, 2, None, 2, 3, None, 3, 4, None, 4, 5, None)
    assert whiskers.x == (9.0, 7.0, 8.5, 8.0)


def test_a_whisker_is_the_interval_of_its_step():
    whiskers = draw(STRIKE).data[2]
    assert whiskers.error_x.arrayminus == (1.0, 1.0, 1.0, 1.0)
    assert whiskers.error_x.array == (2.0, 2.0, 2.0, 2.0)


def test_steps_up_are_filled_and_steps_down_hollow():
    up, down, up_again, down_again = draw(STRIKE).data[0].marker.color
    assert up == up_again != "white"
    assert down == down_again == "white"


def test_all_numbers_stand_in_the_figure():
    figure = draw(STRIKE)
    assert titles(figure) == ["<b>strike</b> difference +3.00 [2.00, 5.00]"]
    assert numbers(figure) == [
        "<b>5.00</b>",
        "+4.00<br>[3.00, 6.00]",
        "−2.00<br>[−3.00, 0.00]",
        "+1.50<br>[0.50, 3.50]",
        "−0.50<br>[−1.50, 1.50]",
        "<b>8.00</b>",
    ]


@pytest.mark.parametrize(
    ("rate", "step", "texts"),
    [
        (1234.0, 12.34, ["<b>1,234.0</b>", "+12.3"]),
        (0.02, -0.001, ["<b>0.020</b>", "−0.001"]),
        (3, 0, ["<b>3.00</b>", "0.00"]),
    ],
)
def test_the_numbers_of_a_panel_have_the_same_decimals(rate, step, texts):
    figure = draw(term("a", rate, [step, 0.0, 0.0, 0.0], low=NAN, high=NAN))
    assert numbers(figure)[:2] == texts


def test_rows_say_in_plain_words_what_a_step_is():
    assert draw(STRIKE).layout.yaxis.ticktext == (
        "<b>Evening B</b>",
        "how the same<br>stories are worded",
        "how much space each<br>shared story gets",
        "stories only<br>Daily A covered",
        "stories only<br>Evening B covered",
        "<b>Daily A</b>",
    )


def test_title_and_support():
    figure = draw(STRIKE)
    assert figure.layout.title.text == "How Daily A differs from Evening B, in steps"
    assert subtitle(figure) == (
        "Shared: 7 stories. Filled bar: a step up; hollow: a step down; whisker: the interval of the step."
    )


def test_without_an_interval_there_is_no_whisker():
    figure = draw(term("strike", 5.0, [4.0, -2.0, 1.5, -0.5], low=NAN, high=NAN))
    assert figure.data[2].error_x.array == (None, None, None, None)
    assert numbers(figure)[1] == "+4.00"
    assert titles(figure) == ["<b>strike</b> difference +3.00"]
    assert subtitle(figure).endswith("No whisker: no interval.")


def test_the_axis_reaches_all_whiskers():
    figure = draw(term("a", 40.0, [10.0, -5.0, 0.0, 0.0]))
    # places 40 to 50, whiskers 44 to 52; then a twentieth of 40 to 52 on either side
    assert figure.layout.xaxis.range == pytest.approx((39.4, 52.6))


def test_the_axis_takes_in_zero_where_that_costs_little_room():
    figure = draw(term("a", 2.0, [6.0, 0.0, 0.0, 0.0]))
    assert figure.layout.xaxis.range == pytest.approx((-0.5, 10.5))


def test_a_whisker_many_times_longer_than_the_steps_runs_on_beyond_the_panel():
    figure = draw(term("a", 40.0, [10.0, 0.0, 0.0, 0.0], low=-5.0, high=300.0))
    assert figure.layout.xaxis.range == pytest.approx((39.0, 61.0))
    assert figure.data[2].error_x.array[0] == 300.0
    assert numbers(figure)[1] == "+10.0<br>[5.0, 310.0]"
    assert subtitle(figure).endswith("A whisker that meets the edge runs on.")


@pytest.mark.parametrize("rate", [0.0, 0.1 + 0.2])
def test_a_term_without_any_difference_is_drawn(rate):
    # a last step as small as a rounding error
    figure = draw(term("a", rate, [0.0, 0.0, 0.0, 1e-17], low=0.0, high=0.0))
    low, high = figure.layout.xaxis.range
    assert low < rate < high


def test_a_term_that_no_one_uses_has_rates_of_zero():
    figure = draw(term("a", 0.0, [0.0, 0.0, 0.0, 0.0], low=0.0, high=0.0))
    assert numbers(figure) == ["<b>0.000</b>", *["0.000<br>[0.000, 0.000]"] * 4, "<b>0.000</b>"]


def test_the_first_terms_are_drawn_and_the_subtitle_says_so():
    frame = pd.concat([term(f"t{i}", 5.0, [1.0, 1.0, 1.0, 1.0]) for i in range(8)])
    figure = draw(frame)
    assert [title.split(" diff")[0] for title in titles(figure)] == [f"<b>t{i}</b>" for i in range(6)]
    assert subtitle(figure).endswith("Each panel has its own scale. The first 6 of 8 terms; all are in the table.")
    assert len(titles(draw(frame, max_panels=8))) == 8


@pytest.mark.parametrize("n_panels", range(1, 7))
def test_panels_do_not_overlap(n_panels):
    frame = pd.concat([term(f"t{i}", 5.0, [1.0, -1.0, 1.0, 1.0]) for i in range(n_panels)])
    layout = draw(frame).layout.to_plotly_json()
    boxes = [(*layout[f"xaxis{n}"]["domain"], *layout[f"yaxis{n}"]["domain"]) for n in ["", *range(2, n_panels + 1)]]
    for i, (left, right, bottom, top) in enumerate(boxes):
        assert 0 <= left < right < 1
        assert 0 <= bottom < top < 1
        for other_left, other_right, other_bottom, other_top in boxes[:i]:
            assert right <= other_left or other_right <= left or top <= other_bottom or other_top <= bottom


def test_two_of_eighty_outlets_keep_their_colours():
    groups = [f"Daily {i}" for i in range(80)]
    dots = draw(STRIKE, a="Daily 70", b="Daily 3", groups=groups).data[3]
    assert dots.marker.color == (theme.PALETTE[3], theme.GREY)


def test_names_are_shown_as_they_are_written():
    outlet = "<i>Daily</i> & Sons"
    figure = draw(STRIKE.assign(term="$5 <b>"), a=outlet, support="Shared: <all>.")
    assert figure.layout.title.text.startswith("How &lt;i&gt;Daily&lt;/i&gt; &amp; Sons differs from")
    assert figure.layout.yaxis.ticktext[-1] == "<b>&lt;i&gt;Daily&lt;/i&gt; &amp; Sons</b>"
    assert titles(figure)[0].startswith("<b>&#36;5 &lt;b&gt;</b>")
    assert subtitle(figure).startswith("Shared: &lt;all&gt;.")


def test_the_figure_is_small_and_plain(stored):
    frame = pd.concat([term(f"t{i}", 5.0 + i / 7, [1 / 3, -1.0, 2 / 7, 1 / 9]) for i in range(6)])
    assert len(stored(draw(frame))) < 25_000


def test_the_table_is_left_as_it_was():
    before = STRIKE.copy(deep=True)
    draw(STRIKE)
    pd.testing.assert_frame_equal(STRIKE, before)


def test_without_estimates_the_figure_says_so():
    for frame in (STRIKE[:0], STRIKE.assign(estimate=NAN)):
        figure = draw(frame)
        assert not figure.data
        assert figure.layout.annotations[0].text.replace("<br>", " ") == (
            "How Daily A differs from Evening B, in steps: nothing to draw, the table has no estimates."
        )
