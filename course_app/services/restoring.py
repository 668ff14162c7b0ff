"""Restore a backup: all of it is verified before anything is replaced, and what was there is kept as a backup.

The schema comes back as it was when the backup was made; `migrating` brings it to this version afterwards, or at once
where data have to be erased again. The list of erasures is completed before anything is replaced, from everything that
knows of some: the list in the data folder, the data that are there, the backup, and a list that was named. If the
machine stops after that, the next start erases what the list says.
"""

import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alembic import command
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import Connection

from course_app.domain.erasure import Erasure
from course_app.extensions import db
from course_app.gateways import backup_file, database_file, database_server, erasure_list
from course_app.gateways.backup_file import DATABASE, ERASURES, KEYS, TABLES, BackupProblem, Manifest, Reader
from course_app.gateways.erasure_list import ErasureListProblem
from course_app.queries.erasures import erased_people
from course_app.queries.schema import knows_revision, schema
from course_app.services.backing_up import FOLDER, back_up
from course_app.services.erasing import apply_list, listed_but_there

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Restored:
    """What was restored: when the backup was made, its rows, and where lies what was there before, if anything was.

    `erased`: of how many people the data were erased again; None when nothing but the backup itself knew of erasures.
    """

    made_at: str
    rows: int
    kept: Path | None
    erased: int | None


def restore(source: Path, now: datetime, *, force: bool, erasures: Path | None = None) -> Restored:
    """Put a backup's keys and data in place, and erase again what was erased since. Nobody else may use the data.

    `erasures`: a list of erasures, or a newer backup, from elsewhere. Raises `BackupProblem`, and has changed nothing
    then but perhaps the list of erasures, when the file is broken or newer than this program, is of the other kind of
    database, or when there are data already and `force` does not say that they may go.
    """
    with backup_file.reading(source) as reader:
        manifest = reader.manifest
        _refuse_what_does_not_fit(manifest)
        state = _state()
        if state == "foreign" or (state != "empty" and not force):
            raise BackupProblem(
                "There are data already. Nothing was changed. Restore into an empty place"
                + ("." if state == "foreign" else ", or add --force: what is there is then kept as a backup.")
            )
        reader.verify()
        is_known = _complete_list(reader, state, erasures)
        if manifest.kind == "sqlite":
            kept = _restore_file(reader, state, now)
        else:
            kept = _keep(state, now)
            _restore_tables(reader)
        _restore_keys(reader)
    erased = _erase_again(now)
    return Restored(manifest.made_at, sum(manifest.rows.values()), kept, erased if is_known else None)


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    kind = db.engine.dialect.name
    if manifest.kind != kind:
        raise BackupProblem(
            f"The backup is of {KINDS.get(manifest.kind, manifest.kind)}, and the data are to lie in {KINDS[kind]}. "
            "Nothing was changed. Set COURSE_APP_DATABASE_URL to the kind that the backup is of."
        )
    if not knows_revision(manifest.revision):
        raise BackupProblem(
            f"The backup is of a newer version of this program (schema {manifest.revision}). Nothing was changed. "
            "Restore it with that version."
        )


def _state() -> str:
    """What is there now: `queries.schema`'s states, or damaged."""
    if db.engine.dialect.name == "sqlite":
        path = Path(db.engine.url.database)
        if not path.exists() or not path.stat().st_size:
            return "empty"
        try:
            database_file.contents(path)
        except database_file.FileDamaged:
            return "damaged"
    return schema().state


def _complete_list(reader: Reader, state: str, named: Path | None) -> bool:
    """Have every erasure that anything knows of on the list; whether anything but the backup itself knew."""
    path = erasure_list.path_in(current_app.config["SETTINGS"].data)
    try:
        here = erasure_list.read(path)
        there = None if state in ("empty", "damaged") else erased_people()
        given = _listed_at(named) if named else None
        known = {one.person: one for one in (*(given or ()), *(there or ()), *_listed_in(reader))}
        erasure_list.add(path, [known[person] for person in sorted(known.keys() - {one.person for one in here or ()})])
    except ErasureListProblem as problem:
        raise BackupProblem(f"{problem} Nothing was changed.") from problem
    return not (here is None and there is None and given is None)


def _listed_in(reader: Reader) -> list[Erasure]:
    """The list in a backup; one of an older version has none."""
    if ERASURES not in reader.manifest.parts:
        return []
    return erasure_list.parse(b"".join(reader.chunks(ERASURES)), f"{reader.archive.filename}, {ERASURES},")


def _listed_at(named: Path) -> list[Erasure]:
    """The erasures of a list, or of the list in a newer backup."""
    if not zipfile.is_zipfile(named):
        return erasure_list.parse(named.read_bytes(), str(named))
    with backup_file.reading(named) as reader:
        return _listed_in(reader)


def _erase_again(now: datetime) -> int:
    """Erase what the restored data still have; for that they have to be of this version."""
    if not listed_but_there():
        return 0
    if schema().state == "older":
        upgrade()
    return apply_list(now)


def _keep(state: str, now: datetime) -> Path | None:
    """What is there, as a backup; a damaged file as it is."""
    folder = current_app.config["SETTINGS"].data / FOLDER
    name = f"before-restore-{now:%Y%m%dT%H%M%S}"
    if state == "empty":
        return None
    if state != "damaged":
        return back_up(folder / f"{name}.zip", now).path
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{name}.sqlite3"
    backup_file.write_file(kept, backup_file.chunks_of(Path(db.engine.url.database)))
    return kept


def _restore_file(reader: Reader, state: str, now: datetime) -> Path | None:
    """Unpack beside the database, look at it, and only then put it in its place."""
    place = Path(db.engine.url.database)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place.parent, prefix=".restore-") as folder:
        new = Path(folder) / place.name
        backup_file.write_file(new, reader.chunks(DATABASE))
        try:
            found = database_file.contents(new)
        except database_file.FileDamaged as error:
            raise BackupProblem(f"The backup's database is damaged ({error}). Nothing was changed.") from error
        if (found.revision, found.rows) != (reader.manifest.revision, reader.manifest.rows):
            raise BackupProblem("The backup's database is not what its manifest says. Nothing was changed.")
        kept = _keep(state, now)
        for engine in db.engines.values():
            engine.dispose()
        database_file.replace(place, new)
    return kept


def _restore_tables(reader: Reader) -> None:
    """One transaction: the old tables go, those of the backup's version come, and its rows into them."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = '30s'")
        there = database_server.tables(connection)
        version_table = [database_server.VERSION_TABLE] if database_server.has_version(connection) else []
        database_server.drop(connection, [*there, *version_table])
        config = current_app.extensions["migrate"].migrate.get_config()
        config.attributes["connection"] = connection
        command.upgrade(config, reader.manifest.revision)
        _fill(connection, reader)


def _fill(connection: Connection, reader: Reader) -> None:
    manifest = reader.manifest
    tables = database_server.tables(connection)
    if set(tables) != manifest.rows.keys():
        raise BackupProblem("The backup has other tables than its version of this program. Nothing was changed.")
    for table in tables:
        chunks = reader.chunks(TABLES + table)
        added = database_server.copy_in(connection, table, manifest.columns[table], chunks)
        if added != manifest.rows[table]:
            raise BackupProblem(f"The backup's {table} is not what its manifest says. Nothing was changed.")


def _restore_keys(reader: Reader) -> None:
    folder = current_app.config["SETTINGS"].data / KEYS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in reader.manifest.parts:
        if name.startswith(KEYS):
            backup_file.write_file(folder / name.removeprefix(KEYS), reader.chunks(name))
