"""While the database does not answer: a pause is asked for, nothing is stored, and the same is taken afterwards."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import make_url

from course_app.extensions import db
from course_app.gateways.database_file import path_of
from tests.databases import PostgresServer
from tests.web.test_responses import one, post, start

Away = Callable[[], AbstractContextManager[None]]


@pytest.fixture
def away(app: Flask, request: pytest.FixtureRequest) -> Away:
    """`with away():` it takes nothing: a file that another program writes to, a server that lets nobody in."""
    settings = app.config["SETTINGS"]
    if settings.is_sqlite:
        return partial(held_file, settings.database)
    return partial(closed_server, request.getfixturevalue("postgres"), settings.database)


@contextmanager
def held_file(url: str) -> Iterator[None]:
    with db.engines[None].connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(path_of(url), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def closed_server(server: PostgresServer, url: str) -> Iterator[None]:
    name = make_url(url).database
    server.do(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    server.do(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
    yield
    server.do(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_an_answer_waits_for_the_database_and_is_taken_afterwards(as_person, time, away: Away):
    attempt, browser = start(time), as_person("learner")
    with away():
        refused = post(browser, attempt, one())
    assert (refused.status_code, refused.mimetype, refused.headers["Retry-After"], refused.json) == (
        503,
        "application/problem+json",
        "2",
        {"type": "unavailable", "title": "Not available at the moment", "status": 503},
    )
    taken = post(browser, attempt, one())
    assert [(kept["seq"], kept["revision"]) for kept in taken.json["acknowledged"]] == [(1, 1)]


def test_a_page_says_that_what_was_saved_is_kept(as_person, away: Away):
    browser, address = as_person("learner"), "/learn/small-course/quizzes/practice/attempts"
    with away():
        refused = browser.post(address)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert "Not available at the moment" in refused.text
    assert "What you saved before is kept. Try again in a moment." in refused.text
    started = browser.post(address)
    assert browser.post(address).location == started.location
