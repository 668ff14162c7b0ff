"""Who gets the mails that nobody has to get, and what they said about it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import UtcDateTime, identity, points_to, public_identity


class Subscription(db.Model):
    """How a person stands to a list (domain.subscriptions): `state` is on or off, `since` when.

    `public_id` stands in the mails: whoever has it may stop them.
    """

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("person_id", "list"), CheckConstraint("state IN ('on', 'off')", name="state"))

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    list: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = points_to("person.id")
    state: Mapped[str] = mapped_column(String(10))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


class Consent(db.Model):
    """One step of a subscription, never changed: to which state it led, and how it was said."""

    __tablename__ = "consent"

    id: Mapped[int] = identity()
    subscription_id: Mapped[int] = points_to("subscription.id", index=True)
    state: Mapped[str] = mapped_column(String(10))
    how: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
