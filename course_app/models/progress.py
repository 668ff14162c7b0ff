"""What a learner has read, where they stopped, and what they have completed."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to


class Completion(db.Model):
    """A lesson marked as read, with the version seen. Never undone."""

    __tablename__ = "completion"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson_id"),)

    id: Mapped[int] = identity()
    enrolment_id: Mapped[int] = points_to("enrolment.id")
    lesson_id: Mapped[int] = points_to("lesson.id", index=True)
    lesson_version_id: Mapped[int] = points_to("lesson_version.id")
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Place(db.Model):
    """Where a learner stopped in a lesson: the paragraph's number and its anchor."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("enrolment_id", "lesson_id"),)

    id: Mapped[int] = identity()
    enrolment_id: Mapped[int] = points_to("enrolment.id")
    lesson_id: Mapped[int] = points_to("lesson.id", index=True)
    paragraph: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CourseCompletion(db.Model):
    """A course completed by an enrolment. Never undone."""

    __tablename__ = "course_completion"

    id: Mapped[int] = identity()
    enrolment_id: Mapped[int] = points_to("enrolment.id", unique=True)
    course_version_id: Mapped[int] = points_to("course_version.id")
    completed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    public_id: Mapped[str] = mapped_column(String(32), unique=True)
