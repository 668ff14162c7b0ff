"""The audit: who did what to whom, the newest first, paged by key.

A list of people leaves an entry about each of them. Among all entries it shows as one; its own, and those about one
person, show what stands behind it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, case, func, or_, select
from sqlalchemy.orm import aliased

from course_app.domain.rosters import LIST_USED
from course_app.extensions import read_connection
from course_app.models import AuditEntry, Person, RosterImport
from course_app.queries.audit_things import Thing, things
from course_app.queries.paging import read_page
from course_app.queries.people import found_by

PASTED = "a pasted list"
MOST_EXPORTED, EXPORTED_AT_ONCE = 20_000, 500
WHO = select(Person.id, Person.name).where(Person.public_id == bindparam("named"))
LIST = select(RosterImport.id, RosterImport.file_name).where(RosterImport.public_id == bindparam("named"))
ACTOR, CONCERNED = aliased(Person), aliased(Person)
_FIRST = select(func.min(AuditEntry.verb).label("verb")).cte("known", recursive=True)
_NEXT = select(func.min(AuditEntry.verb)).where(AuditEntry.verb > _FIRST.c.verb).correlate(_FIRST).scalar_subquery()
_KNOWN = _FIRST.union_all(select(_NEXT).where(_FIRST.c.verb.is_not(None)))
VERBS = select(_KNOWN.c.verb).where(_KNOWN.c.verb.is_not(None)).order_by(_KNOWN.c.verb)
"""Every verb there is, in order: from each to the next by the index. DISTINCT reads a million entries for forty."""


@dataclass(frozen=True)
class AuditLine:
    """One entry. `actor` is empty when the program did it; `person` is whom it concerns, with their public id.

    The ids are empty of people whose data were erased: they have no page.
    `thing` is what it is about besides them; `is_list`: the entries about the people of a list stand behind it.
    """

    id: int
    at: datetime
    actor: str
    actor_id: str
    verb: str
    person: str
    person_id: str
    thing: Thing | None
    reason: str
    is_list: bool


@dataclass(frozen=True)
class AuditFilter:
    """What the audit is narrowed to: `person` and `roster` are public ids, `who` words of a name or an e-mail.

    `since` and `until` are moments, the latter not included.
    """

    person: str = ""
    roster: str = ""
    who: str = ""
    verb: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class AuditPage:
    """One page of the audit; `following` is the id to go on after (0: that was all).

    `about`: the person it is narrowed to; `of_list`: the name of the list's file, or what stands for it.
    """

    lines: tuple[AuditLine, ...]
    verbs: tuple[str, ...]
    about: str
    of_list: str
    following: int


def audit_page(asked: AuditFilter, before: int = 0) -> AuditPage | None:
    """Entries older than the entry `before`. None: there is no such person or list."""
    with read_connection() as connection:
        found = _narrowed(connection, asked)
        if found is None:
            return None
        statement, person, roster = found
        rows, last = read_page(connection, statement.where(AuditEntry.id < before) if before else statement)
        verbs = connection.execute(VERBS).scalars().all()
        return AuditPage(
            lines=_lines(connection, rows),
            verbs=tuple(verbs),
            about=person.name if person else "",
            of_list=(roster.file_name or PASTED) if roster else "",
            following=last.id if last else 0,
        )


def audit_export(asked: AuditFilter) -> Iterator[AuditLine] | None:
    """The newest entries like that, at most `MOST_EXPORTED`, some at a time. None: no such person or list."""
    with read_connection() as connection:
        found = _narrowed(connection, asked)
    return None if found is None else _exported(found[0])


def _exported(statement: Select[Any]) -> Iterator[AuditLine]:
    with read_connection() as connection:
        before = None
        for _ in range(MOST_EXPORTED // EXPORTED_AT_ONCE):
            older = statement if before is None else statement.where(AuditEntry.id < before.id)
            rows, before = read_page(connection, older, EXPORTED_AT_ONCE)
            yield from _lines(connection, rows)
            if before is None:
                return


def _narrowed(
    connection: Connection, asked: AuditFilter
) -> tuple[Select[Any], Row[Any] | None, Row[Any] | None] | None:
    """The entries, and the person and the list that they are narrowed to; None when there is no such one."""
    person = connection.execute(WHO, {"named": asked.person}).one_or_none()
    roster = connection.execute(LIST, {"named": asked.roster}).one_or_none()
    if (asked.person and person is None) or (asked.roster and roster is None):
        return None
    return _entries().where(*_conditions(asked, person, roster)), person, roster


def about(connection: Connection, person_id: int, most: int) -> tuple[AuditLine, ...]:
    """The newest entries that concern a person."""
    statement = _entries().where(AuditEntry.person_id == person_id).limit(most)
    return _lines(connection, connection.execute(statement).all())


def _conditions(asked: AuditFilter, person: Row[Any] | None, roster: Row[Any] | None) -> list[ColumnElement[bool]]:
    conditions = []
    if person:
        conditions.append(_is_about([person.id]))
    if asked.who:
        conditions.append(_is_about(select(Person.id).where(*found_by(asked.who))))
    if roster:
        conditions.append(AuditEntry.object == f"roster {roster.id}")
    if asked.verb:
        conditions.append(AuditEntry.verb == asked.verb)
    if asked.since:
        conditions.append(AuditEntry.at >= asked.since)
    if asked.until:
        conditions.append(AuditEntry.at < asked.until)
    if not (person or asked.who or roster):
        conditions.append(or_(AuditEntry.object.not_like("roster %"), AuditEntry.verb == LIST_USED))
    return conditions


def _is_about(people: Any) -> ColumnElement[bool]:
    """They did it, or were concerned."""
    return or_(AuditEntry.person_id.in_(people), AuditEntry.actor_id.in_(people))


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


def _lines(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[AuditLine, ...]:
    known = things(connection, {row.object for row in rows})
    return tuple(_line(row, known.get(row.object)) for row in rows)


def _line(row: Row[Any], thing: Thing | None) -> AuditLine:
    if thing and thing.kind == "roster":
        thing = replace(thing, words=thing.words or PASTED)
    return AuditLine(
        id=row.id,
        at=row.at,
        actor=row.actor or "",
        actor_id=row.actor_id or "",
        verb=row.verb,
        person=row.person or "",
        person_id=row.person_id or "",
        thing=thing,
        reason=row.reason,
        is_list=row.verb == LIST_USED,
    )
