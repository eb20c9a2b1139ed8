"""A card for each topic: its terms, its share by group with intervals, and passages that are typical of it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.figures import theme
from coverage_kit.figures.panels import axis_end

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

FLAGS = {
    "house_style": "House style: it goes with the {by}, not with what is covered.",
    "unstable": "Unstable: it does not come again in half of the articles.",
}
_TERMS, _PASSAGES, _PASSAGE_LENGTH = 10, 2, 210
_ROW, _LINE, _TICKS, _GAP = 22, 16, 24, 26
_ABOVE = 14  # pixels above the first card
_LETTER, _WIDTH = 6.6, 780  # pixels: of a letter, and of a figure without its margins
_LEFT, _RIGHT = 0.42, 0.47  # where the dots end and the passages begin
_TEXT = {"xref": "paper", "yref": "paper", "showarrow": False, "align": "left", "xanchor": "left", "yanchor": "top"}
_PLAIN, _HEAD, _SMALL = {"size": 13, "color": theme.INK}, {"size": 15, "color": theme.INK}, {"size": 12}


def plot_topic_cards(
    table: pd.DataFrame,
    *,
    by: str,
    groups: Sequence[str],
    terms: pd.DataFrame,
    passages: pd.DataFrame,
    title: str,
    max_topics: int = 6,
    max_groups: int = 8,
) -> "Figure":
    """Draw a card for each topic: name, terms, share of each group with its interval, and two typical passages.

    `table` has a row for each ``number, topic`` and group (`by`) with ``estimate, conf_low, conf_high, n_articles``;
    ``q_value, house_style, unstable`` as they apply. `terms` has ``number, term``, the most telling first; `passages`
    has ``number``, `by` and ``passage``, the most typical first. `groups` are all groups of the corpus, largest first.

    Examples
    --------
    >>> table = pd.DataFrame({"number": 1, "topic": "rail", "outlet": ["Daily A", "Daily B"], "estimate": [0.4, 0.2],
    ...                       "conf_low": [0.3, 0.1], "conf_high": [0.5, 0.4], "n_articles": [20, 10]})
    >>> terms = pd.DataFrame({"number": 1, "term": ["rail", "freight"]})
    >>> passages = pd.DataFrame({"number": [1], "outlet": "Daily A", "passage": "The line is to open in May."})
    >>> figure = plot_topic_cards(table, by="outlet", groups=["Daily A", "Daily B"], terms=terms, passages=passages,
    ...                           title="Topics")
    >>> [dot.x for dot in figure.data], figure.layout.annotations[0].text
    ([(0.4,), (0.2,)], '<b>1 rail</b>  33% of the coverage')
    """
    import plotly.graph_objects as go

    if (table := table[table["estimate"].notna()]).empty:
        return theme.empty_figure(f"{title}: nothing to draw, the table has no estimates.")
    all_rows, all_topics = theme.in_order(table[by], groups), sorted(set(table["number"]))
    rows, numbers = all_rows[:max_groups], all_topics[:max_topics]
    labels = [theme.shorten(str(row), theme.LABEL_WIDTH) for row in rows]
    parts = [table[table["number"] == number] for number in numbers]
    drawn = [part[part[by].isin(rows)] for part in parts]
    end = 1.04 * axis_end(pd.concat(drawn), 3.0)
    width = _WIDTH - _LETTER * max(map(len, labels))
    cards = [_texts(part, terms=terms, passages=passages, by=by, width=width) for part in parts]
    figure_layout, height = _layout(cards, labels, axis={"range": theme.rounded([-0.03 * end, end])})
    notes = ["Share of the coverage: mean of the articles, with its interval."]
    notes += theme.left_out("topic", len(numbers), len(all_topics))
    notes += theme.left_out(by, len(rows), len(all_rows))
    if pd.concat(drawn)[["conf_low", "conf_high"]].isna().any(axis=None):
        notes.append("Open dot: no interval.")
    figure = go.Figure(layout=theme.layout(title, notes, plot_height=height) | figure_layout)
    figure.update_layout(margin_b=30, height=figure.layout.height - 30)
    shades = theme.colours([*groups, *all_rows])
    for number, part in enumerate(drawn, 1):
        for record in part.to_dict("records"):
            place = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
            figure.add_trace(_dot(record, by=by, row=rows.index(record[by]), colour=shades[record[by]]) | place)
    return figure


def _texts(
    part: pd.DataFrame, *, terms: pd.DataFrame, passages: pd.DataFrame, by: str, width: float
) -> tuple[list[str], list[str]]:
    """Return the lines at the head of a card, and those beside its dots."""
    first = part.iloc[0]
    mean = (part["estimate"] * part["n_articles"]).sum() / max(part["n_articles"].sum(), 1)
    facts = [f"{mean:.0%} of the coverage"]
    if "q_value" in part and part["q_value"].notna().any():
        facts.append(f"between {theme.plural(by)} {theme.p_value('q', part['q_value'].dropna().iloc[0])}")
    name = theme.literal(theme.shorten(f"{first['number']} {first['topic']}", 60))
    head = [f"<b>{name}</b>  {' · '.join(facts)}"]
    own = terms.loc[terms["number"] == first["number"], "term"].head(_TERMS)
    head += theme.wrapped(", ".join(map(str, own)), int((_WIDTH + 60) / _LETTER))
    told = [words for flag, words in FLAGS.items() if flag in part and part[flag].fillna(False).any()]
    head += [f"<b>{theme.literal(words.format(by=by.replace('_', ' ')))}</b>" for words in told]
    beside = []
    for record in _typical(passages[passages["number"] == first["number"]], by).to_dict("records"):
        passage = theme.shorten(" ".join(str(record["passage"]).split()), _PASSAGE_LENGTH)
        lines = theme.wrapped(passage, int((1 - _RIGHT) * width / (0.9 * _LETTER)))
        source = theme.literal(theme.shorten(str(record[by]), theme.LABEL_WIDTH))
        beside += [*lines, f"<i>{source}</i>", ""]
    return head, beside[:-1]


def _typical(own: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return two passages, of two groups if there are."""
    return own.assign(again=own.duplicated(by)).sort_values("again", kind="stable").head(_PASSAGES)


def _layout(
    cards: Sequence[tuple[list[str], list[str]]], labels: Sequence[str], *, axis: Mapping[str, Any]
) -> tuple[dict[str, Any], float]:
    """Return the axes and the texts of the cards, one below the other, and their height in pixels."""
    plot = _ROW * len(labels)
    heads = [22 + _LINE * (len(head) - 1) + 8 for head, _ in cards]
    bodies = [max(plot + _TICKS, _LINE * len(beside) + 6) for _, beside in cards]
    height = _ABOVE + sum(heads) + sum(bodies) + _GAP * (len(cards) - 1)
    layout: dict[str, Any] = {"annotations": [], "shapes": []}
    top = _ABOVE
    for number, ((head, beside), above, body) in enumerate(zip(cards, heads, bodies, strict=True), 1):
        start = top + above
        texts = [(0, top, head[:1], _HEAD), (0, top + 22, head[1:], _PLAIN), (_RIGHT, start, beside, _SMALL)]
        for left, at, lines, font in texts:
            place = {"x": left, "y": theme.rounded([1 - at / height])[0]}
            if lines:
                layout["annotations"].append(_TEXT | place | {"text": "<br>".join(lines), "font": font})
        ends = theme.rounded([max(0.0, 1 - (start + plot) / height), 1 - start / height])
        layout[f"xaxis{number}"] = {
            **axis,
            "anchor": f"y{number}",
            "domain": [0, _LEFT],
            "nticks": 5,
            "tickformat": theme.PERCENT,
            "tickfont": {"size": 11},
        }
        layout[f"yaxis{number}"] = theme.row_axis(labels) | {"anchor": f"x{number}", "domain": ends, "showgrid": False}
        if number > 1:
            edge = theme.rounded([1 - (top - _GAP / 2) / height])[0]
            line = {"type": "line", "xref": "paper", "yref": "paper", "x0": 0, "x1": 1, "y0": edge, "y1": edge}
            layout["shapes"].append(line | {"line": {"color": theme.FAINT, "width": 1}})
        top = start + body + _GAP
    return layout, height


def _dot(record: Mapping[Any, Any], *, by: str, row: int, colour: str) -> dict[str, Any]:
    estimate, low, high = record["estimate"], record["conf_low"], record["conf_high"]
    hover = [
        f"<b>{theme.literal(theme.shorten(str(record[by]), 60))}</b>",
        f"{estimate:.1%} of the coverage",
        theme.interval(low, high, "{:.1%}".format),
        theme.counts_behind(record),
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": theme.rounded([estimate]),
        "y": [row],
        "error_x": {
            "array": theme.rounded([high - estimate]),
            "arrayminus": theme.rounded([estimate - low]),
            "width": 0,
            "thickness": 2,
        },
        "marker": {
            "color": colour,
            "line": {"color": colour, "width": 2},
            "size": 8,
            "symbol": "circle-open" if pd.isna(low) or pd.isna(high) else "circle",
        },
        "hovertext": ["<br>".join(line for line in hover if line)],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
