"""Remind the learners of a cohort, by the rules that are set for it.

Each portion of mails is one transaction, in which is noted whom they remind, so that a rule reminds nobody twice
whoever is killed. Who stops reminders, completes the course or is erased meanwhile gets none.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from course_app.domain.reminders import MOST_RULES, NotSet, Rule
from course_app.domain.subscriptions import REMINDERS
from course_app.domain.windows import last_day
from course_app.domain.wording import number_word
from course_app.formats import list_mails
from course_app.gateways.chance import public_id
from course_app.models import Cohort, Course, Enrolment, Person, Reminder, ReminderRule, Subscription
from course_app.queries.reminders import due_by, reach_within, rule_of, rules_with_work
from course_app.services.administering import NoSuchThing
from course_app.services.grouping import cohort_of
from course_app.services.ledgers import audit, message
from course_app.services.rationing import portion_of
from course_app.services.subscribing import subscribe
from course_app.services.transaction import held, hold, transaction


def set_rule(actor_id: int, cohort: str, rule: Rule, confirmed: int, now: datetime) -> None:
    """Set a rule for a cohort; one of the same kind and days gets these words and is switched on. Again is fine.

    `confirmed`: how many whoever asks has seen that it reminds at once. Raises `NoSuchThing` or `NotSet`.
    """
    with transaction() as session:
        group = cohort_of(session, cohort)
        rules = session.scalars(select(ReminderRule).where(ReminderRule.cohort_id == group.id)).all()
        row = next((one for one in rules if (one.kind, one.days) == (rule.kind, rule.days)), None)
        if row is not None and (row.is_on, row.note) == (True, rule.note):
            return
        if row is None and len(rules) >= MOST_RULES:
            raise NotSet(f"A cohort has at most {MOST_RULES} rules. Nothing was set; change one of those above.")
        reach = reach_within(session, group.id, rule, now)
        if reach > confirmed:
            people = f"{number_word(reach)} {'person' if reach == 1 else 'people'}"
            raise NotSet(f"It would remind {people} at once by now, not {confirmed}. Nothing was set; look again.")
        own = {"cohort_id": group.id, "kind": rule.kind, "days": rule.days}
        row = row or ReminderRule(public_id=public_id(), created_at=now, **own)
        row.note, row.is_on = rule.note, True
        session.add(row)
        audit(session, actor_id, "reminder set", f"cohort {group.id}", now, reason=rule.words)


def switch(actor_id: int, cohort: str, key: str, now: datetime, *, is_on: bool) -> None:
    """Let a rule of a cohort remind, or not; whom it has reminded it does not remind again. Raises `NoSuchThing`."""
    with transaction() as session:
        group = cohort_of(session, cohort)
        theirs = select(ReminderRule).where(ReminderRule.cohort_id == group.id, ReminderRule.public_id == key)
        row = held(session, theirs)
        if row is None:
            raise NoSuchThing("There is no such reminder.")
        if row.is_on == is_on:
            return
        row.is_on, verb = is_on, "reminder switched on" if is_on else "reminder switched off"
        audit(session, actor_id, verb, f"cohort {group.id}", now, reason=rule_of(row).words)


def remind(page_of: Callable[[str], str], now: datetime) -> int:
    """The worker's job: write the reminders that are due, where it is day; how many these were.

    `page_of`: the address at which somebody goes on with the course of that name.
    """
    written = 0
    for rule_id in rules_with_work(now):
        while portion := _write_portion(rule_id, page_of, now):
            written += portion
    return written


def _write_portion(rule_id: int, page_of: Callable[[str], str], now: datetime) -> int:
    """Write the next mails by a rule; 0: there is nothing to do at present."""
    with transaction() as session:
        most = portion_of(session, now)
        row = session.get_one(ReminderRule, rule_id)
        if not most or not row.is_on:
            return 0
        columns = (
            Enrolment.id, Enrolment.expires_at, Cohort.ends_at, Person.id.label("person_id"), Person.name, Person.email
        )  # fmt: skip
        due = due_by(row.cohort_id, rule_of(row), now, *columns).order_by(Enrolment.id).limit(most)
        people = session.scalars(due.with_only_columns(Person.id)).all()
        hold(session, select(Person.id).where(Person.id.in_(people)).order_by(Person.id))
        found = session.execute(due.where(Person.id.in_(people))).all()
        if found:
            _write(session, row, found, page_of, now)
        return len(found)


def _write(
    session: Session, row: ReminderRule, found: Sequence[Row[Any]], page_of: Callable[[str], str], now: datetime
) -> None:
    site, people = current_app.config["SETTINGS"].site_name, [one.person_id for one in found]
    listed = select(Course.title, Course.slug, Course.zone).join(Cohort, Cohort.course_id == Course.id)
    course = session.execute(listed.where(Cohort.id == row.cohort_id)).one()
    subscribe(session, people, REMINDERS, now)
    theirs = select(Subscription.person_id, Subscription.id).where(Subscription.list == REMINDERS)
    subscriptions = dict(session.execute(theirs.where(Subscription.person_id.in_(people))).all())
    for one in found:
        ends_at = min((end for end in (one.expires_at, one.ends_at) if end), default=None)
        ends_on = ends_at and last_day(ends_at, ZoneInfo(course.zone))
        text = list_mails.reminder(site, one.name, course.title, rule_of(row), ends_on, page_of(course.slug))
        message(session, one.email, text, now, person=one.person_id, subscription=subscriptions[one.person_id])
    session.execute(insert(Reminder), [{"rule_id": row.id, "enrolment_id": one.id, "at": now} for one in found])
