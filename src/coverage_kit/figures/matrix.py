"""Who has what: one story as a matrix, with a row for each speaker or other thing and a column for each group."""

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
_NEAR = {
    "speakers": "named, but not heard",
    "entities": "something of that name stands here",
    "terms": "a kindred word stands here",
    "facts": "something like it stands here",
}


def plot_matrix(
    matrix: pd.DataFrame,
    *,
    by: str,
    groups: Sequence[str],
    title: str,
    max_rows: int = 24,
    max_groups: int = 10,
) -> "Figure":
    """Draw a dot with a number where a group has something, and a ring where it only comes near to it.

    `matrix` has one row for each `item` of a `kind` and each group (`by`): ``n_here``, ``named`` (it comes near),
    ``listed`` (the table has it) and ``passage`` (shown where the pointer rests). Kinds share the rows evenly; in each,
    what the table lists comes first, then what most groups have. `groups` are all groups of the corpus, largest first.

    Examples
    --------
    >>> matrix = pd.DataFrame({"kind": "speakers", "item": "Ruiz", "outlet": ["Daily A", "Daily B"], "n_here": [2, 0],
    ...                        "named": [True, True], "listed": False, "passage": ["Ruiz said so.", None]})
    >>> figure = plot_matrix(matrix, by="outlet", groups=["Daily A", "Daily B"], title="Who has what")
    >>> [(trace.x, trace.text) for trace in figure.data]
    [((1,), None), ((0,), ('2',))]
    """
    import plotly.graph_objects as go

    if matrix.empty:
        return theme.empty_figure(f"{title}: nothing to draw.")
    kinds = list(dict.fromkeys(matrix["kind"]))
    things = {kind: _in_order(matrix[matrix["kind"] == kind]) for kind in kinds}
    fair = _shared_out({kind: len(items) for kind, items in things.items()}, max_rows)
    rows = [(kind, item) for kind in kinds for item in [None, *things[kind][: fair[kind]]][len(kinds) < 2 :]]
    all_columns = theme.in_order(matrix[by], groups)
    columns = all_columns[:max_groups]
    place = {row: number for number, row in enumerate(rows)}
    drawn = matrix[matrix[by].isin(columns)]
    keys = zip(drawn["kind"], drawn["item"], strict=True)
    drawn = drawn.assign(x=drawn[by].map(columns.index), y=[place.get(key) for key in keys]).dropna(subset="y")
    notes = ["Number: passages. Ring: comes near to it, for instance named but not heard. On top what some lack."]
    cut = [f"{fair[kind]} of {len(items):,} {kind}" for kind, items in things.items() if fair[kind] < len(items)]
    notes += [f"The first {', '.join(cut)}; all are in the table."] if cut else []
    notes += theme.left_out(by, len(columns), len(all_columns))
    layout = _layout(rows, columns, title=title, notes=notes)
    having = drawn["n_here"] > 0
    return go.Figure([_rings(drawn[~having & drawn["named"]], by), _dots(drawn[having], by, groups)], layout)


def _in_order(part: pd.DataFrame) -> list[str]:
    """Return the items of one kind: what the table lists first, then what most groups have."""
    order = part.assign(having=part["n_here"] > 0).groupby("item", sort=False)
    order = order.agg(listed=("listed", "max"), having=("having", "sum"), n_here=("n_here", "sum"))
    return order.sort_values(["listed", "having", "n_here"], ascending=False, kind="stable").index.tolist()


def _shared_out(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Share rows out evenly; what a kind does not need goes to the others.

    >>> _shared_out({"speakers": 2, "terms": 9, "facts": 9}, 12)
    {'speakers': 2, 'terms': 5, 'facts': 5}
    """
    shares, left = {}, total
    for number, kind in enumerate(sorted(sizes, key=lambda kind: sizes[kind])):
        shares[kind] = min(sizes[kind], left // (len(sizes) - number))
        left -= shares[kind]
    return {kind: shares[kind] for kind in sizes}


def _layout(
    rows: Sequence[tuple[str, str | None]], columns: Sequence[str], *, title: str, notes: Sequence[str]
) -> dict[str, Any]:
    """Return the layout, with the groups' names above the columns and the kinds' names above their rows."""
    heads = [textwrap.wrap(str(name), max(8, _WIDTH // len(columns))) for name in columns]
    layout = theme.layout(title, notes, plot_height=_ROW * len(rows))
    above = _LINE * max(map(len, heads)) + 8
    layout["height"] += above
    layout["margin"] = layout["margin"] | {"t": layout["margin"]["t"] + above, "b": 14}
    labels = theme.row_axis([str(item) for _, item in rows]) | {"showgrid": False}
    labels["ticktext"] = [
        label if item is not None else f"<b>{kind.capitalize()}</b>"
        for label, (kind, item) in zip(labels["ticktext"], rows, strict=True)
    ]
    return layout | {
        "xaxis": {
            "side": "top",
            "range": [-0.5, len(columns) - 0.5],
            "tickvals": list(range(len(columns))),
            "ticktext": ["<br>".join(map(theme.literal, head)) for head in heads],
            "tickangle": 0,
            "showgrid": False,
        },
        "yaxis": labels,
        "shapes": bands(len(rows)),
    }


def _rings(part: pd.DataFrame, by: str) -> dict[str, Any]:
    marker = {"symbol": "circle-open", "size": _RING, "color": theme.GREY, "line": {"width": 1.5}}
    return _marks(part, by) | {"mode": "markers", "marker": marker}


def _dots(part: pd.DataFrame, by: str, groups: Sequence[str]) -> dict[str, Any]:
    shades = theme.colours([*groups, *part[by]])
    return _marks(part, by) | {
        "mode": "markers+text",
        "marker": {"size": _DOT, "color": part[by].map(shades).tolist(), "opacity": 1},
        "text": [f"{number:,.0f}" for number in part["n_here"]],
        "textfont": {"color": "white", "size": 12},
    }


def _marks(part: pd.DataFrame, by: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "x": part["x"].astype(int).tolist(),
        "y": part["y"].astype(int).tolist(),
        "hovertext": [_hover(record, by) for record in part.to_dict("records")],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _hover(record: Mapping[Any, Any], by: str) -> str:
    what, where = (theme.literal(theme.shorten(str(record[column]), 60)) for column in ("item", by))
    head = f"<b>{what}</b> in {where}"
    if not record["n_here"]:
        return f"{head}<br>{_NEAR[record['kind']]}"
    return "<br>".join(
        [head, f"passages: {record['n_here']:,.0f}", *theme.wrapped(theme.shorten(record["passage"], 300), 60)]
    )
