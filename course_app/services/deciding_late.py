"""Decide whether late answers count: an appended decision, and a new grade that follows from it.

Nothing of the answers is changed. Each decision leaves an audit entry with its reason.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.late_answers import grade_reason
from course_app.models import Attempt, Enrolment, LateDecision, Response
from course_app.queries.responses import WAS_LATE
from course_app.services.answering import AttemptNotFound
from course_app.services.attempting import hold_attempt
from course_app.services.grading import append_grade
from course_app.services.ledgers import audit
from course_app.services.transaction import transaction


@dataclass(frozen=True)
class Verdict:
    """What is decided: on the late answers up to the revision `through`, with `seen` decisions before it in sight."""

    through: int
    seen: int
    counts: bool
    reason: str


class NothingLate(RuleBroken):
    """There is no late answer to decide on."""

    def __init__(self) -> None:
        super().__init__("There is no late answer in this attempt to decide on. Nothing was changed.")


class DecidedMeanwhile(RuleBroken):
    """Somebody else has decided since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody has decided on these answers since you opened the page. Their decision holds; it stands among "
            "those decided, where you can change it."
        )


def decide_late(actor_id: int, course_id: int, attempt: str, verdict: Verdict, now: datetime) -> None:
    """Decide on the late answers of an attempt; the same decision again changes nothing.

    The newest decision holds, so that one may change one's mind. Raises AttemptNotFound, NothingLate or
    DecidedMeanwhile.
    """
    with transaction() as session:
        hold_attempt(session, attempt)
        row = _closed_attempt(session, course_id, attempt)
        slots = _late_slots(session, row.id, verdict.through)
        if not slots:
            raise NothingLate
        newest = session.scalar(
            select(LateDecision).where(LateDecision.attempt_id == row.id).order_by(LateDecision.number.desc()).limit(1)
        )
        if newest and (newest.through, newest.counts) == (verdict.through, verdict.counts):
            return
        if verdict.seen != (newest.number if newest else 0):
            raise DecidedMeanwhile
        session.add(
            LateDecision(
                attempt_id=row.id,
                number=verdict.seen + 1,
                through=verdict.through,
                counts=verdict.counts,
                reason=verdict.reason,
                actor_id=actor_id,
                at=now,
            )
        )
        verb = "late answers counted" if verdict.counts else "late answers left out"
        audit(session, actor_id, verb, f"attempt {row.id}", now, person=row.person_id, reason=verdict.reason)
        session.flush()
        reason = grade_reason(slots, counts=verdict.counts)
        append_grade(session.connection(), row, reason, now, dated_at=row.closed_at, grader_id=actor_id)


def _closed_attempt(session: Session, course_id: int, attempt: str) -> Row:
    row = session.execute(
        select(Attempt.id, Attempt.enrolment_id, Attempt.quiz_version_id, Attempt.closed_at, Enrolment.person_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.public_id == attempt, Enrolment.course_id == course_id, Attempt.closed_at.is_not(None))
    ).one_or_none()
    if row is None:
        raise AttemptNotFound
    return row


def _late_slots(session: Session, attempt_id: int, through: int) -> list[int]:
    """The slots of the late answers, if the last of them is the one named."""
    late = (Response.attempt_id == attempt_id, WAS_LATE, Response.revision <= through)
    if session.scalar(select(func.max(Response.revision)).where(*late)) != through:
        return []
    return list(session.scalars(select(Response.slot).where(*late).distinct().order_by(Response.slot)))
