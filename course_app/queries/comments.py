"""Comments on questions: those of one, and how many are open of several."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import aliased

from course_app.domain.commenting import words_for
from course_app.domain.erasure import AUTHOR
from course_app.domain.quizzes import Quiz
from course_app.extensions import read_connection
from course_app.models import BankEntry, Person, Question, QuestionComment
from course_app.queries.authored_questions import WRITER
from course_app.queries.bank import may_be_asked

RESOLVER = aliased(Person)


@dataclass(frozen=True)
class Comment:
    """What somebody said, and who resolved it when (both None while it is open). `number`: the version then.

    `body` is empty once the author's data were erased.
    """

    id: int
    number: int
    place: str
    body: str
    author: str
    at: datetime
    resolver: str | None
    resolved_at: datetime | None

    @property
    def where(self) -> str:
        """The place in words."""
        return words_for(self.place)


def comments_of(course_id: int, code: str) -> tuple[Comment, ...]:
    """The comments on a question, the eldest first."""
    one, resolver = QuestionComment, case((RESOLVER.erased_at.is_not(None), AUTHOR), else_=RESOLVER.name)
    statement = (
        select(one.id, one.number, one.place, one.body, WRITER, one.at, resolver, one.resolved_at)
        .join(Question, Question.id == one.question_id)
        .join(Person, Person.id == one.author_id)
        .outerjoin(RESOLVER, RESOLVER.id == one.resolved_by_id)
        .where(Question.course_id == course_id, Question.code == code)
        .order_by(one.id)
    )
    with read_connection() as connection:
        return tuple(Comment(*row) for row in connection.execute(statement))


def open_comments(course_id: int, codes: Collection[str]) -> dict[str, int]:
    """By code, how many comments are open; only of those that have some."""
    return _open(course_id, Question.code.in_(codes))


def open_comments_in(course_id: int, quiz: Quiz) -> dict[str, int]:
    """The same of the questions that a quiz asks always or may draw."""
    asked = select(BankEntry.question_id).where(BankEntry.course_id == course_id, may_be_asked(quiz))
    return _open(course_id, Question.id.in_(asked))


def _open(course_id: int, condition: ColumnElement[bool]) -> dict[str, int]:
    statement = (
        select(Question.code, func.count())
        .join(QuestionComment, QuestionComment.question_id == Question.id)
        .where(Question.course_id == course_id, QuestionComment.resolved_at.is_(None), condition)
        .group_by(Question.code)
        .order_by(Question.code)
    )
    with read_connection() as connection:
        return {code: count for code, count in connection.execute(statement)}
