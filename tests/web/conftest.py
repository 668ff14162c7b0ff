"""A browser that keeps the rules: it takes the token from a page before it sends a form."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from course_app.extensions import db
from course_app.formats.course_folder import parse_folder
from course_app.formats.problems import has_errors
from course_app.gateways.folders import read_course_folder
from course_app.services import publishing
from tests.conftest import COURSES, PASSWORD
from tests.showing import TOKEN

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Browser:
    """One browser with its own cookies."""

    def __init__(self, app: Flask, agent: str) -> None:
        self.client = app.test_client()
        self.agent = {"User-Agent": agent}

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, headers=self.agent | headers)

    def token(self, page: str) -> str:
        """The token in a page."""
        return TOKEN.search(self.get(page).text)[1]

    def send(self, path: str, fields: dict[str, str], page: str = "", **headers: str) -> TestResponse:
        """Open the page (or the path itself) and send its form to the path."""
        return self.post(path, fields | {"csrf_token": self.token(page or path)}, **headers)

    def post(self, path: str, fields: dict[str, str], **headers: str) -> TestResponse:
        """Send fields as they are."""
        return self.client.post(path, data=fields, headers=self.agent | headers)

    def sign_in(self, name: str, password: str = PASSWORD, after: str = "") -> TestResponse:
        """Sign in as a named person."""
        return self.send("/sign-in", {"email": f"{name}@example.org", "password": password, "next": after})

    def cookie(self) -> str:
        """The session as the browser keeps it."""
        return self.client.get_cookie("course_session").value


@pytest.fixture
def browser(app: Flask) -> Callable[..., Browser]:
    """A new browser at every call."""
    return lambda agent=FIREFOX: Browser(app, agent)


@pytest.fixture
def signed_in(browser: Callable[..., Browser]) -> Callable[[str], Browser]:
    """`signed_in("learner")`: a browser in which somebody of tests.conftest has just signed in."""

    def one(name: str) -> Browser:
        made = browser()
        made.sign_in(name)
        return made

    return one


@pytest.fixture
def admin(browser: Callable[..., Browser]) -> Browser:
    """The administrator's browser, signed in."""
    person = browser()
    person.sign_in("admin")
    return person


@pytest.fixture
def ann(as_person: Callable[[str], FlaskClient]) -> FlaskClient:
    """Who teaches the small course, signed in."""
    return as_person("instructor")


@pytest.fixture
def statements(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """`with statements() as seen:` collects the SQL that is sent meanwhile."""

    @contextmanager
    def watching() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(*arguments) -> None:
            seen.append(arguments[2])

        for engine in db.engines.values():
            event.listen(engine, "before_cursor_execute", note)
        yield seen
        for engine in db.engines.values():
            event.remove(engine, "before_cursor_execute", note)

    return watching


@pytest.fixture
def cost_of(statements: Callable[[], AbstractContextManager[list[str]]]) -> Callable[..., list[int]]:
    """How many statements pages take the second time they are opened; each is given as (client, address)."""

    def counted(*pages: tuple[FlaskClient, str]) -> list[int]:
        found = []
        for client, address in pages:
            client.get(address)
            with statements() as seen:
                client.get(address)
            found.append(len(seen))
        return found

    return counted


@pytest.fixture
def visible() -> Callable[[str], str]:
    """The words of a page's main part, or of any piece of HTML, on one line."""

    def words(html: str) -> str:
        inner = re.search(r"<main.*</main>", html, re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", inner[0] if inner else html)).split())

    return words


@pytest.fixture
def publish_changed(tmp_path: Path) -> Callable[..., None]:
    """Publish the small course again, with words replaced in all its files."""

    def publish(**replacements: str) -> None:
        copy = tmp_path / "changed"
        shutil.copytree(COURSES / "small", copy, dirs_exist_ok=True)
        for path in copy.rglob("*.*"):
            text = path.read_text()
            for old, new in replacements.items():
                text = text.replace(old.replace("_", " "), new)
            path.write_text(text)
        text, problems = parse_folder(read_course_folder(copy))
        assert not has_errors(problems), "\n".join(map(str, problems))
        publishing.publish(text, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))

    return publish
