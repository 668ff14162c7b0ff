"""Judge a batch of answers: what is stored, what counts, what its sender is told. No database: `answering` has that.

Choices come in as aliases, by displayed position, and are stored as permanent letters.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from course_app.domain.confidence import LEVELS
from course_app.domain.drawing import alias_of, letter_of
from course_app.domain.late_answers import REFUSED_LATE
from course_app.domain.question_types.registry import type_named
from course_app.domain.responses import (
    BAD_RESPONSE,
    SEQ_REUSED,
    TOO_LATE,
    Answer,
    SeqReused,
    Stored,
    bad_choice,
    judge,
    repeat_of,
)


@dataclass(frozen=True)
class Given:
    """An answer as a browser gives it. `choice`: aliases as displayed.

    `seq` None: the answer comes from a form, which sends all it shows; the server numbers what has changed since
    `base`. `is_settled`: the learner chose between two answers, so it counts as changed in any case.
    """

    slot: int
    client: str
    choice: tuple[str, ...]
    seq: int | None = None
    base: int | None = None
    flag: bool = False
    confidence: str = ""
    client_time: datetime | None = None
    is_settled: bool = False


@dataclass(frozen=True)
class Acknowledged:
    """A stored answer: it will be there whatever happens. `counts`: it is the one that would be graded now."""

    slot: int
    seq: int
    revision: int
    saved_at: datetime
    counts: bool


@dataclass(frozen=True)
class Refused:
    """An answer that does not count, and why. `stored`: it was kept all the same.

    With type `newer-answer`, `yours` and `current` name both choices by alias, and `revision` is the base to answer
    with.
    """

    slot: int
    seq: int | None
    type: str
    title: str
    stored: bool = False
    yours: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    revision: int | None = None


@dataclass
class SlotState:
    """What a batch needs to know of one slot; `earlier` grows as the batch is judged."""

    order: str
    type: str
    earlier: list[Stored]


@dataclass
class Desk:
    """Judges a batch, answer by answer; `new` collects the rows to append."""

    now: datetime
    is_late: bool
    revision: int
    slots: dict[int, SlotState]
    known: list[Stored]

    def __post_init__(self) -> None:
        self.new: list[dict[str, Any]] = []

    def receive(self, given: Given) -> Acknowledged | Refused:
        """One answer: acknowledged, or refused with its type."""
        slot = self.slots.get(given.slot)
        wrong = self._wrong(given, slot)
        if wrong or slot is None:
            return Refused(given.slot, given.seq, BAD_RESPONSE, wrong)
        answer = self._answer(given, slot)
        try:
            repeat = repeat_of(answer, self.known)
        except SeqReused as error:
            return Refused(given.slot, given.seq, SEQ_REUSED, str(error))
        if repeat:
            return self._outcome(repeat, slot)
        verdict = judge(answer, slot.earlier, self.is_late)
        self.revision += 1
        stored = Stored(revision=self.revision, counts=verdict.counts, problem=verdict.problem or "", **vars(answer))
        self.new.append(vars(stored) | {"choice": list(stored.choice), "client_time": given.client_time})
        self.known.append(stored)
        outcome = self._outcome(stored, slot)
        slot.earlier.append(stored)
        return outcome

    def _wrong(self, given: Given, slot: SlotState | None) -> str:
        if slot is None:
            return f"This attempt has no question {given.slot}."
        if given.confidence and given.confidence not in LEVELS:
            return f"“{given.confidence}” is no level of confidence; there are {', '.join(LEVELS)}."
        aliases = [alias_of(slot.order, letter) for letter in slot.order]
        return bad_choice(given.choice, aliases, slot.type) or ""

    def _answer(self, given: Given, slot: SlotState) -> Answer:
        return Answer(
            slot=given.slot,
            client=given.client,
            seq=given.seq,
            base=given.base,
            choice=type_named(slot.type).canonical(letter_of(slot.order, alias) for alias in given.choice),
            flag=given.flag,
            confidence=given.confidence,
            received_at=self.now,
        )

    def _outcome(self, stored: Stored, slot: SlotState) -> Acknowledged | Refused:
        counting = [one for one in [*slot.earlier, stored] if one.counts]
        current = max(counting, key=lambda one: one.revision, default=None)
        if not stored.problem:
            counts = current is not None and current.revision == stored.revision
            return Acknowledged(stored.slot, stored.seq, stored.revision, stored.received_at, counts)
        if stored.problem == TOO_LATE:
            return Refused(stored.slot, stored.seq, TOO_LATE, REFUSED_LATE, stored=True)
        return Refused(
            stored.slot,
            stored.seq,
            stored.problem,
            "This question was answered in another window or on another device since.",
            stored=True,
            yours=self._aliases(stored, slot),
            current=self._aliases(current, slot) if current else (),
            revision=current.revision if current else None,
        )

    @staticmethod
    def _aliases(stored: Stored, slot: SlotState) -> tuple[str, ...]:
        return type_named(slot.type).canonical(alias_of(slot.order, letter) for letter in stored.choice)
