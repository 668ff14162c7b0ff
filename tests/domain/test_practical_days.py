"""Practical days: how they stand, in words, and until when."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from course_app.domain.practical_days import PracticalDay, can_book, days_in_words, link_fault, standing_of, today

DAY = PracticalDay("First", "Hull", date(2026, 12, 5), date(2026, 12, 5), 7, "", is_open=True)


@pytest.mark.parametrize(
    ("places", "is_open", "sentence", "bookable"),
    [
        (7, True, "7 places are left.", True),
        (1, True, "One place is left.", True),
        (0, True, "It is full.", False),
        (None, True, "Booking is open.", True),
        (7, False, "Booking is closed.", False),
        (0, False, "Booking is closed.", False),
    ],
)
def test_a_day_says_whether_one_can_come(places, is_open, sentence, bookable):
    day = replace(DAY, places=places, is_open=is_open)
    assert (standing_of(day), can_book(day)) == (sentence, bookable)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 12, 5), date(2026, 12, 5), "5 December 2026"),
        (date(2026, 12, 5), date(2026, 12, 6), "5 to 6 December 2026"),
        (date(2026, 11, 30), date(2026, 12, 1), "30 November to 1 December 2026"),
        (date(2026, 12, 31), date(2027, 1, 1), "31 December 2026 to 1 January 2027"),
    ],
)
def test_days_are_told_as_one_says_them(first, last, words):
    assert days_in_words(first, last) == words


def test_the_day_changes_at_midnight_in_london():
    assert today(datetime(2026, 6, 30, 22, 59, tzinfo=UTC)) == date(2026, 6, 30)
    assert today(datetime(2026, 6, 30, 23, 0, tzinfo=UTC)) == date(2026, 7, 1)


@pytest.mark.parametrize("link", ["", "https://example.org/book?day=1", "http://example.org"])
def test_an_address_for_booking_can_be_left_out(link):
    assert link_fault(link) == ""


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", "example.org", "https://", "https://me@example.org", "https://a b", "https://[", "//a"],
)
def test_what_is_no_address_is_refused(link):
    assert link_fault(link) == "Write the whole address, such as https://www.example.org/booking, or nothing."


def test_an_address_that_is_too_long_is_refused():
    assert link_fault("https://example.org/" + "x" * 480) == ""
    assert link_fault("https://example.org/" + "x" * 481) == "The address is longer than the 500 characters kept."
