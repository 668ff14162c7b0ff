"""Dates, times and numbers in UK English: the two filters `moment` and `number`, and their small relatives."""

import datetime as calendar
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask

from course_app.domain.images import spoken
from course_app.domain.receipts import also_held, outcome
from course_app.domain.records import grouped
from course_app.domain.wording import both, duration, first_upper, number_word, short_minutes
from course_app.formats.inline_html import images_in, in_words, inline_html
from course_app.web.shared.access import viewer_or_none
from course_app.web.shared.moment import now

DEFAULT_ZONE = "Europe/London"


def register(app: Flask) -> None:
    """Make the filters known to the templates."""
    times = (moment, zoned, zone, stamp, ending, until, day, date, lately, clock, iso)
    own = (
        *times,
        number,
        words,
        both,
        duration,
        short_minutes,
        outcome,
        also_held,
        grouped,
        spoken,
        in_words,
        images_in,
    )
    app.jinja_env.filters.update({function.__name__: function for function in own} | {"inline": inline_html})


def zone_of_viewer() -> ZoneInfo:
    """The zone in which times are shown to whoever asks."""
    person = viewer_or_none()
    return ZoneInfo(person.zone if person else DEFAULT_ZONE)


def moment(value: datetime) -> str:
    """Sunday 22 November 2026 at 10:51."""
    local = value.astimezone(zone_of_viewer())
    return f"{local:%A} {local.day} {local:%B %Y} at {local:%H:%M}"


def zoned(value: datetime, *, short: bool = False) -> str:
    """Sunday 22 November 2026 at 10:51, London time; or 22 Nov 2026, 10:51, London time."""
    return f"{stamp(value) if short else moment(value)}, {zone(value)}"


def zone(value: datetime) -> str:
    """London time: what the clock shows by which the moment is said."""
    place = str(value.astimezone(zone_of_viewer()).tzinfo).rpartition("/")[2]
    return f"{place.replace('_', ' ')} time"


def ending(value: datetime) -> str:
    """When something ends: at 10:51, or, when that is more than a day away, on 24 Nov 2026, 10:51."""
    return f"{'at' if _is_within_a_day(value) else 'on'} {until(value)}"


def until(value: datetime) -> str:
    """Until when something goes on: 10:51, or, when that is more than a day away, 24 Nov 2026, 10:51."""
    return clock(value) if _is_within_a_day(value) else stamp(value)


def _is_within_a_day(value: datetime) -> bool:
    return abs(value - now()) <= timedelta(days=1)


def stamp(value: datetime) -> str:
    """22 Nov 2026, 10:51: for tables."""
    local = value.astimezone(zone_of_viewer())
    return f"{local.day} {local:%b %Y}, {local:%H:%M}"


def date(value: calendar.date) -> str:
    """22 November 2026: a day that is the same in every zone."""
    return f"{value.day} {value:%B %Y}"


def day(value: datetime) -> str:
    """Sunday 22 November 2026."""
    local = value.astimezone(zone_of_viewer())
    return f"{local:%A} {local.day} {local:%B %Y}"


def lately(value: datetime) -> str:
    """A day as one says it: today, yesterday, on Friday (within the week), on 3 November, on 3 November 2025."""
    zone = zone_of_viewer()
    local, today = value.astimezone(zone).date(), now().astimezone(zone).date()
    age = (today - local).days
    if age in (0, 1):
        return ("today", "yesterday")[age]
    if 1 < age < 7:
        return f"on {local:%A}"
    return f"on {local.day} {local:%B}" + ("" if local.year == today.year else f" {local.year}")


def clock(value: datetime, *, seconds: bool = False) -> str:
    """10:51, or 10:51:04."""
    local = value.astimezone(zone_of_viewer())
    return f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"


def iso(value: datetime) -> str:
    """The moment for a `datetime` attribute."""
    return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def number(value: int) -> str:
    """1,234."""
    return f"{value:,}"


def words(value: int, *, capital: bool = False) -> str:
    """Numbers up to ten in words."""
    text = number_word(value)
    return first_upper(text) if capital else text
