"""When an attempt ends: what a statement over Attempt must select for it, and the moment that follows.

Also which attempts are past that moment and still open.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, or_, select

from course_app.domain import attempts as rules
from course_app.extensions import read_connection
from course_app.models import Attempt, AttemptAdjustment

SUM = func.sum(AttemptAdjustment.seconds)
DEADLINE = (
    Attempt.started_at,
    Attempt.limit_seconds,
    Attempt.window_closes_at,
    select(case((func.count() == func.count(AttemptAdjustment.seconds), func.coalesce(SUM, 0))))
    .where(AttemptAdjustment.attempt_id == Attempt.id)
    .scalar_subquery()
    .label("added_seconds"),
)
"""The adjustments as one sum: their order does not matter. NULL when one of them lifts the limit."""
OPEN_AND_TIMED = select(Attempt.id, *DEADLINE).where(
    Attempt.closed_at.is_(None), or_(Attempt.limit_seconds.is_not(None), Attempt.window_closes_at.is_not(None))
)


def due_of(row: Row[Any]) -> datetime | None:
    """When the attempt of a row that holds `DEADLINE` is due; None when untimed."""
    return rules.due_at(row.started_at, row.limit_seconds, (row.added_seconds,), row.window_closes_at)


def overdue_attempts(now: datetime) -> dict[int, datetime]:
    """The attempts that nobody handed in in time and the worker has not closed yet: id → its deadline."""
    with read_connection() as connection:
        timed = {one.id: due_of(one) for one in connection.execute(OPEN_AND_TIMED)}
    return {one: due for one, due in timed.items() if rules.state(None, due, now) == "overdue"}
