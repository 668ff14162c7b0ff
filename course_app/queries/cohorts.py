"""Cohorts of a course and their learners, with how far each has come; the same statements for one and for fifty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, func, select, tuple_

from course_app.domain.windows import last_day
from course_app.extensions import read_connection
from course_app.models import Cohort, Course, CourseCompletion, CourseVersion, Enrolment, Organisation, Person
from course_app.queries.catalogue import IS_NEWEST_VERSION, outline
from course_app.queries.invitations import IS_INVITED
from course_app.queries.paging import Shown, read_page
from course_app.queries.progress import facts_of, progress_of

LEARNING = (Enrolment.kind == "learner", Enrolment.ended_at.is_(None))


@dataclass(frozen=True)
class CohortLine:
    """A cohort of a course; its days are the course's own, the last one belongs to it still."""

    public_id: str
    name: str
    organisation: str
    organisation_id: str
    starts_on: date | None
    ends_on: date | None
    is_retired: bool
    learners: int


@dataclass(frozen=True)
class LearnerLine:
    """A learner in a list: who, since when, and how far, in words."""

    public_id: str
    name: str
    email: str
    is_active: bool
    is_invited: bool
    cohort: str
    since: datetime
    completed_at: datetime | None
    headline: str


@dataclass(frozen=True)
class LearnersPage:
    """One page of the learners of a course, or of a cohort. `following`: the last line's id, empty at the end."""

    slug: str
    title: str
    zone: str
    cohorts: tuple[CohortLine, ...]
    cohort: CohortLine | None
    learners: tuple[LearnerLine, ...]
    total: int
    following: str


def learners_page(course: str, now: datetime, after: str = "") -> LearnersPage | None:
    """The learners of a course; None when there is no such course."""
    with read_connection() as connection:
        row = connection.execute(_course().where(Course.slug == course)).one_or_none()
        return _page(connection, row, "", now, after) if row else None


def cohort_page(cohort: str, now: datetime, after: str = "") -> LearnersPage | None:
    """The learners of a cohort; None when there is no such cohort."""
    with read_connection() as connection:
        found = _course().join(Cohort, Cohort.course_id == Course.id).where(Cohort.public_id == cohort)
        row = connection.execute(found).one_or_none()
        return _page(connection, row, cohort, now, after) if row else None


def cohort_choices() -> list[Row[Any]]:
    """The cohorts in use of all courses: public id, name, slug and title of the course."""
    statement = (
        select(Cohort.public_id, Cohort.name, Course.slug, Course.title)
        .join(Course, Course.id == Cohort.course_id)
        .where(Cohort.retired_at.is_(None))
        .order_by(Course.title, Cohort.name)
    )
    with read_connection() as connection:
        return list(connection.execute(statement))


def organisation_choices() -> list[Row[Any]]:
    """The organisations in use: public id and name."""
    statement = select(Organisation.public_id, Organisation.name).where(Organisation.retired_at.is_(None))
    with read_connection() as connection:
        return list(connection.execute(statement.order_by(Organisation.name)))


def _course() -> Any:
    return select(Course.id, Course.slug, Course.title, Course.zone, CourseVersion.id.label("version_id")).join(
        CourseVersion, IS_NEWEST_VERSION
    )


def _page(connection: Connection, course: Row[Any], cohort: str, now: datetime, after: str) -> LearnersPage:
    cohorts = _cohorts(connection, course.id, ZoneInfo(course.zone))
    conditions = [Enrolment.course_id == course.id, *LEARNING]
    if cohort:
        conditions.append(Cohort.public_id == cohort)
    shown, last = _learners(connection, conditions, after)
    total = (
        select(func.count())
        .select_from(Enrolment)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(*conditions)
    )
    return LearnersPage(
        slug=course.slug,
        title=course.title,
        zone=course.zone,
        cohorts=cohorts,
        cohort=next((one for one in cohorts if one.public_id == cohort), None),
        learners=_lines(connection, shown, course.version_id, now),
        total=connection.scalar(total) or 0,
        following=last.public_id if last else "",
    )


def _cohorts(connection: Connection, course_id: int, zone: ZoneInfo) -> tuple[CohortLine, ...]:
    """Those in use first, then by name."""
    learners = select(func.count()).select_from(Enrolment).where(Enrolment.cohort_id == Cohort.id, *LEARNING)
    statement = (
        select(
            Cohort.public_id,
            Cohort.name,
            Organisation.name.label("organisation"),
            Organisation.public_id.label("organisation_id"),
            Cohort.starts_at,
            Cohort.ends_at,
            Cohort.retired_at,
            learners.scalar_subquery().label("learners"),
        )
        .outerjoin(Organisation, Organisation.id == Cohort.organisation_id)
        .where(Cohort.course_id == course_id)
        .order_by(Cohort.retired_at.is_not(None), Cohort.name)
    )
    return tuple(
        CohortLine(
            row.public_id,
            row.name,
            row.organisation or "",
            row.organisation_id or "",
            row.starts_at and row.starts_at.astimezone(zone).date(),
            row.ends_at and last_day(row.ends_at, zone),
            row.retired_at is not None,
            row.learners,
        )
        for row in connection.execute(statement)
    )


def _learners(connection: Connection, conditions: list[ColumnElement[bool]], after: str) -> Shown:
    """One more than a page."""
    statement = (
        select(
            Person.public_id,
            Person.name,
            Person.email,
            Person.active,
            IS_INVITED.label("is_invited"),
            Cohort.name.label("cohort"),
            Enrolment.id.label("enrolment_id"),
            Enrolment.created_at,
            CourseCompletion.completed_at,
        )
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
        .where(*conditions)
    )
    if after:
        place = select(Person.sort_key, Person.id).where(Person.public_id == after).scalar_subquery()
        statement = statement.where(tuple_(Person.sort_key, Person.id) > place)
    return read_page(connection, statement.order_by(Person.sort_key, Person.id))


def _lines(connection: Connection, rows: Sequence[Row[Any]], version_id: int, now: datetime) -> tuple[LearnerLine, ...]:
    facts = facts_of(connection, [row.enrolment_id for row in rows]) if rows else {}
    outlined = outline(version_id)
    return tuple(
        LearnerLine(
            row.public_id,
            row.name,
            row.email,
            row.active,
            row.is_invited,
            row.cohort or "",
            row.created_at,
            row.completed_at,
            progress_of(outlined, facts[row.enrolment_id], now, completed=row.completed_at is not None).headline,
        )
        for row in rows
    )
