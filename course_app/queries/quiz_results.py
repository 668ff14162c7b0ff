"""The results of a quiz for its instructors: attempts by learner, and how each question did. Learners only count."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, String, case, cast, func, select, tuple_

from course_app.domain.grading import points
from course_app.domain.question_types.registry import type_of
from course_app.domain.questions import Question as QuestionContent
from course_app.domain.statistics import Share, share
from course_app.extensions import read_connection
from course_app.models import Attempt, AttemptItem, Enrolment, Grade, Mark, Person, Question, QuestionVersion, Response
from course_app.models import Quiz as QuizRow
from course_app.queries.attempt_scores import IS_CURRENT_GRADE
from course_app.queries.paging import read_page
from course_app.queries.questions import questions

ORDER = (Person.sort_key, Person.id, Enrolment.cycle, Attempt.number)


@dataclass(frozen=True)
class ResultLine:
    """One attempt; `score` is empty while it is open. `public_id` is the attempt's; an erased person has no e-mail."""

    public_id: str
    name: str
    email: str
    number: int
    started_at: datetime
    closed_at: datetime | None
    score: str
    maximum: str
    passed: bool


@dataclass(frozen=True)
class OptionLine:
    """How often an option was chosen; of an ordering, how often the line stood in its place."""

    letter: str
    text: str
    is_key: bool
    chosen: int


@dataclass(frozen=True)
class ItemVersion:
    """One version of a question as it was asked: how often it was left out and right, each option chosen.

    `in_part`: how often it had a part of the point; that is not right. `counts`: what is said of each option's number.
    """

    number: int
    type: str
    counts: str
    omitted: int
    in_part: int
    facility: Share
    stem: str
    options: tuple[OptionLine, ...]


@dataclass(frozen=True)
class ItemLine:
    """A question over all its versions: asked `facility.n` times, left out `omitted` times, right `facility.hits`.

    `in_part`: how often it had a part of the point. So are those of each version.
    """

    code: str
    stem: str
    omitted: int
    in_part: int
    facility: Share
    versions: tuple[ItemVersion, ...]


@dataclass(frozen=True)
class QuizResults:
    """`lines` are one page; `following` the attempt after which the next begins. The counts are of everything."""

    lines: tuple[ResultLine, ...]
    following: str
    attempts: int
    learners: int
    passed: int
    items: tuple[ItemLine, ...]


def quiz_results(course_id: int, slug: str, after: str = "") -> QuizResults | None:
    """The results of a quiz of the course, attempts after the one named; None without such a quiz."""
    with read_connection() as connection:
        quiz_id = _quiz_id(connection, course_id, slug)
        if quiz_id is None:
            return None
        counts = connection.execute(_counts(quiz_id)).one()
        rows, last = read_page(connection, _after(connection, quiz_id, after))
        answers = connection.execute(_answers(quiz_id)).all()
    lines = tuple(_line(row) for row in rows)
    return QuizResults(
        lines=lines,
        following=last.public_id if last else "",
        attempts=counts.attempts,
        learners=counts.learners,
        passed=counts.passed,
        items=_items(answers),
    )


def all_attempts(course_id: int, slug: str) -> list[ResultLine] | None:
    """Every attempt at a quiz, for the export; None without such a quiz."""
    with read_connection() as connection:
        quiz_id = _quiz_id(connection, course_id, slug)
        return None if quiz_id is None else [_line(row) for row in connection.execute(_attempts(quiz_id))]


def all_items(course_id: int, slug: str) -> tuple[ItemLine, ...] | None:
    """How every question of a quiz did, for the export; None without such a quiz."""
    with read_connection() as connection:
        quiz_id = _quiz_id(connection, course_id, slug)
        answers = connection.execute(_answers(quiz_id)).all() if quiz_id else []
    return _items(answers) if quiz_id else None


def _quiz_id(connection: Connection, course_id: int, slug: str) -> int | None:
    return connection.scalar(select(QuizRow.id).where(QuizRow.course_id == course_id, QuizRow.slug == slug))


def _attempts(quiz_id: int) -> Select[Any]:
    return (
        select(
            Attempt.public_id,
            Person.name,
            case((Person.erased_at.is_(None), Person.email), else_=""),
            Attempt.number,
            Attempt.started_at,
            Attempt.closed_at,
            Grade.score,
            Grade.maximum,
            Grade.passed,
        )
        .select_from(Attempt)
        .join(Enrolment, (Enrolment.id == Attempt.enrolment_id) & (Enrolment.kind == "learner"))
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Grade, IS_CURRENT_GRADE)
        .where(Attempt.quiz_id == quiz_id)
        .order_by(*ORDER)
    )


def _after(connection: Connection, quiz_id: int, public_id: str) -> Select[Any]:
    """The attempts after one of them; all where there is no such attempt."""
    last = connection.execute(
        select(*ORDER)
        .join_from(Attempt, Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .where(Attempt.public_id == public_id, Attempt.quiz_id == quiz_id)
    ).one_or_none()
    statement = _attempts(quiz_id)
    return statement.where(tuple_(*ORDER) > tuple(last)) if last else statement


def _counts(quiz_id: int) -> Select[Any]:
    """Attempts, learners with one, learners who passed."""
    return (
        select(
            func.count(Attempt.id).label("attempts"),
            func.count(Enrolment.person_id.distinct()).label("learners"),
            func.count(Enrolment.person_id.distinct()).filter(Grade.passed.is_(True)).label("passed"),
        )
        .select_from(Attempt)
        .join(Enrolment, (Enrolment.id == Attempt.enrolment_id) & (Enrolment.kind == "learner"))
        .outerjoin(Grade, IS_CURRENT_GRADE)
        .where(Attempt.quiz_id == quiz_id)
    )


def _answers(quiz_id: int) -> Select[Any]:
    """How often each choice was made at each question's version, in graded attempts; one row a choice."""
    choice = cast(Response.choice, String)
    is_right = Mark.mark == Mark.maximum
    in_part = (Mark.mark > 0) & (Mark.mark < Mark.maximum)
    return (
        select(
            Question.code,
            QuestionVersion.number,
            AttemptItem.question_version_id,
            choice.label("choice"),
            is_right.label("is_right"),
            in_part.label("in_part"),
            func.count().label("times"),
        )
        .select_from(Attempt)
        .join(Enrolment, (Enrolment.id == Attempt.enrolment_id) & (Enrolment.kind == "learner"))
        .join(Grade, IS_CURRENT_GRADE)
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(Mark, (Mark.grade_id == Grade.id) & (Mark.slot == AttemptItem.slot))
        .join(QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id)
        .join(Question, Question.id == QuestionVersion.question_id)
        .outerjoin(Response, Response.id == Mark.response_id)
        .where(Attempt.quiz_id == quiz_id)
        .group_by(Question.code, QuestionVersion.number, AttemptItem.question_version_id, choice, is_right, in_part)
        .order_by(Question.code, QuestionVersion.number)
    )


def _line(row: Row[Any]) -> ResultLine:
    score, maximum = ("", "") if row.score is None else (points(row.score), points(row.maximum))
    return ResultLine(*row[:6], score=score, maximum=maximum, passed=bool(row.passed))


def _items(answers: Sequence[Row[Any]]) -> tuple[ItemLine, ...]:
    content = questions({row.question_version_id for row in answers})
    by_code: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in answers:
        by_code[row.code].append(row)
    return tuple(_item(code, rows, content) for code, rows in by_code.items())


def _item(code: str, rows: list[Row[Any]], content: dict[int, QuestionContent]) -> ItemLine:
    versions = {row.question_version_id: row.number for row in rows}
    return ItemLine(
        code=code,
        stem=content[rows[-1].question_version_id].stem,
        omitted=_omitted(rows),
        in_part=_in_part(rows),
        facility=_facility(rows),
        versions=tuple(
            _version(number, content[version_id], [row for row in rows if row.question_version_id == version_id])
            for version_id, number in versions.items()
        ),
    )


def _version(number: int, question: QuestionContent, rows: list[Row[Any]]) -> ItemVersion:
    kind, chosen = type_of(question), Counter[str]()
    for row in rows:
        chosen.update(dict.fromkeys(kind.counted(question, _letters(row)), row.times))
    options = (OptionLine(one.letter, one.text, one.is_key, chosen[one.letter]) for one in question.options)
    return ItemVersion(
        number=number,
        type=question.type,
        counts=kind.counts,
        omitted=_omitted(rows),
        in_part=_in_part(rows),
        facility=_facility(rows),
        stem=question.stem,
        options=tuple(options),
    )


def _in_part(rows: list[Row[Any]]) -> int:
    return sum(row.times for row in rows if row.in_part)


def _omitted(rows: list[Row[Any]]) -> int:
    return sum(row.times for row in rows if not _letters(row))


def _facility(rows: list[Row[Any]]) -> Share:
    return share(sum(row.times for row in rows if row.is_right), sum(row.times for row in rows))


def _letters(row: Row[Any]) -> list[str]:
    return json.loads(row.choice) if row.choice else []
