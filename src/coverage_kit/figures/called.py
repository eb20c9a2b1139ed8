"""What somebody is called: a row for each label, a column for each group, and a dot for how often."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import bands

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW = 30
_LARGEST, _SMALLEST = 28, 6  # pixels, the diameter of a dot
_DIGIT = 8  # pixels; a dot that is smaller than its number has it beside it
_LINE = 16
_WIDTH = 72  # characters that the names above the columns share
_ASIDE = 66  # pixels for the p-values


def plot_called(
    table: pd.DataFrame,
    *,
    by: str,
    groups: Sequence[str],
    sizes: Mapping[str, int],
    title: str,
    max_rows: int = 15,
    max_groups: int = 8,
) -> "Figure":
    """Draw a dot where a group uses a label: its area is the share of the mentions, its number how many.

    `table` has one row for each ``label`` and group (`by`) that uses it: ``estimate, conf_low, conf_high, p_value,
    n_labels`` and ``passage`` (shown where the pointer rests). The labels that the groups drawn use most come first.
    `groups` are all groups of the corpus, largest first; `sizes` has the number of mentions of those that have any.

    Examples
    --------
    >>> table = pd.DataFrame({"label": ["ruler", "leader"], "outlet": ["Daily A", "Daily B"], "estimate": [0.1, 0.4],
    ...                       "conf_low": 0.0, "conf_high": 1.0, "p_value": float("nan"), "n_labels": [1, 4],
    ...                       "passage": "The ruler sat."})
    >>> figure = plot_called(table, by="outlet", groups=["Daily A", "Daily B"], sizes={"Daily A": 10, "Daily B": 10},
    ...                      title="What Belov is called")
    >>> figure.data[0].text, figure.layout.yaxis.ticktext
    (('1', '4'), ('leader', 'ruler'))
    """
    import plotly.graph_objects as go

    table = table[table["estimate"].notna()]
    if table.empty:
        return theme.empty_figure(f"{title}: nothing to draw, no label was found.")
    all_columns = theme.in_order(sizes, groups)
    columns = all_columns[:max_groups]
    drawn = table[table[by].isin(columns)]
    used = drawn.groupby("label", sort=False)["n_labels"].sum().sort_values(ascending=False, kind="stable")
    rows = used.index[:max_rows].tolist()
    drawn = drawn[drawn["label"].isin(rows)]
    drawn = drawn.assign(x=drawn[by].map(columns.index), y=drawn["label"].map(rows.index))
    p_values = table.drop_duplicates("label").set_index("label")["p_value"].reindex(rows)
    notes = [f"Number: mentions by name that have the label. Area: their share of all of the {by.replace('_', ' ')}'s."]
    notes += ["p: is it one share in all?"] if p_values.notna().any() else []
    notes += theme.left_out("label", len(rows), table["label"].nunique(), phrase="The {} most used")
    notes += theme.left_out(by, len(columns), len(all_columns))
    layout = _layout(rows, _heads(columns, sizes), title=title, notes=notes)
    _add_p_values(layout, p_values.tolist())
    return go.Figure(_dots(drawn, by, theme.colours([*groups, *all_columns])), layout)


def _heads(columns: Sequence[str], sizes: Mapping[str, int]) -> list[list[str]]:
    """Return the lines above each column: the group, and how often it names the entity."""
    width = max(8, _WIDTH // len(columns))
    return [[*textwrap.wrap(str(name), width, break_long_words=False), f"of {sizes[name]:,.0f}"] for name in columns]


def _layout(rows: Sequence[str], heads: Sequence[Sequence[str]], *, title: str, notes: Sequence[str]) -> dict[str, Any]:
    layout = theme.layout(title, notes, plot_height=_ROW * len(rows))
    above = _LINE * max(map(len, heads)) + 8
    layout["height"] += above
    layout["margin"] = layout["margin"] | {"t": layout["margin"]["t"] + above, "b": 14}
    return layout | {
        "xaxis": {
            "side": "top",
            "range": [-0.5, len(heads) - 0.5],
            "tickvals": list(range(len(heads))),
            "ticktext": ["<br>".join(map(theme.literal, head)) for head in heads],
            "tickangle": 0,
            "showgrid": False,
        },
        "yaxis": theme.row_axis(rows) | {"showgrid": False},
        "shapes": bands(len(rows)),
    }


def _add_p_values(layout: dict[str, Any], p_values: Sequence[float]) -> None:
    """Write the p-value of each label at the right of its row."""
    texts = [theme.p_value("p", value) if math.isfinite(value) else "" for value in p_values]
    if any(texts):
        place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 8, "showarrow": False}
        layout["annotations"] = [
            place | {"y": row, "text": theme.literal(text)} for row, text in enumerate(texts) if text
        ]
        layout["margin"] = layout["margin"] | {"r": layout["margin"]["r"] + _ASIDE}


def _dots(drawn: pd.DataFrame, by: str, shades: Mapping[str, str]) -> dict[str, Any]:
    largest = max(drawn["estimate"].max(), 1e-9)
    sizes = [max(_SMALLEST, _LARGEST * math.sqrt(max(share, 0) / largest)) for share in drawn["estimate"]]
    texts = [f"{number:,.0f}" for number in drawn["n_labels"]]
    inside = [size >= _DIGIT * (len(text) + 1) for size, text in zip(sizes, texts, strict=True)]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": drawn["x"].astype(int).tolist(),
        "y": drawn["y"].astype(int).tolist(),
        "marker": {"size": theme.rounded(sizes), "color": drawn[by].map(shades).tolist(), "opacity": 1},
        "text": texts,
        "textposition": ["middle center" if is_inside else "middle right" for is_inside in inside],
        "textfont": {"size": 12, "color": ["white" if is_inside else theme.INK for is_inside in inside]},
        "hovertext": [_hover(record, by) for record in drawn.to_dict("records")],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _hover(record: Mapping[Any, Any], by: str) -> str:
    show = "{:.1%}".format
    what, where = (theme.literal(theme.shorten(str(record[column]), 60)) for column in ("label", by))
    return "<br>".join(
        [
            f"<b>{what}</b> in {where}",
            f"{show(record['estimate'])} of mentions by name",
            theme.interval(record["conf_low"], record["conf_high"], show),
            theme.counts_behind(record),
            *theme.wrapped(theme.shorten(str(record["passage"]), 300), 60),
        ]
    )
