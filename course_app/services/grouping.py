"""Group learners: cohorts of a course, and the organisations that cohorts belong to."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.windows import end_of, moment_of
from course_app.gateways.chance import public_id
from course_app.models import Cohort, Course, Organisation
from course_app.services.administering import NoSuchThing
from course_app.services.enrolling import NoSuchCourse
from course_app.services.ledgers import audit
from course_app.services.transaction import held, hold_name, transaction


class NameTaken(RuleBroken):
    """There is one of that name already."""


@dataclass(frozen=True)
class CohortSettings:
    """A cohort as it was filled in. The days are the course's own; `ends_on` belongs to the cohort still.

    `organisation` is a public id, empty for none.
    """

    name: str
    starts_on: date | None = None
    ends_on: date | None = None
    organisation: str = ""


def make_cohort(actor_id: int, course: str, settings: CohortSettings, now: datetime) -> str:
    """Make a cohort; its public id. Raises `NoSuchCourse`, `NameTaken` or `NoSuchThing`."""
    with transaction() as session:
        row = held(session, select(Course).where(Course.slug == course))
        if row is None:
            raise NoSuchCourse
        cohort = Cohort(public_id=public_id(), course_id=row.id, created_at=now)
        _fill_in(session, cohort, row, settings)
        session.add(cohort)
        session.flush()
        audit(session, actor_id, "cohort made", f"cohort {cohort.id}", now, reason=settings.name)
        return cohort.public_id


def change_cohort(actor_id: int, cohort: str, settings: CohortSettings, now: datetime) -> None:
    """Rename a cohort, set its days and organisation. Raises `NoSuchThing` or `NameTaken`."""
    with transaction() as session:
        row = cohort_of(session, cohort)
        before = row.name
        _fill_in(session, row, session.get_one(Course, row.course_id), settings)
        if session.is_modified(row):
            renamed = f"{before} → {row.name}" if before != row.name else row.name
            audit(session, actor_id, "cohort changed", f"cohort {row.id}", now, reason=renamed)


def retire_cohort(actor_id: int, cohort: str, now: datetime) -> None:
    """Take a cohort out of every choice; its learners stay enrolled. Raises `NoSuchThing`."""
    with transaction() as session:
        row = cohort_of(session, cohort)
        if row.retired_at is None:
            row.retired_at = now
            audit(session, actor_id, "cohort retired", f"cohort {row.id}", now, reason=row.name)


def reinstate_cohort(actor_id: int, cohort: str, now: datetime) -> None:
    """Offer a retired cohort again. Raises `NoSuchThing`."""
    with transaction() as session:
        row = cohort_of(session, cohort)
        if row.retired_at is not None:
            row.retired_at = None
            audit(session, actor_id, "cohort in use again", f"cohort {row.id}", now, reason=row.name)


def make_organisation(actor_id: int, name: str, now: datetime) -> str:
    """Make an organisation; its public id. Raises `NameTaken`."""
    with transaction() as session:
        hold_name(session, "organisations")
        if session.scalar(select(Organisation.id).where(Organisation.name == name)) is not None:
            raise NameTaken("There is an organisation of that name already.")
        row = Organisation(public_id=public_id(), name=name, created_at=now)
        session.add(row)
        session.flush()
        audit(session, actor_id, "organisation made", f"organisation {row.id}", now, reason=name)
        return row.public_id


def _fill_in(session: Session, cohort: Cohort, course: Course, settings: CohortSettings) -> None:
    same = select(Cohort.id).where(Cohort.course_id == course.id, Cohort.name == settings.name)
    with session.no_autoflush:
        if session.scalar(same.where(Cohort.id != (cohort.id or 0))) is not None:
            raise NameTaken("This course has a cohort of that name already.")
        cohort.organisation_id = _organisation(session, settings.organisation)
    cohort.name = settings.name
    zone = ZoneInfo(course.zone)
    cohort.starts_at = moment_of(f"{settings.starts_on} 00:00", zone) if settings.starts_on else None
    cohort.ends_at = end_of(settings.ends_on, zone) if settings.ends_on else None


def _organisation(session: Session, organisation: str) -> int | None:
    if not organisation:
        return None
    found = session.scalar(select(Organisation.id).where(Organisation.public_id == organisation))
    if found is None:
        raise NoSuchThing("That organisation is not there.")
    return found


def cohort_of(session: Session, cohort: str) -> Cohort:
    """The cohort of that public id, held. Raises `NoSuchThing`."""
    row = held(session, select(Cohort).where(Cohort.public_id == cohort))
    if row is None:
        raise NoSuchThing("There is no such cohort.")
    return row
