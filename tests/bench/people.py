"""Do lists stay quick? `python -m tests.bench.people [--few 100] [--many 20000] [--database postgres]`.

The pages of people, of a search in them, and of the progress of an organisation's people (everybody, a search, each
list to follow up) with few people and with many, in one run on the same data: the best of several times, in milliseconds, and
how many times as long the many take. Exit 1 when a list or a search takes more than five times as long.
"""

import argparse
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from secrets import token_hex

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select, text

from course_app.domain.learning_states import LISTS
from course_app.extensions import db, read_connection
from course_app.gateways import clock
from course_app.gateways.tokens import new_token
from course_app.models import Cohort, Completion, Course, Enrolment, Observer, Organisation, Person
from course_app.queries.catalogue import newest_outline
from course_app.queries.group_progress import Asked, observed_export
from course_app.services import accounts, signing_in
from course_app.services.transaction import transaction
from tests.bench import ground
from tests.bench.crash import _database
from tests.bench.visits import COURSE
from tests.databases import KINDS

MOST_TIMES, ROUNDS, BATCH = 5.0, 7, 5_000
TRUST, COHORT = "a" * 32, "b" * 32
ONE, ALL = "n77@example.org", "number"
"""Searches that show as many lines with few people as with many."""


def begin() -> tuple[int, int]:
    """An organisation with a cohort; the ids of who observes it, and of an administrator."""
    now = clock.now()
    person = accounts.make_person("Olive Observer", "observer@example.org", None, now)
    admin = accounts.make_person("Ada Admin", "admin@example.org", None, now, is_admin=True)
    with transaction() as session:
        course = session.scalars(select(Course.id).where(Course.slug == COURSE)).one()
        trust = Organisation(public_id=TRUST, name="A trust", created_at=now)
        session.add(trust)
        session.flush()
        session.add(Cohort(public_id=COHORT, course_id=course, organisation_id=trust.id, name="All", created_at=now))
        session.add(Observer(person_id=person, organisation_id=trust.id, created_at=now))
    return person, admin


def grow(start: int, end: int) -> None:
    """People of those numbers, enrolled in the cohort; two of three have begun, one of those long ago."""
    now, outline = clock.now(), newest_outline(COURSE)
    card = outline.written[0]
    with transaction() as session:
        cohort = session.scalars(select(Cohort.id).where(Cohort.public_id == COHORT)).one()
        for first in range(start, end, BATCH):
            numbers = range(first, min(end, first + BATCH))
            people = session.scalars(
                insert(Person).returning(Person.id, sort_by_parameter_order=True), list(map(_person, numbers))
            ).all()
            rows = [
                {"person_id": one, "course_id": outline.course_id, "cohort_id": cohort, "created_at": now}
                | {"employee_number": f"E{one}", "pseudonym": token_hex(16)}
                for one in people
            ]
            enrolments = session.scalars(
                insert(Enrolment).returning(Enrolment.id, sort_by_parameter_order=True), rows
            ).all()
            read = {"lesson_id": card.lesson_id, "lesson_version_id": card.version_id}
            begun = [
                read | {"enrolment_id": one, "completed_at": now - timedelta(days=30 * (one % 3 - 1))}
                for one in enrolments
                if one % 3
            ]
            session.execute(insert(Completion), begun)
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def _person(number: int) -> dict[str, object]:
    name = f"Person {token_hex(4)} Number{number}"
    key = name.casefold()
    own = {"public_id": token_hex(16), "fs_uniquifier": token_hex(16), "created_at": clock.now()}
    return own | {"name": name, "search_key": key, "sort_key": f"{key}\t{name}", "email": f"n{number}@example.org"}


def browser_of(app: Flask, person: int) -> FlaskClient:
    """A browser in which that person is signed in."""
    token, now = new_token(), clock.now()
    signing_in.open_sign_in(person, token, "bench", "127.0.0.1", now)
    with read_connection() as connection:
        identity = connection.scalar(select(Person.fs_uniquifier).where(Person.id == person))
    browser = app.test_client()
    with browser.session_transaction() as session:
        session.update(_user_id=identity, _fresh=True, sign_in=token, fs_paa=now.timestamp())
    return browser


def looks(app: Flask, observer: int, admin: int) -> dict[str, Callable[[], object]]:
    """The pages that are asked for, by what they show."""
    own, all_of_them = browser_of(app, observer), browser_of(app, admin)

    def page(browser: FlaskClient, address: str) -> Callable[[], object]:
        def look() -> None:
            with app.app_context():
                assert browser.get(address).status_code == 200

        return look

    trust = f"/observer/{TRUST}"
    return {
        "people": page(all_of_them, "/admin/people"),
        "people: one is found": page(all_of_them, f"/admin/people?q={ONE}"),
        "people: all are found": page(all_of_them, f"/admin/people?q={ALL}"),
        "people: learners": page(all_of_them, f"/admin/people?role=learner&course={COURSE}"),
        "cohort": page(all_of_them, f"/admin/cohorts/{COHORT}/progress"),
        **{f"organisation: {words}": page(own, f"{trust}?state={state}") for state, words in LISTS.items()},
        "organisation: one is found": page(own, f"{trust}?q={ONE}"),
        "organisation: all are found": page(own, f"{trust}?q={ALL}"),
    }


def timed(look: Callable[[], object]) -> float:
    """The best of several times, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        look()
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def main() -> None:
    """Measure with few, then with many, and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.people")
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--many", type=int, default=20_000)
    parser.add_argument("--database", choices=KINDS, default="sqlite")
    asked = parser.parse_args()
    with ExitStack() as stack:
        url, _postgres = stack.enter_context(_database(asked.database))
        data, _ = stack.enter_context(ground.prepared(url, 1))
        app = stack.enter_context(ground.application(data, url))
        stack.enter_context(app.app_context())
        observer, admin = begin()
        grow(0, asked.few)
        few = {name: timed(look) for name, look in looks(app, observer, admin).items()}
        grow(asked.few, asked.many)
        many = {name: timed(look) for name, look in looks(app, observer, admin).items()}
        began = time.perf_counter()
        lines = observed_export(observer, TRUST, Asked(), clock.now())
        exported = time.perf_counter() - began
    slow = [name for name in few if many[name] > MOST_TIMES * few[name]]
    for name, before in few.items():
        print(
            f"{name:32} {before:8.1f} ms {many[name]:8.1f} ms  × {many[name] / before:.1f}{' SLOW' if name in slow else ''}"
        )
    print(f"export of {len(lines):,} learners: {exported:.1f} s")
    sys.exit(bool(slow))


if __name__ == "__main__":
    main()
