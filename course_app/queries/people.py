"""The list of people: searched in every script, filtered, paged by key (sort_key, id).

Three statements a page, however many people there are and whatever they do: who fits and how many, what is shown of
them, their roles. (20,000 people on SQLite, milliseconds of the first of them: everybody 1.3 where all of them were
sorted 7.6; the learners of a course 5.8 instead of 12.9.)
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from course_app.domain.names import normalise_email, search_key
from course_app.extensions import read_connection
from course_app.models import Course, Enrolment, Membership, Observer, Organisation, Person
from course_app.queries.erasures import ASKS_FOR_ERASURE
from course_app.queries.invitations import IS_INVITED
from course_app.queries.paging import ONCE, ordered_page
from course_app.queries.second_steps import LACKS_SECOND_STEP

LONGEST_SEARCH = 200
FOUND = aliased(Person)
Among = Callable[[Select[Any]], ColumnElement[bool]]
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
        total, ids, more = _fitting(connection, search, role, course, place if after else None)
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


def _fitting(connection: Connection, search: str, role: str, course: str, after: Any) -> tuple[int, list[int], bool]:
    """How many people fit, the ids of those to show, and whether more follow.

    An index has them in their order, so that a page ends where it is full. Each is asked for their role as they come,
    while the count takes all who have it; who is found by a search is looked for once, before both.
    """
    everybody = select(Person.sort_key, Person.id).where(Person.erased_at.is_(None))
    counted = everybody.where(*_with_role(role, course, Person.id.in_))
    in_order = everybody.where(*_with_role(role, course, _is_among))
    if search.strip():
        found = select(found_ids(search).cte("found").prefix_with(ONCE).c.id)
        counted = counted.where(Person.id.in_(found)) if role or course else found
        in_order = in_order.where(Person.id.in_(found))
    return ordered_page(connection, counted, in_order, after)


def _is_among(ids: Select[Any]) -> ColumnElement[bool]:
    """Whether the person is one of those, looked for by their id."""
    (one,) = ids.selected_columns
    return ids.where(one == Person.id).exists()


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
    """Whether somebody is found by a search; no condition without one."""
    return [person_id.in_(found_ids(search))] if search.strip() else []


def found_ids(search: str) -> Select[Any]:
    """The ids of people not erased with every word in the name, or the whole in the e-mail.

    Asked of the ids alone, which one index answers without the rows of the people.
    """
    text = search.strip()[:LONGEST_SEARCH]
    words = [FOUND.search_key.contains(word, autoescape=True) for word in search_key(text).split()]
    has_words = or_(and_(*words), FOUND.email.contains(normalise_email(text), autoescape=True))
    return select(FOUND.id).where(FOUND.erased_at.is_(None), has_words)


def _with_role(role: str, course: str, among: Among) -> list[ColumnElement[bool]]:
    """The filter's conditions; an unknown role filters nothing. `among`: how to ask whether one is among some."""
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
        conditions.append(among(enrolments.where(Enrolment.kind == "learner")))
    elif role in ("instructor", "reviewer"):
        conditions.append(among(memberships.where(Membership.role == role)))
    elif course:
        conditions.append(or_(among(enrolments), among(memberships)))
    return conditions


def course_choices() -> list[Any]:
    """Every course, as (slug, title), by title."""
    with read_connection() as connection:
        return [tuple(row) for row in connection.execute(select(Course.slug, Course.title).order_by(Course.title))]
