import pandas as pd
import pytest

from coverage_kit.figures import theme
from coverage_kit.figures.matrix import plot_matrix


def matrix(rows, kind="speakers", listed=()):
    """Make a frame of (item, outlet, n_here, named)."""
    frame = pd.DataFrame(rows, columns=["item", "outlet", "n_here", "named"])
    passage = [f"{row[0]} said so." if row[2] else None for row in rows]
    return frame.assign(kind=kind, passage=passage, listed=frame["item"].isin(listed))


def draw(frame, groups=("Daily A", "Daily B"), **options):
    return plot_matrix(frame, by="outlet", groups=list(groups), title="Who has what", **options)


def test_a_number_where_heard_a_ring_where_only_named_nothing_where_neither():
    rings, dots = draw(
        matrix(
            [
                ("Ruiz", "Daily A", 2, True),
                ("Ruiz", "Daily B", 0, True),
                ("Ito", "Daily B", 1, True),
                ("Ito", "Daily A", 0, False),
            ]
        )
    ).data
    assert list(zip(dots.x, dots.y, dots.text, strict=True)) == [(0, 0, "2"), (1, 1, "1")]
    assert list(zip(rings.x, rings.y, strict=True)) == [(1, 0)]
    assert list(dots.marker.color) == list(theme.PALETTE[:2])
    assert dots.hovertext[0] == "<b>Ruiz</b> in Daily A<br>passages: 2<br>Ruiz said so."
    assert rings.hovertext[0] == "<b>Ruiz</b> in Daily B<br>named, but not heard"


@pytest.mark.parametrize(
    ("kind", "told"),
    [("terms", "a kindred word stands here"), ("facts", "something like it stands here")],
)
def test_rings_tell_what_comes_near(kind, told):
    rings, _ = draw(matrix([("strike", "Daily A", 2, True), ("strike", "Daily B", 0, True)], kind)).data
    assert rings.hovertext == (f"<b>strike</b> in Daily B<br>{told}",)


def test_what_most_have_comes_first():
    rows = [
        ("Ito", "Daily A", 9, True),
        ("Ito", "Daily B", 0, False),
        ("Ruiz", "Daily A", 1, True),
        ("Ruiz", "Daily B", 1, True),
    ]
    assert draw(matrix(rows)).layout.yaxis.ticktext == ("Ruiz", "Ito")


def test_what_the_table_lists_comes_before_it():
    rows = [("Ito", "Daily A", 1, True), ("Ruiz", "Daily A", 2, True), ("Ruiz", "Daily B", 1, True)]
    assert draw(matrix(rows, listed=["Ito"])).layout.yaxis.ticktext == ("Ito", "Ruiz")


def test_kinds_have_a_heading_each_and_share_the_rows():
    speakers = matrix([("Ruiz", "Daily A", 1, True)])
    terms = matrix([(f"word {i}", "Daily A", 2, True) for i in range(9)], "terms")
    figure = draw(pd.concat([speakers, terms]), max_rows=4)
    labels = ("<b>Speakers</b>", "Ruiz", "<b>Terms</b>", "word 0", "word 1", "word 2")
    assert figure.layout.yaxis.ticktext == labels
    assert figure.data[1].y == (1, 3, 4, 5)
    assert "The first 3 of 9 terms; all are in the table." in figure.layout.title.subtitle.text.replace("<br>", " ")


def test_what_is_left_out_is_told():
    rows = [(f"Speaker {i}", group, 1, True) for i in range(4) for group in ("Daily A", "Daily B", "Daily C")]
    figure = draw(matrix(rows), ("Daily A", "Daily B", "Daily C"), max_rows=3, max_groups=2)
    told = figure.layout.title.subtitle.text.replace("<br>", " ")
    assert "The first 3 of 4 speakers; all are in the table." in told
    assert "The 2 largest of 3 outlets; all are in the table." in told
    assert len(figure.data[1].x) == 6


def test_text_is_shown_as_written():
    figure = draw(matrix([("<b>R&D</b>", "A $ B", 1, True)]), ["A $ B"])
    assert figure.layout.yaxis.ticktext == ("&lt;b&gt;R&amp;D&lt;/b&gt;",)
    assert figure.layout.xaxis.ticktext == ("A &#36; B",)
    assert "&lt;b&gt;R&amp;D" in figure.data[1].hovertext[0]


def test_an_empty_matrix():
    assert draw(matrix([])).layout.annotations[0].text == "Who has what: nothing to draw."
