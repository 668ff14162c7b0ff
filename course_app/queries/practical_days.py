"""Practical days: those to come, for everybody, and all of them, for administrators."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from course_app.domain import practical_days as rules
from course_app.extensions import read_connection
from course_app.models import PracticalDay

FIELDS = tuple(rules.PracticalDay.__dataclass_fields__)
DAYS = select(PracticalDay.public_id, *(getattr(PracticalDay, name) for name in FIELDS))


@dataclass(frozen=True)
class DayLine:
    """A practical day as a list shows it; `standing` is a sentence, `when` its days in words."""

    public_id: str
    day: rules.PracticalDay
    when: str
    standing: str
    can_book: bool
    is_over: bool


def coming_days(now: datetime) -> tuple[DayLine, ...]:
    """The next ones, those under way included."""
    coming = DAYS.where(PracticalDay.ends_on >= rules.today(now))
    coming = coming.order_by(PracticalDay.starts_on, PracticalDay.id).limit(rules.MOST_SHOWN)
    with read_connection() as connection:
        return tuple(_line(row, now) for row in connection.execute(coming))


def newest_days(now: datetime) -> tuple[DayLine, ...]:
    """The latest hundred, the latest first."""
    newest = DAYS.order_by(PracticalDay.starts_on.desc(), PracticalDay.id.desc()).limit(rules.MOST_LISTED)
    with read_connection() as connection:
        return tuple(_line(row, now) for row in connection.execute(newest))


def day_line(day: str, now: datetime) -> DayLine | None:
    """One of them; None when it is not there."""
    with read_connection() as connection:
        row = connection.execute(DAYS.where(PracticalDay.public_id == day)).one_or_none()
    return _line(row, now) if row else None


def _line(row: Row[Any], now: datetime) -> DayLine:
    day = rules.PracticalDay(*(getattr(row, name) for name in FIELDS))
    when = rules.days_in_words(day.starts_on, day.ends_on)
    is_over = day.ends_on < rules.today(now)
    standing = "It is over." if is_over else rules.standing_of(day)
    return DayLine(row.public_id, day, when, standing, rules.can_book(day) and not is_over, is_over)
