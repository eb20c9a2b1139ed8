"""Who has what: one story as a matrix, with a row for each speaker (or other thing) and a column for each group."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import bands

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW = 27
_DOT, _RING = 20, 9
_LINE = 16
_WIDTH = 84  # characters that the names above the columns share


def plot_matrix(
    matrix: pd.DataFrame,
    *,
    row: str,
    by: str,
    groups: Sequence[str],
    title: str,
    max_rows: int = 20,
    max_groups: int = 10,
) -> "Figure":
    """Draw a dot with a number where a group has something, and a ring where it only names it.

    `matrix` has one row for each thing (column `row`) and group (`by`): ``n_here``, ``named`` and ``passage`` (shown
    where the pointer rests). What most groups have comes first. `groups` are all groups of the corpus, largest first.

    Examples
    --------
    >>> matrix = pd.DataFrame({"speaker": "Ruiz", "outlet": ["Daily A", "Daily B"], "n_here": [2, 0],
    ...                        "named": [True, True], "passage": ["Ruiz said so.", None]})
    >>> figure = plot_matrix(matrix, row="speaker", by="outlet", groups=["Daily A", "Daily B"], title="Who is heard")
    >>> [(trace.x, trace.text) for trace in figure.data]
    [((1,), None), ((0,), ('2',))]
    """
    import plotly.graph_objects as go

    if matrix.empty:
        return theme.empty_figure(f"{title}: nothing to draw, nobody is heard.")
    order = matrix.assign(having=matrix["n_here"] > 0).groupby(row, sort=False)[["having", "n_here"]].sum()
    all_rows = order.sort_values(["having", "n_here"], ascending=False, kind="stable").index.tolist()
    all_columns = theme.in_order(matrix[by], groups)
    rows, columns = all_rows[:max_rows], all_columns[:max_groups]
    drawn = matrix[matrix[row].isin(rows) & matrix[by].isin(columns)]
    drawn = drawn.assign(x=drawn[by].map(columns.index), y=drawn[row].map(rows.index))
    notes = ["Number: attributions. Ring: named, but not heard. What most have comes first."]
    notes += theme.left_out(row, len(rows), len(all_rows), phrase="The first {}")
    notes += theme.left_out(by, len(columns), len(all_columns))
    heads = [textwrap.wrap(str(name), max(8, _WIDTH // len(columns))) for name in columns]
    layout = theme.layout(title, notes, plot_height=_ROW * len(rows))
    above = _LINE * max(map(len, heads)) + 8
    layout["height"] += above
    layout["margin"] = layout["margin"] | {"t": layout["margin"]["t"] + above, "b": 14}
    axes = {
        "xaxis": {
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
            "tickvals": list(range(len(columns))),
            "ticktext": ["<br>".join(map(theme.literal, head)) for head in heads],
            "tickangle": 0,
            "showgrid": False,
        },
        "yaxis": theme.row_axis([str(name) for name in rows]) | {"showgrid": False},
        "shapes": bands(len(rows)),
    }
    having = drawn["n_here"] > 0
    return go.Figure(
        [_rings(drawn[~having & drawn["named"]], row, by), _dots(drawn[having], row, by, groups)], layout | axes
    )


def _rings(part: pd.DataFrame, row: str, by: str) -> dict[str, Any]:
    marker = {"symbol": "circle-open", "size": _RING, "color": theme.GREY, "line": {"width": 1.5}}
    return _marks(part, row, by) | {"mode": "markers", "marker": marker}


def _dots(part: pd.DataFrame, row: str, by: str, groups: Sequence[str]) -> dict[str, Any]:
    shades = theme.colours([*groups, *part[by]])
    return _marks(part, row, by) | {
        "mode": "markers+text",
        "marker": {"size": _DOT, "color": part[by].map(shades).tolist(), "opacity": 1},
        "text": [f"{number:,.0f}" for number in part["n_here"]],
        "textfont": {"color": "white", "size": 12},
    }


def _marks(part: pd.DataFrame, row: str, by: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": part["x"].tolist(),
        "y": part["y"].tolist(),
        "hovertext": [_hover(record, row, by) for record in part.to_dict("records")],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _hover(record: Mapping[Any, Any], row: str, by: str) -> str:
    what, where = (theme.literal(theme.shorten(str(record[column]), 60)) for column in (row, by))
    head = f"<b>{what}</b> in {where}"
    if not record["n_here"]:
        return f"{head}<br>named, but not heard"
    return "<br>".join(
        [head, f"attributions: {record['n_here']:,.0f}", *theme.wrapped(theme.shorten(record["passage"], 300), 60)]
    )
