"""Issue records of completion, revoke them, and put a name right; once a record is there, nothing in it changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from course_app.domain.records import PROMPT_AFTER, REPLACED, NotIssued, why_not
from course_app.formats import mail_texts
from course_app.formats.plain_json import to_plain
from course_app.gateways.chance import public_id
from course_app.models import CompletionRecord, Enrolment, Person, RecordRevocation, Reflection
from course_app.queries.records import COMPLETED, content_of, lacking
from course_app.services.administering import NoSuchThing, person_of
from course_app.services.ledgers import audit, message
from course_app.services.transaction import held, hold, transaction

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Stationery:
    """The site's name, and the address of a learner's page about their record of a course (its slug)."""

    site: str
    page: Callable[[str], str]


class OtherNumber(NotIssued):
    """As many as were confirmed are not waiting any more, or more are."""


def issue(enrolment_id: int, name: str, stationery: Stationery, now: datetime) -> str:
    """Issue the record of an enrolment under the name that its learner confirmed; its id. Raises `NotIssued`."""
    with transaction() as session:
        hold(session, select(Enrolment.id).where(Enrolment.id == enrolment_id))
        row = session.execute(COMPLETED.where(Enrolment.id == enrolment_id)).one()
        if refusal := why_not(row.kind, row.completed_at, row.records):
            raise NotIssued(refusal)
        return _issue(session, row, row.person_id, name, stationery, now)


def issue_waiting(
    actor_id: int, course: str, cohort: str, confirmed: int, stationery: Stationery, now: datetime
) -> int:
    """Issue the records of all who completed a course (in a cohort) and have none, under the names of their accounts.

    `confirmed` is the number that whoever asks has seen. At most `MOST_AT_ONCE` a call; how many. Raises `OtherNumber`.
    """
    with transaction() as session:
        waiting = lacking(course, cohort)
        hold(session, select(Enrolment.id).where(Enrolment.id.in_(waiting.with_only_columns(Enrolment.id))))
        rows = session.execute(waiting).all()
        if len(rows) != confirmed:
            raise OtherNumber(
                f"Meanwhile {len(rows)} wait for a record, not {confirmed}. Nothing was issued; look again."
            )
        for row in rows[:MOST_AT_ONCE]:
            _issue(session, row, actor_id, row.name, stationery, now)
            text = mail_texts.record_issued(stationery.site, row.name, row.title, stationery.page(course))
            message(session, row.email, text, now, person=row.person_id)
        return min(len(rows), MOST_AT_ONCE)


def revoke(actor_id: int, person: str, record: str, reason: str, stationery: Stationery, now: datetime) -> None:
    """Let a record hold no more; the reason stands on its public page. Raises `NoSuchPerson` or `NoSuchThing`."""
    with transaction() as session:
        holder, row = _of_person(session, person, record)
        if session.get(RecordRevocation, row.id) is not None:
            raise NoSuchThing("This record was revoked before. Nothing was changed.")
        _revoke(session, actor_id, holder, row, reason, now)
        _no_prompt(session, row.enrolment_id)
        title, slug = row.content["course"], row.content["slug"]
        text = mail_texts.record_revoked(stationery.site, holder.name, title, reason, stationery.page(slug))
        message(session, holder.email, text, now, person=holder.id)


def correct(
    actor_id: int, person: str, record: str, name: str, reason: str, stationery: Stationery, now: datetime
) -> str:
    """Issue the newest record of an enrolment again under another name; the former one says so. The new id.

    One that was revoked is issued again likewise. Raises `NoSuchPerson` or `NoSuchThing`.
    """
    with transaction() as session:
        holder, row = _of_person(session, person, record)
        if session.scalar(select(CompletionRecord.id).where(CompletionRecord.replaces_id == row.id)) is not None:
            raise NoSuchThing("This record was corrected before. Correct the newer one; nothing was changed.")
        if session.get(RecordRevocation, row.id) is None:
            _revoke(session, actor_id, holder, row, REPLACED, now)
        made = CompletionRecord(
            public_id=public_id(),
            enrolment_id=row.enrolment_id,
            name=name,
            content=row.content,
            issued_at=now,
            replaces_id=row.id,
        )
        session.add(made)
        names = {"before": {"name": row.name}, "after": {"name": name}}
        about = {"person": holder.id, "reason": reason}
        audit(session, actor_id, "record corrected", f"enrolment {row.enrolment_id}", now, **about, **names)
        title, slug = row.content["course"], row.content["slug"]
        text = mail_texts.record_corrected(stationery.site, name, title, stationery.page(slug))
        message(session, holder.email, text, now, person=holder.id)
        return made.public_id


def _issue(session: Session, row: Row[Any], actor_id: int, name: str, stationery: Stationery, now: datetime) -> str:
    content, key = content_of(row), public_id()
    session.add(
        CompletionRecord(public_id=key, enrolment_id=row.id, name=name, content=to_plain(content), issued_at=now)
    )
    session.add(
        Reflection(
            enrolment_id=row.id,
            prompt_at=now + PROMPT_AFTER,
            site=stationery.site,
            link=stationery.page(content.slug),
        )
    )
    audit(session, actor_id, "record issued", f"enrolment {row.id}", now, person=row.person_id)
    return key


def _of_person(session: Session, person: str, record: str) -> tuple[Person, CompletionRecord]:
    """A person and one of their records, both held."""
    holder = person_of(session, person)
    theirs = select(Enrolment.id).where(Enrolment.person_id == holder.id)
    wanted = select(CompletionRecord).where(CompletionRecord.public_id == record)
    row = held(session, wanted.where(CompletionRecord.enrolment_id.in_(theirs)))
    if row is None:
        raise NoSuchThing("There is no such record of this person.")
    return holder, row


def _revoke(session: Session, actor_id: int, holder: Person, row: CompletionRecord, reason: str, now: datetime) -> None:
    session.add(RecordRevocation(record_id=row.id, reason=reason, at=now))
    audit(session, actor_id, "record revoked", f"enrolment {row.enrolment_id}", now, person=holder.id, reason=reason)


def _no_prompt(session: Session, enrolment_id: int) -> None:
    reflection = session.get(Reflection, enrolment_id)
    if reflection is not None:
        reflection.prompt_at = None
