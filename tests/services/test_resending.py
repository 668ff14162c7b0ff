"""Sending a mail once more: once however often it is asked for, and never with a link that does not work."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from course_app.extensions import read_connection
from course_app.models import AuditEntry, Message
from course_app.services import inviting, resending
from course_app.services.resending import NotToBeSentAgain, send_again
from course_app.services.transaction import transaction
from tests.conftest import LETTERHEAD, START, person_named


@pytest.fixture
def admin(app):
    return person_named("admin").id


def mails():
    statement = select(Message.id, Message.address, Message.body, Message.link, Message.state, Message.again_of_id)
    with read_connection() as connection:
        return connection.execute(statement.order_by(Message.id)).all()


def mail(state, body="Your password has changed.", link=""):
    with transaction() as session:
        row = Message(person_id=person_named("learner").id, address="learner@example.org", subject="About", body=body)
        row.link, row.state, row.created_at, row.tries, row.message_id = link, state, START, 8, "<one@localhost>"
        session.add(row)
        session.flush()
        return row.id


def became(message_id, state, link):
    """What the worker notes."""
    with transaction() as session:
        session.execute(update(Message).where(Message.id == message_id).values(state=state, link=link))


@pytest.mark.parametrize("state", ["sent", "dead"])
def test_a_mail_is_queued_once_however_often_it_is_asked_for(admin, state):
    first = mail(state)
    for _ in range(3):
        send_again(admin, first, START + timedelta(hours=1))
    _, again = mails()
    assert tuple(again)[1:] == ("learner@example.org", "Your password has changed.", "", "waiting", first)
    with read_connection() as connection:
        told = connection.execute(select(AuditEntry.actor_id, AuditEntry.verb, AuditEntry.object)).all()
        queued = connection.execute(select(Message.message_id, Message.tries, Message.next_try_at).offset(1)).one()
    assert [tuple(row) for row in told if row.verb == "mail sent again"] == [
        (admin, "mail sent again", f"message {first}")
    ]
    assert tuple(queued) == ("", 0, START + timedelta(hours=1))


def test_the_copy_can_be_sent_again_once_it_is_given_up_too(admin):
    first = mail("dead")
    send_again(admin, first, START)
    second = mails()[-1].id
    became(second, "dead", "")
    send_again(admin, second, START)
    assert [row.again_of_id for row in mails()] == [None, first, second]


def test_a_link_that_was_not_used_moves_on_and_works(admin):
    made = inviting.invite(admin, "Ivy", "ivy@example.org", "", LETTERHEAD, START)
    first = mails()[-1]
    became(first.id, "dead", first.link)
    send_again(admin, first.id, START)
    assert [row.link for row in mails()] == ["", first.link]
    assert first.link.endswith(made.token)


def test_a_link_that_works_no_more_is_sent_to_nobody(admin):
    made = inviting.invite(admin, "Ivy", "ivy@example.org", "", LETTERHEAD, START)
    first = mails()[-1]
    became(first.id, "dead", first.link)
    with pytest.raises(NotToBeSentAgain, match="does not work any more"):
        send_again(admin, first.id, START + timedelta(days=14))
    inviting.invite_again(admin, made.public_id, LETTERHEAD, START)
    with pytest.raises(NotToBeSentAgain, match="does not work any more"):
        send_again(admin, first.id, START)
    became(first.id, "sent", "")
    with pytest.raises(NotToBeSentAgain, match="does not work any more"):
        send_again(admin, first.id, START)
    assert len(mails()) == 2


def test_a_mail_that_waits_or_is_not_there_is_not_queued(admin):
    waiting = mail("waiting")
    with pytest.raises(NotToBeSentAgain, match="waits already"):
        send_again(admin, waiting, START)
    with pytest.raises(resending.NoSuchMessage):
        send_again(admin, waiting + 1, START)
    assert len(mails()) == 1
