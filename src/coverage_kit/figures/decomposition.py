"""An outlet's difference in steps: how shared stories are worded, how much space they get, what only one covered."""

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import panels

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_STEPS = ("wording", "selection", "only_a", "only_b")
_ROW = 38
_NAME_WIDTH = 24
# The share of a panel's width that its numbers take, with one column of panels and with two.
_NUMBERS = {1: 0.16, 2: 0.34}
# Whiskers widen a panel by at most this many times the width of its steps, on either side.
_REACH = 1.0
_RAISES, _LOWERS = "#9A9A9A", "white"


def plot_decomposition(
    table: pd.DataFrame, *, a: str, b: str, groups: Sequence[str], support: str, max_panels: int = 6
) -> "Figure":
    """Draw, for each term, the steps that lead from the rate of `b` to the rate of `a`, as a waterfall.

    `table` has the rows ``difference, wording, selection, only_a, only_b`` (``part``) for each ``term``, with
    ``estimate, conf_low, conf_high`` (per 10,000 words; an interval may be NaN), and ``rate_a, rate_b`` on each row.
    The four steps add up to the difference, `a` minus `b`. `groups` are all groups of the corpus, largest first.
    `support` says in a sentence how much of the coverage the stories of both make up.

    Examples
    --------
    >>> table = pd.DataFrame({"term": "strike", "part": ["difference", "wording", "selection", "only_a", "only_b"],
    ...                       "estimate": [3.0, 4.0, -2.0, 1.5, -0.5], "conf_low": -5.0, "conf_high": 5.0,
    ...                       "rate_a": 8.0, "rate_b": 5.0})
    >>> figure = plot_decomposition(table, a="Daily A", b="Daily B", groups=["Daily A", "Daily B"],
    ...                             support="Shared: 7 stories.")
    >>> figure.data[0].base, figure.data[0].x
    ((5.0, 9.0, 7.0, 8.5), (4.0, -2.0, 1.5, -0.5))
    """
    import plotly.graph_objects as go

    title = f"How {theme.shorten(a, 40)} differs from {theme.shorten(b, 40)}, in steps"
    known = table.loc[table["estimate"].notna(), "term"]
    if known.empty:
        return theme.empty_figure(f"{title}: nothing to draw, the table has no estimates.")
    terms = list(dict.fromkeys(known))
    parts = {str(term): table[table["term"] == term].set_index("part") for term in terms[:max_panels]}
    scales = [_scale(part) for part in parts.values()]
    notes = [support, *_notes(scales, terms=len(terms))]
    axes, height = _axes(parts, scales, a=a, b=b)
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height) | {"bargap": 0.5} | axes)
    shades = theme.colours([*groups, b, a])
    for number, (part, scale) in enumerate(zip(parts.values(), scales, strict=True), 1):
        figure.add_traces(_traces(part, scale, number=number, shades=(shades[b], shades[a])))
    return figure


def _scale(part: pd.DataFrame) -> dict[str, Any]:
    """Return a term's steps, where each starts, and the range of its axis."""
    steps = part.loc[list(_STEPS)]
    rate_b, rate_a = (float(part[column].iloc[0]) for column in ("rate_b", "rate_a"))
    starts = list(accumulate(steps["estimate"], initial=rate_b))[:-1]
    places = [rate_b, rate_a, *starts]
    low, high = min(places), max(places)
    # Where nothing changes, rounding errors must not make the scale.
    width = high - low if high - low > 1e-9 * high else high or 1.0
    from_start = steps[["conf_low", "conf_high"]].add(starts, axis=0)
    ends = from_start.fillna(low).to_numpy()
    left, right = max(min(low, ends.min()), low - _REACH * width), min(max(high, ends.max()), high + _REACH * width)
    left = min(left, 0.0) if low <= width else left
    room = max(0.05 * (right - left), 0.01 * width)
    return {
        "steps": steps,
        "starts": starts,
        "range": theme.rounded([left - room, right + room]),
        "cut": bool((ends < left).any() or (ends > right).any()),
        "unknown": bool(steps[["conf_low", "conf_high"]].isna().any(axis=None)),
    }


def _notes(scales: list[dict[str, Any]], *, terms: int) -> list[str]:
    notes = ["Filled bar: a step up; hollow: a step down; whisker: the interval of the step."]
    if len(scales) > 1:
        notes.append("Each panel has its own scale.")
    if any(scale["unknown"] for scale in scales):
        notes.append("No whisker: no interval.")
    if any(scale["cut"] for scale in scales):
        notes.append("A whisker that meets the edge runs on.")
    return notes + theme.left_out("term", len(scales), terms, phrase="The first {}")


def _traces(
    part: pd.DataFrame, scale: Mapping[str, Any], *, number: int, shades: tuple[str, str]
) -> list[dict[str, Any]]:
    """Return the bars, the lines between them, their ends with whiskers, and the dots of the two rates."""
    steps, starts = scale["steps"], scale["starts"]
    ends = [start + step for start, step in zip(starts, steps["estimate"], strict=True)]
    rates = [part["rate_b"].iloc[0], part["rate_a"].iloc[0]]
    links = {
        "mode": "lines",
        "x": theme.rounded(x for end in [rates[0], *ends] for x in (end, end, float("nan"))),
        "y": [y for row in range(len(_STEPS) + 1) for y in (row, row + 1, None)],
        "line": {"color": theme.GREY, "width": 1, "dash": "dot"},
    }
    dots = {
        "mode": "markers",
        "x": theme.rounded(rates),
        "y": [0, len(_STEPS) + 1],
        "marker": {"color": list(shades), "size": 11},
        "cliponaxis": False,
    }
    # The numbers stand in the figure: nothing is left for a hover text to say.
    place = {"type": "scatter", "xaxis": f"x{number}", "yaxis": f"y{number}", "hoverinfo": "skip"}
    return [place | trace for trace in (_bars(steps, starts), links, _whiskers(steps, ends), dots)]


def _bars(steps: pd.DataFrame, starts: list[float]) -> dict[str, Any]:
    colours = [_RAISES if step >= 0 else _LOWERS for step in steps["estimate"]]
    return {
        "type": "bar",
        "orientation": "h",
        "base": theme.rounded(starts),
        "x": theme.rounded(steps["estimate"]),
        "y": list(range(1, len(_STEPS) + 1)),
        "marker": {"color": colours, "line": {"color": theme.NOTE, "width": 1}},
    }


def _whiskers(steps: pd.DataFrame, ends: list[float]) -> dict[str, Any]:
    return {
        "mode": "markers",
        "x": theme.rounded(ends),
        "y": list(range(1, len(_STEPS) + 1)),
        "marker": {"symbol": "line-ns-open", "size": 12, "color": theme.INK, "line": {"width": 2}},
        "error_x": {
            "array": theme.rounded(steps["conf_high"] - steps["estimate"]),
            "arrayminus": theme.rounded(steps["estimate"] - steps["conf_low"]),
            "color": theme.INK,
            "thickness": 1.5,
            "width": 0,
        },
    }


def _axes(
    parts: Mapping[str, pd.DataFrame], scales: list[dict[str, Any]], *, a: str, b: str
) -> tuple[dict[str, Any], float]:
    """Return the axes of the panels with their titles and numbers, and the height of all in pixels."""
    a, b = (theme.shorten(name, _NAME_WIDTH) for name in (a, b))
    wording, selection = "how the same\nstories are worded", "how much space each\nshared story gets"
    labels = [b, wording, selection, *(f"stories only\n{name} covered" for name in (a, b)), a]
    words = [theme.literal(label).replace("\n", "<br>") for label in labels]
    n_columns = min(len(parts), 2)
    axes, height = panels(
        list(parts),
        [{"range": scale["range"], "nticks": 6} for scale in scales],
        labels=labels,
        row_height=_ROW,
        unit="per 10,000 words",
        asides=[f"difference {_step(part.loc['difference'], _digits(part))}" for part in parts.values()],
        n_columns=n_columns,
    )
    for band in axes["shapes"]:
        band["x1"] = theme.rounded([1 / (1 - _NUMBERS[n_columns])])[0]  # behind the numbers too
    for number, part in enumerate(parts.values(), 1):
        left, right = axes[f"xaxis{number}"]["domain"]
        axes[f"xaxis{number}"]["domain"] = theme.rounded([left, right - _NUMBERS[n_columns] * (right - left)])
        axes[f"yaxis{number}"]["ticktext"] = [f"<b>{words[0]}</b>", *words[1:-1], f"<b>{words[-1]}</b>"]
        place = {"showarrow": False, "xref": "paper", "x": right, "xanchor": "right", "align": "right"}
        for row, text in enumerate(_numbers(part)):
            axes["annotations"].append(place | {"yref": f"y{number}", "y": row, "text": text})
    return axes, height


def _numbers(part: pd.DataFrame) -> list[str]:
    """Return what stands beside each row."""
    digits = _digits(part)
    rate_b, rate_a = (f"<b>{theme.signed(part[column].iloc[0], digits)}</b>" for column in ("rate_b", "rate_a"))
    return [rate_b, *(_step(part.loc[step], digits).replace(" ", "<br>", 1) for step in _STEPS), rate_a]


def _digits(part: pd.DataFrame) -> int:
    """Return the decimals that all numbers of a panel have."""
    largest = max(part["rate_a"].iloc[0], part["rate_b"].iloc[0])
    return 1 if largest >= 10 else 2 if largest >= 1 else 3


def _step(row: pd.Series, digits: int) -> str:
    low, high = (theme.signed(row[column], digits) for column in ("conf_low", "conf_high"))
    interval = "" if row[["conf_low", "conf_high"]].isna().any() else f" [{low}, {high}]"
    return ("+" if row["estimate"] > 0 else "") + theme.signed(row["estimate"], digits) + interval
