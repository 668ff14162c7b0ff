"""Enrolling oneself in an open course."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import select, update

from course_app.extensions import read_connection
from course_app.models import AuditEntry, Course, Enrolment
from course_app.services import accounts
from course_app.services.enrolling import EnrolmentClosed, EnrolmentEnded, NoSuchCourse, enrol_oneself
from course_app.services.transaction import transaction

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def person(app):
    with transaction() as session:
        session.add(Course(slug="open", title="Dry needling", enrolment="open", created_at=NOW))
        session.add(Course(slug="closed", title="By invitation", created_at=NOW))
    return accounts.make_person("Siân", "sian@example.org", None, NOW)


def enrolments(person):
    columns = select(Enrolment.id, Enrolment.cycle, Enrolment.kind, Enrolment.ended_at)
    with read_connection() as connection:
        return connection.execute(columns.where(Enrolment.person_id == person)).all()


def test_enrolling_makes_one_active_enrolment_of_a_learner(person):
    enrolment = enrol_oneself(person, "open", NOW)
    assert enrolments(person) == [(enrolment, 1, "learner", None)]


def test_enrolling_again_answers_the_same_enrolment_and_audits_once(person):
    assert enrol_oneself(person, "open", NOW) == enrol_oneself(person, "open", NOW)
    assert len(enrolments(person)) == 1
    with read_connection() as connection:
        verbs = connection.execute(select(AuditEntry.verb).where(AuditEntry.actor_id == person)).all()
    assert verbs == [("enrolled oneself",)]


def test_enrolling_at_once_from_several_places_makes_one(app, person):
    together = Barrier(4)

    def attempt(_number):
        with app.app_context():
            together.wait()
            return enrol_oneself(person, "open", NOW)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(attempt, range(4)))) == 1
    assert len(enrolments(person)) == 1


def test_a_closed_course_refuses_with_a_sentence(person):
    with pytest.raises(EnrolmentClosed, match="You cannot enrol yourself in “By invitation”"):
        enrol_oneself(person, "closed", NOW)
    assert enrolments(person) == []


def test_whoever_is_enrolled_already_stays_so_when_the_course_closes(person):
    enrolment = enrol_oneself(person, "open", NOW)
    with transaction() as session:
        session.execute(update(Course).values(enrolment="closed"))
    assert enrol_oneself(person, "open", NOW) == enrolment


def test_an_ended_enrolment_refuses_with_a_sentence(person):
    enrol_oneself(person, "open", NOW)
    with transaction() as session:
        session.execute(update(Enrolment).values(ended_at=NOW))
    with pytest.raises(EnrolmentEnded, match="What you did is kept"):
        enrol_oneself(person, "open", NOW)
    assert len(enrolments(person)) == 1


def test_an_unknown_course_is_refused(person):
    with pytest.raises(NoSuchCourse):
        enrol_oneself(person, "nowhere", NOW)
