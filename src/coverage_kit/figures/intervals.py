"""Estimates with their intervals: a dot and a whisker for each group, a panel for each thing measured."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import axis_end, panels

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# An interval that reaches beyond this many times the largest estimate is cut off at the edge of its panel.
_REACH = 3.0
_BAR = 9  # pixels
_PALE = 0.33


def plot_intervals(
    table: pd.DataFrame,
    *,
    by: str,
    panel: str,
    groups: Sequence[str],
    title: str,
    unit: str,
    rows: str | None = None,
    max_rows: int = 12,
    max_panels: int = 6,
) -> "Figure":
    """Draw estimates as dots and their intervals as whiskers, one panel for each value of a column.

    `table` has the columns `by`, `panel`, ``estimate, conf_low, conf_high``, and ``p_value`` or
    ``q_value`` (one for each panel), ``count`` and ``n_...`` as they apply; pale bars show ``error_low, error_high``,
    what errors of extraction could make of an estimate. `groups` are all groups of the corpus, largest first. `unit` is
    what an estimate is: "per 10,000 words", or a share if it begins with "share". The rows are the groups, or the
    values of a column `rows` where the panels are the groups.

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
    rows = rows or by
    ordered = {by: theme.in_order(table[by], groups)}
    all_rows, all_names = (ordered.get(column, list(dict.fromkeys(table[column]))) for column in (rows, panel))
    labels, names = all_rows[:max_rows], all_names[:max_panels]
    drawn = table[table[rows].isin(labels) & table[panel].isin(names)]
    colours = theme.colours([*groups, *ordered[by]])
    drawn = drawn.assign(row=drawn[rows].map(labels.index), colour=drawn[by].map(colours))
    drawn["text"] = [_hover(record, rows, unit) for record in drawn.to_dict("records")]
    parts = [drawn[drawn[panel] == name] for name in names]
    ends = [_end(drawn if _is_share(unit) else part) for part in parts]
    axes, height = panels(
        [str(name).replace("_", " ") for name in names],
        [_axis(part, end, unit) for part, end in zip(parts, ends, strict=True)],
        labels=[theme.shorten(str(row), theme.LABEL_WIDTH) for row in labels],
        row_height=theme.ROW_HEIGHT,
        unit=unit,
        asides=[_p_value(part) if panel != by else "" for part in parts],
        banded=False,
    )
    notes = theme.left_out(rows, len(labels), len(all_rows), **({} if rows == by else {"phrase": "The first {}"}))
    notes += theme.left_out(panel, len(names), len(all_names), **({} if panel == by else {"phrase": "The first {}"}))
    notes += _notes(drawn, list(zip(parts, ends, strict=True)), unit)
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height) | axes)
    for number, (part, end) in enumerate(zip(parts, ends, strict=True), 1):
        figure.add_traces(_traces(part, end, number))
    return figure


def _notes(drawn: pd.DataFrame, parts: list[tuple[pd.DataFrame, float]], unit: str) -> list[str]:
    notes = []
    if len(parts) > 1 and not _is_share(unit):
        notes.append("Each panel has its own scale.")
    if drawn[["conf_low", "conf_high"]].isna().any(axis=None):
        notes.append("Open dot: no interval.")
    if _has_errors(drawn):
        notes.append("Pale bar: what errors of extraction could make of the share.")
    if any((part["conf_high"] > end).any() for part, end in parts):
        notes.append("Arrow: the interval runs on.")
    return notes


def _is_share(unit: str) -> bool:
    return unit.startswith("share")


def _has_errors(drawn: pd.DataFrame) -> bool:
    return "error_low" in drawn and drawn["error_low"].notna().any()


def _end(part: pd.DataFrame) -> float:
    lowest = part[["estimate", "conf_low"]].min(axis=None)
    if lowest < 0:
        return 1.04 * max(part[["estimate", "conf_high"]].max(axis=None), -0.1 * lowest)
    end = axis_end(part, _REACH)
    return end if (part["conf_high"] > end).any() else 1.04 * end


def _axis(part: pd.DataFrame, end: float, unit: str) -> dict[str, Any]:
    """Return an axis from zero on, or from the lowest end of an interval where there are differences below zero."""
    start = min(-0.03 * end, 1.04 * part[["estimate", "conf_low"]].min(axis=None))
    axis = {"range": theme.rounded([start, end]), "nticks": 6}
    if start < -0.03 * end:
        axis |= {"zeroline": True, "zerolinecolor": theme.GREY}
    return axis | {"tickformat": theme.PERCENT} if _is_share(unit) else axis


def _p_value(part: pd.DataFrame) -> str:
    """Return the p-value of the difference between the groups, or the q-value, if there is one."""
    name = "p_value" if "p_value" in part else "q_value"
    values = part[name].dropna() if name in part else ()
    return f"({theme.p_value(name[0], values.iloc[0])})" if len(values) else ""


def _traces(points: pd.DataFrame, end: float, number: int) -> list[dict[str, Any]]:
    """Return a trace of dots and whiskers for each colour, and one of arrows where whiskers run on."""
    place = {"type": "scatter", "mode": "markers", "xaxis": f"x{number}", "yaxis": f"y{number}", "hoverinfo": "text"}
    traces = []
    for colour, same in points.sort_values("row").groupby("colour", sort=False):
        open_dot = same[["conf_low", "conf_high"]].isna().any(axis=1)
        whisker = _whisker(same, "conf_low", "conf_high") | {"thickness": 2}
        at = {"x": theme.rounded(same["estimate"]), "y": same["row"].tolist()}
        if _has_errors(points):
            bar = _whisker(same, "error_low", "error_high") | {"thickness": _BAR, "color": theme.pale(colour, _PALE)}
            traces.append(place | at | {"error_x": bar, "marker": {"color": colour, "size": 1}, "hoverinfo": "skip"})
        dots = at | {
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
    cut = points[points["conf_high"] > end]
    if len(cut):
        arrows = {
            "x": theme.rounded([end] * len(cut)),
            "y": cut["row"].tolist(),
            "marker": {"color": cut["colour"].tolist(), "size": 9, "symbol": "triangle-right"},
            "hovertext": cut["text"].tolist(),
            "cliponaxis": False,
        }
        traces.append(place | arrows)
    return traces


def _whisker(points: pd.DataFrame, low: str, high: str) -> dict[str, Any]:
    return {
        "array": theme.rounded(points[high] - points["estimate"]),
        "arrayminus": theme.rounded(points["estimate"] - points[low]),
        "width": 0,
    }


def _hover(record: Mapping[Any, Any], by: str, unit: str) -> str:
    show = "{:.1%}".format if _is_share(unit) else theme.number
    lines = [
        f"<b>{theme.literal(theme.shorten(str(record[by]), 60))}</b>",
        f"{show(record['estimate'])} {theme.literal(unit)}",
        theme.interval(record["conf_low"], record["conf_high"], show),
        theme.counts_behind(record),
    ]
    return "<br>".join(line for line in lines if line)
