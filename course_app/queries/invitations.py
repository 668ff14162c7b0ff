"""Invitations: whether a link still works, and for whom."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select

from course_app.extensions import read_connection
from course_app.gateways.tokens import fingerprint
from course_app.models import OneTimeLink, Person

INVITATION = "invitation"
IS_INVITED = and_(
    Person.password.is_(None),
    Person.active.is_(True),
    select(OneTimeLink.id).where(OneTimeLink.person_id == Person.id, OneTimeLink.purpose == INVITATION).exists(),
)
"""The person was invited and has not chosen a password yet; a demonstration's simulated learners never were."""


@dataclass(frozen=True)
class Invitation:
    """Who is invited."""

    name: str
    email: str


def invitation_of(token: str, now: datetime) -> Invitation | None:
    """The invitation behind a link that still works."""
    statement = (
        select(Person.name, Person.email)
        .join(OneTimeLink, OneTimeLink.person_id == Person.id)
        .where(
            OneTimeLink.purpose == INVITATION,
            OneTimeLink.token_hash == fingerprint(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            Person.active.is_(True),
        )
    )
    with read_connection() as connection:
        row = connection.execute(statement).one_or_none()
    return Invitation(*row) if row else None
