"""Last month's data: made by the first migration alone, with people in them; this program goes on with them.

On both databases. What it does with data of a version to come, tests/commands/test_migrate.py says for SQLite.
"""

import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from course_app.extensions import db
from course_app.gateways import passwords
from course_app.settings import Settings
from tests.conftest import KEY, PASSWORD, close_engines
from tests.running import Site, Starter, course_app, free_port, wait_until

AT = "2026-10-20 09:00:00.000+00:00"
PERSON = """
INSERT INTO person (public_id, name, email, search_key, sort_key, zone, theme, text_size, password, fs_uniquifier,
    active, is_admin, created_at, confirmed_at)
VALUES ('p1', 'Rut Root', 'root@example.org', 'rut root', 'rut root', 'Europe/London', 'dark', 'large', :password,
    'one of a kind', true, true, :at, :at)
"""
MESSAGE = """
INSERT INTO message (address, subject, body, state, tries, next_try_at, created_at, error)
VALUES ('root@example.org', 'From last month', 'Read me.', 'waiting', 0, :at, :at, '')
"""
LINK = "INSERT INTO one_time_link (purpose, token_hash, created_at) VALUES ('first-admin', 'a hash', :at)"


@pytest.fixture
def last_month(app: Flask) -> Settings:
    """A data folder whose database the first migration made."""
    downgrade(revision="base")
    upgrade(revision="0001")
    at = AT.removesuffix("+00:00") if db.engine.dialect.name == "sqlite" else AT
    with db.engine.begin() as connection:
        connection.execute(text(PERSON), {"password": passwords.hash_of(PASSWORD), "at": at})
        connection.execute(text(MESSAGE), {"at": at})
        connection.execute(text(LINK), {"at": at})
    close_engines()
    return app.config["SETTINGS"]


def environment_of(settings: Settings) -> dict[str, str]:
    """The data's place in a program's environment."""
    database = {"COURSE_APP_DATABASE_URL": settings.database_url} if settings.database_url else {}
    return {"COURSE_APP_SECRET_KEY": KEY, **database}


def serve_them(serve: Starter, settings: Settings) -> tuple[Site, Path]:
    """This program on those data, and the backup it made of them."""
    site = serve(settings.data, **environment_of(settings))
    (backup,) = (settings.data / "backups").glob("before-migration-*-0001.zip")
    return site, backup


def test_a_start_backs_them_up_brings_them_forward_says_so_and_goes_on(serve: Starter, last_month: Settings) -> None:
    site, backup = serve_them(serve, last_month)
    assert site.lines[0] == f"The database was brought from an older version to this one. A backup lies in {backup}."
    assert site.post("/sign-in", email="root@example.org", password=PASSWORD)[0] == 200
    page = site.get("/account")[1]
    assert "Rut Root" in page
    assert 'data-theme="dark"' in page
    assert wait_until(lambda: len(list((last_month.data / "mail").glob("*.eml"))) == 1)
    (mail,) = (last_month.data / "mail").glob("*.eml")
    assert "Subject: From last month" in mail.read_text()


def test_the_backup_brings_last_month_back(serve: Starter, last_month: Settings, tmp_path: Path) -> None:
    site, backup = serve_them(serve, last_month)
    with zipfile.ZipFile(backup) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["revision"], manifest["rows"]["person"], manifest["rows"]["message"]) == ("0001", 1, 1)
    assert site.stop() == 0
    there = ("--data", last_month.data)
    done = course_app("restore", backup, "--force", *there, cwd=tmp_path, **environment_of(last_month))
    assert (done.code, done.err) == (0, "")
    found = course_app("doctor", *there, cwd=tmp_path, **environment_of(last_month))
    (line,) = [line for line in found.out.splitlines() if line.startswith("to do  database:")]
    assert line.endswith("it is of an older version; run: course-app migrate")


def test_data_of_a_version_to_come_are_refused_and_left_as_they_are(app: Flask, tmp_path: Path) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'next'"))
    close_engines()
    settings = app.config["SETTINGS"]
    arguments = ("serve", "--port", str(free_port()), "--data", settings.data)
    ended = course_app(*arguments, cwd=tmp_path, **environment_of(settings))
    assert (ended.code, ended.out, ended.err) == (
        1,
        "",
        "The data are of a newer version of this program (schema next). Nothing was changed. "
        "Start the newer version, or restore a backup made before the change.\n",
    )
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "next"
    assert list(settings.data.glob("backups/*")) == []
