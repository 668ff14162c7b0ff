"""Announcements: to whom one would go, what became of those that were sent off."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from course_app.domain.subscriptions import ANNOUNCEMENTS, ON
from course_app.extensions import read_connection
from course_app.models import (
    Announcement,
    AnnouncementRecipient,
    Cohort,
    Course,
    Enrolment,
    Message,
    Person,
    Subscription,
)

IS_LEARNING = and_(
    Enrolment.kind == "learner",
    Enrolment.ended_at.is_(None),
    Person.active.is_(True),
    Person.erased_at.is_(None),
)
"""Who is written to as a learner: those who can sign in and learn."""
MOST_LISTED = 100


@dataclass(frozen=True)
class Audience:
    """A cohort that can be written to: how many learn in it, and how many of them have stopped announcements."""

    cohort: str
    name: str
    course: str
    learners: int
    stopped: int

    @property
    def recipients(self) -> int:
        """To how many an announcement would go."""
        return self.learners - self.stopped


@dataclass(frozen=True)
class AnnouncementLine:
    """An announcement, and how its mails stand: written of `recipients`; sent and given up of those still kept.

    `is_open`: mails are left to write; `was_stopped`: the rest was left.
    """

    public_id: str
    subject: str
    body: str
    by: str
    created_at: datetime
    recipients: int
    written: int
    sent: int
    dead: int
    is_open: bool
    was_stopped: bool
    cohort: str
    cohort_name: str


def audience_of(cohort: str) -> Audience | None:
    """Who would get an announcement to a cohort; None when there is no such cohort."""
    with read_connection() as connection:
        named = select(Cohort.id, Cohort.public_id, Cohort.name, Course.title)
        row = connection.execute(
            named.join(Course, Course.id == Cohort.course_id).where(Cohort.public_id == cohort)
        ).one_or_none()
        if row is None:
            return None
        stopped = select(Subscription.id).where(
            Subscription.person_id == Person.id, Subscription.list == ANNOUNCEMENTS, Subscription.state != ON
        )
        counted = select(func.count(), func.count().filter(stopped.exists())).select_from(Enrolment)
        counted = counted.join(Person, Person.id == Enrolment.person_id)
        numbers = connection.execute(counted.where(Enrolment.cohort_id == row.id, IS_LEARNING)).one()
    return Audience(*row[1:], *numbers)


def announcements_to(cohort: str) -> tuple[AnnouncementLine, ...]:
    """The newest hundred to a cohort."""
    return _listed(Cohort.public_id == cohort)


def announcement_of(key: str) -> AnnouncementLine | None:
    """One of them; None when there is none of that key."""
    return next(iter(_listed(Announcement.public_id == key)), None)


def is_announcing() -> bool:
    """Whether an announcement has mails left to write."""
    left = select(Announcement.id).where(Announcement.finished_at.is_(None)).limit(1)
    with read_connection() as connection:
        return connection.execute(left).first() is not None


def mails_by_lists(since: datetime) -> Select[Any]:
    """How many mails that nobody has to get were written since then."""
    return select(func.count()).where(Message.subscription_id.is_not(None), Message.created_at > since)


def _listed(wanted: ColumnElement[bool]) -> tuple[AnnouncementLine, ...]:
    mails = select(func.count()).where(Message.announcement_id == Announcement.id)
    recipients = select(func.count()).where(AnnouncementRecipient.announcement_id == Announcement.id)
    statement = (
        select(
            Announcement.public_id,
            Announcement.subject,
            Announcement.body,
            Person.name,
            Announcement.created_at,
            Announcement.recipients,
            recipients.where(AnnouncementRecipient.written_at.is_not(None)).scalar_subquery(),
            mails.where(Message.state == "sent").scalar_subquery(),
            mails.where(Message.state == "dead").scalar_subquery(),
            Announcement.finished_at.is_(None),
            Announcement.stopped_at.is_not(None),
            Cohort.public_id,
            Cohort.name,
        )
        .join(Person, Person.id == Announcement.actor_id)
        .join(Cohort, Cohort.id == Announcement.cohort_id)
        .where(wanted)
        .order_by(Announcement.id.desc())
        .limit(MOST_LISTED)
    )
    with read_connection() as connection:
        return tuple(AnnouncementLine(*row) for row in connection.execute(statement))
