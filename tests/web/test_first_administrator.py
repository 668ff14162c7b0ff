"""The first administrator's link."""

import pytest
from sqlalchemy import select, update

from course_app.extensions import read_connection
from course_app.gateways import clock
from course_app.models import Person
from course_app.services.accounts import make_first_admin_link
from course_app.services.transaction import transaction

GOOD = {"name": "Rut Root", "email": "root@example.org", "password": "correct horse battery"}


@pytest.fixture
def link(app, time):
    with transaction() as session:
        session.execute(update(Person).values(is_admin=False))
    return f"/first-administrator/{make_first_admin_link(clock.now())}"


def admins():
    with read_connection() as connection:
        return connection.execute(select(Person.email).where(Person.is_admin)).scalars().all()


def test_the_link_makes_an_administrator_who_is_signed_in(browser, link):
    visitor = browser()
    answer = visitor.send(link, GOOD)
    assert (answer.status_code, answer.location) == (303, "/admin")
    assert admins() == ["root@example.org"]
    assert "root@example.org" in visitor.get("/account").text


def test_looking_at_the_link_does_not_use_it_up(browser, link):
    visitor = browser()
    assert [visitor.get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert visitor.send(link, GOOD).status_code == 303


def test_a_used_link_says_so(browser, link):
    visitor, other = browser(), browser()
    token = other.token(link)
    visitor.send(link, GOOD)
    for answer in (other.get(link), other.post(link, GOOD | {"csrf_token": token})):
        assert answer.status_code == 404
        assert "This link does not work any more" in answer.text
    assert admins() == ["root@example.org"]


def test_an_unknown_link_looks_like_a_used_one(browser, link):
    answer = browser().get("/first-administrator/nothing")
    assert answer.status_code == 404
    assert "This link does not work any more" in answer.text


def test_a_mistake_keeps_what_was_typed_and_the_link(browser, link):
    visitor = browser()
    answer = visitor.send(link, GOOD | {"password": "short"})
    assert answer.status_code == 422
    assert 'value="Rut Root"' in answer.text
    assert admins() == []
    assert visitor.send(link, GOOD).status_code == 303


def test_a_taken_e_mail_is_said(browser, link):
    answer = browser().send(link, GOOD | {"email": "learner@example.org"})
    assert answer.status_code == 422
    assert "This e-mail already has an account. Give another one for the administrator." in answer.text
    assert admins() == []
