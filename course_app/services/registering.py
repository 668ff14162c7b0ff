"""Registering: an account for oneself, and how often that is tried from one address.

The password comes in as its hash, as in `accounts`.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete

from course_app.domain.links import CONFIRMATION
from course_app.domain.sign_in_limits import LONGEST_REGISTRATION_WINDOW, TooManyRegistrations, place_of
from course_app.formats import mail_texts
from course_app.models import RegistrationTry
from course_app.queries.accounts import Account, wait_before_registration
from course_app.services.accounts import account_of, add_person
from course_app.services.enrolling import add_enrolment, open_course
from course_app.services.ledgers import audit
from course_app.services.links import Letterhead, send_link
from course_app.services.transaction import transaction


def registration_throttled(address: str, now: datetime) -> None:
    """Raise `TooManyRegistrations` while a registration from this address has to wait."""
    wait = wait_before_registration(address, now)
    if wait > timedelta(0):
        raise TooManyRegistrations(wait)


def note_registration(address: str, now: datetime, *, was_taken: bool) -> None:
    """Count a registration from this address; forget those that no limit looks at."""
    with transaction() as session:
        session.execute(delete(RegistrationTry).where(RegistrationTry.at <= now - LONGEST_REGISTRATION_WINDOW))
        session.add(RegistrationTry(address=place_of(address), was_taken=was_taken, at=now))


def register(
    name: str,
    email: str,
    password_hash: str,
    now: datetime,
    letterhead: Letterhead,
    course_slug: str = "",
    *,
    theme: str = "system",
    text_size: str = "standard",
) -> Account:
    """Make an account for oneself and enrol in the open course named, or in the only one there is.

    A link to confirm the e-mail is sent. Raises `EmailTaken`. A course that is not open is passed over: the account
    is made all the same.
    """
    with transaction() as session:
        person = add_person(session, name, email, password_hash, now)
        person.theme, person.text_size = theme, text_size
        audit(session, person.id, "registered", f"person {person.id}", now, person=person.id)
        text = mail_texts.confirmation(letterhead.site, name)
        send_link(session, CONFIRMATION, person.id, person.email, text, letterhead, now)
        course = open_course(session, course_slug)
        if course is not None:
            add_enrolment(session, person.id, course, now)
        return account_of(person)
