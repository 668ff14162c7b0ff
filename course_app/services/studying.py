"""Study: mark a lesson as read, remember where a reader stopped."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.models import Completion, Enrolment, Place
from course_app.services.ledgers import record_progress
from course_app.services.transaction import hold, transaction


class EnrolmentNotActive(RuleBroken):
    """The enrolment has ended: what was done is kept, and nothing is added."""

    def __init__(self) -> None:
        super().__init__("Your enrolment in this course has ended. What you did is kept; nothing more is recorded.")


def mark_as_read(enrolment_id: int, lesson_id: int, lesson_version_id: int, now: datetime) -> None:
    """Record that a lesson has been read, and the course completed if this was the last thing; again changes nothing.

    Raises EnrolmentNotActive.
    """
    with transaction() as session:
        _claim(session, enrolment_id)
        read = select(Completion.id).where(Completion.enrolment_id == enrolment_id, Completion.lesson_id == lesson_id)
        if session.scalar(read) is None:
            session.add(
                Completion(
                    enrolment_id=enrolment_id,
                    lesson_id=lesson_id,
                    lesson_version_id=lesson_version_id,
                    completed_at=now,
                )
            )
            session.flush()
            record_progress(session.connection(), enrolment_id, now)


def remember_place(enrolment_id: int, lesson_id: int, paragraph: int, now: datetime) -> None:
    """Remember at which paragraph (from 1) of a lesson the reader is. Raises EnrolmentNotActive."""
    with transaction() as session:
        _claim(session, enrolment_id)
        places = select(Place).where(Place.enrolment_id == enrolment_id, Place.lesson_id == lesson_id)
        place = session.scalar(places)
        if place is None:
            session.add(Place(enrolment_id=enrolment_id, lesson_id=lesson_id, paragraph=paragraph, at=now))
        else:
            place.paragraph, place.at = paragraph, now


def _claim(session: Session, enrolment_id: int) -> None:
    """Hold the enrolment until the end of the transaction, so that two pages of one person do not meet."""
    hold(session, select(Enrolment.id).where(Enrolment.id == enrolment_id))
    active = select(Enrolment.id).where(Enrolment.id == enrolment_id, Enrolment.ended_at.is_(None))
    if session.scalar(active) is None:
        raise EnrolmentNotActive
