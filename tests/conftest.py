"""What every test may use: a migrated and published database, a clock that is set, named persons.

Services really commit, on SQLite and on PostgreSQL (`--database`, tests/databases.py); every test finds the database
as the first one did. `as_person("learner")` gives a client signed in as that person. Two courses are published:
`small-course` (open, the learner, classmate and simulated person are enrolled) and `closed-course` (the outsider is
enrolled there).
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import make_url, select

from course_app.app import create_app
from course_app.extensions import db
from course_app.formats.course_folder import parse_folder
from course_app.formats.problems import has_errors
from course_app.gateways import clock, passwords, tokens
from course_app.gateways.folders import read_course_folder
from course_app.models import Course, Enrolment, Membership, Person
from course_app.services import accounts, publishing, signing_in
from course_app.services.links import Letterhead
from course_app.services.transaction import transaction
from course_app.settings import Settings
from tests.databases import IS_REQUIRED, KINDS, PostgresServer, postgres_server, why_no_postgres
from tests.routing import compile_rules_once

compile_rules_once()

# A busy machine is no reason to fail: how long an example takes says nothing about the rule.
hypothesis.settings.register_profile("course_app", deadline=None)
hypothesis.settings.load_profile("course_app")

COURSES = Path(__file__).parent / "courses"
KEY = "a key for the tests only, 32 characters and more"
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "a password for the tests"
LETTERHEAD = Letterhead("Breeze Academy", "http://localhost/link/{}".format, "http://localhost/sign-in")
PERSONS = {
    "learner": "Siân Ŵyn",
    "classmate": "Łukasz Żółć",
    "outsider": "Ñusta İnan",
    "instructor": "Ann Instructor",
    "other-instructor": "Ola Other",
    "reviewer": "Ray Reviewer",
    "observer": "Olive Observer",
    "admin": "Ada Admin",
}


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **length: float) -> datetime:
        """Move on by a timedelta's arguments."""
        self.time += timedelta(**length)
        return self.time


class FreshClient(FlaskClient):
    """A browser whose every request has a `g` of its own, although the test holds an application context.

    Flask reuses a context that is there already, and with it whoever was signed in at the request before.
    """

    def open(self, *args, **kwargs):
        """Send a request in a context of its own."""
        with self.application.app_context():
            return super().open(*args, **kwargs)


def pytest_addoption(parser: pytest.Parser) -> None:
    """On which databases the tests of `app` run."""
    words = "The database of the tests that use one; both unless named."
    parser.addoption("--database", choices=(*KINDS, "both"), default="both", help=words)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever uses `app` runs once a database; `only_on("sqlite")` above a test says on which alone."""
    if "database" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--database")
    mark = metafunc.definition.get_closest_marker("only_on")
    kinds = [kind for kind in KINDS if chosen in (kind, "both") and (mark is None or kind in mark.args)]
    metafunc.parametrize("database", kinds, indirect=True, scope="session")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a PostgreSQL its tests are skipped, with one reason."""
    reason = why_no_postgres()
    if not reason or IS_REQUIRED:
        return
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if params.get("database") == "postgres" or "postgres" in item.fixturenames:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server, for all tests."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder with the migrated database, both courses and the named persons, on SQLite."""
    return furnished(settings_on(tmp_path_factory.mktemp("template")))


@pytest.fixture(scope="session")
def postgres_template(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same on PostgreSQL."""
    return furnished(settings_on(tmp_path_factory.mktemp("template-postgres"), postgres.new()))


@dataclass
class Ground:
    """A copy of a template, and the application on it that every test uses which adds nothing to one."""

    template: Settings
    settings: Settings
    app: Flask
    renew: Callable[[], None]
    at_first: tuple[dict[str, Any], dict[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.at_first = dict(self.app.config), dict(self.app.extensions)

    def put_back(self) -> None:
        """Let the next test find data folder, database, configuration and an empty memory, as the first one did."""
        shutil.rmtree(self.settings.data)
        shutil.copytree(self.template.data, self.settings.data)
        self.renew()
        for kept, at_first in zip((self.app.config, self.app.extensions), self.at_first, strict=True):
            kept.clear()
            kept.update(at_first)


@pytest.fixture(scope="session")
def grounds(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, compiled_pages: FileSystemBytecodeCache
) -> Callable[[str], Ground]:
    """The ground of each kind of database. Making an application takes longer than most tests that use one."""

    @cache
    def ground(kind: str) -> Ground:
        folder = tmp_path_factory.mktemp(kind) / "data"
        if kind == "sqlite":
            template, url, renew = request.getfixturevalue("template"), "", lambda: None
        else:
            template, server = request.getfixturevalue("postgres_template"), request.getfixturevalue("postgres")
            name = make_url(template.database_url).database
            url = server.copy(name)
            renew = partial(server.renew, url, name)
        shutil.copytree(template.data, folder)
        settings = settings_on(folder, url)
        return Ground(template, settings, application_on(settings, compiled_pages), renew)

    return ground


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """Which kind of database is this test's turn."""
    return request.param


def settings_on(folder: Path, url: str = "") -> Settings:
    """The settings of the tests."""
    return Settings(data=folder, database_url=url, secret_key=KEY, log_level="error", second_step_after=0)


def furnished(settings: Settings) -> Settings:
    """The same settings, after migrating there, publishing both courses and adding the named persons."""
    app = create_app(settings)
    with app.app_context():
        hash_quickly(app)
        upgrade()
        for name in ("small", "closed"):
            publish_folder(COURSES / name)
        add_persons()
        close_engines()
    return settings


@pytest.fixture
def time() -> Iterator[Clock]:
    """The clock of the program, standing at `START`."""
    standing = Clock()
    clock.set_clock(standing)
    yield standing
    clock.set_clock(None)


@pytest.fixture(scope="session")
def compiled_pages(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Page templates as they were compiled for the first application of the run."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("pages")))


@pytest.fixture
def app(
    request: pytest.FixtureRequest,
    database: str,
    grounds: Callable[[str], Ground],
    time: Clock,
    compiled_pages: FileSystemBytecodeCache,
) -> Iterator[Flask]:
    """The application on its own copy of the template, within its context.

    It is lent to one test after another; one marked `own_app` gets a new one, to which it may add what it wants.
    """
    ground = grounds(database)
    is_own = request.node.get_closest_marker("own_app")
    app = application_on(ground.settings, compiled_pages) if is_own else ground.app
    hash_quickly(app)
    try:
        with app.app_context():
            yield app
            db.session.remove()
            close_engines()
    finally:
        ground.put_back()


def application_on(settings: Settings, compiled_pages: FileSystemBytecodeCache) -> Flask:
    """An application as tests use it."""
    app = create_app(settings)
    app.jinja_env.bytecode_cache = compiled_pages
    app.test_client_class = FreshClient
    return app


@pytest.fixture
def elsewhere(app: Flask, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings for an empty place, on a database of the same kind."""
    if app.config["SETTINGS"].is_sqlite:
        yield settings_on(tmp_path / "elsewhere")
    else:
        server = request.getfixturevalue("postgres")
        url = server.new()
        yield settings_on(tmp_path / "elsewhere", url)
        server.drop(url)


@contextmanager
def another_app(settings: Settings) -> Iterator[None]:
    """Within the context of another application, on those settings."""
    settings.data.mkdir(exist_ok=True)
    with create_app(settings).app_context():
        yield
        db.session.remove()
        close_engines()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.fixture
def as_person(app: Flask, time: Clock) -> Callable[[str], FlaskClient]:
    """Browsers signed in as named persons, by a real sign-in row."""
    app.config["WTF_CSRF_ENABLED"] = False

    def sign_in(name: str) -> FlaskClient:
        person = person_named(name)
        token = tokens.new_token()
        signing_in.open_sign_in(person.id, token, "pytest", "127.0.0.1", time.time)
        browser = app.test_client()
        with browser.session_transaction() as session:
            session["_user_id"] = person.fs_uniquifier
            session["_fresh"] = True
            session["sign_in"] = token
            session["fs_paa"] = time.time.timestamp()
        return browser

    return sign_in


def hash_quickly(app: Flask) -> None:
    """Let argon2 take next to no time; what it costs otherwise is not what most tests are about."""
    app.extensions["security"].pwd_context.update(argon2__time_cost=1, argon2__memory_cost=8, argon2__parallelism=1)


def publish_folder(folder: Path, now: datetime = START) -> publishing.Publication:
    """Publish a course folder that has no errors."""
    text, problems = parse_folder(read_course_folder(folder))
    assert not has_errors(problems), "\n".join(map(str, problems))
    return publishing.publish(text, now)


def publish_without_plans() -> None:
    """The small course with nothing in preparation any more, so that it can be completed."""
    files = read_course_folder(COURSES / "small")
    files["course.yaml"] = files["course.yaml"].replace(b", {id: third-steps, title: Third steps}", b"")
    text, problems = parse_folder(files)
    assert not has_errors(problems)
    publishing.publish(text, START)


def person_named(name: str) -> Person:
    """The row of a named person."""
    with db.engines["read"].connect() as connection:
        return connection.execute(select(Person.__table__).where(Person.email == f"{name}@example.org")).one()


def enrolment_of(name: str, course: str = "small-course") -> int:
    """The id of a named person's enrolment."""
    with db.engines["read"].connect() as connection:
        return connection.execute(
            select(Enrolment.id)
            .join(Course, Course.id == Enrolment.course_id)
            .join(Person, Person.id == Enrolment.person_id)
            .where(Person.email == f"{name}@example.org", Course.slug == course)
        ).scalar_one()


def add_persons() -> None:
    """The named persons, all with the same password, and their places in the two courses."""
    hashed = passwords.hash_of(PASSWORD)
    ids = {
        name: accounts.make_person(words, f"{name}@example.org", hashed, START, is_admin=name == "admin")
        for name, words in PERSONS.items()
    }
    with transaction() as session:
        courses = {course.slug: course.id for course in session.scalars(select(Course))}
        for name, slug in (
            ("learner", "small-course"),
            ("classmate", "small-course"),
            ("outsider", "closed-course"),
        ):
            session.add(Enrolment(person_id=ids[name], course_id=courses[slug], kind="learner", created_at=START))
        for name, slug, role in (
            ("instructor", "small-course", "instructor"),
            ("other-instructor", "closed-course", "instructor"),
            ("reviewer", "small-course", "reviewer"),
        ):
            session.add(Membership(person_id=ids[name], course_id=courses[slug], role=role, created_at=START))


def close_engines() -> None:
    """Let go of every connection, so that the files can be copied or removed."""
    for engine in db.engines.values():
        engine.dispose()
