"""What learners have done, for tests: lessons read, attempts graded, without walking through them."""

from datetime import datetime

from sqlalchemy import select

from course_app.domain.grading import POINT
from course_app.extensions import db
from course_app.gateways.chance import public_id
from course_app.models import Attempt, Course, Enrolment, Grade, Lesson, LessonVersion, Quiz, QuizVersion
from course_app.services import studying
from course_app.services.ledgers import record_progress
from course_app.services.transaction import transaction
from tests.conftest import enrolment_of, person_named


def lesson_of(slug: str) -> tuple[int, int]:
    """The ids of a lesson and of its only version."""
    statement = select(Lesson.id, LessonVersion.id).join(LessonVersion, LessonVersion.lesson_id == Lesson.id)
    with db.engines["read"].connect() as connection:
        return tuple(connection.execute(statement.where(Lesson.slug == slug)).one())


def read(slug: str, now: datetime, name: str = "learner") -> None:
    """The person marks a lesson of the small course as read."""
    studying.mark_as_read(enrolment_of(name), *lesson_of(slug), now)


def stop(slug: str, paragraph: int, now: datetime, name: str = "learner") -> None:
    """The person stops at a paragraph of a lesson of the small course."""
    studying.remember_place(enrolment_of(name), lesson_of(slug)[0], paragraph, now)


def attempt(
    quiz: str, number: int, now: datetime, *, score: int | None = None, passed: bool = False, name: str = "learner"
) -> str:
    """An attempt at a quiz of the small course, of 4 points; open without a score. Its public id."""
    enrolment_id, code = enrolment_of(name), public_id()
    with transaction() as session:
        quiz_id, version_id = session.execute(
            select(Quiz.id, QuizVersion.id).join(QuizVersion, QuizVersion.quiz_id == Quiz.id).where(Quiz.slug == quiz)
        ).one()
        row = Attempt(
            public_id=code,
            enrolment_id=enrolment_id,
            quiz_id=quiz_id,
            quiz_version_id=version_id,
            number=number,
            seed=1,
            started_at=now,
            closed_at=None if score is None else now,
            closed_by="" if score is None else "submission",
        )
        session.add(row)
        session.flush()
        if score is not None:
            session.add(_grade(row.id, score, passed, now))
            session.flush()
            record_progress(session.connection(), enrolment_id, now)
    return code


def enrol(name: str, course: str, now: datetime) -> None:
    """The person is enrolled in another course."""
    with transaction() as session:
        course_id = session.scalar(select(Course.id).where(Course.slug == course))
        session.add(Enrolment(person_id=person_named(name).id, course_id=course_id, kind="learner", created_at=now))


def _grade(attempt_id: int, score: int, passed: bool, now: datetime) -> Grade:
    return Grade(
        attempt_id=attempt_id,
        number=1,
        score=score * POINT,
        maximum=4 * POINT,
        passed=passed,
        result={},
        reason="for the test",
        graded_at=now,
        dated_at=now,
    )
