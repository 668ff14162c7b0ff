"""Back up: keys and data in one file, consistent while others write. Nothing is changed.

SQLite's data are copied by its backup interface and the copy is checked; PostgreSQL's are read in one REPEATABLE READ
transaction, which sees one moment. What was acknowledged before it began is in it. The list of erasures comes last, so
that it has every one that the data show.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import Connection

from course_app.domain import backups as rules
from course_app.extensions import db
from course_app.gateways import backup_file, database_file, database_server, erasure_list, keys, locks
from course_app.gateways.backup_file import BackupProblem, Manifest, Writer
from course_app.queries.schema import schema
from course_app.services.erasing import complete_list

FOLDER = "backups"
LOCK = ".lock"


@dataclass(frozen=True)
class Backup:
    """A backup that was made: the file, its bytes, and how many rows are in it."""

    path: Path
    size: int
    rows: int


def back_up(target: Path, now: datetime) -> Backup:
    """Write a backup into a new file. Raises `BackupProblem`."""
    kind = db.engine.dialect.name
    manifest = Manifest(made_at=now.isoformat(timespec="milliseconds"), kind=kind, revision=schema().current)
    with backup_file.writing(target, manifest) as writer:
        for key in keys.key_files(current_app.config["SETTINGS"].data):
            writer.add(backup_file.KEYS + key.name, backup_file.chunks_of(key))
        if kind == "sqlite":
            _add_file(writer, target.parent)
        else:
            _add_tables(writer)
        writer.add(backup_file.ERASURES, [erasure_list.text_of(complete_list())])
    return Backup(target, target.stat().st_size, sum(manifest.rows.values()))


def back_up_nightly(now: datetime) -> int:
    """Make tonight's backup if it is due, and remove those beyond the number to keep; how many were made.

    The worker calls this again and again. Of several workers on one folder one does it.
    """
    settings = current_app.config["SETTINGS"]
    folder = settings.data / FOLDER
    if not settings.backups_keep or not rules.is_due(_names(folder), now):
        return 0
    folder.mkdir(mode=0o700, exist_ok=True)
    try:
        with locks.held(folder / LOCK):
            if not rules.is_due(_names(folder), now):
                return 0
            back_up(folder / rules.name_at(now), now)
            for name in rules.beyond(_names(folder), settings.backups_keep):
                (folder / name).unlink(missing_ok=True)
            return 1
    except locks.Locked:
        return 0


def newest_nightly(data: Path) -> datetime | None:
    """When the newest of the worker's backups was made; None without one."""
    return rules.newest(_names(data / FOLDER))


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.glob("*.zip")] if folder.is_dir() else []


def _add_file(writer: Writer, beside: Path) -> None:
    with tempfile.TemporaryDirectory(dir=beside, prefix=".backup-") as folder:
        copy = Path(folder) / backup_file.DATABASE
        database_file.back_up(Path(db.engine.url.database), copy)
        try:
            found = database_file.contents(copy)
        except database_file.FileDamaged as error:
            raise BackupProblem(
                f"The database is damaged ({error}). No backup was written; restore an earlier one."
            ) from error
        writer.manifest.revision, writer.manifest.rows = found.revision, found.rows
        writer.add(backup_file.DATABASE, backup_file.chunks_of(copy))


def _add_tables(writer: Writer) -> None:
    one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with db.engine.connect().execution_options(**one_moment) as connection:
        for table in database_server.tables(connection):
            names = database_server.columns(connection, table)
            writer.manifest.columns[table] = names
            writer.manifest.rows[table] = 0
            writer.add(backup_file.TABLES + table, _counted(connection, table, names, writer.manifest))


def _counted(connection: Connection, table: str, names: list[str], manifest: Manifest) -> Iterator[bytes]:
    for chunk in database_server.copy_out(connection, table, names):
        manifest.rows[table] += chunk.count(b"\n")
        yield chunk
