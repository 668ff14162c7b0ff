"""What is written to many at once: the limits of it."""

from datetime import timedelta

from course_app.domain.errors import RuleBroken

LONGEST_SUBJECT, LONGEST_BODY = 150, 5_000
DAY = timedelta(days=1)
"""The limit of mails a day looks back as far."""
A_DAY = 2_000


class NotAnnounced(RuleBroken):
    """An announcement cannot go out as it was asked for."""


def left_of(limit: int, written: int, most: int) -> int:
    """How many more mails may be written now, at most `most`; `limit` is a day's, 0: none is set."""
    return max(0, min(most, limit - written)) if limit else most
