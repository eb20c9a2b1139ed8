"""Result: what every measure returns."""

import html
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from numbers import Integral
from typing import TYPE_CHECKING, Any

import pandas as pd

from coverage_kit.text.sentences import sentence_spans

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

ROWS_SHOWN = 20
ROWS_FOLDED = 1_000
_CONTEXT = ("outlet", "published", "title")


class Result:
    """A measure's figures with their uncertainty and their evidence.

    Parameters
    ----------
    measure : str
        The measure's name.
    table : DataFrame
        Tidy: the group columns, then ``estimate, conf_low, conf_high, p_value, q_value, n_articles`` as they apply.
        An interval that cannot be known is NaN, and `notes` says why.
    evidence : DataFrame, or a function that makes it when it is asked for
        ``article_id, start, end`` (character offsets into the article's text) and the keys they stand for. Where a
        column ``zone`` says "headline", the offsets are those of the title.
    params : dict
        Every argument, the version of the library and the fingerprint of the corpus.
    notes : tuple of str
        What could not be known and what was left out, in words.
    articles : DataFrame
        The articles that the evidence stands in.
    figure : callable
        Draws the table; `plot` calls it.

    Returns
    -------
    Result
        Shown as a table in a notebook; `plot` draws it, `passages` gives the sentences behind it.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> words = ck.salience(ck.datasets.load_summit(), ["broker", "sanction*"])
    >>> words
    Result(salience: 12 rows, evidence in 63 articles)
    """

    __slots__ = ("_articles", "_evidence", "_figure", "_measure", "_notes", "_params", "_table")

    def __init__(
        self,
        measure: str,
        table: pd.DataFrame,
        evidence: "pd.DataFrame | Callable[[], pd.DataFrame]",
        *,
        params: dict[str, Any],
        notes: tuple[str, ...],
        articles: pd.DataFrame,
        figure: "Callable[..., Figure]",
    ) -> None:
        self._measure, self._table, self._evidence = measure, table, evidence
        self._params, self._notes = params, notes
        self._articles, self._figure = articles, figure

    @property
    def measure(self) -> str:
        """The measure's name."""
        return self._measure

    @property
    def notes(self) -> tuple[str, ...]:
        """What could not be known and what was left out, in words."""
        return self._notes

    # Copy-on-write makes these copies free until somebody writes to them.
    @property
    def table(self) -> pd.DataFrame:
        """The figures, tidy."""
        return self._table.copy(deep=False)

    @property
    def evidence(self) -> pd.DataFrame:
        """Where the figures come from: ``article_id, start, end`` and the keys they stand for."""
        if callable(self._evidence):
            self._evidence = self._evidence()
        return self._evidence.copy(deep=False)

    @property
    def params(self) -> dict[str, Any]:
        """Every argument, the version of the library and the fingerprint of the corpus."""
        return dict(self._params)

    def plot(self, **options: Any) -> "Figure":
        """Draw the result.

        Parameters
        ----------
        **options
            What the measure's figure offers; see `coverage_kit.figures`.

        Returns
        -------
        plotly.graph_objects.Figure
        """
        return self._figure(self.table, **options)

    def passages(self, **where: object) -> pd.DataFrame:
        """Return the sentences behind the figures.

        Parameters
        ----------
        **where : value or list of values
            Which evidence, by the columns of `evidence` and by ``outlet``; all of it by default.

        Returns
        -------
        DataFrame
            The keys, ``article_id, outlet, published, title``, the `passage` and, for what stands in it,
            ``start, end``: ``text[start:end]`` is the evidence itself.
        """
        context = ["article_id", *(c for c in _CONTEXT if c in self._articles and c not in self.evidence)]
        rows = self.evidence.merge(self._articles[context], on="article_id", how="left")
        for column, value in where.items():
            if column not in rows:
                known = ", ".join(f"'{name}'" for name in rows.columns)
                raise ValueError(f"passages: there is no column '{column}'. Choose from {known}")
            wanted = [value] if isinstance(value, str) or not isinstance(value, Iterable) else list(value)
            self._refuse_unknown(column, wanted)
            rows = rows[rows[column].isin(wanted)]
        rows = rows.reset_index(drop=True)
        found = passages_of(self._articles, rows)
        keys = [c for c in rows if c not in {*context, "start", "end"}]
        return rows.assign(passage=pd.Series(found, rows.index, dtype="str"))[
            [*keys, *context, "passage", "start", "end"]
        ]

    def _refuse_unknown(self, column: str, wanted: list[object]) -> None:
        """Refuse a value that stands nowhere: a slip of the pen must not look like a finding."""
        known = pd.concat([frame[column] for frame in (self._table, self._evidence, self._articles) if column in frame])
        unknown = [value for value in wanted if not known.isin([value]).any()]
        if len(known) and unknown == wanted:
            there = [f"'{value}'" for value in known.dropna().unique()]
            more = f" and {len(there) - 10:,} more" if len(there) > 10 else ""
            raise ValueError(f"passages: no {column} is '{unknown[0]}'. There are {', '.join(there[:10])}{more}")

    def __repr__(self) -> str:
        size = f"{self.measure}: {len(self.table):,} rows"
        if callable(self._evidence):
            return f"Result({size})"
        articles = self.evidence["article_id"].nunique() if len(self.evidence) else 0
        return f"Result({size}, evidence in {articles:,} articles)"

    def _repr_html_(self) -> str:
        number = len(self.table)
        shown = _table_html(self.table.head(ROWS_SHOWN)) if number else ""
        if ROWS_SHOWN < number <= ROWS_FOLDED:
            summary = f"<summary>The first {ROWS_SHOWN} rows; open for all {number:,}</summary>"
            shown += f"<details>{summary}{_table_html(self.table)}</details>"
        elif number > ROWS_FOLDED:
            shown += f"<p>The first {ROWS_SHOWN} of {number:,} rows; all are in .table</p>"
        return shown + "".join(f"<p>{html.escape(note, quote=False)}</p>" for note in self.notes)


def passages_of(articles: pd.DataFrame, rows: pd.DataFrame) -> list[str]:
    """Return, for each row, the whole sentences its span stands in: of the text or, in the headline, of the title."""
    texts = dict(zip(articles["article_id"], articles["text"], strict=True))
    titles = dict(zip(articles["article_id"], articles["title"], strict=True)) if "title" in articles else {}
    in_title = rows["zone"] == "headline" if "zone" in rows else [False] * len(rows)
    sentences: dict[str, list[tuple[int, int]]] = {}
    found = []
    for key, titled, start, end in zip(rows["article_id"], in_title, rows["start"], rows["end"], strict=True):
        text = (titles if titled else texts)[key]
        if text not in sentences:
            sentences[text] = sentence_spans(text)
        spans = sentences[text]
        first = max(0, bisect_right(spans, start, key=lambda span: span[0]) - 1)
        last = max(first, bisect_left(spans, end, key=lambda span: span[0]) - 1)
        found.append(text[spans[first][0] : spans[last][1]] if spans else "")
    return found


def _table_html(table: pd.DataFrame) -> str:
    """Return the table as HTML, rounded; estimate and interval share a column, so that the table fits a page."""
    shown = table.copy()
    if {"estimate", "conf_low", "conf_high"} <= set(shown):
        merged = zip(shown.pop("estimate"), shown.pop("conf_low"), shown.pop("conf_high"), strict=True)
        shown.insert(table.columns.get_loc("estimate"), "estimate [interval]", [_interval(*row) for row in merged])
    if {"error_low", "error_high"} <= set(shown):
        ranges = zip(shown.pop("error_low"), shown.pop("error_high"), strict=True)
        place = table.drop(columns=["conf_low", "conf_high"], errors="ignore").columns.get_loc("error_low")
        shown.insert(place, "error range", ["–" if pd.isna(low) else _range(low, high) for low, high in ranges])
    # Written out first: to_html leaves the cells of pandas' own number types as they are.
    for column in shown:
        show = _p_value if column in ("p_value", "q_value") else _readable
        shown[column] = [show(value) for value in shown[column]]
    with pd.option_context("display.html.use_mathjax", False):  # a dollar sign is a dollar sign
        return shown.to_html(index=False, border=0, formatters=dict.fromkeys(shown, str))


def _interval(estimate: float, low: float, high: float) -> str:
    return _readable(estimate) if pd.isna(low) else f"{_readable(estimate)}\u00a0{_range(low, high)}"


def _range(low: float, high: float) -> str:
    return f"[{_readable(low)},\u00a0{_readable(high)}]"


def _p_value(value: float) -> str:
    return "–" if pd.isna(value) else "<.001" if value < 0.001 else f"{value:.3f}"


def _readable(value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT:
        return "–"
    if isinstance(value, pd.Timestamp):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, Integral):
        return f"{value:,}"
    if not isinstance(value, float):
        return str(value)
    if pd.isna(value):
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
