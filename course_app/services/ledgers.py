"""The traces that a verb leaves in its own transaction: audit, mail, completed courses. Nothing here commits."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select
from sqlalchemy.orm import Session

from course_app.formats.mail_texts import MailText
from course_app.gateways.chance import public_id
from course_app.models import (
    AuditDetail,
    AuditEntry,
    Completion,
    Course,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    Message,
)
from course_app.queries.catalogue import IS_NEWEST_VERSION, outline
from course_app.queries.progress import facts_of, progress_of

NOT_COMPLETED = (
    select(
        CourseVersion.id.label("version_id"),
        select(func.count(Completion.id))
        .where(Completion.enrolment_id == Enrolment.id)
        .scalar_subquery()
        .label("lessons_read"),
    )
    .join(Course, IS_NEWEST_VERSION)
    .join(Enrolment, Enrolment.course_id == Course.id)
    .where(
        Enrolment.id == bindparam("enrolment"),
        ~select(CourseCompletion.id).where(CourseCompletion.enrolment_id == Enrolment.id).exists(),
    )
)
"""The newest version of an enrolment's course, unless the enrolment has completed it already."""
COMPLETE = insert(CourseCompletion)


def audit(
    session: Session,
    actor: int | None,
    verb: str,
    object: str,
    now: datetime,
    *,
    person: int | None = None,
    reason: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Note one act. `actor` and `person` are ids (no actor: the program); `object` is a kind and its key.

    `before` and `after` hold personal values; they lie in a side table that erasure can empty.
    """
    entry = AuditEntry(actor_id=actor, person_id=person, verb=verb, object=object, reason=reason, at=now)
    session.add(entry)
    if before is not None or after is not None:
        session.flush()
        session.add(AuditDetail(entry_id=entry.id, before=before, after=after))


def message(
    session: Session,
    address: str,
    text: MailText,
    now: datetime,
    *,
    person: int | None = None,
    link: str = "",
    subscription: int | None = None,
    announcement: int | None = None,
) -> Message:
    """Have a mail sent once this transaction is committed; `link` is put where the text has its place for it.

    `subscription`, by which it comes, and `announcement`, of which it is, are ids.
    """
    row = Message(
        person_id=person,
        address=address,
        subject=text.subject,
        body=text.body,
        link=link,
        subscription_id=subscription,
        announcement_id=announcement,
        next_try_at=now,
        created_at=now,
    )
    session.add(row)
    return row


def record_progress(connection: Connection, enrolment_id: int, now: datetime) -> None:
    """Note that the course is complete, if what this transaction wrote completed it. A completion is never undone."""
    found = connection.execute(NOT_COMPLETED, {"enrolment": enrolment_id}).one_or_none()
    if found is None or found.lessons_read < len(outline(found.version_id).written):
        return
    facts = facts_of(connection, [enrolment_id])[enrolment_id]
    if progress_of(outline(found.version_id), facts, now, completed=False).complete:
        completion = {"enrolment_id": enrolment_id, "course_version_id": found.version_id}
        connection.execute(COMPLETE, completion | {"completed_at": now, "public_id": public_id()})
