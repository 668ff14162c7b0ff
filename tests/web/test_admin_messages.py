"""The administrator's list of mail, and sending one again."""

import re

import pytest
from sqlalchemy import select, update

from course_app.domain.subscriptions import PAGE
from course_app.models import Message, Subscription
from course_app.services import inviting, subscribing
from course_app.services.transaction import transaction
from tests.conftest import LETTERHEAD, START, person_named
from tests.mail_acts import subscribed


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


def test_a_persons_page_says_how_the_mail_to_them_stands_and_sends_it_again(admin, visible):
    learner = person_named("learner")
    given_up(2)
    with transaction() as session:
        session.execute(update(Message).where(Message.id == 1).values(person_id=learner.id, error="550 unknown"))
    page = f"/admin/people/{learner.public_id}"
    shown = admin.get(page)
    assert "To m0@example.org 22 Nov 2026, 09:00 Given up after eight tries 550 unknown Send again" in visible(
        shown.text
    )
    (address,) = buttons(shown)
    answer = admin.send(address, {}, page=page, Referer=f"http://localhost{page}")
    assert (answer.status_code, answer.location) == (303, page)
    assert "The mail is on its way once more." in visible(admin.get(page).text)
    all_of_it = visible(admin.get(f"/admin/messages?person={learner.public_id}").text)
    assert all_of_it.count("Mail 0") == 2
    assert "Mail 1" not in all_of_it
    assert admin.get("/admin/messages?person=nobody").status_code == 404


def test_a_mail_that_its_reader_has_stopped_is_not_sent_again(admin, visible):
    key = subscribed(person_named("learner").id, START)
    given_up(1)
    with transaction() as session:
        row = session.scalars(select(Subscription)).one()
        session.execute(update(Message).values(subscription_id=row.id))
    subscribing.stop(key, PAGE, START)
    answer = admin.send("/admin/messages/1/resending", {}, page="/admin/messages")
    assert answer.status_code == 422
    assert "Its reader has stopped such mails." in visible(answer.text)
    page = admin.get(f"/admin/people/{person_named('learner').public_id}")
    assert "Announcements are stopped: they said so" in visible(page.text)
