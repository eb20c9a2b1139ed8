"""Estimates with their intervals: a dot and a whisker for each group, a panel for each thing measured."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from coverage_kit.figures import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# An interval that reaches beyond this many times the largest estimate is cut off at the edge of its panel.
_REACH = 3.0
_MAX_COLUMNS = 3
_TICKS_HEIGHT = 44
_TITLE_LINE = 18
_GAP = 0.06
# Panel titles are broken so that they fit into a figure this many characters wide.
_FIGURE_WIDTH = 98
_NOTE = {"xref": "paper", "yref": "paper", "showarrow": False}


class _Scale(NamedTuple):
    """The end of a horizontal axis, and whether whiskers run on beyond it."""

    end: float
    cut: bool


def plot_intervals(
    table: pd.DataFrame,
    *,
    by: str,
    panel: str,
    groups: Sequence[str],
    title: str,
    unit: str,
    max_groups: int = 12,
    max_panels: int = 6,
) -> "Figure":
    """Draw estimates as dots and their intervals as whiskers, one panel for each value of a column.

    `table` has the columns `by`, `panel`, ``estimate, conf_low, conf_high``, and ``p_value`` (one for each panel),
    ``count`` and ``n_...`` as they apply. `groups` are all groups of the corpus, largest first. `unit` is what an
    estimate is: "per 10,000 words", or a share if it begins with "share".

    Examples
    --------
    >>> table = pd.DataFrame({"term": "broker", "outlet": ["Daily A", "Daily B"], "estimate": [12.0, 8.0],
    ...                       "conf_low": [9.0, 5.0], "conf_high": [15.0, 12.0]})
    >>> figure = plot_intervals(table, by="outlet", panel="term", groups=["Daily A", "Daily B"],
    ...                         title="Words", unit="per 10,000 words")
    >>> [trace.x for trace in figure.data]
    [(12.0,), (8.0,)]
    """
    import plotly.graph_objects as go

    table = table[table["estimate"].notna()]
    if table.empty:
        return theme.empty_figure(f"{title}: nothing to draw, the table has no estimates.")
    all_rows, all_panels = theme.in_order(table[by], groups), list(dict.fromkeys(table[panel]))
    rows, panels = all_rows[:max_groups], all_panels[:max_panels]
    notes = []
    if len(rows) < len(all_rows):
        notes.append(theme.some_of(f"The {len(rows)} largest", len(all_rows), by))
    if len(panels) < len(all_panels):
        notes.append(theme.some_of(f"The first {len(panels)}", len(all_panels), panel))
    drawn = table[table[by].isin(rows) & table[panel].isin(panels)]
    drawn = drawn.assign(row=drawn[by].map(rows.index), colour=drawn[by].map(theme.colours([*groups, *all_rows])))
    drawn["text"] = [_hover(record, by, unit) for record in drawn.to_dict("records")]
    parts = {str(name): drawn[drawn[panel] == name] for name in panels}
    scales = [_scale(drawn if _is_share(unit) else part) for part in parts.values()]
    axes, height = _panels(parts, scales, labels=[str(row) for row in rows], unit=unit)
    figure = go.Figure(layout=theme.layout(title, notes + _notes(drawn, scales, unit), plot_height=height) | axes)
    for number, (part, scale) in enumerate(zip(parts.values(), scales, strict=True), 1):
        figure.add_traces(_traces(part, scale, number))
    return figure


def _notes(drawn: pd.DataFrame, scales: list[_Scale], unit: str) -> list[str]:
    notes = []
    if len(scales) > 1 and not _is_share(unit):
        notes.append("Each panel has its own scale.")
    if drawn[["conf_low", "conf_high"]].isna().any(axis=None):
        notes.append("Open dot: no interval.")
    if any(scale.cut for scale in scales):
        notes.append("Arrow: the interval runs on.")
    return notes


def _is_share(unit: str) -> bool:
    return unit.startswith("share")


def _scale(part: pd.DataFrame) -> _Scale:
    """Let the axis reach all intervals, unless one is so wide that the dots would be squashed."""
    largest, furthest = part["estimate"].max(), part[["estimate", "conf_high"]].max(axis=None)
    if 0 < _REACH * largest < furthest:
        return _Scale(_REACH * largest, True)
    return _Scale(1.04 * furthest if furthest > 0 else 1.0, False)


def _traces(points: pd.DataFrame, scale: _Scale, number: int) -> list[dict[str, Any]]:
    """Return a trace of dots and whiskers for each colour, and one of arrows where whiskers run on."""
    place = {"type": "scatter", "mode": "markers", "xaxis": f"x{number}", "yaxis": f"y{number}", "hoverinfo": "text"}
    traces = []
    for colour, same in points.sort_values("row").groupby("colour", sort=False):
        open_dot = same[["conf_low", "conf_high"]].isna().any(axis=1)
        whisker = {
            "array": theme.rounded(same["conf_high"] - same["estimate"]),
            "arrayminus": theme.rounded(same["estimate"] - same["conf_low"]),
            "thickness": 2,
            "width": 0,
        }
        dots = {
            "x": theme.rounded(same["estimate"]),
            "y": same["row"].tolist(),
            "error_x": whisker,
            "marker": {
                "color": colour,
                "line": {"color": colour, "width": 2},
                "size": 8,
                "symbol": ["circle-open" if o else "circle" for o in open_dot],
            },
            "hovertext": same["text"].tolist(),
            "cliponaxis": False,
        }
        traces.append(place | dots)
    cut = points[points["conf_high"] > scale.end]
    if len(cut):
        arrows = {
            "x": theme.rounded([scale.end] * len(cut)),
            "y": cut["row"].tolist(),
            "marker": {"color": cut["colour"].tolist(), "size": 9, "symbol": "triangle-right"},
            "hovertext": cut["text"].tolist(),
            "cliponaxis": False,
        }
        traces.append(place | arrows)
    return traces


def _hover(record: Mapping[Any, Any], by: str, unit: str) -> str:
    low, high = record["conf_low"], record["conf_high"]
    known = pd.notna(low) and pd.notna(high)
    lines = [
        f"<b>{theme.literal(theme.shorten(str(record[by]), 60))}</b>",
        f"{_number(record['estimate'], unit)} {theme.literal(unit)}",
        f"interval {_number(low, unit)} to {_number(high, unit)}" if known else "no interval",
        theme.counts_behind(record),
    ]
    return "<br>".join(line for line in lines if line)


def _number(value: float, unit: str) -> str:
    if _is_share(unit):
        return f"{value:.1%}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3g}"


def _panel_title(name: str, part: pd.DataFrame, width: int) -> list[str]:
    """Return the lines of a panel's title: what it shows, and the p-value of the difference between the groups."""
    names = textwrap.wrap(name.replace("_", " "), width) or [""]
    lines = [f"<b>{theme.literal(line)}</b>" for line in names]
    p_values = part["p_value"].dropna() if "p_value" in part else ()
    if len(p_values):
        p = p_values.iloc[0]
        text = "(p < .001)" if p < 0.001 else f"(p = {p:.3f})".replace("0.", ".")
        if len(names[-1]) + len(text) < width:
            lines[-1] += f" {theme.literal(text)}"
        else:
            lines.append(theme.literal(text))
    return lines


def _panels(
    parts: Mapping[str, pd.DataFrame], scales: list[_Scale], *, labels: list[str], unit: str
) -> tuple[dict[str, Any], float]:
    """Return axes and titles of the panels, laid out in a grid, and the height of the grid in pixels."""
    n_columns = 2 if len(parts) == 4 else min(len(parts), _MAX_COLUMNS)
    n_rows = -(-len(parts) // n_columns)
    title_width = (_FIGURE_WIDTH - min(theme.LABEL_WIDTH, max(map(len, labels)))) // n_columns
    titles = [_panel_title(name, part, title_width) for name, part in parts.items()]
    head = _TITLE_LINE * max(map(len, titles)) + 6
    body = theme.ROW_HEIGHT * len(labels) + 12
    height = n_rows * (head + body) + (n_rows - 1) * _TICKS_HEIGHT
    width = (1 - _GAP * (n_columns - 1)) / n_columns
    axes: dict[str, Any] = {"annotations": []}
    for i, (title, scale) in enumerate(zip(titles, scales, strict=True)):
        row, column = divmod(i, n_columns)
        left = column * (width + _GAP)
        top = 1 - (row * (head + body + _TICKS_HEIGHT) + head) / height
        across, down = theme.rounded([left, left + width]), theme.rounded([max(0.0, top - body / height), top])
        axes[f"xaxis{i + 1}"] = _scale_axis(scale, unit) | {"anchor": f"y{i + 1}", "domain": across}
        axes[f"yaxis{i + 1}"] = theme.row_axis(labels) | {"anchor": f"x{i + 1}", "domain": down}
        axes[f"yaxis{i + 1}"]["showticklabels"] = column == 0
        place = {"x": across[0], "xanchor": "left", "y": down[1], "yanchor": "bottom", "align": "left"}
        axes["annotations"].append(_NOTE | place | {"text": "<br>".join(title)})
    place = {"x": 0.5, "xanchor": "center", "y": 0, "yanchor": "top", "yshift": -26}
    axes["annotations"].append(_NOTE | place | {"text": theme.literal(unit)})
    return axes, height


def _scale_axis(scale: _Scale, unit: str) -> dict[str, Any]:
    axis = {"range": theme.rounded([-0.03 * scale.end, scale.end]), "nticks": 6}
    return axis | {"tickformat": theme.PERCENT} if _is_share(unit) else axis
