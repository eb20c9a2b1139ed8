"""Corpus: the one table of articles everything starts from."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from numbers import Real
from typing import Any, ParamSpec, TypeVar

import pandas as pd

from coverage_kit.text.marked import blank_out
from coverage_kit.text.tokens import count_words

T = TypeVar("T")
P = ParamSpec("P")
REQUIRED = ("article_id", "outlet", "text")
SPAN_COLUMNS = ("article_id", "start", "end", "kind", "rule")
REJECTED_COLUMNS = ("row", "column", "value", "remedy")


class CorpusError(ValueError):
    """Articles that cannot be read, or a request a corpus cannot answer.

    The message names the file, the row, the column, the value and the remedy.

    Parameters
    ----------
    message : str
        What is wrong and how to mend it.

    Returns
    -------
    CorpusError
        An exception; it is a ``ValueError``.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> try:
    ...     ck.datasets.load_summit().filter(outlet="The Daily Example")
    ... except ck.CorpusError as error:
    ...     print(error)
    filter: no article has {'outlet': 'The Daily Example'}. Look at corpus.articles['outlet']
    """


class Corpus:
    """A frozen collection of articles, with the parts of their text that are not reporting marked.

    Make one with `read_corpus` or `datasets.load_summit`. Verbs such as `clean` return a new corpus;
    measures such as `salience` take one. The text of an article is never rewritten: what is not
    reporting (site furniture, datelines, bylines, credits) is marked in `spans` and skipped when counting.

    Parameters
    ----------
    articles : DataFrame
        One row an article: ``article_id`` (str, unique), ``outlet`` (str) and ``text`` (str); optional
        ``title``, ``published`` (datetime64, the local day), ``url``, ``byline``, ``section`` and any
        column of your own.
    spans : DataFrame, optional
        Marked spans: ``article_id, start, end, kind, rule``; character offsets into the text, end exclusive.
    rejected : DataFrame, optional
        Cells of the input that could not be used: ``row, column, value, remedy``. A row without outlet, text or an id
        of its own is left out; any other such cell is left empty.
    note : str
        A sentence to be shown wherever the corpus or a result made from it is shown.

    Returns
    -------
    Corpus
        ``articles``, ``spans`` and ``rejected`` are handed out as copies: changing one changes nothing here.

    Raises
    ------
    CorpusError
        If a required column is missing or empty, or an ``article_id`` occurs twice.

    Examples
    --------
    >>> import coverage_kit as ck
    >>> corpus = ck.datasets.load_summit()
    >>> len(corpus)
    63
    >>> corpus.filter(article_id=corpus.articles["article_id"][:2])
    Corpus(2 articles, 1 outlet)
    """

    __slots__ = ("_articles", "_derived", "_note", "_rejected", "_spans")

    def __init__(
        self,
        articles: pd.DataFrame,
        spans: pd.DataFrame | None = None,
        *,
        rejected: pd.DataFrame | None = None,
        note: str = "",
    ) -> None:
        _check_articles(articles)
        self._articles = articles.reset_index(drop=True)
        if spans is None:
            spans = pd.DataFrame(
                {c: pd.Series(dtype="int64" if c in ("start", "end") else "str") for c in SPAN_COLUMNS}
            )
        self._spans = spans[list(SPAN_COLUMNS)].reset_index(drop=True)
        _check_spans(self._spans, self._articles)
        self._rejected = pd.DataFrame(columns=list(REJECTED_COLUMNS), dtype="str") if rejected is None else rejected
        self._note = note
        self._derived: dict[Callable[[Corpus], object], object] = {}

    # Copy-on-write makes these copies free until somebody writes to them.
    @property
    def articles(self) -> pd.DataFrame:
        """One row an article."""
        return self._articles.copy(deep=False)

    @property
    def spans(self) -> pd.DataFrame:
        """Marked spans: ``article_id, start, end, kind, rule``."""
        return self._spans.copy(deep=False)

    @property
    def rejected(self) -> pd.DataFrame:
        """Cells of the input that could not be used: ``row, column, value, remedy``."""
        return self._rejected.copy(deep=False)

    @property
    def note(self) -> str:
        """A sentence to be shown wherever the corpus is shown."""
        return self._note

    @property
    def outlets(self) -> list[str]:
        """The outlets, the one with most articles first."""
        counts = self._articles["outlet"].value_counts()
        return sorted(counts.index, key=lambda outlet: (-counts[outlet], outlet))

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that change when an id, an outlet, a text or a marked span changes."""
        digest = hashlib.sha256()
        for frame, columns in ((self._articles, list(REQUIRED)), (self._spans, list(SPAN_COLUMNS))):
            for row in frame[columns].itertuples(index=False):
                digest.update("\x1f".join(map(str, row)).encode("utf-8", "surrogatepass") + b"\x1e")
        return digest.hexdigest()[:12]

    def filter(self, **where: object) -> "Corpus":
        """Keep the articles whose columns have the given values.

        Parameters
        ----------
        **where : value, list of values, or slice
            Column names of `articles` and what to keep in them; of a slice all from its first to its last value. Days,
            months and years may be written as text: "2019-04-25", "2019-04", "2019".

        Returns
        -------
        Corpus

        Examples
        --------
        >>> import coverage_kit as ck
        >>> corpus = ck.datasets.load_summit()
        >>> corpus.filter(outlet="Daily Klaxon", published=slice("2019-04-24", "2019-04-26"))
        Corpus(3 articles, 1 outlet)
        """
        keep = pd.Series(True, index=self._articles.index)
        for column, value in where.items():
            if column not in self._articles:
                raise CorpusError(
                    f"filter: there is no column '{column}'. Columns are {quoted(self._articles.columns)}"
                )
            keep &= _has(self._articles[column], value)
        if not keep.any():
            raise CorpusError(f"filter: no article has {where}. Look at corpus.articles[{quoted(where)}]")
        articles = self._articles[keep]
        return self.replace(
            articles=articles, spans=self._spans[self._spans["article_id"].isin(articles["article_id"])]
        )

    def replace(self, *, articles: pd.DataFrame | None = None, spans: pd.DataFrame | None = None) -> "Corpus":
        """Return a corpus with other articles or other spans; verbs are written with it."""
        return Corpus(
            self._articles if articles is None else articles,
            self._spans if spans is None else spans,
            rejected=self._rejected,
            note=self._note,
        )

    def derived(self, work: "Callable[[Corpus], T]") -> "T":
        """Return ``work(self)``, worked out once: a corpus never changes, so what follows from it does not either."""
        if work not in self._derived:
            self._derived[work] = work(self)
        return self._derived[work]

    def unmarked_texts(self) -> list[str]:
        """Return each article's text with the marked spans blanked out: same length, same offsets."""
        marked = dict(iter(self._spans.groupby("article_id")))
        return [
            blank_out(text, zip(marked[key]["start"], marked[key]["end"], strict=True)) if key in marked else text
            for key, text in zip(self._articles["article_id"], self._articles["text"], strict=True)
        ]

    def __len__(self) -> int:
        return len(self._articles)

    def __repr__(self) -> str:
        cells = len(self._rejected)
        rejected = f", {cells:,} rejected" if cells else ""
        return f"Corpus({_plural(len(self), 'article')}, {_plural(len(self.outlets), 'outlet')}{rejected})"

    def _repr_html_(self) -> str:
        articles = self._articles.assign(words=[count_words(text) for text in self.unmarked_texts()])
        table = articles.groupby("outlet").agg(articles=("text", "size"), words=("words", "sum")).loc[self.outlets]
        if "published" in articles:
            dates = articles.groupby("outlet")["published"].agg(["min", "max"]).loc[self.outlets]
            table = table.assign(first=dates["min"].dt.strftime("%Y-%m-%d"), last=dates["max"].dt.strftime("%Y-%m-%d"))
        more = f"<p>… and {len(table) - 12} more outlets</p>" if len(table) > 12 else ""
        shown = (
            table.head(12).reset_index().to_html(index=False, border=0, na_rep="–", formatters={"words": "{:,}".format})
        )
        note = f"<p><em>{_escape(self._note)}</em></p>" if self._note else ""
        return f"<p><strong>{_escape(repr(self))}</strong></p>{shown}{more}{note}"


def _check_articles(articles: pd.DataFrame) -> None:
    if not articles.columns.is_unique:
        name = articles.columns[articles.columns.duplicated()][0]
        raise CorpusError(f"articles: there are two columns '{name}'. Rename one")
    for column in REQUIRED:
        if column not in articles:
            raise CorpusError(f"articles: the column '{column}' is missing. Read your files with read_corpus")
        if articles[column].isna().any() or (articles[column] == "").any():
            raise CorpusError(f"articles: the column '{column}' has empty cells. Fill them in or drop those rows")
        if not articles[column].map(lambda value: isinstance(value, str)).all():
            raise CorpusError(f"articles: the column '{column}' is not text. Read your files with read_corpus")
    repeated = articles["article_id"][articles["article_id"].duplicated()]
    if len(repeated):
        raise CorpusError(f"articles: the article_id '{repeated.iloc[0]}' occurs twice. Give each article its own")
    if not len(articles):
        raise CorpusError("articles: there is none. Give at least one article")
    if "published" in articles and not pd.api.types.is_datetime64_dtype(articles["published"]):
        raise CorpusError("articles: the column 'published' holds no dates. Read your files with read_corpus")


def _has(values: pd.Series, wanted: object) -> pd.Series:
    """Tell which values are among those wanted, or from the first to the last of a slice."""
    is_range = isinstance(wanted, slice)
    if is_range and wanted.step is not None:
        raise CorpusError(f"filter: {wanted!r} has a step. Give the first value and the last: slice(first, last)")
    if is_range:
        given = [wanted.start, wanted.stop]
    else:
        given = [wanted] if isinstance(wanted, str) or not isinstance(wanted, Iterable) else list(wanted)
    if pd.api.types.is_datetime64_any_dtype(values):
        values = values if values.dt.tz is None else values.dt.tz_localize(None)
        spans = [_span_of(day) for day in given]
    else:
        spans = [(value, value) for value in given]
        if not is_range:
            return values.isin(given)
    if is_range:
        spans = [(spans[0][0], spans[1][1])]
    found = pd.Series(False, values.index)
    for first, last in spans:
        if first is None and last is None:
            found |= values.notna() if is_range else values.isna()
        else:
            found |= _between(values, first, last)
    return found


def _between(values: pd.Series, first: Any, last: Any) -> pd.Series:
    """Tell which values are not below the first nor above the last; None is no limit."""
    try:
        return (
            values.notna() & (True if first is None else values >= first) & (True if last is None else values <= last)
        )
    except TypeError:
        remedy = "Give values that can be ordered like them, or a list"
        raise CorpusError(f"filter: '{first}' to '{last}' is no range of '{values.name}'. {remedy}") from None


def _span_of(day: Any) -> tuple[pd.Timestamp | None, pd.Timestamp | None]:
    """Return the first and the last moment of a day, a month or a year as written; (None, None) for a missing one."""
    if day is None or day is pd.NaT:
        return None, None
    try:
        if isinstance(day, str):
            period = pd.Period(day)
            return period.start_time, period.end_time
        if isinstance(day, Real):
            raise ValueError("a number tells no day")
        moment = pd.Timestamp(day).tz_localize(None)
        return moment, moment if isinstance(day, datetime) else moment + pd.Timedelta("1D") - pd.Timedelta("1ns")
    except (ValueError, TypeError, AttributeError):
        raise CorpusError(f"filter: {day!r} is no day. Write '2019-04-25', or '2019-04' for a month") from None


def _check_spans(spans: pd.DataFrame, articles: pd.DataFrame) -> None:
    length = spans["article_id"].map(articles.set_index("article_id")["text"].str.len()).astype("float64")
    wrong = spans[~((spans["start"] >= 0) & (spans["start"] < spans["end"]) & (spans["end"] <= length))]
    if len(wrong):
        span = wrong.iloc[0]
        place = f"{span['start']} to {span['end']} of article '{span['article_id']}'"
        remedy = "Offsets count characters, the end is exclusive"
        if span["article_id"] not in set(articles["article_id"]):
            remedy = "There is no such article; to keep some articles and their spans, use filter"
        raise CorpusError(f"spans: {place} is no part of its text. {remedy}")


def of_corpus(measure: Callable[P, T]) -> Callable[P, T]:
    """Have a function refuse what is no corpus, before it takes it for one."""

    @wraps(measure)
    def checked(*arguments: P.args, **options: P.kwargs) -> T:
        if arguments or "corpus" in options:
            check_corpus(arguments[0] if arguments else options["corpus"], measure.__name__)
        return measure(*arguments, **options)

    return checked


def check_corpus(given: object, name: str) -> None:
    """Refuse what is no corpus; `name` is the function that was called with it."""
    if not isinstance(given, Corpus):
        remedy = f"Read your articles first: {name}(read_corpus(...))"
        raise CorpusError(f"corpus: a {type(given).__name__} is no corpus. {remedy}")


def quoted(names: Iterable[object]) -> str:
    """Return names as they appear in messages: ``'a', 'b'``."""
    return ", ".join(f"'{name}'" for name in names)


def _plural(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
