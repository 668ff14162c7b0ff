"""The bank: questions and their immutable versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to


class Question(db.Model):
    """A question's permanent identity (course, code). `origin`: text or site; the first browser edit makes it site.

    `newest_number` is the version that new attempts draw. `topic` and `pool` repeat that version's, for drawing,
    `type` and `credit` for telling before a start how it is marked.
    `grounds`: the domain's Grounds as JSON, what the question stood on when somebody last approved it (None: not
    known); `checked_at`: when that was (None: when the version was made).
    """

    __tablename__ = "question"
    __table_args__ = (
        UniqueConstraint("course_id", "code"),
        CheckConstraint("origin IN ('text', 'site')", name="origin"),
        CheckConstraint("state IN ('draft', 'in-review', 'approved', 'retired')", name="state"),
        Index("ix_question_drawing", "course_id", "pool", "topic"),
        Index(
            "ix_question_typed",
            "course_id",
            "type",
            sqlite_where=text("type <> 'single'"),
            postgresql_where=text("type <> 'single'"),
        ),
    )

    id: Mapped[int] = identity()
    course_id: Mapped[int] = points_to("course.id")
    code: Mapped[str] = mapped_column(String(100))
    origin: Mapped[str] = mapped_column(String(10), default="text")
    state: Mapped[str] = mapped_column(String(20), default="approved")
    topic: Mapped[str] = mapped_column(String(100))
    pool: Mapped[str] = mapped_column(String(20))
    type: Mapped[str] = mapped_column(String(20), default="single")
    credit: Mapped[str] = mapped_column(String(20), default="")
    newest_number: Mapped[int]
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    grounds: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class QuestionVersion(db.Model):
    """One version of a question. Immutable; `content` is the domain's Question as JSON, letters permanent."""

    __tablename__ = "question_version"
    __table_args__ = (UniqueConstraint("question_id", "number"), UniqueConstraint("question_id", "content_hash"))

    id: Mapped[int] = identity()
    question_id: Mapped[int] = points_to("question.id")
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    author_id: Mapped[int | None] = points_to("person.id", nullable=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TypedQuestion(db.Model):
    """What somebody types into the form of a question and has not saved, so that nothing of it is lost.

    `public_id` is the form's own, so that two of a person's forms do not overwrite each other. `question_id`: None for
    a new one; `opened`: the version that the form was opened on, then 0; `fields`: names and values in their order.
    """

    __tablename__ = "typed_question"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "public_id"),
        Index("ix_typed_question_whose", "person_id", "course_id", "updated_at"),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = mapped_column(String(32))
    person_id: Mapped[int] = points_to("person.id")
    course_id: Mapped[int] = points_to("course.id")
    question_id: Mapped[int | None] = points_to("question.id", nullable=True)
    opened: Mapped[int]
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
