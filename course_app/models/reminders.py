"""Who is reminded of a course, and who has been."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class ReminderRule(db.Model):
    """A rule of a cohort (domain.reminders); one that is not `is_on` reminds nobody, and is kept with whom it has."""

    __tablename__ = "reminder_rule"
    __table_args__ = (
        UniqueConstraint("cohort_id", "kind", "days"),
        CheckConstraint("kind IN ('not-started', 'stalled', 'closing')", name="kind"),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    cohort_id: Mapped[int] = points_to("cohort.id")
    kind: Mapped[str] = mapped_column(String(20))
    days: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    is_on: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reminder(db.Model):
    """Who was reminded by a rule, and when that mail was written."""

    __tablename__ = "reminder"

    rule_id: Mapped[int] = points_to("reminder_rule.id", primary_key=True, autoincrement=False)
    enrolment_id: Mapped[int] = points_to("enrolment.id", primary_key=True, autoincrement=False, index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
