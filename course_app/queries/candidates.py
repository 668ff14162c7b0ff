"""What a course may ask now: the questions in use."""

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, and_, case, literal_column, select

from course_app.domain.coverage import PRACTICE, Item
from course_app.domain.drawing import Candidate
from course_app.domain.quizzes import Quiz, slots_of
from course_app.models import Question, QuestionVersion
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION

IS_TYPED = and_(Question.type != literal_column("'single'"), Question.state == "approved", Question.pool != PRACTICE)
"""Whether a question may be asked that is marked by a rule of its own. Written out, so that its index is used."""


def candidates_of(connection: Connection, course_id: int) -> dict[str, Candidate]:
    """By code, as for somebody who has met none of them; self-checks are left out."""
    return candidates_among(items_in_use(connection, course_id))


def candidates_among(items: Iterable[Item]) -> dict[str, Candidate]:
    """The same, of items that are read already."""
    return {one.id: Candidate(one.id, one.topic, one.pool, seen=False) for one in items if one.pool != PRACTICE}


def items_in_use(connection: Connection, course_id: int) -> list[Item]:
    """Every question in use, self-checks too, by code."""
    claims = QuestionVersion.content["claims"].label("claims")
    rows = connection.execute(
        select(Question.code, Question.topic, Question.pool, claims, Question.type, Question.credit)
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(Question.course_id == course_id, Question.state == "approved")
        .order_by(Question.code)
    )
    return [Item(row.code, row.topic, row.pool, tuple(row.claims), row.type, row.credit) for row in rows]


def typed_items(connection: Connection, course_id: int, quiz: Quiz) -> list[Item]:
    """What is in use of other types than single, without claims; ids only of questions that the quiz always asks.

    One item stands for all that are alike, so that a bank of any size yields a few.
    """
    fixed = [slot.question for _section, slot in slots_of(quiz) if slot.question]
    code = case((Question.code.in_(fixed), Question.code), else_="")
    rows = connection.execute(
        select(code, Question.topic, Question.pool, Question.type, Question.credit)
        .where(Question.course_id == course_id, IS_TYPED)
        .distinct()
    )
    return [Item(code, topic, pool, (), kind, credit) for code, topic, pool, kind, credit in rows]


def stems_of(connection: Connection, course_id: int, codes: Collection[str]) -> dict[str, str]:
    """The stems of some questions, by code."""
    statement = (
        select(Question.code, QuestionVersion.content["stem"].as_string().label("stem"))
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(Question.course_id == course_id, Question.code.in_(codes))
    )
    return {row.code: row.stem for row in connection.execute(statement)}
