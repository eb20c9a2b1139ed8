"""How every figure looks: colours, type, margins, and text that plotly shows as it was written."""

import html
import math
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

INK, FAINT, GREY = "#222222", "#E4E4E4", "#7A7A7A"
NOTE, BAND = "#555555", "#F5F5F5"

# The hues of Okabe and Ito (2008), darkened until each has a contrast of 3 to white; brown and indigo replace yellow
# and black. Any two, and the grey, stay apart for readers with protanopia, deuteranopia or tritanopia.
PALETTE = ("#0072B2", "#BC5200", "#00925D", "#C777A8", "#C78500", "#2E9DD8", "#332288", "#661100")

ROW_HEIGHT = 24
PERCENT = ".1~%"
LABEL_WIDTH = 34
_LINE = 18
_TEXT_WIDTH = 95

_AXIS = {
    "automargin": True,
    "fixedrange": True,
    "gridcolor": FAINT,
    "gridwidth": 1,
    "linecolor": FAINT,
    "zeroline": False,
    "ticks": "",
    "title": {"font": {"size": 13}, "standoff": 12},
}
TEMPLATE: dict[str, Any] = {
    "layout": {
        "font": {"family": "Open Sans, Arial, sans-serif", "size": 13, "color": INK},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "colorway": list(PALETTE),
        "hovermode": "closest",
        "hoverlabel": {"align": "left", "bgcolor": "white", "font": {"size": 12, "color": INK}},
        "xaxis": _AXIS,
        "yaxis": _AXIS,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal"},
        # "Share chart" would hand the figure's data to a server of plotly's.
        "modebar": {"remove": ["select2d", "lasso2d", "sendChartToCloud"]},
        "title": {"x": 0, "y": 1, "yref": "container", "yanchor": "top", "font": {"size": 17}},
    }
}


def colours(groups: Sequence[str]) -> dict[str, str]:
    """Give the first eight groups a colour of their own and the others grey.

    Hand in all groups of the corpus, largest first: then a group has the same colour in every figure.

    Examples
    --------
    >>> colours(["Daily A", "Daily B"])
    {'Daily A': '#0072B2', 'Daily B': '#BC5200'}
    """
    return {group: PALETTE[i] if i < len(PALETTE) else GREY for i, group in enumerate(dict.fromkeys(groups))}


def pale(colour: str, opacity: float) -> str:
    """Let a colour be seen through, in the one way that all versions of plotly read.

    Examples
    --------
    >>> pale("#0072B2", 0.35)
    'rgba(0,114,178,0.35)'
    """
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def rounded(values: Iterable[float]) -> list[float | None]:
    """Return plain floats of six significant digits; what is not a finite number becomes None.

    Arrays must not reach plotly, which stores them as base64, and the last digits differ between processors.

    Examples
    --------
    >>> rounded([0.1 + 0.2, 1234567.0, float("nan")])
    [0.3, 1234570.0, None]
    """
    return [float(f"{value:.6g}") if math.isfinite(value) else None for value in values]


def shorten(name: str, width: int) -> str:
    """Cut a name to at most `width` characters, the last one an ellipsis; between words, if that costs little.

    Examples
    --------
    >>> shorten("The Northern Evening Courier", 14), shorten("The Northern Evening Courier", 18)
    ('The Northern…', 'The Northern Even…')
    """
    if len(name) <= width:
        return name
    whole = name[:width].rpartition(" ")[0].rstrip(" ,;:…")
    return (whole if len(whole) >= 0.8 * width else name[: width - 1].rstrip()) + "…"


def literal(text: object) -> str:
    """Escape what plotly would read as markup (tags, entities) or MathJax as a formula (dollar signs).

    Examples
    --------
    >>> literal("<b>R&D</b>, $5")
    '&lt;b&gt;R&amp;D&lt;/b&gt;, &#36;5'
    """
    return html.escape(str(text), quote=False).replace("$", "&#36;")


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into escaped lines of at most `width` characters, between words.

    Examples
    --------
    >>> wrapped("trade & tariffs", 8), wrapped("with Moon Jae-in", 13)
    (['trade &amp;', 'tariffs'], ['with Moon', 'Jae-in'])
    """
    return [literal(line) for line in textwrap.wrap(text, width, break_on_hyphens=False)]


def plural(noun: str) -> str:
    """Return the plural of a column's name, for a sentence.

    Examples
    --------
    >>> plural("outlet"), plural("source_type"), plural("story"), plural("press")
    ('outlets', 'source types', 'stories', 'presses')
    """
    noun = noun.replace("_", " ")
    if noun.endswith("y") and noun[-2:-1] not in {*"aeiou"}:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def some_of(phrase: str, total: int, noun: str) -> str:
    """Say that not all are drawn.

    Examples
    --------
    >>> some_of("The 12 largest", 86, "outlet")
    'The 12 largest of 86 outlets; all are in the table.'
    """
    return f"{phrase} of {total:,} {plural(noun)}; all are in the table."


def left_out(noun: str, shown: int, total: int, *, phrase: str = "The {} largest") -> list[str]:
    """Return a note if not all are drawn.

    Examples
    --------
    >>> left_out("outlet", 12, 86), left_out("term", 6, 8, phrase="The first {}"), left_out("outlet", 5, 5)
    (['The 12 largest of 86 outlets; all are in the table.'], ['The first 6 of 8 terms; all are in the table.'], [])
    """
    return [some_of(phrase.format(shown), total, noun)] if shown < total else []


def number(value: float) -> str:
    """Return a rate with as many digits as it needs.

    Examples
    --------
    >>> number(1234.5), number(12.34), number(0.01234)
    ('1,234', '12.3', '0.0123')
    """
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.3g}"


def signed(value: float, decimals: int = 2) -> str:
    """Return a difference or a log ratio with a true minus sign; it may be infinite.

    Examples
    --------
    >>> signed(-1.25), signed(-0.04, 1), signed(float("inf"))
    ('−1.25', '0.0', '∞')
    """
    return f"{value:z,.{decimals}f}".replace("-", "−").replace("inf", "∞")


def interval(low: float, high: float, show: Callable[[float], str] = number) -> str:
    """Return an interval in words.

    Examples
    --------
    >>> interval(9.0, 15.5), interval(float("nan"), float("nan"))
    ('interval 9.0 to 15.5', 'no interval')
    """
    return "no interval" if math.isnan(low) or math.isnan(high) else f"interval {show(low)} to {show(high)}"


def p_value(name: str, value: float) -> str:
    """Return a p-value or a q-value as journals print it.

    Examples
    --------
    >>> p_value("p", 0.0123), p_value("q", 0.0004), p_value("p", 1.0), p_value("p", float("nan"))
    ('p = .012', 'q < .001', 'p = 1.000', 'no p')
    """
    if math.isnan(value):
        return f"no {name}"
    return f"{name} < .001" if value < 0.001 else f"{name} = {value:.3f}".replace("= 0.", "= .")


def in_order(values: Iterable[str], groups: Sequence[str]) -> list[str]:
    """Return the different values in the order of `groups`; any that are not in it come last.

    Examples
    --------
    >>> in_order(["Daily B", "Daily X", "Daily A", "Daily B"], ["Daily A", "Daily B", "Daily C"])
    ['Daily A', 'Daily B', 'Daily X']
    """
    found = dict.fromkeys(values)
    return [group for group in dict.fromkeys([*groups, *found]) if group in found]


def counts_behind(row: Mapping[str, Any]) -> str:
    """Return the counts in a row of a table (``count`` and all that begin with ``n_``) in words, for a hover text.

    Examples
    --------
    >>> counts_behind({"outlet": "Daily A", "count": 23, "n_words": 18700, "estimate": 12.3})
    'count: 23 · words: 18,700'
    """
    named = {str(k): v for k, v in row.items() if k == "count" or str(k).startswith("n_")}
    counts = {k: v for k, v in named.items() if isinstance(v, int | float)}
    return " · ".join(f"{k.removeprefix('n_')}: {v:,.0f}" for k, v in counts.items() if math.isfinite(v))


def layout(title: str, notes: Iterable[str] = (), *, plot_height: float, legend: int = 0) -> dict[str, Any]:
    """Return the layout of a figure: title, a smaller line of notes, and room for a plot of `plot_height` pixels.

    `legend` is the number of lines that the legend takes.

    Examples
    --------
    >>> layout("Who is heard", ["Open dot: no interval."], plot_height=200)["height"]
    330
    """
    heading = wrapped(title, 70)
    subheading = wrapped(" ".join(notes), _TEXT_WIDTH)
    top = 30 + 22 * len(heading) + _LINE * len(subheading) + (12 + _LINE * legend if legend else 0)
    bottom = 60
    # Plotly lifts a title by half a line for each line it has.
    text: dict[str, Any] = {"text": "<br>".join(heading), "pad": {"l": 14, "t": 3 + 11 * len(heading)}}
    if subheading:
        text["subtitle"] = {"text": "<br>".join(subheading), "font": {"size": 13, "color": NOTE}}
    return {
        "template": TEMPLATE,
        "title": text,
        "height": round(top + plot_height + bottom),
        "margin": {"l": 14, "r": 24, "t": top, "b": bottom},
        "showlegend": legend > 0,
    }


def row_axis(labels: Sequence[str]) -> dict[str, Any]:
    """Return a vertical axis on which row 0 is on top and each row has its label.

    Examples
    --------
    >>> row_axis(["Daily A", "Daily B"])["range"]
    [1.5, -0.5]
    """
    return {
        "range": [len(labels) - 0.5, -0.5],
        "tickvals": list(range(len(labels))),
        "ticktext": [literal(shorten(label, LABEL_WIDTH)) for label in labels],
        "ticklabelstandoff": 6,
    }


def empty_figure(message: str) -> "Figure":
    """Return a figure without axes that says in words why there is nothing to draw.

    Examples
    --------
    >>> empty_figure("No term was found.").layout.annotations[0].text
    'No term was found.'
    """
    import plotly.graph_objects as go

    note = {"text": "<br>".join(wrapped(message, _TEXT_WIDTH)), "showarrow": False, "font": {"color": NOTE}}
    place = {"x": 0.5, "y": 0.5, "xref": "paper", "yref": "paper"}
    hidden = {"visible": False}
    return go.Figure(
        layout={"template": TEMPLATE, "height": 160, "annotations": [note | place], "xaxis": hidden, "yaxis": hidden}
    )
