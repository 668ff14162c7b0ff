"""Reads of the mail that waits, was sent, or was given up."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from course_app.extensions import read_connection
from course_app.formats.mail_texts import LINK_LINE
from course_app.models import Message, Person
from course_app.queries.invitations import IS_INVITED
from course_app.queries.paging import read_page

STATES = {"": "All", "waiting": "Waiting", "sent": "Sent", "dead": "Given up", "stopped": "Stopped"}


@dataclass(frozen=True)
class MessageLine:
    """One mail. `person_id` is the public id of whom it is to, empty when nobody here; `error` of the last try.

    `is_repeated`: another message has sent it again. `can_go_again`: an administrator may have it sent again; a mail
    whose link has gone out cannot, since the link is not known any more. `is_invited`: its reader has not come yet.
    """

    id: int
    address: str
    subject: str
    state: str
    tries: int
    created_at: datetime
    sent_at: datetime | None
    next_try_at: datetime | None
    error: str
    person_id: str
    is_repeated: bool
    can_go_again: bool
    is_invited: bool


@dataclass(frozen=True)
class MessagesPage:
    """One page of mail, the newest first; `counts` by state; `following`: the id to go on after, 0 at the end.

    `name`: to whom all of it goes, when it was asked for by person.
    """

    lines: tuple[MessageLine, ...]
    counts: dict[str, int]
    following: int
    name: str = ""


def messages_page(state: str = "", before: int = 0, person: str = "") -> MessagesPage | None:
    """Mail older than the message `before`, of one state or of all, to one person (public id) or to all.

    None when there is no such person.
    """
    statement, counted = _lines(), select(Message.state, func.count()).group_by(Message.state)
    if state:
        statement = statement.where(Message.state == state)
    if before:
        statement = statement.where(Message.id < before)
    with read_connection() as connection:
        named = _named(connection, person) if person else None
        if person and named is None:
            return None
        if named is not None:
            statement, counted = (one.where(Message.person_id == named.id) for one in (statement, counted))
        rows, last = read_page(connection, statement.order_by(Message.id.desc()))
        counts = {name: number for name, number in connection.execute(counted)}
    lines = tuple(MessageLine(*row) for row in rows)
    counts |= {"": sum(counts.values())}
    return MessagesPage(lines, counts, last.id if last else 0, named.name if named else "")


def newest_to(connection: Connection, person_id: int, most: int) -> tuple[MessageLine, ...]:
    """The newest mail to a person."""
    theirs = _lines().where(Message.person_id == person_id).order_by(Message.id.desc()).limit(most)
    return tuple(MessageLine(*row) for row in connection.execute(theirs))


def _named(connection: Connection, person: str) -> Any:
    wanted = select(Person.id, Person.name).where(Person.public_id == person, Person.erased_at.is_(None))
    return connection.execute(wanted).one_or_none()


def _lines() -> Select[Any]:
    copy = aliased(Message)
    is_repeated = select(copy.id).where(copy.again_of_id == Message.id).exists()
    is_whole = or_(Message.link != "", Message.body.not_like(f"%{LINK_LINE}%"))
    return select(
        Message.id,
        Message.address,
        Message.subject,
        Message.state,
        Message.tries,
        Message.created_at,
        Message.sent_at,
        Message.next_try_at,
        Message.error,
        func.coalesce(Person.public_id, ""),
        is_repeated,
        and_(Message.state.in_(("sent", "dead")), ~is_repeated, is_whole),
        func.coalesce(IS_INVITED, False),
    ).outerjoin(Person, Person.id == Message.person_id)


@dataclass(frozen=True)
class MailCounts:
    """How many messages wait (and since when the oldest one does), and how many were given up."""

    waiting: int
    oldest: datetime | None
    dead: int


def mail_is_due(now: datetime) -> bool:
    """Whether a message waits whose time has come."""
    due = select(Message.id).where(Message.state == "waiting", Message.next_try_at <= now).limit(1)
    with read_connection() as connection:
        return connection.execute(due).first() is not None


def mail_counts() -> MailCounts:
    """What the mail is like."""
    statement = select(
        func.count().filter(Message.state == "waiting"),
        func.min(Message.created_at).filter(Message.state == "waiting"),
        func.count().filter(Message.state == "dead"),
    ).where(Message.state.in_(("waiting", "dead")))
    with read_connection() as connection:
        return MailCounts(*connection.execute(statement).one())
