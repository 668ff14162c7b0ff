"""Practical days of the academy."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, String
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, public_identity


class PracticalDay(db.Model):
    """A day, or some in a row, on which the academy teaches in person; `places` left, None where nobody said."""

    __tablename__ = "practical_day"
    __table_args__ = (CheckConstraint("starts_on <= ends_on", name="days"),)

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date, index=True)
    places: Mapped[int | None]
    link: Mapped[str] = mapped_column(String(500), default="")
    is_open: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
