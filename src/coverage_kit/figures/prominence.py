"""Prominence: how often each group uses a term in the headline, the lead and the body of its articles."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import axis_end, panels

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_MAX_ROWS = 12
_MAX_PANELS = 6
_ROW = 40
# In the order of reading: symbol, size, and how the group's colour is mixed (with what, how much).
_ZONES = {
    "headline": ("triangle-down", 10, "#000000", 0.45),
    "lead": ("diamond", 9, "#000000", 0.0),
    "body": ("square", 7, "#FFFFFF", 0.4),
}
_BETWEEN = 0.27  # of a row, between two zones
# An interval that reaches beyond this many times the largest rate is cut off at the edge of its panel.
_REACH = 2.0


def plot_prominence(table: pd.DataFrame, *, by: str, groups: Sequence[str], title: str, unit: str) -> "Figure":
    """Draw the rates of a term in headline, lead and body as three marks in a group's row, a panel for each term.

    `table` has one row for each term, group and zone ("headline", "lead" or "body"): ``term``, `by`, ``zone,
    estimate, conf_low, conf_high, count, n_words, n_articles``. `groups` are all groups of the corpus, largest first.
    The scale is that of square roots: headlines have far higher rates, and many of zero.

    Examples
    --------
    >>> table = pd.DataFrame({"term": "broker", "outlet": "Daily A", "zone": ["headline", "body"],
    ...                       "estimate": [100.0, 9.0], "conf_low": [25.0, 4.0], "conf_high": [144.0, 16.0]})
    >>> figure = plot_prominence(table, by="outlet", groups=["Daily A"], title="Prominence", unit="per 10,000 words")
    >>> [(trace.name, trace.x) for trace in figure.data if not trace.showlegend]
    [('headline', (10.0,)), ('body', (3.0,))]
    """
    import plotly.graph_objects as go

    table = table[table["estimate"].notna()]
    if table.empty:
        return theme.empty_figure(f"{title}: nothing to draw, the table has no estimates.")
    all_rows, all_terms = theme.in_order(table[by], groups), list(dict.fromkeys(table["term"]))
    rows, terms = all_rows[:_MAX_ROWS], all_terms[:_MAX_PANELS]
    drawn = table[table[by].isin(rows) & table["term"].isin(terms)]
    zones = theme.in_order(drawn["zone"], list(_ZONES))
    lane = drawn["zone"].map(zones.index).astype(int) - (len(zones) - 1) / 2
    drawn = drawn.assign(
        row=drawn[by].map(rows.index).astype(int) + lane * _BETWEEN,
        colour=drawn[by].map(theme.colours([*groups, *all_rows])),
    )
    parts = [drawn[drawn["term"] == term] for term in terms]
    ends = [axis_end(part, _REACH) for part in parts]
    notes = ["Each panel has its own scale, of square roots." if len(terms) > 1 else "The scale is of square roots."]
    if drawn[["conf_low", "conf_high"]].isna().any(axis=None):
        notes.append("Open mark: no interval.")
    if any((part["conf_high"] > end).any() for part, end in zip(parts, ends, strict=True)):
        notes.append("Arrow: the interval runs on.")
    notes += theme.left_out(by, len(rows), len(all_rows))
    notes += theme.left_out("term", len(terms), len(all_terms), phrase="The first {}")
    axes, height = panels(
        [str(term) for term in terms],
        [_root_axis(end) for end in ends],
        labels=[str(row) for row in rows],
        row_height=_ROW,
        unit=f"{unit} of that part of the articles",
    )
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height, legend=1) | axes)
    figure.add_traces([_key(zone) for zone in zones])
    for number, (part, end) in enumerate(zip(parts, ends, strict=True), 1):
        for zone in zones:
            figure.add_traces(_traces(part[part["zone"] == zone], zone, end=end, number=number, by=by, unit=unit))
    return figure


def _root_axis(end: float) -> dict[str, Any]:
    """Return an axis of square roots with ticks at round rates, far enough apart to be read."""
    ticks: list[float] = []
    for tick in sorted((m * 10.0**e for e in range(-3, 5) for m in (1, 2, 5)), reverse=True):
        if tick <= end and (not ticks or ticks[-1] ** 0.5 - tick**0.5 > 0.13 * end**0.5):
            ticks.append(tick)
    if ticks and ticks[-1] ** 0.5 < 0.13 * end**0.5:
        ticks.pop()
    ticks = [0.0, *reversed(ticks)]
    return {
        "range": theme.rounded([-0.03 * end**0.5, 1.04 * end**0.5]),
        "tickvals": theme.rounded(tick**0.5 for tick in ticks),
        "ticktext": [f"{tick:,g}" for tick in ticks],
    }


def _shade(colour: str, zone: str) -> str:
    _, _, other, share = _ZONES[zone]
    mixed = ((1 - share) * int(colour[i : i + 2], 16) + share * int(other[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part):02X}" for part in mixed)


def _key(zone: str) -> dict[str, Any]:
    """Return the legend's entry for a zone: the same mark in grey."""
    marker = {"symbol": _ZONES[zone][0], "size": _ZONES[zone][1], "color": _shade(theme.GREY, zone)}
    return {"type": "scatter", "mode": "markers", "name": zone, "x": [None], "y": [None], "marker": marker} | {
        "showlegend": True
    }


def _traces(part: pd.DataFrame, zone: str, *, end: float, number: int, by: str, unit: str) -> list[dict[str, Any]]:
    """Return the marks and whiskers of one zone in one panel, and arrows where whiskers run on."""
    symbol, size, _, _ = _ZONES[zone]
    low, high, cut = part["conf_low"], part["conf_high"].clip(upper=end), part["conf_high"] > end
    shades = [_shade(colour, zone) for colour in part["colour"]]
    hover = [_hover(record, by, unit) for record in part.to_dict("records")]
    place = {"type": "scatter", "mode": "markers", "name": zone, "xaxis": f"x{number}", "yaxis": f"y{number}"}
    place |= {"hoverinfo": "text", "showlegend": False, "cliponaxis": False}
    marks = {
        "x": theme.rounded(part["estimate"] ** 0.5),
        "y": theme.rounded(part["row"]),
        "error_x": {
            "array": theme.rounded(high**0.5 - part["estimate"] ** 0.5),
            "arrayminus": theme.rounded(part["estimate"] ** 0.5 - low**0.5),
            "thickness": 1.2,
            "width": 0,
            "color": "#8A8A8A",
        },
        "marker": {
            "color": shades,
            "line": {"color": shades, "width": 1.5},
            "size": size,
            "symbol": [symbol if known else f"{symbol}-open" for known in low.notna() & high.notna()],
        },
        "hovertext": hover,
    }
    traces = [place | marks]
    if cut.any():
        arrows = {
            "x": theme.rounded([end**0.5] * int(cut.sum())),
            "y": theme.rounded(part.loc[cut, "row"]),
            "marker": {"color": "#8A8A8A", "size": 7, "symbol": "triangle-right"},
            "hovertext": [text for text, is_cut in zip(hover, cut, strict=True) if is_cut],
        }
        traces.append(place | arrows)
    return traces


def _hover(record: Mapping[Any, Any], by: str, unit: str) -> str:
    lines = [
        f"<b>{theme.literal(theme.shorten(str(record[by]), 60))}</b>, {record['zone']}",
        f"{theme.number(record['estimate'])} {theme.literal(unit)}",
        theme.interval(record["conf_low"], record["conf_high"]),
        theme.counts_behind(record),
    ]
    return "<br>".join(line for line in lines if line)
