"""Stages on which pages are shown: installations with people and courses, prepared through the services themselves.

`small`: the two courses of the tests, their named persons. `demo`: the real course and the demonstration's people.
`bare`: nothing published, nobody there. Nothing here needs pytest to run, so that a script can set them up too.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import Flask, abort
from flask_migrate import upgrade
from sqlalchemy import select

from course_app.app import create_app
from course_app.extensions import db
from course_app.gateways import passwords, tokens
from course_app.models import Course, Enrolment, Person
from course_app.services import accounts, signing_in
from course_app.services.demonstrating import PASSWORD as DEMO_PASSWORD
from course_app.services.demonstrating import SIGN_INS, demonstrate, simulate
from course_app.services.transaction import transaction
from course_app.settings import Settings, lessons_folder
from course_app.web.shared.access import public
from tests.conftest import COURSES, KEY, PASSWORD, START, add_persons, close_engines, hash_quickly, publish_folder

NAMES = ("small", "demo", "bare")
DEFECT = "/defect"


@dataclass(frozen=True)
class Stage:
    """One installation; `now` is the time at which everything is prepared."""

    name: str
    app: Flask
    now: datetime = START

    def person(self, name: str, courses: Sequence[str] = (), email: str = "") -> int:
        """The person with that e-mail, or a new one with that name who learns the courses; the id."""
        with db.engines["read"].connect() as connection:
            found = connection.execute(select(Person.id).where(Person.email == email)).scalar()
            known = {slug: course_id for slug, course_id in connection.execute(select(Course.slug, Course.id))}
            number = connection.execute(select(Person.id).order_by(Person.id.desc()).limit(1)).scalar() or 0
        if found:
            return found
        email = email or f"person-{number + 1}@example.org"
        made = accounts.make_person(name, email, passwords.hash_of(PASSWORD), self.now)
        with transaction() as session:
            for slug in courses:
                session.add(Enrolment(person_id=made, course_id=known[slug], created_at=self.now))
        return made

    def cookie(self, person_id: int) -> str:
        """The session cookie of a browser in which the person has just signed in."""
        token = tokens.new_token()
        signing_in.open_sign_in(person_id, token, "Mozilla/5.0 (X11; Linux) Chrome/140", "127.0.0.1", self.now)
        with db.engines["read"].connect() as connection:
            identity = connection.execute(select(Person.fs_uniquifier).where(Person.id == person_id)).scalar_one()
        client = self.app.test_client()
        with client.session_transaction() as session:
            session.update({"_user_id": identity, "_fresh": True, "sign_in": token, "_permanent": True})
        return client.get_cookie("course_session").value


def build(folder: Path) -> dict[str, Stage]:
    """The stages, each with a data folder of its own below `folder`. The program's clock should stand at START."""
    settings = {name: Settings(data=folder / name, secret_key=KEY, log_level="error") for name in NAMES}
    (folder / "bare").mkdir(parents=True)
    stages = {"bare": Stage("bare", _application(settings["bare"]))}
    with _within(stages["bare"].app):
        upgrade()
    for name, furnish in (("small", _furnish_small), ("demo", _furnish_demo)):
        shutil.copytree(folder / "bare", folder / name)
        stages[name] = Stage(name, _application(settings[name]))
        with _within(stages[name].app):
            furnish()
    return stages


def close(stages: dict[str, Stage]) -> None:
    """Let go of the databases."""
    for stage in stages.values():
        with _within(stage.app):
            pass


def _application(settings: Settings) -> Flask:
    app = create_app(settings)
    hash_quickly(app)
    app.add_url_rule(DEFECT, endpoint="defect", view_func=public(lambda: abort(500)))
    return app


@contextmanager
def _within(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield
        db.session.remove()
        close_engines()


def _furnish_small() -> None:
    for name in ("small", "closed"):
        publish_folder(COURSES / name)
    add_persons()


def _furnish_demo() -> None:
    publish_folder(lessons_folder() / "foundation-dry-needling")
    hashed = passwords.hash_of(DEMO_PASSWORD)
    demonstrate(dict.fromkeys(SIGN_INS, hashed), START)
    simulate(START)
