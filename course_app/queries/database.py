"""How the database is kept: what the doctor looks at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, inspect, select

from course_app.extensions import read_connection
from course_app.models import AuditEntry

FULL = 2


@dataclass(frozen=True)
class DatabaseFacts:
    """`kept`: how, in words; `wrong`: what somebody has to see to, each a part of a sentence.

    `newest_entry` and `oldest_entry` are the audit's.
    """

    kept: str
    wrong: tuple[str, ...]
    newest_entry: datetime | None
    oldest_entry: datetime | None


def database_facts() -> DatabaseFacts:
    """Look at the database; on SQLite the quick check reads all of it."""
    with read_connection() as connection:
        kept, wrong = _sqlite(connection) if connection.dialect.name == "sqlite" else _postgresql(connection)
        newest = oldest = None
        if inspect(connection).has_table(AuditEntry.__tablename__):
            newest, oldest = connection.execute(select(func.max(AuditEntry.at), func.min(AuditEntry.at))).one()
    return DatabaseFacts(kept, tuple(sentence for is_so, sentence in wrong if is_so), newest, oldest)


def _sqlite(connection: Connection) -> tuple[str, list[tuple[bool, str]]]:
    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar().replace("\n", " ")
    journal = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    synchronous = connection.exec_driver_sql("PRAGMA synchronous").scalar()
    return "sound, WAL, synchronous FULL", [
        (found != "ok", f"it is damaged ({found}); restore a backup"),
        (journal != "wal", "it keeps no write-ahead log, which this disk may not allow"),
        (synchronous != FULL, "it does not wait for the disk: synchronous is not FULL"),
    ]


def _postgresql(connection: Connection) -> tuple[str, list[tuple[bool, str]]]:
    version, encoding, commit, fsync = (
        connection.exec_driver_sql(f"SHOW {name}").scalar()
        for name in ("server_version", "server_encoding", "synchronous_commit", "fsync")
    )
    return f"PostgreSQL {version.split()[0]}, synchronous_commit on", [
        (encoding != "UTF8", f"its encoding is {encoding}; make the database anew with UTF8"),
        (commit != "on", "it does not wait for the disk: synchronous_commit is not on"),
        (fsync != "on", "it does not wait for the disk: set fsync to on in the server's settings"),
    ]
