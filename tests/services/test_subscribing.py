"""Subscriptions: what stops mails, what brings them back, and what is kept of that."""

import pytest
from sqlalchemy import select

from course_app.domain.subscriptions import (
    ACCOUNT,
    ANNOUNCEMENTS,
    OFF,
    ON,
    ONE_CLICK,
    PAGE,
    REMINDERS,
    NoSuchSubscription,
)
from course_app.extensions import read_connection
from course_app.models import Consent, Subscription
from course_app.queries.subscriptions import lists_of
from course_app.services import subscribing
from course_app.services.transaction import transaction
from tests.conftest import person_named
from tests.mail_acts import subscribed


def said():
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(Consent.state, Consent.how).order_by(Consent.id))]


def states():
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(Subscription.list, Subscription.state))]


def test_mails_are_stopped_once_and_may_come_again_and_every_step_stays(app, time):
    key = subscribed(person_named("learner").id, time.time)
    for _ in range(2):
        subscribing.stop(key, ONE_CLICK, time.time)
    subscribing.have_again(key, PAGE, time.time)
    subscribing.have_again(key, PAGE, time.time)
    subscribing.stop(key, PAGE, time.time)
    assert said() == [(OFF, ONE_CLICK), (ON, PAGE), (OFF, PAGE)]
    assert states() == [(ANNOUNCEMENTS, OFF)]


def test_whoever_stopped_them_is_not_subscribed_again_by_learning_on(app, time):
    learner, classmate = person_named("learner").id, person_named("classmate").id
    subscribing.stop(subscribed(learner, time.time), PAGE, time.time)
    with transaction() as session:
        subscribing.subscribe(session, [learner, classmate], ANNOUNCEMENTS, time.time)
    assert sorted(states()) == [(ANNOUNCEMENTS, OFF), (ANNOUNCEMENTS, ON)]


def test_in_the_account_a_list_is_stopped_and_comes_again(app, time):
    learner = person_named("learner").id
    subscribing.choose(learner, ANNOUNCEMENTS, time.time, wanted=False)
    assert [(one.list.key, one.state) for one in lists_of(learner)] == [(ANNOUNCEMENTS, OFF), (REMINDERS, ON)]
    subscribing.choose(learner, ANNOUNCEMENTS, time.time, wanted=True)
    assert [(one.list.key, one.state) for one in lists_of(learner)] == [(ANNOUNCEMENTS, ON), (REMINDERS, ON)]
    assert said() == [(OFF, ACCOUNT), (ON, ACCOUNT)]


@pytest.mark.parametrize("act", [subscribing.stop, subscribing.have_again])
def test_a_key_that_is_not_there_is_refused(app, time, act):
    with pytest.raises(NoSuchSubscription):
        act("0" * 32, PAGE, time.time)
