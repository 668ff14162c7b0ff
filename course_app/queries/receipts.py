"""What a receipt of an attempt says: its current grade, as far as the review policy has released it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from course_app.domain.grading import Result
from course_app.domain.question_types.registry import credit_of
from course_app.domain.questions import Question
from course_app.domain.receipts import FORMAT, Receipt, ReceiptSlot, as_released, rule_of, topics_of
from course_app.domain.review_policy import released
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import Attempt, AttemptItem, Enrolment, Grade, QuestionVersion, QuizVersion, Response
from course_app.models import Course as CourseRow
from course_app.queries import results
from course_app.queries.catalogue import newest_outline
from course_app.queries.questions import questions
from course_app.queries.quizzes import quiz_version

ATTEMPT = (
    results.ATTEMPT.add_columns(
        Attempt.started_at,
        Enrolment.pseudonym,
        Grade.graded_at,
        CourseRow.slug.label("course_slug"),
        QuizVersion.content_hash,
    )
    .join(QuizVersion, QuizVersion.id == Attempt.quiz_version_id)
    .where(Enrolment.kind != "preview")
)
ITEMS = results.ITEMS.add_columns(AttemptItem.section, QuestionVersion.content_hash, Response.received_at).join(
    QuestionVersion, QuestionVersion.id == AttemptItem.question_version_id
)


@dataclass(frozen=True)
class Titles:
    """What course and quiz of a receipt are called here now, else their ids."""

    course: str
    quiz: str


def receipt_of(public_id: str, person_id: int) -> Receipt | None:
    """The receipt of an attempt; None when it is not theirs, does not exist, is not closed, or was a trial."""
    with read_connection() as connection:
        row = connection.execute(ATTEMPT, {"attempt": public_id, "person": person_id}).one_or_none()
        if row is None:
            return None
        items = connection.execute(ITEMS, {"attempt": row.id, "grade": row.grade_id}).all()
    release = released(quiz_version(row.quiz_version_id).review, "submitted", row.passed)
    return as_released(_whole(row, items), release)


def titles_of(receipt: Receipt) -> Titles:
    """How to name what a receipt is about."""
    outline = newest_outline(receipt.course)
    card = outline.quizzes.get(receipt.quiz) if outline else None
    return Titles(outline.course.title if outline else receipt.course, card.title if card else receipt.quiz)


def _whole(row: Row[Any], items: Sequence[Row[Any]]) -> Receipt:
    result = from_plain(Result, row.result)
    content = questions(item.question_version_id for item in items)
    return Receipt(
        format=FORMAT,
        learner=row.pseudonym,
        course=row.course_slug,
        quiz=row.quiz_slug,
        quiz_version=row.content_hash,
        attempt=row.number,
        started_at=row.started_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        grade=row.grade_number,
        graded_at=row.graded_at,
        rule=rule_of(quiz_version(row.quiz_version_id), result),
        passed=row.passed,
        maximum=row.maximum,
        slots=tuple(_slot(item, content[item.question_version_id]) for item in items),
        score=row.score,
        topics=topics_of(result),
    )


def _slot(item: Row[Any], question: Question) -> ReceiptSlot:
    return ReceiptSlot(
        slot=item.slot,
        section=item.section,
        question=item.content_hash,
        choice=tuple(item.choice or ()),
        answered_at=item.received_at,
        mark=item.mark,
        maximum=item.maximum,
        marking=credit_of(question).receipt,
    )
