"""Asking for the newsletter, agreeing to it behind the mail's link, and the administrator's list."""

import csv
from io import StringIO

from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.models import Message, Subscription
from course_app.queries.subscriptions import subscription_of
from tests.enquiry_acts import sent_later
from tests.newsletter_acts import WORDS, agreed

ASKED = "Look into your mail: the newsletter comes to you once you have pressed the button behind the link there."
READER = "lucja@example.org"


def links():
    with read_connection() as connection:
        return [one.rpartition("localhost")[2] for one in connection.execute(select(Message.link)).scalars()]


def states():
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(Subscription.address, Subscription.state))]


def test_a_visitor_asks_agrees_behind_the_link_and_stops_it_with_one_click(app, browser, visible):
    visitor = browser()
    answer = sent_later(visitor, "/updates", {"email": " Lucja@Example.org "})
    assert (answer.status_code, answer.location, states()) == (303, "/updates", [])
    assert ASKED in visible(visitor.get("/updates").text)
    (link,) = links()
    said = visible(visitor.get(link).text)
    assert (f"It comes to {READER}." in said, WORDS in said, states()) == (True, True, [])
    answer = visitor.send(link, {})
    assert (answer.status_code, states()) == (303, [(READER, "on")])
    assert "The newsletter comes to you from now on." in visible(visitor.get(answer.location).text)
    for spent in (visitor.get(link), visitor.send(link, {}, page="/updates")):
        assert (spent.status_code, "This link does not work any more" in spent.text) == (404, True)
    with read_connection() as connection:
        key = connection.execute(select(Subscription.public_id)).scalar_one()
    assert "Newsletter from Breeze Academy" in visible(visitor.get(f"/mails/{key}").text)
    pressed = app.test_client().post(f"/mails/{key}", data={"List-Unsubscribe": "One-Click"})
    assert (pressed.status_code, subscription_of(key).state) == (200, "off")


def test_the_answer_is_the_same_whoever_gets_it_already(app, browser, time, visible):
    agreed(READER, time.time)
    pages = []
    for address in (READER, "nobody@example.org"):
        visitor = browser()
        assert sent_later(visitor, "/updates", {"email": address}).status_code == 303
        pages.append(visible(visitor.get("/updates").text))
    assert pages[0] == pages[1]


def test_what_is_missing_is_said_and_a_robot_is_thanked_and_sent_nothing(browser, visible):
    visitor = browser()
    wrong = sent_later(visitor, "/updates", {"email": "lucja"})
    assert (wrong.status_code, 'value="lucja"' in wrong.text) == (422, True)
    assert "Write the e-mail in full, such as name@example.org." in visible(wrong.text)
    soon = visitor.send("/updates", {"email": READER})
    assert (soon.status_code, f'value="{READER}"' in soon.text) == (422, True)
    robot = sent_later(visitor, "/updates", {"email": READER, "topic": "Offers"})
    assert (robot.status_code, links()) == (303, [])
    for _ in range(3):
        assert sent_later(visitor, "/updates", {"email": READER}).status_code == 303
    many = sent_later(visitor, "/updates", {"email": READER})
    assert (many.status_code, int(many.headers["Retry-After"]) > 0) == (429, True)


def test_an_administrator_finds_exports_and_removes_addresses(app, admin, time, visible):
    key, other = agreed(READER, time.time), agreed("=łukasz@example.org", time.time, "198.51.100.4")
    said = visible(admin.get("/admin/newsletter").text)
    assert "It goes to two addresses. No stopped it" not in said
    assert "It goes to two addresses. Nobody stopped it." in said
    answer = admin.get("/admin/newsletter.csv")
    rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["E-mail", "'=łukasz@example.org", READER]
    assert rows[2][1:] == ["2026-11-22T09:00:00+00:00", WORDS, f"http://localhost/mails/{key}"]
    page = visible(admin.get(f"/admin/newsletter/{key}").text)
    assert "Asked for it on Sunday 22 November 2026 at 09:00, on a page of the site." in page
    assert f"Agreed on Sunday 22 November 2026 at 09:00, by the link in a mail. The words: “{WORDS}”" in page
    without = admin.send(f"/admin/newsletter/{key}/removal", {"reason": ""}, page=f"/admin/newsletter/{key}")
    assert (without.status_code, len(states())) == (422, 2)
    one = f"/admin/newsletter/{other}"
    assert admin.send(f"{one}/removal", {"reason": "By post"}, page=one).location == "/admin/newsletter"
    assert states() == [(READER, "on")]
    assert admin.get(one).status_code == 404
