"""Stopping mails that nobody has to get: by a mail program's button, on the page, in the account."""

from course_app.queries.subscriptions import subscription_of
from tests.conftest import START, person_named
from tests.mail_acts import subscribed


def test_a_mail_programs_button_stops_them_without_cookie_token_or_page(app, time):
    key = subscribed(person_named("learner").id, time.time)
    answer = app.test_client().post(f"/mails/{key}", data={"List-Unsubscribe": "One-Click"})
    assert (answer.status_code, answer.text) == (200, "These mails are stopped.\n")
    assert "Set-Cookie" not in answer.headers
    standing = subscription_of(key)
    assert (standing.state, standing.since, standing.address) == ("off", START, "l…@example.org")


def test_opening_the_page_stops_nothing_and_its_buttons_do(browser, time, visible):
    page, client = f"/mails/{subscribed(person_named('learner').id, time.time)}", browser()
    assert "They come to l…@example.org" in visible(client.get(page).text)
    answer = client.post(page, {})
    assert (answer.status_code, answer.location) == (303, page)
    said = visible(client.get(page).text)
    assert "These mails are stopped. One that was just on its way may still arrive." in said
    assert "None goes to l…@example.org" in said
    assert client.post(f"{page}/again", {}).location == page
    assert "They come to l…@example.org" in visible(client.get(page).text)


def test_in_the_account_they_are_stopped_and_come_again(signed_in, visible):
    learner = signed_in("learner")
    said = visible(learner.get("/account").text)
    assert "Announcements come" in said
    assert "Stop announcements" in said
    answer = learner.send("/account/mails", {"list": "announcements", "wanted": ""}, page="/account")
    assert (answer.status_code, answer.location) == (303, "/account#mails")
    said = visible(learner.get("/account").text)
    assert "Announcements are stopped" in said
    assert "Have announcements again" in said
    assert (
        learner.send("/account/mails", {"list": "announcements", "wanted": "yes"}, page="/account").status_code == 303
    )
    assert "Announcements come" in visible(learner.get("/account").text)
    assert learner.send("/account/mails", {"list": "news", "wanted": ""}, page="/account").status_code == 404
