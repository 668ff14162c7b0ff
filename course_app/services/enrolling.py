"""Enrolling: who learns which course, in which cycle."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.enrolments import EnrolmentEnded
from course_app.domain.errors import RuleBroken
from course_app.models import Course, Enrolment, Person
from course_app.services.ledgers import audit
from course_app.services.transaction import hold, transaction


class NoSuchCourse(RuleBroken):
    """There is no course of that name."""

    def __init__(self) -> None:
        super().__init__("There is no such course.")


class EnrolmentClosed(RuleBroken):
    """The course does not let people enrol themselves."""


def enrol_oneself(person_id: int, course_slug: str, now: datetime) -> int:
    """Enrol in an open course; the id of the enrolment, the active one if there is one already.

    Raises `NoSuchCourse`, `EnrolmentClosed` or `EnrolmentEnded`.
    """
    with transaction() as session:
        course = session.scalar(select(Course).where(Course.slug == course_slug))
        if course is None:
            raise NoSuchCourse
        return add_enrolment(session, person_id, course, now)


def open_course(session: Session, course_slug: str) -> Course | None:
    """The open course of that slug; without a slug the only open course, if there is just one."""
    courses = select(Course).where(Course.enrolment == "open")
    if course_slug:
        return session.scalar(courses.where(Course.slug == course_slug))
    found = session.scalars(courses.limit(2)).all()
    return found[0] if len(found) == 1 else None


def add_enrolment(session: Session, person_id: int, course: Course, now: datetime) -> int:
    """Enrol within the caller's transaction; the rules are those of `enrol_oneself`. Trials of quizzes are no bar."""
    earlier = enrolments_of(session, person_id, course.id)
    learnt = [one for one in earlier if one.kind != "preview"]
    active = active_one(learnt)
    if active is not None:
        return active.id
    if course.enrolment != "open":
        raise EnrolmentClosed(
            f"You cannot enrol yourself in “{course.title}”. Whoever runs the course can enrol you; "
            "your account is all they need."
        )
    if learnt:
        raise EnrolmentEnded(course.title)
    for trial in earlier:
        trial.ended_at = trial.ended_at or now
    enrolment = add_cycle(session, person_id, course.id, earlier, now)
    audit(session, person_id, "enrolled oneself", f"enrolment {enrolment.id}", now, person=person_id)
    return enrolment.id


def enrolments_of(session: Session, person_id: int, course_id: int) -> Sequence[Enrolment]:
    """All that a person has or had in a course; the person is held, so that none is added meanwhile."""
    hold(session, select(Person.id).where(Person.id == person_id))
    theirs = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.course_id == course_id)
    return session.scalars(theirs).all()


def active_one(enrolments: Sequence[Enrolment]) -> Enrolment | None:
    """The one that has not ended."""
    return next((one for one in enrolments if one.ended_at is None), None)


def add_cycle(
    session: Session,
    person_id: int,
    course_id: int,
    earlier: Sequence[Enrolment],
    now: datetime,
    *,
    kind: str = "learner",
    cohort_id: int | None = None,
) -> Enrolment:
    """The enrolment after all earlier ones, which have ended, within the caller's transaction."""
    session.flush()
    cycle = max((one.cycle for one in earlier), default=0) + 1
    enrolment = Enrolment(
        person_id=person_id, course_id=course_id, cohort_id=cohort_id, cycle=cycle, kind=kind, created_at=now
    )
    session.add(enrolment)
    session.flush()
    return enrolment
