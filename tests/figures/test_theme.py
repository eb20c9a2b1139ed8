import math
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.figures import theme

# Machado, Oliveira and Fernandes (2009), full severity, on linear RGB.
SIGHT = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}


def linear(colour: str) -> np.ndarray:
    c = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = np.cbrt(to_xyz @ np.clip(rgb, 0, 1) / [0.9505, 1, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("colour", [*theme.PALETTE, theme.GREY])
def test_each_colour_has_a_contrast_of_three_to_white(colour):
    luminance = linear(colour) @ [0.2126, 0.7152, 0.0722]
    assert 1.05 / (luminance + 0.05) >= 3


@pytest.mark.parametrize("sight", SIGHT)
def test_any_two_colours_stay_apart_for_colour_blind_readers(sight):
    seen = [lab(np.array(SIGHT[sight]) @ linear(colour)) for colour in (*theme.PALETTE, theme.GREY)]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 10


def test_the_first_eight_groups_have_their_own_colour_and_the_rest_are_grey():
    groups = [f"Daily {i}" for i in range(10)]
    colours = theme.colours(groups)
    assert list(colours) == groups
    assert len({colours[group] for group in groups[:8]}) == 8
    assert [colours[group] for group in groups[8:]] == [theme.GREY, theme.GREY]


def test_a_repeated_group_does_not_use_up_a_colour():
    assert theme.colours(["A", "A", "B"]) == {"A": theme.PALETTE[0], "B": theme.PALETTE[1]}


@given(st.lists(st.floats()))
def test_rounded_values_are_plain_and_within_six_digits(values):
    for value, result in zip(values, theme.rounded(np.array(values)), strict=True):
        if math.isfinite(value):
            assert type(result) is float
            assert result == pytest.approx(value, rel=5.1e-6, abs=1e-320)
            assert result == float(f"{result:.5e}")
        else:
            assert result is None


@given(st.text(), st.integers(1, 40))
def test_a_shortened_name_is_never_too_long_and_keeps_its_beginning(name, width):
    short = theme.shorten(name, width)
    assert len(short) <= width
    assert short == name or (short.endswith("…") and name.startswith(short[:-1]))


@given(st.text())
def test_no_markup_and_no_formula_is_left_in_a_literal_text(text):
    literal = theme.literal(text)
    assert not set(literal) & set("<>$")
    assert literal.replace("&lt;", "<").replace("&gt;", ">").replace("&#36;", "$").replace("&amp;", "&") == text


def test_wrapping_counts_the_letters_a_reader_sees():
    assert theme.wrapped("A&B A&B A&B", 7) == ["A&amp;B A&amp;B", "A&amp;B"]


@pytest.mark.parametrize(
    ("noun", "plural"),
    [("outlet", "outlets"), ("country", "countries"), ("day", "days"), ("news_class", "news classes")],
)
def test_plural(noun, plural):
    assert theme.plural(noun) == plural


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.01234, "0.0123"), (1.0, "1.0"), (99.94, "99.9"), (100.4, "100"), (12_345.6, "12,346")],
)
def test_rates_have_as_many_digits_as_they_need(value, text):
    assert theme.number(value) == text


@given(st.floats(-1e6, 1e6), st.integers(1, 3))
def test_signed_numbers_have_a_true_minus_and_no_negative_zero(value, decimals):
    text = theme.signed(value, decimals)
    assert float(text.replace("−", "-").replace(",", "")) == pytest.approx(value, abs=0.51 * 10**-decimals)
    assert "-" not in text
    assert text.startswith("−") == (float(f"{value:.{decimals}f}") < 0)


def test_infinite_log_ratios():
    assert (theme.signed(math.inf), theme.signed(-math.inf)) == ("∞", "−∞")
    assert theme.interval(-math.inf, 1.0, theme.signed) == "interval −∞ to 1.00"


@pytest.mark.parametrize("ends", [(math.nan, 1.0), (1.0, math.nan), (math.nan, math.nan)])
def test_an_interval_with_one_end_is_none(ends):
    assert theme.interval(*ends) == "no interval"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "p < .001"),
        (0.00099, "p < .001"),
        (0.001, "p = .001"),
        (0.0496, "p = .050"),
        (1.0, "p = 1.000"),
        (math.nan, "no p"),
    ],
)
def test_p_values_are_printed_as_in_journals(value, text):
    assert theme.p_value("p", value) == text


def test_a_note_says_what_is_left_out():
    assert theme.left_out("story", 20, 1_200) == ["The 20 largest of 1,200 stories; all are in the table."]
    assert theme.left_out("story", 20, 20) == []


def test_the_layout_makes_room_for_each_line_of_title_and_notes():
    one = theme.layout("Words", plot_height=100)
    two = theme.layout("Words " * 20, ["A note."], plot_height=100, legend=True)
    assert one["height"] == one["margin"]["t"] + 100 + one["margin"]["b"]
    assert two["title"]["text"].count("<br>") == 1
    assert two["title"]["subtitle"]["text"] == "A note."
    assert two["margin"]["t"] == one["margin"]["t"] + 22 + 18 + 30
    assert "subtitle" not in one["title"]


def test_rows_run_downwards_and_labels_are_shortened_and_escaped():
    axis = theme.row_axis(["A <b>", "x" * 60])
    assert axis["range"] == [1.5, -0.5]
    assert axis["tickvals"] == [0, 1]
    assert axis["ticktext"] == ["A &lt;b&gt;", "x" * 33 + "…"]


def test_an_empty_figure_says_why_and_shows_no_axes(stored):
    figure = theme.empty_figure("Nothing to draw: <none>.")
    assert not figure.data
    assert figure.layout.annotations[0].text == "Nothing to draw: &lt;none&gt;."
    assert figure.layout.xaxis.visible is False
    assert figure.layout.yaxis.visible is False
    assert len(stored(figure)) < 3000


def test_figures_offer_no_button_that_sends_data_away():
    assert "sendChartToCloud" in theme.empty_figure("x").layout.template.layout.modebar.remove


def test_the_theme_changes_nothing_for_other_figures():
    code = (
        "import sys\n"
        "from coverage_kit.figures import concordance, coverage, decomposition, dispersion, intervals\n"
        "from coverage_kit.figures import keyness, labels, marks, panels, prominence, ratios, reprints, theme, trend\n"
        "assert 'plotly' not in sys.modules\n"
        "import plotly.io\n"
        "theme.empty_figure('x')\n"
        "assert plotly.io.templates.default == 'plotly'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
