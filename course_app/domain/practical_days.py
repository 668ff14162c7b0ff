"""Practical days, to which people go in person: how they stand, and what can be announced.

A day is the academy's, not a course's. It stands on the pages until its last day is over, by the clocks of `ZONE`.
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from course_app.domain.courses import Course

ZONE = ZoneInfo(Course.zone)
MOST_SHOWN, MOST_LISTED = 6, 100
MOST_PLACES = 1_000
LONGEST_LINK = 500


@dataclass(frozen=True)
class PracticalDay:
    """A day, or some in a row, as it was filled in.

    `places` are those left, None where nobody said; `link` is where one books, empty for none.
    """

    title: str
    place: str
    starts_on: date
    ends_on: date
    places: int | None
    link: str
    is_open: bool


def today(now: datetime) -> date:
    """The day that it is where practical days are held."""
    return now.astimezone(ZONE).date()


def can_book(day: PracticalDay) -> bool:
    """Whether a place can be booked."""
    return day.is_open and day.places != 0


def standing_of(day: PracticalDay) -> str:
    """Whether one can come, in a sentence."""
    if not day.is_open:
        return "Booking is closed."
    if day.places == 0:
        return "It is full."
    if day.places is None:
        return "Booking is open."
    return "One place is left." if day.places == 1 else f"{day.places} places are left."


def days_in_words(starts_on: date, ends_on: date) -> str:
    """5 December 2026; 5 to 6 December 2026; 31 December 2026 to 1 January 2027."""
    last = f"{ends_on.day} {ends_on:%B %Y}"
    if starts_on == ends_on:
        return last
    if (starts_on.year, starts_on.month) == (ends_on.year, ends_on.month):
        return f"{starts_on.day} to {last}"
    year = "" if starts_on.year == ends_on.year else f" {starts_on.year}"
    return f"{starts_on.day} {starts_on:%B}{year} to {last}"


def link_fault(link: str) -> str:
    """Why an address cannot be the one for booking; empty when it can, or there is none."""
    if not link:
        return ""
    try:
        parts = urlsplit(link)
        is_right = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        is_right = False
    if not is_right or not link.isprintable() or " " in link:
        return "Write the whole address, such as https://www.example.org/booking, or nothing."
    return f"The address is longer than the {LONGEST_LINK} characters kept." if len(link) > LONGEST_LINK else ""
