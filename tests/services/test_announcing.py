"""Announcements: to whom they go, once each, within the day's limit, and not to whoever stopped them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from course_app.domain.announcements import NotAnnounced
from course_app.domain.subscriptions import ANNOUNCEMENTS, PAGE
from course_app.extensions import read_connection
from course_app.formats.mail_texts import STOP
from course_app.gateways.chance import public_id
from course_app.models import Announcement, AuditEntry, Message
from course_app.queries.announcements import announcement_of, audience_of
from course_app.services import administering, announcing, grouping, subscribing
from course_app.services.administering import NoSuchThing
from course_app.services.announcing import SentBefore
from course_app.services.enrolling_others import enrol, withdraw
from tests.conftest import enrolment_of, person_named
from tests.mail_acts import TEXT, announced_to, subscribed

LEARNERS = ("learner", "classmate", "outsider")


@pytest.fixture
def cohort(app, time):
    admin = person_named("admin").id
    made = grouping.make_cohort(admin, "small-course", grouping.CohortSettings("Autumn"), time.time)
    for name in LEARNERS:
        enrol(admin, person_named(name).public_id, "small-course", made, time.time)
    return made


@pytest.fixture
def limited(app):
    """Let so many mails be written a day."""
    settings = app.config["SETTINGS"]

    def to(number):
        app.config["SETTINGS"] = replace(settings, mails_a_day=number)

    yield to
    app.config["SETTINGS"] = settings


def written():
    with read_connection() as connection:
        return [row.address.partition("@")[0] for row in connection.execute(select(Message).order_by(Message.id))]


def stands(key):
    one = announcement_of(key)
    return one.recipients, one.written, one.is_open, one.was_stopped


def test_everybody_who_learns_there_is_written_to_once(app, cohort, time):
    key = announced_to(cohort, time.time)
    assert stands(key) == (3, 0, True, False)
    assert announcing.write_announcements(time.time) == 3
    assert announcing.write_announcements(time.time) == 0
    assert sorted(written()) == sorted(LEARNERS)
    assert stands(key) == (3, 3, False, False)
    with read_connection() as connection:
        mail = connection.execute(select(Message).where(Message.address == "learner@example.org")).one()
    assert (mail.subject, mail.body) == (
        TEXT[0],
        f"Dear Siân Ŵyn,\n\n{TEXT[1]}\n\nThis went to everybody in your group of “A small course”. If you want no such "
        f"mails, stop them here:\n\n{STOP}\n\nBreeze Academy\n",
    )


def test_two_clicks_send_it_once(app, cohort, time):
    admin, key = person_named("admin").id, public_id()
    for _ in range(2):
        announcing.announce(admin, key, cohort, *TEXT, 3, time.time)
    announcing.write_announcements(time.time)
    assert len(written()) == 3
    with read_connection() as connection:
        said = connection.execute(select(AuditEntry.reason).where(AuditEntry.verb == "announcement sent")).scalars()
        assert list(said) == [TEXT[0]]


def test_who_stopped_them_left_or_cannot_sign_in_is_not_written_to(app, cohort, time):
    admin = person_named("admin").id
    subscribing.stop(subscribed(person_named("learner").id, time.time, ANNOUNCEMENTS), PAGE, time.time)
    withdraw(admin, person_named("classmate").public_id, enrolment_of("classmate"), "Left", time.time)
    assert (audience_of(cohort).learners, audience_of(cohort).recipients) == (2, 1)
    announced_to(cohort, time.time)
    administering.close_account(admin, person_named("outsider").public_id, "Lost", time.time)
    assert audience_of(cohort).recipients == 0
    with pytest.raises(NotAnnounced, match="There is nobody to write to"):
        announced_to(cohort, time.time)


def test_who_stops_them_after_it_was_sent_off_gets_none(app, cohort, time):
    key = announced_to(cohort, time.time)
    subscribing.stop(subscribed(person_named("learner").id, time.time, ANNOUNCEMENTS), PAGE, time.time)
    announcing.write_announcements(time.time)
    assert sorted(written()) == ["classmate", "outsider"]
    assert stands(key) == (3, 3, False, False)


def test_another_number_than_was_seen_sends_nothing(app, cohort, time):
    with pytest.raises(NotAnnounced, match="It would go to 3 people by now, not to 2"):
        announcing.announce(person_named("admin").id, public_id(), cohort, *TEXT, 2, time.time)
    with read_connection() as connection:
        assert connection.execute(select(Announcement.id)).all() == []


def test_more_than_the_days_limit_goes_out_over_days(app, cohort, time, limited):
    limited(2)
    key = announced_to(cohort, time.time)
    assert [announcing.write_announcements(time.time) for _ in range(2)] == [2, 0]
    assert stands(key) == (3, 2, True, False)
    time.advance(seconds=timedelta(days=1).total_seconds())
    assert announcing.write_announcements(time.time) == 1
    assert stands(key) == (3, 3, False, False)


def test_the_rest_is_stopped_once_and_what_is_written_goes_out(app, cohort, time, limited):
    limited(1)
    key, admin = announced_to(cohort, time.time), person_named("admin").id
    announcing.write_announcements(time.time)
    assert [announcing.stop(admin, key, time.time) for _ in range(2)] == [2, 0]
    limited(0)
    assert announcing.write_announcements(time.time) == 0
    assert (len(written()), stands(key)) == (1, (3, 1, False, True))


def test_what_is_not_there_is_refused(app, time):
    admin, key = person_named("admin").id, public_id()
    with pytest.raises(NoSuchThing):
        announcing.announce(admin, key, key, *TEXT, 1, time.time)
    with pytest.raises(NoSuchThing):
        announcing.stop(admin, key, time.time)


def test_whose_account_was_closed_after_it_was_sent_off_gets_none(app, cohort, time):
    key = announced_to(cohort, time.time)
    administering.close_account(person_named("admin").id, person_named("outsider").public_id, "Lost", time.time)
    announcing.write_announcements(time.time)
    assert sorted(written()) == ["classmate", "learner"]
    assert stands(key) == (3, 3, False, False)


def test_a_form_that_has_sent_one_text_does_not_pass_over_another(app, cohort, time):
    admin, key = person_named("admin").id, announced_to(cohort, time.time)
    with pytest.raises(SentBefore, match="was not sent"):
        announcing.announce(admin, key, cohort, TEXT[0], "Another text", 3, time.time)
