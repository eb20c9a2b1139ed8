import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.topic_quality import plot_topic_quality


def table(numbers, recommended):
    frame = pd.DataFrame({"n_topics": numbers, "recommended": [number in recommended for number in numbers]})
    return frame.assign(
        coherence=[0.1 + 0.01 * i for i in range(len(numbers))],
        conf_low=lambda t: t["coherence"] - 0.05,
        conf_high=lambda t: t["coherence"] + 0.02,
        exclusivity=0.8,
        stability=0.5,
        n_unstable=list(range(len(numbers))),
        n_articles=1_200,
    )


def draw(numbers=(5, 10, 20), recommended=(10, 20)):
    return plot_topic_quality(table(list(numbers), recommended), title="How many topics?")


def test_three_panels_one_above_the_other():
    figure = draw()
    assert [line.yaxis for line in figure.data] == ["y", "y2", "y3"]
    assert figure.data[0].y == pytest.approx((0.1, 0.11, 0.12))
    assert figure.data[1].y == (0.8, 0.8, 0.8)
    tops = [axis.domain[1] for axis in (figure.layout.yaxis, figure.layout.yaxis2, figure.layout.yaxis3)]
    assert tops == sorted(tops, reverse=True)
    assert [note.text.split(":")[0] for note in figure.layout.annotations] == [
        "<b>Coherence</b>",
        "<b>Exclusivity</b>",
        "<b>Stability</b>",
    ]


def test_numbers_are_evenly_spaced_and_in_order():
    figure = plot_topic_quality(table([20, 5, 10], ()), title="How many topics?")
    assert figure.layout.xaxis.ticktext == ("5", "10", "20")
    assert figure.data[0].x == (0, 1, 2)
    assert figure.data[0].y == pytest.approx((0.11, 0.12, 0.1))


def test_whiskers_are_the_intervals():
    error = draw().data[0].error_y
    assert error.array == pytest.approx((0.02,) * 3)
    assert error.arrayminus == pytest.approx((0.05,) * 3)
    low, high = draw().layout.yaxis.range
    assert low < 0.05
    assert high > 0.14


def test_what_is_recommended_is_shaded_in_each_panel():
    figure = draw()
    assert [(shade.x0, shade.x1, shade.yref) for shade in figure.layout.shapes] == [
        (0.5, 2.5, "y domain"),
        (0.5, 2.5, "y2 domain"),
        (0.5, 2.5, "y3 domain"),
    ]
    assert figure.layout.title.subtitle.text.startswith("Shaded: recommended.")


def test_where_none_is_recommended_the_subtitle_says_so():
    figure = draw(recommended=())
    assert len(figure.layout.shapes) == 0
    assert figure.layout.title.subtitle.text.startswith("No number of topics recommends itself.")


def test_unstable_topics_are_counted_where_there_are_any():
    assert draw().data[2].text == ("", "1", "2")


def test_hover_gives_all_figures():
    assert draw().data[0].hovertext[1] == (
        "<b>10 topics</b>, recommended<br>coherence 0.11<br>interval 0.06 to 0.13<br>exclusivity 0.80"
        "<br>stability 0.50, unstable topics: 1<br>articles: 1,200"
    )


def test_no_topics_no_axes():
    figure = plot_topic_quality(table([], ()), title="How many topics?")
    assert figure.layout.annotations[0].text == "How many topics? Nothing to draw, there are no topics."


@pytest.mark.parametrize("numbers", [range(2, 5), range(2, 14)])
def test_plain_values_are_stored(stored, numbers):
    figure = draw(numbers, (3,))
    stored(figure)
    assert figure.data[0].line.color == theme.PALETTE[0]
