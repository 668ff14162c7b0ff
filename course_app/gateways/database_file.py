"""The SQLite file as a file: where it lies, a copy of it made while others write, and whether a copy is sound."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, make_url, select
from sqlalchemy import table as table_named
from sqlalchemy.dialects import sqlite


class FileDamaged(Exception):
    """A database file is not sound; the text says what is wrong."""


@dataclass(frozen=True)
class Contents:
    """The revision of a database's schema, and its rows by table."""

    revision: str
    rows: dict[str, int]


def path_of(url: str) -> Path:
    """The file behind a SQLite address."""
    return Path(make_url(url).database or "")


def back_up(source: Path, target: Path) -> None:
    """Copy the database, consistent even while others write, for its owner alone; `target` appears when complete."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(draft)) as there:
            here.backup(there)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def contents(path: Path) -> Contents:
    """Read all of a file that nobody writes. Raises `FileDamaged` when it, or a foreign key in it, is broken."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise FileDamaged(found)
            if broken := connection.execute("PRAGMA foreign_key_check").fetchall():
                raise FileDamaged(f"{len(broken)} rows refer to nothing")
            tables = [name for (name,) in connection.execute(TABLES)]
            rows = {name: _count(connection, name) for name in tables}
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            return Contents(revision[0] if revision else "", rows)
    except sqlite3.Error as error:
        raise FileDamaged(str(error)) from error


def replace(old: Path, new: Path) -> None:
    """Put a new file in the place of the old one, which nobody uses any more. Both lie on one disk."""
    aside = old.with_name(f"{old.name}.old")
    if old.exists():
        old.replace(aside)
    for ending in ("-wal", "-shm"):
        old.with_name(old.name + ending).unlink(missing_ok=True)
    new.replace(old)
    aside.unlink(missing_ok=True)


TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"


def _count(connection: sqlite3.Connection, table: str) -> int:
    """The rows of a table; the file may be anybody's, so SQLAlchemy quotes the name."""
    counting = select(func.count()).select_from(table_named(table))
    return connection.execute(str(counting.compile(dialect=sqlite.dialect()))).fetchone()[0]
