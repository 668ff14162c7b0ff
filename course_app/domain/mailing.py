"""When a mail that could not be sent is tried again, and when it is given up.

The pauses grow, so that a mail server that is down for a day gets all mail in the end and is not besieged meanwhile.
"""

from datetime import datetime, timedelta

PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
    timedelta(hours=12),
    timedelta(hours=24),
)
MOST_TRIES = len(PAUSES) + 1
CLAIM = timedelta(minutes=5)


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a mail is tried again after that many tries failed; None: it is given up."""
    return now + PAUSES[tries - 1] if tries < MOST_TRIES else None
