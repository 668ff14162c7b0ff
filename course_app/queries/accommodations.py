"""What learners are given, as their instructors see it, and as they see it themselves."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, func, select, tuple_
from sqlalchemy.orm import aliased

from course_app.domain.accommodations import Accommodation as Profile
from course_app.domain.accommodations import Allowance, profile_sentences, quiz_for, time_sentence
from course_app.domain.attempts import allowance_sentence
from course_app.domain.windows import OwnWindow, limit_to_share, own_window
from course_app.extensions import read_connection
from course_app.models import Accommodation, Attempt, Enrolment, Person, QuizAdjustment
from course_app.queries.allowances import AT_QUIZZES, IS_OF_PERSON, allowance_of, profile_of
from course_app.queries.catalogue import Outline, QuizCard
from course_app.queries.paging import read_page
from course_app.queries.people import found_by

ORDER = (Person.sort_key, Person.id)
GIVER = aliased(Person)


@dataclass(frozen=True)
class LearnerLine:
    """A learner in the list, with what their profile gives."""

    public_id: str
    name: str
    email: str
    given: tuple[str, ...]


@dataclass(frozen=True)
class LearnersPage:
    """One page, by name. `total` counts all that were found; `following` is the last line's id, empty at the end."""

    lines: tuple[LearnerLine, ...]
    total: int
    following: str


@dataclass(frozen=True)
class Adjusted:
    """Attempts and minutes that were given at a quiz at some time, and to when its window was moved."""

    attempts: int
    minutes: int
    opens: datetime | None
    closes: datetime | None
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LearnersQuiz:
    """A quiz as it holds for one learner, in the words of the start page; what was given for it alone.

    `has_limit`: minutes can be added to it; `bounds`: of “opens” and “closes” what it has.
    """

    slug: str
    title: str
    time: str
    attempts: str
    has_limit: bool
    has_limited_attempts: bool
    own: OwnWindow
    bounds: tuple[str, ...]
    adjusted: tuple[Adjusted, ...]


@dataclass(frozen=True)
class LearnerPage:
    """What one learner of a course is given. `given_by` is empty, and `given_at` None, when their profile is."""

    public_id: str
    name: str
    email: str
    profile: Profile
    given_by: str
    given_at: datetime | None
    quizzes: tuple[LearnersQuiz, ...]


def learners_page(course_id: int, search: str = "", after: str = "", *, given: bool = False) -> LearnersPage:
    """The learners of a course whose name or e-mail holds the words; `given`: those with a profile only."""
    conditions = [*_learning(course_id), *found_by(search)]
    if given:
        conditions.append(Accommodation.person_id.is_not(None))
    counted = select(func.count()).select_from(Enrolment).join(Person, Person.id == Enrolment.person_id)
    statement = (
        select(Person.public_id, Person.name, Person.email, Accommodation)
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Accommodation, IS_OF_PERSON)
        .where(*conditions)
        .order_by(*ORDER)
    )
    if after:
        own = select(Enrolment.person_id).where(*_learning(course_id))
        place = select(*ORDER).where(Person.public_id == after, Person.id.in_(own)).scalar_subquery()
        statement = statement.where(tuple_(*ORDER) > place)
    with read_connection() as connection:
        total = connection.scalar(counted.outerjoin(Accommodation, IS_OF_PERSON).where(*conditions)) or 0
        rows, last = read_page(connection, statement)
    lines = tuple(LearnerLine(*row[:3], given=profile_sentences(_profile(row))) for row in rows)
    return LearnersPage(lines, total, last.public_id if last else "")


def learner_page(outlined: Outline, person: str) -> LearnerPage | None:
    """What a learner of a course is given; None for somebody who does not learn it."""
    statement = (
        select(Enrolment.id, Person.public_id, Person.name, Person.email, Accommodation, GIVER.name.label("given_by"))
        .select_from(Enrolment)
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Accommodation, IS_OF_PERSON)
        .outerjoin(GIVER, GIVER.id == Accommodation.given_by_id)
        .where(*_learning(outlined.course_id), Person.public_id == person)
    )
    with read_connection() as connection:
        row = connection.execute(statement).one_or_none()
        if row is None:
            return None
        adjusted = _adjusted(connection, row.id)
        started = _started(connection, row.id)
        theirs = connection.execute(AT_QUIZZES.where(Enrolment.id == row.id))
        given = {one.quiz_id: allowance_of(one) for one in theirs}
    profile = _profile(row)
    return LearnerPage(
        public_id=row.public_id,
        name=row.name,
        email=row.email,
        profile=profile,
        given_by=row.given_by or "",
        given_at=row.given_at,
        quizzes=tuple(
            _quiz(outlined, card, given[card.quiz_id], tuple(adjusted[card.quiz_id]), started.get(card.quiz_id, 0))
            for card in outlined.quizzes.values()
        ),
    )


def own_profile(person_id: int) -> tuple[str, ...]:
    """What a person's profile gives, in sentences to them."""
    with read_connection() as connection:
        row = connection.execute(select(Accommodation).where(Accommodation.person_id == person_id)).one_or_none()
    return profile_sentences(profile_of(row))


def _learning(course_id: int) -> tuple[Any, ...]:
    return (Enrolment.course_id == course_id, Enrolment.ended_at.is_(None), Enrolment.kind != "preview")


def _profile(row: Row[Any]) -> Profile:
    return profile_of(row if row.extra_percent is not None else None)


def _adjusted(connection: Connection, enrolment_id: int) -> dict[int, list[Adjusted]]:
    """By quiz, the eldest first."""
    statement = (
        select(QuizAdjustment, Person.name.label("by"))
        .join(Person, Person.id == QuizAdjustment.actor_id)
        .where(QuizAdjustment.enrolment_id == enrolment_id)
        .order_by(QuizAdjustment.id)
    )
    found: dict[int, list[Adjusted]] = defaultdict(list)
    for row in connection.execute(statement):
        found[row.quiz_id].append(_adjustment(row))
    return found


def _adjustment(row: Row[Any]) -> Adjusted:
    return Adjusted(row.attempts, row.seconds // 60, row.opens_at, row.closes_at, row.reason, row.by, row.at)


def _started(connection: Connection, enrolment_id: int) -> dict[int, int]:
    """How many attempts were started, by quiz."""
    own = Attempt.enrolment_id == enrolment_id
    statement = select(Attempt.quiz_id, func.count()).where(own).group_by(Attempt.quiz_id)
    return {quiz_id: number for quiz_id, number in connection.execute(statement)}


def _quiz(
    outlined: Outline, card: QuizCard, given: Allowance, adjusted: tuple[Adjusted, ...], started: int
) -> LearnersQuiz:
    zone = ZoneInfo(outlined.course.zone)
    return LearnersQuiz(
        slug=card.slug,
        title=card.title,
        time=time_sentence(card.quiz.time_limit, given, "this learner"),
        attempts=allowance_sentence(started, quiz_for(card.quiz, given)),
        has_limit=limit_to_share(card.quiz, zone, given) is not None,
        has_limited_attempts=card.quiz.attempts is not None,
        own=own_window(card.quiz, zone, given),
        bounds=tuple(name for name in ("opens", "closes") if getattr(card.quiz, name)),
        adjusted=adjusted,
    )
