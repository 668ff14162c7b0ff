"""What is old enough to go, what goes next, and what went when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select

from course_app.domain.enquiries import ANSWERED, SPAM
from course_app.domain.retention import Rule, goes_at
from course_app.extensions import read_connection
from course_app.models import AuditEntry, Enquiry, Enrolment, Membership, Message, Observer, OneTimeLink, Person, SignIn

REMOVED = "old data removed"
"""What the audit calls it; the reason says how many of what."""
MOST_TOLD = 20
IS_DONE = Message.state != "waiting"
LINK_ENDED = func.coalesce(OneTimeLink.used_at, OneTimeLink.expires_at)
SIGN_IN_ENDED = func.coalesce(SignIn.revoked_at, SignIn.created_at)
ALONE = and_(
    Person.confirmed_at.is_(None),
    Person.erased_at.is_(None),
    Person.is_admin.is_(False),
    *(~select(table.id).where(table.person_id == Person.id).exists() for table in (Enrolment, Membership, Observer)),
)
# By kind: the table, the moment from which the days count, and what else must hold.
WHAT: dict[str, tuple[Any, Any, ColumnElement[bool]]] = {
    "sign_ins": (SignIn, SIGN_IN_ENDED, SignIn.id.is_not(None)),
    "links": (OneTimeLink, LINK_ENDED, or_(OneTimeLink.used_at.is_not(None), OneTimeLink.expires_at.is_not(None))),
    "mails": (Message, Message.created_at, IS_DONE),
    "unconfirmed": (Person, Person.created_at, ALONE),
    "enquiries": (Enquiry, Enquiry.settled_at, Enquiry.state == ANSWERED),
    "spam": (Enquiry, Enquiry.settled_at, Enquiry.state == SPAM),
}


@dataclass(frozen=True)
class KeptLine:
    """A rule, how much there is of its kind, and when the oldest of it goes (None: nothing does)."""

    rule: Rule
    count: int
    goes_at: datetime | None


@dataclass(frozen=True)
class Removal:
    """What went, and when."""

    at: datetime
    words: str


@dataclass(frozen=True)
class RetentionPage:
    """Each rule with what is next, and what went last."""

    lines: tuple[KeptLine, ...]
    removals: tuple[Removal, ...]


def retention_page(rules: tuple[Rule, ...]) -> RetentionPage:
    """What will go next, and what went when."""
    with read_connection() as connection:
        lines = tuple(_line(connection, rule) for rule in rules)
        done = select(AuditEntry.at, AuditEntry.reason).where(AuditEntry.object.like("retention %"))
        newest = connection.execute(done.order_by(AuditEntry.id.desc()).limit(MOST_TOLD))
        return RetentionPage(lines, tuple(Removal(*row) for row in newest))


def old_enough(kind: str, before: datetime, most: int) -> Select[Any]:
    """The keys of the oldest pieces of a kind that go, at most so many."""
    table, since, also = WHAT[kind]
    return select(table.id).where(also, since <= before).order_by(table.id).limit(most)


def _line(connection: Connection, rule: Rule) -> KeptLine:
    table, since, also = WHAT[rule.kind.key]
    # The type of a coalesced moment is said again: PostgreSQL and SQLite would give it back in two ways.
    count, oldest = connection.execute(
        select(func.count(), func.min(since, type_=table.created_at.type)).select_from(table).where(also)
    ).one()
    return KeptLine(rule, count, goes_at(rule, oldest))
