"""The pages of an open attempt: questions without keys, what is saved, what is left.

`AttemptPage` has no field for a key, a rationale or a hint; what the review policy has not released cannot be in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import aliased

from course_app.domain import attempts as rules
from course_app.domain.drawing import alias_of
from course_app.domain.question_types.registry import type_named
from course_app.domain.quizzes import Quiz
from course_app.domain.responses import NEWER_ANSWER
from course_app.extensions import read_connection
from course_app.models import Attempt, AttemptItem, Course, Enrolment, Response
from course_app.models import Quiz as QuizRow
from course_app.queries.deadlines import DEADLINE, due_of
from course_app.queries.questions import ShownQuestion, shown_questions
from course_app.queries.quizzes import quiz_version
from course_app.queries.responses import asked_response_id, current_response_id

IS_OWN_ATTEMPT = (Attempt.public_id == bindparam("attempt"), Enrolment.person_id == bindparam("person"))
"""Conditions of a statement over Attempt and its Enrolment: the attempt of that name, if it is the person's."""
ASKED = aliased(Response)
ATTEMPT = (
    select(
        Attempt.id,
        Attempt.number,
        Attempt.quiz_version_id,
        Attempt.closed_at,
        *DEADLINE,
        Course.slug.label("course_slug"),
        Course.title.label("course_title"),
        Enrolment.kind,
        QuizRow.slug.label("quiz_slug"),
    )
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(QuizRow, QuizRow.id == Attempt.quiz_id)
    .where(*IS_OWN_ATTEMPT)
)
ITEMS = (
    select(
        AttemptItem.slot,
        AttemptItem.question_version_id,
        AttemptItem.option_order,
        ASKED.choice.label("asked"),
        Response.revision,
        Response.choice,
        Response.flag,
        Response.confidence,
        Response.received_at,
    )
    .select_from(AttemptItem)
    .outerjoin(Response, Response.id == current_response_id())
    .outerjoin(ASKED, ASKED.id == asked_response_id(NEWER_ANSWER))
    .where(AttemptItem.attempt_id == bindparam("attempt"))
    .order_by(AttemptItem.slot)
)


@dataclass(frozen=True)
class ShownSlot:
    """One question of the attempt. `base`: the revision of the saved response (0: none yet), `saved_at` its receipt.

    `chosen`: the aliases of the saved choice. `asked`: another answer, given elsewhere, that waits for the learner's
    word (aliases; None: nothing waits).
    """

    number: int
    question: ShownQuestion
    chosen: tuple[str, ...]
    is_flagged: bool
    confidence: str
    base: int
    saved_at: datetime | None
    asked: tuple[str, ...] | None


@dataclass(frozen=True)
class AttemptPage:
    """An attempt that belongs to the viewer. `state` is open, overdue or closed; `due_at` None when untimed.

    `is_trial`: an instructor tries the quiz, and nothing counts.
    """

    public_id: str
    course_slug: str
    course_title: str
    quiz_slug: str
    quiz: Quiz
    number: int
    state: str
    started_at: datetime
    due_at: datetime | None
    seconds_left: int | None
    saved_at: datetime | None
    is_trial: bool
    slots: tuple[ShownSlot, ...] = ()

    @property
    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(bool(slot.chosen) for slot in self.slots)

    @property
    def unanswered(self) -> list[int]:
        """The numbers of the questions without an answer."""
        return [slot.number for slot in self.slots if not slot.chosen]

    @property
    def begins_at(self) -> int:
        """The number of the question at which whoever opens the attempt goes on: the first without an answer."""
        return next(iter(self.unanswered), 1)

    @property
    def flagged(self) -> list[int]:
        """The numbers of the flagged questions."""
        return [slot.number for slot in self.slots if slot.is_flagged]


def attempt_page(public_id: str, person_id: int, now: datetime) -> AttemptPage | None:
    """The attempt as its learner sees it now; None when it is not theirs or does not exist."""
    with read_connection() as connection:
        attempt = connection.execute(ATTEMPT, {"attempt": public_id, "person": person_id}).one_or_none()
        if attempt is None:
            return None
        rows = connection.execute(ITEMS, {"attempt": attempt.id}).all()
    shown = shown_questions((row.question_version_id, row.option_order) for row in rows)
    due = due_of(attempt)
    return AttemptPage(
        public_id=public_id,
        course_slug=attempt.course_slug,
        course_title=attempt.course_title,
        quiz_slug=attempt.quiz_slug,
        quiz=quiz_version(attempt.quiz_version_id),
        number=attempt.number,
        state=rules.state(attempt.closed_at, due, now),
        started_at=attempt.started_at,
        due_at=due,
        seconds_left=rules.seconds_left(due, now),
        is_trial=attempt.kind == "preview",
        saved_at=max((row.received_at for row in rows if row.received_at), default=None),
        slots=tuple(map(_slot, rows, shown)),
    )


def _slot(row: Row[Any], shown: ShownQuestion) -> ShownSlot:
    return ShownSlot(
        number=row.slot,
        question=shown,
        chosen=_aliases(shown.type, row.option_order, row.choice or ()),
        is_flagged=bool(row.flag),
        confidence=row.confidence or "",
        base=row.revision or 0,
        saved_at=row.received_at,
        asked=None if row.asked is None else _aliases(shown.type, row.option_order, row.asked),
    )


def _aliases(kind: str, order: str, letters: Iterable[str]) -> tuple[str, ...]:
    return type_named(kind).canonical(alias_of(order, letter) for letter in letters)
