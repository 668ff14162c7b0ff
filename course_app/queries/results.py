"""The result of a closed attempt, with exactly what its review policy releases.

A field that is not released is left empty here, so that a template cannot show it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from course_app.domain.courses import Course
from course_app.domain.grading import POINT, Result, explain, points
from course_app.domain.questions import Question
from course_app.domain.quizzes import Quiz
from course_app.domain.review_policy import Release, released
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import (
    Accommodation,
    Attempt,
    AttemptItem,
    CourseCompletion,
    CourseVersion,
    Enrolment,
    Grade,
    Mark,
    Response,
)
from course_app.models import Course as CourseRow
from course_app.models import Quiz as QuizRow
from course_app.queries.allowances import ALLOWANCE, IS_OF_PERSON
from course_app.queries.attempt_scores import IS_CURRENT_GRADE, AttemptLine, attempts_at
from course_app.queries.attempts import IS_OWN_ATTEMPT
from course_app.queries.catalogue import IS_NEWEST_VERSION, Outline, Taught, outline
from course_app.queries.excerpts import nearest
from course_app.queries.further import Further, further
from course_app.queries.kept import kept
from course_app.queries.late_answers import OwnLate, own_late
from course_app.queries.questions import questions
from course_app.queries.quizzes import quiz_version
from course_app.queries.reviewed import ReviewedSlot, reviewed_slots

ATTEMPT = (
    select(
        Attempt.id,
        Attempt.enrolment_id,
        Attempt.quiz_id,
        Attempt.quiz_version_id,
        Attempt.number,
        Attempt.closed_at,
        Attempt.closed_by,
        *ALLOWANCE,
        Enrolment.kind,
        Enrolment.ended_at,
        Grade.id.label("grade_id"),
        Grade.number.label("grade_number"),
        Grade.score,
        Grade.maximum,
        Grade.passed,
        Grade.result,
        Grade.reason,
        QuizRow.slug.label("quiz_slug"),
        CourseVersion.id.label("version_id"),
        CourseCompletion.id.is_not(None).label("has_completed"),
    )
    .select_from(Attempt)
    .join(Grade, IS_CURRENT_GRADE)
    .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
    .join(CourseRow, CourseRow.id == Enrolment.course_id)
    .join(CourseVersion, IS_NEWEST_VERSION)
    .join(QuizRow, QuizRow.id == Attempt.quiz_id)
    .outerjoin(Accommodation, IS_OF_PERSON)
    .outerjoin(CourseCompletion, CourseCompletion.enrolment_id == Enrolment.id)
    .where(*IS_OWN_ATTEMPT, Attempt.closed_at.is_not(None))
)
ITEMS = (
    select(
        AttemptItem.slot,
        AttemptItem.question_version_id,
        AttemptItem.option_order,
        Mark.mark,
        Mark.maximum,
        Response.choice,
    )
    .select_from(AttemptItem)
    .join(Mark, (Mark.grade_id == bindparam("grade")) & (Mark.slot == AttemptItem.slot))
    .outerjoin(Response, Response.id == Mark.response_id)
    .where(AttemptItem.attempt_id == bindparam("attempt"))
    .order_by(AttemptItem.slot)
)


@dataclass(frozen=True)
class TopicLine:
    """A topic's score in words and squares, one a point: `hits` of `total` are whole, and one more may be in part."""

    title: str
    hits: int
    has_part: bool
    total: int
    sentence: str


@dataclass(frozen=True)
class Reading:
    """A lesson worth opening again, and at which passage."""

    lesson: str
    number: str
    title: str
    anchor: str
    passages: int


@dataclass(frozen=True)
class ResultPage:
    """A closed, graded attempt; `is_trial` as in AttemptPage. `reason`: why it was graded again, else empty.

    `further`: what is left to try. `late`: what reached the server after the end, None when nothing did.
    `has_record`: passed, and the course is complete, so that there is or may be a record of it.
    """

    public_id: str
    course: Course
    quiz_slug: str
    quiz: Quiz
    number: int
    closed_at: datetime
    closed_by: str
    passed: bool
    release: Release
    score: str
    maximum: str
    sentences: tuple[str, ...]
    reason: str
    topics: tuple[TopicLine, ...]
    slots: tuple[ReviewedSlot, ...]
    readings: tuple[Reading, ...]
    attempts: tuple[AttemptLine, ...]
    further: Further
    is_trial: bool
    late: OwnLate | None
    has_record: bool

    @property
    def missed(self) -> list[int]:
        """Numbers of the questions without a full mark; empty when the key is not released."""
        return [slot.number for slot in self.slots if slot.is_right is False]


def result_page(public_id: str, person_id: int, now: datetime) -> ResultPage | None:
    """The result as its learner may see it; None when it is not theirs, does not exist, or is not closed."""
    with read_connection() as connection:
        row = connection.execute(ATTEMPT, {"attempt": public_id, "person": person_id}).one_or_none()
        if row is None:
            return None
        items = connection.execute(ITEMS, {"attempt": row.id, "grade": row.grade_id}).all()
        lines = attempts_at(connection, row.enrolment_id, row.quiz_id)
        late = own_late(connection, row.id) if row.closed_by == "deadline" else None
    outlined = outline(row.version_id)
    quiz = quiz_version(row.quiz_version_id)
    result = from_plain(Result, row.result)
    release = released(quiz.review, "submitted", row.passed)
    content = questions([item.question_version_id for item in items])
    slots = reviewed_slots(items, content, release, outlined)
    titles = {section.id: section.title for section in quiz.sections}
    return ResultPage(
        public_id=public_id,
        course=outlined.course,
        quiz_slug=row.quiz_slug,
        quiz=quiz,
        number=row.number,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        passed=row.passed,
        release=release,
        score=points(row.score) if release.score else "",
        maximum=points(row.maximum),
        sentences=tuple(explain(result, titles)) if release.score else (),
        reason=row.reason if row.grade_number > 1 else "",
        topics=_topics(result, outlined) if release.topics else (),
        slots=slots if release.choices else (),
        readings=_readings(items, content, outlined, release) if release.topics else (),
        attempts=tuple(lines),
        further=further(row, lines, outlined, now),
        is_trial=row.kind == "preview",
        late=late,
        has_record=bool(row.passed and row.has_completed and row.kind == "learner"),
    )


def _nearest(version_id: int, content: dict[int, Question], outlined: Outline) -> Taught | None:
    return kept("nearest", (outlined.version_id, version_id), lambda: nearest(content[version_id], outlined))


def _topics(result: Result, outlined: Outline) -> tuple[TopicLine, ...]:
    titles = dict(outlined.course.topics)
    order = {topic: place for place, topic in enumerate(titles)}
    return tuple(
        TopicLine(
            title=titles.get(topic.id, topic.id),
            hits=topic.score // POINT,
            has_part=topic.score % POINT > 0,
            total=topic.maximum // POINT,
            sentence=f"{points(topic.score)} of {points(topic.maximum)}.",
        )
        for topic in sorted(result.topics, key=lambda one: order.get(one.id, len(order)))
    )


def _readings(
    items: Sequence[Row[Any]], content: dict[int, Question], outlined: Outline, release: Release
) -> tuple[Reading, ...]:
    """Lessons that teach what was missed, the most touched first; which passage is told only when released."""
    touched: dict[str, dict[str, Taught]] = {}
    for item in items:
        taught = item.mark < item.maximum and _nearest(item.question_version_id, content, outlined)
        if taught:
            touched.setdefault(taught.card.slug, {})[taught.passage.id] = taught
    readings = []
    for passages in sorted(touched.values(), key=lambda found: -len(found)):
        first = next(iter(passages.values()))
        anchor, number = (first.passage.id, len(passages)) if release.passages else ("", 0)
        readings.append(Reading(first.card.slug, first.card.number, first.card.title, anchor, number))
    return tuple(readings)
