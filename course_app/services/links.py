"""One-time links within the caller's transaction: make one, spend one. Nothing here commits.

A person's links are changed by whoever holds the person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.links import LIFETIMES
from course_app.formats.mail_texts import MailText
from course_app.gateways.tokens import fingerprint, new_token
from course_app.models import OneTimeLink, Person
from course_app.services.ledgers import message
from course_app.services.transaction import hold


class LinkSpent(RuleBroken):
    """The link has been used, replaced, has run out, or never existed."""

    def __init__(self, sentence: str = "This link has been used, has run out, or a newer one was made.") -> None:
        super().__init__(sentence)


@dataclass(frozen=True)
class Letterhead:
    """What a mail needs to know of the site: its name, the address that belongs to a token, and its sign-in page."""

    site: str
    link_to: Callable[[str], str]
    sign_in: str


def send_link(
    session: Session,
    purpose: str,
    person_id: int | None,
    email: str,
    text: MailText,
    letterhead: Letterhead,
    now: datetime,
) -> str:
    """Have a new link of a person mailed to that address; earlier ones of that purpose work no more. Its token."""
    end_links(session, person_id, (purpose,), now)
    return send_first_link(session, purpose, person_id, email, text, letterhead, now)


def send_first_link(
    session: Session,
    purpose: str,
    person_id: int | None,
    email: str,
    text: MailText,
    letterhead: Letterhead,
    now: datetime,
) -> str:
    """The same for somebody just added, who has no earlier ones."""
    token = _add_link(session, purpose, person_id, email, now)
    message(session, email, text, now, person=person_id, link=letterhead.link_to(token))
    return token


def make_link(session: Session, purpose: str, person_id: int | None, email: str, now: datetime) -> str:
    """A new link of a person in place of the earlier ones of that purpose; its token."""
    hold(session, select(Person.id).where(Person.id == person_id))
    end_links(session, person_id, (purpose,), now)
    return _add_link(session, purpose, person_id, email, now)


def spend_link(session: Session, purposes: tuple[str, ...], token: str, now: datetime) -> OneTimeLink:
    """Use a link up. Raises `LinkSpent`."""
    named = OneTimeLink.token_hash == fingerprint(token)
    hold(session, select(Person.id).where(Person.id == select(OneTimeLink.person_id).where(named).scalar_subquery()))
    link = session.scalar(select(OneTimeLink).where(OneTimeLink.purpose.in_(purposes), named))
    if link is None or link.used_at is not None or link.expires_at <= now:
        raise LinkSpent
    link.used_at = now
    return link


def end_links(session: Session, person_id: int | None, purposes: tuple[str, ...], now: datetime) -> None:
    """Let a person's unused links of those purposes work no more."""
    unused = update(OneTimeLink).where(
        OneTimeLink.person_id == person_id, OneTimeLink.purpose.in_(purposes), OneTimeLink.used_at.is_(None)
    )
    session.execute(unused.values(used_at=now))


def _add_link(session: Session, purpose: str, person_id: int | None, email: str, now: datetime) -> str:
    token = new_token()
    session.add(
        OneTimeLink(
            purpose=purpose,
            token_hash=fingerprint(token),
            person_id=person_id,
            email=email,
            created_at=now,
            expires_at=now + LIFETIMES[purpose],
        )
    )
    return token
