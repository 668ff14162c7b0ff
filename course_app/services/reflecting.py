"""What a learner writes for themselves about a completed course, and the one mail that asks what came of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.records import PROMPT_AFTER, NotIssued
from course_app.formats import mail_texts
from course_app.models import CompletionRecord, Course, Enrolment, Person, Reflection
from course_app.services.ledgers import message
from course_app.services.transaction import first_free, held, transaction

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Texts:
    """The three texts."""

    what: str
    so_what: str
    now_what: str


def keep_reflection(enrolment_id: int, texts: Texts, now: datetime) -> None:
    """Keep the texts in place of the former ones. Raises `NotIssued` before there is a record."""
    with transaction() as session:
        row = _held(session, enrolment_id)
        row.what, row.so_what, row.now_what, row.kept_at = texts.what, texts.so_what, texts.now_what, now


def set_prompt(enrolment_id: int, wanted: bool, now: datetime) -> None:
    """Have the mail sent six weeks after the record was issued, or not at all. Once it was sent nothing changes.

    Wanted again after that day it goes at once. Raises `NotIssued`.
    """
    with transaction() as session:
        row = _held(session, enrolment_id)
        first = select(CompletionRecord.issued_at).where(CompletionRecord.enrolment_id == enrolment_id)
        issued_at = session.scalars(first.order_by(CompletionRecord.id)).first()
        if row.prompted_at is None and issued_at is not None:
            row.prompt_at = max(issued_at + PROMPT_AFTER, now) if wanted else None


def send_prompts(now: datetime) -> int:
    """The worker's job: write the mails that are due, each in a transaction of its own, so that each goes once."""
    sent = 0
    while sent < MOST_AT_ONCE and _prompt_one(now):
        sent += 1
    return sent


def _prompt_one(now: datetime) -> bool:
    """Write the mail that has been due longest; whether one was due. Whose account is closed gets none."""
    with transaction() as session:
        due = select(Reflection).where(Reflection.prompt_at <= now).order_by(Reflection.prompt_at)
        row = first_free(session, due)
        if row is None:
            return False
        enrolment = session.get_one(Enrolment, row.enrolment_id)
        person, course = session.get_one(Person, enrolment.person_id), session.get_one(Course, enrolment.course_id)
        row.prompt_at, row.prompted_at = None, now
        if person.active:
            text = mail_texts.reflection_prompt(row.site, person.name, course.title, row.link)
            message(session, person.email, text, now, person=person.id)
        return True


def _held(session: Session, enrolment_id: int) -> Reflection:
    row = held(session, select(Reflection).where(Reflection.enrolment_id == enrolment_id))
    if row is None:
        raise NotIssued("There is no record yet; the boxes come with it.")
    return row
