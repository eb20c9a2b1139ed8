import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_kit.figures.topic_map import classical_scaling, hellinger, plot_topic_map


def table(shares, groups=("Daily A",), n_articles=10):
    rows = [(n + 1, f"topic {n + 1}", group, share) for n, share in enumerate(shares) for group in groups]
    return pd.DataFrame(rows, columns=["number", "topic", "outlet", "estimate"]).assign(n_articles=n_articles)


def draw(frame, weights, **options):
    return plot_topic_map(frame, weights=weights, title="Map", **options)


def places(figure):
    (bubbles,) = figure.data
    return np.column_stack([bubbles.x, bubbles.y]), np.array(bubbles.marker.size)


def test_hellinger_by_hand():
    # roots of (.5, .5) and (.25, .75): .5 .707 .707 .866
    expected = np.sqrt(1 - (np.sqrt(0.125) + np.sqrt(0.375)))
    assert hellinger(np.array([[0.5, 0.5], [0.25, 0.75]]))[0, 1] == pytest.approx(expected)


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1), st.integers(3, 12))
def test_points_of_the_plane_are_found_again(seed, n):
    points = np.random.default_rng(seed).normal(size=(n, 2))
    given_distances = np.linalg.norm(points[:, None] - points, axis=2)
    found, kept = classical_scaling(given_distances)
    np.testing.assert_allclose(np.linalg.norm(found[:, None] - found, axis=2), given_distances, atol=1e-6)
    assert kept == pytest.approx(1)
    outermost = np.abs(found).argmax(axis=0)
    assert (found[outermost, [0, 1]] > 0).all()


def test_points_on_a_line_and_in_one_place():
    line, kept = classical_scaling(np.abs(np.subtract.outer([0.0, 1.0, 3.0], [0.0, 1.0, 3.0])))
    np.testing.assert_allclose(line, [[-4 / 3, 0], [-1 / 3, 0], [5 / 3, 0]], atol=1e-6)
    assert kept == pytest.approx(1)
    assert classical_scaling(np.zeros((3, 3)))[1] == 1


def test_topics_of_like_words_are_near():
    weights = [[1, 0, 0, 0], [0, 0, 0.6, 0.4], [0.9, 0.1, 0, 0], [0, 0, 0.4, 0.6]]
    at, _ = places(draw(table([0.01] * 4), weights))
    gap = np.linalg.norm(at[:, None] - at, axis=2)
    assert gap[0, 2] < gap[0, 1]
    assert gap[1, 3] < gap[1, 2]


def test_area_is_the_share_over_all_groups():
    frame = table([0.4, 0.1], ("Daily A", "Daily B"), n_articles=[30, 10] * 2)
    frame["estimate"] = [0.5, 0.3, 0.1, 0.1]  # .45 and .1 of 40 articles
    figure = draw(frame, np.eye(2))
    _, across = places(figure)
    assert (across[0] / across[1]) ** 2 == pytest.approx(4.5, rel=1e-4)
    assert figure.data[0].hovertext == (
        "<b>topic 1</b><br>45.0% of the coverage",
        "<b>topic 2</b><br>10.0% of the coverage",
    )
    assert [note.text for note in figure.layout.annotations] == ["<b>1</b> topic 1  45%", "<b>2</b> topic 2  10%"]


@pytest.mark.parametrize("weights", [np.ones((30, 5)), np.random.default_rng(0).dirichlet(np.ones(40) / 9, 30)])
def test_bubbles_do_not_cover_each_other(weights):
    at, across = places(draw(table(np.linspace(0.08, 0.01, 30)), weights))
    gap = np.linalg.norm(at[:, None] - at, axis=2)
    least = (across[:, None] + across) / 2
    assert (gap > 0.97 * least)[~np.eye(30, dtype=bool)].all()


def test_what_is_left_out_is_told():
    told = draw(table([0.02] * 40), np.eye(40)).layout.title.subtitle.text.replace("<br>", " ")
    assert told.endswith("The 30 largest of 40 topics; all are in the table.")


def test_one_topic_has_no_map():
    assert draw(table([1.0]), [[1.0]]).layout.annotations[0].text == "Map: nothing to draw, a map needs two topics."


def test_values_are_plain(stored):
    weights = np.random.default_rng(1).dirichlet(np.ones(9), 5)
    assert stored(draw(table([0.3, 0.3, 0.2, 0.1, 0.1]), weights)) == stored(
        draw(table([0.3, 0.3, 0.2, 0.1, 0.1]), weights)
    )
