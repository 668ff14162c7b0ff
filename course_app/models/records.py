"""Records of completion, what ended them, and what their holders write about it for themselves alone."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class CompletionRecord(db.Model):
    """A record issued to an enrolment. Immutable: only erasure takes the name away.

    `name` as its holder confirmed it, or as the account had it when an administrator issued it; `content`:
    `domain.records.Content` as JSON; `replaces_id`: the record that this one corrects.
    """

    __tablename__ = "completion_record"
    __table_args__ = (
        Index(
            "uq_completion_record_first",
            "enrolment_id",
            unique=True,
            sqlite_where=text("replaces_id IS NULL"),
            postgresql_where=text("replaces_id IS NULL"),
        ),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    enrolment_id: Mapped[int] = points_to("enrolment.id", index=True)
    name: Mapped[str] = mapped_column(String(200))
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaces_id: Mapped[int | None] = points_to("completion_record.id", nullable=True, unique=True)


class RecordRevocation(db.Model):
    """That a record holds no more, since when and why. The reason is public."""

    __tablename__ = "record_revocation"

    record_id: Mapped[int] = points_to("completion_record.id", primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Reflection(db.Model):
    """What a learner writes about a completed course, for nobody else.

    `prompt_at`: when a mail asks what came of it; None once it was sent or declined. `site` and `link` are for that
    mail, which a process writes that no browser asks. Deleted with the person's data.
    """

    __tablename__ = "reflection"

    enrolment_id: Mapped[int] = points_to("enrolment.id", primary_key=True)
    what: Mapped[str] = mapped_column(Text, default="")
    so_what: Mapped[str] = mapped_column(Text, default="")
    now_what: Mapped[str] = mapped_column(Text, default="")
    kept_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    prompt_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    prompted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    site: Mapped[str] = mapped_column(String(200), default="")
    link: Mapped[str] = mapped_column(String(1000), default="")
