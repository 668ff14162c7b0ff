"""Suggest a correction to a passage of a lesson; decide what becomes of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from course_app.domain.corrections import MOST, WITHIN, TooManySuggested
from course_app.domain.errors import RuleBroken
from course_app.gateways.chance import public_id
from course_app.models import Correction
from course_app.queries.catalogue import Taught
from course_app.services.ledgers import audit
from course_app.services.transaction import held, hold_name, transaction


@dataclass(frozen=True)
class Decision:
    """What becomes of a correction; `seen`: how many decisions on it the page showed."""

    state: str
    answer: str
    seen: int


class NoSuchCorrection(RuleBroken):
    """The course has no such correction."""

    def __init__(self) -> None:
        super().__init__("There is no such correction.")


class DecidedMeanwhile(RuleBroken):
    """Somebody else has decided since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody has decided on this correction since you opened the page. Their decision holds; it stands among "
            "those decided, where you can change it."
        )


def suggest(person_id: int, course_id: int, place: Taught, body: str, now: datetime) -> None:
    """Keep a correction to the passage as it reads now; the same again, while it is open, changes nothing.

    `body` is tidy and not too long. Raises TooManySuggested.
    """
    with transaction() as session:
        hold_name(session, f"corrections of person {person_id}")
        if _is_there(session, person_id, course_id, place, body):
            return
        lately = select(func.count(Correction.id)).where(
            Correction.person_id == person_id,
            Correction.course_id == course_id,
            Correction.suggested_at > now - WITHIN,
        )
        if session.scalar(lately) >= MOST:
            raise TooManySuggested
        session.add(
            Correction(
                public_id=public_id(),
                course_id=course_id,
                lesson_id=place.card.lesson_id,
                passage=place.passage.id,
                wording=place.passage.text,
                person_id=person_id,
                body=body,
                suggested_at=now,
            )
        )


def decide(actor_id: int, course_id: int, correction: str, decision: Decision, now: datetime) -> None:
    """Take a correction up or decline it; the same decision again changes nothing, the newest holds.

    Raises NoSuchCorrection or DecidedMeanwhile.
    """
    with transaction() as session:
        named = (Correction.public_id == correction, Correction.course_id == course_id)
        row = held(session, select(Correction).where(*named))
        if row is None:
            raise NoSuchCorrection
        if (row.state, row.answer) == (decision.state, decision.answer):
            return
        if row.decisions != decision.seen:
            raise DecidedMeanwhile
        row.state, row.answer, row.decisions = decision.state, decision.answer, row.decisions + 1
        row.decided_by_id, row.decided_at = actor_id, now
        verb = "correction taken up" if decision.state == "taken-up" else "correction declined"
        audit(session, actor_id, verb, f"correction {row.id}", now, person=row.person_id, reason=decision.answer)


def _is_there(session: Session, person_id: int, course_id: int, place: Taught, body: str) -> bool:
    same = select(Correction.id).where(
        Correction.person_id == person_id,
        Correction.course_id == course_id,
        Correction.passage == place.passage.id,
        Correction.body == body,
        Correction.state == "open",
    )
    return session.scalar(same.limit(1)) is not None
