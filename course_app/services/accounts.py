"""Accounts: made for somebody, the first administrator's by a one-time link, and what their owners say of themselves.

A password comes in as its hash: argon2 takes 130 ms and must not hold up other writers (gateways.passwords).
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.names import normalise_email, search_key, sort_key
from course_app.gateways import chance
from course_app.gateways.tokens import fingerprint, new_token
from course_app.models import Course, Membership, OneTimeLink, Person
from course_app.queries.accounts import FIRST_ADMIN, Account
from course_app.services.ledgers import audit
from course_app.services.links import LinkSpent
from course_app.services.transaction import held_by_key, hold_name, transaction


class EmailTaken(RuleBroken):
    """The e-mail already has an account."""

    def __init__(self) -> None:
        super().__init__("This e-mail already has an account.")


def make_person(
    name: str,
    email: str,
    password_hash: str | None,
    now: datetime,
    *,
    is_admin: bool = False,
    instructor_of: tuple[str, ...] = (),
) -> int:
    """Make a person on behalf of the program, which vouches for the e-mail; the id. Raises `EmailTaken`.

    `instructor_of` holds slugs of courses.
    """
    with transaction() as session:
        person = add_person(session, name, email, password_hash, now)
        person.confirmed_at = now
        person.is_admin = is_admin
        for slug in instructor_of:
            course = session.scalars(select(Course).where(Course.slug == slug)).one()
            session.add(Membership(person_id=person.id, course_id=course.id, role="instructor", created_at=now))
        audit(session, None, "person made", f"person {person.id}", now, person=person.id)
        return person.id


def make_first_admin_link(now: datetime) -> str | None:
    """A new token for the first administrator's link, in place of an unused one; None once there is such a person."""
    with transaction() as session:
        hold_name(session, FIRST_ADMIN)
        if _has_admin(session):
            return None
        session.execute(delete(OneTimeLink).where(OneTimeLink.purpose == FIRST_ADMIN, OneTimeLink.used_at.is_(None)))
        token = new_token()
        session.add(OneTimeLink(purpose=FIRST_ADMIN, token_hash=fingerprint(token), created_at=now))
        return token


def use_first_admin_link(token: str, name: str, email: str, password_hash: str, now: datetime) -> Account:
    """Make the first administrator. Raises `LinkSpent` or `EmailTaken`."""
    with transaction() as session:
        hold_name(session, FIRST_ADMIN)
        link = session.scalar(
            select(OneTimeLink).where(OneTimeLink.purpose == FIRST_ADMIN, OneTimeLink.token_hash == fingerprint(token))
        )
        if link is None or link.used_at is not None or _has_admin(session):
            raise LinkSpent("This link has been used, or a newer one was made.")
        person = add_person(session, name, email, password_hash, now)
        person.is_admin = True
        link.used_at = now
        link.person_id = person.id
        audit(session, person.id, "became first administrator", f"person {person.id}", now, person=person.id)
        return account_of(person)


def choose_appearance(person_id: int, theme: str, text_size: str) -> None:
    """Keep the colours and the text size in the account."""
    with transaction() as session:
        session.execute(update(Person).where(Person.id == person_id).values(theme=theme, text_size=text_size))


def describe_oneself(person_id: int, name: str, zone: str, now: datetime) -> None:
    """Keep one's name, as it stands on records from now on, and the zone in which one reads times."""
    with transaction() as session:
        person = held_by_key(session, Person, person_id)
        if name != person.name:
            values = {"before": {"name": person.name}, "after": {"name": name}}
            audit(session, person_id, "name changed", f"person {person_id}", now, person=person_id, **values)
            rename(person, name)
        person.zone = zone


def new_person(name: str, email: str, password_hash: str | None, now: datetime) -> Person:
    """The row of a person who is not there yet, to be added by the caller; `email` is normalised."""
    return Person(
        public_id=chance.public_id(),
        name=name,
        search_key=search_key(name),
        sort_key=sort_key(name),
        email=email,
        password=password_hash,
        fs_uniquifier=chance.public_id(),
        created_at=now,
    )


def rename(person: Person, name: str) -> None:
    """Give a person another name, with what finds and orders it."""
    person.name, person.search_key, person.sort_key = name, search_key(name), sort_key(name)


def add_person(session: Session, name: str, email: str, password_hash: str | None, now: datetime) -> Person:
    """A new person within the caller's transaction. Raises `EmailTaken`."""
    email = normalise_email(email)
    if session.scalar(select(Person.id).where(Person.email == email)):
        raise EmailTaken
    person = new_person(name, email, password_hash, now)
    session.add(person)
    try:
        session.flush()
    except IntegrityError as error:
        raise EmailTaken from error
    return person


def account_of(person: Person) -> Account:
    """What signing in needs to know of a person."""
    return Account(person.id, person.fs_uniquifier, person.password, person.active, person.public_id)


def _has_admin(session: Session) -> bool:
    return session.scalar(select(Person.id).where(Person.is_admin.is_(True)).limit(1)) is not None
