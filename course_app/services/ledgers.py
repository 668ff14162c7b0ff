"""The traces that a verb leaves in its own transaction: audit, completed courses. Nothing here commits."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.gateways.chance import public_id
from course_app.models import AuditDetail, AuditEntry, Course, CourseCompletion, CourseVersion, Enrolment
from course_app.queries.catalogue import outline
from course_app.queries.progress import facts_of, progress_of


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
    done = select(CourseCompletion.id).where(CourseCompletion.enrolment_id == enrolment_id)
    if session.scalar(done) is not None:
        return
    newest = (
        select(CourseVersion.id)
        .join(Course, (Course.id == CourseVersion.course_id) & (Course.newest_number == CourseVersion.number))
        .join(Enrolment, Enrolment.course_id == Course.id)
    )
    version_id = session.scalar(newest.where(Enrolment.id == enrolment_id))
    if version_id is None:
        return
    session.flush()
    facts = facts_of(session.connection(), [enrolment_id])[enrolment_id]
    if progress_of(outline(version_id), facts, completed=False).complete:
        session.add(
            CourseCompletion(
                enrolment_id=enrolment_id, course_version_id=version_id, completed_at=now, public_id=public_id()
            )
        )
