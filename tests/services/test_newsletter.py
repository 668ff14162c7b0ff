"""The newsletter comes to whoever asked and agreed by the link in their mail, until they stop it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from course_app.domain.sign_in_limits import TooManyAsks
from course_app.domain.subscriptions import ONE_CLICK, PAGE, NoSuchSubscription
from course_app.extensions import read_connection
from course_app.gateways.mail import Sender
from course_app.models import AuditEntry, Consent, Message, OneTimeLink, Subscription
from course_app.queries.newsletter import asking_address, readers_export, readers_page
from course_app.services import subscribing
from course_app.services.corresponding import send_waiting
from course_app.services.erasing import erase
from course_app.services.links import LinkSpent
from tests.conftest import person_named
from tests.mail_acts import subscribed
from tests.newsletter_acts import LETTERHEAD, READER, WORDS, agreed, asked_for


def said():
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(Consent.state, Consent.how, Consent.words))]


def mails(address):
    with read_connection() as connection:
        return list(connection.execute(select(Message.subject).where(Message.address == address)).scalars())


def numbers(now):
    found = readers_page(now).numbers
    return found.on, found.off, found.asked


def test_nothing_is_kept_of_an_address_until_its_reader_agrees_and_then_every_step(app, time):
    token = asked_for(READER, time.time)
    assert (asking_address(token, time.time), numbers(time.time)) == (READER, (0, 0, 1))
    time.advance(seconds=60)
    subscribing.confirm_newsletter(token, WORDS, time.time)
    assert numbers(time.time) == (1, 0, 0)
    assert said() == [("asked", "page", ""), ("on", "mail", WORDS)]
    with read_connection() as connection:
        asked, on = connection.execute(select(Consent.at).order_by(Consent.id)).scalars()
    assert on - asked == timedelta(seconds=60)


def test_a_link_works_once_and_for_seven_days(app, time):
    token, other = asked_for(READER, time.time), asked_for("mei@example.org", time.time)
    subscribing.confirm_newsletter(token, WORDS, time.time)
    time.advance(seconds=timedelta(days=7).total_seconds())
    for spent in (token, other, "nothing"):
        assert asking_address(spent, time.time) is None
        with pytest.raises(LinkSpent):
            subscribing.confirm_newsletter(spent, WORDS, time.time)
    assert numbers(time.time) == (1, 0, 0)


def test_whoever_gets_it_already_is_told_by_mail_with_the_way_to_stop_it(app, time, tmp_path):
    key = agreed(READER, time.time)
    subscribing.ask_for_newsletter(READER, "198.51.100.7", LETTERHEAD, time.time)
    assert mails(READER) == [
        "The newsletter of Breeze Academy: is it you who asks?",
        "The newsletter of Breeze Academy comes to you",
    ]
    sender = Sender("Breeze Academy", "no-reply@example.org", "", tmp_path)
    assert send_waiting(sender, lambda: time.time, "https://example.org/mails/{}".format) == 2
    text = "".join(one.read_text() for one in tmp_path.rglob("*.eml"))
    assert f"List-Unsubscribe: <https://example.org/mails/{key}>" in text.replace("\n ", " ")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in text


def test_who_stopped_it_asks_and_agrees_again(app, time):
    key = agreed(READER, time.time)
    subscribing.stop(key, ONE_CLICK, time.time)
    assert (numbers(time.time), list(readers_export())) == ((0, 1, 0), [])
    assert agreed(READER, time.time) == key
    assert [step[:2] for step in said()] == [
        ("asked", "page"), ("on", "mail"), ("off", "one click"), ("asked", "page"), ("on", "mail")
    ]  # fmt: skip


def test_two_links_of_one_address_make_one_subscription(app, time):
    first, second = asked_for(READER, time.time), asked_for(READER, time.time)
    for token in (first, second):
        subscribing.confirm_newsletter(token, WORDS, time.time)
    assert (numbers(time.time), len(said())) == ((1, 0, 0), 2)


def test_mail_to_one_address_is_asked_for_so_often_and_no_more(app, time):
    for place in range(3):
        asked_for(READER, time.time, f"198.51.100.{place}")
    with pytest.raises(TooManyAsks):
        asked_for(READER, time.time, "198.51.100.9")
    assert len(mails(READER)) == 3


def test_an_address_is_removed_with_what_it_said_and_a_persons_is_not(app, time):
    admin, key = person_named("admin").id, agreed(READER, time.time)
    subscribing.ask_for_newsletter(READER, "198.51.100.7", LETTERHEAD, time.time)
    subscribing.remove_address(admin, key, "Asked by post", time.time)
    assert (numbers(time.time), said()) == ((0, 0, 0), [])
    with read_connection() as connection:
        left = connection.execute(select(OneTimeLink.id).where(OneTimeLink.email == READER)).all()
    assert (mails(READER), left) == ([], [])
    with read_connection() as connection:
        reasons = connection.execute(select(AuditEntry.reason).where(AuditEntry.verb.like("newsletter%"))).scalars()
        assert list(reasons) == ["Asked by post"]
    for other in (key, subscribed(person_named("learner").id, time.time)):
        with pytest.raises(NoSuchSubscription):
            subscribing.remove_address(admin, other, "No", time.time)


def test_the_erasure_of_a_person_takes_their_address_out(app, time):
    agreed("learner@example.org", time.time)
    agreed(READER, time.time)
    erase(person_named("admin").id, person_named("learner").public_id, "Asked", time.time)
    with read_connection() as connection:
        assert list(connection.execute(select(Subscription.address)).scalars()) == [READER]
    assert len(said()) == 2


def test_the_list_is_searched_paged_and_exported(app, time):
    for one in range(60):
        agreed(f"r{one}@example.org", time.time, f"198.51.100.{one}")
    subscribing.stop(agreed(READER, time.time, "198.51.100.99"), PAGE, time.time)
    first = readers_page(time.time)
    rest = readers_page(time.time, before=first.following)
    assert (len(first.lines), len(rest.lines), rest.following) == (50, 11, 0)
    assert [line.address for line in readers_page(time.time, search=" ŁUCJA").lines] == [READER]
    assert [line.address for line in readers_page(time.time, "off").lines] == [READER]
    assert readers_page(time.time, "on", "łucja").lines == ()
    assert len(readers_page(time.time, search="100%").lines) == 0
    exported = list(readers_export())
    assert (len(exported), {words for _, words in exported}) == (60, {WORDS})
