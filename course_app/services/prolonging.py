"""Set when access ends for all who learn in a cohort: looked at with its number first, then done portion by portion.

Each portion is one transaction, so that learners' saves wait for none long, and finds whoever is left: killed half-way
it is gone on with by asking again, and a second time changes nothing.
"""

from datetime import datetime

from sqlalchemy import select

from course_app.models import Cohort, Course, Enrolment, Person
from course_app.queries.access_ends import Change, changed_by, reached_by
from course_app.services.administering import NoSuchThing
from course_app.services.enrolling_others import OVER, CannotEnrol, note_end, said_of
from course_app.services.transaction import hold, transaction

PORTION = 100


def set_ends(actor_id: int, cohort: str, change: Change, confirmed: int, now: datetime) -> int:
    """Let access end as it says; for how many that is new. `confirmed` is the number that whoever asks has seen.

    Raises `NoSuchThing` or `CannotEnrol`.
    """
    with transaction() as session:
        named = select(Cohort.id, Course.zone).join(Course, Course.id == Cohort.course_id)
        row = session.execute(named.where(Cohort.public_id == cohort)).one_or_none()
        if row is None:
            raise NoSuchThing("There is no such cohort.")
        expires_at = change.expires_at(row.zone)
        if expires_at is not None and expires_at <= now:
            raise CannotEnrol(OVER)
        reach = reached_by(session.connection(), row.id, change, expires_at)
        if reach != confirmed:
            raise CannotEnrol(f"It would change {reach:,} by now, not {confirmed:,}. Nothing was changed; look again.")
    done = 0
    while portion := _set_some(actor_id, row.id, change, expires_at, now):
        done += portion
    return done


def _set_some(actor_id: int, cohort_id: int, change: Change, expires_at: datetime | None, now: datetime) -> int:
    with transaction() as session:
        some = changed_by(cohort_id, change, expires_at, Enrolment).order_by(Enrolment.id).limit(PORTION)
        people = select(Person.id).where(Person.id.in_(some.with_only_columns(Person.id))).order_by(Person.id)
        hold(session, people)
        rows = session.scalars(some).all()
        for enrolment in rows:
            note_end(session, actor_id, enrolment, expires_at, said_of(change.last_day), now)
        return len(rows)
