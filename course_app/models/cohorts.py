"""Cohorts and enrolments: who learns what, in which cycle."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.gateways.chance import public_id as new_public_id
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class Cohort(db.Model):
    """A group of learners of one course, perhaps of one organisation, perhaps with dates."""

    __tablename__ = "cohort"
    __table_args__ = (UniqueConstraint("course_id", "name"),)

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    course_id: Mapped[int] = points_to("course.id", index=True)
    organisation_id: Mapped[int | None] = points_to("organisation.id", index=True, nullable=True)
    name: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Enrolment(db.Model):
    """One cycle of one person in one course. Active while `ended_at` is empty; old cycles are read-only.

    `kind`: learner, preview (an instructor trying), simulated (a demonstration's). Counts take learner only.
    `expires_at`: the moment access ends, None: never; one that ended then has `ended_at` equal to it.
    `employee_number`: what the learner's employer calls them by, as its list said.
    `pseudonym`: a random id that stands for the learner in receipts; None once their data were erased.
    """

    __tablename__ = "enrolment"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "cycle"),
        Index(
            "uq_enrolment_active",
            "person_id",
            "course_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "ix_enrolment_expiring",
            "expires_at",
            sqlite_where=text("ended_at IS NULL AND expires_at IS NOT NULL"),
            postgresql_where=text("ended_at IS NULL AND expires_at IS NOT NULL"),
        ),
        CheckConstraint("kind IN ('learner', 'preview', 'simulated')", name="kind"),
    )

    id: Mapped[int] = identity()
    person_id: Mapped[int] = points_to("person.id")
    course_id: Mapped[int] = points_to("course.id", index=True)
    cohort_id: Mapped[int | None] = points_to("cohort.id", index=True, nullable=True)
    cycle: Mapped[int] = mapped_column(default=1)
    kind: Mapped[str] = mapped_column(String(20), default="learner")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str] = mapped_column(String(200), default="")
    employee_number: Mapped[str] = mapped_column(String(64), default="")
    pseudonym: Mapped[str | None] = mapped_column(String(32), unique=True, default=new_public_id)


class CohortWindow(db.Model):
    """When a quiz opens and closes to a cohort; what is None is as for everybody."""

    __tablename__ = "cohort_window"

    cohort_id: Mapped[int] = points_to("cohort.id", primary_key=True, autoincrement=False)
    quiz_id: Mapped[int] = points_to("quiz.id", primary_key=True, autoincrement=False, index=True)
    opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class EnrolmentKey(db.Model):
    """A word with which people enrol themselves in a cohort, while it holds.

    `seats`: how many may, None: any number; `uses`: how many did. `expires_at` and `revoked_at` are None while they
    do not end it. It is kept as it is, since an administrator hands it out again and again.
    """

    __tablename__ = "enrolment_key"
    __table_args__ = (CheckConstraint("seats IS NULL OR uses <= seats", name="seats"),)

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    cohort_id: Mapped[int] = points_to("cohort.id", index=True)
    word: Mapped[str] = mapped_column(String(40), unique=True)
    seats: Mapped[int | None]
    uses: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
