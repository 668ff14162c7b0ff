"""What the crash bench would say if something were lost, changed or there twice."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, select, update

from course_app.models import Attempt, Grade, Mark, Response
from course_app.services import answering, attempting
from course_app.services.answer_desk import Given as Received
from course_app.services.transaction import transaction
from course_app.web.shared.filters import iso
from tests.bench.learners import Given, Kept, Log
from tests.bench.reckoning import Reckoning, reckon
from tests.conftest import person_named

SOUND = Reckoning(stored=1, lost=[], changed=[], duplicates=[], ungraded=[], damage=[])


@pytest.fixture
def log(app, time):
    """A learner who started, saved one answer, handed in, and was told so each time."""
    person = person_named("learner").id
    attempt = attempting.start_attempt(person, "small-course", "practice", time.time, 7)
    (kept,) = answering.save(attempt, person, [Received(1, "tab", ("a",), seq=1, base=0)], time.time).acknowledged
    attempting.submit(attempt, person, time.time)
    log, key = Log("learner@example.org", begun=1, attempts=[attempt], handed_in=[attempt]), (attempt, "tab", 1)
    log.sent[key] = Given(1, ("a",), 0, 1)
    log.acknowledged[key] = Kept(kept.revision, iso(kept.saved_at), kept.counts)
    return log


def names(found):
    return {name for name, wrong in vars(found).items() if name != "stored" and wrong}


def test_what_is_stored_as_it_was_acknowledged_is_sound(log):
    assert reckon([log], before=[]) == SOUND


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ([update(Mark).values(response_id=None), delete(Response)], {"lost", "changed"}),
        ([update(Response).values(choice=["a", "b"])], {"changed"}),
        ([update(Response).values(revision=2)], {"changed"}),
        ([update(Mark).values(response_id=None)], {"changed"}),
        ([update(Response).values(client="nobody"), update(Mark).values(response_id=None)], {"lost", "changed", "duplicates"}),
        ([delete(Mark), delete(Grade)], {"changed", "ungraded"}),
    ],
)  # fmt: skip
def test_harm_is_told(log, harm, told):
    with transaction() as session:
        for statement in harm:
            session.execute(statement)
    assert names(reckon([log], before=[])) == told


def test_an_attempt_that_nobody_started_is_told(log):
    with transaction() as session:
        there = session.execute(select(Attempt.__table__)).mappings().one()
        session.execute(
            Attempt.__table__.insert(), dict(there) | {"id": there["id"] + 1, "public_id": "twice", "number": 2}
        )
    assert names(reckon([log], before=[])) == {"duplicates"}


def test_an_attempt_that_is_gone_is_told(log):
    assert names(reckon([replace(log, attempts=["gone"], handed_in=[])], before=[])) == {"lost"}
