"""Late answers: those of a course that wait for a decision or have one, and what a learner is told of their own.

Attempts count here once they are closed, and those of learners only: a trial is nobody's to decide on.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import Connection, Row, Select, func, select
from sqlalchemy.orm import aliased

from course_app.domain.late_answers import decided_sentence, waiting_sentence
from course_app.domain.questions import Question
from course_app.extensions import read_connection
from course_app.formats.inline_html import inline_html
from course_app.models import Attempt, AttemptItem, Enrolment, LateDecision, Person, Response
from course_app.queries.paging import read_page
from course_app.queries.questions import questions, stem_html
from course_app.queries.quizzes import quiz_version
from course_app.queries.responses import WAS_LATE, current_response_id

ON_A_PAGE = 20
CURRENT, ONE_DECISION, DECIDER = aliased(Response), aliased(LateDecision), aliased(Person)
IS_NEWEST_DECISION = (LateDecision.attempt_id == Attempt.id) & (
    LateDecision.number
    == select(func.max(ONE_DECISION.number))
    .where(ONE_DECISION.attempt_id == Attempt.id)
    .correlate(Attempt)
    .scalar_subquery()
)
"""Joins an attempt to the decision on its late answers that holds."""
LAST_LATE = (
    select(func.max(Response.revision))
    .where(Response.attempt_id == Attempt.id, WAS_LATE)
    .correlate(Attempt)
    .scalar_subquery()
)
WAITS = func.coalesce(LateDecision.through, 0) < LAST_LATE
OF_LEARNERS = (
    Attempt.id.in_(select(Response.attempt_id).where(WAS_LATE)),
    Attempt.closed_at.is_not(None),
    Enrolment.kind == "learner",
)


@dataclass(frozen=True)
class LateAnswer:
    """What reached the server late for one question, and what counts there otherwise (empty: nothing chosen)."""

    slot: int
    stem: Markup
    in_time: tuple[Markup, ...]
    late: tuple[Markup, ...]
    received_at: datetime


@dataclass(frozen=True)
class Decided:
    """The decision that holds, and who made it."""

    counts: bool
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LateAttempt:
    """An attempt with late answers. `through` and `seen` go back with the decision (`services.deciding_late`)."""

    public_id: str
    name: str
    quiz: str
    number: int
    ended_at: datetime
    through: int
    seen: int
    decided: Decided | None
    answers: tuple[LateAnswer, ...] = ()


@dataclass(frozen=True)
class LatePage:
    """One page of attempts, the eldest first; `following` is the last one's id, empty at the end. `waiting`: in all."""

    attempts: tuple[LateAttempt, ...]
    waiting: int
    following: str


@dataclass(frozen=True)
class OwnLate:
    """What a learner is told, in sentences: `waiting` of what is not decided yet, `decided_on` of what is; or empty."""

    waiting: str
    decided_on: str
    decided: Decided | None
    last_at: datetime


def late_page(course_id: int, *, decided: bool, after: str = "") -> LatePage:
    """The attempts of a course whose late answers wait, or were decided on, after the attempt named."""
    statement = _attempts(course_id).where(~WAITS if decided else WAITS)
    if after:
        place = select(Attempt.id).join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        place = place.where(Attempt.public_id == after, Enrolment.course_id == course_id)
        statement = statement.where(Attempt.id > place.scalar_subquery())
    with read_connection() as connection:
        rows, last = read_page(connection, statement, ON_A_PAGE)
        answers = _answers(connection, [row.id for row in rows])
    shown = tuple(_attempt(row, answers[row.id]) for row in rows)
    waiting = attempts_waiting([course_id]).get(course_id, 0)
    return LatePage(shown, waiting, last.public_id if last else "")


def attempts_waiting(course_ids: Collection[int] | None = None) -> dict[int, int]:
    """How many attempts have late answers to decide on, by course; without courses named, of all."""
    statement = (
        select(Enrolment.course_id, func.count(Attempt.id))
        .select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .outerjoin(LateDecision, IS_NEWEST_DECISION)
        .where(*OF_LEARNERS, WAITS)
        .group_by(Enrolment.course_id)
    )
    if course_ids is not None:
        statement = statement.where(Enrolment.course_id.in_(course_ids))
    with read_connection() as connection:
        return {course_id: number for course_id, number in connection.execute(statement)}


def own_late(connection: Connection, attempt_id: int) -> OwnLate | None:
    """What came late in an attempt and what became of it; None when nothing did."""
    statement = (
        select(
            Response.slot,
            Response.revision,
            Response.received_at,
            LateDecision.through,
            LateDecision.counts,
            LateDecision.reason,
            LateDecision.at,
        )
        .select_from(Response)
        .join(Attempt, Attempt.id == Response.attempt_id)
        .outerjoin(LateDecision, IS_NEWEST_DECISION)
        .where(Response.attempt_id == attempt_id, WAS_LATE)
        .order_by(Response.revision)
    )
    rows = connection.execute(statement).all()
    if not rows:
        return None
    one = rows[-1]
    waiting = [row.slot for row in rows if row.revision > (one.through or 0)]
    known = [row.slot for row in rows if row.revision <= (one.through or 0)]
    return OwnLate(
        waiting=waiting_sentence(waiting) if waiting else "",
        decided_on=decided_sentence(known, counts=one.counts) if known else "",
        decided=Decided(one.counts, one.reason, "", one.at) if known else None,
        last_at=one.received_at,
    )


def _attempts(course_id: int) -> Select[Any]:
    return (
        select(
            Attempt.id,
            Attempt.public_id,
            Attempt.number,
            Attempt.quiz_version_id,
            Attempt.closed_at,
            Person.name,
            LAST_LATE.label("through"),
            LateDecision.number.label("seen"),
            LateDecision.counts,
            LateDecision.reason,
            LateDecision.at,
            DECIDER.name.label("by"),
        )
        .select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(LateDecision, IS_NEWEST_DECISION)
        .outerjoin(DECIDER, DECIDER.id == LateDecision.actor_id)
        .where(*OF_LEARNERS, Enrolment.course_id == course_id)
        .order_by(Attempt.id)
    )


def _answers(connection: Connection, attempt_ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The last late answer to each question, by attempt."""
    statement = (
        select(
            AttemptItem.attempt_id,
            AttemptItem.slot,
            AttemptItem.question_version_id,
            CURRENT.choice.label("in_time"),
            Response.choice.label("late"),
            Response.received_at,
        )
        .select_from(AttemptItem)
        .join(Response, (Response.attempt_id == AttemptItem.attempt_id) & (Response.slot == AttemptItem.slot))
        .outerjoin(CURRENT, CURRENT.id == current_response_id())
        .where(AttemptItem.attempt_id.in_(attempt_ids), WAS_LATE)
        .order_by(AttemptItem.attempt_id, AttemptItem.slot, Response.revision)
    )
    found: dict[int, dict[int, Row[Any]]] = defaultdict(dict)
    for row in connection.execute(statement):
        found[row.attempt_id][row.slot] = row
    return {attempt_id: list(by_slot.values()) for attempt_id, by_slot in found.items()}


def _attempt(row: Row[Any], answers: list[Row[Any]]) -> LateAttempt:
    content = questions([one.question_version_id for one in answers])
    return LateAttempt(
        public_id=row.public_id,
        name=row.name,
        quiz=quiz_version(row.quiz_version_id).title,
        number=row.number,
        ended_at=row.closed_at,
        through=row.through,
        seen=row.seen or 0,
        decided=Decided(row.counts, row.reason, row.by, row.at) if row.seen else None,
        answers=tuple(_answer(one, content[one.question_version_id]) for one in answers),
    )


def _answer(row: Row[Any], question: Question) -> LateAnswer:
    texts = {option.letter: option.text for option in question.options}
    in_time, late = (tuple(inline_html(texts[letter]) for letter in given or ()) for given in (row.in_time, row.late))
    return LateAnswer(row.slot, stem_html(question.stem), in_time, late, row.received_at)
