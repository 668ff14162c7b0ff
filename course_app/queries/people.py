"""The list of people: searched in every script, filtered, paged by key (sort_key, id).

Three statements a page, however many people there are and whatever they do: who fits and how many, what is shown of
them, their roles.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from course_app.domain.names import normalise_email, search_key
from course_app.extensions import read_connection
from course_app.models import Course, Enrolment, Membership, Observer, Organisation, Person
from course_app.queries.erasures import ASKS_FOR_ERASURE
from course_app.queries.invitations import IS_INVITED
from course_app.queries.paging import fitting_page
from course_app.queries.second_steps import LACKS_SECOND_STEP

LONGEST_SEARCH = 200
FOUND = aliased(Person)
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
    "second-step": "Without the second step asked for",
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
    fits = select(Person.sort_key, Person.id).where(
        Person.erased_at.is_(None), *found_by(search), *_with_role(role, course)
    )
    shown = select(
        Person.id,
        Person.public_id,
        Person.name,
        Person.email,
        Person.active,
        IS_INVITED.label("is_invited"),
        Person.is_admin,
        Person.created_at,
    ).order_by(Person.sort_key, Person.id)
    place = select(Person.sort_key, Person.id).where(Person.public_id == after).scalar_subquery()
    with read_connection() as connection:
        total, ids, more = fitting_page(connection, fits, place if after else None)
        rows = connection.execute(shown.where(Person.id.in_(ids))).all()
        roles = roles_of(connection, ids)
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
        for row in rows
    )
    return PeoplePage(lines, total, lines[-1].public_id if more else "")


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


def found_by(search: str, person_id: Any = Person.id) -> list[ColumnElement[bool]]:
    """Every word in the name, or the whole in the e-mail, of somebody not erased.

    Asked of the ids alone, which one index answers without the rows of the people.
    """
    text = search.strip()[:LONGEST_SEARCH]
    if not text:
        return []
    words = [FOUND.search_key.contains(word, autoescape=True) for word in search_key(text).split()]
    has_words = or_(and_(*words), FOUND.email.contains(normalise_email(text), autoescape=True))
    return [person_id.in_(select(FOUND.id).where(FOUND.erased_at.is_(None), has_words))]


def _with_role(role: str, course: str) -> list[ColumnElement[bool]]:
    """The filter's conditions; an unknown role filters nothing."""
    course_id = select(Course.id).where(Course.slug == course).scalar_subquery()
    plain: dict[str, ColumnElement[bool]] = {
        "admin": Person.is_admin.is_(True),
        "closed": Person.active.is_(False),
        "invited": IS_INVITED,
        "erasure": ASKS_FOR_ERASURE,
        "second-step": LACKS_SECOND_STEP,
        "observer": select(Observer.id).where(Observer.person_id == Person.id).exists(),
    }
    conditions = [plain[role]] if role in plain else []
    enrolments = select(Enrolment.person_id).where(Enrolment.ended_at.is_(None))
    memberships = select(Membership.person_id)
    if course:
        enrolments = enrolments.where(Enrolment.course_id == course_id)
        memberships = memberships.where(Membership.course_id == course_id)
    if role == "learner":
        conditions.append(Person.id.in_(enrolments.where(Enrolment.kind == "learner")))
    elif role in ("instructor", "reviewer"):
        conditions.append(Person.id.in_(memberships.where(Membership.role == role)))
    elif course:
        conditions.append(or_(Person.id.in_(enrolments), Person.id.in_(memberships)))
    return conditions


def course_choices() -> list[Any]:
    """Every course, as (slug, title), by title."""
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(Course.slug, Course.title).order_by(Course.title))]
