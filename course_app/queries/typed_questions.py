"""What somebody typed into forms of questions and has not saved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from course_app.extensions import read_connection
from course_app.models import Question, TypedQuestion
from course_app.queries.catalogue import Outline

EXCERPT = 120


@dataclass(frozen=True)
class Typed:
    """A form as it was left. `code`: of the question, empty for a new one; `beginning`: of what it asks."""

    public_id: str
    code: str
    beginning: str
    fields: tuple[tuple[str, str], ...]
    updated_at: datetime


def typed_questions(person_id: int, outline: Outline, code: str) -> tuple[Typed, ...]:
    """A person's forms of one question of the course, or of new ones (no code); the latest first."""
    whose = Question.code == code if code else TypedQuestion.question_id.is_(None)
    return _read(_of(person_id, outline).where(whose))


def typed_question(person_id: int, outline: Outline, public_id: str) -> Typed | None:
    """One of them."""
    return next(iter(_read(_of(person_id, outline).where(TypedQuestion.public_id == public_id))), None)


def _read(statement: Select[Any]) -> tuple[Typed, ...]:
    with read_connection() as connection:
        rows = connection.execute(statement.order_by(TypedQuestion.updated_at.desc(), TypedQuestion.id.desc())).all()
    return tuple(
        Typed(
            row.public_id,
            row.code or "",
            " ".join(dict(row.fields).get("stem", "").split())[:EXCERPT],
            tuple((name, value) for name, value in row.fields),
            row.updated_at,
        )
        for row in rows
    )


def _of(person_id: int, outline: Outline) -> Select[Any]:
    typed = TypedQuestion
    return (
        select(typed.public_id, typed.fields, typed.updated_at, Question.code)
        .outerjoin(Question, Question.id == typed.question_id)
        .where(typed.person_id == person_id, typed.course_id == outline.course_id)
    )
