"""The one place that begins and commits: what is left when a commit fails."""

import pytest
from sqlalchemy import event, update

from course_app.extensions import db
from course_app.models import Person
from course_app.services.transaction import core_transaction, transaction
from tests.conftest import person_named


class DiskFull(Exception):
    """What a commit may meet."""


def fail(*_arguments):
    raise DiskFull


def rename(connection, words):
    connection.execute(update(Person).where(Person.email == "learner@example.org").values(name=words))


@pytest.mark.parametrize("begin", [transaction, core_transaction])
def test_a_commit_that_fails_leaves_nothing_behind_and_holds_up_nobody(app, begin):
    """A transaction left open in the pool would keep the lock for writing on SQLite, and the row on PostgreSQL."""
    engine, before = db.engines[None], person_named("learner").name
    event.listen(engine, "commit", fail)
    with pytest.raises(DiskFull), begin() as writer:
        rename(writer, "Lost")
    event.remove(engine, "commit", fail)
    assert person_named("learner").name == before
    with engine.connect() as first, engine.connect() as second:
        for connection in (first, second):
            with connection.begin():
                rename(connection, "Kept")
    assert person_named("learner").name == "Kept"
