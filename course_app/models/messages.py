"""Mail as rows, written in the transaction of their cause and sent afterwards by the worker."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to


class Message(db.Model):
    """One mail. `state`: waiting, sent, dead (given up), stopped (its reader stopped such mails before it went).

    `link` stands apart from the body, is put into it when it is sent and emptied afterwards: whoever reads messages
    later cannot use it. `next_try_at` is also the claim of the worker that sends it, which runs out. `message_id` is
    given at the first try and never changes, so that a mail system recognises a mail that reaches it twice.
    `again_of_id`: the message that this one repeats, on an administrator's word; unique, so that two clicks repeat it
    once. `subscription_id`: by which subscription it comes; its reader may stop such mails, also while this one waits.
    `announcement_id`: of which announcement it is.
    """

    __tablename__ = "message"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'sent', 'dead', 'stopped')", name="state"),
        Index("ix_message_next", "state", "next_try_at"),
        Index(
            "ix_message_subscribed",
            "created_at",
            sqlite_where=text("subscription_id IS NOT NULL"),
            postgresql_where=text("subscription_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = identity()
    person_id: Mapped[int | None] = points_to("person.id", index=True, nullable=True)
    address: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(1000), default="")
    message_id: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(String(500), default="")
    again_of_id: Mapped[int | None] = points_to("message.id", nullable=True, unique=True)
    subscription_id: Mapped[int | None] = points_to("subscription.id", nullable=True, index=True)
    announcement_id: Mapped[int | None] = points_to("announcement.id", nullable=True, index=True)
