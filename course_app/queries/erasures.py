"""What there is of a person's data before they are erased, and whose data were erased."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from course_app.domain.erasure import GOES, NAME, STAYS, Erasure, Line, lines_of
from course_app.domain.names import normalise_email
from course_app.domain.rosters import CANNOT
from course_app.domain.sign_in_limits import place_of
from course_app.extensions import read_connection
from course_app.gateways.tokens import fingerprint
from course_app.models import (
    Accommodation,
    Attempt,
    AttemptAdjustment,
    AuditDetail,
    AuditEntry,
    CompletionRecord,
    Correction,
    Enquiry,
    Enrolment,
    Message,
    Observer,
    OneTimeLink,
    Passkey,
    Person,
    Place,
    QuestionComment,
    QuestionVersion,
    Reflection,
    RosterRow,
    SignIn,
    SignInFailure,
    Subscription,
    TypedQuestion,
)
from course_app.models import Membership as Role

MOST_AT_ONCE = 500
ASKS_FOR_ERASURE = Person.erasure_asked_at.is_not(None)


@dataclass(frozen=True)
class ErasurePreview:
    """Whose data are to be erased, when they asked for it (None: they did not), what goes and what stays."""

    public_id: str
    name: str
    email: str
    asked_at: datetime | None
    goes: tuple[Line, ...]
    stays: tuple[Line, ...]


def erasure_preview(person: str) -> ErasurePreview | None:
    """What erasing a person would do, counted; None when there is no such person, or their data were erased."""
    with read_connection() as connection:
        row = connection.execute(
            select(Person.id, Person.name, Person.email, Person.erasure_asked_at).where(
                Person.public_id == person, Person.erased_at.is_(None)
            )
        ).one_or_none()
        if row is None:
            return None
        counted = connection.execute(_counts(row.id, person, known_of(connection, row.id))).one()._mapping
    return ErasurePreview(
        person, row.name, row.email, row.erasure_asked_at, lines_of(GOES, counted), lines_of(STAYS, counted)
    )


def public_id_of(email: str) -> str | None:
    """The public id behind a normalised e-mail."""
    with read_connection() as connection:
        return connection.scalar(select(Person.public_id).where(Person.email == email, Person.erased_at.is_(None)))


def erased_people() -> list[Erasure]:
    """Whose data were erased when, as the database has it, whichever version it is of."""
    with read_connection() as connection:
        erased = select(Person.public_id, Person.erased_at).where(Person.erased_at.is_not(None))
        return [Erasure(*row) for row in connection.execute(erased.order_by(Person.erased_at, Person.id))]


def not_erased(people: Collection[str]) -> set[str]:
    """Those of the public ids that are people whose data were not erased, whichever version the database is of."""
    ids, found = sorted(people), set()
    with read_connection() as connection:
        for start in range(0, len(ids), MOST_AT_ONCE):
            some = ids[start : start + MOST_AT_ONCE]
            there = select(Person.public_id).where(Person.public_id.in_(some), Person.erased_at.is_(None))
            found.update(connection.scalars(there))
    return found


@dataclass(frozen=True)
class Known:
    """The e-mails and whole names under which somebody was known, also before changes; and the addresses used."""

    emails: frozenset[str]
    names: frozenset[str]
    addresses: frozenset[str]


def known_of(connection: Connection | Session, person_id: int) -> Known:
    """What a person can be recognised by in texts that do not point to them; no e-mail that is another's by now."""
    values = [
        value
        for row in connection.execute(
            select(AuditDetail.before, AuditDetail.after)
            .join(AuditEntry, AuditEntry.id == AuditDetail.entry_id)
            .where(AuditEntry.person_id == person_id)
        )
        for value in row
        if value
    ]
    name, email = connection.execute(select(Person.name, Person.email).where(Person.id == person_id)).one()
    linked = connection.execute(select(OneTimeLink.email).where(OneTimeLink.person_id == person_id)).scalars()
    written_to = connection.execute(select(Message.address).where(Message.person_id == person_id)).scalars()
    certified = connection.execute(
        select(CompletionRecord.name)
        .join(Enrolment, Enrolment.id == CompletionRecord.enrolment_id)
        .where(Enrolment.person_id == person_id)
    ).scalars()
    addresses = connection.execute(select(SignIn.address).where(SignIn.person_id == person_id)).scalars()
    found = {email, *linked, *written_to, *(one.get("email", "") for one in values)}
    emails = {normalise_email(one) for one in found if one}
    others = select(Person.email).where(Person.email.in_(emails), Person.id != person_id)
    return Known(
        frozenset(emails - set(connection.execute(others).scalars())),
        frozenset({name, *certified, *(one.get("name", "") for one in values)} - {"", NAME}),
        frozenset(place_of(one) for one in addresses if one),
    )


def mails_of(person_id: int, known: Known) -> ColumnElement[bool]:
    """The mails to the person, under whichever address."""
    return or_(Message.person_id == person_id, Message.address.in_(known.emails))


def enquiries_of(person_id: int, known: Known) -> ColumnElement[bool]:
    """What the person wrote to the academy, signed in or under one of their addresses."""
    return or_(Enquiry.person_id == person_id, Enquiry.address.in_(known.emails))


def mails_about(enquiries: Collection[str]) -> ColumnElement[bool]:
    """The mails that told the academy of enquiries, given by their public ids, to whose pages these mails lead."""
    return or_(false(), *(Message.body.contains(key) for key in enquiries))


def links_of(person_id: int, known: Known) -> ColumnElement[bool]:
    """The person's one-time links, and those that somebody had sent to one of their addresses."""
    return or_(OneTimeLink.person_id == person_id, OneTimeLink.email.in_(known.emails))


def subscriptions_of(person_id: int, known: Known) -> ColumnElement[bool]:
    """The person's subscriptions, and the newsletter's to one of their addresses."""
    return or_(Subscription.person_id == person_id, Subscription.address.in_(known.emails))


def failures_of(known: Known) -> ColumnElement[bool]:
    """The counted failures and asks of those e-mails, which are kept as fingerprints, and of those addresses."""
    accounts = [fingerprint(text) for one in known.emails for text in (one, f"ask {one}", f"key {one}")]
    return or_(SignInFailure.account.in_(accounts), SignInFailure.address.in_(known.addresses))


def rows_of(known: Known) -> ColumnElement[bool]:
    """Rows with one of the e-mails, and rows that cannot be used with one of the names: whose else could they be?"""
    named = and_(RosterRow.plan == CANNOT, RosterRow.name.in_(known.names))
    return or_(RosterRow.email.in_(known.emails), named)


def _counts(person_id: int, public_id: str, known: Known) -> Select[Any]:
    """One row, named as the kinds of domain.erasure are."""
    theirs = select(Enrolment.id).where(Enrolment.person_id == person_id)
    concerning = select(AuditEntry.id).where(AuditEntry.person_id == person_id)
    attempts = select(Attempt.id).where(Attempt.enrolment_id.in_(theirs))
    counted = {
        "passkeys": _number(Passkey, Passkey.user_id == public_id),
        "sign_ins": _number(SignIn, SignIn.person_id == person_id) + _number(SignInFailure, failures_of(known)),
        "links": _number(OneTimeLink, links_of(person_id, known)),
        "messages": _number(Message, mails_of(person_id, known)),
        "subscriptions": _number(Subscription, subscriptions_of(person_id, known)),
        "rows": _number(RosterRow, rows_of(known)),
        "roles": _number(Role, Role.person_id == person_id)
        + _number(Observer, Observer.person_id == person_id)
        + _number(Person, Person.id == person_id, Person.is_admin.is_(True)),
        "allowances": _number(Accommodation, Accommodation.person_id == person_id),
        "places": _number(Place, Place.enrolment_id.in_(theirs)),
        "typed": _number(TypedQuestion, TypedQuestion.person_id == person_id),
        "reflections": _number(Reflection, Reflection.enrolment_id.in_(theirs)),
        "corrections": _number(Correction, Correction.person_id == person_id),
        "enquiries": _number(Enquiry, enquiries_of(person_id, known)),
        "words": _number(AuditDetail, AuditDetail.entry_id.in_(concerning))
        + _number(AuditEntry, AuditEntry.person_id == person_id, AuditEntry.reason != "")
        + _number(Enrolment, Enrolment.person_id == person_id, Enrolment.end_reason != "")
        + _number(QuestionComment, QuestionComment.author_id == person_id, QuestionComment.body != "")
        + _number(AttemptAdjustment, AttemptAdjustment.attempt_id.in_(attempts), AttemptAdjustment.reason != ""),
        "enrolments": _number(Enrolment, Enrolment.person_id == person_id),
        "attempts": _number(Attempt, Attempt.enrolment_id.in_(theirs)),
        "records": _number(CompletionRecord, CompletionRecord.enrolment_id.in_(theirs)),
        "questions": _number(QuestionVersion, QuestionVersion.author_id == person_id),
        "entries": _number(AuditEntry, or_(AuditEntry.person_id == person_id, AuditEntry.actor_id == person_id)),
    }
    return select(*(number.label(key) for key, number in counted.items()))


def _number(model: Any, *conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()
