"""Practical days: announced, changed and removed by an administrator, and gone from the pages when they are over."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.models import AuditEntry
from course_app.queries.practical_days import coming_days, day_line, newest_days
from course_app.services import arranging
from course_app.services.administering import NoSuchThing
from tests.conftest import START, person_named
from tests.practical_acts import DAYS


@pytest.fixture
def admin(app):
    return person_named("admin").id


def titles(lines):
    return [line.day.title for line in lines]


def test_a_day_comes_back_as_it_was_filled_in(admin):
    made = [arranging.add_day(admin, day, START) for day in DAYS]
    assert [day_line(one, START).day for one in made] == list(DAYS)


def test_days_to_come_stand_in_their_order_until_the_last_one_is_over(admin):
    for day in reversed(DAYS):
        arranging.add_day(admin, day, START)
    assert titles(coming_days(START)) == [day.title for day in DAYS]
    after = START + timedelta(days=14)
    assert (titles(coming_days(after)), after.date().isoformat()) == (
        [DAYS[0].title, *titles(coming_days(after))[1:]],
        "2026-12-06",
    )
    assert titles(coming_days(after + timedelta(days=1))) == [day.title for day in DAYS[1:]]
    assert titles(newest_days(after + timedelta(days=1))) == [day.title for day in reversed(DAYS)]


def test_each_act_stands_in_the_audit_with_its_words(admin):
    day = arranging.add_day(admin, DAYS[2], START)
    arranging.change_day(admin, day, DAYS[2], START)
    arranging.change_day(admin, day, replace(DAYS[2], title="Third, moved"), START)
    arranging.remove_day(admin, day, "The hall is not free", START)
    with read_connection() as connection:
        said = connection.execute(select(AuditEntry.verb, AuditEntry.reason).where(AuditEntry.actor_id == admin)).all()
    assert [tuple(one) for one in said] == [
        ("practical day added", "Third practical day, 2027-02-06"),
        ("practical day changed", "Third, moved, 2027-02-06"),
        ("practical day removed", "Third, moved, 2027-02-06: The hall is not free"),
    ]
    assert day_line(day, START) is None
    with pytest.raises(NoSuchThing):
        arranging.remove_day(admin, day, "Again", START)
