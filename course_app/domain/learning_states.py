"""How somebody stands in a course, for whoever follows up a group: one word, from facts that tell no answer.

Stalled is who has begun and done nothing for two weeks. Closing soon is no state beside the others but a warning:
access or the cohort ends within two weeks, and the course is not completed.
"""

from datetime import datetime, timedelta

COMPLETED, NOT_STARTED, UNDER_WAY, STALLED, ENDED = "completed", "not-started", "under-way", "stalled", "ended"
CLOSING = "closing"
WORDS = {
    COMPLETED: "Completed",
    NOT_STARTED: "Not started",
    UNDER_WAY: "Under way",
    STALLED: "Stalled",
    ENDED: "Access ended",
}
LISTS = {
    "": "Everybody",
    NOT_STARTED: "Not started",
    UNDER_WAY: "Under way",
    STALLED: "Stalled",
    CLOSING: "Closing soon",
    COMPLETED: "Completed",
    ENDED: "Access ended",
}
"""What a list can be narrowed to."""
QUIET_FOR = timedelta(days=14)
CLOSES_WITHIN = timedelta(days=14)


def state_of(*, completed: bool, ended: bool, last_at: datetime | None, now: datetime) -> str:
    """The state; `last_at`: when they last did something in the course, None: never."""
    if completed:
        return COMPLETED
    if ended:
        return ENDED
    if last_at is None:
        return NOT_STARTED
    return UNDER_WAY if last_at > now - QUIET_FOR else STALLED


def is_closing(state: str, ends_at: datetime | None, now: datetime) -> bool:
    """Whether time runs out soon for somebody who has not completed."""
    return state not in (COMPLETED, ENDED) and ends_at is not None and now < ends_at <= now + CLOSES_WITHIN
