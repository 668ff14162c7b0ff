"""The page before the clock starts: everything a learner should know, and whether they may start."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, select

from course_app.domain import attempts as rules
from course_app.domain.accommodations import attempts_sentence, limit_for, quiz_for, time_sentence
from course_app.domain.errors import RuleBroken
from course_app.domain.grading import requirement
from course_app.domain.marking import gives_parts, marking_sentences
from course_app.domain.quizzes import Quiz, is_assessed, slots_of
from course_app.domain.reasons import Reason, unread
from course_app.domain.review_policy import promises
from course_app.domain.windows import OwnWindow, own_window
from course_app.extensions import read_connection
from course_app.models import Accommodation, Attempt, Completion, Course, CourseVersion, Enrolment, Person, Question
from course_app.models import Quiz as QuizRow
from course_app.queries.allowances import ALLOWANCE, IS_OF_PERSON, allowance_of
from course_app.queries.attempt_scores import AttemptLine, attempts_at
from course_app.queries.candidates import IS_TYPED, typed_items
from course_app.queries.catalogue import IS_NEWEST_VERSION, LessonCard, Outline, QuizCard, outline
from course_app.queries.progress import lesson_facts
from course_app.queries.quizzes import quiz_version

ENROLLED = (
    select(
        Enrolment.id,
        Enrolment.ended_at,
        Person.confirmed_at,
        CourseVersion.id.label("version_id"),
        select(Question.id).where(Question.course_id == Course.id, IS_TYPED).exists().label("has_typed"),
        *ALLOWANCE,
    )
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(CourseVersion, IS_NEWEST_VERSION)
    .join(QuizRow, (QuizRow.course_id == Course.id) & (QuizRow.slug == bindparam("quiz")))
    .outerjoin(Accommodation, IS_OF_PERSON)
    .where(Course.slug == bindparam("course"), Enrolment.person_id == bindparam("person"))
    .order_by(Enrolment.cycle.desc())
    .limit(1)
)
"""The latest enrolment, ended or not, the course version it sees, and what its learner is given at the quiz."""
TAKEN = (
    select(Attempt.quiz_id, Attempt.quiz_version_id)
    .join(QuizRow, QuizRow.id == Attempt.quiz_id)
    .where(Attempt.enrolment_id == bindparam("enrolment"), QuizRow.slug == bindparam("quiz"))
    .order_by(Attempt.number.desc())
    .limit(1)
)
"""The last attempt at a quiz, with the version it is on."""
READ = select(Completion.lesson_id).where(Completion.enrolment_id == bindparam("enrolment"))


@dataclass(frozen=True)
class StartPage:
    """What the start page says. `refusal` is empty when an attempt may start; `when` is when the next one may, or when
    the quiz closed, and `when_is` says which.

    `quiz`: with the attempts that this learner has; `limit` their own, None when untimed for them. `ends_at`: when it
    would end if it started now, by the limit or, without one, as the quiz closes; None: not by itself. `own`: its
    window. `extra`: that they have more attempts than usual. `open_attempt`: one under way. `marking`: the rules of
    marking, those of questions that are no single ones as far as the quiz may ask any. `needs_confirmation`: the quiz
    is assessed, and the e-mail not confirmed yet. `unread`: the lessons of its module that are not marked as read; for
    a quiz of the whole course `unread_anywhere` says which.
    """

    outline: Outline
    slug: str
    title: str
    quiz: Quiz
    questions: int
    requirement: str
    marking: tuple[str, ...]
    time: str
    limit: int | None
    allowance: str
    extra: str
    promises: tuple[str, ...]
    attempts: tuple[AttemptLine, ...]
    open_attempt: str
    open_until: datetime | None
    refusal: str
    when: datetime | None
    when_is: str
    ends_at: datetime | None
    own: OwnWindow
    unread: tuple[LessonCard, ...]
    unread_anywhere: Reason | None
    needs_confirmation: bool


def start_page(person_id: int, course_slug: str, quiz_slug: str, now: datetime) -> StartPage | None:
    """The start page of a quiz for somebody enrolled; None when there is no such quiz for them.

    A quiz that is not published any more is there for those who began it, on the version of their last attempt.
    """
    with read_connection() as connection:
        enrolled = _enrolled(connection, person_id, course_slug, quiz_slug)
        outlined = outline(enrolled.version_id) if enrolled else None
        card = outlined.quizzes.get(quiz_slug) or _taken(connection, enrolled.id, quiz_slug) if outlined else None
        if card is None:
            return None
        lines = attempts_at(connection, enrolled.id, card.quiz_id)
        read = set(connection.execute(READ, {"enrolment": enrolled.id}).scalars())
        typed = typed_items(connection, outlined.course_id, card.quiz) if enrolled.has_typed else ()
    given = allowance_of(enrolled)
    card = replace(card, quiz=quiz_for(card.quiz, given))
    own = own_window(card.quiz, ZoneInfo(outlined.course.zone), given)
    return StartPage(
        outline=outlined,
        slug=quiz_slug,
        title=card.title,
        quiz=card.quiz,
        questions=len(slots_of(card.quiz)),
        requirement=requirement(card.quiz, in_parts=gives_parts(card.quiz, typed)),
        marking=tuple(marking_sentences(card.quiz, typed)),
        time=time_sentence(card.quiz.time_limit, given),
        limit=limit_for(card.quiz.time_limit, given),
        allowance=rules.allowance_sentence(len(lines), card.quiz),
        extra=attempts_sentence(given) if card.quiz.attempts is not None else "",
        promises=tuple(promises(card.quiz.review)),
        attempts=tuple(lines),
        **_under_way(lines, now),
        **_refusal(outlined, card, lines, enrolled, own.window, now),
        ends_at=own.due(now, card.quiz.time_limit),
        own=own,
        unread=tuple(one for one in outlined.written if card.module == one.module and one.lesson_id not in read),
        unread_anywhere=None if card.module else unread(lesson_facts(outlined, read)),
        needs_confirmation=is_assessed(card.quiz) and enrolled.confirmed_at is None,
    )


def _under_way(lines: list[AttemptLine], now: datetime) -> dict[str, Any]:
    running = _running(lines, now)
    return {
        "open_attempt": running.public_id if running else "",
        "open_until": running.due_at if running else None,
    }


def _enrolled(connection: Connection, person_id: int, course_slug: str, quiz_slug: str) -> Row[Any] | None:
    asked = {"course": course_slug, "quiz": quiz_slug, "person": person_id}
    return connection.execute(ENROLLED, asked).one_or_none()


def _taken(connection: Connection, enrolment_id: int, slug: str) -> QuizCard | None:
    """A quiz by what somebody began of it; None without an attempt."""
    row = connection.execute(TAKEN, {"enrolment": enrolment_id, "quiz": slug}).one_or_none()
    if row is None:
        return None
    quiz = quiz_version(row.quiz_version_id)
    return QuizCard(slug, quiz.title, quiz, row.quiz_id, row.quiz_version_id, module=None)


def _refusal(
    outlined: Outline,
    card: QuizCard,
    lines: list[AttemptLine],
    enrolled: Row[Any],
    window: rules.Window,
    now: datetime,
) -> dict[str, Any]:
    closes = (rules.effective_close(line.closed_at, line.due_at, now) for line in lines)
    facts = rules.StartFacts(
        enrolment_active=enrolled.ended_at is None,
        quiz_published=card.slug in outlined.quizzes,
        started=len(lines),
        last_closed_at=max(filter(None, closes), default=None),
        has_open=_running(lines, now) is not None,
        email_confirmed=enrolled.confirmed_at is not None,
        window=window,
    )
    try:
        rules.may_start(facts, card.quiz, now)
    except (rules.NotOpenYet, rules.Closed, rules.TooSoon) as error:
        return {"refusal": str(error), "when": error.when, "when_is": error.when_is}
    except RuleBroken as error:
        return {"refusal": str(error), "when": None, "when_is": ""}
    return {"refusal": "", "when": None, "when_is": ""}


def _running(lines: list[AttemptLine], now: datetime) -> AttemptLine | None:
    return next((line for line in lines if rules.state(line.closed_at, line.due_at, now) == "open"), None)
