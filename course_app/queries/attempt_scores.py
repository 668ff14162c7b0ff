"""Attempts with their current grades: the rows behind "which attempt counts"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select
from sqlalchemy.orm import aliased

from course_app.domain.grading import AttemptScore, needed_units, percent, points, standings, which_counts
from course_app.models import Attempt, Grade
from course_app.queries.allowances import GIVEN_ATTEMPTS
from course_app.queries.deadlines import DEADLINE, due_of
from course_app.queries.quizzes import quiz_version

ONE_GRADE = aliased(Grade)
IS_CURRENT_GRADE = (Grade.attempt_id == Attempt.id) & (
    Grade.number
    == select(func.max(ONE_GRADE.number)).where(ONE_GRADE.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()
)
"""Joins an attempt to its current grade: the newest counts."""
GRADED_ATTEMPTS = (
    select(
        Attempt.id,
        Attempt.public_id,
        Attempt.enrolment_id,
        Attempt.quiz_id,
        Attempt.quiz_version_id,
        Attempt.number,
        Attempt.closed_at,
        Attempt.closed_by,
        *DEADLINE,
        GIVEN_ATTEMPTS,
        Grade.score,
        Grade.maximum,
        Grade.passed,
    )
    .select_from(Attempt)
    .outerjoin(Grade, IS_CURRENT_GRADE)
    .order_by(Attempt.number)
)
"""Attempts and their current grade, if any; add conditions before use."""
ATTEMPTS_AT = GRADED_ATTEMPTS.where(
    Attempt.enrolment_id == bindparam("enrolment"), Attempt.quiz_id == bindparam("quiz")
)


@dataclass(frozen=True)
class AttemptLine:
    """One attempt in a list: "Attempt 2: 5 of 6. Counts, as the best so far." `due_at`: None when untimed.

    `percent`: whole per cents that were reached.
    """

    public_id: str
    number: int
    started_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    closed_by: str
    score: str
    maximum: str
    percent: int
    passed: bool
    standing: str
    counts: bool


def attempts_at(connection: Connection, enrolment_id: int, quiz_id: int) -> list[AttemptLine]:
    """All attempts of an enrolment at a quiz, the eldest first."""
    return lines(connection.execute(ATTEMPTS_AT, {"enrolment": enrolment_id, "quiz": quiz_id}).all())


def lines(rows: Sequence[Row[Any]]) -> list[AttemptLine]:
    """Rows of one quiz as lines, with what each is worth."""
    scores = [attempt_score(row) for row in rows]
    said, best = standings(scores), which_counts(scores)
    return [
        AttemptLine(
            public_id=row.public_id,
            number=row.number,
            started_at=row.started_at,
            due_at=due_of(row),
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            score=points(row.score) if row.score is not None else "",
            maximum=points(row.maximum) if row.maximum is not None else "",
            percent=percent(row.score or 0, row.maximum or 0),
            passed=bool(row.passed),
            standing=said.get(row.number, ""),
            counts=row.number == best,
        )
        for row in rows
    ]


def attempt_score(row: Row[Any]) -> AttemptScore:
    """A row as the domain compares it."""
    percent = quiz_version(row.quiz_version_id).pass_percent
    maximum = row.maximum or 0
    needed = needed_units(percent, maximum, row.score or 0)
    closed_at = row.closed_at if row.score is not None else None
    return AttemptScore(row.number, row.score or 0, maximum, closed_at, needed, bool(row.passed))
