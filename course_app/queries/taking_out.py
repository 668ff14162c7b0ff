"""The questions of a course that are to be taken out of it, in a format of exchange."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from course_app.domain.questions import Question
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import Question as QuestionRow
from course_app.models import QuestionVersion
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION


@dataclass(frozen=True)
class Wanted:
    """What is taken out; an empty field narrows nothing."""

    topic: str = ""
    pool: str = ""
    state: str = ""
    codes: tuple[str, ...] = ()


def questions_wanted(course_id: int, wanted: Wanted) -> list[Question]:
    """The questions in their version in use, topic by topic, in the order of their codes."""
    columns = ((QuestionRow.topic, wanted.topic), (QuestionRow.pool, wanted.pool), (QuestionRow.state, wanted.state))
    statement = (
        select(QuestionVersion.content)
        .join(QuestionRow, IS_NEWEST_QUESTION_VERSION)
        .where(QuestionRow.course_id == course_id, *(column == value for column, value in columns if value))
        .order_by(QuestionRow.topic, QuestionRow.code)
    )
    if wanted.codes:
        statement = statement.where(QuestionRow.code.in_(wanted.codes))
    with read_connection() as connection:
        return [from_plain(Question, content) for content in connection.execute(statement).scalars()]


def unknown_codes(course_id: int, codes: Collection[str]) -> list[str]:
    """Those of the codes that no question of the course has."""
    statement = select(QuestionRow.code).where(QuestionRow.course_id == course_id, QuestionRow.code.in_(codes))
    with read_connection() as connection:
        known = set(connection.execute(statement).scalars())
    return [code for code in codes if code not in known]
