"""What a quiz of a course may ask now: the questions in use."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from course_app.domain.drawing import Candidate
from course_app.models import Question, QuestionVersion
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION


def candidates_of(connection: Connection, course_id: int) -> dict[str, Candidate]:
    """By code, as for somebody who has met none of them; self-checks are left out."""
    rows = connection.execute(
        select(Question.code, Question.topic, Question.pool).where(
            Question.course_id == course_id, Question.state == "approved", Question.pool != "self-check"
        )
    )
    return {row.code: Candidate(row.code, row.topic, row.pool, seen=False) for row in rows}


def stems_of(connection: Connection, course_id: int, codes: Collection[str]) -> dict[str, str]:
    """The stems of some questions, by code."""
    statement = (
        select(Question.code, QuestionVersion.content["stem"].as_string().label("stem"))
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(Question.course_id == course_id, Question.code.in_(codes))
    )
    return {row.code: row.stem for row in connection.execute(statement)}
