"""Who gets the newsletter: the list, the newest first, one address with all it said, and the same as rows of a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from course_app.domain.links import NEWSLETTER as LINKS
from course_app.domain.names import normalise_email
from course_app.domain.subscriptions import NEWSLETTER, OFF, ON
from course_app.extensions import read_connection
from course_app.gateways.tokens import fingerprint
from course_app.models import Consent, OneTimeLink, Subscription
from course_app.queries.paging import read_page

STATES = {ON: "Subscribed", OFF: "Stopped"}
EXPORTED_AT_ONCE = 500
AGREED_TO = (
    select(Consent.words)
    .where(Consent.subscription_id == Subscription.id, Consent.words != "")
    .order_by(Consent.id.desc())
    .limit(1)
    .scalar_subquery()
)
READ = (
    select(Subscription.id, Subscription.public_id, Subscription.address, Subscription.state, Subscription.since)
    .where(Subscription.list == NEWSLETTER)
    .order_by(Subscription.id.desc())
)


@dataclass(frozen=True)
class ReaderLine:
    """An address that gets the newsletter, or did: `state` since when."""

    public_id: str
    address: str
    state: str
    since: datetime


@dataclass(frozen=True)
class Step:
    """What was said of it: to which state that led, how, in which words, if any, and when."""

    state: str
    how: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Numbers:
    """How many get it, have stopped it, and have not answered yet whether they want it."""

    on: int
    off: int
    asked: int


@dataclass(frozen=True)
class ReadersPage:
    """One page of the list, how many there are in all, and the id to go on after, 0 at the end."""

    lines: tuple[ReaderLine, ...]
    numbers: Numbers
    following: int


def readers_page(now: datetime, state: str = "", search: str = "", before: int = 0) -> ReadersPage:
    """Those before the subscription `before`, of one state or all, whose address holds the text."""
    statement = _narrowed(state, search)
    with read_connection() as connection:
        rows, last = read_page(connection, statement.where(Subscription.id < before) if before else statement)
        return ReadersPage(tuple(map(_line, rows)), _numbers(connection, now), last.id if last else 0)


def reader_of(key: str) -> tuple[ReaderLine, tuple[Step, ...]] | None:
    """One of them and what was said, the eldest first; None when it is not there."""
    with read_connection() as connection:
        row = connection.execute(READ.where(Subscription.public_id == key)).one_or_none()
        if row is None:
            return None
        said = select(Consent.state, Consent.how, Consent.words, Consent.at).order_by(Consent.id)
        steps = connection.execute(said.where(Consent.subscription_id == row.id))
        return _line(row), tuple(Step(*step) for step in steps)


def readers_export() -> Iterator[tuple[ReaderLine, str]]:
    """Those who get it, the newest first, each with the words agreed to, some at a time."""
    statement, last = READ.add_columns(AGREED_TO.label("words")).where(Subscription.state == ON), None
    with read_connection() as connection:
        while True:
            older = statement if last is None else statement.where(Subscription.id < last.id)
            rows, last = read_page(connection, older, EXPORTED_AT_ONCE)
            yield from ((_line(row), row.words or "") for row in rows)
            if last is None:
                return


def asking_address(token: str, now: datetime) -> str | None:
    """Who asked for the newsletter by that link; None when it does not work any more."""
    theirs = select(OneTimeLink.email).where(*_waiting(now), OneTimeLink.token_hash == fingerprint(token))
    with read_connection() as connection:
        return connection.execute(theirs).scalar()


def _waiting(now: datetime) -> tuple[Any, ...]:
    return OneTimeLink.purpose == LINKS, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now


def _numbers(connection: Connection, now: datetime) -> Numbers:
    counted = select(Subscription.state, func.count()).where(Subscription.list == NEWSLETTER)
    by_state = dict(connection.execute(counted.group_by(Subscription.state)).all())
    asked = connection.execute(select(func.count(OneTimeLink.email.distinct())).where(*_waiting(now))).scalar_one()
    return Numbers(by_state.get(ON, 0), by_state.get(OFF, 0), asked)


def _narrowed(state: str, search: str) -> Select[Any]:
    statement = READ.where(Subscription.state == state) if state in STATES else READ
    text = normalise_email(search)
    return statement.where(Subscription.address.contains(text, autoescape=True)) if text else statement


def _line(row: Row[Any]) -> ReaderLine:
    return ReaderLine(row.public_id, row.address, row.state, row.since)
