from collections import Counter

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_kit.figures import theme
from coverage_kit.figures.dispersion import plot_dispersion


def articles(counts, totals):
    """Return a row for each article: `counts` maps (term, outlet) to the occurrences in each article with the term."""
    rows = [
        (term, outlet, f"{outlet}-{i}", f"Talks {i}", pd.Timestamp(2020, 3, 1 + i % 28), count, 300, totals[outlet])
        for (term, outlet), column in counts.items()
        for i, count in enumerate(column)
    ]
    columns = ["term", "outlet", "article_id", "title", "published", "count", "n_words", "n_articles"]
    return pd.DataFrame(rows, columns=columns)


def draw(frame, groups, **options):
    return plot_dispersion(frame, by="outlet", groups=groups, title="Spread", **options)


def dots(figure, panel=1):
    """Return (x, row, colour) of the dots in a panel."""
    trace = figure.data[2 * panel - 2]
    return list(zip(trace.x, trace.y, trace.marker.color, strict=True))


def beside(figure, panel=1):
    return figure.data[2 * panel - 1].text


def subtitle(figure):
    return figure.layout.title.subtitle.text.replace("<br>", " ")


TWO = articles(
    {("broker", "Daily A"): [4, 1], ("broker", "Daily B"): [2], ("isolated", "Daily B"): [1, 1, 1]},
    {"Daily A": 12, "Daily B": 1_007},
)


def test_a_dot_for_each_article_at_its_number_of_occurrences():
    figure = draw(TWO, ["Daily A", "Daily B"])
    blue, orange = theme.PALETTE[:2]
    assert dots(figure) == [(4, 0, blue), (2, 1, orange), (1, 0, blue)]
    assert [(x, colour) for x, _, colour in dots(figure, 2)] == [(1, orange)] * 3
    assert [note.text for note in figure.layout.annotations] == [
        "<b>broker</b>",
        "<b>isolated</b>",
        "occurrences in the article (logarithmic scale)",
    ]
    assert figure.layout.yaxis.ticktext == ("Daily A", "Daily B")
    assert figure.layout.yaxis2.showticklabels is False
    assert subtitle(figure) == (
        "A dot is an article. “5 of 9, half in 2”: 5 of 9 articles hold the term, 2 have half of its occurrences."
    )


def test_a_row_says_how_many_articles_hold_the_term():
    figure = draw(TWO, ["Daily A", "Daily B"])
    assert beside(figure, 1) == ("2 of 12, half in 1", "1 of 1,007")
    assert beside(figure, 2) == ("0 of 12", "3 of 1,007, half in 2")
    assert figure.data[1].hovertext == (
        "2 of 12 articles hold the term (17%).<br>1 of them have half of its 5 occurrences.",
        "1 of 1,007 articles hold the term (0%).",
    )


def test_a_group_that_uses_no_term_has_a_row_all_the_same():
    figure = draw(TWO, ["Daily A", "Daily C", "Daily B"])
    assert figure.layout.yaxis.ticktext == ("Daily A", "Daily C", "Daily B")
    assert beside(figure) == ("2 of 12, half in 1", "none", "1 of 1,007")
    assert {colour for _, row, colour in dots(figure) if row == 2} == {theme.PALETTE[2]}


@pytest.mark.parametrize(
    ("counts", "half"), [([1, 1], 1), ([1, 1, 1], 2), ([30, 1, 1, 1], 1), ([5, 5, 5, 5], 2), ([4, 3, 2, 2], 2)]
)
def test_how_few_articles_have_half_of_the_occurrences(counts, half):
    figure = draw(articles({("broker", "A"): counts}, {"A": 50}), ["A"])
    assert beside(figure) == (f"{len(counts)} of 50, half in {half}",)


@settings(max_examples=25)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=150))
def test_dots_do_not_hide_each_other_and_stay_in_their_places(counts):
    seen = dots(draw(articles({("broker", "A"): counts}, {"A": 999}), ["A"]))
    assert len({(x, row) for x, row, _ in seen}) == len(counts)
    assert all(-0.5 < row < 0.5 for _, row, _ in seen)
    # A pile ends before the place of the next count.
    assert Counter(int(x) for x, _, _ in seen) == Counter(counts)


def test_thousands_of_articles_share_dots():
    frame = articles({("broker", "A"): [1] * 9_000 + [7], ("broker", "B"): [1] * 44}, {"A": 10_000, "B": 50})
    figure = draw(frame, ["A", "B"])
    # Ten articles a dot: 900 + 1 + 5 dots. Half of 9,007 occurrences: the article with 7 and 4,497 others.
    assert Counter(colour for *_, colour in dots(figure)) == {theme.PALETTE[0]: 901, theme.PALETTE[1]: 5}
    assert beside(figure) == ("9,001 of 10,000, half in 4,498", "44 of 50, half in 22")
    assert subtitle(figure).startswith("A dot is up to 10 articles with equally many occurrences. “5 of 9,")
    assert len(figure.to_json()) < 300_000
    hover = figure.data[0].hovertext
    assert sum(text.endswith("<br>and 9 more with equally many occurrences") for text in hover) == 904
    assert sum(text.endswith("<br>and 3 more with equally many occurrences") for text in hover) == 1


def test_the_order_of_the_rows_of_the_table_does_not_matter():
    frame = articles({("broker", "A"): [1, 2, 1, 1, 2, 3, 1]}, {"A": 9})
    assert draw(frame, ["A"]) == draw(frame[::-1], ["A"])


def test_only_the_largest_groups_and_the_first_terms_are_drawn_and_the_subtitle_says_so():
    groups = [f"Daily {i:02d}" for i in range(80)]
    counts = {(term, group): [1] for term in "hgfedcba" for group in reversed(groups)}
    figure = draw(articles(counts, dict.fromkeys(groups, 3)), groups)
    assert list(figure.layout.yaxis.ticktext) == groups[:12]
    assert [note.text for note in figure.layout.annotations[:-1]] == [f"<b>{term}</b>" for term in "hgfedc"]
    assert subtitle(figure).endswith(
        " The 12 largest of 80 outlets; all are in the table. The first 6 of 8 terms; all are in the table."
    )


def test_terms_that_only_groups_left_out_use_have_empty_panels():
    figure = draw(articles({("broker", "C"): [3]}, {"C": 4}), ["A", "B", "C"], max_groups=2)
    assert dots(figure) == []
    assert beside(figure) == ("none", "none")


@pytest.mark.parametrize(
    ("most", "labels"),
    [(1, ["1"]), (4, ["1", "2", "3", "4"]), (30, ["1", "2", "5", "10", "20"]), (1_000, ["500", "1,000"])],
)
def test_ticks_stand_at_round_counts(most, labels):
    axis = draw(articles({("broker", "A"): [1, most]}, {"A": 4}), ["A"]).layout.xaxis
    assert list(axis.ticktext)[-len(labels) :] == labels
    assert axis.type == "log"
    assert 10 ** axis.range[0] < 1
    assert most < 10 ** axis.range[1]


def test_hover_names_the_article():
    frame = articles({("broker", "A"): [3]}, {"A": 4})
    assert draw(frame, ["A"]).data[0].hovertext == ("<b>Talks 0</b><br>2020-03-01<br>count: 3 · words: 300",)
    unknown = frame.assign(title=None, published=pd.NaT)
    assert draw(unknown, ["A"]).data[0].hovertext == ("<b>A-0</b><br>count: 3 · words: 300",)
    without = frame.drop(columns=["title", "published"])
    assert draw(without, ["A"]).data[0].hovertext == ("<b>A-0</b><br>count: 3 · words: 300",)


def test_names_are_shown_as_they_are_written():
    frame = articles({("<b>R&D</b>", "<i>A</i>"): [1]}, {"<i>A</i>": 4}).assign(title="$5 & <br>")
    figure = draw(frame, ["<i>A</i>"])
    assert figure.layout.annotations[0].text == "<b>&lt;b&gt;R&amp;D&lt;/b&gt;</b>"
    assert figure.layout.yaxis.ticktext == ("&lt;i&gt;A&lt;/i&gt;",)
    assert figure.data[0].hovertext[0].startswith("<b>&#36;5 &amp; &lt;br&gt;</b><br>")


def test_the_figure_holds_plain_values(stored):
    assert len(stored(draw(TWO, ["Daily A", "Daily B"]))) < 8_000


def test_the_table_is_left_as_it_was():
    before = TWO.copy(deep=True)
    draw(TWO, ["Daily A"])
    pd.testing.assert_frame_equal(TWO, before)


def test_without_articles_the_figure_says_so():
    figure = draw(TWO[:0], ["Daily A"])
    assert not figure.data
    assert figure.layout.annotations[0].text == "Spread: nothing to draw, no article holds a term."
