"""Enquiries: taken in from anybody, settled and removed by an administrator."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.enquiries import ANSWERED, FROM_ONE_ADDRESS, KINDS, NEW, SAME_WITHIN, SPAM, TooManyEnquiries
from course_app.domain.sign_in_limits import place_of
from course_app.formats import mail_texts
from course_app.gateways.chance import public_id
from course_app.models import Enquiry
from course_app.queries.erasures import mails_about
from course_app.services.administering import NoSuchThing
from course_app.services.emptying import forget_mails
from course_app.services.ledgers import audit, message
from course_app.services.signing_in import count_try
from course_app.services.transaction import held, transaction

VERBS = {NEW: "opened again", ANSWERED: "answered", SPAM: "set aside as spam"}


@dataclass(frozen=True)
class Asked:
    """What somebody wrote: `address` is a normalised e-mail, `consent` the words agreed to, `person_id` who signed in.

    `sign`: by what it looks like spam; empty when it does not.
    """

    kind: str
    name: str
    address: str
    place: str = ""
    body: str = ""
    consent: str = ""
    person_id: int | None = None
    sign: str = ""


@dataclass(frozen=True)
class Desk:
    """The site's name, the academy's own e-mail (empty: no mail is sent), and the address of an enquiry's page."""

    site: str
    contact: str
    page: Callable[[str], str]


def enquire(asked: Asked, network_address: str, desk: Desk, now: datetime) -> None:
    """Put it into the inbox and tell the academy by mail, unless it looks like spam. Raises `TooManyEnquiries`.

    The same again within a day is the one that is there.
    """
    with transaction() as session:
        wait = count_try(session, f"enquiry {place_of(network_address)}", network_address, FROM_ONE_ADDRESS, now)
        if wait > timedelta(0):
            raise TooManyEnquiries(wait)
        if _is_there(session, asked, now):
            return
        row = Enquiry(
            public_id=public_id(),
            state=SPAM if asked.sign else NEW,
            created_at=now,
            consented_at=now if asked.consent else None,
            settled_at=now if asked.sign else None,
            **asdict(asked),
        )
        session.add(row)
        if desk.contact and not asked.sign:
            page = desk.page(row.public_id)
            text = mail_texts.enquiry(desk.site, KINDS[asked.kind], asked.name, asked.address, page)
            message(session, desk.contact, text, now)


def settle(actor_id: int, enquiry: str, state: str, note: str, now: datetime) -> None:
    """Say how it stands, with a note for administrators. Raises `NoSuchThing`."""
    with transaction() as session:
        row = _enquiry(session, enquiry)
        if row.state != state:
            row.state = state
            row.settled_at, row.settled_by_id = (None, None) if state == NEW else (now, actor_id)
            audit(session, actor_id, f"enquiry {VERBS[state]}", f"enquiry {row.id}", now, person=row.person_id)
        if row.note != note:
            row.note = note
            audit(session, actor_id, "enquiry noted", f"enquiry {row.id}", now, person=row.person_id)


def remove(actor_id: int, enquiry: str, reason: str, now: datetime) -> None:
    """Remove it, and the mail that told of it; the audit keeps why. Raises `NoSuchThing`."""
    with transaction() as session:
        row = _enquiry(session, enquiry)
        audit(session, actor_id, "enquiry removed", f"enquiry {row.id}", now, person=row.person_id, reason=reason)
        forget_mails(session, mails_about([row.public_id]))
        session.delete(row)


def _is_there(session: Session, asked: Asked, now: datetime) -> bool:
    same = select(Enquiry.id).where(
        Enquiry.address == asked.address,
        Enquiry.kind == asked.kind,
        Enquiry.place == asked.place,
        Enquiry.body == asked.body,
        Enquiry.created_at > now - SAME_WITHIN,
    )
    return session.scalar(same.limit(1)) is not None


def _enquiry(session: Session, enquiry: str) -> Enquiry:
    row = held(session, select(Enquiry).where(Enquiry.public_id == enquiry))
    if row is None:
        raise NoSuchThing("There is no such enquiry.")
    return row
