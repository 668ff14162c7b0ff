"""What is written to a whole cohort."""

from datetime import datetime

from sqlalchemy import Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class Announcement(db.Model):
    """A text to a cohort. `public_id` is given with the form: one form sends it once.

    `recipients`: to how many it went or goes; `finished_at`: every mail is written, or the rest was stopped
    (`stopped_at`).
    """

    __tablename__ = "announcement"
    __table_args__ = (
        Index(
            "ix_announcement_open",
            "id",
            sqlite_where=text("finished_at IS NULL"),
            postgresql_where=text("finished_at IS NULL"),
        ),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    cohort_id: Mapped[int] = points_to("cohort.id", index=True)
    actor_id: Mapped[int] = points_to("person.id", index=True)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    recipients: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AnnouncementRecipient(db.Model):
    """To whom an announcement goes, as it was when it was sent off; `written_at`: when their mail was written."""

    __tablename__ = "announcement_recipient"

    announcement_id: Mapped[int] = points_to("announcement.id", primary_key=True, autoincrement=False)
    subscription_id: Mapped[int] = points_to("subscription.id", primary_key=True, autoincrement=False, index=True)
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
