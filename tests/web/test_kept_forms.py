"""A form that is sent after the sign-in has ended: signing in again loses nothing of it."""

import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from course_app.extensions import read_connection
from course_app.models import Response
from course_app.services import attempting
from tests import acts
from tests.conftest import PASSWORD, person_named
from tests.sending_again import address_offered, hidden, pressed, sent_too_late, signed_in_again
from tests.stage import Stage

EMAIL = re.compile(r'<input id="email"[^>]* value="([^"]*)"')


def saved():
    with read_connection() as connection:
        return connection.execute(select(func.count()).select_from(Response)).scalar_one()


@pytest.fixture
def attempt(app, time):
    return attempting.start_attempt(person_named("learner").id, "small-course", "practice", time.time, 7)


@pytest.fixture
def signed_out(browser, attempt, time):
    """The learner's browser, whose sign-in was ended elsewhere while an answer was typed, and what it gets."""
    person = browser()
    person.sign_in("learner")
    fields = {"client": "tab", "base-1": "0", "slot-1": "b"}
    return person, sent_too_late(person, f"/attempts/{attempt}", f"/attempts/{attempt}/responses?to=1", fields)


def test_the_answer_is_offered_again_after_signing_in_and_saved_by_one_button(signed_out, attempt):
    person, asked = signed_out
    assert (asked.status_code, "Nothing you typed is lost" in asked.text, saved()) == (422, True, 0)
    again = signed_in_again(person, "learner", asked)
    assert (again.status_code, "You are signed in again." in again.text, saved()) == (422, True, 0)
    assert address_offered(again) == f"/attempts/{attempt}/responses?to=1"
    answer = pressed(person, again)
    assert (answer.status_code, answer.location, saved()) == (303, f"/attempts/{attempt}#q1", 1)


def test_the_e_mail_of_the_same_person_is_filled_in_and_stands_in_no_address(signed_out):
    person, asked = signed_out
    assert EMAIL.findall(asked.text) == ["learner@example.org"]
    assert asked.text.count("learner@example.org") == 1
    with person.client.session_transaction() as session:
        session.clear()
    fields = {"client": "tab", "base-1": "0", "slot-1": "b"}
    unknown = person.post("/attempts/x/responses", fields, Referer="http://localhost/attempts/x")
    assert (unknown.status_code, EMAIL.findall(unknown.text)) == (422, [""])


def test_a_wrong_password_keeps_it(signed_out):
    person, asked = signed_out
    wrong = signed_in_again(person, "learner", asked, "not the password")
    assert wrong.status_code == 422
    again = signed_in_again(person, "learner", wrong)
    assert dict(hidden(again))["slot-1"] == "b"


def test_somebody_else_who_signs_in_does_not_get_it(signed_out):
    person, asked = signed_out
    answer = signed_in_again(person, "classmate", asked)
    assert answer.status_code == 303
    assert answer.location.startswith("/attempts/")


def test_it_survives_the_second_step(signed_out, app):
    person, asked = signed_out
    acts.second_step_on(Stage("small", app), person_named("learner").id)
    asks_code = signed_in_again(person, "learner", asked)
    assert (asks_code.status_code, "Your code" in asks_code.text) == (422, True)
    assert "kept" in dict(hidden(asks_code))


def test_it_cannot_be_made_up(signed_out):
    person, asked = signed_out
    fields = dict(hidden(asked))
    made_up = dict(fields) | {"kept": fields["kept"][:-2] + "xx"}
    answer = person.post("/sign-in", made_up | {"email": "learner@example.org", "password": PASSWORD})
    assert answer.status_code == 303


def test_it_runs_out(signed_out, monkeypatch):
    person, asked = signed_out
    monkeypatch.setattr("course_app.web.shared.kept_forms.LONGEST_SECONDS", -1)
    assert signed_in_again(person, "learner", asked).status_code == 303


def test_a_form_from_another_site_is_not_kept(browser, attempt):
    for headers in ({"Referer": "http://evil.example/"}, {}):
        answer = browser().post(f"/attempts/{attempt}/responses", {"slot-1": "b", "base-1": "0"}, **headers)
        assert (answer.status_code, answer.location) == (303, "/sign-in")


@pytest.mark.parametrize(("name", "status"), [("", 422), ("list.csv", 303)])
def test_a_file_field_that_was_left_empty_does_not_lose_the_rest(browser, name, status):
    """A file that was chosen has to be chosen again; browsers send the empty field too."""
    person = browser()
    person.sign_in("admin")
    fields = {"course": "small-course", "cohort": "", "pasted": "Name,E-mail\r\nŴ,w@example.org"}
    asked = sent_too_late(person, "/account", "/admin/rosters", fields | {"file": (BytesIO(b""), name)})
    assert asked.status_code == status
    if status == 422:
        answer = pressed(person, signed_in_again(person, "admin", asked))
        assert (answer.status_code, answer.location.rpartition("/")[0]) == (303, "/admin/rosters")


@pytest.mark.parametrize(("name", "is_offered"), [("", True), ("list.csv", False)])
def test_nor_does_it_when_the_page_was_out_of_date(browser, name, is_offered):
    person = browser()
    person.sign_in("admin")
    fields = {"course": "small-course", "pasted": "w@example.org", "csrf_token": "old", "file": (BytesIO(b""), name)}
    answer = person.post("/admin/rosters", fields, Referer="http://localhost/admin/rosters")
    assert (answer.status_code, "w@example.org" in answer.text) == (422, is_offered)


def test_passwords_and_codes_are_never_kept(browser):
    fields = {"current": "secret words", "password": "other secret words", "code": "123456"}
    answer = browser().post("/account/password", fields, Referer="http://localhost/account/password")
    assert answer.status_code == 303
