"""Data that a command finds ready: the folder is there and its database of this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from course_app.commands.program import Program, Refused, settings_with
from course_app.extensions import configure_database
from course_app.queries.schema import schema
from course_app.settings import Settings, migrations_folder


@contextmanager
def existing_data(program: Program, data: Path | None, *, may_be_older: bool = False) -> Iterator[Flask]:
    """The application on that data, within its context; `Refused` when `serve` or `migrate` has to come first."""
    with _current(program.create_app(_settings_of(data)), may_be_older=may_be_older) as app:
        yield app


@contextmanager
def existing_database(data: Path | None) -> Iterator[Flask]:
    """The same without pages, keys and logs, for what only reads and writes the database: half a second less."""
    settings = _settings_of(data)
    app = Flask("course_app", static_folder=None)
    app.config["SETTINGS"] = settings
    configure_database(app, settings.database, migrations_folder())
    with _current(app):
        yield app


def _settings_of(data: Path | None) -> Settings:
    settings = settings_with(data)
    if not settings.data.is_dir():
        raise Refused(f"There is no data folder {settings.data}. Begin with: course-app serve")
    return settings


@contextmanager
def _current(app: Flask, *, may_be_older: bool = False) -> Iterator[Flask]:
    with app.app_context():
        if schema().state not in ("current", *(["older"] if may_be_older else [])):
            raise Refused("The database is not of this version. Run first: course-app migrate")
        yield app
