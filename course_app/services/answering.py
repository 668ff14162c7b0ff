"""Save answers to an open attempt: append-only, idempotent on (attempt, client, seq), nothing refused is lost.

`save` takes a batch; one bad answer never holds up the others. What is acknowledged is committed. Each call costs
the same, however many answers the attempt already holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, insert, select
from sqlalchemy.orm import aliased

from course_app.domain import attempts as rules
from course_app.domain.drawing import letter_of
from course_app.domain.errors import RuleBroken
from course_app.domain.question_types.registry import type_named
from course_app.domain.responses import Stored
from course_app.models import Attempt, AttemptItem, Enrolment, Response
from course_app.queries.attempts import IS_OWN_ATTEMPT
from course_app.queries.deadlines import DEADLINE, due_of
from course_app.queries.questions import questions
from course_app.queries.responses import current_response_id, latest_response_id
from course_app.services.answer_desk import Acknowledged, Desk, Given, Refused, SlotState
from course_app.services.transaction import core_transaction, hold

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
CURRENT, OWN = aliased(Response), aliased(Response)
ASKED = (
    select(
        Attempt.id,
        Attempt.closed_at,
        Attempt.closed_by,
        *DEADLINE,
        select(func.coalesce(func.max(Response.revision), 0))
        .where(Response.attempt_id == Attempt.id)
        .scalar_subquery()
        .label("last"),
        select(func.coalesce(func.max(Response.seq), 0))
        .where(Response.attempt_id == Attempt.id, Response.client == bindparam("client"))
        .scalar_subquery()
        .label("highest"),
        AttemptItem.slot,
        AttemptItem.option_order,
        AttemptItem.question_version_id,
        *(getattr(CURRENT, name).label(f"current_{name}") for name in FIELDS),
        *(getattr(OWN, name).label(f"own_{name}") for name in FIELDS),
    )
    .select_from(Attempt)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .outerjoin(
        AttemptItem,
        (AttemptItem.attempt_id == Attempt.id) & AttemptItem.slot.between(bindparam("first"), bindparam("final")),
    )
    .outerjoin(CURRENT, CURRENT.id == current_response_id())
    .outerjoin(OWN, (OWN.id == latest_response_id(bindparam("client"))) & OWN.id.is_distinct_from(CURRENT.id))
    .where(*IS_OWN_ATTEMPT)
)
"""The attempt, beside the slots from the first to the final one that the batch names (as a rule one and the same).

At least one row, with an empty slot, if the attempt is the person's.
"""
HELD = select(Attempt.id).where(Attempt.public_id == bindparam("attempt"))
REVISIONS = select(Response.slot, Response.revision, Response.choice, Response.flag, Response.confidence).where(
    Response.attempt_id == bindparam("attempt"), Response.revision.in_(bindparam("revisions", expanding=True))
)
SENT_BEFORE = select(*(getattr(Response, name) for name in FIELDS)).where(
    Response.attempt_id == bindparam("attempt"),
    Response.client == bindparam("client"),
    Response.seq.in_(bindparam("numbers", expanding=True)),
)
APPEND = insert(Response)


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
    """Append the answers. Raises AttemptNotFound, or AttemptClosed when it was handed in before.

    None given asks whether the attempt is open, and how long; what was acknowledged before is so again in any case.
    """
    with core_transaction() as connection:
        hold(connection, HELD, attempt=public_id)
        named = [one.slot for one in given] or [0]
        asked = {"attempt": public_id, "person": person_id, "client": _client(given)}
        rows = connection.execute(ASKED, asked | {"first": min(named), "final": max(named)}).all()
        if not rows:
            raise AttemptNotFound
        attempt, slots = rows[0], _slots(rows)
        numbered = _numbered(connection, attempt, slots, given)
        known = _sent_before(connection, attempt, numbered)
        due = due_of(attempt)
        desk = Desk(now, attempt.closed_at is not None or rules.is_late(now, due), attempt.last, slots, known)
        answers = [desk.receive(one) for one in numbered]
        if attempt.closed_by == "submission" and (desk.new or not given):
            raise AttemptClosed
        if desk.new:
            connection.execute(APPEND, [{"attempt_id": attempt.id, **row} for row in desk.new])
    return Saved(
        acknowledged=tuple(one for one in answers if isinstance(one, Acknowledged)),
        refused=tuple(one for one in answers if isinstance(one, Refused)),
        seconds_left=rules.seconds_left(due, now),
    )


def _slots(rows: Sequence[Row[Any]]) -> dict[int, SlotState]:
    """The slots around those that a batch names, with what counts there and the client's latest if that is another."""
    there = [row for row in rows if row.slot is not None]
    content = questions({row.question_version_id for row in there})
    return {
        row.slot: SlotState(
            row.option_order,
            content[row.question_version_id].type,
            [stored for prefix in ("current_", "own_") if (stored := _stored(row._mapping, prefix))],
        )
        for row in there
    }


def _client(given: Sequence[Given]) -> str:
    """The page load from which a batch comes; one for all of it."""
    return given[0].client if given else ""


def _stored(row: Mapping[Any, Any], prefix: str = "") -> Stored | None:
    if row[f"{prefix}revision"] is None:
        return None
    values = {name: row[f"{prefix}{name}"] for name in FIELDS}
    return Stored(**values | {"choice": tuple(values["choice"])})


def _numbered(
    connection: Connection, attempt: Row[Any], slots: dict[int, SlotState], given: Sequence[Given]
) -> list[Given]:
    """Answers of a form, as far as they are new, take the client's next numbers."""
    if all(one.seq is not None for one in given):
        return list(given)
    new = _changed(connection, attempt.id, slots, given)
    return [replace(one, seq=attempt.highest + place) for place, one in enumerate(new, 1)]


def _changed(
    connection: Connection, attempt_id: int, slots: dict[int, SlotState], given: Sequence[Given]
) -> list[Given]:
    """What a form says otherwise than the page it was on; what that page had seen stands at `base`."""
    named = {"attempt": attempt_id, "revisions": {one.base for one in given}}
    shown = {
        (row.slot, row.revision): (tuple(row.choice), row.flag, row.confidence)
        for row in connection.execute(REVISIONS, named)
    }

    def is_new(one: Given) -> bool:
        slot = slots.get(one.slot)
        if slot is None or one.is_settled:
            return True
        letters = type_named(slot.type).canonical(letter_of(slot.order, alias) or "" for alias in one.choice)
        return (letters, one.flag, one.confidence) != shown.get((one.slot, one.base or 0), ((), False, ""))

    return [one for one in given if is_new(one)]


def _sent_before(connection: Connection, attempt: Row[Any], given: Sequence[Given]) -> list[Stored]:
    """What is stored under the numbers of this batch already; nothing, as a rule, since numbers grow."""
    numbers = {one.seq for one in given}
    if min(numbers, default=0) > attempt.highest:
        return []
    named = {"attempt": attempt.id, "client": _client(given), "numbers": numbers}
    return [_stored(row._mapping) for row in connection.execute(SENT_BEFORE, named)]
