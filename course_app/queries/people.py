"""The list of people: searched in every script, filtered, paged by key (sort_key, id).

Three statements a page, however many people there are and whatever they do: the page, its number, their roles.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, or_, select, tuple_, union_all

from course_app.domain.names import normalise_email, search_key
from course_app.extensions import read_connection
from course_app.models import Course, Enrolment, Membership, Observer, Organisation, Person
from course_app.queries.erasures import ASKS_FOR_ERASURE
from course_app.queries.invitations import IS_INVITED
from course_app.queries.paging import read_page

LONGEST_SEARCH = 200
ROLES = {
    "": "Everybody",
    "learner": "Learners",
    "instructor": "Instructors",
    "reviewer": "Reviewers",
    "observer": "Observers",
    "admin": "Administrators",
    "invited": "Invited, not here yet",
    "closed": "Closed accounts",
    "erasure": "Asked for erasure",
}


@dataclass(frozen=True)
class PersonLine:
    """A person in a list. `is_invited` until somebody has followed their invitation.

    `roles` are in words, such as “Learner, Foundations of dry needling”.
    """

    public_id: str
    name: str
    email: str
    is_active: bool
    is_invited: bool
    created_at: datetime
    roles: tuple[str, ...]


@dataclass(frozen=True)
class PeoplePage:
    """One page of the list. `total` counts all that were found; `following` is the last line's id, empty at the end."""

    lines: tuple[PersonLine, ...]
    total: int
    following: str


def people_page(search: str = "", role: str = "", course: str = "", after: str = "") -> PeoplePage:
    """People whose name or e-mail holds the words; `course` is a slug, `after` the id of the page before's last."""
    conditions = [Person.erased_at.is_(None), *found_by(search), *_with_role(role, course)]
    page = select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.email,
        Person.active,
        IS_INVITED.label("is_invited"),
        Person.is_admin,
        Person.created_at,
    ).where(*conditions)
    if after:
        place = select(Person.sort_key, Person.id).where(Person.public_id == after)
        page = page.where(tuple_(Person.sort_key, Person.id) > place.scalar_subquery())
    with read_connection() as connection:
        total = connection.scalar(select(func.count()).select_from(Person).where(*conditions))
        shown, last = read_page(connection, page.order_by(Person.sort_key, Person.id))
        roles = roles_of(connection, [row.id for row in shown])
    lines = tuple(
        PersonLine(
            row.public_id,
            row.name,
            row.email,
            row.active,
            row.is_invited,
            row.created_at,
            (("Administrator",) if row.is_admin else ()) + tuple(roles[row.id]),
        )
        for row in shown
    )
    return PeoplePage(lines, total, last.public_id if last else "")


def roles_of(connection: Connection, person_ids: Collection[int]) -> dict[int, list[str]]:
    """What people do where, in words, by their ids; one statement."""
    held = select(Membership.person_id, Membership.role, Course.title.label("of")).join(
        Course, Course.id == Membership.course_id
    )
    learning = (
        select(Enrolment.person_id, Enrolment.kind, Course.title)
        .join(Course, Course.id == Enrolment.course_id)
        .where(Enrolment.ended_at.is_(None))
    )
    observing = select(Observer.person_id, literal("observer"), Organisation.name).join(
        Organisation, Organisation.id == Observer.organisation_id
    )
    columns = ((held, Membership), (learning, Enrolment), (observing, Observer))
    parts = [statement.where(table.person_id.in_(person_ids)) for statement, table in columns]
    found: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(union_all(*parts)):
        found[row.person_id].append(f"{KINDS[row.role]}, {row.of}")
    return found


KINDS = {
    "instructor": "Instructor",
    "reviewer": "Reviewer",
    "observer": "Observer",
    "learner": "Learner",
    "preview": "Trying out",
    "simulated": "Simulated learner",
}


def found_by(search: str) -> list[ColumnElement[bool]]:
    """Every word in the name, or the whole in the e-mail."""
    text = search.strip()[:LONGEST_SEARCH]
    if not text:
        return []
    words = [Person.search_key.contains(word, autoescape=True) for word in search_key(text).split()]
    return [or_(and_(*words), Person.email.contains(normalise_email(text), autoescape=True))]


def _with_role(role: str, course: str) -> list[ColumnElement[bool]]:
    """The filter's conditions; an unknown role filters nothing."""
    course_id = select(Course.id).where(Course.slug == course).scalar_subquery()
    plain: dict[str, ColumnElement[bool]] = {
        "admin": Person.is_admin.is_(True),
        "closed": Person.active.is_(False),
        "invited": IS_INVITED,
        "erasure": ASKS_FOR_ERASURE,
        "observer": select(Observer.id).where(Observer.person_id == Person.id).exists(),
    }
    conditions = [plain[role]] if role in plain else []
    enrolments = select(Enrolment.id).where(Enrolment.person_id == Person.id, Enrolment.ended_at.is_(None))
    memberships = select(Membership.id).where(Membership.person_id == Person.id)
    if course:
        enrolments = enrolments.where(Enrolment.course_id == course_id)
        memberships = memberships.where(Membership.course_id == course_id)
    if role == "learner":
        conditions.append(enrolments.where(Enrolment.kind == "learner").exists())
    elif role in ("instructor", "reviewer"):
        conditions.append(memberships.where(Membership.role == role).exists())
    elif course:
        conditions.append(or_(enrolments.exists(), memberships.exists()))
    return conditions


def course_choices() -> list[Any]:
    """Every course, as (slug, title), by title."""
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(Course.slug, Course.title).order_by(Course.title))]
