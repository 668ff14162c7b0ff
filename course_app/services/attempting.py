"""Start attempts, hand them in, close those whose time ran out. Saving answers is `answering`.

What a learner is shown is drawn and frozen at the start; a grade is appended at the close, from the stored responses
and the versions named by the attempt alone, so that it can be derived again at any time.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, insert, select, update
from sqlalchemy.orm import Session

from course_app.domain import attempts as rules
from course_app.domain.accommodations import USUAL, Allowance, quiz_for
from course_app.domain.drawing import draw, shown_order
from course_app.domain.errors import RuleBroken
from course_app.domain.quizzes import Quiz, slots_of
from course_app.domain.windows import own_window
from course_app.gateways.chance import public_id as new_public_id
from course_app.models import (
    Accommodation,
    Attempt,
    AttemptAdjustment,
    AttemptItem,
    Course,
    CourseVersion,
    CourseVersionQuiz,
    Enrolment,
    Person,
    QuizVersion,
)
from course_app.models import Quiz as QuizRow
from course_app.queries.allowances import ALLOWANCE, IS_OF_PERSON, allowance_of
from course_app.queries.attempts import IS_OWN_ATTEMPT
from course_app.queries.catalogue import IS_NEWEST_VERSION
from course_app.queries.deadlines import DEADLINE, due_of, overdue_attempts
from course_app.queries.drawable import drawable
from course_app.queries.questions import questions
from course_app.queries.quizzes import quiz_version
from course_app.services.answering import AttemptNotFound
from course_app.services.grading import append_grade
from course_app.services.transaction import core_transaction, hold

AT_THE_CLOSE = "Marked by the rules of the quiz"
SETTING = (
    select(
        Course.id.label("course_id"),
        Course.zone,
        Enrolment.id.label("enrolment_id"),
        Enrolment.ended_at.is_(None).label("enrolment_active"),
        Person.confirmed_at.is_not(None).label("email_confirmed"),
        QuizRow.id.label("quiz_id"),
        select(QuizVersion.id)
        .join(CourseVersionQuiz, CourseVersionQuiz.quiz_version_id == QuizVersion.id)
        .join(CourseVersion, CourseVersion.id == CourseVersionQuiz.course_version_id)
        .where(IS_NEWEST_VERSION, QuizVersion.quiz_id == QuizRow.id)
        .scalar_subquery()
        .label("quiz_version_id"),
        *ALLOWANCE,
    )
    .join(Enrolment, Enrolment.course_id == Course.id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(QuizRow, QuizRow.course_id == Course.id)
    .outerjoin(Accommodation, IS_OF_PERSON)
    .where(
        Course.slug == bindparam("course"),
        QuizRow.slug == bindparam("quiz"),
        Enrolment.person_id == bindparam("person"),
    )
    .order_by(Enrolment.cycle.desc())
    .limit(1)
)
log = logging.getLogger("course_app.attempting")

ATTEMPTS = select(
    Attempt.id, Attempt.public_id, Attempt.enrolment_id, Attempt.quiz_version_id, Attempt.closed_at, *DEADLINE
).order_by(Attempt.number)
OF_THE_ENROLMENT = ATTEMPTS.where(Attempt.enrolment_id == bindparam("enrolment"), Attempt.quiz_id == bindparam("quiz"))
OF_THE_PERSON = ATTEMPTS.join(Enrolment, Enrolment.id == Attempt.enrolment_id).where(*IS_OWN_ATTEMPT)
BY_ID = ATTEMPTS.where(Attempt.id == bindparam("attempt"))
OF_THE_COURSE = Enrolment.course_id == select(Course.id).where(Course.slug == bindparam("course")).scalar_subquery()
HELD_AT_START = select(Enrolment.id).where(Enrolment.person_id == bindparam("person"), OF_THE_COURSE)
BEGIN = insert(Attempt)
FREEZE = insert(AttemptItem)
GIVE = insert(AttemptAdjustment)
CLOSE = update(Attempt).where(Attempt.id == bindparam("attempt"))


class QuizNotFound(RuleBroken):
    """There is no such quiz for this person: unknown, or a course they are not enrolled in."""

    def __init__(self) -> None:
        super().__init__("There is no such quiz.")


@dataclass(frozen=True)
class Setting:
    """Where a start takes place: the enrolment (active or not), the quiz's newest version, what its learner has."""

    course_id: int
    zone: str
    enrolment_id: int
    enrolment_active: bool
    email_confirmed: bool
    quiz_id: int
    quiz_version_id: int | None
    allowance: Allowance = USUAL


def start_attempt(person_id: int, course_slug: str, quiz_slug: str, now: datetime, seed: int) -> str:
    """The public id of the open attempt, started now unless there is one.

    Raises QuizNotFound, or what `domain.attempts.may_start` and `domain.drawing.draw` refuse with.
    """
    with core_transaction() as connection:
        hold(connection, HELD_AT_START, course=course_slug, person=person_id)
        setting = _setting(connection, person_id, course_slug, quiz_slug)
        earlier = _earlier(connection, setting)
        open_one = next((one for one in earlier if one.closed_at is None), None)
        if open_one is None:
            return _begin(connection, setting, earlier, person_id, now, seed)
        if rules.state(None, due_of(open_one), now) == "open":
            return open_one.public_id
    _close_if_overdue(open_one.id, now)  # in a transaction of its own, since the start may be refused
    return start_attempt(person_id, course_slug, quiz_slug, now, seed)


def submit(public_id: str, person_id: int, now: datetime) -> None:
    """Hand an attempt in; a second time changes nothing. Late: it closes at its deadline, as it would have."""
    with core_transaction() as connection:
        hold_attempt(connection, public_id)
        attempt = connection.execute(OF_THE_PERSON, {"attempt": public_id, "person": person_id}).one_or_none()
        if attempt is None:
            raise AttemptNotFound
        if attempt.closed_at is None:
            due = due_of(attempt)
            overdue = rules.state(None, due, now) == "overdue"
            _close(connection, attempt, due if overdue else now, "deadline" if overdue else "submission", now)


def close_overdue(now: datetime) -> int:
    """Close what nobody handed in in time, dated at its deadline; how many. Each attempt is its own transaction.

    One that cannot be closed is logged and holds up nobody else.
    """
    closed = 0
    for attempt_id in overdue_attempts(now):
        try:
            closed += _close_if_overdue(attempt_id, now)
        except Exception:
            log.exception("attempt not closed", extra={"attempt": attempt_id})
    return closed


def _close_if_overdue(attempt_id: int, now: datetime) -> bool:
    """Look again inside the transaction: somebody may have handed it in, or been given more time."""
    with core_transaction() as connection:
        hold_attempt(connection, attempt_id)
        attempt = connection.execute(BY_ID, {"attempt": attempt_id}).one()
        due = due_of(attempt)
        if attempt.closed_at is not None or rules.state(None, due, now) != "overdue":
            return False
        _close(connection, attempt, due, "deadline", now)
        return True


def _held(which: ColumnElement[bool]) -> tuple[Select, Select]:
    """An attempt's enrolment, on whose progress a grade may decide, and the attempt, whose answers it marks."""
    enrolment_id = select(Attempt.enrolment_id).where(which).scalar_subquery()
    return select(Enrolment.id).where(Enrolment.id == enrolment_id), select(Attempt.id).where(which)


HELD_BY_KEY = _held(Attempt.id == bindparam("attempt"))
HELD_BY_PUBLIC_ID = _held(Attempt.public_id == bindparam("attempt"))


def hold_attempt(connection: Connection | Session, attempt: int | str) -> None:
    """Hold an attempt, by its key or its public id, and before it its enrolment."""
    for rows in HELD_BY_PUBLIC_ID if isinstance(attempt, str) else HELD_BY_KEY:
        hold(connection, rows, attempt=attempt)


def _setting(connection: Connection, person_id: int, course_slug: str, quiz_slug: str) -> Setting:
    named = {"person": person_id, "course": course_slug, "quiz": quiz_slug}
    row = connection.execute(SETTING, named).one_or_none()
    if row is None:
        raise QuizNotFound
    return Setting(*row[: -len(ALLOWANCE)], allowance=allowance_of(row))


def _earlier(connection: Connection, setting: Setting) -> Sequence[Row[Any]]:
    """The attempts of this enrolment at this quiz, the eldest first."""
    own = {"enrolment": setting.enrolment_id, "quiz": setting.quiz_id}
    return connection.execute(OF_THE_ENROLMENT, own).all()


def _facts(setting: Setting, quiz: Quiz, earlier: Sequence[Row[Any]]) -> rules.StartFacts:
    return rules.StartFacts(
        enrolment_active=bool(setting.enrolment_active),
        quiz_published=setting.quiz_version_id is not None,
        started=len(earlier),
        last_closed_at=max((one.closed_at for one in earlier), default=None),
        has_open=False,
        email_confirmed=bool(setting.email_confirmed),
        window=own_window(quiz, ZoneInfo(setting.zone), setting.allowance).window,
    )


def _begin(
    connection: Connection, setting: Setting, earlier: Sequence[Row[Any]], person_id: int, now: datetime, seed: int
) -> str:
    quiz = quiz_version(setting.quiz_version_id) if setting.quiz_version_id else Quiz("", "", ())
    rules.may_start(_facts(setting, quiz, earlier), quiz_for(quiz, setting.allowance), now)
    return begin(connection, setting, quiz, person_id, len(earlier) + 1, now, seed)


def begin(
    connection: Connection, setting: Setting, quiz: Quiz, person_id: int, number: int, now: datetime, seed: int
) -> str:
    """Draw, freeze and open an attempt within the caller's transaction; its public id.

    No rule of starting is asked here. Raises QuizNotOpen when a question that it always asks is not in use any more.
    """
    slots = tuple(slot for _section, slot in slots_of(quiz))
    bank = drawable(connection, setting.course_id, person_id, slots)
    own = own_window(quiz, ZoneInfo(setting.zone), setting.allowance)
    drawn = draw(slots, [candidate for candidate, _version in bank.values()], seed)
    if not set(drawn) <= bank.keys():
        raise rules.QuizNotOpen
    attempt = {
        "public_id": new_public_id(),
        "enrolment_id": setting.enrolment_id,
        "quiz_id": setting.quiz_id,
        "quiz_version_id": setting.quiz_version_id,
        "number": number,
        "seed": seed,
        "started_at": now,
        "limit_seconds": quiz.time_limit,
        "window_closes_at": own.cut,
    }
    (attempt_id,) = connection.execute(BEGIN, attempt).inserted_primary_key
    sections = [section.id for section, _slot in slots_of(quiz)]
    connection.execute(FREEZE, _items(attempt_id, sections, [bank[code][1] for code in drawn], seed))
    if own.given:
        row = {"attempt_id": attempt_id, "reason": "", "at": now}
        connection.execute(GIVE, [row | {"source": one, "seconds": own.given[one]} for one in own.given])
    return attempt["public_id"]


def _items(attempt_id: int, sections: Sequence[str], version_ids: Sequence[int], seed: int) -> list[dict[str, Any]]:
    """What stands in each slot, and in which order its options are shown."""
    content = questions(version_ids)
    rows = []
    for place, (section, version_id) in enumerate(zip(sections, version_ids, strict=True), 1):
        question = content[version_id]
        rows.append(
            {
                "attempt_id": attempt_id,
                "slot": place,
                "section": section,
                "question_version_id": version_id,
                "option_order": shown_order(question, seed, place),
            }
        )
    return rows


def _close(connection: Connection, attempt: Row[Any], closed_at: datetime, closed_by: str, now: datetime) -> None:
    """Close and grade: one transaction, dated at the effective close."""
    connection.execute(CLOSE, {"attempt": attempt.id, "closed_at": closed_at, "closed_by": closed_by})
    append_grade(connection, attempt, AT_THE_CLOSE, now, dated_at=closed_at)
