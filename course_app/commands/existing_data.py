"""Data that a command finds ready: the folder is there and its database of this version."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from course_app.commands.program import Program, Refused, settings_with
from course_app.queries.schema import schema


@contextmanager
def existing_data(program: Program, data: Path | None, *, may_be_older: bool = False) -> Iterator[Flask]:
    """The application on that data, within its context; `Refused` when `serve` or `migrate` has to come first."""
    settings = settings_with(data)
    if not settings.data.is_dir():
        raise Refused(f"There is no data folder {settings.data}. Begin with: course-app serve")
    app = program.create_app(settings)
    with app.app_context():
        if schema().state not in ("current", *(["older"] if may_be_older else [])):
            raise Refused("The database is not of this version. Run first: course-app migrate")
        yield app
