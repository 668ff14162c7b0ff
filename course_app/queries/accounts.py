"""Reads for signing in and for a person's own account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, select
from sqlalchemy.orm import Session

from course_app.domain.sign_in_limits import LIMITS, REGISTRATIONS, Limit, place_of, wait_under
from course_app.extensions import read_connection
from course_app.gateways.tokens import fingerprint
from course_app.models import (
    Enrolment,
    Membership,
    Observer,
    OneTimeLink,
    Person,
    RegistrationTry,
    SignIn,
    SignInFailure,
)

FIRST_ADMIN = "first-admin"


@dataclass(frozen=True)
class Account:
    """What signing in and the account page need to know of a person; `fs_uniquifier` is Flask-Security's word.

    `public_id`: as addresses name them. `asks_code`: a code of an authenticator app is asked for after the password.
    `erasure_asked_at`: when the person asked for the erasure of their data.
    """

    id: int
    fs_uniquifier: str
    password: str | None
    is_active: bool
    public_id: str
    asks_code: bool = False
    erasure_asked_at: datetime | None = None

    is_authenticated = True
    is_anonymous = False

    def get_id(self) -> str:
        """What Flask-Login keeps in the session."""
        return self.fs_uniquifier


@dataclass(frozen=True)
class OpenSignIn:
    """A sign-in that still holds: from which browser and address, since when, last used when (to the hour)."""

    id: int
    agent: str
    address: str
    created_at: datetime
    last_seen_at: datetime


def find_account(email: str) -> Account | None:
    """The account of a normalised e-mail."""
    return _account(Person.email == email)


def email_behind(identity: str) -> str:
    """The e-mail of whoever a session names (fs_uniquifier), signed in still or not; empty: nobody who may sign in."""
    statement = select(Person.email).where(Person.fs_uniquifier == identity, Person.active.is_(True))
    with read_connection() as connection:
        return connection.execute(statement).scalar_one_or_none() or ""


def account_of(person_id: int) -> Account | None:
    """The account of a person."""
    return _account(Person.id == person_id)


def _account(condition: ColumnElement[bool]) -> Account | None:
    columns = (
        Person.id,
        Person.fs_uniquifier,
        Person.password,
        Person.active,
        Person.public_id,
        Person.tf_totp_secret.is_not(None),
        Person.erasure_asked_at,
    )
    statement = select(*columns).where(condition)
    with read_connection() as connection:
        row = connection.execute(statement).one_or_none()
    return Account(*row) if row else None


@dataclass(frozen=True)
class Tasks:
    """What somebody is here for: to learn (an active enrolment, no trial), teach or review, observe, administer."""

    learns: bool
    teaches: bool
    observes: bool
    administers: bool


def tasks_of(person_id: int) -> Tasks:
    """What a person is here for."""
    learning = select(Enrolment.id).where(
        Enrolment.person_id == Person.id, Enrolment.ended_at.is_(None), Enrolment.kind != "preview"
    )
    teaching = select(Membership.id).where(Membership.person_id == Person.id)
    observing = select(Observer.id).where(Observer.person_id == Person.id)
    statement = select(learning.exists(), teaching.exists(), observing.exists(), Person.is_admin).where(
        Person.id == person_id
    )
    with read_connection() as connection:
        return Tasks(*connection.execute(statement).one())


@dataclass(frozen=True)
class SecondStep:
    """A person's second step at sign-in: the app's secret (encrypted), the last code used, recovery codes left."""

    email: str
    secret: str | None
    last_counter: int | None
    recovery_codes: tuple[str, ...]


def second_step(person_id: int) -> SecondStep:
    """What is kept of a person's second step; `secret` is None while it is off."""
    statement = select(Person.email, Person.tf_totp_secret, Person.tf_last_counter, Person.mf_recovery_codes)
    with read_connection() as connection:
        row = connection.execute(statement.where(Person.id == person_id)).one()
    return SecondStep(row.email, row.tf_totp_secret, row.tf_last_counter, tuple(row.mf_recovery_codes or ()))


def wait_before_sign_in(email: str, address: str, now: datetime) -> timedelta:
    """How long a sign-in with this normalised e-mail from this address has to wait; nothing, as a rule."""
    with read_connection() as connection:
        return longest_wait(connection, LIMITS, fingerprint(email), place_of(address), now)


def longest_wait(
    connection: Connection | Session, limits: Sequence[Limit], account: str, place: str, now: datetime
) -> timedelta:
    """How long to wait until none of the limits forbids another try."""
    filling = [connection.execute(_filling(limit, account, place, now)).scalar() for limit in limits]
    return max(wait_under(limit, at, now) for limit, at in zip(limits, filling, strict=True))


def wait_before_registration(address: str, now: datetime) -> timedelta:
    """How long a registration from this address has to wait; nothing, as a rule."""
    waits = []
    with read_connection() as connection:
        for limit in REGISTRATIONS:
            tries = select(RegistrationTry.at).where(
                RegistrationTry.address == place_of(address), RegistrationTry.at > now - limit.window
            )
            if limit.of_taken:
                tries = tries.where(RegistrationTry.was_taken)
            filling = tries.order_by(RegistrationTry.at.desc()).offset(limit.tries - 1).limit(1)
            waits.append(wait_under(limit, connection.execute(filling).scalar(), now))
    return max(waits)


def open_sign_ins(person_id: int, opened_after: datetime) -> tuple[OpenSignIn, ...]:
    """The sign-ins of a person that still hold, the one used last first."""
    statement = (
        select(SignIn.id, SignIn.agent, SignIn.address, SignIn.created_at, SignIn.last_seen_at)
        .where(SignIn.person_id == person_id, SignIn.revoked_at.is_(None), SignIn.created_at > opened_after)
        .order_by(SignIn.last_seen_at.desc(), SignIn.id.desc())
    )
    with read_connection() as connection:
        return tuple(OpenSignIn(*row) for row in connection.execute(statement))


def first_admin_link_works(token: str) -> bool:
    """Whether the one-time link of the first administrator can still be used."""
    admin = select(Person.id).where(Person.is_admin.is_(True)).exists()
    link = select(OneTimeLink.id).where(
        OneTimeLink.purpose == FIRST_ADMIN,
        OneTimeLink.token_hash == fingerprint(token),
        OneTimeLink.used_at.is_(None),
        ~admin,
    )
    with read_connection() as connection:
        return connection.execute(link).first() is not None


@dataclass(frozen=True)
class LinkFacts:
    """A one-time link that still works: what for, whose, and the address it was sent to."""

    purpose: str
    name: str
    email: str


def working_link(purposes: Sequence[str], token: str, now: datetime) -> LinkFacts | None:
    """The link behind a token; None when it has been used, has run out, or never was."""
    statement = (
        select(OneTimeLink.purpose, Person.name, OneTimeLink.email)
        .join(Person, Person.id == OneTimeLink.person_id)
        .where(
            OneTimeLink.purpose.in_(purposes),
            OneTimeLink.token_hash == fingerprint(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
        )
    )
    with read_connection() as connection:
        row = connection.execute(statement).one_or_none()
    return LinkFacts(*row) if row else None


def _filling(limit: Limit, account: str, place: str, now: datetime):
    """When the failure happened that filled the limit up, counted back from the newest."""
    statement = select(SignInFailure.at).where(SignInFailure.at > now - limit.window)
    if limit.by_account:
        statement = statement.where(SignInFailure.account == account)
    if limit.by_address:
        statement = statement.where(SignInFailure.address == place)
    return statement.order_by(SignInFailure.at.desc()).offset(limit.failures - 1).limit(1)
