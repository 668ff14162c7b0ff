"""Weeks and months."""

from datetime import UTC, date, datetime

import pytest

from course_app.domain.periods import MONTH, MOST, WEEK, Period, periods

TODAY = date(2026, 11, 24)


def words(*arguments):
    return [one.words for one in periods(*arguments)]


def test_twelve_weeks_from_monday_to_sunday_are_usual():
    found = words(WEEK, TODAY)
    assert (len(found), found[0], found[-1]) == (12, "23 to 29 November 2026", "7 to 13 September 2026")


def test_twelve_months_are_usual():
    found = words(MONTH, TODAY)
    assert (len(found), found[0], found[-1]) == (12, "1 to 30 November 2026", "1 to 31 December 2025")


@pytest.mark.parametrize(
    ("by", "first", "last", "found"),
    [
        (MONTH, date(2026, 1, 31), date(2026, 2, 1), ["1 to 28 February 2026", "1 to 31 January 2026"]),
        (WEEK, date(2026, 11, 22), None, ["23 to 29 November 2026", "16 to 22 November 2026"]),
        (WEEK, date(2026, 11, 23), date(2026, 11, 23), ["23 to 29 November 2026"]),
        (WEEK, date(2026, 11, 23), date(2026, 11, 22), []),
    ],
)
def test_chosen_days_bring_the_whole_periods_that_hold_them(by, first, last, found):
    assert words(by, TODAY, first, last) == found


def test_of_a_long_time_the_newest_are_shown():
    assert len(words(WEEK, TODAY, date(2000, 1, 1))) == MOST


def test_a_period_begins_and_ends_at_midnight_in_london():
    summer = Period(date(2026, 10, 19), date(2026, 10, 26))
    assert (summer.begins, summer.ends) == (datetime(2026, 10, 18, 23, tzinfo=UTC), datetime(2026, 10, 26, tzinfo=UTC))
