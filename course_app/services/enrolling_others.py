"""Enrol and withdraw others: what an administrator does, one by one or from a roster. Records are kept."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.models import Cohort, Course, Enrolment
from course_app.services.administering import AccountClosed, NoSuchThing, person_of
from course_app.services.enrolling import NoSuchCourse, active_one, add_cycle, enrolments_of
from course_app.services.ledgers import audit
from course_app.services.transaction import held, transaction


class CannotEnrol(RuleBroken):
    """The person cannot be enrolled as things are."""


def enrol(actor_id: int, person: str, course: str, cohort: str, now: datetime) -> None:
    """Enrol somebody in a course, perhaps in a cohort (its public id); an enrolment there is moves to that cohort.

    A person whose earlier enrolment ended begins a new cycle. Raises `NoSuchPerson`, `AccountClosed`, `NoSuchCourse`,
    `NoSuchThing` or `CannotEnrol`.
    """
    with transaction() as session:
        row = person_of(session, person)
        if not row.active:
            raise AccountClosed
        course_id = session.scalar(select(Course.id).where(Course.slug == course))
        if course_id is None:
            raise NoSuchCourse
        cohort_id = _cohort(session, course_id, cohort).id if cohort else None
        active = enrol_or_find(session, actor_id, row.id, course_id, cohort_id, now)
        if active is not None and cohort_id is not None:
            move(session, actor_id, active, cohort_id, now)


def withdraw(actor_id: int, person: str, enrolment_id: int, reason: str, now: datetime) -> None:
    """End an enrolment; everything done in it is kept. An attempt under way may be finished.

    Raises `NoSuchPerson` or `NoSuchThing`.
    """
    with transaction() as session:
        row = person_of(session, person)
        theirs = select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.person_id == row.id)
        enrolment = held(session, theirs.where(Enrolment.ended_at.is_(None)))
        if enrolment is None:
            raise NoSuchThing("That enrolment has ended already.")
        enrolment.ended_at, enrolment.end_reason = now, reason
        audit(session, actor_id, "withdrawn", f"enrolment {enrolment.id}", now, person=row.id, reason=reason)


def enrol_or_find(
    session: Session, actor_id: int | None, person_id: int, course_id: int, cohort_id: int | None, now: datetime
) -> Enrolment | None:
    """Enrol somebody within the caller's transaction, unless they are enrolled already: that enrolment.

    Raises `CannotEnrol`.
    """
    earlier = enrolments_of(session, person_id, course_id)
    active = active_one(earlier)
    if active is not None and active.kind != "learner":
        raise CannotEnrol("This person tries the course out as staff. Withdraw that enrolment first.")
    if active is None:
        made = add_cycle(session, person_id, course_id, earlier, now, cohort_id=cohort_id)
        _note_enrolled(session, actor_id, made, now)
    return active


def enrol_newcomer(session: Session, actor_id: int, person_id: int, course: str, now: datetime) -> str:
    """Enrol somebody just added, within the caller's transaction; the course's title. Raises `NoSuchCourse`."""
    found = session.execute(select(Course.id, Course.title).where(Course.slug == course)).one_or_none()
    if found is None:
        raise NoSuchCourse
    _note_enrolled(session, actor_id, add_cycle(session, person_id, found.id, (), now), now)
    return found.title


def move(session: Session, actor_id: int | None, enrolment: Enrolment, cohort_id: int, now: datetime) -> None:
    """Put an active enrolment into another cohort within the caller's transaction."""
    if enrolment.cohort_id != cohort_id:
        enrolment.cohort_id = cohort_id
        person_id = enrolment.person_id
        audit(session, actor_id, "moved to a cohort", f"cohort {cohort_id}", now, person=person_id)


def _note_enrolled(session: Session, actor_id: int | None, made: Enrolment, now: datetime) -> None:
    audit(session, actor_id, "enrolled", f"enrolment {made.id}", now, person=made.person_id)


def _cohort(session: Session, course_id: int, public_id: str) -> Cohort:
    cohort = session.scalar(
        select(Cohort).where(Cohort.public_id == public_id, Cohort.course_id == course_id, Cohort.retired_at.is_(None))
    )
    if cohort is None:
        raise NoSuchThing("That cohort is not one of this course, or it has been retired. Choose another.")
    return cohort
