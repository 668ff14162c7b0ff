"""The second step that those who administer or instruct need: asked for at a sign-in, and closing their pages later."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from course_app.extensions import read_connection
from course_app.models import Person
from course_app.services.transaction import transaction
from tests.conftest import person_named

SET_UP = "/account/second-step"
BANNER = "your role needs a second step when you sign in"
LATE = "The teaching and administration pages open again once it is on"
LATER = "Your role needs it from Sunday 6 December 2026 at 09:00."
STAFF_PAGES = {"instructor": "/instructor", "admin": "/admin"}


@pytest.fixture(autouse=True)
def asks(app):
    """Those who administer or instruct have two weeks."""
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], second_step_after=14)


def turned_on(role):
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person_named(role).id).values(tf_totp_secret="secret"))


def asked():
    """Who was asked since when."""
    statement = select(Person.email, Person.second_step_asked_at).where(Person.second_step_asked_at.is_not(None))
    with read_connection() as connection:
        return dict(connection.execute(statement).all())


def test_administrators_and_instructors_are_asked_at_their_first_sign_in_and_nobody_else(signed_in, time):
    began = time.time
    for role in ("learner", "reviewer", "instructor", "admin"):
        signed_in(role)
    time.advance(days=1)
    signed_in("admin")
    assert asked() == dict.fromkeys(["instructor@example.org", "admin@example.org"], began)


def test_whoever_has_a_second_step_is_not_asked(browser):
    turned_on("admin")
    assert browser().sign_in("admin").location == "/sign-in/code"
    assert asked() == {}


@pytest.mark.parametrize("role", STAFF_PAGES)
def test_for_two_weeks_their_pages_say_by_when(signed_in, role):
    person = signed_in(role)
    page = person.get(STAFF_PAGES[role])
    assert (page.status_code, BANNER in page.text) == (200, True)
    assert BANNER not in person.get("/learn").text
    assert LATER in person.get(SET_UP).text


@pytest.mark.parametrize("role", STAFF_PAGES)
def test_then_their_pages_lead_to_where_it_is_turned_on_until_it_is(signed_in, time, role):
    person = signed_in(role)
    time.advance(days=14)
    closed = person.get(STAFF_PAGES[role])
    assert (closed.status_code, closed.location) == (303, SET_UP)
    assert (LATE in person.get(SET_UP).text, person.get("/learn").status_code) == (True, 200)
    turned_on(role)
    page = person.get(STAFF_PAGES[role])
    assert (page.status_code, BANNER in page.text) == (200, False)


def test_what_was_typed_on_a_page_opened_in_time_is_taken_for_an_hour(signed_in, time):
    admin = signed_in("admin")
    time.advance(days=14)
    sent = []
    for name in ("First Trust", "Second Trust"):
        sent.append(admin.send("/admin/organisations", {"name": name}, page="/account").location)
        time.advance(hours=1)
    assert sent == ["/admin/organisations", SET_UP]


def test_a_program_is_told_in_a_typed_answer(signed_in, time):
    admin = signed_in("admin")
    time.advance(days=14)
    answer = admin.get("/admin", Accept="application/json")
    assert (answer.status_code, answer.json["type"]) == (403, "second-step-wanted")


def test_without_days_nobody_is_asked_and_nothing_is_closed(app, signed_in, time):
    signed_in("admin")
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], second_step_after=0)
    signed_in("instructor")
    assert list(asked()) == ["admin@example.org"]
    time.advance(days=20)
    assert BANNER not in signed_in("admin").get("/admin").text


def test_a_demonstration_asks_nobody(app, signed_in):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], demo=True)
    signed_in("admin")
    assert asked() == {}


def test_the_home_counts_who_lacks_it_and_a_list_names_them(signed_in, visible):
    signed_in("instructor")
    admin = signed_in("admin")
    assert "Two people sign in without the second step that their role needs" in visible(admin.get("/admin").text)
    turned_on("instructor")
    assert "One person signs in without the second step" in visible(admin.get("/admin").text)
    found = admin.get("/admin/people?role=second-step").text
    assert ("admin@example.org" in found, "instructor@example.org" in found) == (True, False)


def test_whoever_has_it_is_told_what_turning_it_off_closes(signed_in):
    told = []
    for role in ("learner", "admin"):
        person = signed_in(role)
        turned_on(role)
        told.append("while it is off, the teaching and administration pages are closed" in person.get(SET_UP).text)
    assert told == [False, True]
