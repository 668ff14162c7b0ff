"""Visits are added up over processes and days."""

from datetime import date

import pytest
from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.models import Visit
from course_app.services.counting_visits import add_visits

pytestmark = pytest.mark.usefixtures("app")
TODAY, TOMORROW = date(2026, 11, 22), date(2026, 11, 23)


def stored():
    with read_connection() as connection:
        rows = connection.execute(select(Visit.day, Visit.page, Visit.number).order_by(Visit.day, Visit.page))
        return [tuple(row) for row in rows]


def test_what_several_processes_saw_is_added_up():
    add_visits({(TODAY, "home"): 2, (TODAY, "course"): 1})
    add_visits({(TOMORROW, "home"): 1, (TODAY, "home"): 3})
    assert stored() == [(TODAY, "course", 1), (TODAY, "home", 5), (TOMORROW, "home", 1)]


def test_nothing_seen_writes_nothing():
    add_visits({})
    assert stored() == []
