"""Rules by which the learners of a cohort are reminded, and who was."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class ReminderRule(db.Model):
    """Whom to remind, as domain.reminders says: so many `days` after, or before. `note`: what the mail says besides."""

    __tablename__ = "reminder_rule"
    __table_args__ = (
        UniqueConstraint("cohort_id", "kind", "days"),
        CheckConstraint("kind IN ('not-started', 'stalled', 'closing')", name="kind"),
        CheckConstraint("days > 0", name="days"),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    cohort_id: Mapped[int] = points_to("cohort.id")
    kind: Mapped[str] = mapped_column(String(20))
    days: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    is_on: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reminder(db.Model):
    """That a rule reminded somebody in an enrolment. It does so once."""

    __tablename__ = "reminder"

    rule_id: Mapped[int] = points_to("reminder_rule.id", primary_key=True, autoincrement=False)
    enrolment_id: Mapped[int] = points_to("enrolment.id", primary_key=True, autoincrement=False, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
