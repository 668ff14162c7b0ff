"""How many SQL statements a visit takes, counted at the engines while it is made within this process."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from course_app.extensions import db
from tests.bench.browsing import learner, make, with_attempt, within
from tests.bench.visits import BY_VISITORS, VISITS, Person


def statements(app: Flask, email: str, other_email: str, visits: Collection[str]) -> dict[str, int]:
    """Statements of each visit (BEGIN and COMMIT are not among them) by somebody who made the same visit before.

    The other learner saves single answers, in an attempt that stays open.
    """
    exchange = within(app)
    taker, saver = learner(exchange, email), with_attempt(exchange, learner(exchange, other_email))
    persons = {"save": saver, "questions": saver} | dict.fromkeys(BY_VISITORS, Person())
    return {name: _count(app, name, persons.get(name, taker)) for name in visits}


def _count(app: Flask, name: str, person: Person) -> int:
    visit, exchange = VISITS[name], within(app)
    make(visit(person), person, exchange)
    with _counting(app) as seen:
        make(visit(person), person, exchange)
    return len(seen)


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(*arguments) -> None:
        seen.append(arguments[2])

    with app.app_context():
        engines = list(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield seen
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
