"""Who gets the mails that nobody has to get, and what they said about it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class Subscription(db.Model):
    """How a person, or an address of nobody's account, stands to a list (domain.subscriptions).

    `state` is on or off, `since` when. `address` is a normalised e-mail, empty for a person's. `public_id` stands in
    the mails: whoever has it may stop them.
    """

    __tablename__ = "subscription"
    __table_args__ = (
        UniqueConstraint("person_id", "list"),
        Index(
            "uq_subscription_address",
            "address",
            "list",
            unique=True,
            sqlite_where=text("address <> ''"),
            postgresql_where=text("address <> ''"),
        ),
        Index("ix_subscription_listed", "list", "id"),
        CheckConstraint("state IN ('on', 'off')", name="state"),
        CheckConstraint("(person_id IS NULL) = (address <> '')", name="owner"),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    list: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = points_to("person.id", nullable=True)
    address: Mapped[str] = mapped_column(String(254), default="")
    state: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class Consent(db.Model):
    """One step of a subscription, never changed: to which state it led, how it was said, and to which words, if any."""

    __tablename__ = "consent"

    id: Mapped[int] = identity()
    subscription_id: Mapped[int] = points_to("subscription.id", index=True)
    state: Mapped[str] = mapped_column(String(10))
    how: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)
