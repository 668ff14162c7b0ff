"""The one place that begins and commits: `with transaction() as session:` is one write transaction.

`with core_transaction() as connection:` is the same without a session in between, which would cost as much as two
statements, for what is done most often: saving, starting, handing in.

An exception rolls everything back. What a verb reads in order to decide what to write must not change meanwhile:

SQLite has one writer: BEGIN IMMEDIATE takes the write lock at once, and one lock a process goes around it, so that the
threads of a worker queue here and not in SQLite's busy handler (8 writers, p99: 334 ms without, 15 ms with).

PostgreSQL has many. A verb names first what it decides upon, by `hold` (rows), `held` (one row, which it goes on to
read) or `hold_name` (what has no row yet): whoever wants the same waits here, and what is read afterwards is what the
other one committed (READ COMMITTED looks anew at every statement). Always in this order, so that no two wait for each
other; what belongs to one of them (a question, a quiz, a cohort, a passkey) comes after it:

    a name → course → person → enrolment → attempt

SERIALIZABLE was the alternative. It would need every verb to be called again when it fails at the commit, which a
`with` block cannot do; two saves of one attempt, the commonest meeting of all, would make one of them work twice; and
the verbs that must not meet are few and can be named. Unique constraints stand behind the rows.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, Select, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from course_app.extensions import db

Entity = TypeVar("Entity")
INSERTS = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
FOR_A_CHANGE = {"key_share": True}
"""Of all that may change in a row, its key does not: so rows that refer to it can be written meanwhile."""

_writing = threading.Lock()
_here = threading.local()


class NestedTransactionError(RuntimeError):
    """A service called another service that begins its own transaction: a defect of the program."""


@contextmanager
def transaction() -> Iterator[Session]:
    """Begin, hand over the session, commit; roll back on any exception."""
    session = db.session()
    with _alone(db.engine):
        try:
            with session.begin():  # which rolls back after a commit that failed, too: `close` alone would not
                session.connection()
                yield session
        finally:
            session.close()


@contextmanager
def core_transaction() -> Iterator[Connection]:
    """Begin, hand over the connection, commit; roll back on any exception."""
    engine = db.engine
    with _alone(engine), engine.begin() as connection:
        yield connection


def hold(connection: Connection | Session, rows: Select, **values: object) -> None:
    """Hold those rows until the transaction ends: a second holder waits. Rows that refer to them are not held up.

    `values` fill what `rows` leaves open.
    """
    if not _has_one_writer(db.engine):
        connection.execute(rows.with_for_update(**FOR_A_CHANGE), values).all()


def held(session: Session, rows: Select[Entity]) -> Entity | None:
    """The one row that `rows` finds, held likewise; None when there is none."""
    return session.scalars(rows.with_for_update(**FOR_A_CHANGE)).one_or_none()


def held_by_key(session: Session, table: type[Entity], key: int) -> Entity:
    """The row of that key, held likewise; it is there."""
    return session.get_one(table, key, with_for_update=FOR_A_CHANGE)


def inserting(table: type[Any]) -> Any:
    """An INSERT that can say what becomes of rows that are there already (`on_conflict_…`), for either database."""
    return INSERTS[db.engine.dialect.name](table)


def first_free(session: Session, rows: Select[Entity]) -> Entity | None:
    """The first of those rows that nobody else holds, held likewise; None when there is none. It waits for nobody."""
    return session.scalar(rows.limit(1).with_for_update(**FOR_A_CHANGE, skip_locked=True))


def hold_name(connection: Connection | Session, name: str) -> None:
    """The same for something that has no row, or none yet: whoever holds the same name waits."""
    if not _has_one_writer(db.engine):
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Write in this thread once at a time; with one writer, in this process."""
    if getattr(_here, "writes", False):
        raise NestedTransactionError("a transaction is already open in this thread")
    with _writing if _has_one_writer(engine) else nullcontext():
        _here.writes = True
        try:
            yield
        finally:
            _here.writes = False


def _has_one_writer(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"
