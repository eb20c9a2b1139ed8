"""How many topics: coherence, exclusivity and stability against the number of topics."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_BODY, _HEAD, _GAP = 130, 26, 22
_COLOUR, _SHADE = theme.PALETTE[0], "#DCEBF5"
_NOTE = {"xref": "paper", "yref": "paper", "showarrow": False, "align": "left"}
_PANELS = {
    "coherence": "do a topic’s terms stand together in other articles?",
    "exclusivity": "has a topic its terms for itself?",
    "stability": "do topics come again in half of the articles?",
}


def plot_topic_quality(table: pd.DataFrame, *, title: str) -> "Figure":
    """Draw what each number of topics comes to: three panels, one above the other, the recommended numbers shaded.

    `table` has a row for each ``n_topics``, with ``coherence, conf_low, conf_high, exclusivity, stability, n_unstable,
    n_articles, recommended``. Figures in the panel of stability count the unstable topics.

    Examples
    --------
    >>> table = pd.DataFrame({"n_topics": [5, 10], "coherence": [0.2, 0.3], "conf_low": [0.1, 0.2],
    ...                       "conf_high": [0.3, 0.4], "exclusivity": [0.9, 0.8], "stability": [0.6, 0.5],
    ...                       "n_unstable": [0, 1], "n_articles": 200, "recommended": [False, True]})
    >>> figure = plot_topic_quality(table, title="How many topics?")
    >>> [line.y for line in figure.data]
    [(0.2, 0.3), (0.9, 0.8), (0.6, 0.5)]
    """
    import plotly.graph_objects as go

    if table.empty:
        return theme.empty_figure(f"{title} Nothing to draw, there are no topics.")
    table = table.sort_values("n_topics")
    axes, height = _panels(table)
    notes = ["Shaded: recommended."] if table["recommended"].any() else ["No number of topics recommends itself."]
    notes.append("Whiskers: intervals. Figures: how many topics are unstable.")
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height) | axes)
    for number, column in enumerate(_PANELS, 1):
        figure.add_trace(_line(table, column) | {"yaxis": f"y{number}"})
    return figure


def _line(table: pd.DataFrame, column: str) -> dict[str, Any]:
    line = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(table))),  # evenly spaced: numbers of topics are tried in growing steps
        "y": theme.rounded(table[column]),
        "line": {"color": _COLOUR, "width": 1.5},
        "marker": {"size": 7},
        "hovertext": [_hover(row) for row in table.to_dict("records")],
        "hoverinfo": "text",
    }
    if column == "coherence":
        line["error_y"] = {
            "array": theme.rounded(table["conf_high"] - table["coherence"]),
            "arrayminus": theme.rounded(table["coherence"] - table["conf_low"]),
            "color": _COLOUR,
            "thickness": 1.5,
            "width": 0,
        }
    if column == "stability":
        counts = [str(int(number)) if number else "" for number in table["n_unstable"]]
        line |= {"mode": "lines+markers+text", "text": counts, "textposition": "top center", "cliponaxis": False}
    return line


def _hover(row: Mapping[Any, Any]) -> str:
    lines = [
        f"<b>{row['n_topics']} topics</b>{', recommended' if row['recommended'] else ''}",
        f"coherence {theme.signed(row['coherence'])}",
        theme.interval(row["conf_low"], row["conf_high"], theme.signed),
        f"exclusivity {row['exclusivity']:.2f}",
        f"stability {row['stability']:.2f}, unstable topics: {row['n_unstable']}",
        f"articles: {row['n_articles']:,}",
    ]
    return "<br>".join(lines)


def _panels(table: pd.DataFrame) -> tuple[dict[str, Any], float]:
    """Return the axes of the panels with their titles, the shade behind what is recommended, and the height."""
    height = len(_PANELS) * (_HEAD + _BODY + _GAP) - _GAP
    axes: dict[str, Any] = {"annotations": [], "shapes": []}
    for i, (name, question) in enumerate(_PANELS.items()):
        upper = 1 - (i * (_HEAD + _BODY + _GAP) + _HEAD) / height
        domain = theme.rounded([max(0.0, upper - _BODY / height), upper])
        axes[f"yaxis{i + 1}"] = {"range": _range(table, name), "nticks": 5, "domain": domain}
        place = {"x": 0, "xanchor": "left", "y": domain[1], "yanchor": "bottom"}
        text = f"<b>{name.capitalize()}</b>: {question}"
        axes["annotations"].append(_NOTE | place | {"text": text})
        axes["shapes"] += [_shade(run, i + 1) for run in _runs(table["recommended"].tolist())]
    axes["xaxis"] = {
        "range": [-0.5, len(table) - 0.5],
        "tickvals": list(range(len(table))),
        "ticktext": [str(number) for number in table["n_topics"]],
        "showgrid": False,
        "anchor": f"y{len(_PANELS)}",
        "title": {"text": "number of topics"},
    }
    return axes, height


def _range(table: pd.DataFrame, name: str) -> list[float | None]:
    if name != "coherence":
        return [0.0, 1.05]
    reach = table[["coherence", "conf_low", "conf_high"]]
    low, high = float(reach.min(axis=None)), float(reach.max(axis=None))
    margin = 0.08 * max(high - low, 0.1)
    return theme.rounded([low - margin, high + margin])


def _runs(marked: list[bool]) -> list[tuple[int, int]]:
    """Return the first and the last place of each stretch that is marked.

    >>> _runs([False, True, True, False, True])
    [(1, 2), (4, 4)]
    """
    starts = [i for i, one in enumerate(marked) if one and not (i and marked[i - 1])]
    ends = [i for i, one in enumerate(marked) if one and not (i + 1 < len(marked) and marked[i + 1])]
    return list(zip(starts, ends, strict=True))


def _shade(run: tuple[int, int], panel: int) -> dict[str, Any]:
    look = {"type": "rect", "layer": "below", "line": {"width": 0}, "fillcolor": _SHADE}
    place = {"xref": "x", "x0": run[0] - 0.5, "x1": run[1] + 0.5, "y0": 0, "y1": 1}
    return look | place | {"yref": f"y{'' if panel == 1 else panel} domain"}
