"""What a learner is given at a quiz, as columns for statements that are asked anyway.

An attempt under way needs none of it: what holds for it was appended to it (`AttemptAdjustment`), at its start or
when something was given later, so that saving an answer reads one sum as before.
"""

from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, false, func, select

from course_app.domain.accommodations import Accommodation as Profile
from course_app.domain.accommodations import Allowance, quiz_for
from course_app.domain.quizzes import Quiz
from course_app.models import Accommodation, Attempt, CohortWindow, Enrolment, QuizAdjustment
from course_app.models import Quiz as QuizRow


def _sum(column: ColumnElement[int], enrolment_id: Any, quiz_id: Any, *tables: Any) -> ScalarSelect[int]:
    return (
        select(func.coalesce(func.sum(column), 0))
        .where(QuizAdjustment.enrolment_id == enrolment_id, QuizAdjustment.quiz_id == quiz_id)
        .correlate(*tables)
        .scalar_subquery()
    )


def _newest(column: Any) -> ScalarSelect[Any]:
    return (
        select(column)
        .where(QuizAdjustment.enrolment_id == Enrolment.id, QuizAdjustment.quiz_id == QuizRow.id, column.is_not(None))
        .order_by(QuizAdjustment.id.desc())
        .limit(1)
        .correlate(Enrolment, QuizRow)
        .scalar_subquery()
    )


def _of_cohort(column: Any) -> ScalarSelect[Any]:
    return (
        select(column)
        .where(CohortWindow.cohort_id == Enrolment.cohort_id, CohortWindow.quiz_id == QuizRow.id)
        .correlate(Enrolment, QuizRow)
        .scalar_subquery()
    )


IS_OF_PERSON = Accommodation.person_id == Enrolment.person_id
"""Joins (outer) an enrolment to the profile of its learner."""
ALLOWANCE = (
    func.coalesce(Accommodation.extra_percent, 0).label("extra_percent"),
    func.coalesce(Accommodation.is_untimed, false()).label("is_untimed"),
    _sum(QuizAdjustment.seconds, Enrolment.id, QuizRow.id, Enrolment, QuizRow).label("given_seconds"),
    _sum(QuizAdjustment.attempts, Enrolment.id, QuizRow.id, Enrolment, QuizRow).label("given_attempts"),
    _newest(QuizAdjustment.opens_at).label("own_opens_at"),
    _newest(QuizAdjustment.closes_at).label("own_closes_at"),
    _of_cohort(CohortWindow.opens_at).label("cohort_opens_at"),
    _of_cohort(CohortWindow.closes_at).label("cohort_closes_at"),
)
"""For a statement over Enrolment, Quiz and the Accommodation joined to it."""
AT_QUIZZES = (
    select(Enrolment.id, QuizRow.id.label("quiz_id"), *ALLOWANCE)
    .join(QuizRow, QuizRow.course_id == Enrolment.course_id)
    .outerjoin(Accommodation, IS_OF_PERSON)
)
"""What enrolments are given at the quizzes of their course, and when these are open to their cohorts; name which."""
GIVEN_ATTEMPTS = _sum(QuizAdjustment.attempts, Attempt.enrolment_id, Attempt.quiz_id, Attempt).label("given_attempts")
"""For a statement over Attempt: how many attempts more than usual its learner has at its quiz."""


def allowance_of(row: Row[Any]) -> Allowance:
    """What a row that holds `ALLOWANCE` comes to."""
    return Allowance(
        percent=row.extra_percent,
        is_untimed=bool(row.is_untimed),
        seconds=row.given_seconds,
        attempts=row.given_attempts,
        opens=row.own_opens_at,
        closes=row.own_closes_at,
        cohort_opens=row.cohort_opens_at,
        cohort_closes=row.cohort_closes_at,
    )


def own_quiz(quiz: Quiz, row: Row[Any] | None) -> Quiz:
    """A quiz as its rules hold for the learner of one of its attempts, a row that holds `GIVEN_ATTEMPTS`.

    Without an attempt as they hold for everybody: nobody has used them up then.
    """
    return quiz if row is None else quiz_for(quiz, Allowance(attempts=row.given_attempts))


def profile_of(row: Any) -> Profile:
    """A profile as it is kept; of None one in which nothing is given."""
    if row is None:
        return Profile()
    return Profile(row.extra_percent, row.is_untimed, row.larger_text, row.reduced_motion)
