"""Who gets in: the check before every request."""

import json
import logging

import pytest

from course_app.web.shared.access import public, requires, viewer

pytestmark = pytest.mark.own_app


def hang(app, path, view, *, methods=("GET",)):
    app.add_url_rule(path, endpoint=path.strip("/"), view_func=view, methods=methods)


def test_a_view_that_declares_nothing_is_a_defect_and_says_nothing(app, browser, caplog):
    hang(app, "/undeclared", lambda: "a secret")
    logging.getLogger("course_app").propagate = True
    answer = browser().get("/undeclared")
    assert answer.status_code == 500
    assert "a secret" not in answer.text
    assert "UndeclaredViewError" in caplog.text


def test_a_public_view_answers_a_visitor(app, browser):
    hang(app, "/for-all", public(lambda: "welcome"))
    assert browser().get("/for-all").text == "welcome"


def test_a_right_that_visitors_have_lets_them_in(app, browser):
    hang(app, "/open-lesson", requires("read-open-lesson")(lambda: "a lesson"))
    assert browser().get("/open-lesson").text == "a lesson"


@pytest.mark.parametrize(
    ("name", "status"),
    [("learner", 404), ("instructor", 404), ("reviewer", 404), ("admin", 200)],
)
def test_a_right_that_one_has_not_looks_like_nothing_there(app, browser, name, status):
    hang(app, "/admin/probe", requires("see-admin-area")(lambda: "administration"))
    person = browser()
    person.sign_in(name)
    assert person.get("/admin/probe").status_code == status


def test_the_viewer_is_whoever_is_signed_in(app, browser):
    hang(app, "/probe", requires("see-account")(lambda: viewer().email))
    person, other = browser(), browser()
    person.sign_in("learner")
    other.sign_in("classmate")
    assert [one.get("/probe").text for one in (person, other)] == ["learner@example.org", "classmate@example.org"]


@pytest.mark.parametrize(
    "path",
    ["/learn", "/learn/small-course/lessons/none", "/learn/none/none/none", "/account", "/admin", "/instructor/x"],
)
def test_a_visitor_is_sent_to_sign_in_whether_or_not_the_thing_exists(browser, path):
    answer = browser().get(path)
    assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path}")


def test_a_visitor_elsewhere_learns_that_there_is_nothing(browser):
    assert browser().get("/nothing-here").status_code == 404
    assert browser().get("/learning").status_code == 404


def test_somebody_signed_in_gets_404_for_what_is_not_there(browser):
    person = browser()
    person.sign_in("learner")
    assert person.get("/learn/none/none/none").status_code == 404


def test_a_visitors_write_is_sent_to_sign_in_and_back_to_the_page_it_came_from(browser):
    visitor = browser()
    answer = visitor.post("/account/other-sign-ins/revocation", {}, Referer="http://localhost/account?x=1")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account?x%3D1")
    answer = visitor.post("/account/other-sign-ins/revocation", {}, Referer="http://evil.example/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


@pytest.mark.parametrize(
    "options",
    [
        {"json": {"client": "x"}},
        {"data": "{", "content_type": "application/json"},
        {"headers": {"Accept": "application/json"}},
    ],
)
def test_a_program_is_told_401_before_anything_else(browser, options):
    answer = browser().client.post("/account/other-sign-ins/revocation", **options)
    assert answer.status_code == 401
    assert answer.mimetype == "application/problem+json"
    assert json.loads(answer.text)["type"] == "not-signed-in"
    assert json.loads(answer.text)["status"] == 401


def test_a_program_is_told_401_for_what_does_not_exist(browser):
    assert browser().client.get("/attempts/none/none", headers={"Accept": "application/json"}).status_code == 401


def test_a_browsers_accept_header_is_no_program(browser):
    accept = "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8"
    assert browser().get("/account", Accept=accept).status_code == 303


def test_an_address_that_cannot_be_a_local_path_is_forgotten(browser):
    assert browser().get("/learn/a%0Ab").location == "/sign-in"
    assert browser().get("/learn/a%5Cb").location == "/sign-in"


def test_signed_in_pages_are_private(browser):
    person = browser()
    person.sign_in("learner")
    assert person.get("/account").headers["Cache-Control"] == "private, no-cache"


def test_flask_security_answers_no_address_of_its_own_yet(app):
    assert [rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.startswith("security")] == []
