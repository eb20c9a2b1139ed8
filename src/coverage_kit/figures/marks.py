"""How much of each group's text is marked as not being reporting."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_KINDS = ("furniture", "dateline", "byline", "credit")
_RULES_SHOWN = 6


def plot_marks(table: pd.DataFrame, *, by: str, groups: Sequence[str], title: str, max_groups: int = 20) -> "Figure":
    """Draw the share of words marked in each group as stacked bars, one colour for each kind of mark.

    `table` has one row for each group, ``kind`` and ``rule``, with ``estimate`` (the share of the group's words) and
    ``n_spans, n_words, n_articles``. A group of `groups` that is not in the table has nothing marked: it gets no bar.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": "Daily A", "kind": "furniture", "rule": ["follow", "share"],
    ...                       "estimate": [0.02, 0.01], "n_spans": [4, 2]})
    >>> figure = plot_marks(table, by="outlet", groups=["Daily A"], title="Marked")
    >>> [(bar.name, bar.x) for bar in figure.data]
    [('furniture', (0.03,))]
    """
    import plotly.graph_objects as go

    if table.empty:
        return theme.empty_figure(f"{title}: nothing to draw, no words are marked.")
    all_rows = list(dict.fromkeys([*groups, *table[by]]))
    rows = all_rows[:max_groups]
    notes = theme.left_out(by, len(rows), len(all_rows))
    drawn = table[table[by].isin(rows)]
    share = {"title": {"text": "share of words"}, "tickformat": theme.PERCENT, "nticks": 8, "rangemode": "tozero"}
    figure = go.Figure(
        layout=theme.layout(title, notes, plot_height=theme.ROW_HEIGHT * len(rows) + 8, legend=True)
        | {"barmode": "stack", "bargap": 0.35, "xaxis": share, "yaxis": theme.row_axis([str(row) for row in rows])}
    )
    colours = theme.colours([*_KINDS, *table["kind"]])
    for kind in theme.in_order(table["kind"], _KINDS):
        figure.add_trace(_bars(drawn[drawn["kind"] == kind], kind, colour=colours[kind], by=by, rows=rows))
    return figure


def _bars(part: pd.DataFrame, kind: str, *, colour: str, by: str, rows: list[str]) -> dict[str, Any]:
    """Return one kind's bars, the rules that marked the words in their hover texts."""
    of_group = {row: part[part[by] == row] for row in rows if (part[by] == row).any()}
    return {
        "type": "bar",
        "orientation": "h",
        "name": theme.literal(kind),
        "x": theme.rounded(rules["estimate"].sum() for rules in of_group.values()),
        "y": [rows.index(row) for row in of_group],
        "marker": {"color": colour},
        "hovertext": [_hover(str(row), kind, rules) for row, rules in of_group.items()],
        "hoverinfo": "text",
    }


def _hover(name: str, kind: str, rules: pd.DataFrame) -> str:
    lines = [
        f"<b>{theme.literal(theme.shorten(name, 60))}</b>",
        f"{theme.literal(kind)}: {rules['estimate'].sum():.1%} of words",
    ]
    for record in rules.nlargest(_RULES_SHOWN, "estimate").to_dict("records"):
        rule = theme.literal(theme.shorten(str(record["rule"]), 40))
        lines.append(f"{rule} {record['estimate']:.2%} · {theme.counts_behind(record)}")
    if len(rules) > _RULES_SHOWN:
        lines.append(f"… and {len(rules) - _RULES_SHOWN} more rules")
    return "<br>".join(lines)
