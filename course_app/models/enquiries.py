"""What people write to the academy through its pages."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class Enquiry(db.Model):
    """A question, or the wish to be told of practical days near a place; `address` is a normalised e-mail.

    `consent` holds the words that somebody agreed to, and `consented_at` when; both are empty where nothing was asked.
    `person_id`: who was signed in. `sign`: by what it looked like spam (domain.enquiries). `note` is the
    administrators' own. `settled_at` is when it was answered or set aside; who did so is unset where the program did.
    """

    __tablename__ = "enquiry"
    __table_args__ = (
        CheckConstraint("kind IN ('contact', 'practical-day')", name="kind"),
        CheckConstraint("state IN ('new', 'answered', 'spam')", name="state"),
        Index("ix_enquiry_inbox", "state", "id"),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    kind: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(254), index=True)
    place: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(String(4000), default="")
    consent: Mapped[str] = mapped_column(String(500), default="")
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    person_id: Mapped[int | None] = points_to("person.id", nullable=True, index=True)
    state: Mapped[str] = mapped_column(String(10), default="new")
    sign: Mapped[str] = mapped_column(String(20), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = points_to("person.id", nullable=True)
    note: Mapped[str] = mapped_column(String(1000), default="")
