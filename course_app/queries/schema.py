"""Which version the database has, and which one this program knows.

A read of the database like any other, so it stands here: the start, `lessons publish`, `doctor` and the readiness
page all ask. What changes the version is `services.migrating`.
"""

from dataclasses import dataclass

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from flask import current_app
from sqlalchemy import Connection, inspect

from course_app.extensions import read_connection

VERSION_TABLE = "alembic_version"


@dataclass(frozen=True)
class Schema:
    """`state`: empty, older, current, newer (than this program), or foreign (another program's tables)."""

    state: str
    current: str
    newest: str


def schema() -> Schema:
    """The state of the database; a few milliseconds, since it reads the migrations' files."""
    scripts = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    newest = scripts.get_current_head() or ""
    with read_connection() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        if current is None:
            return Schema(_unversioned(connection), "", newest)
    if current == newest:
        return Schema("current", current, newest)
    return Schema("older" if _knows(scripts, current) else "newer", current, newest)


def knows_revision(revision: str) -> bool:
    """Whether this program has that version of the schema, as its own or as an older one."""
    return _knows(ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config()), revision)


def _unversioned(connection: Connection) -> str:
    tables = set(inspect(connection).get_table_names()) - {VERSION_TABLE}
    return "foreign" if tables else "empty"


def _knows(scripts: ScriptDirectory, revision: str) -> bool:
    try:
        return scripts.get_revision(revision) is not None
    except CommandError:
        return False
