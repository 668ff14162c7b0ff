"""Look after people: roles in courses, the administrator's flag, what an observer sees, closing an account.

Each act leaves an audit entry; those that take something away carry a reason. Something given twice is given once.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.errors import RuleBroken
from course_app.domain.links import LIFETIMES
from course_app.models import Course, Membership, Observer, Organisation, Person
from course_app.services.ledgers import audit
from course_app.services.links import end_links
from course_app.services.signing_in import end_sign_ins
from course_app.services.transaction import held, hold_name, transaction

ADMINISTRATORS = "administrators"
"""The name that a verb holds, before the person, which may take an administrator away: never two at once."""


class NoSuchPerson(RuleBroken):
    """There is no such person."""


class AccountClosed(RuleBroken):
    """The account was closed; for a closed one this is not done."""

    def __init__(self, sentence: str = "This account is closed. Open it again first; nothing was changed.") -> None:
        super().__init__(sentence)


class NoSuchThing(RuleBroken):
    """The course, the role or the organisation that was named is not there (any more)."""


class LastAdministrator(RuleBroken):
    """Without this person nobody could look after the site."""

    def __init__(self) -> None:
        super().__init__(
            "This is the only administrator whose account is open. Make somebody else an administrator first; "
            "nothing was changed."
        )


class OwnAccount(RuleBroken):
    """What one does to one's own account is not done here."""


def give_role(actor_id: int, person: str, course: str, role: str, now: datetime) -> None:
    """Make somebody instructor or reviewer of a course. Raises `NoSuchPerson` or `NoSuchThing`."""
    with transaction() as session:
        row = person_of(session, person)
        course_id = session.scalar(select(Course.id).where(Course.slug == course))
        if course_id is None or role not in ("instructor", "reviewer"):
            raise NoSuchThing("Choose a course and a role.")
        add_role(session, actor_id, row.id, course_id, course, role, now)


def take_role(actor_id: int, person: str, membership_id: int, reason: str, now: datetime) -> None:
    """Take a role in a course away. Raises `NoSuchPerson` or `NoSuchThing`."""
    with transaction() as session:
        row = person_of(session, person)
        found = session.execute(
            select(Membership, Course.slug)
            .join(Course, Course.id == Membership.course_id)
            .where(Membership.id == membership_id, Membership.person_id == row.id)
        ).one_or_none()
        if found is None:
            raise NoSuchThing("That role is not held any more.")
        session.delete(found.Membership)
        verb = f"no longer {found.Membership.role}"
        audit(session, actor_id, verb, f"course {found.slug}", now, person=row.id, reason=reason)


def make_administrator(actor_id: int, person: str, reason: str, now: datetime) -> None:
    """Let somebody look after the whole site. Raises `NoSuchPerson` or `AccountClosed`."""
    with transaction() as session:
        row = person_of(session, person)
        if not row.active:
            raise AccountClosed
        add_administration(session, actor_id, row, reason, now)


def unmake_administrator(actor_id: int, person: str, reason: str, now: datetime) -> None:
    """Take the administrator's flag away, never the last one. Raises `NoSuchPerson` or `LastAdministrator`."""
    with transaction() as session:
        hold_name(session, ADMINISTRATORS)
        row = person_of(session, person)
        if row.is_admin:
            keep_an_administrator(session, row.id)
            row.is_admin = False
            audit(session, actor_id, "no longer administrator", f"person {row.id}", now, person=row.id, reason=reason)


def let_observe(actor_id: int, person: str, organisation: str, now: datetime) -> None:
    """Let somebody see the progress of an organisation's people. Raises `NoSuchPerson` or `NoSuchThing`."""
    with transaction() as session:
        row = person_of(session, person)
        found = session.scalar(
            select(Organisation).where(Organisation.public_id == organisation, Organisation.retired_at.is_(None))
        )
        if found is None:
            raise NoSuchThing("Choose an organisation.")
        held = select(Observer.id).where(Observer.person_id == row.id, Observer.organisation_id == found.id)
        if session.scalar(held) is None:
            session.add(Observer(person_id=row.id, organisation_id=found.id, created_at=now))
            audit(session, actor_id, "made observer", f"organisation {found.id}", now, person=row.id)


def end_observing(actor_id: int, person: str, observer_id: int, reason: str, now: datetime) -> None:
    """Let somebody see an organisation's people no more. Raises `NoSuchPerson` or `NoSuchThing`."""
    with transaction() as session:
        row = person_of(session, person)
        held = session.scalar(select(Observer).where(Observer.id == observer_id, Observer.person_id == row.id))
        if held is None:
            raise NoSuchThing("That organisation is not observed any more.")
        session.delete(held)
        thing = f"organisation {held.organisation_id}"
        audit(session, actor_id, "no longer observer", thing, now, person=row.id, reason=reason)


def close_account(actor_id: int, person: str, reason: str, now: datetime) -> None:
    """Let nobody sign in with this account: every sign-in ends at once, one-time links too; what was done is kept.

    Raises `NoSuchPerson`, `LastAdministrator` or `OwnAccount`.
    """
    with transaction() as session:
        hold_name(session, ADMINISTRATORS)
        row = person_of(session, person)
        if row.id == actor_id:
            raise OwnAccount("You cannot close your own account here. Ask another administrator.")
        if not row.active:
            return
        if row.is_admin:
            keep_an_administrator(session, row.id)
        row.active = False
        end_sign_ins(session, row.id, now)
        end_links(session, row.id, tuple(LIFETIMES), now)
        audit(session, actor_id, "account closed", f"person {row.id}", now, person=row.id, reason=reason)


def reopen_account(actor_id: int, person: str, now: datetime) -> None:
    """Let the person sign in again, with the password there was. Raises `NoSuchPerson`."""
    with transaction() as session:
        row = person_of(session, person)
        if not row.active:
            row.active = True
            audit(session, actor_id, "account opened again", f"person {row.id}", now, person=row.id)


def add_role(
    session: Session, actor_id: int | None, person_id: int, course_id: int, course: str, role: str, now: datetime
) -> bool:
    """Give a role in a course (`course`: its slug) within the caller's transaction; False when it is held already."""
    held = select(Membership.id).where(
        Membership.person_id == person_id, Membership.course_id == course_id, Membership.role == role
    )
    if session.scalar(held) is not None:
        return False
    session.add(Membership(person_id=person_id, course_id=course_id, role=role, created_at=now))
    audit(session, actor_id, f"made {role}", f"course {course}", now, person=person_id)
    return True


def add_administration(session: Session, actor_id: int | None, person: Person, reason: str, now: datetime) -> bool:
    """Give the administrator's flag within the caller's transaction; False when the person has it already."""
    if person.is_admin:
        return False
    person.is_admin = True
    audit(session, actor_id, "made administrator", f"person {person.id}", now, person=person.id, reason=reason)
    return True


def person_of(session: Session, public_id: str) -> Person:
    """The person's row, held until the end of the caller's transaction. Raises `NoSuchPerson`."""
    row = held(session, select(Person).where(Person.public_id == public_id, Person.erased_at.is_(None)))
    if row is None:
        raise NoSuchPerson("There is no such person.")
    return row


def keep_an_administrator(session: Session, person_id: int) -> None:
    """Raise `LastAdministrator` unless somebody else is one; the caller holds `ADMINISTRATORS`."""
    administrators = select(Person.id).where(Person.is_admin.is_(True), Person.active.is_(True))
    if set(session.scalars(administrators)) <= {person_id}:
        raise LastAdministrator
