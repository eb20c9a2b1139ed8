"""Log ratios: how much more often one group uses a term than another."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import panels

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_MAX_PANELS = 6
_MAX_GROUPS = 10
_MAX_ROWS = 30
_CAP = 4
_CELL = 28
_NAME_WIDTH = 24
# Blue for less and orange for more stay apart with any colour blindness. There is no colour for "as often": a cell has
# one only if its interval leaves that out.
_SCALE = [[0, "#00436B"], [0.25, "#4A9BCB"], [0.5, "#CFE3EF"], [0.5, "#F8DFC6"], [0.75, "#E08A3C"], [1, "#8F3B00"]]
_DARK = 2.5  # where the colours need white numbers
# An interval that reaches this much further than the largest ratio is cut off at the edge.
_REACH = 2.0


def plot_log_ratios(table: pd.DataFrame, *, by: str, groups: Sequence[str], title: str) -> "Figure":
    """Draw how the groups' rates compare: a matrix for each term, or with two groups a row for each term.

    `table` has one row for each term and pair of groups: ``term, a, b, estimate`` (log2 of the rate of a over that of
    b), ``conf_low, conf_high`` (may be infinite), ``p_value, q_value, count_a, count_b``. `groups` are all groups of
    the corpus, largest first.

    Examples
    --------
    >>> table = pd.DataFrame({"term": ["broker"], "a": "Daily A", "b": "Daily B", "estimate": 1.0, "conf_low": 0.5,
    ...                       "conf_high": 1.5, "p_value": 0.01, "q_value": 0.02, "count_a": 20, "count_b": 10})
    >>> figure = plot_log_ratios(table, by="outlet", groups=["Daily A", "Daily B"], title="Ratios")
    >>> figure.data[0].x, figure.layout.xaxis.ticktext
    ((1.0,), ('1/4', '1/2', '1', '2', '4'))
    """
    table = table[table["estimate"].notna()]
    if table.empty:
        return theme.empty_figure(f"{title}: nothing to draw, the table has no log ratios.")
    found = theme.in_order([*table["a"], *table["b"]], groups)
    table = table.reset_index(drop=True)
    both_ways = pd.concat([table, _turned(table)]).sort_index(kind="stable")
    both_ways["known"] = (both_ways["conf_low"] > 0) | (both_ways["conf_high"] < 0)
    if len(found) == 2:
        one_way = both_ways[both_ways["a"] == found[0]]
        return _draw_rows(one_way, theme.colours([*groups, *found]), names=(found[0], found[1]), title=title)
    return _draw_matrices(both_ways, found, by=by, title=title)


def _turned(table: pd.DataFrame) -> pd.DataFrame:
    """Return the same ratios with a and b changed over."""
    turned = table.rename(columns={"a": "b", "b": "a", "count_a": "count_b", "count_b": "count_a"})
    return turned.assign(estimate=-table["estimate"], conf_low=-table["conf_high"], conf_high=-table["conf_low"])


def _draw_matrices(pairs: pd.DataFrame, found: list[str], *, by: str, title: str) -> "Figure":
    import plotly.graph_objects as go

    all_terms = list(dict.fromkeys(pairs["term"]))
    names, terms = found[:_MAX_GROUPS], all_terms[:_MAX_PANELS]
    pairs = pairs[pairs["a"].isin(names) & pairs["b"].isin(names) & pairs["term"].isin(terms)]
    # Numbers head the columns, as in a table of correlations: names of ten outlets would not fit.
    across = {
        "side": "top",
        "range": [-0.5, len(names) - 0.5],
        "tickvals": list(range(len(names))),
        "ticktext": [str(number) for number in range(1, len(names) + 1)],
        "showgrid": False,
    }
    each = by.replace("_", " ")
    notes = [
        f"A cell compares its row's {each} with its column's: 1 is twice as often, 2 four times, −1 half as often.",
        "Orange: more often, blue: less often, no colour: the interval includes 0 or is not known.",
        *theme.left_out(by, len(names), len(found)),
        *theme.left_out("term", len(terms), len(all_terms), phrase="The first {}"),
    ]
    axes, height = panels(
        [str(term) for term in terms],
        [across] * len(terms),
        labels=[f"{number}  {name}" for number, name in enumerate(names, 1)],
        row_height=_CELL,
        unit="",
        n_columns=min(1 if len(names) > 8 else 2 if len(names) > 4 else 3, 2 if len(terms) in (1, 2, 4) else 3),
    )
    axes["coloraxis"] = {"cmin": -_CAP, "cmax": _CAP, "colorscale": _SCALE, "showscale": False}
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height) | axes)
    for number, term in enumerate(terms, 1):
        figure.add_traces(_matrix(pairs[pairs["term"] == term], names, number))
    return figure


def _matrix(pairs: pd.DataFrame, names: list[str], number: int) -> list[dict[str, Any]]:
    """Return the cells of one panel, coloured where the interval leaves out 0, and the numbers in them."""
    rows, columns = pairs["a"].map(names.index).tolist(), pairs["b"].map(names.index).tolist()
    capped = theme.rounded(pairs["estimate"].clip(-_CAP, _CAP))
    known = pairs["known"].tolist()
    z: list[list[float | None]] = [[None] * len(names) for _ in names]
    for row, column, value, is_known in zip(rows, columns, capped, known, strict=True):
        z[row][column] = value if is_known else None
    place = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
    cells = {"type": "heatmap", "z": z, "coloraxis": "coloraxis", "xgap": 2, "ygap": 2, "hoverinfo": "skip"}
    dark = [abs(value or 0) > _DARK for value in capped]
    font = {
        "color": [
            theme.GREY if not is_known else "#FFFFFF" if is_dark else theme.INK
            for is_known, is_dark in zip(known, dark, strict=True)
        ],
        "size": [12 if is_known else 10 for is_known in known],
    }
    numbers = {
        "type": "scatter",
        "mode": "text",
        "x": columns,
        "y": rows,
        "text": [theme.signed(value, 1) for value in pairs["estimate"]],
        "textfont": font,
        "hovertext": [_hover(record) for record in pairs.to_dict("records")],
        "hoverinfo": "text",
        "showlegend": False,
    }
    return [place | cells, place | numbers]


def _draw_rows(pairs: pd.DataFrame, colours: Mapping[str, str], *, names: tuple[str, str], title: str) -> "Figure":
    import plotly.graph_objects as go

    all_terms = list(dict.fromkeys(pairs["term"]))
    terms = all_terms[:_MAX_ROWS]
    pairs = pairs[pairs["term"].isin(terms)]
    pairs = pairs.assign(
        row=pairs["term"].map(terms.index),
        colour=[
            theme.GREY if not known else colours[names[0] if estimate > 0 else names[1]]
            for known, estimate in zip(pairs["known"], pairs["estimate"], strict=True)
        ],
    )
    end = _end(pairs)
    cut = (pairs["conf_low"] < -end) | (pairs["conf_high"] > end)
    unknown = pairs[["conf_low", "conf_high"]].isna().any(axis=1)
    notes = ["Grey: the interval includes 1."] if not (pairs["known"] | unknown).all() else []
    if unknown.any():
        notes.append("Open dot: no interval.")
    if pairs["estimate"].abs().max() == math.inf:
        notes.append("No dot: only one of the two uses the term.")
    if cut.any():
        notes.append("Arrow: the interval runs on.")
    notes += theme.left_out("term", len(terms), len(all_terms), phrase="The first {}")
    axes = {
        "xaxis": _ratio_axis(end, names),
        "yaxis": theme.row_axis([str(term) for term in terms]),
        "shapes": [
            {
                "type": "line",
                "x0": 0,
                "x1": 0,
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": theme.GREY, "width": 1},
            }
        ],
        "annotations": _sides(names, colours),
    }
    height = theme.ROW_HEIGHT * len(terms) + 8
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height, legend=1) | axes)
    for colour, same in pairs.groupby("colour", sort=False):
        figure.add_traces(_whiskers(same, str(colour), end))
    return figure


def _end(pairs: pd.DataFrame) -> float:
    """Let the axis reach all finite intervals, unless one is so wide that the dots would be squashed."""
    finite = [abs(v) for c in ("estimate", "conf_low", "conf_high") for v in pairs[c] if math.isfinite(v)]
    largest = max((abs(v) for v in pairs["estimate"] if math.isfinite(v)), default=0.0)
    return max(2.2, min(1.05 * max(finite, default=0.0), largest + _REACH))


def _ratio_axis(end: float, names: tuple[str, str]) -> dict[str, Any]:
    step = math.ceil(end / 5)
    ticks = range(-int(end / step) * step, int(end / step) * step + 1, step)
    first, second = (theme.literal(theme.shorten(name, _NAME_WIDTH)) for name in names)
    return {
        "range": theme.rounded([-1.02 * end, 1.02 * end]),
        "tickvals": list(ticks),
        "ticktext": [f"{2**tick:,}" if tick >= 0 else f"1/{2**-tick:,}" for tick in ticks],
        "title": {"text": f"times as often in {first} as in {second}"},
    }


def _sides(names: tuple[str, str], colours: Mapping[str, str]) -> list[dict[str, Any]]:
    """Say above the plot on which side a group uses a term more."""
    first, second = (theme.literal(theme.shorten(name, _NAME_WIDTH)) for name in names)
    note = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom", "showarrow": False}
    right = {"x": 1, "xanchor": "right", "text": f"more often in {first} →", "font": {"color": colours[names[0]]}}
    left = {"x": 0, "xanchor": "left", "text": f"← more often in {second}", "font": {"color": colours[names[1]]}}
    return [note | left, note | right]


def _whiskers(same: pd.DataFrame, colour: str, end: float) -> list[dict[str, Any]]:
    """Return dots and whiskers of one colour, and arrows where something lies beyond the ends of the axis."""
    x, low, high = (same[c].clip(-end, end) for c in ("estimate", "conf_low", "conf_high"))
    rows, hover = same["row"].tolist(), [_hover(record) for record in same.to_dict("records")]
    place = {"type": "scatter", "mode": "markers", "hoverinfo": "text", "showlegend": False, "cliponaxis": False}
    dots = {
        "x": theme.rounded(x),
        "y": rows,
        "error_x": {"array": theme.rounded(high - x), "arrayminus": theme.rounded(x - low), "thickness": 2, "width": 0},
        "marker": {
            "color": colour,
            "opacity": 1,
            "line": {"color": colour, "width": 2},
            # A ratio beyond the axis has an arrow in the place of a dot.
            "size": [0 if abs(estimate) > end else 8 for estimate in same["estimate"]],
            "symbol": ["circle" if known else "circle-open" for known in low.notna() & high.notna()],
        },
        "hovertext": hover,
    }
    ends = [(-end, "triangle-left", same[["estimate", "conf_low"]].min(axis=1) < -end)]
    ends.append((end, "triangle-right", same[["estimate", "conf_high"]].max(axis=1) > end))
    traces = [place | dots]
    for edge, symbol, beyond in ends:
        if beyond.any():
            arrows = {
                "x": theme.rounded([edge] * int(beyond.sum())),
                "y": [row for row, is_beyond in zip(rows, beyond, strict=True) if is_beyond],
                "marker": {"color": colour, "size": 9, "symbol": symbol},
                "hovertext": [text for text, is_beyond in zip(hover, beyond, strict=True) if is_beyond],
            }
            traces.append(place | arrows)
    return traces


def _hover(record: Mapping[Any, Any]) -> str:
    interval = theme.interval(record["conf_low"], record["conf_high"], theme.signed)
    lines = [
        _in_words(record),
        f"log ratio {theme.signed(record['estimate'])}, {interval}",
        f"count: {record['count_a']:,} against {record['count_b']:,}",
    ]
    if pd.notna(record["p_value"]):
        tests = f"{theme.p_value('p', record['p_value'])}, {theme.p_value('q', record['q_value'])}"
        lines.append(theme.literal(tests))
    return "<br>".join(lines)


def _in_words(record: Mapping[Any, Any]) -> str:
    """Say which of the two uses the term more, and how many times as often."""
    ratio = 2.0 ** abs(record["estimate"])
    more, less = (record["a"], record["b"]) if record["estimate"] >= 0 else (record["b"], record["a"])
    more, less = (f"<b>{theme.literal(theme.shorten(str(name), 60))}</b>" for name in (more, less))
    if math.isinf(ratio):
        return f"{more} uses it,<br>{less} never"
    times = f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.1f}"
    return f"{more} uses it " + ("as often" if times == "1.0" else f"{times} times as often") + f"<br>as {less}"
