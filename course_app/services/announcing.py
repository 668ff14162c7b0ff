"""Write to everybody in a cohort: sent off once, then written mail by mail as the day's limit allows.

To whom it goes is settled when it is sent off. Each portion of its mails is one transaction, so that none is written
twice whoever is killed; one who stops announcements meanwhile, or is erased, is passed over.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from course_app.domain.announcements import DAY, NotAnnounced, left_of
from course_app.domain.subscriptions import ANNOUNCEMENTS, ON
from course_app.formats import mail_texts
from course_app.models import Announcement, AnnouncementRecipient, Cohort, Course, Enrolment, Person, Subscription
from course_app.queries.announcements import IS_LEARNING, mails_by_lists
from course_app.services.administering import NoSuchThing
from course_app.services.ledgers import audit, message
from course_app.services.subscribing import subscribe_learners
from course_app.services.transaction import first_free, held, hold_name, transaction

PORTION = 100
LIMIT = "mails by lists"
"""The name that whoever writes such mails holds, so that two together keep to the day's limit."""


def announce(actor_id: int, key: str, cohort: str, subject: str, body: str, confirmed: int, now: datetime) -> None:
    """Send an announcement off to the learners of a cohort who have not stopped announcements.

    `key` comes with the form; the same again is the first one. `confirmed` is the number that whoever asks has seen.
    Raises `NoSuchThing` or `NotAnnounced`.
    """
    with transaction() as session:
        hold_name(session, f"announcement {key}")
        if session.scalar(select(Announcement.id).where(Announcement.public_id == key)) is not None:
            return
        group = held(session, select(Cohort).where(Cohort.public_id == cohort))
        if group is None:
            raise NoSuchThing("There is no such cohort.")
        subscribe_learners(session, session.scalars(_learners(group.id, Person.id)).all(), ANNOUNCEMENTS, now)
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
        row = held(session, select(Announcement).where(Announcement.public_id == key))
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
    while (portion := _write_portion(now)) is not None:
        written += portion
    return written


def _write_portion(now: datetime) -> int | None:
    """Write the next mails of the announcement that has waited longest; None: there is nothing to do at present."""
    settings = current_app.config["SETTINGS"]
    with transaction() as session:
        open_ones = select(Announcement).where(Announcement.finished_at.is_(None)).order_by(Announcement.id)
        row = first_free(session, open_ones)
        if row is None:
            return None
        most = mails_left(session, PORTION, now)
        left = session.execute(_left(row.id).limit(most)).all() if most else []
        if most and not left:
            row.finished_at = now
            return 0
        if not left:
            return None
        listed = select(Course.title).join(Cohort, Cohort.course_id == Course.id).where(Cohort.id == row.cohort_id)
        course = session.scalars(listed).one()
        for one in left:
            if one.state == ON:
                text = mail_texts.announcement(settings.site_name, one.name, course, row.subject, row.body)
                ids = {"person": one.person_id, "subscription": one.id, "announcement": row.id}
                message(session, one.email, text, now, **ids)
        _note(session, row.id, [one.id for one in left], now)
        return len(left)


def mails_left(session: Session, most: int, now: datetime) -> int:
    """How many more mails by lists may be written now, at most `most`; whoever asks holds the limit till the end."""
    limit = current_app.config["SETTINGS"].mails_a_day
    hold_name(session, LIMIT)
    return left_of(limit, session.scalar(mails_by_lists(now - DAY)) or 0 if limit else 0, most)


def _learners(cohort_id: int, column: Any) -> Select[Any]:
    """A column of the people who learn in a cohort."""
    people = select(column).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    return people.where(Enrolment.cohort_id == cohort_id, IS_LEARNING)


def _left(announcement_id: int) -> Select[Any]:
    """Those whose mail is not written yet."""
    return (
        select(Subscription.id, Subscription.state, Person.id.label("person_id"), Person.name, Person.email)
        .join(AnnouncementRecipient, AnnouncementRecipient.subscription_id == Subscription.id)
        .join(Person, Person.id == Subscription.person_id)
        .where(AnnouncementRecipient.announcement_id == announcement_id, AnnouncementRecipient.written_at.is_(None))
        .order_by(Subscription.id)
    )


def _note(session: Session, announcement_id: int, subscriptions: Sequence[int], now: datetime) -> None:
    theirs = update(AnnouncementRecipient).where(
        AnnouncementRecipient.announcement_id == announcement_id,
        AnnouncementRecipient.subscription_id.in_(subscriptions),
    )
    session.execute(theirs.values(written_at=now))
