"""One's own account: where one is signed in, and signing out there."""

import re

import pytest

from course_app.web.account.agents import browser_of
from tests import acts
from tests.conftest import person_named

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604"
REVOKE = re.compile(r'action="(/account/sign-ins/\d+/revocation)"')


def revocations(page):
    return REVOKE.findall(page.text)


def test_the_page_shows_name_e_mail_and_this_sign_in(browser):
    person = browser()
    person.sign_in("learner")
    page = person.get("/account")
    assert "<bdi>Siân Ŵyn</bdi>" in page.text
    assert "learner@example.org" in page.text
    assert "<b>Firefox on Linux</b>, this browser" in page.text
    assert revocations(page) == []
    assert "Sign out everywhere else" not in page.text


def test_colours_and_text_size_are_chosen_on_the_page_and_once_alone(browser):
    person = browser()
    person.sign_in("learner")
    page = person.get("/account").text
    assert (page.count('id="appearance"'), page.index('id="appearance"') < page.index("<footer")) == (1, True)
    assert person.send("/appearance", {"theme": "dark", "text": "large"}, page="/account").status_code == 303
    assert 'data-theme="dark"' in person.get("/account").text


def test_the_page_of_whoever_learns_one_course_bears_its_name(browser):
    person, staff = browser(), browser()
    person.sign_in("learner")
    staff.sign_in("admin")
    glossary = 'href="/courses/small-course/glossary"'
    assert [glossary in one.get("/account").text for one in (person, staff)] == [True, False]


def test_another_browser_is_signed_out_there(browser):
    person, phone = browser(), browser(IPHONE)
    person.sign_in("learner")
    phone.sign_in("learner")
    page = person.get("/account")
    assert "<b>Safari on an iPhone</b>" in page.text
    (address,) = revocations(page)
    answer = person.send(address, {}, page="/account")
    assert (answer.status_code, answer.location) == (303, "/account")
    assert "You are signed out there." in person.get("/account").text
    assert "You are signed out there." not in person.get("/account").text
    assert phone.get("/account").status_code == 303


def test_everywhere_else_is_signed_out_at_once(browser):
    person, *others = browser(), browser(), browser()
    for one in (person, *others):
        one.sign_in("learner")
    assert person.send("/account/other-sign-ins/revocation", {}, page="/account").status_code == 303
    assert person.get("/account").status_code == 200
    assert [one.get("/account").status_code for one in others] == [303, 303]


def test_nobody_signs_another_person_out(browser):
    person, stranger = browser(), browser()
    person.sign_in("learner")
    stranger.sign_in("classmate")
    third = browser()
    third.sign_in("learner")
    (address,) = revocations(person.get("/account"))
    assert stranger.send(address, {}, page="/account").status_code == 404
    assert third.get("/account").status_code == 200


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
def test_an_unknown_sign_in_is_not_found(browser, number):
    person = browser()
    person.sign_in("learner")
    assert person.send(f"/account/sign-ins/{number}/revocation", {}, page="/account").status_code == 404


def test_the_page_costs_seven_statements_with_one_sign_in_and_with_three_sign_ins_and_passkeys(browser, statements):
    person = browser()
    person.sign_in("learner")
    person.get("/account")
    with statements() as with_one:
        person.get("/account")
    for number in range(2):
        browser().sign_in("learner")
        acts.passkey_of(person_named("learner").id, f"Passkey {number}")
    with statements() as with_three:
        person.get("/account")
    assert (len(with_one), len(with_three)) == (7, 7)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (IPHONE, "Safari on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18 Safari/605.1", "Safari on a Mac"),
        ("curl/8.5", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_words(agent, words):
    assert browser_of(agent) == words
