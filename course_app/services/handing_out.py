"""Hand out everything that is held on a person: first the entry in the audit, then the file.

The file is made on this machine's disk before a byte of it is sent: what it says is of one moment, and a slow line
does not keep that moment open.
"""

from collections.abc import Iterable
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO

from sqlalchemy import Connection, select

from course_app.domain.holdings import About, files
from course_app.extensions import read_snapshot
from course_app.formats.holdings_zip import File, Table, write_holdings
from course_app.models import Person
from course_app.queries.holdings import Holder, holder_of, rows_held
from course_app.queries.holdings_account import ACCOUNT
from course_app.queries.holdings_learning import LEARNING
from course_app.services.administering import NoSuchPerson
from course_app.services.ledgers import audit
from course_app.services.transaction import held, transaction

HANDED_OUT = "data handed out"
IN_MEMORY = 1_000_000
"""Bytes of the file that need no disk."""


def allow(actor_id: int, person: str, reason: str, now: datetime) -> None:
    """Note that the data are handed out, before they are. Raises `NoSuchPerson`, also of an erased one."""
    with transaction() as session:
        row = held(session, select(Person).where(Person.public_id == person, Person.erased_at.is_(None)))
        if row is None:
            raise NoSuchPerson
        audit(session, actor_id, HANDED_OUT, f"person {row.id}", now, person=row.id, reason=reason)


def file_of_holdings(person: str, site: str, now: datetime) -> IO[bytes]:
    """The ZIP, open at its beginning; whoever closes it removes it. Raises `NoSuchPerson`."""
    with ExitStack() as until_whole, read_snapshot() as connection:
        target = until_whole.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        holder = holder_of(connection, person)
        if holder is None:
            raise NoSuchPerson
        at = f"{now.astimezone(UTC):%d %B %Y at %H:%M} UTC"
        write_holdings(target, About(holder.name, holder.email, site, at), _files(connection, holder))
        target.seek(0)
        until_whole.pop_all()
        return target


def _files(connection: Connection, holder: Holder) -> Iterable[File]:
    parts = (*ACCOUNT, *LEARNING)
    for kind, goes in files():
        tables = [
            Table(part.words, partial(rows_held, connection, part, holder)) for part in parts if part.kind == kind.key
        ]
        yield File(kind, goes, tuple(tables))
