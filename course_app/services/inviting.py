"""Invite people: an account without a password, and a mail with the one-time link behind which its owner chooses one.

Whoever invites is shown the link once too, so that it can be handed over where mail does not arrive.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.links import INVITATION, NEW_PASSWORD
from course_app.formats.mail_texts import invitation
from course_app.models import Person
from course_app.queries.accounts import Account
from course_app.services.accounts import account_of, add_person, rename
from course_app.services.administering import AccountClosed, person_of
from course_app.services.enrolling_others import enrol_newcomer
from course_app.services.ledgers import audit
from course_app.services.links import Letterhead, end_links, send_first_link, send_link, spend_link
from course_app.services.transaction import transaction


class NotToBeInvited(RuleBroken):
    """The person has an account in use."""


@dataclass(frozen=True)
class Invited:
    """A person who was invited; `token` is told this once, only its fingerprint is kept."""

    public_id: str
    token: str


def invite(actor_id: int, name: str, email: str, course: str, letterhead: Letterhead, now: datetime) -> Invited:
    """Add a person, enrolled in a course if one is named, and send their invitation.

    Raises `EmailTaken` or `NoSuchCourse`.
    """
    with transaction() as session:
        person = add_person(session, name, email, None, now)
        audit(session, actor_id, "person added", f"person {person.id}", now, person=person.id)
        title = enrol_newcomer(session, actor_id, person.id, course, now) if course else ""
        return Invited(person.public_id, invite_newcomer(session, person, title, letterhead, now))


def invite_again(actor_id: int, person: str, letterhead: Letterhead, now: datetime) -> str:
    """Send a new invitation in place of the earlier ones; its token.

    Raises `NoSuchPerson`, `NotToBeInvited` or `AccountClosed`.
    """
    with transaction() as session:
        row = person_of(session, person)
        if row.password is not None:
            raise NotToBeInvited("This account is in use: its owner can ask for a new password on the sign-in page.")
        if not row.active:
            raise AccountClosed
        audit(session, actor_id, "invited again", f"person {row.id}", now, person=row.id)
        text = invitation(letterhead.site, row.name)
        return send_link(session, INVITATION, row.id, row.email, text, letterhead, now)


def accept(token: str, name: str, password_hash: str, now: datetime) -> Account:
    """Use an invitation up: the person's own name and password, the e-mail proved by the link. Raises `LinkSpent`."""
    with transaction() as session:
        link = spend_link(session, (INVITATION,), token, now)
        person = session.get_one(Person, link.person_id)
        before = person.name
        rename(person, name)
        person.password = password_hash
        person.confirmed_at = person.confirmed_at or now
        end_links(session, person.id, (INVITATION, NEW_PASSWORD), now)
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
        return account_of(person)


def invite_newcomer(session: Session, person: Person, course: str, letterhead: Letterhead, now: datetime) -> str:
    """Send somebody just added their invitation within the caller's transaction; `course` is a title. The token."""
    text = invitation(letterhead.site, person.name, course)
    return send_first_link(session, INVITATION, person.id, person.email, text, letterhead, now)
