"""Dispersion: in how many of its articles each group uses a term, and how often in each."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import panels

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_MAX_DOTS = 1_500  # in a figure; beyond, a dot stands for several articles
_ARTICLES_A_DOT = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
_LANES = 4
# In pixels; the panels of a figure 860 wide, if names are long.
_DOT = 6
_ROW = 28
_PLOT_WIDTH = 600
_CHARACTER = 6


def plot_dispersion(
    articles: pd.DataFrame,
    *,
    by: str,
    groups: Sequence[str],
    title: str,
    max_groups: int = 12,
    max_panels: int = 6,
) -> "Figure":
    """Draw a dot for each article that holds a term, further right the more often; a panel for each term.

    `articles` has one row for each term and article that holds it: ``term``, `by`, ``article_id, title, published,
    count, n_words``, and ``n_articles``, the number of all articles of the group. `groups` are all groups of the
    corpus, largest first; one that is not in the table never uses a term.

    Examples
    --------
    >>> articles = pd.DataFrame({"term": "broker", "outlet": ["Daily A", "Daily B"], "article_id": ["a", "b"],
    ...                          "title": ["Talks", "Deal"], "published": pd.Timestamp("2020-03-01"),
    ...                          "count": [1, 4], "n_words": [300, 500], "n_articles": [12, 7]})
    >>> figure = plot_dispersion(articles, by="outlet", groups=["Daily A", "Daily B"], title="Spread")
    >>> figure.data[0].x, figure.data[1].text
    ((1.0, 4.0), ('1 of 12', '1 of 7'))
    """
    import plotly.graph_objects as go

    if articles.empty:
        return theme.empty_figure(f"{title}: nothing to draw, no article holds a term.")
    all_rows, all_terms = list(dict.fromkeys([*groups, *articles[by]])), list(dict.fromkeys(articles["term"]))
    rows, terms = all_rows[:max_groups], all_terms[:max_panels]
    drawn = articles[articles[by].isin(rows) & articles["term"].isin(terms)]
    totals = dict(zip(articles[by], articles["n_articles"], strict=True))
    spread = {term: _spread(drawn[drawn["term"] == term], by, rows=rows, totals=totals) for term in terms}
    n_columns = min(2, len(terms))
    axis = _count_axis(
        int(drawn["count"].max()) if len(drawn) else 1,
        width=_PLOT_WIDTH / n_columns,
        margin=_CHARACTER * max(len(text) for texts, _ in spread.values() for text in texts) + 12,
    )
    dots, each = _pile_up(drawn, by, step=_DOT * (axis["range"][1] - axis["range"][0]) * n_columns / _PLOT_WIDTH)
    dots = dots.assign(
        row=dots["row"] + dots[by].map(rows.index).astype(int), colour=dots[by].map(theme.colours(all_rows))
    )
    dot = "an article" if each == 1 else f"up to {each:,} articles with equally many occurrences"
    notes = [f"A dot is {dot}. “5 of 9, half in 2”: 5 of 9 articles hold the term, 2 have half of its occurrences."]
    notes += theme.left_out(by, len(rows), len(all_rows))
    notes += theme.left_out("term", len(terms), len(all_terms), phrase="The first {}")
    axes, height = panels(
        [str(term) for term in terms],
        [axis] * len(terms),
        labels=[str(row) for row in rows],
        row_height=_ROW,
        unit="occurrences in the article (logarithmic scale)",
        n_columns=n_columns,
    )
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height) | axes)
    for number, term in enumerate(terms, 1):
        figure.add_traces(_traces(dots[dots["term"] == term], spread[term], 0.999 * 10 ** axis["range"][1], number))
    return figure


def _spread(
    part: pd.DataFrame, by: str, *, rows: Iterable[str], totals: Mapping[str, int]
) -> tuple[list[str], list[str]]:
    """Return for each row in how many articles the term stands, in short and as a sentence."""
    short, long = [], []
    for row in rows:
        counts = part.loc[part[by] == row, "count"].sort_values(ascending=False)
        if row not in totals:
            short.append("none")
            long.append("No article holds the term.")
            continue
        half = int((counts.cumsum() < counts.sum() / 2).sum()) + 1
        of = f"{len(counts):,} of {totals[row]:,}"
        short.append(f"{of}, half in {half:,}" if len(counts) > 1 else of)
        long.append(f"{of} articles hold the term ({len(counts) / totals[row]:.0%}).")
        if len(counts) > 1:
            long[-1] += f"<br>{half:,} of them have half of its {counts.sum():,} occurrences."
    return short, long


def _count_axis(most: int, *, width: float, margin: float) -> dict[str, Any]:
    """Return a logarithmic axis of counts up to `most` that leaves a margin for text at its end (in pixels)."""
    start, end = math.log10(0.85), math.log10(most + 1)
    end = start + (end - start) * width / max(width - margin, width / 3)
    steps = range(1, most + 1) if most <= 6 else [m * 10**e for e in range(len(str(most))) for m in (1, 2, 5)]
    ticks = [step for step in steps if step <= most]
    return {
        "type": "log",
        "range": theme.rounded([start, end]),
        "tickvals": ticks,
        "ticktext": [f"{t:,}" for t in ticks],
    }


def _pile_up(drawn: pd.DataFrame, by: str, *, step: float) -> tuple[pd.DataFrame, int]:
    """Place articles of one group with the same count side by side, four above each other, `step` decades apart.

    Returns the dots with ``x`` and ``row`` (within -0.5 to 0.5), and how many articles a dot may stand for.
    """
    pile = [drawn["term"], drawn[by], drawn["count"]]
    drawn = drawn.sort_values([column for column in ("published", "article_id") if column in drawn])
    number, size = drawn.groupby(pile).cumcount(), drawn.groupby(pile)["count"].transform("size")
    each = next((n for n in _ARTICLES_A_DOT if (number % n == 0).sum() <= _MAX_DOTS), _ARTICLES_A_DOT[-1])
    drawn = drawn.assign(others=(size - number).clip(upper=each) - 1)[number % each == 0]
    number, size = number[drawn.index] // each, -(-size[drawn.index] // each)
    column, lane = number // _LANES, number % _LANES
    n_columns, n_lanes = -(-size // _LANES), (size - column * _LANES).clip(upper=_LANES)
    # A pile ends before the place of the next count.
    room = ((drawn["count"] + 0.8) / drawn["count"]).map(math.log10)
    x = drawn["count"] * 10 ** (column * (room / n_columns).clip(upper=step))
    return drawn.assign(x=x, row=(lane - (n_lanes - 1) / 2) * _DOT / _ROW), each


def _traces(dots: pd.DataFrame, spread: tuple[list[str], list[str]], right: float, number: int) -> list[dict[str, Any]]:
    place = {"type": "scatter", "xaxis": f"x{number}", "yaxis": f"y{number}", "hoverinfo": "text", "showlegend": False}
    texts, hover = spread
    marks = {
        "mode": "markers",
        "x": theme.rounded(dots["x"]),
        "y": theme.rounded(dots["row"]),
        "marker": {
            "color": dots["colour"].tolist(),
            "size": _DOT,
            "opacity": 1,
            "line": {"width": 0.5, "color": "white"},
        },
        "hovertext": [_hover(record) for record in dots.to_dict("records")],
        "cliponaxis": False,
    }
    beside = {
        "mode": "text",
        "x": theme.rounded([right] * len(texts)),
        "y": list(range(len(texts))),
        "text": texts,
        "textposition": "middle left",
        "textfont": {"size": 12, "color": theme.NOTE},
        "hovertext": hover,
    }
    return [place | marks, place | beside]


def _hover(record: Mapping[Any, Any]) -> str:
    name = record["title"] if pd.notna(record.get("title")) else record["article_id"]
    lines = [f"<b>{theme.literal(theme.shorten(str(name), 60))}</b>"]
    if pd.notna(record.get("published")):
        lines.append(f"{record['published']:%Y-%m-%d}")
    lines.append(theme.counts_behind({"count": record["count"], "n_words": record["n_words"]}))
    if record["others"]:
        lines.append(f"and {record['others']:,} more with equally many occurrences")
    return "<br>".join(lines)
