"""Weeks and months over which things are counted. Days are those of the academy, by the clocks of `ZONE`."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from course_app.domain.practical_days import ZONE, days_in_words

WEEK, MONTH = "week", "month"
USUAL = 12
MOST = 60
"""So many periods are shown at most, the newest."""


@dataclass(frozen=True)
class Period:
    """A week from its Monday, or a month; `after` is the first day that is no part of it."""

    first: date
    after: date

    @property
    def words(self) -> str:
        """16 to 22 November 2026."""
        return days_in_words(self.first, self.after - timedelta(days=1))

    @property
    def begins(self) -> datetime:
        """The moment at which it begins."""
        return _midnight(self.first)

    @property
    def ends(self) -> datetime:
        """The moment at which the next one begins."""
        return _midnight(self.after)


def periods(by: str, today: date, first: date | None = None, last: date | None = None) -> tuple[Period, ...]:
    """The weeks or months that hold the days from `first` to `last`, whole ones, the newest first.

    Without a last day up to today, without a first one twelve of them; where the last day comes before the first one,
    none.
    """
    newest = _around(by, last or today)
    found = [newest]
    while len(found) < (MOST if first else USUAL) and (first is None or found[-1].first > first):
        found.append(_around(by, found[-1].first - timedelta(days=1)))
    return tuple(one for one in found if first is None or one.after > first)


def _around(by: str, day: date) -> Period:
    if by == MONTH:
        first = day.replace(day=1)
        return Period(first, (first + timedelta(days=31)).replace(day=1))
    first = day - timedelta(days=day.weekday())
    return Period(first, first + timedelta(days=7))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
