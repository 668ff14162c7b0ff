"""A learner's home: for each course they learn, where to go on, how far they are, and why it is not complete yet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select

from course_app.domain.attempts import attempts_left
from course_app.domain.courses import Module
from course_app.domain.grading import minima_sentence, needed_sentence, points, which_counts
from course_app.domain.progress import Next, Progress, State
from course_app.domain.windows import OwnWindow, last_day
from course_app.extensions import read_connection
from course_app.models import Course, CourseCompletion, CourseVersion, Enrolment
from course_app.queries.allowances import own_quiz
from course_app.queries.attempt_scores import attempt_score
from course_app.queries.catalogue import IS_NEWEST_VERSION, LessonCard, Outline, QuizCard, outline
from course_app.queries.deadlines import due_of
from course_app.queries.progress import Facts, add_given, facts_of, next_start_of, progress_of, standing_of, window_for
from course_app.queries.quizzes import quiz_version
from course_app.queries.standing import Standing, open_standings

ENROLMENTS = (
    select(
        Enrolment.id,
        Enrolment.created_at,
        Enrolment.expires_at,
        CourseVersion.id.label("version_id"),
        CourseCompletion.completed_at,
    )
    .join(Course, Course.id == Enrolment.course_id)
    .join(CourseVersion, IS_NEWEST_VERSION)
    .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
    .where(Enrolment.person_id == bindparam("person"), Enrolment.ended_at.is_(None), Enrolment.kind != "preview")
    .order_by(Course.title)
)


@dataclass(frozen=True)
class LessonLine:
    """A lesson in the path; `state` is None while it is in preparation."""

    card: LessonCard
    state: State | None


@dataclass(frozen=True)
class QuizLine:
    """A quiz in the table. `best` is like “4 of 6”, empty before a result; `minima`: what its sections need.

    `counting` and `running` are the public ids of the attempt that counts and of the one not closed yet, empty without
    one; `ended_at`: when the time of the latter was up, None while it is not; `ends_at`: when it will be, None without
    a limit. `number` is the counting attempt's, of `attempts` started; `module_number` 0 for a quiz of the whole
    course. `waits_until`: the moment from which another attempt may start, None when nothing has to wait. `own`: its
    window; `standing` “early”, “open” or “closed”, by it.
    """

    card: QuizCard
    module_number: int
    state: State
    needed: str
    minima: str
    best: str
    number: int | None
    attempts: int
    counting: str
    running: str
    ended_at: datetime | None
    ends_at: datetime | None
    waits_until: datetime | None
    own: OwnWindow
    standing: str


@dataclass(frozen=True)
class ClosedQuiz:
    """A quiz that was begun and is not published any more; `best` and `running` as in QuizLine."""

    slug: str
    title: str
    best: str
    running: str


@dataclass(frozen=True)
class ModulePath:
    """A module in the path; `is_current` when the next step lies in it."""

    number: int
    module: Module
    state: State
    lessons: tuple[LessonLine, ...]
    quizzes: tuple[QuizLine, ...]
    is_current: bool


@dataclass(frozen=True)
class CourseHome:
    """One course of a learner. `stopped_at`: when they left the lesson that comes next, if they did.

    `running`: the public id of the attempt that comes next, empty when another step does; `ended_at`: when its time
    was up, None while it is open; `ends_at`: when it will be, None without a limit. `last_day`: of access, if any.
    """

    outline: Outline
    progress: Progress
    modules: tuple[ModulePath, ...]
    quizzes: tuple[QuizLine, ...]
    closed: tuple[ClosedQuiz, ...]
    next: Next | None
    running: str
    ended_at: datetime | None
    ends_at: datetime | None
    stopped_at: datetime | None
    completed_at: datetime | None
    used_at: datetime
    last_day: date | None


@dataclass(frozen=True)
class LearnerHome:
    """The courses a person learns, the one used last first; without any, how they stand in the open ones."""

    courses: tuple[CourseHome, ...]
    open: tuple[Standing, ...]


def learner_home(person_id: int, now: datetime) -> LearnerHome:
    """The home of a person now."""
    with read_connection() as connection:
        rows = connection.execute(ENROLMENTS, {"person": person_id}).all()
        facts = facts_of(connection, [row.id for row in rows]) if rows else {}
        add_given(connection, facts, [card for row in rows for card in outline(row.version_id).quizzes.values()])
    courses = [_course_home(row, facts[row.id], now) for row in rows]
    courses.sort(key=lambda one: one.used_at, reverse=True)
    return LearnerHome(tuple(courses), () if courses else tuple(open_standings(person_id)))


def _course_home(row: Row[Any], facts: Facts, now: datetime) -> CourseHome:
    outlined = outline(row.version_id)
    progress = progress_of(outlined, facts, now, completed=row.completed_at is not None)
    states = {state.id: state for state in progress.quizzes}
    quizzes = {slug: _quiz_line(outlined, card, states[slug], facts, now) for slug, card in outlined.quizzes.items()}
    step = progress.next
    taken = quizzes[step.id] if step and step.kind in ("attempt", "overdue") else None
    place = step.place if step else None
    return CourseHome(
        outline=outlined,
        progress=progress,
        modules=tuple(_paths(outlined, progress, quizzes)),
        quizzes=tuple(quizzes.values()),
        closed=_closed(outlined, facts),
        next=step,
        running=taken.running if taken else "",
        ended_at=taken.ended_at if taken else None,
        ends_at=taken.ends_at if taken else None,
        stopped_at=facts.places[place.lesson][1] if place else None,
        completed_at=row.completed_at,
        used_at=facts.last_at or row.created_at,
        last_day=row.expires_at and last_day(row.expires_at, ZoneInfo(outlined.course.zone)),
    )


def _paths(outlined: Outline, progress: Progress, quizzes: dict[str, QuizLine]) -> list[ModulePath]:
    lessons = {state.id: state for state in progress.lessons}
    current = _current_module(outlined, progress.next)
    return [
        ModulePath(
            number=number,
            module=module,
            state=state,
            lessons=tuple(LessonLine(outlined.lessons[one.id], lessons.get(one.id)) for one in module.lessons),
            quizzes=tuple(quizzes[slug] for slug in module.quizzes if slug in quizzes),
            is_current=module.id == current,
        )
        for number, (module, state) in enumerate(zip(outlined.course.modules, progress.modules, strict=True), 1)
    ]


def _current_module(outlined: Outline, step: Next | None) -> str:
    if step is None:
        return ""
    module = outlined.lessons[step.id].module if step.kind == "lesson" else outlined.quizzes[step.id].module
    return module.id if module else ""


def _quiz_line(outlined: Outline, card: QuizCard, state: State, facts: Facts, now: datetime) -> QuizLine:
    rows = facts.attempts.get(card.quiz_id, [])
    best, running = _best_and_running(rows)
    due = due_of(running) if running else None
    is_over = bool(running) and standing_of(running, now) == "overdue"
    allowed = own_quiz(card.quiz, next(iter(rows), None)).attempts
    own = window_for(outlined, card, facts)
    return QuizLine(
        card=card,
        module_number=outlined.course.modules.index(card.module) + 1 if card.module else 0,
        state=state,
        needed=needed_sentence(card.quiz),
        minima=minima_sentence(card.quiz),
        best=_reached(best),
        number=best.number if best else None,
        attempts=len(rows),
        counting=best.public_id if best else "",
        running=running.public_id if running else "",
        ended_at=due if is_over else None,
        ends_at=None if is_over else due,
        waits_until=next_start_of(card, rows, own.window, now) if attempts_left(len(rows), allowed) != 0 else None,
        own=own,
        standing=own.window.state(now),
    )


def _closed(outlined: Outline, facts: Facts) -> tuple[ClosedQuiz, ...]:
    """The quizzes that the course has no more, by the version of the last attempt."""
    listed = {card.quiz_id for card in outlined.quizzes.values()}
    return tuple(_closed_quiz(rows) for quiz_id, rows in facts.attempts.items() if quiz_id not in listed)


def _closed_quiz(rows: list[Row[Any]]) -> ClosedQuiz:
    quiz = quiz_version(rows[-1].quiz_version_id)
    best, running = _best_and_running(rows)
    return ClosedQuiz(quiz.id, quiz.title, _reached(best), running.public_id if running else "")


def _best_and_running(rows: list[Row[Any]]) -> tuple[Row[Any] | None, Row[Any] | None]:
    """Of the attempts at one quiz, the one that counts and the one not closed yet."""
    number = which_counts([attempt_score(row) for row in rows])
    return (
        next((row for row in rows if row.number == number), None),
        next((row for row in rows if row.closed_at is None), None),
    )


def _reached(best: Row[Any] | None) -> str:
    return f"{points(best.score)} of {points(best.maximum)}" if best else ""
