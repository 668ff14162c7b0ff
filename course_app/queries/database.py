"""How the database is kept: what the doctor looks at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, inspect, select

from course_app.extensions import read_connection
from course_app.models import AuditEntry


@dataclass(frozen=True)
class DatabaseFacts:
    """`damage`: what SQLite's quick check says first, if anything; `newest_entry`: the newest of the audit."""

    damage: str
    journal: str
    synchronous: int
    newest_entry: datetime | None


def database_facts() -> DatabaseFacts:
    """Look at the file; the quick check reads all of it."""
    with read_connection() as connection:
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        has_audit = inspect(connection).has_table(AuditEntry.__tablename__)
        return DatabaseFacts(
            damage="" if found == "ok" else found.replace("\n", " "),
            journal=connection.exec_driver_sql("PRAGMA journal_mode").scalar(),
            synchronous=connection.exec_driver_sql("PRAGMA synchronous").scalar(),
            newest_entry=connection.scalar(select(func.max(AuditEntry.at))) if has_audit else None,
        )
