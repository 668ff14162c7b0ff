"""Finished attempts at a quiz, counted by the database: those that met a question alike are one row.

So what is read grows with the number of different answers and scores, not with that of the attempts.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, Connection, Select, String, and_, case, cast, func, select

from course_app.domain.quizzes import Quiz, slots_of
from course_app.formats.plain_json import from_plain
from course_app.models import (
    Attempt,
    AttemptItem,
    Enrolment,
    Grade,
    Mark,
    Question,
    QuestionVersion,
    QuizVersion,
    Response,
)
from course_app.queries.attempt_scores import IS_CURRENT_GRADE


def fixed_versions(connection: Connection, quiz_id: int) -> list[int]:
    """The versions of the quiz that ask everybody the same questions."""
    rows = connection.execute(select(QuizVersion.id, QuizVersion.content).where(QuizVersion.quiz_id == quiz_id))
    return [row.id for row in rows if all(slot.question for _section, slot in slots_of(from_plain(Quiz, row.content)))]


def graded_attempts(quiz_id: int) -> Select[Any]:
    """Finished attempts of learners with their current grades; `place` counts those of one person."""
    order = (Enrolment.cycle, Attempt.number, Attempt.id)
    return (
        select(
            Attempt.id.label("attempt_id"),
            Attempt.quiz_version_id,
            Grade.id.label("grade_id"),
            Grade.score,
            Grade.maximum,
            func.row_number().over(partition_by=Enrolment.person_id, order_by=order).label("place"),
        )
        .select_from(Attempt)
        .join(Enrolment, (Enrolment.id == Attempt.enrolment_id) & (Enrolment.kind == "learner"))
        .join(Grade, IS_CURRENT_GRADE)
        .where(Attempt.quiz_id == quiz_id)
    )


def counted_attempts(quiz_id: int, *, is_every_attempt: bool) -> CTE:
    """The finished attempts that count: each learner's first, or all."""
    graded = graded_attempts(quiz_id).cte("graded")
    statement = select(graded)
    return (statement if is_every_attempt else statement.where(graded.c.place == 1)).cte("counted")


def totals_of(counted: CTE) -> Select[Any]:
    """How many attempts came to which score."""
    return select(counted.c.score, counted.c.maximum, func.count().label("times")).group_by(
        counted.c.score, counted.c.maximum
    )


def met_alike(counted: CTE, fixed: Sequence[int]) -> Select[Any]:
    """Attempts that met a question's version alike, a row each; `form` lists the versions that were asked with it.

    Only where everybody was asked the same: elsewhere it is empty. Not reached is what lies behind the last answer.
    """
    each = _each(counted, fixed)
    is_reached = each.c.slot <= each.c.last
    alike = (
        *(Question.code, QuestionVersion.number, each.c.question_version_id, each.c.form),
        *(each.c.choice, each.c.mark, each.c.maximum, each.c.score, each.c.out_of),
    )
    return (
        select(*alike, is_reached.label("is_reached"), func.count().label("times"))
        .join_from(each, QuestionVersion, QuestionVersion.id == each.c.question_version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .group_by(*alike, is_reached)
        .order_by(Question.code, QuestionVersion.number)
    )


def _each(counted: CTE, fixed: Sequence[int]) -> CTE:
    """Each question of each attempt, with the attempt's last slot that is answered (0: none) and its form.

    Both come from the same pass over an attempt's rows: SQLite would join a list of forms without an index.
    """
    ids = func.aggregate_strings(cast(AttemptItem.question_version_id, String), ",")
    answered = cast(Response.choice, String)
    is_answer = and_(Response.id.is_not(None), answered != "[]")
    return (
        select(
            counted.c.score,
            counted.c.maximum.label("out_of"),
            AttemptItem.slot,
            AttemptItem.question_version_id,
            Mark.mark,
            Mark.maximum,
            case((is_answer, answered), else_="[]").label("choice"),
            func.max(case((is_answer, AttemptItem.slot), else_=0))
            .over(partition_by=counted.c.attempt_id)
            .label("last"),
            case((counted.c.quiz_version_id.in_(fixed), ids.over(partition_by=counted.c.attempt_id))).label("form"),
        )
        .join_from(counted, AttemptItem, AttemptItem.attempt_id == counted.c.attempt_id)
        .join(Mark, (Mark.grade_id == counted.c.grade_id) & (Mark.slot == AttemptItem.slot))
        .outerjoin(Response, Response.id == Mark.response_id)
        .cte("each")
    )
