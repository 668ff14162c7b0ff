"""Let somebody in from the terminal: an account, a role, and a link to hand over. Again is fine: nothing is doubled."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.links import INVITATION
from course_app.models import Person
from course_app.queries.roster_plan import Place
from course_app.services.accounts import new_person
from course_app.services.administering import AccountClosed, add_administration, add_role
from course_app.services.enrolling_others import enrol_or_find
from course_app.services.ledgers import audit
from course_app.services.links import make_link
from course_app.services.transaction import held, transaction

BY = "course-app people add"


@dataclass(frozen=True)
class Admitted:
    """What was done. `token`: of a link with which to choose a password; None when the person has one."""

    name: str
    is_new: bool
    is_given: bool
    token: str | None


def admit(name: str, email: str, role: str, place: Place | None, now: datetime) -> Admitted:
    """Give somebody a role, and an account first if they have none; `place` is its course, None for an admin.

    A link made before works no more. No mail is sent: whoever sits at the terminal hands the link over. Raises
    `AccountClosed` or `CannotEnrol`.
    """
    with transaction() as session:
        person = held(session, select(Person).where(Person.email == email))
        is_new = person is None
        if person is None:
            person = new_person(name, email, None, now)
            session.add(person)
            session.flush()
            audit(session, None, "person added", f"person {person.id}", now, person=person.id, reason=BY)
        elif not person.active:
            said = f"The account of {email} is closed. Open it again on its page first; nothing was changed."
            raise AccountClosed(said)
        is_given = _give(session, person, role, place, now)
        token = make_link(session, INVITATION, person.id, email, now) if person.password is None else None
        return Admitted(person.name, is_new, is_given, token)


def _give(session: Session, person: Person, role: str, place: Place | None, now: datetime) -> bool:
    if place is None:
        return add_administration(session, None, person, BY, now)
    if role == "learner":
        return enrol_or_find(session, None, person.id, place.course_id, None, now) is None
    return add_role(session, None, person.id, place.course_id, place.slug, role, now)
