"""Quizzes and their immutable versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to


class Quiz(db.Model):
    """A quiz's permanent identity; `slug` stands in its addresses."""

    __tablename__ = "quiz"
    __table_args__ = (
        UniqueConstraint("course_id", "slug"),
        CheckConstraint("origin IN ('text', 'site')", name="origin"),
    )

    id: Mapped[int] = identity()
    course_id: Mapped[int] = points_to("course.id")
    slug: Mapped[str] = mapped_column(String(100))
    origin: Mapped[str] = mapped_column(String(10), default="text")
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuizVersion(db.Model):
    """One version of a quiz: sections, slots, rules, review policy. Immutable; `content` is the domain's Quiz."""

    __tablename__ = "quiz_version"
    __table_args__ = (UniqueConstraint("quiz_id", "number"), UniqueConstraint("quiz_id", "content_hash"))

    id: Mapped[int] = identity()
    quiz_id: Mapped[int] = points_to("quiz.id")
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
