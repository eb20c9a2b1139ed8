"""Heat maps: a number in each cell, darker where it is larger."""

import math
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# One hue from nearly white to the first colour of the theme and on, so that lightness alone orders the cells.
_SHADES = [[0, "#F4F8FB"], [0.25, "#C5DDEC"], [0.5, "#7FB4D6"], [0.75, "#2F82B7"], [1, "#004A78"]]
_ROW, _LINE, _LETTER = 24, 16, 6.4
_WIDTH = 122  # characters that labels and the names above the columns share
_HEAD_LENGTH, _SLANT = 24, 70
_WITH_INTERVALS = 8  # groups up to which an interval fits into a cell


def plot_heat_map(
    table: pd.DataFrame,
    *,
    by: str,
    groups: Sequence[str],
    title: str,
    max_groups: int = 20,
    max_topics: int = 30,
) -> "Figure":
    """Draw the share of each topic in each group: a row for each topic, a column for each group.

    `table` has a row for each ``number, topic`` and group (`by`) with ``estimate, conf_low, conf_high, n_articles``,
    and ``house_style, unstable`` as they apply. `groups` are all groups of the corpus, largest first.

    Examples
    --------
    >>> table = pd.DataFrame({"number": [1, 1, 2, 2], "topic": ["rail", "rail", "tax", "tax"],
    ...                       "outlet": ["Daily A", "Daily B"] * 2, "estimate": [0.7, 0.2, 0.3, 0.8],
    ...                       "conf_low": 0.1, "conf_high": 0.9, "n_articles": 20})
    >>> figure = plot_heat_map(table, by="outlet", groups=["Daily A", "Daily B"], title="Topics")
    >>> figure.data[0].z, figure.layout.yaxis.ticktext
    (([0.7, 0.2], [0.3, 0.8]), ('1 rail', '2 tax'))
    """
    known = table[table["estimate"].notna()]
    if known.empty:
        return theme.empty_figure(f"{title}: nothing to draw, the table has no estimates.")
    all_columns, all_topics = theme.in_order(known[by], groups), sorted(set(known["number"]))
    columns, numbers = all_columns[:max_groups], all_topics[:max_topics]
    drawn = known[known[by].isin(columns) & known["number"].isin(numbers)]
    notes = ["Numbers: share of the coverage in per cent, the mean of the articles."]
    notes += theme.left_out("topic", len(numbers), len(all_topics)) + theme.left_out(by, len(columns), len(all_columns))
    notes += _flagged(drawn, by)
    names = drawn.drop_duplicates("number").set_index("number")["topic"]
    rows = [f"{number} {names[number]}" for number in numbers]
    cells = {(numbers.index(r["number"]), columns.index(r[by])): r for r in drawn.to_dict("records")}
    hover = {place: _hover(record, [record["topic"], record[by]]) for place, record in cells.items()}
    values = {place: record["estimate"] for place, record in cells.items()}
    return _draw(values, hover, rows=rows, columns=columns, title=title, notes=notes)


def plot_distances(
    table: pd.DataFrame, *, by: str, groups: Sequence[str], title: str, max_groups: int = 15
) -> "Figure":
    """Draw the distance between each two groups; one that chance alone may have made is in brackets.

    `table` has a row for each pair, `by` and ``other``, with ``estimate, conf_low, conf_high, chance, q_value``.
    `groups` are all groups of the corpus, largest first; those that are alike stand together.

    Examples
    --------
    >>> table = pd.DataFrame({"outlet": "Daily A", "other": ["Daily B", "Daily C"], "estimate": [0.3, 0.1],
    ...                       "conf_low": [0.2, 0.0], "conf_high": [0.4, 0.2], "chance": 0.1, "q_value": [0.01, 0.5]})
    >>> figure = plot_distances(table, by="outlet", groups=["Daily A", "Daily B", "Daily C"], title="Agendas")
    >>> figure.layout.yaxis.ticktext, figure.data[0].text[0][1]
    (('Daily A', 'Daily C', 'Daily B'), '(10)<br>0 to 20')
    """
    known = table[table["estimate"].notna()]
    if known.empty:
        return theme.empty_figure(f"{title}: nothing to draw, no distance is known.")
    all_names = theme.in_order([*known[by], *known["other"]], groups)
    names = all_names[:max_groups]
    drawn = known[known[by].isin(names) & known["other"].isin(names)]
    names = _alike(drawn, by, names)
    cells, text, hover = {}, {}, {}
    for record in drawn.to_dict("records"):
        pair = names.index(record[by]), names.index(record["other"])
        number = f"{100 * record['estimate']:.0f}"
        number = number if record["q_value"] <= 0.05 else f"({number})"
        if len(names) <= _WITH_INTERVALS and not math.isnan(record["conf_low"]):
            number += f"<br>{100 * record['conf_low']:.0f} to {100 * record['conf_high']:.0f}"
        for place in (pair, pair[::-1]):
            cells[place] = record["estimate"]
            text[place] = number
            hover[place] = _hover(record, [f"{record[by]} and {record['other']}"])
    below = ", with its interval" if len(names) <= _WITH_INTERVALS else ""
    notes = [
        f"Per cent of the coverage that would have to be on something else{below}. In brackets: chance may have made "
        "it (q above .05)."
    ]
    notes += theme.left_out(by, len(names), len({*table[by], *table["other"]}))
    return _draw(cells, hover, rows=names, columns=names, title=title, notes=notes, text=text)


def _draw(
    cells: dict[tuple[int, int], float],
    hover: dict[tuple[int, int], str],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    title: str,
    notes: Sequence[str],
    text: dict[tuple[int, int], str] | None = None,
) -> "Figure":
    import plotly.graph_objects as go

    text = text or {place: f"{100 * value:.0f}" for place, value in cells.items()}
    places = [[(row, column) for column in range(len(columns))] for row in range(len(rows))]
    heat = {
        "type": "heatmap",
        "z": [theme.rounded(cells.get(place, float("nan")) for place in row) for row in places],
        "zmin": 0,
        "zmax": theme.rounded([max(cells.values()) or 1])[0],
        "colorscale": _SHADES,
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
        "hoverongaps": False,
        "text": [[text.get(place, "") for place in row] for row in places],
        "texttemplate": "%{text}",
        "textfont": {"size": 12},
        "hovertext": [[hover.get(place, "") for place in row] for row in places],
        "hoverinfo": "text",
    }
    two_lines = any("<br>" in words for words in text.values())
    layout = _layout(rows, columns, title=title, notes=notes, row=_ROW + 14 * two_lines)
    return go.Figure([heat], layout)


def _layout(
    rows: Sequence[str], columns: Sequence[str], *, title: str, notes: Sequence[str], row: int
) -> dict[str, Any]:
    """Return the layout, with names above the columns: upright where words fit, else aslant."""
    room = (_WIDTH - min(theme.LABEL_WIDTH, max(map(len, rows)))) // len(columns)
    heads = [textwrap.wrap(str(name), max(room, 1)) for name in columns]
    longest = max(len(word) for name in columns for word in str(name).split() or [""])
    if longest <= room and max(map(len, heads)) <= 3:
        angle, above = 0, _LINE * max(map(len, heads)) + 8
    else:
        heads = [[theme.shorten(str(name), _HEAD_LENGTH)] for name in columns]
        angle, above = -_SLANT, round(_LETTER * max(len(head[0]) for head in heads)) + 14
    layout = theme.layout(title, notes, plot_height=row * len(rows))
    layout["height"] += above - 40
    layout["margin"] = layout["margin"] | {"t": layout["margin"]["t"] + above, "b": 20}
    if angle:  # the last names lean out
        layout["margin"]["r"] += round(0.35 * _LETTER * max(len(head[0]) for head in heads[-2:]))
    axis = {
        "side": "top",
        "tickvals": list(range(len(columns))),
        "ticktext": ["<br>".join(map(theme.literal, head)) for head in heads],
        "tickangle": angle,
        "ticklabeloverflow": "allow",
        "range": [-0.5, len(columns) - 0.5],
        "showgrid": False,
    }
    return layout | {"xaxis": axis, "yaxis": theme.row_axis(rows) | {"showgrid": False}}


def _flagged(table: pd.DataFrame, by: str) -> list[str]:
    """Say which topics are flagged, by their numbers."""
    noun = by.replace("_", " ")
    told = {"house_style": f"House style, with the {noun} and not with what is covered", "unstable": "Unstable"}
    found = {
        words: sorted(set(table.loc[table[flag].eq(True), "number"])) for flag, words in told.items() if flag in table
    }
    return [f"{words}: {', '.join(map(str, numbers))}." for words, numbers in found.items() if numbers]


def _hover(record: dict[Any, Any], heads: Sequence[str]) -> str:
    lines = [f"<b>{line}</b>" for head in heads for line in theme.wrapped(str(head), 60)]
    lines.append(f"{record['estimate']:.1%}")
    lines.append(theme.interval(record["conf_low"], record["conf_high"], "{:.1%}".format))
    if "chance" in record:
        lines.append(f"by chance alone {record['chance']:.1%} · {theme.p_value('q', record['q_value'])}")
    lines.append(theme.counts_behind(record))
    return "<br>".join(line for line in lines if line)


def _alike(table: pd.DataFrame, by: str, names: Sequence[str]) -> list[str]:
    """Order names so that those with small distances stand together: each next one is nearest to the one before."""
    pairs = {frozenset((a, b)): d for a, b, d in zip(table[by], table["other"], table["estimate"], strict=True)}
    ordered, left = [names[0]], list(names[1:])
    while left:
        nearest = min(left, key=lambda name: (pairs.get(frozenset((ordered[-1], name)), 2.0), names.index(name)))
        ordered.append(nearest)
        left.remove(nearest)
    return ordered
