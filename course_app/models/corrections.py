"""What readers suggest to correct in a lesson, and what the course's editors decided."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class Correction(db.Model):
    """A correction suggested to a passage. `passage` is its id, `wording` what it said when it was read.

    `decisions` counts how often it was decided: the newest decision holds. Deleted with the data of its author.
    """

    __tablename__ = "correction"
    __table_args__ = (
        CheckConstraint("state IN ('open', 'taken-up', 'declined')", name="state"),
        Index("ix_correction_inbox", "course_id", "state", "id"),
        Index("ix_correction_own", "person_id", "course_id", "suggested_at"),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    course_id: Mapped[int] = points_to("course.id")
    lesson_id: Mapped[int] = points_to("lesson.id")
    passage: Mapped[str] = mapped_column(String(100))
    wording: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = points_to("person.id")
    body: Mapped[str] = mapped_column(String(1000))
    suggested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default="open")
    answer: Mapped[str] = mapped_column(String(500), default="")
    decisions: Mapped[int] = mapped_column(default=0)
    decided_by_id: Mapped[int | None] = points_to("person.id", nullable=True)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
