"""Signing in by JSON, from a page that must not be left."""

import re

from tests import acts
from tests.conftest import person_named
from tests.stage import Stage
from tests.web.conftest import PASSWORD

ACCEPT = {"Accept": "application/json"}


def ask(browser, email, password=PASSWORD, **more):
    fields = {"email": email, "password": password, "csrf_token": browser.token("/sign-in")}
    return browser.post("/sign-in", fields | more, **ACCEPT)


def test_the_answer_says_who_is_signed_in_now(browser):
    person = browser()
    answer = ask(person, "learner@example.org")
    assert (answer.status_code, answer.json) == (200, {"person": person_named("learner").public_id})
    assert person.get("/account").status_code == 200


def test_a_refusal_is_a_sentence_and_signs_nobody_in(browser):
    person = browser()
    for email, password, title in (
        ("learner@example.org", "wrong", "The e-mail or the password is not right. Look at both and try again."),
        ("", "wrong", "Write your e-mail."),
        ("learner@example.org", "", "Write your password."),
    ):
        answer = ask(person, email, password)
        told = {"type": "not-signed-in", "title": title, "status": 422}
        assert (answer.status_code, answer.mimetype, answer.json) == (422, "application/problem+json", told)
    assert person.get("/account").status_code == 303


def test_too_many_failures_say_when_to_come_back(browser):
    person = browser()
    for _ in range(20):
        answer = ask(person, "learner@example.org", "wrong")
    assert answer.status_code == 422
    assert int(answer.headers["Retry-After"]) > 0
    assert "Retry-After" not in ask(person, "classmate@example.org").headers


def test_whoever_needs_a_code_is_told_and_not_signed_in_by_half(app, browser):
    acts.second_step_on(Stage("tests", app), person_named("learner").id)
    person = browser()
    answer = ask(person, "learner@example.org")
    assert (answer.status_code, answer.json["type"]) == (422, "code-asked")
    assert person.get("/sign-in/code").location == "/sign-in"


def test_without_the_sessions_token_it_gets_one_that_works(browser):
    visitor = browser()
    fields = {"email": "learner@example.org", "password": PASSWORD, "csrf_token": "old"}
    refused = visitor.post("/sign-in", fields, **ACCEPT)
    assert (refused.status_code, refused.json["type"], refused.json["person"]) == (403, "csrf-expired", "")
    assert visitor.post("/sign-in", fields | {"csrf_token": refused.json["csrf_token"]}, **ACCEPT).status_code == 200


def test_a_page_of_somebody_else_is_told_who_is_signed_in_now(browser):
    person = browser()
    person.sign_in("learner")
    start = "/learn/small-course/quizzes/practice"
    attempt = person.send(f"{start}/attempts", {}, page=start).location
    old = re.search(r'name="csrf_token" value="([^"]+)"', person.get(attempt).text)[1]
    person.send("/sign-in", {"email": "classmate@example.org", "password": PASSWORD}, page="/account")
    answer = person.client.post(
        f"{attempt}/responses",
        json={"client": "page", "responses": [{"slot": 1, "choice": ["a"], "seq": 1}]},
        headers={"X-CSRF-Token": old},
    )
    assert (answer.status_code, answer.json["type"]) == (403, "csrf-expired")
    assert answer.json["person"] == person_named("classmate").public_id


def test_signing_out_leaves_what_waits_for_others_on_the_device(browser):
    person = browser()
    person.sign_in("learner")
    answer = person.send("/sign-out", {"others-wait": "1"}, page="/account")
    assert (answer.status_code, answer.headers["Clear-Site-Data"]) == (303, '"cache"')
    assert person.get("/account").status_code == 303
