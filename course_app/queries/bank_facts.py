"""What the worker finds out about a whole bank: which questions to judge again, and how learners answered them.

Of each learner the first finished attempt at each quiz counts, as in a quiz's own results. Versions that have the same
options, key and rule of marking as the one in use are one question; answers to others are left out.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from course_app.domain.questions import Question as QuestionContent
from course_app.extensions import read_connection
from course_app.models import (
    Attempt,
    AttemptItem,
    BankEntry,
    Enrolment,
    Grade,
    Mark,
    Question,
    QuestionVersion,
    Quiz,
)
from course_app.queries.catalogue import Outline
from course_app.queries.item_tallies import counted_attempts
from course_app.queries.questions import questions

Counted = dict[str, Any]


def entries_to_judge(outline: Outline, since: datetime) -> list[int]:
    """The questions of a course that nobody has judged since, or not in this version of the course."""
    entry = BankEntry
    waits = or_(entry.judged_at.is_(None), entry.judged_at < since, entry.judged_with != outline.version_id)
    statement = select(entry.question_id).where(entry.course_id == outline.course_id, waits)
    with read_connection() as connection:
        return list(connection.scalars(statement.order_by(entry.question_id)))


def courses_to_count() -> list[int]:
    """The courses with an entry that was not counted yet, or with a learner's grade since the last count."""
    last = func.max(BankEntry.counted_at)
    entries = select(BankEntry.course_id, last.label("last"), func.count() - func.count(BankEntry.counted_at))
    newest = (
        select(Enrolment.course_id, func.max(Grade.graded_at))
        .join(Attempt, Attempt.id == Grade.attempt_id)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.kind == "learner")
        .group_by(Enrolment.course_id)
    )
    with read_connection() as connection:
        graded = {course: at for course, at in connection.execute(newest)}
        rows = connection.execute(entries.group_by(BankEntry.course_id)).all()
    return [course for course, at, fresh in rows if fresh or (course in graded and graded[course] >= at)]


def answers_in(course_id: int) -> Mapping[int, Counted]:
    """By question with answers: `facility` (the share of the marks that was reached) and `answers`."""
    marks: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    with read_connection() as connection:
        quizzes = connection.scalars(select(Quiz.id).where(Quiz.course_id == course_id)).all()
        for quiz_id in quizzes:
            for version_id, *sums in connection.execute(_marks_at(quiz_id)):
                marks[version_id].append(tuple(sums))
        rows = connection.execute(_versions(course_id, marks)).all()
    content = questions({row.id for row in rows} | {row.in_use for row in rows})
    found: dict[int, Counted] = {}
    for row in rows:
        if _asks(content[row.id]) == _asks(content[row.in_use]):
            own = found.setdefault(row.question_id, {"reached": 0, "of": 0, "answers": 0})
            for reached, whole, answers in marks[row.id]:
                own["reached"] += int(reached)
                own["of"] += int(whole)
                own["answers"] += answers
    return {
        one: {"facility": own["reached"] / own["of"] if own["of"] else None, "answers": own["answers"]}
        for one, own in found.items()
    }


def _marks_at(quiz_id: int) -> Any:
    """Version by version the marks reached, the marks there were, and how many met it."""
    counted = counted_attempts(quiz_id, is_every_attempt=False)
    return (
        select(AttemptItem.question_version_id, func.sum(Mark.mark), func.sum(Mark.maximum), func.count())
        .join_from(counted, AttemptItem, AttemptItem.attempt_id == counted.c.attempt_id)
        .join(Mark, (Mark.grade_id == counted.c.grade_id) & (Mark.slot == AttemptItem.slot))
        .group_by(AttemptItem.question_version_id)
    )


def _versions(course_id: int, version_ids: Mapping[int, Any]) -> Any:
    """Those versions, each with the one of its question that is in use."""
    used = QuestionVersion.__table__.alias("used")
    is_used = (used.c.question_id == Question.id) & (used.c.number == Question.newest_number)
    return (
        select(QuestionVersion.id, QuestionVersion.question_id, used.c.id.label("in_use"))
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(used, is_used)
        .where(Question.course_id == course_id, QuestionVersion.id.in_(version_ids))
    )


def _asks(question: QuestionContent) -> object:
    return question.type, question.credit, tuple((one.letter, one.text, one.is_key) for one in question.options)
