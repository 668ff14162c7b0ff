"""Invite people: an account without a password, and a one-time link with which its owner chooses one."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.names import search_key, sort_key
from course_app.gateways.tokens import fingerprint, new_token
from course_app.models import OneTimeLink, Person
from course_app.queries.accounts import Account
from course_app.queries.invitations import INVITATION
from course_app.services.accounts import EmailTaken, LinkSpent, new_person
from course_app.services.administering import person_of
from course_app.services.enrolling_others import enrol_newcomer
from course_app.services.ledgers import audit
from course_app.services.transaction import transaction

LASTS = timedelta(days=14)


class NotToBeInvited(RuleBroken):
    """The person has an account in use, or one that was closed."""


@dataclass(frozen=True)
class Invited:
    """A person who was invited; `token` is told this once, only its fingerprint is kept."""

    public_id: str
    token: str


def invite(actor_id: int, name: str, email: str, course: str, now: datetime) -> Invited:
    """Add a person, enrolled in a course if one is named, and make their invitation.

    Raises `EmailTaken` or `NoSuchCourse`.
    """
    with transaction() as session:
        if session.scalar(select(Person.id).where(Person.email == email)) is not None:
            raise EmailTaken
        person = new_person(name, email, None, now)
        session.add(person)
        session.flush()
        audit(session, actor_id, "person added", f"person {person.id}", now, person=person.id)
        if course:
            enrol_newcomer(session, actor_id, person.id, course, now)
        return Invited(person.public_id, add_invitation(session, person.id, now))


def invite_again(actor_id: int, person: str, now: datetime) -> str:
    """A new invitation in place of the earlier ones; its token. Raises `NoSuchPerson` or `NotToBeInvited`."""
    with transaction() as session:
        row = person_of(session, person)
        if row.password is not None:
            raise NotToBeInvited("This account is in use: its owner can ask for a new password on the sign-in page.")
        if not row.active:
            raise NotToBeInvited("This account is closed. Open it again first.")
        end_invitations(session, row.id, now)
        audit(session, actor_id, "invited again", f"person {row.id}", now, person=row.id)
        return add_invitation(session, row.id, now)


def accept(token: str, name: str, password_hash: str, now: datetime) -> Account:
    """Use an invitation up: the person's own name and password, the e-mail proved by the link. Raises `LinkSpent`."""
    with transaction() as session:
        link = session.scalar(
            select(OneTimeLink)
            .where(OneTimeLink.purpose == INVITATION, OneTimeLink.token_hash == fingerprint(token))
            .with_for_update()
        )
        if link is None or link.used_at is not None or link.expires_at <= now:
            raise LinkSpent("This invitation has been used, replaced, or has run out.")
        person = session.get_one(Person, link.person_id)
        before = person.name
        person.name, person.search_key, person.sort_key = name, search_key(name), sort_key(name)
        person.password = password_hash
        person.confirmed_at = person.confirmed_at or now
        link.used_at = now
        audit(
            session,
            person.id,
            "accepted the invitation",
            f"person {person.id}",
            now,
            person=person.id,
            before={"name": before} if before != name else None,
            after={"name": name} if before != name else None,
        )
        return Account(person.id, person.fs_uniquifier, person.password, person.active)


def add_invitation(session: Session, person_id: int, now: datetime) -> str:
    """An invitation within the caller's transaction; its token."""
    token = new_token()
    session.add(
        OneTimeLink(
            purpose=INVITATION,
            token_hash=fingerprint(token),
            person_id=person_id,
            created_at=now,
            expires_at=now + LASTS,
        )
    )
    return token


def end_invitations(session: Session, person_id: int, now: datetime) -> None:
    """No invitation of this person works any more."""
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.person_id == person_id, OneTimeLink.purpose == INVITATION, OneTimeLink.used_at.is_(None))
        .values(expires_at=now)
    )
