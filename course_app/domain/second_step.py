"""The second step at sign-in that administrators and instructors need: by when, and what is closed without it.

They are asked for it when they first sign in, and have some days to turn it on. From then on the pages of those who
teach or administer stay closed to them until it is on; nothing else does.
"""

from datetime import datetime, timedelta

DAYS = 14
NEEDED_BY = frozenset({"admin", "instructor"})
UNDER_WAY = timedelta(hours=1)
"""For so long after the end a page that was opened before may still be sent, so that nothing typed is lost."""


def due_at(asked_at: datetime, days: int) -> datetime:
    """When it has to be on."""
    return asked_at + timedelta(days=days)


def is_closed(due: datetime, now: datetime, *, sends: bool) -> bool:
    """Whether a page of those who teach or administer is closed; `sends`: something typed on one comes in."""
    return now >= (due + UNDER_WAY if sends else due)
