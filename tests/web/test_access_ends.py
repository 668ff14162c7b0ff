"""When access ends for a whole cohort, as an administrator sets it; and a learner's employee number."""

import re

import pytest

from course_app.queries.access_ends import access_ends
from course_app.services import grouping
from course_app.services.enrolling_others import enrol
from tests.conftest import START, enrolment_of, person_named


@pytest.fixture
def page(app):
    admin = person_named("admin").id
    cohort = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Autumn"), START)
    enrol(admin, person_named("classmate").public_id, "small-course", cohort, START)
    return f"/admin/cohorts/{cohort}/access"


def count(text):
    return re.search(r'name="count" value="([^"]*)"', text)[1]


def test_it_is_looked_at_with_its_number_and_then_done(admin, page, visible):
    assert "Learning, without an end of their own 1" in visible(admin.get(page).text)
    looked = admin.send(page, {"last_day": "2027-03-31", "act": "preview"})
    assert looked.status_code == 422
    assert "One learner gets access until the end of 31 March 2027." in visible(looked.text)
    answer = admin.send(page, {"last_day": "2027-03-31", "act": "set", "count": count(looked.text)})
    assert (answer.status_code, answer.location) == (303, page)
    said = visible(admin.get(page).text)
    assert "Changed for 1 learner." in said
    assert "Learning, until a day 1, 31 March 2027" in said
    again = admin.send(page, {"last_day": "2027-03-31", "act": "preview"})
    assert "Nothing: everybody has that already." in visible(again.text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31.3.", "Write the day with its year, such as 2026-12-05."),
        ("2026-01-01", "This day is over."),
        ("0001-01-01", "Choose a day of this era."),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_changed(admin, page, visible, typed, said):
    answer = admin.send(page, {"last_day": typed, "act": "set", "count": "1"})
    assert (answer.status_code, said in visible(answer.text)) == (422, True)
    assert access_ends(page.split("/")[3]).with_end == 0


def test_an_employee_number_is_set_changed_and_taken_away_on_the_persons_page(admin, page, visible):
    person = f"/admin/people/{person_named('classmate').public_id}"
    address = f"{person}/enrolments/{enrolment_of('classmate')}/number"
    for typed, kept, said in ((" 0012 ", "0012", "Kept"), ("Ŵ 7", "Ŵ 7", "Kept"), ("", "", "is taken away")):
        answer = admin.send(address, {"employee_number": typed}, page=person)
        assert (answer.status_code, answer.location) == (303, person)
        shown = admin.get(person).text
        assert said in visible(shown)
        assert re.search(r'name="employee_number" value="([^"]*)"', shown)[1] == kept
    long = admin.send(address, {"employee_number": "x" * 65}, page=person)
    assert (long.status_code, "at most 64 can be kept" in visible(long.text)) == (422, True)
    other = f"{person}/enrolments/999999/number"
    assert admin.send(other, {"employee_number": "1"}, page=person).status_code == 422
