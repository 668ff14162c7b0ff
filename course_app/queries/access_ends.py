"""When access ends for the learners of a cohort, and whom a change for all of them reaches."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from course_app.domain.windows import end_of, last_day
from course_app.extensions import read_connection
from course_app.models import Cohort, Course, Enrolment, Person

ANEW = aliased(Enrolment)
RAN_OUT = and_(Enrolment.ended_at.is_not(None), Enrolment.ended_at == Enrolment.expires_at)
IS_ANEW = (
    select(ANEW.id)
    .where(ANEW.person_id == Enrolment.person_id, ANEW.course_id == Enrolment.course_id, ANEW.cycle > Enrolment.cycle)
    .correlate(Enrolment)
    .exists()
)
"""Whether somebody whose access ran out was enrolled again since: then that is the enrolment to go on with."""


@dataclass(frozen=True)
class AccessEnds:
    """A cohort and its learners: how many learn, without an end of their own or with one; how many ran out of time.

    `first` and `last`: the days between which access ends for those that have an end.
    """

    cohort: str
    name: str
    course: str
    zone: str
    without: int
    with_end: int
    ran_out: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Change:
    """What is to hold: the last day (None: no end), and whether for those too whose access ran out."""

    last_day: date | None
    again: bool

    def expires_at(self, zone: str) -> datetime | None:
        """The moment at which access ends, by the course's zone."""
        return end_of(self.last_day, ZoneInfo(zone)) if self.last_day else None


def access_ends(cohort: str) -> AccessEnds | None:
    """How a cohort stands; None when there is no such cohort."""
    named = select(Cohort.id, Cohort.public_id, Cohort.name, Course.title, Course.zone)
    with read_connection() as connection:
        row = connection.execute(
            named.join(Course, Course.id == Cohort.course_id).where(Cohort.public_id == cohort)
        ).one_or_none()
        if row is None:
            return None
        is_on, has_end = Enrolment.ended_at.is_(None), Enrolment.expires_at.is_not(None)
        moment = Enrolment.expires_at.type
        counted = _learners(
            row.id,
            func.count().filter(is_on, ~has_end),
            func.count().filter(is_on, has_end),
            func.count().filter(RAN_OUT, ~IS_ANEW),
            func.min(Enrolment.expires_at, type_=moment).filter(is_on),
            func.max(Enrolment.expires_at, type_=moment).filter(is_on),
        )
        *numbers, first, last = connection.execute(counted).one()
    zone = ZoneInfo(row.zone)
    return AccessEnds(*row[1:], *numbers, *(end and last_day(end, zone) for end in (first, last)))


def reached_by(connection: Connection, cohort_id: int, change: Change, expires_at: datetime | None) -> int:
    """How many enrolments a change alters."""
    return connection.execute(changed_by(cohort_id, change, expires_at, func.count())).scalar_one()


def reach_of(cohort: str, change: Change, zone: str) -> int:
    """The same of a cohort's public id; 0 when there is none."""
    with read_connection() as connection:
        found = connection.execute(select(Cohort.id).where(Cohort.public_id == cohort)).scalar()
        return reached_by(connection, found, change, change.expires_at(zone)) if found else 0


def changed_by(cohort_id: int, change: Change, expires_at: datetime | None, *columns: Any) -> Select[Any]:
    """Columns of the enrolments that a change alters: those that end at another moment, or are over."""
    is_otherwise = Enrolment.expires_at.is_distinct_from(expires_at)
    learning: ColumnElement[bool] = and_(Enrolment.ended_at.is_(None), is_otherwise)
    return _learners(cohort_id, *columns).where(or_(learning, and_(RAN_OUT, ~IS_ANEW)) if change.again else learning)


def _learners(cohort_id: int, *columns: Any) -> Select[Any]:
    people = select(*columns).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    return people.where(Enrolment.cohort_id == cohort_id, Enrolment.kind == "learner", Person.erased_at.is_(None))
