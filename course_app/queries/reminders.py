"""Reminders: the rules of a cohort, and whom each of them reaches now."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, func, or_, select
from sqlalchemy.orm import Session

from course_app.domain.learning_states import NOT_STARTED, STALLED
from course_app.domain.reminders import APART, Rule, is_daytime
from course_app.domain.subscriptions import ON, REMINDERS
from course_app.domain.windows import last_day
from course_app.extensions import read_connection
from course_app.models import Cohort, Course, Enrolment, Person, Reminder, ReminderRule, Subscription
from course_app.queries.announcements import IS_LEARNING
from course_app.queries.group_progress import HAS_COMPLETED, did

HAS_STOPPED = (
    select(Subscription.id)
    .where(Subscription.person_id == Person.id, Subscription.list == REMINDERS, Subscription.state != ON)
    .correlate(Person)
    .exists()
)


@dataclass(frozen=True)
class RuleLine:
    """A rule, whether it reminds, how many it has reminded, and how many it would now."""

    public_id: str
    rule: Rule
    is_on: bool
    reminded: int
    waiting: int


@dataclass(frozen=True)
class RemindersPage:
    """A cohort and its rules, oldest first. `stopped`: how many of its learners have stopped reminders."""

    cohort: str
    name: str
    course: str
    slug: str
    ends_on: date | None
    learners: int
    stopped: int
    lines: tuple[RuleLine, ...]


def reminders_page(cohort: str, now: datetime) -> RemindersPage | None:
    """The rules of a cohort; None when there is no such cohort."""
    with read_connection() as connection:
        named = select(Cohort.id, Cohort.public_id, Cohort.name, Cohort.ends_at, Course.title, Course.slug, Course.zone)
        row = connection.execute(
            named.join(Course, Course.id == Cohort.course_id).where(Cohort.public_id == cohort)
        ).one_or_none()
        if row is None:
            return None
        counted = _learners(row.id, func.count(), func.count().filter(HAS_STOPPED))
        ends_on = row.ends_at and last_day(row.ends_at, ZoneInfo(row.zone))
        numbers = connection.execute(counted).one()
        lines = tuple(_line(connection, rule, now) for rule in connection.execute(_rules(row.id)).all())
        return RemindersPage(row.public_id, row.name, row.title, row.slug, ends_on, *numbers, lines)


def reach_of(cohort: str, rule: Rule, now: datetime) -> int:
    """How many a rule would remind at once; 0 when there is no such cohort."""
    with read_connection() as connection:
        found = connection.execute(select(Cohort.id).where(Cohort.public_id == cohort)).scalar()
        return _number(connection, found, rule, now) if found else 0


def reach_within(session: Session, cohort_id: int, rule: Rule, now: datetime) -> int:
    """The same within a transaction."""
    return _number(session.connection(), cohort_id, rule, now)


def rules_with_work(now: datetime) -> list[int]:
    """The rules that remind and have somebody to remind now, where it is day by the clocks of the course."""
    statement = select(*ReminderRule.__table__.columns, Course.zone).where(ReminderRule.is_on)
    statement = statement.join(Cohort, Cohort.id == ReminderRule.cohort_id).join(Course, Course.id == Cohort.course_id)
    with read_connection() as connection:
        rows = connection.execute(statement.order_by(ReminderRule.id)).all()
        by_day = [row for row in rows if is_daytime(now, ZoneInfo(row.zone))]
        return [row.id for row in by_day if _number(connection, row.cohort_id, rule_of(row), now)]


def rule_of(row: Any) -> Rule:
    """The rule that a row holds."""
    return Rule(row.kind, row.days, row.note)


def due_by(cohort_id: int, rule: Rule, now: datetime, *columns: Any) -> Select[Any]:
    """Columns of the enrolments that a rule reminds now, whether it is set yet or not."""
    by_it = and_(ReminderRule.cohort_id == cohort_id, ReminderRule.kind == rule.kind, ReminderRule.days == rule.days)
    lately = select(Reminder.rule_id).join(ReminderRule, ReminderRule.id == Reminder.rule_id)
    lately = lately.where(Reminder.enrolment_id == Enrolment.id, or_(by_it, Reminder.at > now - APART))
    return _learners(cohort_id, *columns).where(
        ~HAS_COMPLETED,
        or_(Cohort.starts_at.is_(None), Cohort.starts_at <= now),
        *(or_(end.is_(None), end > now) for end in (Enrolment.expires_at, Cohort.ends_at)),
        _is_due(rule, now),
        ~HAS_STOPPED,
        ~lately.correlate(Enrolment).exists(),
    )


def _is_due(rule: Rule, now: datetime) -> ColumnElement[bool]:
    days = timedelta(days=rule.days)
    before = now - days
    if rule.kind == NOT_STARTED:
        could = and_(Enrolment.created_at <= before, or_(Cohort.starts_at.is_(None), Cohort.starts_at <= before))
        return and_(could, ~did(None))
    if rule.kind == STALLED:
        return and_(did(None), ~did(before))
    return or_(*(end <= now + days for end in (Enrolment.expires_at, Cohort.ends_at)))


def _learners(cohort_id: int, *columns: Any) -> Select[Any]:
    people = select(*columns).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    return people.join(Cohort, Cohort.id == Enrolment.cohort_id).where(Enrolment.cohort_id == cohort_id, IS_LEARNING)


def _rules(cohort_id: int) -> Select[Any]:
    reminded = select(func.count()).where(Reminder.rule_id == ReminderRule.id).scalar_subquery()
    rules = select(*ReminderRule.__table__.columns, reminded.label("reminded"))
    return rules.where(ReminderRule.cohort_id == cohort_id).order_by(ReminderRule.id)


def _line(connection: Connection, row: Any, now: datetime) -> RuleLine:
    rule = rule_of(row)
    waiting = _number(connection, row.cohort_id, rule, now) if row.is_on else 0
    return RuleLine(row.public_id, rule, row.is_on, row.reminded, waiting)


def _number(connection: Connection, cohort_id: int, rule: Rule, now: datetime) -> int:
    return connection.execute(due_by(cohort_id, rule, now, func.count())).scalar_one()
