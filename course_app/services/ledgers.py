"""The traces that a verb leaves in its own transaction: audit, completed courses. Nothing here commits."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from course_app.gateways.chance import public_id
from course_app.models import AuditDetail, AuditEntry, Course, CourseCompletion, CourseVersion, Enrolment
from course_app.queries.catalogue import outline
from course_app.queries.progress import facts_of, progress_of

NOT_COMPLETED = (
    select(CourseVersion.id)
    .join(Course, (Course.id == CourseVersion.course_id) & (Course.newest_number == CourseVersion.number))
    .join(Enrolment, Enrolment.course_id == Course.id)
    .where(
        Enrolment.id == bindparam("enrolment"),
        ~select(CourseCompletion.id).where(CourseCompletion.enrolment_id == Enrolment.id).exists(),
    )
)
"""The newest version of an enrolment's course, unless the enrolment has completed it already."""


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


def record_progress(session: Session, enrolment_id: int, now: datetime) -> None:
    """Note that the course is complete, if what this transaction wrote completed it. A completion is never undone."""
    session.flush()
    connection = session.connection()
    version_id = connection.execute(NOT_COMPLETED, {"enrolment": enrolment_id}).scalar()
    if version_id is None:
        return
    facts = facts_of(connection, [enrolment_id])[enrolment_id]
    if progress_of(outline(version_id), facts, completed=False).complete:
        session.add(
            CourseCompletion(
                enrolment_id=enrolment_id, course_version_id=version_id, completed_at=now, public_id=public_id()
            )
        )
