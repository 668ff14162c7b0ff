"""What learners are given because they need it. No reason that would tell of anybody's health is kept."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to


class Accommodation(db.Model):
    """A learner's profile, which holds in every course; no row when nothing is given. Its changes are in the audit."""

    __tablename__ = "accommodation"
    __table_args__ = (CheckConstraint("extra_percent >= 0", name="extra_percent"),)

    person_id: Mapped[int] = points_to("person.id", primary_key=True, autoincrement=False)
    extra_percent: Mapped[int]
    is_untimed: Mapped[bool]
    larger_text: Mapped[bool]
    reduced_motion: Mapped[bool]
    given_by_id: Mapped[int] = points_to("person.id")
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)


class QuizAdjustment(db.Model):
    """What one enrolment is given at one quiz: attempts and seconds on top of its rules, another opening or closing.

    Append-only. The attempts and seconds of all rows add up; of the openings and closings the newest holds.
    """

    __tablename__ = "quiz_adjustment"
    __table_args__ = (
        CheckConstraint("attempts >= 0 AND seconds >= 0", name="never_less"),
        Index("ix_quiz_adjustment_at", "enrolment_id", "quiz_id"),
    )

    id: Mapped[int] = identity()
    enrolment_id: Mapped[int] = points_to("enrolment.id")
    quiz_id: Mapped[int] = points_to("quiz.id")
    attempts: Mapped[int]
    seconds: Mapped[int]
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(500))
    actor_id: Mapped[int] = points_to("person.id")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
