"""The results of a quiz for its instructors: attempts by learner. Learners only count."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select, tuple_

from course_app.domain.grading import points
from course_app.extensions import read_connection
from course_app.models import Attempt, Enrolment, Grade, Person
from course_app.models import Quiz as QuizRow
from course_app.queries.attempt_scores import IS_CURRENT_GRADE
from course_app.queries.paging import read_page

ORDER = (Person.sort_key, Person.id, Enrolment.cycle, Attempt.number)


@dataclass(frozen=True)
class ResultLine:
    """One attempt; `score` is empty while it is open. `public_id` is the attempt's; an erased person has no e-mail."""

    public_id: str
    name: str
    email: str
    number: int
    started_at: datetime
    closed_at: datetime | None
    score: str
    maximum: str
    passed: bool


@dataclass(frozen=True)
class QuizResults:
    """`lines` are one page; `following` the attempt after which the next begins. The counts are of everything."""

    lines: tuple[ResultLine, ...]
    following: str
    attempts: int
    learners: int
    passed: int


def quiz_results(course_id: int, slug: str, after: str = "") -> QuizResults | None:
    """The results of a quiz of the course, attempts after the one named; None without such a quiz."""
    with read_connection() as connection:
        quiz_id = quiz_id_of(connection, course_id, slug)
        if quiz_id is None:
            return None
        counts = connection.execute(_counts(quiz_id)).one()
        rows, last = read_page(connection, _after(connection, quiz_id, after))
    lines = tuple(_line(row) for row in rows)
    return QuizResults(
        lines=lines,
        following=last.public_id if last else "",
        attempts=counts.attempts,
        learners=counts.learners,
        passed=counts.passed,
    )


def all_attempts(course_id: int, slug: str) -> list[ResultLine] | None:
    """Every attempt at a quiz, for the export; None without such a quiz."""
    with read_connection() as connection:
        quiz_id = quiz_id_of(connection, course_id, slug)
        return None if quiz_id is None else [_line(row) for row in connection.execute(_attempts(quiz_id))]


def quiz_id_of(connection: Connection, course_id: int, slug: str) -> int | None:
    """The quiz of the course; None without such a quiz."""
    return connection.scalar(select(QuizRow.id).where(QuizRow.course_id == course_id, QuizRow.slug == slug))


def _attempts(quiz_id: int) -> Select[Any]:
    return (
        select(
            Attempt.public_id,
            Person.name,
            case((Person.erased_at.is_(None), Person.email), else_=""),
            Attempt.number,
            Attempt.started_at,
            Attempt.closed_at,
            Grade.score,
            Grade.maximum,
            Grade.passed,
        )
        .select_from(Attempt)
        .join(Enrolment, (Enrolment.id == Attempt.enrolment_id) & (Enrolment.kind == "learner"))
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Grade, IS_CURRENT_GRADE)
        .where(Attempt.quiz_id == quiz_id)
        .order_by(*ORDER)
    )


def _after(connection: Connection, quiz_id: int, public_id: str) -> Select[Any]:
    """The attempts after one of them; all where there is no such attempt."""
    last = connection.execute(
        select(*ORDER)
        .join_from(Attempt, Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Attempt.public_id == public_id, Attempt.quiz_id == quiz_id)
    ).one_or_none()
    statement = _attempts(quiz_id)
    return statement.where(tuple_(*ORDER) > tuple(last)) if last else statement


def _counts(quiz_id: int) -> Select[Any]:
    """Attempts, learners with one, learners who passed."""
    return (
        select(
            func.count(Attempt.id).label("attempts"),
            func.count(Enrolment.person_id.distinct()).label("learners"),
            func.count(Enrolment.person_id.distinct()).filter(Grade.passed.is_(True)).label("passed"),
        )
        .select_from(Attempt)
        .join(Enrolment, (Enrolment.id == Attempt.enrolment_id) & (Enrolment.kind == "learner"))
        .outerjoin(Grade, IS_CURRENT_GRADE)
        .where(Attempt.quiz_id == quiz_id)
    )


def _line(row: Row[Any]) -> ResultLine:
    score, maximum = ("", "") if row.score is None else (points(row.score), points(row.maximum))
    return ResultLine(*row[:6], score=score, maximum=maximum, passed=bool(row.passed))
