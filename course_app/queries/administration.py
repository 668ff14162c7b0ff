"""The administrator's home: how many there are, and what needs attention."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, select

from course_app.extensions import read_connection
from course_app.models import Cohort, Course, Enrolment, Message, Person
from course_app.queries.catalogue import newest_outlines
from course_app.queries.erasures import ASKS_FOR_ERASURE
from course_app.queries.grounds import stale_counts
from course_app.queries.invitations import IS_INVITED
from course_app.queries.late_answers import attempts_waiting
from course_app.queries.second_steps import LACKS_SECOND_STEP

LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class CourseCount:
    """A course with the number of its cohorts in use and of its learners now.

    `late`: how many of its attempts have late answers to decide on.
    """

    slug: str
    title: str
    cohorts: int
    learners: int
    late: int


@dataclass(frozen=True)
class StaleCount:
    """A course with the number of its stale questions."""

    slug: str
    title: str
    questions: int


@dataclass(frozen=True)
class Administration:
    """Counts take learners only: neither staff trying a course out nor a demonstration's simulated ones.

    `mail_late_since`: since when mail has been due that nobody sends; None while the worker keeps up. `stale`: the
    courses that have stale questions, each with their number. `without_second_step`: who was asked to turn it on.
    """

    people: int
    invited: int
    closed: int
    learners: int
    courses: tuple[CourseCount, ...]
    dead_messages: int
    mail_late_since: datetime | None
    stale: tuple[StaleCount, ...]
    erasures_asked: int
    without_second_step: int


def administration(now: datetime) -> Administration:
    """The home's counts."""
    people = Person.erased_at.is_(None)
    counts = select(
        select(func.count()).select_from(Person).where(people).scalar_subquery(),
        select(func.count()).select_from(Person).where(people, IS_INVITED).scalar_subquery(),
        select(func.count()).select_from(Person).where(people, Person.active.is_(False)).scalar_subquery(),
        select(func.count()).select_from(Enrolment).where(*_LEARNING).scalar_subquery(),
        select(func.count()).select_from(Message).where(Message.state == "dead").scalar_subquery(),
        select(func.min(Message.next_try_at))
        .where(Message.state == "waiting", Message.next_try_at < now - LATE)
        .scalar_subquery(),
        select(func.count()).select_from(Person).where(people, ASKS_FOR_ERASURE).scalar_subquery(),
        select(func.count()).select_from(Person).where(people, LACKS_SECOND_STEP).scalar_subquery(),
    )
    with read_connection() as connection:
        all_people, invited, closed, learners, dead, since, asked, alone = connection.execute(counts).one()
        found = connection.execute(COURSES).all()
    return Administration(
        all_people, invited, closed, learners, _counted(found), dead, since, _stale(), asked, without_second_step=alone
    )


def courses() -> tuple[CourseCount, ...]:
    """Every course with its counts, by title."""
    with read_connection() as connection:
        found = connection.execute(COURSES).all()
    return _counted(found)


def _counted(rows: Sequence[Row[Any]]) -> tuple[CourseCount, ...]:
    late = attempts_waiting()
    return tuple(CourseCount(*row[1:], late=late.get(row.id, 0)) for row in rows)


def _stale() -> tuple[StaleCount, ...]:
    outlines = newest_outlines()
    counts = stale_counts(outlines)
    found = (StaleCount(one.course.id, one.course.title, counts[one.course_id]) for one in outlines)
    return tuple(one for one in found if one.questions)


_LEARNING = (Enrolment.kind == "learner", Enrolment.ended_at.is_(None))
COURSES = select(
    Course.id,
    Course.slug,
    Course.title,
    select(func.count())
    .select_from(Cohort)
    .where(Cohort.course_id == Course.id, Cohort.retired_at.is_(None))
    .scalar_subquery(),
    select(func.count()).select_from(Enrolment).where(Enrolment.course_id == Course.id, *_LEARNING).scalar_subquery(),
).order_by(Course.title)
