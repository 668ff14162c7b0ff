"""How far the learners of a cohort, or of an organisation, have come: names, progress and dates, and never an answer.

At most eight statements a page, however many people there are. An organisation's people are those enrolled in its
cohorts. Withdrawn learners are left out unless they had completed; those whose access ran out stay.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from course_app.domain import learning_states as states
from course_app.domain.windows import last_day
from course_app.extensions import read_connection
from course_app.models import (
    Attempt,
    Cohort,
    Completion,
    Course,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    Observer,
    Organisation,
    Person,
    Place,
)
from course_app.queries.catalogue import IS_NEWEST_VERSION, outline
from course_app.queries.paging import fitting_page
from course_app.queries.people import found_by
from course_app.queries.progress import Facts, facts_of, progress_of

HAS_COMPLETED = (
    select(CourseCompletion.id).where(CourseCompletion.enrolment_id == Enrolment.id).correlate(Enrolment).exists()
)
"""Asked so, and not of a row joined to it: a planner takes a joined row for nearly always there."""
LASTING = or_(Enrolment.ended_at.is_(None), HAS_COMPLETED, Enrolment.ended_at == Enrolment.expires_at)
COUNTED = and_(Enrolment.kind == "learner", Person.erased_at.is_(None), LASTING)
COMPLETED_VERSION = aliased(CourseVersion)
SIGNS = ((Completion, Completion.completed_at), (Place, Place.at), (Attempt, Attempt.started_at))
"""What tells that somebody has done something, and when."""

COLUMNS = (
    Enrolment.id,
    Person.name,
    Course.title,
    Course.zone,
    Cohort.name.label("cohort"),
    Cohort.ends_at.label("cohort_ends_at"),
    Enrolment.expires_at,
    Enrolment.ended_at,
    CourseVersion.id.label("version_id"),
    CourseCompletion.completed_at,
)


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to: a cohort's public id, a list of `learning_states`, a name or e-mail."""

    cohort: str = ""
    state: str = ""
    search: str = ""


@dataclass(frozen=True)
class Group:
    """An organisation, or a cohort, and the cohorts that can be chosen in it: (public id, name, course)."""

    public_id: str
    name: str
    course: str
    cohorts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ProgressLine:
    """A learner: `headline` says how far. `ends_on`: the last day of access or of the cohort, whichever is first."""

    name: str
    course: str
    cohort: str
    headline: str
    state: str
    completed_at: datetime | None
    last_at: datetime | None
    ends_on: date | None
    is_closing: bool


@dataclass(frozen=True)
class ProgressPage:
    """A group and one page of its learners, by name. `following`: the enrolment to go on after, 0 at the end."""

    group: Group
    lines: tuple[ProgressLine, ...]
    total: int
    following: int


@dataclass(frozen=True)
class ExportLine:
    """A learner for the employer's own system. `on`: the day of the completion, else of the last thing done, if any."""

    name: str
    email: str
    number: str
    course: str
    version: int
    cohort: str
    state: str
    on: date | None
    ends_on: date | None


def observed_by(person_id: int) -> list[Row[Any]]:
    """The organisations that a person observes: public id and name."""
    theirs = select(Organisation.public_id, Organisation.name).join(Observer).where(Observer.person_id == person_id)
    with read_connection() as connection:
        return list(connection.execute(theirs.order_by(Organisation.name)))


def observed_page(
    person_id: int, organisation: str, asked: Asked, now: datetime, after: int = 0
) -> ProgressPage | None:
    """The people of an organisation; None unless the person observes it."""
    with read_connection() as connection:
        found = _observed(connection, person_id, organisation)
        return _page(connection, *found, asked, now, after) if found else None


def observed_export(person_id: int, organisation: str, asked: Asked, now: datetime) -> list[ExportLine] | None:
    """All of them for an export; None unless the person observes it."""
    with read_connection() as connection:
        found = _observed(connection, person_id, organisation)
        return _export(connection, found[1], asked, now) if found else None


def cohort_progress(cohort: str, asked: Asked, now: datetime, after: int = 0) -> ProgressPage | None:
    """The learners of a cohort; None when there is no such cohort."""
    with read_connection() as connection:
        found = _cohort(connection, cohort)
        return _page(connection, *found, asked, now, after) if found else None


def cohort_export(cohort: str, asked: Asked, now: datetime) -> list[ExportLine] | None:
    """All of them for an export; None when there is no such cohort."""
    with read_connection() as connection:
        found = _cohort(connection, cohort)
        return _export(connection, found[1], asked, now) if found else None


def did(since: datetime | None) -> ColumnElement[bool]:
    """Whether the learner did anything in the course, or anything after a moment."""
    found = []
    for table, at in SIGNS:
        theirs = select(table.id).where(table.enrolment_id == Enrolment.id)
        found.append((theirs if since is None else theirs.where(at > since)).correlate(Enrolment).exists())
    if since is not None:
        closed = select(Attempt.id).where(Attempt.enrolment_id == Enrolment.id, Attempt.closed_at > since)
        found.append(closed.correlate(Enrolment).exists())
    return or_(*found)


def _observed(connection: Connection, person_id: int, organisation: str) -> tuple[Group, ColumnElement[bool]] | None:
    theirs = select(Organisation.id, Organisation.name).join(Observer).where(Observer.person_id == person_id)
    row = connection.execute(theirs.where(Organisation.public_id == organisation)).one_or_none()
    if row is None:
        return None
    cohorts = select(Cohort.public_id, Cohort.name, Course.title).join(Course, Course.id == Cohort.course_id)
    chosen = connection.execute(cohorts.where(Cohort.organisation_id == row.id).order_by(Course.title, Cohort.name))
    return Group(organisation, row.name, "", tuple(tuple(one) for one in chosen)), Cohort.organisation_id == row.id


def _cohort(connection: Connection, cohort: str) -> tuple[Group, ColumnElement[bool]] | None:
    one = select(Cohort.id, Cohort.name, Course.title).join(Course, Course.id == Cohort.course_id)
    row = connection.execute(one.where(Cohort.public_id == cohort)).one_or_none()
    return (Group(cohort, row.name, row.title, ()), Cohort.id == row.id) if row else None


def _page(
    connection: Connection, group: Group, scope: ColumnElement[bool], asked: Asked, now: datetime, after: int
) -> ProgressPage:
    conditions = [scope, *_narrowed(asked, now)]
    keys = (Person.sort_key, Enrolment.id)
    place = _counted(*keys).where(scope, Enrolment.id == after)
    last = connection.execute(place).one_or_none() if after else None
    total, shown, more = fitting_page(connection, _counted(*keys).where(*conditions), tuple(last) if last else None)
    rows = connection.execute(_learners(*COLUMNS).where(Enrolment.id.in_(shown)).order_by(*keys)).all()
    facts = facts_of(connection, shown) if shown else {}
    lines = tuple(_line(row, facts[row.id], now) for row in rows)
    return ProgressPage(group, lines, total, shown[-1] if more else 0)


def _export(connection: Connection, scope: ColumnElement[bool], asked: Asked, now: datetime) -> list[ExportLine]:
    columns = (
        *COLUMNS,
        Person.email,
        Enrolment.employee_number,
        func.coalesce(COMPLETED_VERSION.number, CourseVersion.number).label("version"),
        *(_newest(table, at).label(table.__tablename__) for table, at in SIGNS),
    )
    completed = COMPLETED_VERSION.id == CourseCompletion.course_version_id
    statement = _learners(*columns).outerjoin(COMPLETED_VERSION, completed).where(scope, *_narrowed(asked, now))
    statement = statement.order_by(Person.sort_key, Enrolment.id)
    return [_export_line(row, now) for row in connection.execute(statement)]


def _learners(*columns: Any) -> Select[Any]:
    """Those that are counted, with their course, its newest version, and when they completed it."""
    return (
        _counted(*columns)
        .join(Course, Course.id == Enrolment.course_id)
        .join(CourseVersion, IS_NEWEST_VERSION)
        .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
    )


def _counted(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .where(COUNTED)
    )


def _narrowed(asked: Asked, now: datetime) -> list[ColumnElement[bool]]:
    """The conditions of a list; an unknown state narrows nothing."""
    is_learning = and_(~HAS_COMPLETED, Enrolment.ended_at.is_(None))
    has_begun, has_done = did(None), did(now - states.QUIET_FOR)
    soon = now + states.CLOSES_WITHIN
    by_state = {
        states.COMPLETED: HAS_COMPLETED,
        states.ENDED: and_(~HAS_COMPLETED, Enrolment.ended_at.is_not(None)),
        states.NOT_STARTED: and_(is_learning, ~has_begun),
        states.STALLED: and_(is_learning, has_begun, ~has_done),
        states.UNDER_WAY: and_(is_learning, has_done),
        states.CLOSING: and_(
            is_learning,
            or_(*(and_(at > now, at <= soon) for at in (Enrolment.expires_at, Cohort.ends_at))),
            *(or_(at.is_(None), at > now) for at in (Enrolment.expires_at, Cohort.ends_at)),
        ),
    }
    conditions = [by_state[asked.state]] if asked.state in by_state else []
    if asked.cohort:
        conditions.append(Cohort.public_id == asked.cohort)
    return [*conditions, *found_by(asked.search, Enrolment.person_id)]


def _newest(table: Any, at: Any) -> Any:
    moment = func.coalesce(Attempt.closed_at, Attempt.started_at) if table is Attempt else at
    return select(func.max(moment)).where(table.enrolment_id == Enrolment.id).correlate(Enrolment).scalar_subquery()


def _line(row: Row[Any], facts: Facts, now: datetime) -> ProgressLine:
    state, ends_at = _state(row, facts.last_at, now), _ends_at(row)
    progress = progress_of(outline(row.version_id), facts, now, completed=row.completed_at is not None)
    return ProgressLine(
        row.name,
        row.title,
        row.cohort,
        progress.headline,
        state,
        row.completed_at,
        facts.last_at,
        ends_at and last_day(ends_at, ZoneInfo(row.zone)),
        states.is_closing(state, ends_at, now),
    )


def _export_line(row: Row[Any], now: datetime) -> ExportLine:
    zone = ZoneInfo(row.zone)
    last_at = max((at for at in (row.completion, row.place, row.attempt) if at), default=None)
    on, ends_at = row.completed_at or last_at, _ends_at(row)
    return ExportLine(
        row.name,
        row.email,
        row.employee_number,
        row.title,
        row.version,
        row.cohort,
        _state(row, last_at, now),
        on and on.astimezone(zone).date(),
        ends_at and last_day(ends_at, zone),
    )


def _state(row: Row[Any], last_at: datetime | None, now: datetime) -> str:
    completed, ended = row.completed_at is not None, row.ended_at is not None
    return states.state_of(completed=completed, ended=ended, last_at=last_at, now=now)


def _ends_at(row: Row[Any]) -> datetime | None:
    return min((at for at in (row.expires_at, row.cohort_ends_at) if at), default=None)
