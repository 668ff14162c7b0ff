"""Records of completion: for whoever checks one, for their holder, and what is still to be issued."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select
from sqlalchemy.orm import Session, aliased

from course_app.domain.records import (
    MOST_OUTCOMES,
    Content,
    basis_of,
    key_of,
    outcomes_of,
    state_of,
    unreviewed_modules,
)
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import (
    Cohort,
    CompletionRecord,
    Course,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    Person,
    RecordRevocation,
    Reflection,
)
from course_app.queries.catalogue import outline

NEXT = aliased(CompletionRecord)
IS_REPLACED = select(NEXT.id).where(NEXT.replaces_id == CompletionRecord.id).exists()
ISSUED = select(
    CompletionRecord.public_id,
    CompletionRecord.enrolment_id,
    CompletionRecord.name,
    CompletionRecord.content,
    CompletionRecord.issued_at,
    RecordRevocation.at.label("revoked_at"),
    RecordRevocation.reason,
    IS_REPLACED.label("is_replaced"),
).outerjoin(RecordRevocation, RecordRevocation.record_id == CompletionRecord.id)
RECORDS = select(func.count(CompletionRecord.id)).where(CompletionRecord.enrolment_id == Enrolment.id).scalar_subquery()
COMPLETED = (
    select(
        Enrolment.id,
        Enrolment.kind,
        Enrolment.person_id,
        Enrolment.created_at,
        CourseCompletion.completed_at,
        CourseCompletion.course_version_id,
        CourseVersion.content_hash,
        Person.name,
        Person.email,
        Course.title,
        RECORDS.label("records"),
    )
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
    .outerjoin(CourseVersion, CourseVersion.id == CourseCompletion.course_version_id)
)
"""Enrolments with what a record is made of; the completion is None where the course is not complete."""


@dataclass(frozen=True)
class Issued:
    """A record: `state` as `domain.records.state_of` says; `name` is empty when its holder's data were erased.

    Days are the course's own; `is_replaced`: another one corrects it.
    """

    key: str
    name: str
    content: Content
    issued_on: date
    revoked_on: date | None
    reason: str
    is_replaced: bool
    state: str


@dataclass(frozen=True)
class OwnReflection:
    """The three texts; `prompt_at`: when a mail asks, None when none will; `prompted_at`: when one did."""

    what: str = ""
    so_what: str = ""
    now_what: str = ""
    kept_at: datetime | None = None
    prompt_at: datetime | None = None
    prompted_at: datetime | None = None


@dataclass(frozen=True)
class OwnRecords:
    """A course as its learner's records tell it. `enrolment_id`: the newest that is complete, else the newest.

    `newest`: its record that was issued last, None before one is; `earlier`: all others of this learner.
    """

    course: str
    enrolment_id: int
    completed_at: datetime | None
    newest: Issued | None
    earlier: tuple[Issued, ...]
    reflection: OwnReflection


@dataclass(frozen=True)
class ToIssue:
    """How many who completed a course (perhaps in one cohort, named) have no record yet."""

    slug: str
    course: str
    cohort: str
    cohort_name: str
    count: int
    cohorts: tuple[tuple[str, str], ...]


def record_of(typed: str) -> Issued | None:
    """The record of that id, however it was copied; None when there is none."""
    with read_connection() as connection:
        row = connection.execute(ISSUED.where(CompletionRecord.public_id == key_of(typed))).one_or_none()
    return _issued(row) if row else None


def own_records(course: str, person_id: int) -> OwnRecords | None:
    """What a learner has of a course; None when they never learnt it."""
    theirs = COMPLETED.where(Course.slug == course, Enrolment.person_id == person_id, Enrolment.kind == "learner")
    theirs = theirs.order_by(CourseCompletion.id.is_(None), Enrolment.cycle.desc())
    with read_connection() as connection:
        enrolments = connection.execute(theirs).all()
        if not enrolments:
            return None
        current = enrolments[0]
        rows = records_of(connection, [one.id for one in enrolments])
        mine = connection.execute(_reflections(current.id)).one_or_none()
    issued = [(row.enrolment_id, _issued(row)) for row in rows]
    newest = next((one for enrolment, one in issued if enrolment == current.id), None)
    return OwnRecords(
        course=current.title,
        enrolment_id=current.id,
        completed_at=current.completed_at,
        newest=newest,
        earlier=tuple(one for _enrolment, one in issued if one is not newest),
        reflection=OwnReflection(*mine) if mine else OwnReflection(),
    )


def persons_records(person: str) -> tuple[Issued, ...]:
    """All records of the person with that public id, the newest first."""
    theirs = ISSUED.join(Enrolment, Enrolment.id == CompletionRecord.enrolment_id)
    theirs = theirs.join(Person, Person.id == Enrolment.person_id).where(Person.public_id == person)
    with read_connection() as connection:
        rows = connection.execute(theirs.order_by(CompletionRecord.id.desc())).all()
    return tuple(map(_issued, rows))


def to_issue(course: str, cohort: str) -> ToIssue | None:
    """Who waits for a record in a course, or in the cohort with that public id; None when there is no such thing."""
    grouped = select(Cohort.public_id, Cohort.name).join(Course, Course.id == Cohort.course_id)
    with read_connection() as connection:
        title = connection.scalar(select(Course.title).where(Course.slug == course))
        rows = connection.execute(grouped.where(Course.slug == course).order_by(Cohort.name)).all()
        names = {row.public_id: row.name for row in rows}
        if title is None or (cohort and cohort not in names):
            return None
        waiting = select(func.count()).select_from(lacking(course, cohort).subquery())
        count = connection.scalar(waiting) or 0
    return ToIssue(course, title, cohort, names.get(cohort, ""), count, tuple(names.items()))


def lacking(course: str, cohort: str) -> Select[Any]:
    """The completed enrolments of a course without any record, the longest complete first; in a cohort, if named."""
    found = COMPLETED.where(
        Course.slug == course,
        Enrolment.kind == "learner",
        CourseCompletion.id.is_not(None),
        Person.erased_at.is_(None),
        RECORDS == 0,
        *_within(cohort),
    )
    return found.order_by(CourseCompletion.completed_at, Enrolment.id)


def content_of(row: Row[Any]) -> Content:
    """What a record of that row of COMPLETED says; the row is complete."""
    outlined = outline(row.course_version_id)
    course, lessons = outlined.course, [card.lesson for card in outlined.written if card.lesson]
    outcomes = outcomes_of(course, lessons)
    required = sum(card.quiz.required for card in outlined.quizzes.values())
    return Content(
        course=course.title,
        slug=course.id,
        zone=course.zone,
        version=outlined.number,
        digest=row.content_hash[:12],
        started_on=_day(row.created_at, course.zone),
        completed_on=_day(row.completed_at, course.zone),
        lessons=len(outlined.written),
        quizzes=required,
        minutes=sum(card.minutes for card in outlined.written),
        basis=basis_of(required),
        outcomes=outcomes[:MOST_OUTCOMES],
        more=max(len(outcomes) - MOST_OUTCOMES, 0),
        limits=course.limits,
        unreviewed=unreviewed_modules(course),
    )


def records_of(connection: Connection | Session, enrolments: Collection[int]) -> list[Row[Any]]:
    """The records of those enrolments, the newest first."""
    theirs = ISSUED.where(CompletionRecord.enrolment_id.in_(enrolments))
    return list(connection.execute(theirs.order_by(CompletionRecord.id.desc())).all())


def _reflections(enrolment_id: int) -> Select[Any]:
    return select(
        Reflection.what,
        Reflection.so_what,
        Reflection.now_what,
        Reflection.kept_at,
        Reflection.prompt_at,
        Reflection.prompted_at,
    ).where(Reflection.enrolment_id == enrolment_id)


def _within(cohort: str) -> list[ColumnElement[bool]]:
    if not cohort:
        return []
    return [Enrolment.cohort_id.in_(select(Cohort.id).where(Cohort.public_id == cohort))]


def _issued(row: Row[Any]) -> Issued:
    content = from_plain(Content, row.content)
    return Issued(
        key=row.public_id,
        name=row.name,
        content=content,
        issued_on=_day(row.issued_at, content.zone),
        revoked_on=row.revoked_at and _day(row.revoked_at, content.zone),
        reason=row.reason or "",
        is_replaced=bool(row.is_replaced),
        state=state_of(row.name, row.revoked_at),
    )


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
