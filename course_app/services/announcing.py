"""Write to everybody in a cohort: sent off once, then written mail by mail as the day's limit allows.

To whom it goes is settled when it is sent off. Each portion of its mails is one transaction, so that none is written
twice whoever is killed; one who stops announcements meanwhile, or is erased, or whose account is closed, is passed
over. Whoever writes, or stops the rest, holds the day's limit, so that they go one after the other.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Row, Select, func, insert, select, update
from sqlalchemy.orm import Session

from course_app.domain.announcements import NotAnnounced
from course_app.domain.subscriptions import ANNOUNCEMENTS, ON
from course_app.formats import list_mails
from course_app.models import Announcement, AnnouncementRecipient, Cohort, Course, Enrolment, Person, Subscription
from course_app.queries.announcements import IS_LEARNING, is_announcing
from course_app.services.administering import NoSuchThing
from course_app.services.ledgers import audit, message
from course_app.services.rationing import hold_limit, portion_of
from course_app.services.subscribing import subscribe
from course_app.services.transaction import held, hold, hold_name, transaction

OPEN = select(Announcement).where(Announcement.finished_at.is_(None)).order_by(Announcement.id).limit(1)


class SentBefore(NotAnnounced):
    """The form that it comes with has sent another text."""

    def __init__(self) -> None:
        super().__init__(
            "This page has sent an announcement before, with another text; that one stays as it is. Your text stands "
            "below and was not sent. Send it now if it is to go out too."
        )


def announce(actor_id: int, key: str, cohort: str, subject: str, body: str, confirmed: int, now: datetime) -> None:
    """Send an announcement off to the learners of a cohort who have not stopped announcements.

    `key` comes with the form; the same again is the first one. `confirmed` is the number that whoever asks has seen.
    Raises `NoSuchThing`, `SentBefore` or `NotAnnounced`.
    """
    with transaction() as session:
        hold_name(session, f"announcement {key}")
        before = session.scalar(select(Announcement).where(Announcement.public_id == key))
        if before is not None:
            if (before.subject, before.body) != (subject, body):
                raise SentBefore
            return
        group = held(session, select(Cohort).where(Cohort.public_id == cohort))
        if group is None:
            raise NoSuchThing("There is no such cohort.")
        subscribe(session, session.scalars(_learners(group.id, Person.id)).all(), ANNOUNCEMENTS, now)
        is_wanted = Subscription.list == ANNOUNCEMENTS, Subscription.state == ON
        subscribed = _learners(group.id, Subscription.id).join(Subscription, Subscription.person_id == Person.id)
        recipients = session.scalars(subscribed.where(*is_wanted)).all()
        if not recipients:
            raise NotAnnounced("There is nobody to write to. Nothing was sent; your text stands below.")
        if len(recipients) != confirmed:
            raise NotAnnounced(
                f"It would go to {len(recipients)} people by now, not to {confirmed}. Nothing was sent; look again."
            )
        row = Announcement(
            public_id=key,
            cohort_id=group.id,
            actor_id=actor_id,
            subject=subject,
            body=body,
            recipients=len(recipients),
            created_at=now,
        )
        session.add(row)
        session.flush()
        listed = [{"announcement_id": row.id, "subscription_id": one} for one in recipients]
        session.execute(insert(AnnouncementRecipient), listed)
        audit(session, actor_id, "announcement sent", f"announcement {row.id}", now, reason=subject)


def stop(actor_id: int, key: str, now: datetime) -> int:
    """Write none of the mails that are left; how many that were. Raises `NoSuchThing`."""
    with transaction() as session:
        hold_limit(session)
        row = session.scalar(select(Announcement).where(Announcement.public_id == key))
        if row is None:
            raise NoSuchThing("There is no such announcement.")
        if row.finished_at is not None:
            return 0
        row.finished_at = row.stopped_at = now
        left = session.scalar(_left(row.id).with_only_columns(func.count()).order_by(None)) or 0
        audit(session, actor_id, "announcement stopped", f"announcement {row.id}", now, reason=row.subject)
        return left


def write_announcements(now: datetime) -> int:
    """The worker's job: write what the day's limit allows, a portion at a time; how many mails that was."""
    written = 0
    while is_announcing() and (portion := _write_portion(now)) is not None:
        written += portion
    return written


def _write_portion(now: datetime) -> int | None:
    """Write the next mails of the announcement that has waited longest; None: there is nothing to do at present."""
    with transaction() as session:
        most = portion_of(session, now)
        row = session.scalar(OPEN)
        if row is None or not most:
            return None
        left = _left(row.id).limit(most)
        people = session.scalars(left.with_only_columns(Person.id)).all()
        hold(session, select(Person.id).where(Person.id.in_(people)).order_by(Person.id))
        found = session.execute(left.where(Person.id.in_(people))).all()
        if found:
            _write(session, row, found, now)
        elif not people:
            row.finished_at = now
        return len(found)


def _write(session: Session, row: Announcement, found: Sequence[Row[Any]], now: datetime) -> None:
    site = current_app.config["SETTINGS"].site_name
    listed = select(Course.title).join(Cohort, Cohort.course_id == Course.id).where(Cohort.id == row.cohort_id)
    course = session.scalars(listed).one()
    for one in found:
        if one.state == ON and one.active:
            text = list_mails.announcement(site, one.name, course, row.subject, row.body)
            ids = {"person": one.person_id, "subscription": one.id, "announcement": row.id}
            message(session, one.email, text, now, **ids)
    theirs = update(AnnouncementRecipient).where(
        AnnouncementRecipient.announcement_id == row.id,
        AnnouncementRecipient.subscription_id.in_([one.id for one in found]),
    )
    session.execute(theirs.values(written_at=now))


def _learners(cohort_id: int, column: Any) -> Select[Any]:
    """A column of the people who learn in a cohort."""
    people = select(column).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    return people.where(Enrolment.cohort_id == cohort_id, IS_LEARNING)


def _left(announcement_id: int) -> Select[Any]:
    """Those whose mail is not written yet."""
    return (
        select(
            Subscription.id, Subscription.state, Person.id.label("person_id"), Person.name, Person.email, Person.active
        )
        .join(AnnouncementRecipient, AnnouncementRecipient.subscription_id == Subscription.id)
        .join(Person, Person.id == Subscription.person_id)
        .where(AnnouncementRecipient.announcement_id == announcement_id, AnnouncementRecipient.written_at.is_(None))
        .order_by(Subscription.id)
    )
