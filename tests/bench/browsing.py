"""A small browser for single visits: over HTTP to a server, or within this process to an application.

It signs in with the sign-in page's own form and takes along what a load client needs.
"""

import http.client
import json
import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace

from flask import Flask

from tests.bench.load import UnexpectedAnswer, headers_of
from tests.bench.visits import COURSE, FORM, JSON, LESSON, PASSWORD, QUIZ, Person, Step, Visit

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
COOKIE = re.compile(r"course_session=[^;]*")
ADDRESS = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@dataclass(frozen=True)
class Answer:
    """An answer: `text` where it is not compressed; `size` in bytes with its head, as it goes over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of the status line, the headers and the body."""
        lines = sum(len(f"{name}: {value}\r\n") for name, value in self.headers)
        return len("HTTP/1.1 200 OK\r\n") + lines + 2 + len(self.body)

    @property
    def text(self) -> str:
        """The body, if it is not compressed."""
        return self.body.decode()

    def header(self, name: str) -> str:
        """A header's value, empty without it."""
        return next((value for one, value in self.headers if one.lower() == name), "")


Exchange = Callable[[Step, Person], Answer]


def over_http(port: int) -> Exchange:
    """Requests to a server on this machine, each on a connection of its own."""

    def exchange(step: Step, person: Person) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request(step.method, step.path, step.body or None, headers_of(step, person))
            answer = connection.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())

    return exchange


def within(app: Flask) -> Exchange:
    """Requests to an application in this process."""
    client = app.test_client(use_cookies=False)

    def exchange(step: Step, person: Person) -> Answer:
        answer = client.open(step.path, method=step.method, data=step.body, headers=headers_of(step, person))
        return Answer(answer.status_code, list(answer.headers), answer.data)

    return exchange


def make(visit: Visit, person: Person, exchange: Exchange) -> None:
    """Make one visit to its end; every answer that it saves must be taken."""
    step = next(visit)
    while True:
        answer = exchange(replace(step, encoding="identity"), person)
        if answer.status != step.expected or (step.kind == JSON and json.loads(answer.body)["refused"]):
            raise UnexpectedAnswer(f"{step.method} {step.path}: {answer.status} {answer.text[:500]}")
        try:
            step = visit.send(answer.header("location"))
        except StopIteration:
            return


def visitor(exchange: Exchange) -> Person:
    """Somebody with the sign-in page before them."""
    return _opened(exchange, "/sign-in", Person())


def learner(exchange: Exchange, email: str) -> Person:
    """Somebody signed in, with the token of a page that they opened."""
    asking = visitor(exchange)
    signed_in = _sent(exchange, "/sign-in", asking, f"&email={email}&password={PASSWORD}")
    person = Person(email, COOKIE.search(signed_in.header("set-cookie"))[0])
    return _opened(exchange, f"/learn/{COURSE}/lessons/{LESSON}", person)


def with_attempt(exchange: Exchange, person: Person) -> Person:
    """The same with an open attempt at the ten questions."""
    started = _sent(exchange, f"/learn/{COURSE}/quizzes/{QUIZ}/attempts", person)
    return replace(person, attempt=started.header("location"))


def first_visit(exchange: Exchange, path: str) -> dict[str, int]:
    """The bytes over the wire of a page and of all that it names, by address."""
    sizes = {path: exchange(Step("", "GET", path), Person()).size}
    for address in sorted(set(ADDRESS.findall(exchange(_plain(path), Person()).text))):
        sizes[address] = exchange(Step("", "GET", address), Person()).size
    return sizes


def _opened(exchange: Exchange, path: str, person: Person) -> Person:
    page = exchange(_plain(path), person)
    cookie = COOKIE.search(page.header("set-cookie"))
    return replace(person, token=TOKEN.search(page.text)[1], cookie=cookie[0] if cookie else person.cookie)


def _plain(path: str) -> Step:
    return Step("", "GET", path, encoding="identity")


def _sent(exchange: Exchange, path: str, person: Person, fields: str = "") -> Answer:
    body = f"csrf_token={person.token}{fields}".replace(" ", "+")
    answer = exchange(Step("", "POST", path, body, FORM, 303), person)
    if answer.status != 303:
        raise UnexpectedAnswer(f"POST {path} as {person.email}: {answer.status}")
    return answer
