"""Reminders of a cohort: looked at first, then set, switched off and on."""

import re
from datetime import timedelta

import pytest

from course_app.services import grouping
from course_app.services.enrolling_others import enrol
from tests.conftest import START, person_named

IDLE = {"kind": "not-started", "days": "7", "note": "Ffoniwch ni."}


@pytest.fixture
def page(app, time):
    admin = person_named("admin").id
    cohort = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Autumn"), START)
    enrol(admin, person_named("classmate").public_id, "small-course", cohort, START)
    time.advance(seconds=timedelta(days=9).total_seconds())
    return f"/admin/cohorts/{cohort}/reminders"


def test_a_rule_is_looked_at_then_set_and_its_line_tells_how_it_stands(admin, page, visible):
    assert "Nobody yet." in visible(admin.get(page).text)
    looked = admin.send(page, IDLE | {"act": "preview"})
    said = visible(looked.text)
    assert looked.status_code == 422
    assert "“A small course” is waiting for you" in said
    assert "http://localhost/learn/small-course Ffoniwch ni." in said
    assert "7 days after they could begin, to whoever has not begun: one person is due now" in said
    count = re.search(r'name="count" value="([^"]*)"', looked.text)[1]
    answers = [admin.send(page, IDLE | {"act": "set", "count": count}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    said = visible(admin.get(page).text)
    assert said.count("has not begun Ffoniwch ni.") == 1
    assert "Nobody reminded so far, one due now." in said


def test_a_rule_is_switched_off_and_on(admin, page, visible):
    admin.send(page, IDLE | {"act": "set", "count": "1"})
    address = re.search(r'action="([^"]+/switching)"', admin.get(page).text)[1]
    assert admin.send(address, {"wanted": ""}, page=page).status_code == 303
    assert "has not begun Ffoniwch ni. Off Nobody" in visible(admin.get(page).text)
    assert admin.send(address, {"wanted": "yes"}, page=page).status_code == 303
    assert "has not begun Ffoniwch ni. On Nobody" in visible(admin.get(page).text)


@pytest.mark.parametrize("days", ["", "0", "181", "x", "-3", "1.5"])
def test_without_a_number_of_days_nothing_is_set(admin, page, visible, days):
    answer = admin.send(page, IDLE | {"days": days, "act": "set", "count": "9"})
    assert answer.status_code == 422
    said = visible(answer.text)
    assert "Something is missing or not right" in said
    assert "Ffoniwch ni." in answer.text
    assert "Nobody yet." in said


def test_more_people_than_were_seen_and_too_many_words_are_refused(admin, page, visible):
    more = admin.send(page, IDLE | {"act": "set", "count": "0"})
    assert (more.status_code, "It would remind 1 people" in visible(more.text)) == (422, False)
    assert "It would remind one person at once by now, not 0." in visible(more.text)
    long = admin.send(page, IDLE | {"note": "x" * 501, "act": "preview"})
    assert "The text has 501 characters; at most 500 can be kept." in visible(long.text)
    unknown = admin.send(page, IDLE | {"kind": "nobody", "act": "set", "count": "9"})
    assert unknown.status_code == 422
