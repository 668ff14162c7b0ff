"""Colours and text size."""

import pytest

DARK = {"theme": "dark", "text": "large"}


def test_a_visitors_choice_is_kept_in_the_browser(browser):
    visitor = browser()
    answer = visitor.send("/appearance", DARK, page="/sign-in", Referer="http://localhost/sign-in?next=/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account")
    assert 'data-theme="dark" data-text="large"' in visitor.get("/sign-in").text


def test_a_signed_in_persons_choice_follows_them_to_another_browser(browser):
    person, phone = browser(), browser()
    person.sign_in("learner")
    person.send("/appearance", DARK, page="/account")
    phone.sign_in("learner")
    assert 'data-theme="dark" data-text="large"' in phone.get("/account").text


def test_an_unknown_choice_is_the_systems(browser):
    visitor = browser()
    visitor.send("/appearance", {"theme": "<b>", "text": "huge"}, page="/sign-in")
    assert '<html lang="en-GB">' in visitor.get("/sign-in").text


@pytest.mark.parametrize("after", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_the_way_back_never_leads_elsewhere(browser, after):
    visitor = browser()
    answer = visitor.send("/appearance", DARK | {"next": after}, page="/sign-in", Referer="https://evil.example/x")
    assert (answer.status_code, answer.location) == (303, "/")


def test_the_hidden_field_is_the_way_back_when_the_browser_does_not_say(browser):
    assert browser().send("/appearance", DARK | {"next": "/account"}, page="/sign-in").location == "/account"


def test_a_script_that_applies_the_choice_in_place_is_sent_nowhere(browser):
    visitor = browser()
    answer = visitor.send("/appearance", DARK, page="/register", Accept="application/json")
    assert (answer.status_code, answer.data) == (204, b"")
    assert 'data-theme="dark" data-text="large"' in visitor.get("/sign-in").text
