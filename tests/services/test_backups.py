"""Backup and restore, on both databases: one moment, verified, never over data that nobody gave up."""

import json
import shutil
import sqlite3
import threading
import zipfile
from contextlib import closing, suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, inspect, select

from course_app.extensions import Base, read_connection
from course_app.gateways.backup_file import BackupProblem
from course_app.gateways.keys import receipt_key, receipt_public_keys
from course_app.models import Attempt, Response
from course_app.services import accounts, answering, attempting, enrolling
from course_app.services.answer_desk import Given
from course_app.services.backing_up import back_up, back_up_nightly, newest_nightly
from course_app.services.restoring import restore
from tests.conftest import START, another_app, close_engines, person_named


@pytest.fixture
def file(app, tmp_path):
    """A backup of the template."""
    keys = app.config["SETTINGS"].data / "keys"
    keys.mkdir(exist_ok=True)
    (keys / "secret-key").write_text("the key of this installation\n")
    receipt_key(keys.parent)
    return back_up(tmp_path / "backup.zip", START).path


def signing_keys(data):
    """The key that signs receipts, and the public halves of all that ever did."""
    return receipt_key(data), receipt_public_keys(data)


def counts():
    with read_connection() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar()
            for name, table in Base.metadata.tables.items()
        }


def content():
    """Every row of every table, in no order."""
    with read_connection() as connection:
        return {
            name: sorted(map(repr, connection.execute(select(table)))) for name, table in Base.metadata.tables.items()
        }


def orphans():
    """Foreign keys that refer to nothing, counted by the tables themselves."""
    with read_connection() as connection:
        found = 0
        for table in Base.metadata.tables.values():
            for key in table.foreign_keys:
                target = key.column.table.alias()
                there = select(target.c[key.column.name]).where(target.c[key.column.name] == key.parent).exists()
                lost = select(func.count()).select_from(table).where(key.parent.is_not(None), ~there)
                found += connection.execute(lost).scalar()
        return found


def test_a_backup_taken_under_load_restores_into_an_empty_place_with_every_acknowledged_answer(
    app, elsewhere, tmp_path
):
    acknowledged, stop, begun = [], threading.Event(), threading.Barrier(5)

    def write(number):
        with app.app_context():
            person = accounts.make_person(f"Writer {number}", f"writer-{number}@example.org", None, START)
            attempt = None
            begun.wait(60)
            seq = 0
            while not stop.is_set() and seq < 2000:
                seq += 1
                attempt = attempt or start_for(person)
                saved = answering.save(attempt, person, [Given(1, "tab", ("ab"[seq % 2],), seq=seq)], START)
                acknowledged.extend((attempt, one.revision) for one in saved.acknowledged)

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    begun.wait(60)
    while len(acknowledged) < 40:
        pass
    before = list(acknowledged)
    made = back_up(tmp_path / "under-load.zip", START)
    stop.set()
    for writer in writers:
        writer.join(60)
    after = len(acknowledged)

    with another_app(elsewhere):
        restore(made.path, START, force=False)
        assert orphans() == 0
        manifest = manifest_of(made.path)
        assert {name: manifest["rows"][name] for name in Base.metadata.tables} == counts()
        with read_connection() as connection:
            stored = connection.scalar(select(func.count(Response.id)))
            revisions = connection.execute(
                select(Attempt.public_id, Response.revision).join(Attempt, Attempt.id == Response.attempt_id)
            ).all()
    assert set(before) <= {tuple(row) for row in revisions}
    assert len(before) <= stored <= after


def start_for(person):
    enrolling.enrol_oneself(person, "small-course", START)
    return attempting.start_attempt(person, "small-course", "practice", START, 7)


def test_everything_comes_back_as_it_was_and_work_goes_on(app, elsewhere, file):
    was = content()
    with another_app(elsewhere):
        done = restore(file, START, force=False)
        assert (content(), done.kept) == (was, None)
        key = elsewhere.data / "keys" / "secret-key"
        assert (key.read_text(), key.stat().st_mode & 0o777) == ("the key of this installation\n", 0o600)
        assert signing_keys(elsewhere.data) == signing_keys(app.config["SETTINGS"].data)
        made = accounts.make_person("After It", "after@example.org", None, START)
        assert made > person_named("admin").id


def test_a_backup_is_its_owners_alone_and_never_written_over_another_file(app, file):
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(BackupProblem, match="is there already"):
        back_up(file, START)


def test_data_that_are_there_are_refused_without_force_and_kept_with_it(app, file, time):
    accounts.make_person("Made Since", "since@example.org", None, START)
    with pytest.raises(BackupProblem, match="There are data already"):
        restore(file, START, force=False)
    assert counts()["person"] == 9
    done = restore(file, START, force=True)
    assert counts()["person"] == 8
    back = restore(done.kept, START + timedelta(seconds=1), force=True)
    assert counts()["person"] == 9
    assert back.kept != done.kept


def test_a_file_that_is_no_backup_is_refused(app, tmp_path):
    no_backup = tmp_path / "no.zip"
    for content_of_it in (b"", b"nothing", b"PK\x03\x04 nothing"):
        no_backup.write_bytes(content_of_it)
        with pytest.raises(BackupProblem, match="is not a backup of this program"):
            restore(no_backup, START, force=True)


@pytest.mark.parametrize("place", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_of_which_a_byte_changed_is_refused_or_gives_back_the_same_data(app, file, place):
    """A zip repeats some of its bookkeeping; a change there does no harm."""
    was = content()
    spoilt = bytearray(file.read_bytes())
    spoilt[int(len(spoilt) * place)] ^= 0xFF
    file.write_bytes(spoilt)
    with suppress(BackupProblem):
        restore(file, START, force=True)
    assert content() == was


def test_a_file_cut_short_is_refused(app, file):
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(BackupProblem):
        restore(file, START, force=True)


def rewritten(file, change, drop=()):
    """The backup with another manifest."""
    manifest = manifest_of(file)
    change(manifest)
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(file.with_name("new.zip"), "w") as new:
        for name in old.namelist():
            if name not in drop:
                new.writestr(name, json.dumps(manifest) if name == "manifest.json" else old.read(name))
    return file.with_name("new.zip")


def manifest_of(file):
    with zipfile.ZipFile(file) as archive:
        return json.loads(archive.read("manifest.json"))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda one: one.update(format=3), "newer version of this program"),
        (lambda one: one.update(revision="9999"), "newer version of this program \\(schema 9999\\)"),
        (lambda one: one.update(kind="mysql"), "The backup is of mysql"),
        (lambda one: one["parts"].update({"keys/secret-key": "0" * 64}), "damaged: keys/secret-key"),
        (lambda one: one["parts"].update({"../outside": "0" * 64}), "damaged: manifest.json"),
        (lambda one: one["rows"].update(person=7), "not what its manifest says"),
        (lambda one: one.pop("rows"), "not what its manifest says|other tables"),
    ],
)
def test_a_backup_that_is_not_what_it_says_is_refused_and_nothing_is_touched(app, file, change, says):
    was = content()
    with pytest.raises(BackupProblem, match=says):
        restore(rewritten(file, change), START, force=True)
    assert content() == was


def test_a_backup_without_a_part_is_refused(app, file):
    with pytest.raises(BackupProblem, match=r"damaged: manifest\.json"):
        restore(rewritten(file, lambda one: None, drop=("keys/secret-key",)), START, force=True)


@pytest.mark.only_on("sqlite")
def test_a_damaged_database_is_replaced_and_kept_as_it_is(app, file):
    path = app.config["SETTINGS"].data / "course.sqlite3"
    close_engines()
    damaged = b"no database at all" * 1000
    path.write_bytes(damaged)
    done = restore(file, START, force=True)
    assert done.kept.read_bytes() == damaged
    assert counts()["person"] == 8


@pytest.mark.only_on("sqlite")
def test_rows_that_refer_to_nothing_are_found_before_anything_is_replaced(app, file, tmp_path):
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    with closing(sqlite3.connect(folder / "database.sqlite3")) as connection:
        connection.execute("UPDATE enrolment SET person_id = 999 WHERE id = 1")
        connection.commit()
        connection.execute("PRAGMA journal_mode=DELETE")
    with closing(sqlite3.connect(folder / "database.sqlite3")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() != []
    shutil.copy(folder / "database.sqlite3", app.config["SETTINGS"].data / "course.sqlite3")
    with pytest.raises(BackupProblem, match="The database is damaged"):
        back_up(tmp_path / "of-damaged.zip", START)
    assert not (tmp_path / "of-damaged.zip").exists()


def test_the_worker_makes_one_backup_a_night_and_keeps_as_many_as_are_wanted(app, time):
    folder = app.config["SETTINGS"].data / "backups"
    folder.mkdir()
    (folder / "mine.zip").write_text("not the worker's")
    made = []
    for _hour in range(24 * 20):
        made.append(back_up_nightly(time.advance(hours=1)))
        if _hour == 3:
            assert newest_nightly(folder.parent) == START + timedelta(hours=1)
    assert sum(made) == 21
    kept = sorted(path.name for path in folder.glob("nightly-*.zip"))
    assert len(kept) == 14
    assert kept[-1] == "nightly-20261212T020000.zip"
    assert (folder / "mine.zip").exists()


def test_the_tables_of_a_backup_are_all_there_are(app, file):
    with read_connection() as connection:
        there = set(inspect(connection).get_table_names()) - {"alembic_version"}
    assert manifest_of(file)["rows"].keys() - {"alembic_version"} == there
