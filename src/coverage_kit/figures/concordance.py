"""The concordance plot: where in each article the hits stand, and in whose voice."""

import textwrap
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

_ROW = 16
_CONTEXT = 70
_VOICES = {"own": ("the outlet's own voice", theme.INK), "attributed": ("attributed to a source", "#E06000")}


def plot_concordance(
    table: pd.DataFrame, *, by: str, groups: Sequence[str], title: str, max_articles: int = 40
) -> "Figure":
    """Draw one thin row for each article and a tick where a hit stands, coloured by voice.

    `table` has one row a hit: ``article_id``, `by`, ``left, keyword, right`` (the text as it stands, blanks included),
    ``voice`` ("own" or "attributed"), ``speaker``, ``position`` (0 where the article begins, 1 where it ends) and, if
    known, ``title`` and ``n_lines``. Where there are more than `max_articles`, the groups take turns, each with its
    article with most hits.

    Examples
    --------
    >>> hits = pd.DataFrame({"article_id": ["a1", "a1"], "outlet": "Daily A", "left": ["He called the ", "The "],
    ...                      "keyword": "broker", "right": [" a friend.", " left."], "voice": ["attributed", "own"],
    ...                      "speaker": ["Ann Lee", None], "position": [0.1, 0.8]})
    >>> figure = plot_concordance(hits, by="outlet", groups=["Daily A"], title="broker")
    >>> [(trace.name, trace.x) for trace in figure.data]
    [("the outlet's own voice", (0.8,)), ('attributed to a source', (0.1,))]
    """
    import plotly.graph_objects as go

    if table.empty:
        return theme.empty_figure(f"{title}: nothing to draw, there are no hits.")
    articles = _rows(table, by, groups)
    notes = ["A row is an article, a tick a hit."]
    if len(articles) > max_articles:
        each = by.replace("_", " ")
        notes.append(f"{max_articles} of {len(articles):,} articles: from each {each} in turn the one with most hits.")
    articles = articles.sort_values(["_rank", "_group"]).head(max_articles).sort_values(["_group", "_rank"])
    articles["_row"] = range(len(articles))
    hits = table.merge(articles[[by, "article_id", "_row"]], on=[by, "article_id"])
    first = ~articles[by].duplicated()
    labels = [str(name) if new else "" for name, new in zip(articles[by], first, strict=True)]
    figure = go.Figure(
        layout=theme.layout(title, notes, plot_height=_ROW * len(labels) + 8, legend=True)
        | {"yaxis": theme.row_axis(labels), "xaxis": _positions(), "shapes": _bands(articles["_group"].tolist())}
    )
    for voice, (name, colour) in _VOICES.items():
        figure.add_trace(_ticks(hits[hits["voice"] == voice], name, colour))
    return figure


def _rows(table: pd.DataFrame, by: str, groups: Sequence[str]) -> pd.DataFrame:
    """Return the articles with the place of their group and their rank in it by number of hits."""
    articles = table.groupby([by, "article_id"], sort=False).size().reset_index(name="_hits")
    articles["_group"] = articles[by].map(theme.in_order(table[by], groups).index)
    articles = articles.sort_values(["_group", "_hits"], ascending=[True, False], kind="stable")
    return articles.assign(_rank=articles.groupby("_group").cumcount())


def _positions() -> dict[str, Any]:
    return {
        "range": [-0.01, 1.01],
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": ["start", "", "middle", "", "end"],
        "title": {"text": "place in the article"},
    }


def _bands(places: list[int]) -> list[dict[str, Any]]:
    """Shade every other group."""
    bands = []
    for place in list(dict.fromkeys(places))[1::2]:
        first = places.index(place)
        rows = {"y0": first - 0.5, "y1": first + places.count(place) - 0.5}
        across = {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "layer": "below", "line": {"width": 0}}
        bands.append(across | rows | {"fillcolor": theme.BAND})
    return bands


def _ticks(hits: pd.DataFrame, name: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": theme.rounded(hits["position"]),
        "y": hits["_row"].tolist(),
        "marker": {"symbol": "line-ns-open", "size": 9, "color": colour, "line": {"width": 2}},
        "hovertext": [_hover(record) for record in hits.to_dict("records")],
        "hoverinfo": "text",
    }


def _hover(record: Mapping[Any, Any]) -> str:
    """Return the hit in its context, and what is known about it."""
    # Private-use characters stand for the tags until the text is wrapped and escaped.
    left, right = record["left"], record["right"]
    left = "…" + left[1 - _CONTEXT :] if len(left) > _CONTEXT else left
    lines = textwrap.wrap(f"{left}\ue000{record['keyword']}\ue001{theme.shorten(right, _CONTEXT)}", 60)
    text = theme.literal("\n".join(lines)).replace("\n", "<br>")
    parts = [text.replace("\ue000", "<b>").replace("\ue001", "</b>")]
    if pd.notna(record.get("speaker")):
        parts.append(f"said by {theme.literal(theme.shorten(str(record['speaker']), 60))}")
    if pd.notna(record.get("title")):
        parts.append(f"in “{theme.literal(theme.shorten(str(record['title']), 58))}”")
    return "<br>".join(parts)
