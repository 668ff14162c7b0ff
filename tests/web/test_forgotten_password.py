"""A forgotten password: the mail, the page behind its link, and what a stranger learns from it (nothing)."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from course_app.domain.links import LIFETIMES, NEW_PASSWORD
from course_app.extensions import read_connection
from course_app.models import AuditEntry, Message, OneTimeLink, Person
from course_app.services import recovering
from course_app.services.transaction import transaction
from tests.conftest import LETTERHEAD

NEW = "four words nobody guesses"


def ask(browser, email="learner@example.org"):
    return browser.send("/forgotten-password", {"email": email})


def messages():
    with read_connection() as connection:
        return connection.execute(select(Message.address, Message.subject, Message.link).order_by(Message.id)).all()


def path_of_link():
    return messages()[-1].link.removeprefix("http://localhost")


def count(model):
    with read_connection() as connection:
        return connection.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_link_comes_by_mail_and_sets_a_new_password_that_ends_every_sign_in(browser):
    elsewhere, visitor = browser(), browser()
    elsewhere.sign_in("learner")
    answer = ask(visitor, " Learner@Example.org ")
    assert (answer.status_code, answer.location) == (303, "/forgotten-password/mail")
    path = path_of_link()
    assert path.startswith("/new-password/")
    assert "Siân Ŵyn" in visitor.get(path).text
    answer = visitor.send(path, {"password": NEW})
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    page = visitor.get(answer.location).text
    assert ("Your new password is set" in page, 'value="learner@example.org"' in page) == (True, True)
    assert elsewhere.get("/account").status_code == 303
    assert visitor.sign_in("learner").status_code == 422
    assert visitor.sign_in("learner", NEW).status_code == 303
    assert [subject for _, subject, _ in messages()] == [
        "A new password for Breeze Academy",
        "Your password at Breeze Academy has changed",
    ]


def test_opening_the_link_changes_nothing_and_it_works_once(browser):
    visitor = browser()
    ask(visitor)
    path = path_of_link()
    for _ in range(3):
        assert browser().get(path).status_code == 200
    assert visitor.send(path, {"password": NEW}).status_code == 303
    again = visitor.get(path)
    assert (again.status_code, "does not work any more" in again.text) == (404, True)
    assert visitor.send(path, {"password": "another four words here"}, page="/sign-in").status_code == 404
    assert visitor.sign_in("learner", NEW).status_code == 303


def test_the_link_runs_out_and_a_newer_one_replaces_it(browser, time):
    visitor = browser()
    ask(visitor)
    first = path_of_link()
    ask(visitor)
    second = path_of_link()
    assert [visitor.get(path).status_code for path in (first, second)] == [404, 200]
    time.advance(seconds=LIFETIMES[NEW_PASSWORD].total_seconds())
    assert visitor.get(second).status_code == 404


def test_only_a_hash_of_the_link_is_kept_with_the_link(browser):
    ask(browser())
    token = path_of_link().removeprefix("/new-password/")
    with read_connection() as connection:
        assert token not in connection.execute(select(OneTimeLink.token_hash)).scalars().all()


def test_the_link_never_follows_the_host_of_a_request(client):
    client.post("/forgotten-password", data={"email": "learner@example.org"}, headers={"Host": "evil.example:8000"})
    assert messages()[-1].link.startswith("http://localhost:8000/new-password/")


def test_an_unknown_or_closed_account_gets_the_same_answer_and_no_mail(browser):
    with transaction() as session:
        session.execute(update(Person).where(Person.email == "classmate@example.org").values(active=False))
    pages = []
    for email in ("nobody@example.org", "classmate@example.org", "learner@example.org"):
        visitor = browser()
        answer = ask(visitor, email)
        pages.append((answer.status_code, answer.location, visitor.get(answer.location).text))
    assert pages[0][:2] == pages[1][:2] == pages[2][:2]
    assert email not in pages[2][2]
    assert [address for address, *_ in messages()] == ["learner@example.org"]
    assert count(OneTimeLink) == 1


def test_asking_for_an_unknown_e_mail_does_the_same_work(app, time, statements):
    """What a stranger could tell by the clock is statements: all else is the same few lines. One way is undone."""

    def sent(email):
        with statements() as seen:
            recovering.ask_for_password(email, "192.0.2.1", LETTERHEAD, time.time)
        return [one.split()[:3] for one in seen if "TO SAVEPOINT" not in one and "RELEASE" not in one]

    known, unknown = sent("learner@example.org"), sent("nobody@example.org")
    assert ["INSERT", "INTO", "message"] in known
    assert unknown == known


@pytest.mark.parametrize("email", ["learner@example.org", "nobody@example.org"])
def test_nobody_fills_a_mailbox_through_us(browser, time, email):
    visitor = browser()
    assert [ask(visitor, email).status_code for _ in range(4)] == [303, 303, 303, 422]
    refused = ask(visitor, email)
    assert "wait 15 minutes and ask again" in refused.text
    assert refused.headers["Retry-After"] == "900"
    time.advance(minutes=15)
    assert ask(visitor, email).status_code == 303


def test_asking_does_not_lock_the_account(browser):
    visitor = browser()
    for _ in range(5):
        ask(visitor)
    assert visitor.sign_in("learner").status_code == 303


def test_the_page_says_where_the_mail_lies_to_whoever_sits_at_the_machine(app, browser):
    lies = str(app.config["SETTINGS"].data / "mail")
    page = browser().get("/forgotten-password/mail").text
    assert ("the data folder’s <code>mail/</code>" in page, lies in page) == (True, False)
    admin = browser()
    admin.sign_in("admin")
    assert f"in the folder <code>{lies}</code>" in admin.get("/admin/messages").text
    away = app.test_client().get("/forgotten-password/mail", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert "<code>mail/</code>" not in away.text


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("password1234", "one of the first that anybody would try"),
        ("learner@example.org1", "one of the first that anybody would try"),
        ("short", "at least 12 characters; this one has 5."),
        ("learner@example.org", "The password is your name or your e-mail"),
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(browser, password, sentence):
    visitor = browser()
    ask(visitor)
    answer = visitor.send(path_of_link(), {"password": password})
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert password not in answer.text or "@" in password


def test_the_act_is_in_the_audit_without_the_password(browser, time):
    visitor = browser()
    ask(visitor)
    visitor.send(path_of_link(), {"password": NEW})
    with read_connection() as connection:
        entries = connection.execute(
            select(AuditEntry.verb, AuditEntry.at).where(AuditEntry.verb == "password changed")
        )
        assert entries.all() == [("password changed", time.time)]


def test_the_lifetimes_are_what_the_mails_say():
    assert LIFETIMES[NEW_PASSWORD] == timedelta(hours=1)
