"""How far enrolments have come: what is read, where the learner stopped, how the quizzes stand.

Three statements, however many enrolments, lessons and attempts. They run on the connection that is given, so that a
verb can ask about what its own transaction has just written.
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, select

from course_app.domain import progress as rules
from course_app.domain.accommodations import USUAL, Allowance
from course_app.domain.attempts import Window, effective_close, next_moment, state, waits_until
from course_app.domain.grading import POINT, needed_points, which_counts
from course_app.domain.quizzes import slots_of
from course_app.domain.reasons import LessonFact, QuizFact
from course_app.domain.windows import OwnWindow, own_window
from course_app.models import Attempt, Completion, Enrolment, Lesson, Place
from course_app.models import Quiz as QuizRow
from course_app.queries.allowances import AT_QUIZZES, allowance_of, own_quiz
from course_app.queries.attempt_scores import GRADED_ATTEMPTS, attempt_score
from course_app.queries.catalogue import Outline, QuizCard
from course_app.queries.deadlines import due_of

THEIRS = bindparam("enrolments", expanding=True)
COMPLETIONS = (
    select(Completion.enrolment_id, Completion.completed_at, Lesson.slug)
    .join(Lesson, Lesson.id == Completion.lesson_id)
    .where(Completion.enrolment_id.in_(THEIRS))
)
PLACES = (
    select(Place.enrolment_id, Place.paragraph, Place.at, Lesson.slug)
    .join(Lesson, Lesson.id == Place.lesson_id)
    .where(Place.enrolment_id.in_(THEIRS))
)
ATTEMPTS = GRADED_ATTEMPTS.where(Attempt.enrolment_id.in_(THEIRS))
WINDOWED = AT_QUIZZES.where(Enrolment.id.in_(THEIRS), QuizRow.id.in_(bindparam("quizzes", expanding=True)))


@dataclass
class Facts:
    """What is stored of one enrolment: by lesson (slug) when it was read and where the learner stopped, when;
    by quiz (id) its attempts, the eldest first, with their current grades, and what is given at those with a window,
    as far as it was asked for (`add_given`)."""

    read: dict[str, datetime] = field(default_factory=dict)
    places: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    attempts: dict[int, list[Row[Any]]] = field(default_factory=lambda: defaultdict(list))
    given: dict[int, Allowance] = field(default_factory=dict)

    @property
    def last_at(self) -> datetime | None:
        """When the learner last did something in the course."""
        moments = [*self.read.values(), *(at for _, at in self.places.values())]
        moments += [row.closed_at or row.started_at for rows in self.attempts.values() for row in rows]
        return max(moments, default=None)


def facts_of(connection: Connection, enrolment_ids: Collection[int]) -> dict[int, Facts]:
    """The facts of several enrolments, by their ids."""
    facts = {one: Facts() for one in enrolment_ids}
    theirs = {"enrolments": list(facts)}
    for row in connection.execute(COMPLETIONS, theirs):
        facts[row.enrolment_id].read[row.slug] = row.completed_at
    for row in connection.execute(PLACES, theirs):
        facts[row.enrolment_id].places[row.slug] = (row.paragraph, row.at)
    for row in connection.execute(ATTEMPTS, theirs):
        facts[row.enrolment_id].attempts[row.quiz_id].append(row)
    return facts


def add_given(connection: Connection, facts: dict[int, Facts], quizzes: Collection[QuizCard]) -> None:
    """Add what is given at those of the quizzes that have a window; without any, nothing is asked."""
    windowed = [card.quiz_id for card in quizzes if card.quiz.opens or card.quiz.closes]
    if windowed and facts:
        for row in connection.execute(WINDOWED, {"enrolments": list(facts), "quizzes": windowed}):
            facts[row.id].given[row.quiz_id] = allowance_of(row)


def progress_of(outline: Outline, facts: Facts, now: datetime, *, completed: bool) -> rules.Progress:
    """The progress that the facts amount to in a course version; `completed`: the course was completed before."""
    return rules.progress_of(
        [module.id for module in outline.course.modules],
        lesson_facts(outline, {card.lesson_id for card in outline.written if card.slug in facts.read}),
        [_quiz_fact(outline, card, facts, now) for card in outline.quizzes.values()],
        last_place(outline, facts),
        completed=completed,
        planned=Counter(card.module.id for card in outline.lessons.values() if card.is_planned),
    )


def lesson_facts(outline: Outline, read: Collection[int | None]) -> list[LessonFact]:
    """The lessons that can be read; `read` holds the ids of those that are."""
    return [
        LessonFact(card.slug, card.number, card.title, card.minutes, card.lesson_id in read, card.module.id)
        for card in outline.written
    ]


def last_place(outline: Outline, facts: Facts) -> rules.Place | None:
    """Where the learner stopped last among the lessons that are not read yet."""
    unread = [
        (at, paragraph, card)
        for card in outline.written
        if card.lesson and card.slug in facts.places and card.slug not in facts.read
        for paragraph, at in [facts.places[card.slug]]
    ]
    if not unread:
        return None
    _, paragraph, card = max(unread, key=lambda one: one[0])
    return rules.Place(card.slug, paragraph, card.lesson.paragraphs)


def standing_of(row: Row[Any], now: datetime) -> str:
    """Whether the attempt of a row is open, overdue or closed now."""
    return state(row.closed_at, due_of(row), now)


def window_for(outline: Outline, card: QuizCard, facts: Facts) -> OwnWindow:
    """When a quiz is open to the learner, as far as it is known what they are given."""
    return own_window(card.quiz, ZoneInfo(outline.course.zone), facts.given.get(card.quiz_id, USUAL))


def next_start_of(card: QuizCard, rows: list[Row[Any]], window: Window, now: datetime) -> datetime | None:
    """The moment for which the next attempt at a quiz still has to wait; `rows`: the attempts so far."""
    closes = (effective_close(row.closed_at, due_of(row), now) for row in rows)
    return next_moment(window, waits_until(closes, card.quiz.delay, now), now)


def _quiz_fact(outline: Outline, card: QuizCard, facts: Facts, now: datetime) -> QuizFact:
    """A quiz as it stands. Needed and maximum are those of the attempt that counts, else of the newest rules."""
    rows, window = facts.attempts.get(card.quiz_id, []), window_for(outline, card, facts).window
    scores = [attempt_score(row) for row in rows]
    counting = which_counts(scores)
    best = next((score for score in scores if score.number == counting), None)
    questions = len(slots_of(card.quiz))
    under_way = next((row for row in rows if standing_of(row, now) == "open"), None)
    return QuizFact(
        id=card.slug,
        title=card.title,
        required=card.quiz.required,
        needed=best.needed if best else needed_points(card.quiz.pass_percent, questions) * POINT,
        maximum=best.maximum if best else questions * POINT,
        best=best.score if best else None,
        passed=bool(best and best.passed),
        attempts_used=len(rows),
        attempts_allowed=own_quiz(card.quiz, next(iter(rows), None)).attempts,
        open_attempt=under_way is not None,
        open_until=due_of(under_way) if under_way else None,
        overdue_attempt=any(standing_of(row, now) == "overdue" for row in rows),
        module=card.module.id if card.module else "",
        waits_until=next_start_of(card, rows, window, now),
        closed_at=window.closes if window.state(now) == "closed" else None,
    )
