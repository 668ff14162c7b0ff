"""Attempts as appended facts: what was shown is frozen at the start, what was answered is never changed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import BigInt, UtcDateTime, identity, points_to, public_identity


class Attempt(db.Model):
    """One attempt of an enrolment at a quiz; it ends on the QuizVersion it began on.

    `limit_seconds` is the base limit frozen at the start (empty: untimed), `window_closes_at` the moment to which an
    attempt without one runs (empty: nothing ends it, or it has a limit); `closed_at` the effective close: the
    submission, or the deadline when nobody submitted (`closed_by` "submission" or "deadline").
    """

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "quiz_id", "number"),
        Index(
            "uq_attempt_open",
            "enrolment_id",
            "quiz_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        CheckConstraint("closed_by IN ('', 'submission', 'deadline')", name="closed_by"),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    enrolment_id: Mapped[int] = points_to("enrolment.id")
    quiz_id: Mapped[int] = points_to("quiz.id", index=True)
    quiz_version_id: Mapped[int] = points_to("quiz_version.id")
    number: Mapped[int]
    seed: Mapped[int] = mapped_column(BigInt)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    limit_seconds: Mapped[int | None]
    window_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by: Mapped[str] = mapped_column(String(20), default="")


class AttemptAdjustment(db.Model):
    """Seconds by which one attempt's limit and window move; empty: they are lifted. Append-only.

    `source`: the learner's profile, or something given for this quiz alone.
    """

    __tablename__ = "attempt_adjustment"
    __table_args__ = (
        CheckConstraint("seconds >= 0", name="never_less"),
        CheckConstraint("source IN ('profile', 'single')", name="source"),
    )

    id: Mapped[int] = identity()
    attempt_id: Mapped[int] = points_to("attempt.id", index=True)
    seconds: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(10), default="single")
    reason: Mapped[str] = mapped_column(String(500))
    actor_id: Mapped[int | None] = points_to("person.id", nullable=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class AttemptItem(db.Model):
    """What stands in one slot of one attempt: the question's version and the order of its options (letters)."""

    __tablename__ = "attempt_item"

    attempt_id: Mapped[int] = points_to("attempt.id", primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    section: Mapped[str] = mapped_column(String(100))
    question_version_id: Mapped[int] = points_to("question_version.id", index=True)
    option_order: Mapped[str] = mapped_column(String(26))


class Response(db.Model):
    """One answer as received. Append-only; `revision` counts within the attempt.

    `choice` holds permanent letters; `counts` is the verdict at receipt (stale or late ones do not count).
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("attempt_id", "client", "seq"),
        UniqueConstraint("attempt_id", "revision"),
        Index("ix_response_current", "attempt_id", "slot", "counts", "revision"),
        Index("ix_response_own", "attempt_id", "slot", "client", "seq"),
        Index(
            "ix_response_late",
            "attempt_id",
            "revision",
            sqlite_where=text("problem = 'too-late'"),
            postgresql_where=text("problem = 'too-late'"),
        ),
    )

    id: Mapped[int] = identity()
    attempt_id: Mapped[int] = points_to("attempt.id")
    slot: Mapped[int]
    revision: Mapped[int]
    client: Mapped[str] = mapped_column(String(64))
    seq: Mapped[int] = mapped_column(BigInt)
    base: Mapped[int | None]
    choice: Mapped[list[str]] = mapped_column(JSON)
    flag: Mapped[bool] = mapped_column(default=False)
    confidence: Mapped[str] = mapped_column(String(10), default="")
    counts: Mapped[bool]
    problem: Mapped[str] = mapped_column(String(20), default="")
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    client_time: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LateDecision(db.Model):
    """Whether the late answers of an attempt count, decided by somebody, up to the revision `through`. Append-only.

    The newest (highest `number`) holds; late answers after its `through` are not decided yet.
    """

    __tablename__ = "late_decision"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    id: Mapped[int] = identity()
    attempt_id: Mapped[int] = points_to("attempt.id")
    number: Mapped[int]
    through: Mapped[int]
    counts: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(500))
    actor_id: Mapped[int] = points_to("person.id")
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Grade(db.Model):
    """A grade of an attempt. Append-only; the newest (highest `number`) is the current one.

    `score` and `maximum` in 1/100000 point. `result`: the domain's Result as JSON, from which sentences are made.
    """

    __tablename__ = "grade"
    __table_args__ = (UniqueConstraint("attempt_id", "number"),)

    id: Mapped[int] = identity()
    attempt_id: Mapped[int] = points_to("attempt.id")
    number: Mapped[int]
    score: Mapped[int] = mapped_column(BigInt)
    maximum: Mapped[int] = mapped_column(BigInt)
    passed: Mapped[bool]
    result: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(String(500))
    grader_id: Mapped[int | None] = points_to("person.id", nullable=True)
    graded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    dated_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Mark(db.Model):
    """The mark of one slot under one grade, in 1/100000 point, and the response it was given for."""

    __tablename__ = "mark"

    grade_id: Mapped[int] = points_to("grade.id", primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(BigInt)
    maximum: Mapped[int] = mapped_column(BigInt)
    response_id: Mapped[int | None] = points_to("response.id", nullable=True)
