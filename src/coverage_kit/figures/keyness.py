"""The keyness plot: how much more often one group uses a term (across), and how frequent the term is (up)."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.labels import FONT_SIZE, beside, place_labels, text_width

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

KEY = 0.05
_FAINT_DOT = "#BDBDBD"
# Labels are placed for a figure 700 pixels wide, which leaves this for the plot. In a wider one they only move apart.
_SIZE = (590, 560)
_LABEL_WIDTH = 28
_HALO = "0 0 3px white, 0 0 3px white"
# Where no term is key, a few labels show the way and no more: they must not look like findings.
_LABELS_WITHOUT_KEY = 10
# Terms that one side never uses stand in a lane this wide (a share of the plot), their dots this far from its start.
_LANE, _INSET = 0.17, 12 / _SIZE[0]
_LANE_NAME = 14
_PASSAGE, _HOVER_WIDTH, _ALSO = 100, 60, 5


class _Scale(NamedTuple):
    """The horizontal axis from start to end; log ratios lie between low and high, lanes beyond."""

    start: float
    low: float
    high: float
    end: float


def plot_keyness(
    table: pd.DataFrame,
    *,
    by: str,
    groups: Sequence[str],
    names: tuple[str, str],
    passages: Mapping[str, str],
    title: str,
    group: str | None = None,
    max_points: int = 1_000,
    labels: int = 40,
) -> "Figure":
    """Draw each term as a dot: its log ratio across, its occurrences up; key terms are coloured and labelled.

    `table` has one row a term: ``term, estimate`` (log2 of the ratio of the rates, above 0 where that of `names[0]` is
    higher), ``conf_low, conf_high`` (may be infinite), ``p_value, q_value, count_a, count_b, rate_a, rate_b`` (per
    10,000 words), ``range_a, range_b`` (shares of articles). Where it has the column `by` too, each group is compared
    with `names[1]`, and one `group` is drawn (default: the first of `groups` that is there). `passages` gives a passage
    for a term. A term that one side never uses stands in a lane of its own at the edge: its log ratio says little.
    Labels never overlap: those of the smallest p come first, and one that finds no room is left out.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["strike", "flood"], "estimate": [2.0, -1.0], "conf_low": [1.0, -3.0],
    ...                       "conf_high": [3.0, 1.0], "p_value": [0.001, 0.4], "q_value": [0.002, 0.4],
    ...                       "count_a": [40, 5], "count_b": [10, 10], "rate_a": [8.0, 1.0], "rate_b": [2.0, 2.0],
    ...                       "range_a": [0.5, 0.1], "range_b": [0.2, 0.1]})
    >>> figure = plot_keyness(table, by="outlet", groups=["Daily A", "Daily B"], names=("Daily A", "Daily B"),
    ...                       passages={"strike": "The strike goes on."}, title="Key terms")
    >>> [(dots.x, dots.y) for dots in figure.data]
    [((-1.0,), (15,)), ((2.0,), (50,))]
    """
    import plotly.graph_objects as go

    if by in table:
        table, group = _one_group(table, by, groups, group)
        names = (group, names[1])
    elif group is not None:
        raise ValueError(f"group: '{group}' cannot be drawn, the table compares '{names[0]}' with '{names[1]}' only")
    ranked = _ranked(table)
    if ranked.empty:
        return theme.empty_figure(f"{title}: nothing to draw, the table has no terms.")
    shades = _shades(groups, names)
    points = ranked.head(max_points)
    across = _scale(points)
    dots = _dots(points, across, shades)
    up = _padded(np.log10(dots["count"]), ())
    notes = _notes(ranked, points, shared=len(dots) < len(points))
    layout = theme.layout(title, notes, plot_height=_SIZE[1], legend=1) | {"showlegend": False}
    layout |= {"xaxis": _ratio_axis(across), "yaxis": _count_axis(up)}
    lane_names, layout["shapes"] = _lanes(across, names)
    layout["annotations"] = [*_side_names(names, shades), *lane_names, *_labels(dots, labels, across=across, up=up)]
    # What comes last is drawn on top.
    traces = [_trace(same, names, passages) for _, same in dots[::-1].groupby("side")]
    return go.Figure(layout=layout, data=traces)


def _one_group(table: pd.DataFrame, by: str, groups: Sequence[str], group: str | None) -> tuple[pd.DataFrame, str]:
    present = theme.in_order(table[by], groups)
    if group is None and present:
        group = present[0]
    if group not in present:
        known = ", ".join(f"'{name}'" for name in present[:10]) + (", …" if len(present) > 10 else "")
        raise ValueError(f"group: '{group}' is not in the table. Choose from {known}")
    return table[table[by] == group], group


def _ranked(table: pd.DataFrame) -> pd.DataFrame:
    """Put key terms first, the smallest p on top, and the others after them by frequency."""
    table = table.assign(count=table["count_a"] + table["count_b"], key=table["q_value"] < KEY)
    table = table[table["estimate"].notna() & (table["count"] > 0)]
    order = np.lexsort((-table["count"], table["p_value"].where(table["key"], 1.0), ~table["key"]))
    return table.iloc[order]


def _scale(points: pd.DataFrame) -> _Scale:
    """Let the axis reach the log ratios of all terms that both sides use, and at least four times as frequent."""
    in_a, in_b = points["count_a"] > 0, points["count_b"] > 0
    low, high = _padded(points.loc[in_a & in_b, "estimate"], (-2, 2))
    lane = _LANE * (high - low) / (1 - _LANE * (2 - in_a.all() - in_b.all()))
    return _Scale(low if in_a.all() else low - lane, low, high, high if in_b.all() else high + lane)


def _dots(points: pd.DataFrame, across: _Scale, shades: tuple[str, str]) -> pd.DataFrame:
    """Return a dot for each place, with its most important term and the names of the others there."""
    lanes = [start + _INSET * (across.end - across.start) for start in (across.start, across.high)]
    x = np.select([points["count_a"] == 0, points["count_b"] == 0], lanes, points["estimate"])
    points = points.assign(x=theme.rounded(x))
    also = points.groupby(["x", "count"], sort=False)["term"].agg(lambda terms: list(terms)[1:])
    dots = points[~points.duplicated(["x", "count"])].copy()
    dots["also"] = also.tolist()
    # 0: not key, 1: more in b, 2: more in a
    dots["side"] = np.where(dots["key"], 1 + (dots["estimate"] > 0), 0)
    dots["colour"] = [(_FAINT_DOT, shades[1], shades[0])[side] for side in dots["side"]]
    return dots


def _shades(groups: Sequence[str], names: tuple[str, str]) -> tuple[str, str]:
    """Return a colour for each side; grey is for terms that are not key."""
    known = {name: shade for name, shade in theme.colours(groups).items() if shade != theme.GREY}
    return known.get(names[0], theme.INK), known.get(names[1], theme.INK)


def _notes(ranked: pd.DataFrame, points: pd.DataFrame, *, shared: bool) -> list[str]:
    n_key, drawn_key = int(ranked["key"].sum()), int(points["key"].sum())
    notes = [f"Coloured: the key terms (q below {KEY:g}). Grey: the difference may be chance."]
    if not n_key:
        notes = [f"No term is key (no q below {KEY:g}); the labels are those of the smallest p."]
    if len(points) < len(ranked):
        if drawn_key < n_key:
            phrase = f"The {drawn_key:,} key terms with the smallest p, of {n_key:,}, out"
        elif n_key:
            phrase = f"All {n_key:,} key terms and the {len(points) - n_key:,} most frequent others"
        else:
            phrase = f"The {len(points):,} most frequent"
        notes.append(theme.some_of(phrase, len(ranked), "term"))
    if shared:
        notes.append("Terms in the same place share a dot.")
    return notes


def _padded(values: pd.Series, reach: tuple[float, ...]) -> tuple[float, float]:
    """Return the range of an axis with room around its dots."""
    low, high = min([*values, *reach]), max([*values, *reach])
    room = 0.05 * (high - low) or 0.5
    low, high = theme.rounded([low - room, high + room])
    return low, high


def _ratio_axis(across: _Scale) -> dict[str, Any]:
    """Count doublings, and name them: a log ratio of 3 is eight times as frequent."""
    step = math.ceil((across.high - across.low) / 10)
    room = 2 * _INSET * (across.end - across.start)  # a tick's label keeps clear of a lane's name
    first, last = math.ceil((across.low + room) / step), math.floor((across.high - room) / step)
    ticks = [step * i for i in range(first, last + 1)]
    return {
        "range": theme.rounded([across.start, across.end]),
        "tickvals": ticks,
        "ticktext": [f"{2 ** abs(tick):,}×" if tick else "equal" for tick in ticks],
        "tickangle": 0,
        "title": {"text": "how many times as frequent (log ratio, base 2)"},
        "zeroline": True,
        "zerolinecolor": theme.GREY,
        "zerolinewidth": 1,
        "fixedrange": False,
    }


def _count_axis(up: tuple[float, float]) -> dict[str, Any]:
    ticks = [digit * 10**power for power in range(math.ceil(up[1]) + 1) for digit in (1, 2, 5)]
    ticks = [tick for tick in ticks if up[0] <= math.log10(tick) <= up[1]]
    return {
        "type": "log",
        "range": list(up),
        "tickvals": ticks,
        "ticktext": [f"{tick:,}" for tick in ticks],
        "title": {"text": "occurrences in both (log scale)"},
        "fixedrange": False,
    }


def _side_names(names: tuple[str, str], shades: tuple[str, str]) -> list[dict[str, Any]]:
    a, b = (theme.literal(theme.shorten(name, _LABEL_WIDTH)) for name in names)
    place = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 4, "showarrow": False}
    left = {"x": 0, "xanchor": "left", "text": f"<b>← more in {b}</b>", "font": {"color": shades[1]}}
    right = {"x": 1, "xanchor": "right", "text": f"<b>more in {a} →</b>", "font": {"color": shades[0]}}
    return [place | left, place | right]


def _lanes(across: _Scale, names: tuple[str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the names of the lanes, below the axis, and the lines that part them from the log ratios."""
    notes, lines = [], []
    for name, edge, outer in ((names[0], across.low, across.start), (names[1], across.high, across.end)):
        if edge == outer:
            continue
        words = ["never in", *textwrap.wrap(name, _LANE_NAME, max_lines=2, placeholder="…")]
        middle, edge = theme.rounded([(edge + outer) / 2, edge])
        below = {"yref": "paper", "y": 0, "yanchor": "top", "showarrow": False}
        notes.append(below | {"x": middle, "text": "<br>".join(map(theme.literal, words))})
        line = {"type": "line", "x0": edge, "x1": edge, "yref": "paper", "y0": 0, "y1": 1}
        lines.append(line | {"layer": "below", "line": {"color": theme.GREY, "width": 1, "dash": "dot"}})
    return notes, lines


def _labels(dots: pd.DataFrame, number: int, *, across: _Scale, up: tuple[float, float]) -> list[dict[str, Any]]:
    """Return the labels that find room."""
    if dots["key"].any():
        labelled = dots["key"].to_numpy()
    else:
        dots, number = dots.sort_values("p_value", kind="stable"), min(number, _LABELS_WITHOUT_KEY)
        labelled = dots["p_value"].notna().to_numpy()
    dots = pd.concat([dots[labelled], dots[~labelled]])
    height = np.log10(dots["count"].to_numpy())
    x = (dots["x"].to_numpy() - across.start) / (across.end - across.start) * _SIZE[0]
    y = (height - up[0]) / (up[1] - up[0]) * _SIZE[1]
    texts = [theme.shorten(str(term), _LABEL_WIDTH) for term in dots["term"][: labelled.sum()]]
    placed = place_labels(x, y, [text_width(text) for text in texts], size=_SIZE, number=number)
    shades = dots["colour"].where(dots["key"], theme.GREY).tolist()
    places = list(zip(dots["x"].tolist(), theme.rounded(height), strict=True))
    labels = []
    for i, side in placed.items():
        label = {"text": theme.literal(texts[i]), "x": places[i][0], "y": places[i][1], "showarrow": False}
        font = {"color": shades[i], "size": FONT_SIZE, "shadow": _HALO}
        labels.append(label | beside(side) | {"borderpad": 0, "font": font})
    return labels


def _trace(dots: pd.DataFrame, names: tuple[str, str], passages: Mapping[str, str]) -> dict[str, Any]:
    key = bool(dots["key"].iloc[0])
    return {
        "type": "scatter",
        "mode": "markers",
        "x": dots["x"].tolist(),
        "y": dots["count"].tolist(),
        "marker": {
            "color": dots["colour"].iloc[0],
            "size": 8 if key else 5,
            "opacity": 0.9 if key else 0.6,
            "line": {"color": "white", "width": 1 if key else 0},
        },
        "hovertemplate": _hover_template(names),
        "customdata": [_hover_fields(record, passages) for record in dots.to_dict("records")],
    }


def _hover_template(names: tuple[str, str]) -> str:
    """Return what all hover texts share, once: a thousand texts of their own would make the file large."""
    # An outlet's name must not be read as a part of the template.
    a, b = (theme.literal(theme.shorten(name, 40)).replace("%", "&#37;") for name in names)
    shares = "%{{customdata[{0}]}} (%{{customdata[{1}]}} per 10,000 words), in %{{customdata[{2}]}} of articles"
    counts = f"{a}: {shares.format(1, 2, 3)}<br>{b}: {shares.format(4, 5, 6)}"
    return f"<b>%{{customdata[0]}}</b><br>{counts}<br>log ratio %{{customdata[7]}}<br>%{{customdata[8]}}<extra></extra>"


def _hover_fields(record: Mapping[Any, Any], passages: Mapping[str, str]) -> list[str]:
    fields = [theme.literal(theme.shorten(str(record["term"]), 60))]
    for side in "ab":
        share, rate = record[f"range_{side}"], record[f"rate_{side}"]
        fields += [f"{record[f'count_{side}']:,.0f}", theme.number(rate), f"{share:.0%}"]
    interval = theme.interval(record["conf_low"], record["conf_high"], theme.signed)
    tail = [theme.literal(f"{theme.p_value('p', record['p_value'])}, {theme.p_value('q', record['q_value'])}")]
    if record["also"]:
        others = ", ".join(theme.shorten(str(term), 30) for term in record["also"][:_ALSO])
        more = len(record["also"]) - _ALSO
        tail += theme.wrapped(f"In the same place: {others}{f' and {more:,} more' if more > 0 else ''}", _HOVER_WIDTH)
    if record["term"] in passages:
        tail += ["", *theme.wrapped(_around(str(record["term"]), passages[record["term"]]), _HOVER_WIDTH)]
    return [*fields, f"{theme.signed(record['estimate'])}, {interval}", "<br>".join(tail)]


def _around(term: str, passage: str) -> str:
    """Cut a passage to what stands around the term."""
    passage = " ".join(passage.split())
    found = max(0, passage.lower().find(term.lower()))
    far = found + len(term) > _PASSAGE
    start = passage.rfind(" ", 0, max(1, found - _PASSAGE // 2)) + 1 if far else 0
    return ("…" if start else "") + textwrap.shorten(passage[start:], _PASSAGE, placeholder="…")
