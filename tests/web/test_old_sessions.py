"""What ends a session, and what does not."""

from dataclasses import replace

import pytest
from sqlalchemy import update

from course_app.app import create_app
from course_app.extensions import db
from course_app.models import Person
from course_app.services.transaction import transaction
from tests.conftest import FreshClient

KEY = "a key for the tests only, 32 characters and more"


def change(**values):
    with transaction() as session:
        session.execute(update(Person).where(Person.email == "learner@example.org").values(**values))


@pytest.mark.parametrize("values", [{"active": False}, {"fs_uniquifier": "a new one, as after a new password"}])
def test_deactivation_and_a_new_uniquifier_end_old_sessions(browser, values):
    person = browser()
    person.sign_in("learner")
    assert person.get("/account").status_code == 200
    change(**values)
    assert person.get("/account").status_code == 303


def test_a_session_survives_a_new_application_with_the_same_key(browser, app):
    person = browser()
    person.sign_in("learner")
    page = person.token("/account")
    settings = app.config["SETTINGS"]
    again = create_app(settings)
    again.test_client_class = FreshClient
    client = again.test_client()
    client.set_cookie("course_session", person.cookie())
    with again.app_context():
        assert client.get("/account").status_code == 200
        answer = client.post("/appearance", data={"theme": "dark", "text": "large", "csrf_token": page})
        assert answer.status_code == 303
        for engine in db.engines.values():
            engine.dispose()


def test_a_session_under_another_key_is_no_session(browser, app):
    person = browser()
    person.sign_in("learner")
    settings = app.config["SETTINGS"]
    again = create_app(replace(settings, secret_key=KEY[::-1]))
    again.test_client_class = FreshClient
    client = again.test_client()
    client.set_cookie("course_session", person.cookie())
    with again.app_context():
        assert client.get("/account").status_code == 303
        for engine in db.engines.values():
            engine.dispose()


def test_a_session_without_our_token_is_no_session(browser):
    person = browser()
    person.sign_in("learner")
    with person.client.session_transaction() as session:
        del session["sign_in"]
    assert person.get("/account").status_code == 303
