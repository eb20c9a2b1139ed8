"""The days, weeks or years that a trend goes by."""

from typing import Literal, get_args

import pandas as pd

from coverage_kit.corpus import Corpus, CorpusError

Period = Literal["day", "week", "month", "quarter", "year"]
MOST_PERIODS = 30  # that a reader can follow


def find_periods(corpus: Corpus, every: Period | None, *, measure: str) -> tuple[str, pd.Series]:
    """Return how long periods are, and the first day of each article's: missing where its day is.

    By default weeks, or the shortest of the longer periods of which there are 30 at most.
    """
    if every is not None and every not in get_args(Period):
        raise ValueError(f"every: '{every}' is not known. Choose from {', '.join(get_args(Period))}")
    if "published" not in corpus.articles or corpus.articles["published"].isna().all():
        raise CorpusError(f"{measure}: no article has a date. Read the articles with their dates (column 'published')")
    days = corpus.articles["published"]
    if every is None:
        _, *lengths, longest = get_args(Period)
        every = next((length for length in lengths if _number(days, length) <= MOST_PERIODS), longest)
    return every, days.dt.to_period(every[0].upper()).dt.start_time


def _number(days: pd.Series, length: str) -> int:
    """Return how many periods there are from the first day to the last."""
    return len(pd.period_range(days.min(), days.max(), freq=length[0].upper()))
