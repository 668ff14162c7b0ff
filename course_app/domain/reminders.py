"""Reminders: whom a rule reminds, and when.

An administrator sets rules for a cohort. Each reaches a learner once, in the daytime of the course's clocks, and nobody
gets two within `APART`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from course_app.domain.errors import RuleBroken
from course_app.domain.learning_states import CLOSING, NOT_STARTED, STALLED

APART = timedelta(days=3)
FIRST_HOUR, LAST_HOUR = 9, 17
LONGEST_NOTE = 500
MOST_RULES = 6
MOST_DAYS = 180


@dataclass(frozen=True)
class Kind:
    """Whom such rules remind: their name in a choice, and when, as it follows a number of days."""

    name: str
    when: str


KINDS = {
    NOT_STARTED: Kind("Who has not begun", "after they could begin, to whoever has not begun"),
    STALLED: Kind("Who has stopped", "after the last thing they did, to whoever has begun and not completed"),
    CLOSING: Kind("Whose time runs out", "or less before their time ends, to whoever has not completed"),
}


@dataclass(frozen=True)
class Rule:
    """One of `KINDS`, a number of days, and words that the mail adds, empty for none."""

    kind: str
    days: int
    note: str

    @property
    def words(self) -> str:
        """“7 days after they could begin, to whoever has not begun”."""
        return f"{self.days} {'day' if self.days == 1 else 'days'} {KINDS[self.kind].when}"


class NotSet(RuleBroken):
    """A rule cannot be set as it was asked for."""


def is_daytime(now: datetime, zone: tzinfo) -> bool:
    """Whether a mail may come now, by the clocks of a zone."""
    return FIRST_HOUR <= now.astimezone(zone).hour < LAST_HOUR
