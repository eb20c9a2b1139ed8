"""Which day a written date means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage_kit.readers.days import read_day

EITHER = "may be either of two days; write it as year-month-day, for instance 2019-04-25"
NO_DATE = "is not a date; write it as year-month-day, for instance 2019-04-25"


@pytest.mark.parametrize(
    "text",
    [
        *("2019-04-05", "2019/4/5", "2019.04.05", "2019 04 05", "2019 - 04 - 05", "20190405", "20190405T120000"),
        *("Thu 2019-04-05", "2019-04-05 10.30.15", "2019-04-05T23:59:59-11:00"),
        *("5.4.2019", "05.04.2019, 10 30", "5. 4. 2019", "10.30 05.04.2019"),
        *("5 April 2019", "Apr 5, 2019", "5 April 2019 10:30 p.m. EDT", "05APR2019", "2019-Apr-05", "Fri, 05-Apr-19"),
    ],
)
def test_one_reading(text):
    assert read_day(text) == (date(2019, 4, 5), "")


@pytest.mark.parametrize("text", ["13/4/2019", "4/13/2019", "13 04 2019", "04-13-2019", "Sat 4 / 13 / 2019"])
def test_a_number_above_twelve_is_the_day(text):
    assert read_day(text) == (date(2019, 4, 13), "")


@pytest.mark.parametrize(
    "text", ["04/05/2019", "4-5-2019", "Thu 04/05/2019", "4 / 5 / 2019", "04 05 2019", "10:30, 04/05/2019"]
)
def test_two_readings(text):
    assert read_day(text) == (None, EITHER)


@pytest.mark.parametrize(
    "text",
    [
        *("19/04/05", "4/5/19", "13/4/19", "19.04.05", "190405", "2019115", "2019", "1556100000"),
        *("2019-02-30", "30.02.2019", "1019-02-03", "2019-13-01", "5 avril 2019", "soon"),
        *("April 2019", "Thu April 2019", "April 5", "Thursday, April 5"),
        *("2019-04-05 to 2019-04-06", "Mar 04/05/2019", "5 April 2019 or 6/7/2020"),
    ],
)
def test_no_date(text):
    assert read_day(text) == (None, NO_DATE)


@pytest.mark.parametrize("text", ["", " ", "-", "NaN", "None", "n/a", "unknown"])
def test_missing(text):
    assert read_day(text) == (None, "")


@given(st.text() | st.text(" 0123456789/-.:aprmyTZ", max_size=20).map("Apr {}".format))
def test_any_text_is_answered(text):
    day, remedy = read_day(text)
    assert remedy in ("", EITHER, NO_DATE)
    assert day is None or (remedy == "" and 1600 <= day.year < 2200)


@given(st.dates(date(1600, 1, 1), date(2199, 12, 31)), st.sampled_from(["-", "/", ".", " ", ""]))
def test_year_first_is_always_read(day, separator):
    assert read_day(day.strftime(f"%Y{separator}%m{separator}%d")) == (day, "")
