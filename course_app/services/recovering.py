"""A new password: by a link in a mail for whoever forgot it, or in the account for whoever knows the old one.

Asking looks the same, and takes as long, whether or not the e-mail has an account: for one without, the same rows
are written and taken back.
"""

from contextlib import suppress
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain import links as purposes
from course_app.formats import mail_texts
from course_app.models import Person
from course_app.queries.viewer import Viewer
from course_app.services.ledgers import audit, message
from course_app.services.links import Letterhead, end_links, send_link, spend_link
from course_app.services.signing_in import count_ask, end_sign_ins
from course_app.services.transaction import held_by_key, transaction

NOBODY = "Nobody"


class _Unknown(Exception):
    """The e-mail has no account: what was written for it is taken back."""


def ask_for_password(email: str, place: str, letterhead: Letterhead, now: datetime) -> None:
    """Send the link to that normalised e-mail, if it has an account. Raises `TooManyAsks`, with or without one."""
    with transaction() as session:
        count_ask(session, email, place, now)
        person = session.execute(
            select(Person.id, Person.name).where(Person.email == email, Person.active.is_(True))
        ).one_or_none()
        with suppress(_Unknown), session.begin_nested():
            text = mail_texts.new_password(letterhead.site, person.name if person else NOBODY)
            person_id = person.id if person else None
            send_link(session, purposes.NEW_PASSWORD, person_id, email, text, letterhead, now)
            session.flush()
            if person is None:
                raise _Unknown


def set_password(token: str, password_hash: str, site: str, now: datetime) -> str:
    """Set a new password by its link and end every sign-in; the account's e-mail. Raises `LinkSpent`.

    The link came by mail, so the address is confirmed too.
    """
    with transaction() as session:
        link = spend_link(session, (purposes.NEW_PASSWORD,), token, now)
        person = session.get_one(Person, link.person_id)
        person.confirmed_at = person.confirmed_at or now
        _take_password(session, person, password_hash, site, now)
        end_sign_ins(session, person.id, now)
        return person.email


def change_password(viewer: Viewer, password_hash: str, site: str, now: datetime) -> None:
    """Set a new password in the account and end every other sign-in. The old one was checked before."""
    with transaction() as session:
        person = held_by_key(session, Person, viewer.id)
        _take_password(session, person, password_hash, site, now)
        end_sign_ins(session, person.id, now, but=viewer.sign_in_id)


def _take_password(session: Session, person: Person, password_hash: str, site: str, now: datetime) -> None:
    person.password = password_hash
    end_links(session, person.id, (purposes.NEW_PASSWORD, purposes.INVITATION), now)
    message(session, person.email, mail_texts.password_changed(site, person.name), now, person=person.id)
    audit(session, person.id, "password changed", f"person {person.id}", now, person=person.id)
