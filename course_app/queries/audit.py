"""The audit: who did what to whom, the newest first, paged by key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, or_, select
from sqlalchemy.orm import aliased

from course_app.extensions import read_connection
from course_app.models import AuditEntry, Person

PAGE = 50
ACTOR, CONCERNED = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class AuditLine:
    """One entry. `actor` is empty when the program did it; `person` is whom it concerns, with their public id.

    The ids are empty of people whose data were erased: they have no page.
    """

    id: int
    at: datetime
    actor: str
    actor_id: str
    verb: str
    person: str
    person_id: str
    object: str
    reason: str


@dataclass(frozen=True)
class AuditPage:
    """One page of the audit; `next` is the id to go on after (0: that was all), `about` whom it is narrowed to."""

    lines: tuple[AuditLine, ...]
    verbs: tuple[str, ...]
    about: str
    next: int


def audit_page(person: str = "", verb: str = "", before: int = 0) -> AuditPage | None:
    """Entries older than the entry `before`; `person` (a public id) did it or was concerned. None: no such person."""
    with read_connection() as connection:
        who = connection.execute(select(Person.id, Person.name).where(Person.public_id == person)).one_or_none()
        if person and who is None:
            return None
        statement = _entries()
        if who:
            statement = statement.where(or_(AuditEntry.person_id == who.id, AuditEntry.actor_id == who.id))
        if verb:
            statement = statement.where(AuditEntry.verb == verb)
        if before:
            statement = statement.where(AuditEntry.id < before)
        rows = connection.execute(statement.limit(PAGE + 1)).all()
        verbs = connection.execute(select(AuditEntry.verb).distinct().order_by(AuditEntry.verb)).scalars()
        return AuditPage(
            lines=tuple(_line(row) for row in rows[:PAGE]),
            verbs=tuple(verbs),
            about=who.name if who else "",
            next=rows[PAGE - 1].id if len(rows) > PAGE else 0,
        )


def about(connection: Connection, person_id: int, most: int) -> tuple[AuditLine, ...]:
    """The newest entries that concern a person."""
    statement = _entries().where(AuditEntry.person_id == person_id).limit(most)
    return tuple(_line(row) for row in connection.execute(statement))


def _entries() -> Select[Any]:
    return (
        select(
            AuditEntry.id,
            AuditEntry.at,
            ACTOR.name.label("actor"),
            _page_of(ACTOR).label("actor_id"),
            AuditEntry.verb,
            CONCERNED.name.label("person"),
            _page_of(CONCERNED).label("person_id"),
            AuditEntry.object,
            AuditEntry.reason,
        )
        .outerjoin(ACTOR, ACTOR.id == AuditEntry.actor_id)
        .outerjoin(CONCERNED, CONCERNED.id == AuditEntry.person_id)
        .order_by(AuditEntry.id.desc())
    )


def _page_of(person: type[Person]) -> ColumnElement[str | None]:
    return case((person.erased_at.is_(None), person.public_id))


def _line(row: Any) -> AuditLine:
    return AuditLine(**{name: "" if value is None else value for name, value in row._mapping.items()})
