"""When an attempt ends: what a statement over Attempt must select for it, and the moment that follows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select

from course_app.domain import attempts as rules
from course_app.models import Attempt, AttemptAdjustment

DEADLINE = (
    Attempt.started_at,
    Attempt.limit_seconds,
    Attempt.window_closes_at,
    select(func.coalesce(func.sum(AttemptAdjustment.seconds), 0))
    .where(AttemptAdjustment.attempt_id == Attempt.id)
    .scalar_subquery()
    .label("added_seconds"),
)


def due_of(row: Row[Any]) -> datetime | None:
    """When the attempt of a row that holds `DEADLINE` is due; None when untimed."""
    return rules.due_at(row.started_at, row.limit_seconds, (row.added_seconds,), row.window_closes_at)
