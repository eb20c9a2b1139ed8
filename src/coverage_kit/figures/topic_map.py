"""A map of topics: those that share words lie close to each other."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from coverage_kit.figures import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_SIDE = 400  # pixels
_MAP, _KEY = 0.48, 0.52  # where the map ends and its key begins, as shares of the width
_LINE = 19
_SMALLEST, _AREA = 22, 0.3  # pixels across; share of the map that the bubbles fill
_ROUNDS = 300
_ROOM = 1.08  # between bubbles, as a figure may be narrower than foreseen


def plot_topic_map(table: pd.DataFrame, *, weights: ArrayLike, title: str, max_topics: int = 30) -> "Figure":
    """Draw topics as numbered bubbles: their area is their share, their nearness tells how alike their words are.

    `table` has a row for each topic, or for each topic and group, with ``number`` (from 1), ``topic, estimate,
    n_articles``; `weights` are those of the terms, (n_topics, n_terms). Distances are Hellinger's, laid out in the
    plane by classical scaling; bubbles that would cover each other are moved apart.

    References
    ----------
    Torgerson, W. S. (1952). Multidimensional scaling: I. Theory and method. Psychometrika 17(4).

    Examples
    --------
    >>> table = pd.DataFrame({"number": [1, 2, 3], "topic": ["rail", "tax", "rent"], "estimate": [0.5, 0.3, 0.2],
    ...                       "n_articles": 40})
    >>> figure = plot_topic_map(table, weights=[[1, 0, 0], [0, 0.6, 0.4], [0, 0.4, 0.6]], title="Topics")
    >>> figure.data[0].text, [note.text for note in figure.layout.annotations][:1]
    (('1', '2', '3'), ['<b>1</b> rail  50%'])
    """
    import plotly.graph_objects as go

    weights = np.asarray(weights, np.float64)
    sums = table.assign(held=table["estimate"] * table["n_articles"]).dropna(subset="estimate")
    sums = sums.groupby(["number", "topic"], as_index=False)[["held", "n_articles"]].sum().sort_values("number")
    if len(sums) < 2:
        return theme.empty_figure(f"{title}: nothing to draw, a map needs two topics.")
    share, total = (sums["held"] / sums["n_articles"]).to_numpy(), len(sums)
    sums, share = sums[:max_topics], share[:max_topics]
    places, kept = classical_scaling(hellinger(weights[sums["number"].to_numpy() - 1]))
    across = np.maximum(_SMALLEST, _SIDE * np.sqrt(4 / np.pi * _AREA * share / share.sum()))
    at = _apart(_fitted_in(places, across), across)
    notes = [f"Near: alike in their words. The map keeps {kept:.0%} of how they differ. Area: share of the coverage."]
    notes += theme.left_out("topic", len(sums), total)
    height = max(_SIDE, _LINE * len(sums) + 10)
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height))
    names = [theme.shorten(str(name), 44) for name in sums["topic"]]
    figure.update_layout(_axes(height), margin_b=20, height=figure.layout.height - 40)
    figure.update_layout(annotations=_key(sums["number"].tolist(), names, share, height=height))
    return figure.add_trace(_bubbles(sums, share, at=at, across=across))


def hellinger(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the distances between rows: 0 where they are the same, 1 where they have nothing in common.

    >>> hellinger(np.array([[1, 1, 0], [2, 2, 0], [0, 0, 5]])).round(3).tolist()
    [[0.0, 0.0, 1.0], [0.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    """
    roots = np.sqrt(weights / weights.sum(axis=1, keepdims=True))
    distances = np.sqrt(np.maximum(1 - roots @ roots.T, 0).round(12))
    np.fill_diagonal(distances, 0)
    return distances


def classical_scaling(distances: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Return points in the plane whose distances come near to those given, and the share of the variance they keep.

    Of each axis, the point that lies farthest out is on the positive side.

    >>> points, kept = classical_scaling(np.array([[0.0, 3.0, 4.0], [3.0, 0.0, 5.0], [4.0, 5.0, 0.0]]))
    >>> round(float(np.hypot(*(points[1] - points[2]))), 6), round(kept, 6)
    (5.0, 1.0)
    """
    squared = distances**2
    centred = -(squared - squared.mean(axis=0) - squared.mean(axis=1, keepdims=True) + squared.mean()) / 2
    values, vectors = np.linalg.eigh(centred)
    order = np.argsort(-values.round(9), kind="stable")
    values, vectors = np.maximum(values[order], 0), vectors[:, order]
    points = np.zeros((len(distances), 2))
    points[:, : min(2, len(values))] = (vectors * np.sqrt(values))[:, :2]
    outermost = np.argmax(np.abs(points).round(9), axis=0)
    points *= np.where(points[outermost, [0, 1]] < 0, -1, 1)
    total = values.sum()
    return points, float(values[:2].sum() / total) if total > 0 else 1.0


def _fitted_in(places: NDArray[np.float64], across: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return pixels from the middle of the map, on one scale for both axes."""
    reach = np.abs(places - (places.max(axis=0) + places.min(axis=0)) / 2).max()
    return (places - (places.max(axis=0) + places.min(axis=0)) / 2) * ((_SIDE - across.max()) / 2 / max(reach, 1e-9))


def _apart(at: NDArray[np.float64], across: NDArray[np.float64]) -> NDArray[np.float64]:
    """Move circles away from each other until none covers another."""
    at = at.copy()
    # Circles in the same place need a direction to part in: that of their number on a clock.
    clock = np.arange(len(at)) * 2.4
    at += 1e-3 * np.stack([np.cos(clock), np.sin(clock)], axis=1)
    least = _ROOM * (across[:, None] + across) / 2
    np.fill_diagonal(least, 0)
    for _ in range(_ROUNDS):
        way = at[:, None] - at
        length = np.hypot(way[..., 0], way[..., 1])
        lacking = np.maximum(least - length, 0)
        if lacking.max() < 0.5:
            break
        at += (way / np.maximum(length, 1e-9)[..., None] * (lacking / 2)[..., None]).sum(axis=1) * 0.6
    return at


def _axes(height: float) -> dict[str, Any]:
    bare = {"showgrid": False, "showticklabels": False, "showline": False}
    half = _SIDE / 2 + 8
    lower = max(0.0, 1 - _SIDE / height)
    return {
        "xaxis": bare | {"domain": [0, _MAP], "range": [-half, half], "constrain": "domain"},
        "yaxis": bare | {"domain": theme.rounded([lower, 1]), "range": [-half, half], "scaleanchor": "x"},
    }


def _key(
    numbers: Sequence[int], names: Sequence[str], share: NDArray[np.float64], *, height: float
) -> list[dict[str, Any]]:
    look = {"xref": "paper", "yref": "paper", "x": _KEY, "xanchor": "left", "yanchor": "top", "showarrow": False}
    rows = [f"<b>{n}</b> {theme.literal(name)}  {s:.0%}" for n, name, s in zip(numbers, names, share, strict=True)]
    tops = theme.rounded(1 - _LINE * i / height for i in range(len(rows)))
    return [look | {"y": top, "text": row, "align": "left"} for top, row in zip(tops, rows, strict=True)]


def _bubbles(
    sums: pd.DataFrame, share: NDArray[np.float64], *, at: NDArray[np.float64], across: NDArray[np.float64]
) -> dict[str, Any]:
    names = [theme.literal(theme.shorten(str(name), 60)) for name in sums["topic"]]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": theme.rounded(at[:, 0]),
        "y": theme.rounded(at[:, 1]),
        "text": [str(number) for number in sums["number"]],
        "textfont": {"color": "white", "size": 12},
        "marker": {"size": theme.rounded(across), "color": theme.PALETTE[0], "opacity": 0.9, "line": {"width": 0}},
        "hovertext": [f"<b>{name}</b><br>{s:.1%} of the coverage" for name, s in zip(names, share, strict=True)],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
