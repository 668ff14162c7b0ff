"""What was said of mails that nobody has to get, and what was written to many, before a page is shown."""

from dataclasses import replace

from sqlalchemy import select

from course_app.domain.reminders import Rule
from course_app.domain.subscriptions import ANNOUNCEMENTS, PAGE
from course_app.gateways.chance import public_id
from course_app.models import Subscription
from course_app.queries.announcements import audience_of
from course_app.queries.reminders import reach_of, reminders_page
from course_app.services import announcing, reminding, subscribing
from course_app.services.transaction import transaction
from tests import group_acts
from tests.acts import SMALL
from tests.conftest import person_named

TEXT = ("Ŵythnos nesaf: the hall is moved", "We meet in Łódź Street.\n\nنراكم هناك\n\nBring 茶.")


def subscribed(person, now, list=ANNOUNCEMENTS):
    """The key of a person's subscription to a list."""
    with transaction() as session:
        subscribing.subscribe(session, [person], list, now)
        theirs = select(Subscription.public_id).where(Subscription.person_id == person, Subscription.list == list)
        return session.scalars(theirs).one()


def come(list=ANNOUNCEMENTS):
    """Such mails come."""
    return lambda stage, person: {"subscription": subscribed(person, stage.now, list)}


def stopped(list=ANNOUNCEMENTS):
    """Such mails were stopped, on the page behind their last link."""

    def act(stage, person):
        key = subscribed(person, stage.now, list)
        subscribing.stop(key, PAGE, stage.now)
        return {"subscription": key}

    return act


def stop(admin, key, now):
    """The rest of an announcement is stopped."""
    announcing.stop(admin, key, now)


def announced_to(cohort, now, text=TEXT):
    """The key of an announcement sent off to a cohort."""
    key = public_id()
    announcing.announce(person_named("admin").id, key, cohort, *text, audience_of(cohort).recipients, now)
    return key


def announced(name, *, limit=0, then=None):
    """A cohort whose learners are in every state was written to, as many of them as the day's limit allows."""

    def act(stage, person):
        cohort = group_acts.trust(name, SMALL)(stage, person)["cohort"]
        key = announced_to(cohort, stage.now)
        stage.app.config["SETTINGS"] = replace(stage.app.config["SETTINGS"], mails_a_day=limit)
        with stage.app.app_context():
            announcing.write_announcements(stage.now)
        if then:
            then(person_named("admin").id, key, stage.now)
        return {"cohort": cohort, "announcement": key}

    return act


RULE = Rule("not-started", 7, "Ffoniwch ni: the hall in Łódź Street.\n\n茶")


def rule_of(cohort, now, rule=RULE):
    """The key of a rule set for a cohort."""
    reminding.set_rule(person_named("admin").id, cohort, rule, reach_of(cohort, rule, now), now)
    return next(one.public_id for one in reminders_page(cohort, now).lines if one.rule == rule)


def reminded(name):
    """A cohort with a rule that has reminded its learners, and with one that is switched off."""

    def act(stage, person):
        cohort = group_acts.trust(name, SMALL)(stage, person)["cohort"]
        noon, admin = stage.now.replace(hour=12), person_named("admin").id
        rule_of(cohort, noon)
        off = rule_of(cohort, noon, Rule("closing", 1, ""))
        reminding.switch(admin, cohort, off, noon, is_on=False)
        with stage.app.app_context():
            reminding.remind("https://example.org/learn/{}".format, noon)
        return {"cohort": cohort}

    return act
