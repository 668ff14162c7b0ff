"""Every migration, up and down, with rows in the tables: on both databases nothing is lost and nothing is left over."""

from datetime import timedelta
from itertools import pairwise

import pytest
from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from course_app.extensions import db
from course_app.services import answering, attempting, recovering, signing_in
from course_app.services.answer_desk import Given
from tests import histories
from tests.conftest import LETTERHEAD, START, person_named

LATER = START + timedelta(minutes=5)
FILLED = {
    "attempt_item",
    "audit_entry",
    "completion",
    "enrolment",
    "grade",
    "mark",
    "membership",
    "message",
    "one_time_link",
    "person",
    "question_version",
    "response",
    "sign_in",
    "sign_in_failure",
}


@pytest.fixture
def filled(app):
    """Somebody has read, taken a quiz, asked for a password and mistyped one."""
    person = person_named("learner")
    histories.read("first-steps", START)
    attempt = attempting.start_attempt(person.id, "small-course", "practice", START, 7)
    answering.save(attempt, person.id, [Given(1, "tab", ("a",), seq=1)], LATER)
    attempting.submit(attempt, person.id, LATER)
    recovering.ask_for_password(person.email, "127.0.0.1", LETTERHEAD, LATER)
    signing_in.open_sign_in(person.id, "a token", "pytest", "127.0.0.1", LATER)
    signing_in.note_failure("nobody@example.org", "127.0.0.1", LATER)


def revisions():
    """The newest first."""
    scripts = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    return [script.revision for script in scripts.walk_revisions()]


def content():
    """Table → its rows, each as the driver gives them."""
    with db.engines[None].connect() as connection:
        tables = set(inspect(connection).get_table_names()) - {"alembic_version"}
        return {
            name: [dict(row) for row in connection.execute(text(f"SELECT * FROM {name}")).mappings()] for name in tables
        }


def shared(mine, other):
    """My rows in the columns that the other one's table has too, in no order; only of tables that both have."""
    found = {}
    for name in mine.keys() & other.keys():
        columns = mine[name][0].keys() & other[name][0].keys() if mine[name] and other[name] else set()
        found[name] = sorted(repr([(column, row[column]) for column in sorted(columns)]) for row in mine[name])
    return found


def shape():
    """Table → its columns, indexes and constraints by name."""
    look = inspect(db.engines[None])
    return {
        name: (
            sorted((one["name"], str(one["type"]), one["nullable"], one["default"]) for one in look.get_columns(name)),
            sorted((one["name"], tuple(one["column_names"]), bool(one["unique"])) for one in look.get_indexes(name)),
            sorted((one["name"], tuple(one["column_names"])) for one in look.get_unique_constraints(name)),
            sorted(one["name"] for one in look.get_check_constraints(name)),
            sorted((one["name"], one["referred_table"]) for one in look.get_foreign_keys(name)),
        )
        for name in look.get_table_names()
    }


def test_every_step_down_and_up_again_keeps_every_row_of_what_both_versions_have(filled):
    first = content()
    assert {name for name in FILLED if not first[name]} == set()
    steps = revisions()
    for newer, older in pairwise(steps):
        above = content()
        downgrade(revision=older)
        below = content()
        assert shared(below, above) == shared(above, below)
        upgrade(revision=newer)
        again = content()
        assert shared(again, below) == shared(below, again)
        assert {name: len(rows) for name, rows in again.items()} == {name: len(rows) for name, rows in above.items()}
        downgrade(revision=older)
    upgrade()
    assert shape().keys() == first.keys() | {"alembic_version"}


def test_going_down_leaves_the_tables_as_the_older_version_made_them(filled):
    steps = revisions()
    left = {}
    for older in steps[1:]:
        downgrade(revision=older)
        left[older] = shape()
    downgrade(revision="base")
    made = {}
    for older in reversed(steps[1:]):
        upgrade(revision=older)
        made[older] = shape()
    assert left == made != {}
