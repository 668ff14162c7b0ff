"""Derive a grade from the stored responses and append it, within the transaction of the verb that asks.

`derive` only reads: the same responses on the same versions give the same result at any time.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select

from course_app.domain.grading import Graded, Result, grade, graded
from course_app.formats.plain_json import to_plain
from course_app.models import AttemptItem, Grade, Mark, Response
from course_app.queries.questions import questions
from course_app.queries.quizzes import quiz_version
from course_app.queries.responses import marked_response_id
from course_app.services.ledgers import record_progress

ANSWERED = (
    select(
        AttemptItem.slot,
        AttemptItem.section,
        AttemptItem.question_version_id,
        Response.id.label("response_id"),
        Response.choice,
    )
    .select_from(AttemptItem)
    .outerjoin(Response, Response.id == marked_response_id())
    .where(AttemptItem.attempt_id == bindparam("attempt"))
    .order_by(AttemptItem.slot)
)
GRADE = insert(Grade).values(
    number=select(func.coalesce(func.max(Grade.number), 0) + 1)
    .where(Grade.attempt_id == bindparam("attempt"))
    .scalar_subquery()
)
MARKS = insert(Mark)


@dataclass(frozen=True)
class Derived:
    """A grade as it follows from what is stored; `responses` maps slots to the response that was marked."""

    result: Result
    marks: tuple[Graded, ...]
    responses: dict[int, int]


def append_grade(
    connection: Connection,
    attempt: Row[Any],
    reason: str,
    now: datetime,
    *,
    dated_at: datetime,
    grader_id: int | None = None,
) -> Result:
    """Derive and append a grade with its marks, and record what follows for the learner's progress."""
    derived = derive(connection, attempt.id, attempt.quiz_version_id)
    grade_row = {
        "attempt": attempt.id,
        "attempt_id": attempt.id,
        "score": derived.result.score,
        "maximum": derived.result.maximum,
        "passed": derived.result.passed,
        "result": to_plain(derived.result),
        "reason": reason,
        "grader_id": grader_id,
        "graded_at": now,
        "dated_at": dated_at,
    }
    (grade_id,) = connection.execute(GRADE, grade_row).inserted_primary_key
    connection.execute(MARKS, [_mark_row(grade_id, one, derived) for one in derived.marks])
    record_progress(connection, attempt.enrolment_id, now)
    return derived.result


def derive(connection: Connection, attempt_id: int, quiz_version_id: int) -> Derived:
    """The grade that the stored responses of an attempt come to."""
    rows = connection.execute(ANSWERED, {"attempt": attempt_id}).all()
    content = questions([row.question_version_id for row in rows])
    marks = tuple(graded(row.slot, row.section, content[row.question_version_id], row.choice or ()) for row in rows)
    answered = {row.slot: row.response_id for row in rows if row.response_id is not None}
    return Derived(grade(marks, quiz_version(quiz_version_id)), marks, answered)


def _mark_row(grade_id: int, one: Graded, derived: Derived) -> dict[str, int | None]:
    return {
        "grade_id": grade_id,
        "slot": one.slot,
        "mark": one.mark,
        "maximum": one.maximum,
        "response_id": derived.responses.get(one.slot),
    }
