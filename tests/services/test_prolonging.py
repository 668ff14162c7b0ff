"""A last day of access for all who learn in a cohort: as many as were seen, once, and whoever ran out if asked."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.gateways.chance import public_id
from course_app.models import AuditEntry, Cohort, Enrolment, Person
from course_app.queries.access_ends import Change, access_ends, reach_of
from course_app.services import grouping, prolonging
from course_app.services.administering import NoSuchThing
from course_app.services.enrolling_others import CannotEnrol, end_expired, enrol, set_end, withdraw
from course_app.services.transaction import transaction
from tests.conftest import enrolment_of, person_named
from tests.web.test_admin_people import add_people

LEARNERS = ("learner", "classmate", "outsider")
SPRING, SUMMER = Change(date(2027, 3, 31), again=False), Change(date(2027, 6, 30), again=False)


@pytest.fixture
def cohort(app, time):
    admin = person_named("admin").id
    made = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Autumn"), time.time)
    for one in LEARNERS:
        enrol(admin, person_named(one).public_id, "small-course", made, time.time)
    return made


def change(cohort, wanted, now):
    return prolonging.set_ends(person_named("admin").id, cohort, wanted, reach_of(cohort, wanted, "Europe/London"), now)


def ends():
    with read_connection() as connection:
        rows = connection.execute(
            select(Enrolment.expires_at, Enrolment.ended_at).where(Enrolment.cohort_id.is_not(None))
        )
        return [(row.expires_at and row.expires_at.date(), row.ended_at is None) for row in rows]


def own_end(name, day, now):
    set_end(person_named("admin").id, person_named(name).public_id, enrolment_of(name), day, now)


def test_it_holds_for_everybody_there_and_a_second_time_changes_nothing(cohort, time):
    own_end("learner", date(2027, 3, 31), time.time)
    own_end("classmate", date(2027, 1, 31), time.time)
    page = access_ends(cohort)
    assert (page.without, page.with_end, page.ran_out) == (1, 2, 0)
    assert (page.first, page.last) == (date(2027, 1, 31), date(2027, 3, 31))
    assert [change(cohort, SPRING, time.time) for _ in range(2)] == [2, 0]
    assert ends() == [(date(2027, 3, 31), True)] * 3
    assert change(cohort, Change(None, again=False), time.time) == 3
    assert ends() == [(None, True)] * 3
    with read_connection() as connection:
        said = connection.execute(select(AuditEntry.reason).where(AuditEntry.verb == "access set")).scalars().all()
    assert (said.count("until 2027-03-31"), said.count("without an end")) == (3, 3)


def test_who_was_withdrawn_stays_and_whose_time_ran_out_goes_on_if_that_is_asked(cohort, time):
    withdraw(person_named("admin").id, person_named("outsider").public_id, enrolment_of("outsider"), "Left", time.time)
    own_end("learner", date(2026, 12, 1), time.time)
    time.advance(seconds=timedelta(days=20).total_seconds())
    end_expired(time.time)
    assert (access_ends(cohort).without, access_ends(cohort).ran_out) == (1, 1)
    assert change(cohort, SPRING, time.time) == 1
    assert sorted(is_on for _, is_on in ends()) == [False, False, True]
    assert change(cohort, Change(SPRING.last_day, again=True), time.time) == 1
    assert sorted(is_on for _, is_on in ends()) == [False, True, True]


def test_who_was_enrolled_anew_goes_on_with_that_enrolment(cohort, time):
    own_end("learner", date(2026, 12, 1), time.time)
    time.advance(seconds=timedelta(days=20).total_seconds())
    end_expired(time.time)
    enrol(person_named("admin").id, person_named("learner").public_id, "small-course", cohort, time.time)
    assert access_ends(cohort).ran_out == 0
    assert change(cohort, Change(SPRING.last_day, again=True), time.time) == 3
    assert sorted(ends(), key=str) == sorted([(date(2026, 12, 2), False), *[(date(2027, 3, 31), True)] * 3], key=str)


def test_another_number_than_was_seen_a_day_that_is_over_and_no_such_cohort_change_nothing(cohort, time):
    admin = person_named("admin").id
    with pytest.raises(CannotEnrol, match="It would change 3 by now, not 2"):
        prolonging.set_ends(admin, cohort, SPRING, 2, time.time)
    with pytest.raises(CannotEnrol, match="This day is over"):
        prolonging.set_ends(admin, cohort, Change(date(2026, 11, 21), again=True), 3, time.time)
    with pytest.raises(NoSuchThing):
        prolonging.set_ends(admin, public_id(), SPRING, 0, time.time)
    assert (access_ends(public_id()), reach_of(public_id(), SPRING, "Europe/London")) == (None, 0)
    assert ends() == [(None, True)] * 3


def test_many_are_done_in_portions_and_killed_half_way_the_rest_follows(cohort, time, monkeypatch):
    add_people(130)
    with transaction() as session:
        group = session.scalars(select(Cohort.id).where(Cohort.public_id == cohort)).one()
        strangers = session.scalars(select(Person.id).where(Person.name.like("Zed%"))).all()
        own = {"course_id": session.get_one(Cohort, group).course_id, "cohort_id": group, "created_at": time.time}
        session.add_all(Enrolment(person_id=one, **own) for one in strangers)
    some, calls = prolonging._set_some, []

    def killed(*given):
        calls.append(given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return some(*given)

    monkeypatch.setattr(prolonging, "_set_some", killed)
    with pytest.raises(KeyboardInterrupt):
        change(cohort, SPRING, time.time)
    assert sum(1 for day, _ in ends() if day) == 100
    assert change(cohort, SPRING, time.time) == 33
    assert {day for day, _ in ends()} == {date(2027, 3, 31)}
