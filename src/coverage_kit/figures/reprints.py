"""Who printed which story, and how many days after the first."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_MARKERS = {
    "credited": ("names the agency", {"color": theme.PALETTE[1], "symbol": "diamond", "size": 11}),
    "earliest": ("earliest", {"color": theme.PALETTE[0], "symbol": "circle", "size": 10}),
    "copy": ("copy", {"color": theme.PALETTE[0], "symbol": "circle-open", "size": 10, "line": {"width": 2}}),
}
_BESIDE = 0.22  # of a column: articles of one outlet in one group stand side by side
_LABEL_HEIGHT = 90


def plot_reprints(
    table: pd.DataFrame,
    *,
    titles: Mapping[str, str],
    outlets: Sequence[str],
    max_groups: int = 20,
    max_outlets: int = 12,
) -> "Figure":
    """Draw a row for each group of copies and a column for each outlet; a mark where the outlet printed it.

    `table` has one row an article with ``reprint_group, article_id, outlet, role, containment, n_shared_words`` and,
    if known, ``published``: numbers then say how many days after the first of its group it appeared.
    `titles` gives the rows their names, `outlets` their order.

    Examples
    --------
    >>> table = pd.DataFrame({"reprint_group": "g", "article_id": ["a", "b"], "outlet": ["Daily A", "Daily B"],
    ...                       "role": ["earliest", "copy"], "containment": [None, 0.98], "n_shared_words": [None, 300]})
    >>> figure = plot_reprints(table, titles={"g": "Port reopens"}, outlets=["Daily A", "Daily B"])
    >>> [(marks.name, marks.x, marks.y) for marks in figure.data]
    [('earliest', (0.0,), (0,)), ('copy', (1.0,), (0,))]
    """
    import plotly.graph_objects as go

    title = "Who printed the same text"
    if table.empty:
        return theme.empty_figure(f"{title}: nothing to draw, no article is a copy of another.")
    if "published" in table and table["published"].isna().all():
        table = table.drop(columns="published")
    rows = _largest(table["reprint_group"], max_groups)
    columns = theme.in_order(_largest(table["outlet"], max_outlets), outlets)
    drawn = table[table["reprint_group"].isin(rows) & table["outlet"].isin(columns)]
    notes = ["Numbers: days after the first copy."] if "published" in table else []
    for noun, shown in (("reprint_group", rows), ("outlet", columns)):
        notes += theme.left_out(noun, len(shown), table[noun].nunique())
    figure = go.Figure(
        layout=theme.layout(title, notes, plot_height=theme.ROW_HEIGHT * len(rows) + _LABEL_HEIGHT, legend=True)
        | {"xaxis": _column_axis(columns), "yaxis": theme.row_axis([titles.get(row, row) for row in rows])}
    )
    placed = _place(table, drawn, rows=rows, columns=columns)
    for role in theme.in_order(placed["role"], list(_MARKERS)):
        figure.add_trace(_marks(placed[placed["role"] == role], role))
    return figure


def _largest(values: pd.Series, number: int) -> list[str]:
    """Return the most frequent values, in the order in which they first stand."""
    return values[values.isin(values.value_counts().index[:number])].drop_duplicates().tolist()


def _column_axis(labels: Sequence[str]) -> dict[str, Any]:
    return {
        "range": [-0.5, len(labels) - 0.5],
        "tickvals": list(range(len(labels))),
        "ticktext": [theme.literal(theme.shorten(label, theme.LABEL_WIDTH)) for label in labels],
        "tickangle": -35,
    }


def _place(table: pd.DataFrame, drawn: pd.DataFrame, *, rows: list[str], columns: list[str]) -> pd.DataFrame:
    """Add each article's place, and how many days after the first of its group it was published."""
    cell = [drawn["reprint_group"], drawn["outlet"]]
    number, size = drawn.groupby(cell).cumcount(), drawn.groupby(cell)["role"].transform("size")
    days = pd.Series("", index=drawn.index)
    if "published" in drawn:
        first = drawn["reprint_group"].map(table.groupby("reprint_group")["published"].min())
        days = (drawn["published"] - first).dt.days.map(lambda late: "?" if pd.isna(late) else f"+{late:.0f}")
    return drawn.assign(
        _x=drawn["outlet"].map(columns.index) + (number - (size - 1) / 2) * _BESIDE,
        _y=drawn["reprint_group"].map(rows.index),
        _text=days.groupby(cell)
        .transform(" ".join)
        .str.strip()
        .where(number == size - 1, ""),  # beside the last mark of a cell
    )


def _marks(part: pd.DataFrame, role: str) -> dict[str, Any]:
    name, marker = _MARKERS[role]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "x": theme.rounded(part["_x"]),
        "y": part["_y"].tolist(),
        "marker": marker,
        "text": part["_text"].tolist(),
        "textposition": "middle right",
        "cliponaxis": False,
        "textfont": {"size": 11},
        "hovertext": [_hover(record, name) for record in part.to_dict("records")],
        "hoverinfo": "text",
    }


def _hover(record: dict[str, Any], name: str) -> str:
    lines = [f"<b>{theme.literal(theme.shorten(str(record['outlet']), 60))}</b>", theme.literal(record["article_id"])]
    if pd.notna(record.get("published")):
        lines.append(f"{record['published']:%Y-%m-%d}")
    lines.append(name)
    if pd.notna(record["containment"]):
        lines.append(f"containment {record['containment']:.0%} · shared words: {record['n_shared_words']:,}")
    return "<br>".join(lines)
