"""Confirming e-mail addresses: the one registered with, and a new one in its place."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course_app.domain import links as purposes
from course_app.formats import mail_texts
from course_app.models import Person
from course_app.queries.viewer import Viewer
from course_app.services.accounts import EmailTaken
from course_app.services.ledgers import audit, message
from course_app.services.links import Letterhead, LinkSpent, end_links, send_link, spend_link
from course_app.services.signing_in import count_ask
from course_app.services.transaction import transaction

PURPOSES = (purposes.CONFIRMATION, purposes.NEW_EMAIL)


def ask_to_confirm(viewer: Viewer, place: str, letterhead: Letterhead, now: datetime) -> None:
    """Send the link once more, unless the e-mail is confirmed. Raises `TooManyAsks`."""
    with transaction() as session:
        count_ask(session, viewer.email, place, now)
        person = session.get_one(Person, viewer.id)
        if person.confirmed_at is None:
            text = mail_texts.confirmation(letterhead.site, person.name)
            send_link(session, purposes.CONFIRMATION, person.id, person.email, text, letterhead, now)


def ask_for_email(viewer: Viewer, email: str, place: str, letterhead: Letterhead, now: datetime) -> None:
    """Send a link to a new address, which becomes the account's when it is used. Raises `EmailTaken`, `TooManyAsks`."""
    with transaction() as session:
        if session.scalar(select(Person.id).where(Person.email == email)):
            raise EmailTaken
        count_ask(session, email, place, now)
        text = mail_texts.new_email(letterhead.site, viewer.name)
        send_link(session, purposes.NEW_EMAIL, viewer.id, email, text, letterhead, now)


def confirm(token: str, site: str, now: datetime) -> None:
    """Note that an address is its person's; a new one takes the old one's place, which is told.

    Raises `LinkSpent`, and `EmailTaken` when somebody registered with the new address meanwhile.
    """
    with transaction() as session:
        link = spend_link(session, PURPOSES, token, now)
        person = session.get_one(Person, link.person_id)
        if link.purpose == purposes.CONFIRMATION and link.email != person.email:
            raise LinkSpent
        if link.purpose == purposes.NEW_EMAIL:
            _take_new_email(session, person, link.email, site, now)
        person.confirmed_at = now
        audit(session, person.id, "e-mail confirmed", f"person {person.id}", now, person=person.id)


def _take_new_email(session: Session, person: Person, email: str, site: str, now: datetime) -> None:
    old = person.email
    person.email = email
    try:
        session.flush()
    except IntegrityError as error:
        raise EmailTaken from error
    end_links(session, person.id, (purposes.CONFIRMATION, purposes.NEW_PASSWORD), now)
    message(session, old, mail_texts.email_changed(site, person.name, email), now, person=person.id)
    object_ = f"person {person.id}"
    values = {"before": {"email": old}, "after": {"email": email}}
    audit(session, person.id, "e-mail changed", object_, now, person=person.id, **values)
