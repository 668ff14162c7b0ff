"""The inbox of enquiries: the list, the newest first, one of them, and the same as rows of a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import aliased

from course_app.domain.enquiries import KINDS, NEW, SIGNS, SPAM, STATES
from course_app.extensions import read_connection
from course_app.models import Enquiry, Person
from course_app.queries.paging import read_page

MOST_EXPORTED, EXPORTED_AT_ONCE = 20_000, 500
IS_NEW, IS_HONEST = Enquiry.state == NEW, Enquiry.state != SPAM
ASKER, SETTLER = aliased(Person), aliased(Person)
READ = (
    select(
        Enquiry.id,
        Enquiry.public_id,
        Enquiry.kind,
        Enquiry.name,
        Enquiry.address,
        Enquiry.place,
        Enquiry.body,
        Enquiry.consent,
        Enquiry.state,
        Enquiry.sign,
        Enquiry.created_at,
        Enquiry.settled_at,
        Enquiry.note,
        func.coalesce(SETTLER.name, "").label("settled_by"),
        func.coalesce(ASKER.public_id, "").label("person"),
    )
    .outerjoin(SETTLER, SETTLER.id == Enquiry.settled_by_id)
    .outerjoin(ASKER, ASKER.id == Enquiry.person_id)
    .order_by(Enquiry.id.desc())
)


@dataclass(frozen=True)
class EnquiryLine:
    """One enquiry. `kind` and `state` are in words too; `person`: the public id of who was signed in, else empty.

    `looks`: why it looks like spam, in a sentence. `settled_by` is empty where the site itself set it aside.
    """

    public_id: str
    kind: str
    kind_words: str
    name: str
    address: str
    place: str
    body: str
    consent: str
    state: str
    state_words: str
    looks: str
    created_at: datetime
    settled_at: datetime | None
    settled_by: str
    note: str
    person: str


@dataclass(frozen=True)
class EnquiriesPage:
    """One page of the inbox; `is_empty`: there is none at all; `following`: the id to go on after, 0 at the end."""

    lines: tuple[EnquiryLine, ...]
    is_empty: bool
    following: int


def enquiries_page(state: str = "", kind: str = "", before: int = 0) -> EnquiriesPage:
    """Those older than the enquiry `before`, of one state (none: all but spam) and of one kind or all."""
    statement = _narrowed(state, kind)
    with read_connection() as connection:
        rows, last = read_page(connection, statement.where(Enquiry.id < before) if before else statement)
        is_empty = not rows and connection.execute(select(Enquiry.id).limit(1)).first() is None
    return EnquiriesPage(tuple(map(_line, rows)), is_empty, last.id if last else 0)


def enquiry_line(enquiry: str) -> EnquiryLine | None:
    """One of them; None when it is not there."""
    with read_connection() as connection:
        row = connection.execute(READ.where(Enquiry.public_id == enquiry)).one_or_none()
    return _line(row) if row else None


def enquiries_export(state: str = "", kind: str = "") -> Iterator[EnquiryLine]:
    """The newest like that, at most `MOST_EXPORTED`, some at a time."""
    statement, before = _narrowed(state, kind), None
    with read_connection() as connection:
        for _ in range(MOST_EXPORTED // EXPORTED_AT_ONCE):
            older = statement if before is None else statement.where(Enquiry.id < before.id)
            rows, before = read_page(connection, older, EXPORTED_AT_ONCE)
            yield from map(_line, rows)
            if before is None:
                return


def _narrowed(state: str, kind: str) -> Select[Any]:
    statement = READ.where(Enquiry.state == state if state else IS_HONEST)
    return statement.where(Enquiry.kind == kind) if kind else statement


def _line(row: Row[Any]) -> EnquiryLine:
    known = row._asdict()
    del known["id"]
    looks = SIGNS.get(known.pop("sign"), "")
    return EnquiryLine(kind_words=KINDS[row.kind], state_words=STATES[row.state], looks=looks, **known)
