"""Writes without the session's token."""

import json

FIELDS = {"name": "Gwen", "email": "gwen@example.org", "password": "correct horse battery", "next": "/account"}


def test_a_program_gets_a_fresh_token_with_which_the_same_works(browser):
    person = browser()
    person.sign_in("learner")
    answer = person.client.post("/account/other-sign-ins/revocation", json={})
    told = json.loads(answer.text)
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert (told["type"], told["status"]) == ("csrf-expired", 403)
    again = person.client.post(
        "/account/other-sign-ins/revocation", json={}, headers={"X-CSRF-Token": told["csrf_token"]}
    )
    assert again.status_code == 303


def test_a_program_without_a_session_token_gets_one_that_works(browser):
    person = browser()
    person.sign_in("learner")
    with person.client.session_transaction() as session:
        session.pop("csrf_token", None)
    told = json.loads(person.client.post("/account/other-sign-ins/revocation", json={}).text)
    headers = {"X-CSRF-Token": told["csrf_token"]}
    assert person.client.post("/account/other-sign-ins/revocation", json={}, headers=headers).status_code == 303


def test_a_form_comes_back_to_be_sent_again_with_what_was_typed_but_the_password(browser):
    visitor = browser()
    answer = visitor.post("/register?x=1", FIELDS | {"csrf_token": "old"}, Referer="http://localhost/register?x=1")
    assert answer.status_code == 422
    assert "Please send that again" in answer.text
    assert 'action="/register?x=1"' in answer.text
    for name in ("name", "email", "next"):
        assert f'<input type="hidden" name="{name}" value="{FIELDS[name]}">' in answer.text
    assert FIELDS["password"] not in answer.text
    assert 'type="password"' in answer.text
    assert 'value="old"' not in answer.text


def test_the_page_to_send_again_works(browser):
    visitor = browser()
    page = visitor.post("/register", FIELDS, Referer="http://localhost/register")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    assert visitor.post("/register", FIELDS | {"csrf_token": token}).location == "/account"


def test_a_form_without_a_password_asks_for_none(browser):
    answer = browser().post("/appearance", {"theme": "dark"}, Referer="http://localhost/")
    assert answer.status_code == 422
    assert 'type="password"' not in answer.text
    assert '<input type="hidden" name="theme" value="dark">' in answer.text


def test_what_another_site_sent_is_not_offered_again(browser):
    for headers in ({"Referer": "http://evil.example/register"}, {}):
        answer = browser().post("/register", FIELDS, **headers)
        assert answer.status_code == 422
        assert "gwen@example.org" not in answer.text
        assert "Nothing was changed" in answer.text


def test_a_token_lasts_as_long_as_the_session(app):
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None


def test_the_token_of_another_session_is_refused(browser):
    assert browser().post("/register", FIELDS | {"csrf_token": browser().token("/register")}).status_code == 422


def test_over_https_the_right_token_is_taken_from_pages_of_this_site_alone(browser):
    visitor = browser()
    token = visitor.token("/register")
    fields = {"theme": "dark", "text": "large", "csrf_token": token}
    answers = {
        referrer: visitor.client.post(
            "/appearance", base_url="https://localhost", data=fields, headers={"Referer": referrer} if referrer else {}
        ).status_code
        for referrer in ("https://localhost/register", "https://evil.example/register", "")
    }
    assert answers == {"https://localhost/register": 303, "https://evil.example/register": 422, "": 422}
