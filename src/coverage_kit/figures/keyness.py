"""The keyness plot: how much more often one group uses a term (across), and how frequent the term is (up)."""

import math
import textwrap
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from coverage_kit.figures import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

KEY = 0.05
_FAINT_DOT = "#BDBDBD"
# Labels are placed for a figure 900 pixels wide, which leaves this for the plot. In a wider one they only move apart.
_SIZE = (780, 560)
_FONT, _LINE, _DOT, _GAP = 12, 17, 4, 7
_LABEL_WIDTH = 28
_HALO = "0 0 3px white, 0 0 3px white"
# Where no term is key, a few labels show the way and no more: they must not look like findings.
_LABELS_WITHOUT_KEY = 10
_PASSAGE, _HOVER_WIDTH, _ALSO = 100, 60, 5
# Anchors of a label's text across and down, and its shift from the dot (to the right, up).
_SIDES = {
    "right": ("left", "middle", _GAP, 0),
    "left": ("right", "middle", -_GAP, 0),
    "above": ("center", "bottom", 0, _GAP - 2),
    "below": ("center", "top", 0, 2 - _GAP),
}


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
    for a term. Labels never overlap: those of the smallest p come first, and one that finds no room is left out.

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
    dots = _dots(points, shades)
    notes = _notes(ranked, points, shared=len(dots) < len(points))
    across, up = _padded(dots["estimate"], (-1, 1)), _padded(np.log10(dots["count"]), ())
    layout = theme.layout(title, notes, plot_height=_SIZE[1], legend=1) | {"showlegend": False}
    layout |= {"xaxis": _ratio_axis(across), "yaxis": _count_axis(up)}
    layout["annotations"] = [*_side_names(names, shades), *_labels(dots, labels, across=across, up=up)]
    hover = _hover_template(names)
    # What comes last is drawn on top.
    traces = [_trace(same, passages) | {"hovertemplate": hover} for _, same in dots[::-1].groupby("side")]
    return go.Figure(layout=layout, data=traces)


def place_labels(
    x: Sequence[float], y: Sequence[float], widths: Sequence[float], *, size: tuple[float, float], number: int
) -> dict[int, str]:
    """Find a side for the labels of the first dots, so that no two labels overlap and none leaves the plot.

    `x`, `y` (from the lower left corner) and `widths` are in pixels, the most important dot first. Dots after the last
    width want no label: a label covers as few of them as it can, and none of the others.

    Examples
    --------
    >>> place_labels([10, 12, 95], [50, 50, 80], [40, 40, 40], size=(100, 100), number=3)
    {0: 'right', 2: 'left'}
    """
    dots = np.column_stack([x, y, x, y]) + np.array([-_DOT, -_DOT, _DOT, _DOT])
    taken, others = dots[: len(widths)], dots[len(widths) :]
    placed: dict[int, str] = {}
    for i, width in enumerate(widths):
        if len(placed) == number:
            break
        found = []
        for side, box in _boxes(x[i], y[i], width).items():
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]
            if inside and not _overlaps(box, taken).any():
                found.append((_overlaps(box, others).sum(), side, box))
        if found:
            _, placed[i], box = min(found, key=lambda candidate: candidate[0])
            taken = np.vstack([taken, box])
    return placed


def _boxes(x: float, y: float, width: float) -> dict[str, np.ndarray]:
    """Return left, lower, right and upper edge of a label on each side of a dot."""
    boxes = {}
    for side, (across, down, right, up) in _SIDES.items():
        left = x + right - width * {"left": 0, "center": 0.5, "right": 1}[across]
        lower = y + up - _LINE * {"bottom": 0, "middle": 0.5, "top": 1}[down]
        boxes[side] = np.array([left, lower, left + width, lower + _LINE])
    return boxes


def _overlaps(box: np.ndarray, others: np.ndarray) -> np.ndarray:
    return (box[0] < others[:, 2]) & (others[:, 0] < box[2]) & (box[1] < others[:, 3]) & (others[:, 1] < box[3])


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
    table = table[np.isfinite(table["estimate"].astype(float)) & (table["count"] > 0)]
    order = np.lexsort((-table["count"], table["p_value"].where(table["key"], 1.0), ~table["key"]))
    return table.iloc[order]


def _dots(points: pd.DataFrame, shades: tuple[str, str]) -> pd.DataFrame:
    """Return a dot for each place, with its most important term and the names of the others there."""
    points = points.assign(estimate=theme.rounded(points["estimate"]))
    place = [points["estimate"], points["count"]]
    also = points.groupby(place, sort=False)["term"].agg(lambda terms: list(terms)[1:])
    dots = points[~points.duplicated(["estimate", "count"])].copy()
    dots["also"] = also.tolist()
    # 0: not key, 1: more in b, 2: more in a
    dots["side"] = np.where(dots["key"], 1 + (dots["estimate"] > 0), 0)
    dots["colour"] = [(_FAINT_DOT, shades[1], shades[0])[side] for side in dots["side"]]
    return dots


def _shades(groups: Sequence[str], names: tuple[str, str]) -> tuple[str, str]:
    """Return a colour for each side; grey is for terms that are not key."""
    known = theme.colours(groups)
    a, b = (known.get(name, theme.GREY) for name in names)
    return tuple(theme.INK if shade == theme.GREY else shade for shade in (a, b))


def _notes(ranked: pd.DataFrame, points: pd.DataFrame, *, shared: bool) -> list[str]:
    n_key, drawn_key = int(ranked["key"].sum()), int(points["key"].sum())
    if n_key:
        notes = [f"Coloured: the key terms (q below {KEY:g}). Grey: the difference may be chance."]
    else:
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


def _ratio_axis(across: tuple[float, float]) -> dict[str, Any]:
    """Count doublings, and name them: a log ratio of 3 is eight times as frequent."""
    step = math.ceil((across[1] - across[0]) / 16)
    ticks = [step * i for i in range(math.ceil(across[0] / step), math.floor(across[1] / step) + 1)]
    return {
        "range": list(across),
        "tickvals": ticks,
        "ticktext": [f"{2 ** abs(tick):,}×" if tick else "equal" for tick in ticks],
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
    a, b = (theme.literal(theme.shorten(name, theme.LABEL_WIDTH)) for name in names)
    place = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 4, "showarrow": False}
    return [
        place | {"x": 0, "xanchor": "left", "text": f"<b>← more in {b}</b>", "font": {"color": shades[1]}},
        place | {"x": 1, "xanchor": "right", "text": f"<b>more in {a} →</b>", "font": {"color": shades[0]}},
    ]


def _labels(
    dots: pd.DataFrame, number: int, *, across: tuple[float, float], up: tuple[float, float]
) -> list[dict[str, Any]]:
    """Return the labels that find room."""
    if dots["key"].any():
        labelled = dots["key"].to_numpy()
    else:
        dots, number = dots.sort_values("p_value", kind="stable"), min(number, _LABELS_WITHOUT_KEY)
        labelled = dots["p_value"].notna().to_numpy()
    dots = pd.concat([dots[labelled], dots[~labelled]])
    x = (dots["estimate"].to_numpy() - across[0]) / (across[1] - across[0]) * _SIZE[0]
    y = (np.log10(dots["count"].to_numpy()) - up[0]) / (up[1] - up[0]) * _SIZE[1]
    texts = [theme.shorten(str(term), _LABEL_WIDTH) for term in dots["term"][: labelled.sum()]]
    placed = place_labels(x, y, [_text_width(text) for text in texts], size=_SIZE, number=number)
    places = list(zip(dots["estimate"].tolist(), theme.rounded(np.log10(dots["count"])), strict=True))
    labels = []
    for i, side in placed.items():
        xanchor, yanchor, xshift, yshift = _SIDES[side]
        label = {"text": theme.literal(texts[i]), "x": places[i][0], "y": places[i][1], "showarrow": False}
        label |= {"xanchor": xanchor, "yanchor": yanchor, "xshift": xshift, "yshift": yshift, "borderpad": 0}
        colour = dots["colour"].iloc[i] if dots["key"].iloc[i] else theme.GREY
        labels.append(label | {"font": {"color": colour, "size": _FONT, "shadow": _HALO}})
    return labels


def _text_width(text: str) -> float:
    """Estimate the width of a label in pixels, rather too wide than too narrow: the reader's font is not known."""
    ems = sum(1.05 if unicodedata.east_asian_width(c) in "WF" else 0.95 if c in "mwMW@…" else 0.62 for c in text)
    return _FONT * ems + 2


def _trace(dots: pd.DataFrame, passages: Mapping[str, str]) -> dict[str, Any]:
    key = bool(dots["key"].iloc[0])
    return {
        "type": "scatter",
        "mode": "markers",
        "x": dots["estimate"].tolist(),
        "y": dots["count"].tolist(),
        "marker": {
            "color": dots["colour"].iloc[0],
            "size": 8 if key else 5,
            "opacity": 0.9 if key else 0.6,
            "line": {"color": "white", "width": 1 if key else 0},
        },
        "customdata": [_hover_fields(record, passages) for record in dots.to_dict("records")],
    }


def _hover_template(names: tuple[str, str]) -> str:
    """Return what all hover texts share, once: a thousand texts of their own would make the file large."""
    # An outlet's name must not be read as a part of the template.
    a, b = (theme.literal(theme.shorten(name, 40)).replace("%", "&#37;") for name in names)
    shares = "%{{customdata[{0}]}} (%{{customdata[{1}]}} per 10,000 words), in %{{customdata[{2}]}} of articles"
    lines = [
        "<b>%{customdata[0]}</b>",
        f"{a}: {shares.format(1, 2, 3)}",
        f"{b}: {shares.format(4, 5, 6)}",
        "log ratio %{customdata[7]}",
        "%{customdata[8]}<extra></extra>",
    ]
    return "<br>".join(lines)


def _hover_fields(record: Mapping[Any, Any], passages: Mapping[str, str]) -> list[str]:
    fields = [theme.literal(theme.shorten(str(record["term"]), 60))]
    for side in "ab":
        share, rate = record[f"range_{side}"], record[f"rate_{side}"]
        fields += [f"{record[f'count_{side}']:,.0f}", f"{rate:,.1f}" if rate >= 1 else f"{rate:.2g}", f"{share:.0%}"]
    low, high = record["conf_low"], record["conf_high"]
    interval = "no interval" if pd.isna(low) or pd.isna(high) else f"[{_ratio(low)}, {_ratio(high)}]"
    tail = [f"{_p('p', record['p_value'])}, {_p('q', record['q_value'])}"]
    if record["also"]:
        others = ", ".join(theme.shorten(str(term), 30) for term in record["also"][:_ALSO])
        more = len(record["also"]) - _ALSO
        tail += theme.wrapped(f"In the same place: {others}{f' and {more:,} more' if more > 0 else ''}", _HOVER_WIDTH)
    if record["term"] in passages:
        tail += ["", *theme.wrapped(_around(str(record["term"]), passages[record["term"]]), _HOVER_WIDTH)]
    return [*fields, f"{_ratio(record['estimate'])} {interval}", "<br>".join(tail)]


def _ratio(value: float) -> str:
    return ("−" if value < 0 else "") + (f"{abs(value):.2f}" if math.isfinite(value) else "∞")


def _p(name: str, value: float) -> str:
    if pd.isna(value):
        return f"no {name}"
    return f"{name} &lt; .001" if value < 0.001 else f"{name} = {value:.3f}".replace("= 0.", "= .")


def _around(term: str, passage: str) -> str:
    """Cut a passage to what stands around the term."""
    passage = " ".join(passage.split())
    found = max(0, passage.lower().find(term.lower()))
    start = 0
    if found + len(term) > _PASSAGE:
        start = passage.rfind(" ", 0, max(1, found - _PASSAGE // 2)) + 1
    return ("…" if start else "") + textwrap.shorten(passage[start:], _PASSAGE, placeholder="…")
