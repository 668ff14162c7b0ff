"""The bank: questions and their immutable versions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import BigInt, UtcDateTime, identity, points_to


class Question(db.Model):
    """A question's permanent identity (course, code). `origin`: text or site; the first browser edit makes it site.

    `newest_number` is the version that new attempts draw; `waiting_number` a newer one of a safety item in use, which
    waits for its approval. `topic` and `pool` repeat the former's, for drawing, `type` and `credit` for telling before
    a start how it is marked.
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
    waiting_number: Mapped[int | None]
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


class QuestionApproval(db.Model):
    """Somebody approved a version, with a note or none. Append-only.

    `is_alone`: of a safety item, by one of those who wrote it, since the course had nobody else.
    """

    __tablename__ = "question_approval"

    id: Mapped[int] = identity()
    question_id: Mapped[int] = points_to("question.id", index=True)
    number: Mapped[int]
    person_id: Mapped[int] = points_to("person.id")
    is_alone: Mapped[bool]
    note: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class BankEntry(db.Model):
    """What the list of the bank searches and filters a question by, apart from it: drawing never reads this.

    It repeats the question's columns and what its version in use says, narrow enough that 10,000 are read at once (one
    index has all but the words); all of it can be made again. `number`: the version in use; `is_waiting`: a newer one
    waits for its approval; `sought`: code, stem and tags, folded as searches are; `claims`: between blanks. `finding`:
    the worst of its own findings (error, warning, note, "" for none), judged at `judged_at` (None: not yet) with course
    version `judged_with`; `facility`: the share of marks that `answers` of learners to it reached (None: no answer
    yet), counted at `counted_at`.
    """

    __tablename__ = "bank_entry"
    __table_args__ = (
        Index("ix_bank_entry_counted", "course_id", "counted_at"),
        Index(
            "ix_bank_entry_filters",
            *("course_id", "code", "state", "is_waiting", "topic", "pool", "type", "origin", "level"),
            *("is_stale", "finding", "facility"),
        ),
    )

    question_id: Mapped[int] = points_to("question.id", primary_key=True, autoincrement=False)
    course_id: Mapped[int] = points_to("course.id")
    code: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(20))
    is_waiting: Mapped[bool]
    topic: Mapped[str] = mapped_column(String(100))
    pool: Mapped[str] = mapped_column(String(20))
    type: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(10))
    number: Mapped[int]
    sought: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(20), default="")
    claims: Mapped[str] = mapped_column(Text, default="")
    is_stale: Mapped[bool] = mapped_column(default=False)
    finding: Mapped[str] = mapped_column(String(10), default="")
    judged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judged_with: Mapped[int | None] = mapped_column(BigInt)
    facility: Mapped[float | None]
    answers: Mapped[int] = mapped_column(default=0)
    counted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuestionComment(db.Model):
    """What somebody said about a question, or one place of it: "" the whole, “option-b”, “passage-tea-is-warm”.

    `number`: the newest version then. Open until somebody resolves it, and again when somebody reopens it.
    """

    __tablename__ = "question_comment"

    id: Mapped[int] = identity()
    question_id: Mapped[int] = points_to("question.id")
    number: Mapped[int]
    place: Mapped[str] = mapped_column(String(120), default="")
    body: Mapped[str] = mapped_column(String(2000))
    author_id: Mapped[int] = points_to("person.id", index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_by_id: Mapped[int | None] = points_to("person.id", nullable=True)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (Index("ix_question_comment_open", "question_id", "resolved_at"),)


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


class QuestionImage(db.Model):
    """An image that questions of a course show, named in their texts by `hash` (domain.images); it never changes.

    Of what is added again only `added_at` and who changes: an image that no text names is removed some time after it.
    """

    __tablename__ = "question_image"
    __table_args__ = (UniqueConstraint("course_id", "hash"), Index("ix_question_image_hash", "hash"))

    id: Mapped[int] = identity()
    course_id: Mapped[int] = points_to("course.id")
    hash: Mapped[str] = mapped_column(String(32))
    mimetype: Mapped[str] = mapped_column(String(20))
    width: Mapped[int]
    height: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    added_by_id: Mapped[int | None] = points_to("person.id", nullable=True)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
