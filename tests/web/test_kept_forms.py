"""A form that is sent after the sign-in has ended: signing in again loses nothing of it."""

import re
from html import unescape

import pytest
from sqlalchemy import func, select

from course_app.extensions import read_connection
from course_app.models import Response
from course_app.services import attempting
from tests import acts
from tests.conftest import PASSWORD, person_named
from tests.stage import Stage

FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ACTION = re.compile(r'method="post" action="([^"]+)"')


def hidden(page):
    main = page.text.partition("<main")[2].partition("</main>")[0]
    return [(name, unescape(value)) for name, value in FIELD.findall(main)]


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
    fields = {"csrf_token": person.token(f"/attempts/{attempt}"), "client": "tab", "base-1": "0", "slot-1": "b"}
    with person.client.session_transaction() as session:
        session["sign_in"] = "a token whose sign-in was revoked"
    referrer = f"http://localhost/attempts/{attempt}"
    return person, person.post(f"/attempts/{attempt}/responses?to=1", fields, Referer=referrer)


def sign_in(person, page, name="learner", password=PASSWORD):
    return person.post("/sign-in", dict(hidden(page)) | {"email": f"{name}@example.org", "password": password})


def test_the_answer_is_offered_again_after_signing_in_and_saved_by_one_button(signed_out, attempt):
    person, asked = signed_out
    assert (asked.status_code, "Nothing you typed is lost" in asked.text, saved()) == (422, True, 0)
    again = sign_in(person, asked)
    assert (again.status_code, "You are signed in again." in again.text, saved()) == (422, True, 0)
    fields = dict(hidden(again))
    main = again.text.partition("<main")[2]
    assert ACTION.search(main)[1] == f"/attempts/{attempt}/responses?to=1"
    answer = person.post(f"/attempts/{attempt}/responses?to=1", fields)
    assert (answer.status_code, answer.location, saved()) == (303, f"/attempts/{attempt}#q1", 1)


def test_a_wrong_password_keeps_it(signed_out):
    person, asked = signed_out
    wrong = sign_in(person, asked, password="not the password")
    assert wrong.status_code == 422
    again = sign_in(person, wrong)
    assert dict(hidden(again))["slot-1"] == "b"


def test_somebody_else_who_signs_in_does_not_get_it(signed_out):
    person, asked = signed_out
    answer = sign_in(person, asked, "classmate")
    assert answer.status_code == 303
    assert answer.location.startswith("/attempts/")


def test_it_survives_the_second_step(signed_out, app):
    person, asked = signed_out
    acts.second_step_on(Stage("small", app), person_named("learner").id)
    asks_code = sign_in(person, asked)
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
    assert sign_in(person, asked).status_code == 303


def test_a_form_from_another_site_is_not_kept(browser, attempt):
    for headers in ({"Referer": "http://evil.example/"}, {}):
        answer = browser().post(f"/attempts/{attempt}/responses", {"slot-1": "b", "base-1": "0"}, **headers)
        assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_passwords_and_codes_are_never_kept(browser):
    fields = {"current": "secret words", "password": "other secret words", "code": "123456"}
    answer = browser().post("/account/password", fields, Referer="http://localhost/account/password")
    assert answer.status_code == 303
