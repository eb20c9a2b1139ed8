"""Panels: the same rows side by side, once for each thing measured."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from coverage_kit.figures import theme

_MAX_COLUMNS = 3
_TICKS_HEIGHT = 44
_TITLE_LINE = 18
_GAP = 0.06
# Titles are broken so that they fit into a figure this many characters wide.
_FIGURE_WIDTH = 98
_NOTE = {"xref": "paper", "yref": "paper", "showarrow": False}


def panels(
    titles: Sequence[str],
    axes: Sequence[Mapping[str, Any]],
    *,
    labels: Sequence[str],
    row_height: float,
    unit: str,
    asides: Sequence[str] = (),
    n_columns: int | None = None,
    banded: bool = True,
) -> tuple[dict[str, Any], float]:
    """Return the axes and titles of a grid of panels, and its height in pixels.

    `axes` are the horizontal axes, `labels` name the rows, `unit` stands below the last panels, and `asides` follow the
    titles. There are three columns at most unless `n_columns` says otherwise. Rows are told apart by bands or by lines.

    Examples
    --------
    >>> layout, height = panels(["broker", "isolated"], [{}, {}], labels=["Daily A"], row_height=24, unit="")
    >>> layout["xaxis2"]["domain"], height
    ([0.53, 1.0], 60)
    """
    n_columns = n_columns or (2 if len(axes) == 4 else min(len(axes), _MAX_COLUMNS))
    on_top = any(axis.get("side") == "top" for axis in axes)
    width = (_FIGURE_WIDTH - min(theme.LABEL_WIDTH, max(map(len, labels)))) // n_columns
    heads = [_title(*parts, width) for parts in zip(titles, asides or [""] * len(titles), strict=True)]
    head = _TITLE_LINE * (max(map(len, heads)) + on_top) + 6
    body, below = row_height * len(labels) + 12, 20 if on_top else _TICKS_HEIGHT
    n_rows = -(-len(axes) // n_columns)
    height = n_rows * (head + body) + (n_rows - 1) * below
    across = (1 - _GAP * (n_columns - 1)) / n_columns
    layout: dict[str, Any] = {"annotations": [], "shapes": []}
    for i, (axis, lines) in enumerate(zip(axes, heads, strict=True)):
        row, column = divmod(i, n_columns)
        left = column * (across + _GAP)
        top = 1 - (row * (head + body + below) + head) / height
        sides, ends = theme.rounded([left, left + across]), theme.rounded([max(0.0, top - body / height), top])
        rows = {"showticklabels": column == 0} | ({"showgrid": False} if banded else {})
        layout[f"xaxis{i + 1}"] = {**axis, "anchor": f"y{i + 1}", "domain": sides}
        layout[f"yaxis{i + 1}"] = theme.row_axis(labels) | rows | {"anchor": f"x{i + 1}", "domain": ends}
        place = {"x": sides[0], "xanchor": "left", "y": ends[1], "yanchor": "bottom", "align": "left"}
        lift = {"yshift": _TITLE_LINE} if on_top else {}
        layout["annotations"].append(_NOTE | place | lift | {"text": "<br>".join(lines)})
        layout["shapes"] += bands(len(labels), i + 1) if banded else []
    if unit:
        place = {"x": 0.5, "xanchor": "center", "y": 0, "yanchor": "top", "yshift": -26}
        layout["annotations"].append(_NOTE | place | {"text": theme.literal(unit)})
    return layout, height


def bands(n_rows: int, panel: int = 1) -> list[dict[str, Any]]:
    """Shade every other row of a panel.

    Examples
    --------
    >>> [(band["y0"], band["y1"], band["yref"]) for band in bands(5, 2)]
    [(0.5, 1.5, 'y2'), (2.5, 3.5, 'y2')]
    """
    look = {"type": "rect", "x0": 0, "x1": 1, "layer": "below", "line": {"width": 0}, "fillcolor": theme.BAND}
    axis = "" if panel == 1 else str(panel)  # a shape knows no axis "x1"
    place = {"xref": f"x{axis} domain", "yref": f"y{axis}"}
    return [look | place | {"y0": row - 0.5, "y1": row + 0.5} for row in range(1, n_rows, 2)]


def axis_end(part: pd.DataFrame, reach: float) -> float:
    """Let an axis reach all intervals, unless one is beyond `reach` times the largest estimate and would squash them.

    Examples
    --------
    >>> part = pd.DataFrame({"estimate": [5.0, 10.0], "conf_high": [12.0, 400.0]})
    >>> axis_end(part[:1], 3), axis_end(part, 3)
    (12.0, 30.0)
    """
    largest, furthest = part["estimate"].max(), part[["estimate", "conf_high"]].max(axis=None)
    end = min(furthest, reach * largest) if largest > 0 else furthest
    return float(end) if 0 < end < float("inf") else 1.0


def _title(name: str, aside: str, width: int) -> list[str]:
    """Return the lines of a panel's title; an aside that does not fit behind the name has a line of its own."""
    names = textwrap.wrap(name, width, break_on_hyphens=False) or [""]
    lines = [f"<b>{theme.literal(line)}</b>" for line in names]
    if aside and len(names[-1]) + len(aside) < width:
        lines[-1] += f" {theme.literal(aside)}"
    elif aside:
        lines.append(theme.literal(aside))
    return lines
