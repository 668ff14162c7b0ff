"""People, what they may do where, and how they sign in.

Flask-Security works on `Person`; its own roles stay empty, since every right is a row in `domain.permissions`.
"""

from datetime import datetime

from flask_security import UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from course_app.extensions import db
from course_app.models.columns import BigInt, UtcDateTime, byte_order, identity, points_to, public_identity

LISTED = "erased_at IS NULL"
"""Who stands in lists: a list, and a search in it, are read from an index of them alone."""


class Person(db.Model, UserMixin):
    """A person. `search_key` and `sort_key` are computed in Python from the name, in every script.

    `tf_totp_secret` (encrypted) is there while a code is asked for at sign-in, `tf_last_counter` names the last code
    used, `mf_recovery_codes` are keyed hashes. `second_step_asked_at`: since when one is asked to turn that on.
    """

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_listed", "sort_key", "id", sqlite_where=text(LISTED), postgresql_where=text(LISTED)),
        Index("ix_person_found", "search_key", "email", "id", sqlite_where=text(LISTED), postgresql_where=text(LISTED)),
    )

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    name: Mapped[str] = mapped_column(String(200))
    search_key: Mapped[str] = mapped_column(byte_order(400))
    sort_key: Mapped[str] = mapped_column(byte_order(400))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    is_admin: Mapped[bool] = mapped_column(default=False)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    zone: Mapped[str] = mapped_column(String(64), default="Europe/London")
    theme: Mapped[str] = mapped_column(String(10), default="system")
    text_size: Mapped[str] = mapped_column(String(10), default="standard")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erasure_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    tf_last_counter: Mapped[int | None] = mapped_column(BigInt)
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(JSON)
    second_step_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(String(64), unique=True)

    roles: tuple[()] = ()


class SignIn(db.Model):
    """One sign-in: listed to its person, revoked alone or with all others. `token_hash`: SHA-256 of the session's."""

    __tablename__ = "sign_in"

    id: Mapped[int] = identity()
    person_id: Mapped[int] = points_to("person.id", index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agent: Mapped[str] = mapped_column(String(300), default="")
    address: Mapped[str] = mapped_column(String(64), default="")


class SignInFailure(db.Model):
    """A sign-in that failed, counted per account and per address. `account` is a normalised e-mail's SHA-256.

    What is limited likewise (mails asked for, keys tried, enquiries) is counted here too, under accounts of its own.
    """

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = identity()
    account: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class OneTimeLink(db.Model):
    """A link that works once: `purpose` "first-admin", "new-password", … Only the token's SHA-256 is kept.

    `email` is the address it was sent to, where the link proves that address.
    """

    __tablename__ = "one_time_link"

    id: Mapped[int] = identity()
    purpose: Mapped[str] = mapped_column(String(30))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int | None] = points_to("person.id", index=True, nullable=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Membership(db.Model):
    """A person's role in a course."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("person_id", "course_id", "role"),
        CheckConstraint("role IN ('instructor', 'reviewer')", name="role"),
    )

    id: Mapped[int] = identity()
    person_id: Mapped[int] = points_to("person.id")
    course_id: Mapped[int] = points_to("course.id", index=True)
    role: Mapped[str] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Organisation(db.Model):
    """An employer or trust that groups cohorts and people for reporting."""

    __tablename__ = "organisation"

    id: Mapped[int] = identity()
    public_id: Mapped[str] = public_identity()
    name: Mapped[str] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Observer(db.Model):
    """A person who may see the progress of an organisation's people, never their answers."""

    __tablename__ = "observer"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id"),)

    id: Mapped[int] = identity()
    person_id: Mapped[int] = points_to("person.id")
    organisation_id: Mapped[int] = points_to("organisation.id", index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Passkey(db.Model):
    """A WebAuthn credential of a person; the field names are Flask-Security's."""

    __tablename__ = "passkey"

    id: Mapped[int] = identity()
    user_id: Mapped[str] = mapped_column(
        String(64), ForeignKey("person.fs_webauthn_user_handle", ondelete="RESTRICT"), index=True
    )
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInt, default=0)
    transports: Mapped[list[str] | None] = mapped_column(JSON)
    backup_state: Mapped[bool] = mapped_column(default=False)
    device_type: Mapped[str] = mapped_column(String(64), default="")
    extensions: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(64))
    usage: Mapped[str] = mapped_column(String(64))
    create_datetime: Mapped[datetime] = mapped_column(UtcDateTime)
    lastuse_datetime: Mapped[datetime] = mapped_column(UtcDateTime)


class SpentChallenge(db.Model):
    """What a passkey has signed already, kept as its SHA-256 while somebody could send it again."""

    __tablename__ = "spent_challenge"

    id: Mapped[int] = identity()
    challenge_hash: Mapped[str] = mapped_column(String(64), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RegistrationTry(db.Model):
    """A registration from an address: an account made, or refused since its e-mail had one (`was_taken`)."""

    __tablename__ = "registration_try"

    id: Mapped[int] = identity()
    address: Mapped[str] = mapped_column(String(64), index=True)
    was_taken: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
