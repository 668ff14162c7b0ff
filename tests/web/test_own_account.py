"""What one may change of one's account: password, e-mail, name and zone; and confirming the e-mail."""

import pytest
from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.models import AuditDetail, Message, Person
from tests import acts
from tests.conftest import PASSWORD, person_named

NEW = "four words nobody guesses"
GWEN = {"name": "Gwen Newcomer", "email": "gwen@example.org", "password": "correct horse battery"}
FINAL = "/learn/small-course/quizzes/final"


def mails():
    with read_connection() as connection:
        return connection.execute(select(Message.address, Message.subject).order_by(Message.id)).all()


def link():
    with read_connection() as connection:
        links = connection.execute(select(Message.link).where(Message.link != "").order_by(Message.id)).scalars().all()
    return links[-1].removeprefix("http://localhost")


def kept(column, email="learner@example.org"):
    with read_connection() as connection:
        return connection.execute(select(column).where(Person.email == email)).scalar_one()


def test_a_new_password_needs_the_old_one_and_ends_the_other_sign_ins(browser):
    person, other = browser(), browser()
    person.sign_in("learner")
    other.sign_in("learner")
    wrong = person.send("/account/password", {"current": "not my password", "password": NEW})
    assert (wrong.status_code, "That is not your password." in wrong.text) == (422, True)
    answer = person.send("/account/password", {"current": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "signed out everywhere else" in person.get("/account").text
    assert other.get("/account").status_code == 303
    assert browser().sign_in("learner", NEW).status_code == 303
    assert mails() == [("learner@example.org", "Your password at Breeze Academy has changed")]


def test_guessing_the_old_password_is_limited_as_signing_in_is(browser):
    person = browser()
    person.sign_in("learner")
    for _ in range(5):
        person.send("/account/password", {"current": "not my password", "password": NEW})
    answer = person.send("/account/password", {"current": PASSWORD, "password": NEW})
    assert "There were too many sign-ins with a wrong password." in answer.text


def test_a_new_e_mail_holds_once_its_link_was_used_and_the_old_address_is_told(browser):
    person = browser()
    person.sign_in("learner")
    answer = person.send("/account/email", {"email": "New@Example.org", "current": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "<dd>learner@example.org</dd>" in person.get("/account").text
    path = link()
    assert "Use this e-mail" in person.get(path).text
    assert person.send(path, {}).location == "/account"
    assert "<dd>new@example.org</dd>" in person.get("/account").text
    assert mails() == [
        ("new@example.org", "Confirm your new e-mail for Breeze Academy"),
        ("learner@example.org", "Your e-mail at Breeze Academy has changed"),
    ]
    with read_connection() as connection:
        details = connection.execute(select(AuditDetail.before, AuditDetail.after)).all()
    assert details == [({"email": "learner@example.org"}, {"email": "new@example.org"})]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "classmate@example.org", "current": PASSWORD}, "This e-mail already has an account."),
        ({"email": "no", "current": PASSWORD}, "Write the e-mail in full"),
        ({"email": "new@example.org", "current": ""}, "Write your password."),
        ({"email": "new@example.org", "current": "wrong"}, "That is not your password."),
    ],
)
def test_an_e_mail_that_cannot_be_taken_is_refused(browser, fields, sentence):
    person = browser()
    person.sign_in("learner")
    answer = person.send("/account/email", fields)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert mails() == []


def test_a_new_e_mail_that_somebody_took_meanwhile_is_refused_when_it_is_confirmed(browser):
    person = browser()
    person.sign_in("learner")
    person.send("/account/email", {"email": "gwen@example.org", "current": PASSWORD})
    path = link()
    browser().send("/register", GWEN)
    answer = person.send(path, {})
    assert (answer.status_code, "already has an account" in answer.text) == (422, True)
    assert kept(Person.name, "gwen@example.org") == "Gwen Newcomer"


def test_a_link_for_the_old_e_mail_confirms_no_new_one(browser):
    person = browser()
    person.send("/register", GWEN)
    first = link()
    person.send("/account/email", {"email": "new@example.org", "current": GWEN["password"]})
    person.send(link(), {})
    assert person.get(first).status_code == 404


def test_name_and_zone_are_kept_and_the_zone_is_used(browser):
    person = browser()
    person.sign_in("learner")
    assert '<option selected value="Europe/London">' in person.get("/account/details").text
    fields = {"name": " 王 小明 ", "zone": "Asia/Kathmandu"}
    assert person.send("/account/details", fields).location == "/account"
    page = person.get("/account").text
    assert "<bdi>王 小明</bdi>" in page
    assert "It is 14:45 there." in page
    assert kept(Person.search_key) == "王 小明"


@pytest.mark.parametrize("fields", [{"name": "", "zone": "UTC"}, {"name": "Siân", "zone": "Europe/Atlantis"}])
def test_a_name_that_is_none_and_a_zone_that_is_not_there_are_refused(browser, fields):
    person = browser()
    person.sign_in("learner")
    assert person.send("/account/details", fields).status_code == 422
    assert kept(Person.zone) == "Europe/London"


def test_registering_sends_a_link_whose_page_has_a_button_that_confirms(browser):
    visitor = browser()
    visitor.send("/register", GWEN)
    assert "Not confirmed yet." in visitor.get("/account").text
    path = link()
    scanner = browser()
    assert "Yes, this e-mail is mine" in scanner.get(path).text
    assert kept(Person.confirmed_at, "gwen@example.org") is None
    assert scanner.send(path, {}).location == "/sign-in"
    assert "Confirmed." in visitor.get("/account").text
    assert visitor.get(path).status_code == 404


def test_a_confirmed_e_mail_is_asked_for_before_an_assessed_quiz_and_not_before_practice_or_reading(browser):
    visitor = browser()
    visitor.send("/register", GWEN)
    assert visitor.get("/learn/small-course/lessons/second-steps").status_code == 200
    practice = "/learn/small-course/quizzes/practice"
    assert "Your e-mail" not in visitor.get(practice).text
    assert visitor.send(f"{practice}/attempts", {}, page=practice).location.startswith("/attempts/")
    page = visitor.get(FINAL).text
    assert "This quiz is assessed, so it asks for a confirmed e-mail." in page
    assert "Start the" not in page
    refused = visitor.send(f"{FINAL}/attempts", {}, page=FINAL)
    assert (refused.status_code, "Confirm your e-mail before you start" in refused.text) == (422, True)
    visitor.send(link(), {})
    assert visitor.send(f"{FINAL}/attempts", {}, page=FINAL).location.startswith("/attempts/")


def test_the_link_is_sent_again_from_the_quiz_and_not_to_fill_a_mailbox(browser):
    visitor = browser()
    visitor.send("/register", GWEN)
    for _ in range(3):
        answer = visitor.send("/account/confirmation", {}, page=FINAL, Referer=f"http://localhost{FINAL}")
        assert (answer.status_code, answer.location) == (303, FINAL)
        assert "A link is on its way to gwen@example.org." in visitor.get(FINAL).text
    visitor.send("/account/confirmation", {}, page="/account")
    assert "asked for several times just now" in visitor.get("/account").text
    assert len(mails()) == 4


def test_a_confirmed_e_mail_gets_no_link_again(browser):
    person = browser()
    person.sign_in("learner")
    person.send("/account/confirmation", {}, page="/account")
    assert mails() == []


def test_an_attempt_that_is_open_goes_on_without_a_confirmed_e_mail(as_person, app):
    person = as_person("learner")
    started = person.post(f"{FINAL}/attempts").location
    acts.unconfirmed(None, person_named("learner").id)
    assert person.post(f"{FINAL}/attempts").location == started
