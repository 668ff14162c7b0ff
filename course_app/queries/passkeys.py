"""Reads for passkeys: one's own, and the one a browser names at sign-in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from course_app.extensions import read_connection
from course_app.gateways.passkeys import KnownKey
from course_app.models import Passkey, Person


@dataclass(frozen=True)
class OwnPasskey:
    """A passkey as its person sees it; `used_at` is None while nobody has signed in with it."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class PasskeyFacts:
    """A passkey at sign-in: whose it is, and what it is checked by."""

    id: int
    person_id: int
    email: str
    key: KnownKey


def own_passkeys(person_id: int) -> tuple[OwnPasskey, ...]:
    """A person's passkeys, the oldest first; their number is limited (domain.passkeys)."""
    statement = (
        select(Passkey.id, Passkey.name, Passkey.create_datetime, Passkey.lastuse_datetime)
        .join(Person, Person.fs_webauthn_user_handle == Passkey.user_id)
        .where(Person.id == person_id)
        .order_by(Passkey.id)
    )
    with read_connection() as connection:
        return tuple(
            OwnPasskey(key, name, made, used if used > made else None)
            for key, name, made, used in connection.execute(statement)
        )


def credential_ids(person_id: int) -> tuple[bytes, ...]:
    """What the devices call a person's passkeys."""
    statement = (
        select(Passkey.credential_id)
        .join(Person, Person.fs_webauthn_user_handle == Passkey.user_id)
        .where(Person.id == person_id)
        .order_by(Passkey.id)
    )
    with read_connection() as connection:
        return tuple(connection.execute(statement).scalars())


def find_passkey(credential_id: bytes) -> PasskeyFacts | None:
    """The passkey that its device calls so."""
    statement = (
        select(Passkey.id, Person.id, Person.email, Passkey.public_key, Passkey.sign_count, Passkey.user_id)
        .join(Person, Person.fs_webauthn_user_handle == Passkey.user_id)
        .where(Passkey.credential_id == credential_id)
    )
    with read_connection() as connection:
        row = connection.execute(statement).one_or_none()
    if row is None:
        return None
    passkey_id, person_id, email, public_key, sign_count, handle = row
    return PasskeyFacts(passkey_id, person_id, email, KnownKey(credential_id, public_key, sign_count, handle))
