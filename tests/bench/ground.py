"""The ground that a bench stands on: the real course with a ten-question quiz, and learners who have done things.

The first learner works through the services; the others are given copies of what that left in the tables.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Any

from flask import Flask, current_app
from flask_migrate import upgrade
from sqlalchemy import func, insert, select

from course_app.app import create_app
from course_app.extensions import db, read_connection
from course_app.formats.course_folder import parse_folder
from course_app.formats.problems import has_errors
from course_app.formats.quiz_yaml import parse_quiz
from course_app.gateways import clock, passwords
from course_app.gateways.folders import read_course_folder
from course_app.models import (
    Attempt,
    AttemptItem,
    Completion,
    Enrolment,
    Grade,
    Mark,
    Person,
    Place,
    Response,
)
from course_app.queries.catalogue import newest_outline
from course_app.services import accounts, answering, attempting, enrolling, publishing, studying
from course_app.services.answer_desk import Given
from course_app.services.transaction import transaction
from course_app.settings import Settings, lessons_folder
from tests.bench.visits import COURSE, PASSWORD, QUESTIONS, QUIZ

SLOW_SIGN_IN = "slow@example.org"
QUIZ_FILE = Path(__file__).parent / "course" / f"{QUIZ}.yaml"
LESSONS_READ = 3
ATTEMPTS = 2
STRIDE = 1_000
BATCH = 500
SHIFTED = ("id", "person_id", "enrolment_id", "attempt_id", "grade_id", "response_id")
COPIED = (Person, Enrolment, Completion, Place, Attempt, AttemptItem, Response, Grade, Mark)


@contextmanager
def prepared(database_url: str, learners: int) -> Iterator[tuple[Path, str]]:
    """A data folder and its database (none named: in the folder) with the course and so many learners."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        data = Path(folder) / "data"
        with application(data, database_url) as app, app.app_context():
            upgrade()
            publish_course(clock.now())
            add_first_learner(clock.now())
            grow_to(learners)
        yield data, database_url


@contextmanager
def application(data: Path, database_url: str) -> Iterator[Flask]:
    """The application within this process; its connections are closed afterwards."""
    app = create_app(Settings(data=data, database_url=database_url, log_level="error"))
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def email_of(number: int) -> str:
    """The address of a learner; numbers begin at 0."""
    return f"learner-{number}@example.org"


def publish_course(now: datetime) -> None:
    """Publish the real course with the quiz of ten questions."""
    text, problems = parse_folder(read_course_folder(lessons_folder() / COURSE))
    quiz, more = parse_quiz(QUIZ_FILE.read_text(), QUIZ_FILE.name)
    if has_errors([*problems, *more]):
        raise ValueError("the course has errors: course-app lessons check")
    course = replace(text.course, quizzes=(*text.course.quizzes, QUIZ))
    publishing.publish(replace(text, course=course, quizzes=text.quizzes | {QUIZ: quiz}), now)


def add_slow_sign_in(now: datetime) -> None:
    """Somebody whose password is hashed as the site hashes passwords, so that a sign-in takes what it takes."""
    accounts.make_person("Slow Sign-In", SLOW_SIGN_IN, passwords.hash_of(PASSWORD), now)


def add_first_learner(now: datetime) -> None:
    """A learner who has read some lessons, stopped in the next, and handed in two attempts.

    The password is hashed as fast as argon2 can, so that many may sign in at the beginning of a bench.
    """
    quickly = current_app.extensions["security"].pwd_context.using(
        argon2__time_cost=1, argon2__memory_cost=8, argon2__parallelism=1
    )
    person = accounts.make_person("Bench Learner", email_of(0), quickly.hash(PASSWORD), now)
    enrolment = enrolling.enrol_oneself(person, COURSE, now)
    written = newest_outline(COURSE).written
    for card in written[:LESSONS_READ]:
        studying.mark_as_read(enrolment, card.lesson_id, card.version_id, now)
    studying.remember_place(enrolment, written[LESSONS_READ].lesson_id, 4, now)
    for seed in range(ATTEMPTS):
        attempt = attempting.start_attempt(person, COURSE, QUIZ, now, seed)
        answers = [Given(slot, "first", ("a",), seq=slot) for slot in range(1, QUESTIONS + 1)]
        answering.save(attempt, person, answers, now)
        attempting.submit(attempt, person, now)


def grow_to(learners: int) -> None:
    """Copies of the first learner, until there are that many."""
    with read_connection() as connection:
        there = connection.scalar(select(func.count()).select_from(Person))
    for first in range(there, learners, BATCH):
        _add_copies(range(first, min(first + BATCH, learners)))


def _add_copies(numbers: Iterable[int]) -> None:
    with transaction() as session:
        for model in COPIED:
            table = model.__table__
            low = next(table.c[name] for name in SHIFTED if name in table.c) < STRIDE
            rows = [row._mapping for row in session.execute(select(table).where(low)) if _is_first(row)]
            session.execute(insert(table), [_copy(row, number) for number in numbers for row in rows])
            if "id" in table.c and session.get_bind().dialect.name == "postgresql":
                last = select(func.max(table.c.id)).scalar_subquery()
                session.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)))


def _is_first(row: Any) -> bool:
    """Whether a row belongs to the first learner, whose ids are below the stride."""
    return all(row._mapping.get(name, 0) < STRIDE for name in SHIFTED if row._mapping.get(name) is not None)


def _copy(row: Any, number: int) -> dict[str, Any]:
    copied = {
        name: value + number * STRIDE if name in SHIFTED and value is not None else value for name, value in row.items()
    }
    for name in ("public_id", "fs_uniquifier", "pseudonym"):
        if name in copied:
            copied[name] = token_hex(16)
    if "email" in copied:
        copied["email"] = email_of(number)
    return copied
