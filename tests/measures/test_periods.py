import pandas as pd
import pytest

import coverage_kit as ck
from coverage_kit.measures.periods import find_periods


def corpus_of(*days):
    return ck.read_corpus(pd.DataFrame({"outlet": "A", "text": "One.", "published": list(days)}))


@pytest.mark.parametrize(
    ("last", "every", "first_day"),
    [
        ("2019-01-09", "week", "2019-01-07"),
        ("2019-07-28", "week", "2019-07-22"),  # the thirtieth week
        ("2019-07-29", "month", "2019-07-01"),
        ("2021-06-30", "month", "2021-06-01"),  # the thirtieth month
        ("2021-07-01", "quarter", "2021-07-01"),
        ("2026-06-30", "quarter", "2026-04-01"),  # the thirtieth quarter
        ("2026-07-01", "year", "2026-01-01"),
        ("2069-01-01", "year", "2069-01-01"),
    ],
)
def test_periods_are_as_short_as_a_reader_can_follow(last, every, first_day):
    """From the first day of 2019, a Tuesday: the first week begins on Monday, 31 December."""
    chosen, periods = find_periods(corpus_of("2019-01-01", last, None), None, measure="trend")
    assert chosen == every
    assert periods[1] == pd.Timestamp(first_day)
    assert pd.isna(periods[2])


def test_periods_asked_for():
    corpus = corpus_of("2019-04-25", "2020-04-25")
    assert find_periods(corpus, "day", measure="trend")[1].tolist() == corpus.articles["published"].tolist()


def test_periods_that_cannot_be_found():
    with pytest.raises(ValueError) as error:
        find_periods(corpus_of("2019-04-25"), "fortnight", measure="trend")
    assert str(error.value) == "every: 'fortnight' is not known. Choose from day, week, month, quarter, year"
    with pytest.raises(ck.CorpusError) as error:
        find_periods(corpus_of(None), None, measure="topic_trend")
    assert str(error.value) == (
        "topic_trend: no article has a date. Read the articles with their dates (column 'published')"
    )
