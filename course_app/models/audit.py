"""Who did what to whom, and why. Append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to


class AuditEntry(db.Model):
    """One act. `actor_id` who did it (empty: the program), `person_id` whom it concerns, `object` kind and key."""

    __tablename__ = "audit_entry"
    __table_args__ = (Index("ix_audit_entry_verb_id", "verb", "id"),)

    id: Mapped[int] = identity()
    actor_id: Mapped[int | None] = points_to("person.id", index=True, nullable=True)
    person_id: Mapped[int | None] = points_to("person.id", index=True, nullable=True)
    verb: Mapped[str] = mapped_column(String(60))
    object: Mapped[str] = mapped_column(String(200), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class AuditDetail(db.Model):
    """Personal values before and after an act, apart from the entry so that erasure can empty them."""

    __tablename__ = "audit_detail"

    entry_id: Mapped[int] = points_to("audit_entry.id", primary_key=True)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON)
