"""Enrol and withdraw others: what an administrator does, one by one or from a roster. Records are kept."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.windows import end_of
from course_app.models import Cohort, Course, Enrolment
from course_app.services.administering import AccountClosed, NoSuchThing, person_of
from course_app.services.enrolling import NoSuchCourse, active_one, add_cycle, enrolments_of
from course_app.services.ledgers import audit
from course_app.services.transaction import held, hold, transaction

MOST_AT_ONCE = 500
OVER = "This day is over. To end an enrolment now, withdraw the person; or choose a later day."


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


def set_end(actor_id: int, person: str, enrolment_id: int, last_day: date | None, now: datetime) -> None:
    """Let access end after a day (None: never). An enrolment whose access ran out goes on, if that day is to come.

    Raises `NoSuchPerson`, `NoSuchThing` or `CannotEnrol`.
    """
    with transaction() as session:
        row = person_of(session, person)
        theirs = select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.person_id == row.id)
        enrolment = held(session, theirs)
        if enrolment is None or not has_or_had_time(enrolment):
            raise NoSuchThing("That enrolment was ended by hand. Enrol the person again.")
        zone = ZoneInfo(session.get_one(Course, enrolment.course_id).zone)
        expires_at = end_of(last_day, zone) if last_day else None
        if expires_at is not None and expires_at <= now:
            raise CannotEnrol(OVER)
        anew = active_one(enrolments_of(session, row.id, enrolment.course_id))
        if anew is not None and anew.id != enrolment.id:
            raise CannotEnrol("This person is enrolled anew already. Set when that enrolment ends.")
        note_end(session, actor_id, enrolment, expires_at, said_of(last_day), now)


def note_end(
    session: Session, actor_id: int, enrolment: Enrolment, expires_at: datetime | None, said: str, now: datetime
) -> None:
    """Let access end then (None: never), also where it has run out, within the caller's transaction."""
    enrolment.expires_at, enrolment.ended_at = expires_at, None
    audit(session, actor_id, "access set", f"enrolment {enrolment.id}", now, person=enrolment.person_id, reason=said)


def said_of(last_day: date | None) -> str:
    """What the audit says of a last day of access."""
    return f"until {last_day}" if last_day else "without an end"


def set_number(actor_id: int, person: str, enrolment_id: int, number: str, now: datetime) -> None:
    """Set what the employer calls a learner by; empty takes it away. Raises `NoSuchPerson` or `NoSuchThing`."""
    with transaction() as session:
        row = person_of(session, person)
        theirs = select(Enrolment).where(Enrolment.id == enrolment_id, Enrolment.person_id == row.id)
        enrolment = held(session, theirs)
        if enrolment is None:
            raise NoSuchThing("There is no such enrolment.")
        before = enrolment.employee_number
        if before != number:
            enrolment.employee_number = number
            values = {"before": {"number": before}, "after": {"number": number}}
            audit(session, actor_id, "employee number set", f"enrolment {enrolment.id}", now, person=row.id, **values)


def has_or_had_time(enrolment: Enrolment) -> bool:
    """Whether the enrolment goes on, or ended because its time ran out."""
    return enrolment.ended_at is None or enrolment.ended_at == enrolment.expires_at


def end_expired(now: datetime) -> int:
    """The worker's job: end the enrolments whose time has run out, as of that moment; how many."""
    with transaction() as session:
        over = select(Enrolment).where(Enrolment.ended_at.is_(None), Enrolment.expires_at <= now)
        over = over.order_by(Enrolment.id).limit(MOST_AT_ONCE)
        hold(session, over)
        enrolments = session.scalars(over).all()
        for one in enrolments:
            one.ended_at = one.expires_at
            audit(session, None, "access ran out", f"enrolment {one.id}", now, person=one.person_id)
        return len(enrolments)


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
