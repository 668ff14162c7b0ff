"""Every stored grade with what it has to follow from, in the order of their keys, some hundreds at a time."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import aliased

from course_app.domain.derivation import StoredGrade, StoredSlot
from course_app.domain.questions import Question
from course_app.extensions import read_connection
from course_app.models import Attempt, AttemptItem, Grade, Mark, Response
from course_app.queries.attempt_scores import IS_CURRENT_GRADE
from course_app.queries.questions import questions
from course_app.queries.quizzes import quiz_version
from course_app.queries.responses import marked_response_id

CHUNK = 200
STANDING, MARKED = aliased(Response), aliased(Response)
GRADES = (
    select(
        Grade.id,
        Grade.number,
        Grade.score,
        Grade.maximum,
        Grade.passed,
        Grade.result,
        Attempt.public_id,
        Attempt.quiz_version_id,
        select(func.count()).where(Mark.grade_id == Grade.id).scalar_subquery().label("marks"),
    )
    .join(Attempt, Attempt.id == Grade.attempt_id)
    .where(Grade.id > bindparam("after"))
    .order_by(Grade.id)
    .limit(CHUNK)
)
SLOTS = (
    select(
        Grade.id.label("grade_id"),
        IS_CURRENT_GRADE.label("is_current"),
        AttemptItem.slot,
        AttemptItem.section,
        AttemptItem.question_version_id,
        Mark.mark,
        Mark.maximum,
        Mark.response_id,
        MARKED.id.label("marked_id"),
        MARKED.choice.label("marked_choice"),
        STANDING.id.label("standing_id"),
        STANDING.choice.label("standing_choice"),
    )
    .select_from(Grade)
    .join(Attempt, Attempt.id == Grade.attempt_id)
    .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
    .outerjoin(Mark, (Mark.grade_id == Grade.id) & (Mark.slot == AttemptItem.slot))
    .outerjoin(
        MARKED,
        (MARKED.id == Mark.response_id)
        & (MARKED.attempt_id == AttemptItem.attempt_id)
        & (MARKED.slot == AttemptItem.slot),
    )
    .outerjoin(STANDING, STANDING.id == marked_response_id())
    .where(Grade.id.between(bindparam("first"), bindparam("last")))
    .order_by(Grade.id, AttemptItem.slot)
)
UNGRADED = (
    select(Attempt.public_id)
    .where(Attempt.closed_at.is_not(None), ~select(Grade.id).where(Grade.attempt_id == Attempt.id).exists())
    .order_by(Attempt.id)
)


def stored_grades() -> Iterator[StoredGrade]:
    """All of them, whatever the number; only a chunk is in memory at a time."""
    after = 0
    while True:
        with read_connection() as connection:
            grades = connection.execute(GRADES, {"after": after}).all()
            if not grades:
                return
            after = grades[-1].id
            slots = connection.execute(SLOTS, {"first": grades[0].id, "last": after}).all()
        yield from _stored(grades, slots)


def ungraded_attempts() -> list[str]:
    """The public ids of closed attempts that have no grade."""
    with read_connection() as connection:
        return list(connection.execute(UNGRADED).scalars())


def _stored(grades: Sequence[Row[Any]], slots: Sequence[Row[Any]]) -> Iterator[StoredGrade]:
    content = questions({row.question_version_id for row in slots})
    by_grade: dict[int, list[StoredSlot]] = defaultdict(list)
    for row in slots:
        by_grade[row.grade_id].append(_slot(row, content[row.question_version_id]))
    for row in grades:
        yield StoredGrade(
            attempt=row.public_id,
            number=row.number,
            quiz=quiz_version(row.quiz_version_id),
            score=row.score,
            maximum=row.maximum,
            passed=row.passed,
            result=row.result,
            marks=row.marks,
            slots=tuple(by_grade[row.id]),
        )


def _slot(row: Row[Any], question: Question) -> StoredSlot:
    due, choice = (row.standing_id, row.standing_choice) if row.is_current else (row.marked_id, row.marked_choice)
    return StoredSlot(
        slot=row.slot,
        section=row.section,
        question=question,
        choice=tuple(choice or ()),
        due=due,
        mark=row.mark,
        maximum=row.maximum,
        marked=row.response_id,
    )
