"""Save answers to an open attempt: append-only, idempotent on (attempt, client, seq), nothing refused is lost.

`save` takes a batch; one bad answer never holds up the others. What is acknowledged is committed. Each call costs
the same, however many answers the attempt already holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select
from sqlalchemy.orm import Session, aliased

from course_app.domain import attempts as rules
from course_app.domain.drawing import letter_of
from course_app.domain.errors import RuleBroken
from course_app.domain.responses import Stored
from course_app.models import Attempt, AttemptAdjustment, AttemptItem, Enrolment, Response
from course_app.queries.questions import shown_questions
from course_app.queries.responses import current_response_id, latest_response_id
from course_app.services.answer_desk import Acknowledged, Desk, Given, Refused, SlotState
from course_app.services.transaction import transaction

FIELDS = (
    "slot",
    "revision",
    "counts",
    "client",
    "seq",
    "base",
    "choice",
    "flag",
    "confidence",
    "received_at",
    "problem",
)


class AttemptNotFound(RuleBroken):
    """There is no such attempt, or it is not the viewer's: the two look the same."""

    def __init__(self) -> None:
        super().__init__("There is no such attempt.")


class AttemptClosed(RuleBroken):
    """The attempt has been handed in; what was saved before is kept and graded."""

    def __init__(self) -> None:
        super().__init__("This attempt has been handed in. Your saved answers are kept; nothing more can be added.")


@dataclass(frozen=True)
class Saved:
    """What became of a batch. `seconds_left` is None when untimed."""

    acknowledged: tuple[Acknowledged, ...]
    refused: tuple[Refused, ...]
    seconds_left: int | None


def save(public_id: str, person_id: int, given: Sequence[Given], now: datetime) -> Saved:
    """Append the answers. Raises AttemptNotFound, or AttemptClosed when it was handed in before."""
    with transaction() as session:
        attempt = _attempt(session, public_id, person_id)
        slots = _slots(session, attempt.id, given)
        numbered = _numbered(session, attempt.id, slots, given)
        known = _sent_before(session, attempt.id, numbered)
        due = rules.due_at(attempt.started_at, attempt.limit_seconds, (attempt.added,), attempt.window_closes_at)
        desk = Desk(now, attempt.closed_at is not None or rules.is_late(now, due), attempt.last, slots, known)
        answers = [desk.receive(one) for one in numbered]
        if attempt.closed_by == "submission" and desk.new:
            raise AttemptClosed
        if desk.new:
            session.execute(insert(Response), [{"attempt_id": attempt.id, **row} for row in desk.new])
    return Saved(
        acknowledged=tuple(one for one in answers if isinstance(one, Acknowledged)),
        refused=tuple(one for one in answers if isinstance(one, Refused)),
        seconds_left=rules.seconds_left(due, now),
    )


def _attempt(session: Session, public_id: str, person_id: int) -> Row[Any]:
    added = select(func.coalesce(func.sum(AttemptAdjustment.seconds), 0)).where(
        AttemptAdjustment.attempt_id == Attempt.id
    )
    last = select(func.coalesce(func.max(Response.revision), 0)).where(Response.attempt_id == Attempt.id)
    row = session.execute(
        select(
            Attempt.id,
            Attempt.started_at,
            Attempt.limit_seconds,
            Attempt.window_closes_at,
            Attempt.closed_at,
            Attempt.closed_by,
            added.scalar_subquery().label("added"),
            last.scalar_subquery().label("last"),
        )
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Attempt.public_id == public_id, Enrolment.person_id == person_id)
    ).one_or_none()
    if row is None:
        raise AttemptNotFound
    return row


def _slots(session: Session, attempt_id: int, given: Sequence[Given]) -> dict[int, SlotState]:
    """The slots that the batch names, each with its current response and the client's highest number."""
    client = given[0].client if given else ""
    current, own = aliased(Response), aliased(Response)
    rows = session.execute(
        select(
            AttemptItem.slot,
            AttemptItem.option_order,
            AttemptItem.question_version_id,
            *(getattr(current, name).label(f"current_{name}") for name in FIELDS),
            *(getattr(own, name).label(f"own_{name}") for name in FIELDS),
        )
        .select_from(AttemptItem)
        .outerjoin(current, current.id == current_response_id())
        .outerjoin(own, own.id == latest_response_id(client))
        .where(AttemptItem.attempt_id == attempt_id, AttemptItem.slot.in_({one.slot for one in given}))
    ).all()
    shown = shown_questions({row.question_version_id for row in rows})
    return {
        row.slot: SlotState(
            row.option_order,
            shown[row.question_version_id].type,
            [stored for prefix in ("current_", "own_") if (stored := _stored(row._mapping, prefix))],
        )
        for row in rows
    }


def _stored(row: Mapping[Any, Any], prefix: str = "") -> Stored | None:
    if row[f"{prefix}revision"] is None:
        return None
    values = {name: row[f"{prefix}{name}"] for name in FIELDS}
    return Stored(**values | {"choice": tuple(values["choice"])})


def _numbered(session: Session, attempt_id: int, slots: dict[int, SlotState], given: Sequence[Given]) -> list[Given]:
    """Answers of a form, as far as they are new, take the client's next numbers."""
    if all(one.seq is not None for one in given):
        return list(given)
    given = _changed(session, attempt_id, slots, given)
    if not given:
        return []
    highest = session.scalar(
        select(func.coalesce(func.max(Response.seq), 0)).where(
            Response.attempt_id == attempt_id, Response.client == given[0].client
        )
    )
    return [replace(one, seq=highest + place) for place, one in enumerate(given, 1)]


def _changed(session: Session, attempt_id: int, slots: dict[int, SlotState], given: Sequence[Given]) -> list[Given]:
    """What a form says otherwise than the page it was on; what that page had seen stands at `base`."""
    rows = session.execute(
        select(Response.slot, Response.revision, Response.choice, Response.flag, Response.confidence).where(
            Response.attempt_id == attempt_id, Response.revision.in_({one.base for one in given})
        )
    )
    shown = {(row.slot, row.revision): (set(row.choice), row.flag, row.confidence) for row in rows}

    def is_new(one: Given) -> bool:
        slot = slots.get(one.slot)
        if slot is None or one.is_settled:
            return True
        letters = {letter_of(slot.order, alias) for alias in one.choice}
        return (letters, one.flag, one.confidence) != shown.get((one.slot, one.base or 0), (set(), False, ""))

    return [one for one in given if is_new(one)]


def _sent_before(session: Session, attempt_id: int, given: Sequence[Given]) -> list[Stored]:
    """What is stored under the numbers of this batch already."""
    rows = session.execute(
        select(*(getattr(Response, name) for name in FIELDS)).where(
            Response.attempt_id == attempt_id,
            Response.client == (given[0].client if given else ""),
            Response.seq.in_({one.seq for one in given}),
        )
    )
    return [_stored(row._mapping) for row in rows]
