"""What was said of mails that nobody has to get, and what was written to many, before a page is shown."""

from sqlalchemy import select

from course_app.domain.subscriptions import ANNOUNCEMENTS, PAGE, REMINDERS
from course_app.models import Subscription
from course_app.services import subscribing
from course_app.services.transaction import transaction


def subscribed(person, now, list=REMINDERS):
    """The key of a person's subscription to a list."""
    with transaction() as session:
        subscribing.subscribe_learners(session, [person], list, now)
        theirs = select(Subscription.public_id).where(Subscription.person_id == person, Subscription.list == list)
        return session.scalars(theirs).one()


def come(list=ANNOUNCEMENTS):
    """Such mails come."""
    return lambda stage, person: {"subscription": subscribed(person, stage.now, list)}


def stopped(list=REMINDERS):
    """Such mails were stopped, on the page behind their last link."""

    def act(stage, person):
        key = subscribed(person, stage.now, list)
        subscribing.stop(key, PAGE, stage.now)
        return {"subscription": key}

    return act
