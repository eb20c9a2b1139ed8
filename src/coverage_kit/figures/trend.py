"""Rates over time: a line for each group, a panel for each term."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import axis_end

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_FEW = 5
_BODY, _HEAD, _GAP, _EVENT_LINE = 190, 26, 18, 17
# A panel reaches at most this many times its largest estimate; intervals may run on.
_REACH = 2.0
# Groups stand beside each other by this share of a period, so that their whiskers do not hide each other.
_DODGE = 0.1
# With six groups, whiskers as dark as the lines hide the lines; bands run into each other.
_WHISKER = 0.35
# A group whose colour is grey still has a mark of its own.
_MARKS = ("circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon")
_NAMES_A_LINE = 3
# Room for the names of events is kept in a figure this many pixels wide.
_WIDTH, _LETTER = 820, 7
_NOTE = {"xref": "paper", "showarrow": False, "align": "left"}


def plot_trend(
    table: pd.DataFrame,
    *,
    by: str,
    groups: Sequence[str],
    title: str,
    unit: str,
    events: Mapping[str, str] | None = None,
    max_groups: int = 6,
    max_panels: int = 4,
) -> "Figure":
    """Draw rates over time with their intervals, one panel for each term and one line for each group.

    `table` has one row for each ``term``, group (`by`) and ``period`` (a Timestamp, its start), with ``estimate,
    conf_low, conf_high, count, n_words, n_articles``. A line breaks where a period is missing or has no articles.
    `groups` are all groups of the corpus, largest first. `unit` is what an estimate is. `events` are days to mark and
    what happened then: ``{"2020-03-11": "the strike begins"}``.

    Examples
    --------
    >>> table = pd.DataFrame({"term": "strike", "outlet": "Daily A", "estimate": [2.0, 5.0], "conf_low": [1.0, 3.0],
    ...                       "conf_high": [4.0, 8.0], "count": [8, 20], "n_words": 40_000, "n_articles": 30,
    ...                       "period": pd.to_datetime(["2020-03-02", "2020-03-09"])})
    >>> figure = plot_trend(table, by="outlet", groups=["Daily A"], title="Trend", unit="per 10,000 words")
    >>> figure.data[0].x, figure.data[0].y
    (('2020-03-02 00:00', '2020-03-09 00:00'), (2.0, 5.0))
    """
    import plotly.graph_objects as go

    if (table := table[table["estimate"].notna() & (table["n_articles"] > 0)]).empty:
        return theme.empty_figure(f"{title}: nothing to draw, no period has articles.")
    all_lines, all_terms = theme.in_order(table[by], groups), list(dict.fromkeys(table["term"]))
    lines, terms = all_lines[:max_groups], all_terms[:max_panels]
    drawn = table[table[by].isin(lines) & table["term"].isin(terms)]
    step = _step(drawn["period"])
    span = drawn["period"].min() - step / 2, drawn["period"].max() + step / 2
    marked, notes = _events(events or {}, span)
    notes += theme.left_out(by, len(lines), len(all_lines))
    notes += theme.left_out("term", len(terms), len(all_terms), phrase="The first {}")
    parts = {str(term): drawn[drawn["term"] == term] for term in terms}
    tops = [1.05 * axis_end(part, _REACH) for part in parts.values()]
    axes, height = _panels(tops, list(parts), unit=unit, events=marked)
    axes["xaxis"]["range"] = [_moment(end) for end in span]
    legend = math.ceil(len(lines) / _NAMES_A_LINE) if len(lines) > 1 else 0
    notes += _notes(drawn, list(zip(parts.values(), tops, strict=True)))
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height, legend=legend) | axes)
    shades = theme.colours([*groups, *all_lines])
    for number, part in enumerate(parts.values(), 1):
        for i, name in enumerate(lines):
            own = _with_gaps(part[part[by] == name].sort_values("period"), step)
            own["at"] = own["period"] + (i - (len(lines) - 1) / 2) * _DODGE * step
            line = _line(own, str(name), colour=shades[name], mark=_MARKS[i % len(_MARKS)], unit=unit)
            figure.add_trace(line | {"yaxis": f"y{number}", "showlegend": number == 1})
    return figure


def _step(periods: pd.Series) -> pd.Timedelta:
    """Return the length of the shortest period: with months, that of February."""
    lengths = periods.drop_duplicates().sort_values().diff().dropna()
    return lengths.min() if len(lengths) else pd.Timedelta(days=7)


def _with_gaps(own: pd.DataFrame, step: pd.Timedelta) -> pd.DataFrame:
    """Put an empty row where periods are missing, so that the line breaks there."""
    # Half a period more, because the longest month has three days more than the shortest.
    after = own.loc[own["period"].diff() > 1.5 * step, "period"]
    return pd.concat([own, pd.DataFrame({"period": after - step / 2})]).sort_values("period", ignore_index=True)


def _notes(drawn: pd.DataFrame, panels: list[tuple[pd.DataFrame, float]]) -> list[str]:
    notes = []
    if len(panels) > 1:
        notes.append("Each panel has its own scale.")
    if _uncertain(drawn).any():
        notes.append(f"Open mark: fewer than {_FEW} articles, or no interval.")
    if any((part["conf_high"] > top).any() for part, top in panels):
        notes.append("A whisker that meets the edge runs on.")
    return notes


def _uncertain(rows: pd.DataFrame) -> pd.Series:
    return (rows["n_articles"] < _FEW) | rows[["conf_low", "conf_high"]].isna().any(axis=1)


def _line(own: pd.DataFrame, name: str, *, colour: str, mark: str, unit: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": theme.literal(theme.shorten(name, theme.LABEL_WIDTH)),
        "legendgroup": name,
        "x": [_moment(at) for at in own["at"]],
        "y": theme.rounded(own["estimate"]),
        "line": {"color": colour, "width": 1.5},
        "marker": {"symbol": [mark + "-open" * few for few in _uncertain(own)], "size": 7},
        "error_y": {
            "array": theme.rounded(own["conf_high"] - own["estimate"]),
            "arrayminus": theme.rounded(own["estimate"] - own["conf_low"]),
            "color": theme.pale(colour, _WHISKER),
            "thickness": 2,
            "width": 0,
        },
        "hovertext": [_hover(record, name, unit) for record in own.to_dict("records")],
        "hoverinfo": "text",
    }


def _moment(time: pd.Timestamp) -> str:
    return time.strftime("%Y-%m-%d %H:%M")


def _hover(record: Mapping[Any, Any], name: str, unit: str) -> str:
    if pd.isna(record["estimate"]):
        return ""
    lines = [
        f"<b>{theme.literal(theme.shorten(name, 60))}</b>",
        f"from {record['period']:%Y-%m-%d}",
        f"{theme.number(record['estimate'])} {theme.literal(unit)}",
        theme.interval(record["conf_low"], record["conf_high"]),
        theme.counts_behind(record),
    ]
    return "<br>".join(lines)


def _panels(
    tops: list[float], terms: list[str], *, unit: str, events: list[dict[str, Any]]
) -> tuple[dict[str, Any], float]:
    """Return the axes of the panels, one above the other, with their titles and the events, and their height."""
    lines = 1 + max((event["line"] for event in events), default=-1)
    height = lines * _EVENT_LINE + len(terms) * (_HEAD + _BODY + _GAP) - _GAP
    first = 1 - lines * _EVENT_LINE / height
    axes: dict[str, Any] = {"annotations": [], "shapes": []}
    for i, (term, top) in enumerate(zip(terms, tops, strict=True)):
        upper = first - (i * (_HEAD + _BODY + _GAP) + _HEAD) / height
        domain = theme.rounded([max(0.0, upper - _BODY / height), upper])
        axes[f"yaxis{i + 1}"] = {"range": theme.rounded([-0.03 * top, top]), "nticks": 6, "domain": domain}
        place = {"x": 0, "xanchor": "left", "yref": "paper", "y": domain[1], "yanchor": "bottom"}
        text = f"<b>{theme.literal(theme.shorten(term, 60))}</b> {theme.literal(unit)}"
        axes["annotations"].append(_NOTE | place | {"text": text})
    axes["xaxis"] = {"type": "date", "anchor": f"y{len(terms)}"}
    for event in events:
        upper = theme.rounded([1 - event["line"] * _EVENT_LINE / height])[0]
        line = {"color": theme.GREY, "width": 1, "dash": "dot"}
        across = {"type": "line", "x0": event["day"], "x1": event["day"], "yref": "paper", "y0": 0, "y1": upper}
        axes["shapes"].append(across | {"line": line, "layer": "below"})
        place = {
            "xref": "x",
            "x": event["day"],
            "xanchor": event["side"],
            "yref": "paper",
            "y": upper,
            "yanchor": "top",
        }
        # White, so that the line of another event does not run through the name.
        label = {
            "text": event["text"],
            "bgcolor": "white",
            "borderpad": 0,
            "xshift": 4 if event["side"] == "left" else -4,
        }
        axes["annotations"].append(_NOTE | place | label | {"font": {"size": 12, "color": theme.NOTE}})
    return axes, height


def _events(
    events: Mapping[str, str], span: tuple[pd.Timestamp, pd.Timestamp]
) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the events within the time shown, their names in as few lines as they need, and a note on the others."""
    marked: list[dict[str, Any]] = []
    outside, taken = [], []
    for day, name in sorted((_day(day), name) for day, name in events.items()):
        if not span[0] <= day <= span[1]:
            outside.append(name)
            continue
        text = theme.shorten(name, 40)
        at, width = (day - span[0]) / (span[1] - span[0]) * _WIDTH, _LETTER * len(text) + 8
        side = "left" if at + width <= _WIDTH else "right"
        start = at if side == "left" else at - width
        line = next((i for i, end in enumerate(taken) if end <= start), len(taken))
        taken[line : line + 1] = [start + width]
        marked.append({"day": _moment(day), "text": theme.literal(text), "side": side, "line": line})
    return marked, [f"Outside the time shown: {', '.join(outside)}."] if outside else []


def _day(day: str) -> pd.Timestamp:
    try:
        return pd.Timestamp(day)
    except ValueError:
        raise ValueError(f"events: '{day}' is not a day. Write it as in '2020-03-11'") from None
