"""Courses and lessons as published, and the evidence behind them.

A CourseVersion lists LessonVersions and QuizVersions; learners see the newest. `Course.newest_number` is that
version's number. Claim, Reference and ClaimReference hold the current state of the text files; what a learner
reads is frozen in the versions.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, byte_order, identity, points_to


class Course(db.Model):
    """A course; `slug` stands in its addresses."""

    __tablename__ = "course"

    id: Mapped[int] = identity()
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    title: Mapped[str] = mapped_column(byte_order(200))
    language: Mapped[str] = mapped_column(String(20), default="en-GB")
    zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    enrolment: Mapped[str] = mapped_column(String(10), default="closed")
    newest_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CourseVersion(db.Model):
    """What a publication made of the course: outline, evidence, glossary. Immutable.

    `content`: `queries.catalogue.Outline` as JSON (course, modules, lessons, quizzes, claims, references, terms).
    """

    __tablename__ = "course_version"
    __table_args__ = (UniqueConstraint("course_id", "number"),)

    id: Mapped[int] = identity()
    course_id: Mapped[int] = points_to("course.id")
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Lesson(db.Model):
    """A lesson's permanent identity; `slug` is the id in its file."""

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("course_id", "slug"),)

    id: Mapped[int] = identity()
    course_id: Mapped[int] = points_to("course.id")
    slug: Mapped[str] = mapped_column(String(100))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LessonVersion(db.Model):
    """One version of a lesson's text. Immutable, but for `html`, a cache keyed by `content_hash` and `renderer`.

    `content`: the domain's Lesson as JSON. `html`: {"body", "references", "terms"}.
    The hash covers the source text and the resolved claims and references.
    """

    __tablename__ = "lesson_version"
    __table_args__ = (UniqueConstraint("lesson_id", "number"), UniqueConstraint("lesson_id", "content_hash"))

    id: Mapped[int] = identity()
    lesson_id: Mapped[int] = points_to("lesson.id")
    number: Mapped[int]
    content_hash: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    renderer: Mapped[int]
    html: Mapped[dict[str, str]] = mapped_column(JSON)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CourseVersionLesson(db.Model):
    """A lesson's version within a course version."""

    __tablename__ = "course_version_lesson"

    course_version_id: Mapped[int] = points_to("course_version.id", primary_key=True)
    lesson_version_id: Mapped[int] = points_to("lesson_version.id", primary_key=True, index=True)
    position: Mapped[int]


class CourseVersionQuiz(db.Model):
    """A quiz's version within a course version."""

    __tablename__ = "course_version_quiz"

    course_version_id: Mapped[int] = points_to("course_version.id", primary_key=True)
    quiz_version_id: Mapped[int] = points_to("quiz_version.id", primary_key=True, index=True)
    position: Mapped[int]


class Claim(db.Model):
    """A claim of the course, as the text files now have it; `code` is its permanent id (C42)."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("course_id", "code"),)

    id: Mapped[int] = identity()
    course_id: Mapped[int] = points_to("course.id")
    code: Mapped[str] = mapped_column(String(100))
    origin: Mapped[str] = mapped_column(String(20))
    fit: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Reference(db.Model):
    """A cited source; `code` is its permanent id (ref-13), `content` its fields."""

    __tablename__ = "reference"
    __table_args__ = (UniqueConstraint("course_id", "code"),)

    id: Mapped[int] = identity()
    course_id: Mapped[int] = points_to("course.id")
    code: Mapped[str] = mapped_column(String(100))
    label: Mapped[str] = mapped_column(String(20))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClaimReference(db.Model):
    """How far a reference supports a claim, and what it found on it."""

    __tablename__ = "claim_reference"

    claim_id: Mapped[int] = points_to("claim.id", primary_key=True)
    reference_id: Mapped[int] = points_to("reference.id", primary_key=True, index=True)
    fit: Mapped[str] = mapped_column(String(20))
    finding: Mapped[str] = mapped_column(Text, default="")
    cited: Mapped[bool] = mapped_column(default=True)
