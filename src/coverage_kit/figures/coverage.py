"""Who covered what, and when."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import bands

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_LANE = 8
_NAMES_A_LINE = 3


def plot_coverage(
    table: pd.DataFrame,
    *,
    by: str,
    of: str | None,
    groups: Sequence[str],
    unassigned: str = "",
    max_groups: int = 8,
    max_rows: int = 20,
) -> "Figure":
    """Draw a dot for each day on which a group published, on a row for each story, or for each group without stories.

    `table` has one row for each story (`of`), group (`by`) and day with ``published, n_articles, n_words``. In a
    story's row each group has a lane of its own, so that a lane left empty shows who did not cover it. Rows whose story
    is `unassigned` are not drawn.

    Examples
    --------
    >>> table = pd.DataFrame({"story": "strike", "outlet": ["Daily A", "Daily B"], "n_articles": [1, 2],
    ...                       "published": pd.to_datetime(["2020-03-01", "2020-03-02"])})
    >>> figure = plot_coverage(table, by="outlet", of="story", groups=["Daily A", "Daily B"])
    >>> [(dots.name, dots.x) for dots in figure.data]
    [('Daily A', ('2020-03-01',)), ('Daily B', ('2020-03-02',))]
    """
    import plotly.graph_objects as go

    each = by.replace("_", " ")
    title = f"What each {each} covered, and when" if of else f"When each {each} published"
    dated = table[table["published"].notna() & ((table[of] != unassigned) if of else True)]
    if dated.empty:
        return theme.empty_figure(f"{title}: nothing to draw, no article has a date{f' and a {of}' if of else ''}.")
    lanes = theme.in_order(dated[by], groups)[: max_groups if of else max_rows]
    order = f"; in a row, the {theme.plural(by)} stand in the order of the legend" if of else ""
    notes = [f"A dot is a day, larger with more articles{order}."]
    notes += theme.left_out(by, len(lanes), dated[by].nunique())
    dated = dated[dated[by].isin(lanes)]
    rows = lanes
    if of:
        rows = _largest(dated, of, max_rows)
        notes += theme.left_out(of, len(rows), dated[of].nunique())
        dated = dated[dated[of].isin(rows)]
    height = _LANE * (len(lanes) + 1) if of else theme.ROW_HEIGHT
    legend = math.ceil(len(lanes) / _NAMES_A_LINE) if of else 0
    figure = go.Figure(
        layout=theme.layout(title, notes, plot_height=max(height, theme.ROW_HEIGHT) * len(rows), legend=legend)
        | {"yaxis": theme.row_axis([str(row) for row in rows]) | {"showgrid": False}, "shapes": bands(len(rows))}
    )
    shades = theme.colours(groups)
    for lane, group in enumerate(lanes):
        offset = (lane - (len(lanes) - 1) / 2) * _LANE / height if of else 0
        part = dated[dated[by] == group]
        places = [rows.index(row) + offset for row in part[of or by]]
        figure.add_trace(_dots(part, str(group), colour=shades[group], places=places, of=of))
    return figure


def _largest(dated: pd.DataFrame, of: str, number: int) -> list[str]:
    """Return the stories with most articles, the earliest first."""
    stories = dated.groupby(of).agg(first=("published", "min"), size=("n_articles", "sum"))
    return stories.nlargest(number, "size").sort_values("first", kind="stable").index.tolist()


def _dots(part: pd.DataFrame, name: str, *, colour: str, places: list[float], of: str | None) -> dict[str, Any]:
    """Return one group's dots; their area grows with the number of articles."""
    days = part["published"].dt.strftime("%Y-%m-%d").tolist()
    hover = []
    for day, record in zip(days, part.to_dict("records"), strict=True):
        head = [f"<b>{theme.literal(theme.shorten(name, 60))}</b>", day]
        what = [theme.literal(theme.shorten(str(record[of]), 60))] if of else []
        hover.append("<br>".join([*head, *what, theme.counts_behind(record)]))
    return {
        "type": "scatter",
        "mode": "markers",
        "name": theme.literal(theme.shorten(name, theme.LABEL_WIDTH)),
        "x": days,
        "y": theme.rounded(places),
        "marker": {
            "color": colour,
            "opacity": 1,
            "size": theme.rounded(min(_LANE * n**0.5, 20) for n in part["n_articles"]),
        },
        "hovertext": hover,
        "hoverinfo": "text",
    }
