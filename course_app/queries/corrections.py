"""Corrections suggested to passages: the editors' inbox, and what a reader is told of their own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from course_app.extensions import read_connection
from course_app.models import Correction, Lesson, Person
from course_app.queries.catalogue import LessonCard, Outline
from course_app.queries.paging import read_page

ON_A_PAGE = 20
DECIDER = aliased(Person)


@dataclass(frozen=True)
class Decided:
    """The decision that holds; `by` whom is for editors."""

    answer: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Suggested:
    """A correction. `wording` is what the passage said then, `now` what it says (None: it is there no more).

    `card` is the lesson that holds it now, else that of `slug`, where it stood; None when the course has neither.
    `seen` goes back with a decision.
    """

    public_id: str
    name: str
    slug: str
    card: LessonCard | None
    passage: str
    wording: str
    now: str | None
    body: str
    at: datetime
    state: str
    seen: int
    decided: Decided | None

    @property
    def is_changed(self) -> bool:
        """Whether the passage reads otherwise than when it was suggested."""
        return self.now != self.wording


@dataclass(frozen=True)
class Inbox:
    """One page of corrections; `following` is the last one's id, empty at the end. `waiting`: open ones in all."""

    corrections: tuple[Suggested, ...]
    waiting: int
    following: str


@dataclass(frozen=True)
class OwnCorrections:
    """One page of what somebody suggested, the newest first; `following` likewise."""

    corrections: tuple[Suggested, ...]
    following: str


def inbox(outline: Outline, *, decided: bool, after: str = "") -> Inbox:
    """Those to decide, the eldest first, or those decided, the newest first; after the one named."""
    statement = _corrections(outline.course_id)
    statement = statement.where(Correction.state != "open") if decided else statement.where(Correction.state == "open")
    with read_connection() as connection:
        rows, last = read_page(connection, _from(statement, outline.course_id, after, newest=decided), ON_A_PAGE)
    waiting = corrections_waiting([outline.course_id]).get(outline.course_id, 0)
    return Inbox(_suggested(rows, outline), waiting, last.public_id if last else "")


def open_corrections(outline: Outline) -> tuple[Suggested, ...]:
    """All that are not decided yet, the eldest first."""
    with read_connection() as connection:
        statement = _corrections(outline.course_id).where(Correction.state == "open").order_by(Correction.id)
        return _suggested(connection.execute(statement).all(), outline)


def corrections_waiting(course_ids: Collection[int]) -> dict[int, int]:
    """How many are not decided yet, by course."""
    statement = (
        select(Correction.course_id, func.count())
        .where(Correction.course_id.in_(course_ids), Correction.state == "open")
        .group_by(Correction.course_id)
    )
    with read_connection() as connection:
        return {course_id: number for course_id, number in connection.execute(statement)}


def own_corrections(outline: Outline, person_id: int, passage: str = "", after: str = "") -> OwnCorrections:
    """What somebody suggested to the course, or to one passage; the newest first, after the one named."""
    statement = _corrections(outline.course_id).where(Correction.person_id == person_id)
    if passage:
        statement = statement.where(Correction.passage == passage)
    with read_connection() as connection:
        rows, last = read_page(connection, _from(statement, outline.course_id, after, newest=True), ON_A_PAGE)
    return OwnCorrections(_suggested(rows, outline), last.public_id if last else "")


def _corrections(course_id: int) -> Select[Any]:
    return (
        select(
            Correction.public_id,
            Correction.passage,
            Correction.wording,
            Correction.body,
            Correction.suggested_at,
            Correction.state,
            Correction.answer,
            Correction.decisions,
            Correction.decided_at,
            Lesson.slug,
            Person.name,
            DECIDER.name.label("by"),
        )
        .join(Lesson, Lesson.id == Correction.lesson_id)
        .join(Person, Person.id == Correction.person_id)
        .outerjoin(DECIDER, DECIDER.id == Correction.decided_by_id)
        .where(Correction.course_id == course_id)
    )


def _from(statement: Select[Any], course_id: int, after: str, *, newest: bool) -> Select[Any]:
    """In order of their keys, from the one after `after` on."""
    statement = statement.order_by(Correction.id.desc() if newest else Correction.id)
    if not after:
        return statement
    named = aliased(Correction)
    place = select(named.id).where(named.public_id == after, named.course_id == course_id).scalar_subquery()
    return statement.where(Correction.id < place if newest else Correction.id > place)


def _suggested(rows: Collection[Row[Any]], outline: Outline) -> tuple[Suggested, ...]:
    return tuple(_one(row, outline) for row in rows)


def _one(row: Row[Any], outline: Outline) -> Suggested:
    place = outline.passages.get(row.passage)
    return Suggested(
        public_id=row.public_id,
        name=row.name,
        slug=place.card.slug if place else row.slug,
        card=place.card if place else outline.lessons.get(row.slug),
        passage=row.passage,
        wording=row.wording,
        now=place.passage.text if place else None,
        body=row.body,
        at=row.suggested_at,
        state=row.state,
        seen=row.decisions,
        decided=Decided(row.answer, row.by, row.decided_at) if row.decided_at else None,
    )
