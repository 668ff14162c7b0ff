"""The administrator's list of mail, and sending one again."""

import re

import pytest
from sqlalchemy import update

from course_app.models import Message
from course_app.services import inviting
from course_app.services.transaction import transaction
from tests.conftest import LETTERHEAD, START, person_named


def given_up(number, body="Text"):
    with transaction() as session:
        for one in range(number):
            row = Message(address=f"m{one}@example.org", subject=f"Mail {one}", body=body, state="dead", tries=8)
            row.created_at = START
            session.add(row)


def buttons(page):
    return re.findall(r'action="(/admin/messages/\d+/resending)"', page.text)


def test_a_mail_given_up_is_sent_again_from_its_row_and_two_clicks_are_one(admin, visible):
    given_up(1)
    page = admin.get("/admin/messages")
    (address,) = buttons(page)
    for _ in range(2):
        answer = admin.send(address, {}, page="/admin/messages")
        assert (answer.status_code, answer.location) == (303, "/admin/messages")
    page = admin.get("/admin/messages")
    shown = visible(page.text)
    assert "The mail is on its way once more. It stands at the top of the list." in shown
    assert (shown.count("m0@example.org"), shown.count("Sent again since."), buttons(page)) == (2, 1, [])


def test_a_mail_whose_link_has_gone_out_offers_no_button_and_is_refused_in_words(admin, visible):
    inviting.invite(person_named("admin").id, "Ivy", "ivy@example.org", "", LETTERHEAD, START)
    with transaction() as session:
        session.execute(update(Message).values(state="sent", link="", sent_at=START))
    page = admin.get("/admin/messages")
    assert buttons(page) == []
    assert "Send a new invitation to ivy@example.org from their page" in visible(page.text)
    assert "A mail whose link has gone out is not sent again" in visible(page.text)
    answer = admin.send("/admin/messages/1/resending", {}, page="/admin/messages?state=sent")
    assert answer.status_code == 422
    assert "The link in this mail does not work any more." in visible(answer.text)
    assert admin.send("/admin/messages/2/resending", {}, page="/admin/messages").status_code == 404


def test_a_page_of_mail_shows_no_text_and_costs_the_same_for_one_and_for_sixty(admin, statements):
    given_up(1, "a secret text")
    with statements() as few:
        page = admin.get("/admin/messages")
    given_up(59, "a secret text")
    with statements() as many:
        more = admin.get("/admin/messages")
    assert len(few) == len(many)
    assert ("secret" in page.text, "secret" in more.text, len(buttons(more))) == (False, False, 50)
    older = re.search(r'href="([^"]+)" rel="next"', more.text)[1].replace("&amp;", "&")
    assert len(buttons(admin.get(older))) == 10


@pytest.mark.parametrize(("minutes", "is_late"), [(10, False), (11, True)])
def test_the_home_says_when_nobody_sends_the_mail(admin, time, visible, minutes, is_late):
    inviting.invite(person_named("admin").id, "Ivy", "ivy@example.org", "", LETTERHEAD, START)
    time.advance(minutes=minutes)
    assert ("is the worker running?" in visible(admin.get("/admin").text)) == is_late
