"""Attempts with their current grades: the rows behind "which attempt counts"."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, ScalarSelect, Select, func, select
from sqlalchemy.orm import aliased

from course_app.domain.grading import POINT, AttemptScore, needed_points, points, standings, which_counts
from course_app.extensions import read_connection
from course_app.models import Attempt, Grade
from course_app.queries.quizzes import quiz_version


@dataclass(frozen=True)
class AttemptLine:
    """One attempt in a list: "Attempt 2: 5 of 6. Counts, as the best so far." """

    public_id: str
    number: int
    started_at: datetime
    closed_at: datetime | None
    closed_by: str
    score: str
    maximum: str
    passed: bool
    standing: str
    counts: bool


def current_grade_number() -> ScalarSelect[int]:
    """The number of an attempt's current grade, as an expression over Attempt: the newest counts."""
    one = aliased(Grade)
    return select(func.max(one.number)).where(one.attempt_id == Attempt.id).correlate(Attempt).scalar_subquery()


def graded_attempts() -> Select[Any]:
    """Attempts and their current grade, if any; add conditions before use."""
    return (
        select(
            Attempt.id,
            Attempt.public_id,
            Attempt.enrolment_id,
            Attempt.quiz_id,
            Attempt.quiz_version_id,
            Attempt.number,
            Attempt.started_at,
            Attempt.closed_at,
            Attempt.closed_by,
            Grade.score,
            Grade.maximum,
            Grade.passed,
        )
        .select_from(Attempt)
        .outerjoin(Grade, (Grade.attempt_id == Attempt.id) & (Grade.number == current_grade_number()))
        .order_by(Attempt.number)
    )


def attempts_at(enrolment_id: int, quiz_id: int, connection: Connection | None = None) -> list[AttemptLine]:
    """All attempts of an enrolment at a quiz, the eldest first."""
    statement = graded_attempts().where(Attempt.enrolment_id == enrolment_id, Attempt.quiz_id == quiz_id)
    if connection is not None:
        return lines(connection.execute(statement).all())
    with read_connection() as own:
        return lines(own.execute(statement).all())


def lines(rows: list[Row[Any]]) -> list[AttemptLine]:
    """Rows of one quiz as lines, with what each is worth."""
    scores = [attempt_score(row) for row in rows]
    said, best = standings(scores), which_counts(scores)
    return [
        AttemptLine(
            public_id=row.public_id,
            number=row.number,
            started_at=row.started_at,
            closed_at=row.closed_at,
            closed_by=row.closed_by,
            score=points(row.score) if row.score is not None else "",
            maximum=points(row.maximum) if row.maximum is not None else "",
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
    needed = needed_points(percent, maximum // POINT) * POINT
    closed_at = row.closed_at if row.score is not None else None
    return AttemptScore(row.number, row.score or 0, maximum, closed_at, needed, bool(row.passed))
