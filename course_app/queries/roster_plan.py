"""What a list of people would do: the course and cohort it is for, who is known, and a decision a row."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select

from course_app.domain.names import search_key
from course_app.domain.rosters import Decision, Known, Listed, NoSuchPlace, plan
from course_app.extensions import read_connection
from course_app.formats.roster_csv import Roster
from course_app.models import Cohort, Course, Enrolment, Person

MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Place:
    """Where a list's people go. `cohort` is a name, empty for none; `cohort_id` None while it is not made yet."""

    course_id: int
    slug: str
    title: str
    cohort: str
    cohort_id: int | None

    @property
    def makes_cohort(self) -> bool:
        """Whether the cohort will be made."""
        return bool(self.cohort) and self.cohort_id is None


@dataclass(frozen=True)
class PersonFacts:
    """Somebody with an account: `cycles` is the number of times they have been enrolled in the course."""

    person_id: int
    known: Known
    enrolment_id: int | None
    cycles: int


def place_of(course: str, cohort: str) -> Place:
    """The course of that slug or title and its cohort of that name; without a course the only one it can be.

    Raises `NoSuchPlace` with what to write instead.
    """
    with read_connection() as connection:
        found = connection.execute(_courses(course, cohort)).all()
        if len(found) != 1:
            raise NoSuchPlace(_which(course, len(found)))
        row = found[0]
        if not cohort:
            return Place(row.id, row.slug, row.title, "", None)
        named = connection.execute(
            select(Cohort.id, Cohort.retired_at).where(Cohort.course_id == row.id, Cohort.name == cohort)
        ).one_or_none()
    if named and named.retired_at is not None:
        raise NoSuchPlace(f"The cohort “{cohort}” is retired. Take it into use again, or name another one.")
    return Place(row.id, row.slug, row.title, cohort, named.id if named else None)


def plan_of(roster: Roster, place: Place) -> list[Decision]:
    """A decision for each row of the list."""
    rows = listed(roster)
    with read_connection() as connection:
        facts = facts_of(connection, place.course_id, {row.email for row in rows if not row.trouble})
        strangers = {search_key(row.name) for row in rows if row.name and not row.trouble and row.email not in facts}
        namesakes = _namesakes(connection, strangers)
    return plan(rows, {email: one.known for email, one in facts.items()}, place.cohort, namesakes)


def listed(roster: Roster) -> list[Listed]:
    """The rows of a list as the rules look at them."""
    return [Listed(row.line, row.name, row.email, row.trouble, row.number) for row in roster.rows]


def facts_of(connection: Connection, course_id: int, emails: Iterable[str]) -> dict[str, PersonFacts]:
    """Who has an account, by e-mail; one statement for each five hundred."""
    return {row.email: _facts(row) for part in _parts(emails) for row in _people(connection, course_id, part)}


def _namesakes(connection: Connection, keys: Iterable[str]) -> dict[str, str]:
    """E-mails of people with an account by the search key of their name; one statement for each five hundred."""
    people = select(Person.search_key, Person.email).where(Person.erased_at.is_(None))
    found = (connection.execute(people.where(Person.search_key.in_(part))) for part in _parts(keys))
    return {row.search_key: row.email for rows in found for row in rows}


def _parts(values: Iterable[str]) -> list[list[str]]:
    ordered = sorted(values)
    return [ordered[start : start + MOST_AT_ONCE] for start in range(0, len(ordered), MOST_AT_ONCE)]


def _people(connection: Connection, course_id: int, emails: list[str]) -> Iterator[Any]:
    cycles = (
        select(Enrolment.person_id, func.max(Enrolment.cycle).label("cycles"))
        .where(Enrolment.course_id == course_id)
        .group_by(Enrolment.person_id)
        .subquery()
    )
    active = (Enrolment.person_id == Person.id) & (Enrolment.course_id == course_id) & Enrolment.ended_at.is_(None)
    statement = (
        select(
            Person.id,
            Person.name,
            Person.email,
            Person.active,
            Enrolment.id.label("enrolment_id"),
            Enrolment.kind,
            Enrolment.employee_number,
            Cohort.name.label("cohort"),
            func.coalesce(cycles.c.cycles, 0).label("cycles"),
        )
        .outerjoin(Enrolment, active)
        .outerjoin(Cohort, Cohort.id == Enrolment.cohort_id)
        .outerjoin(cycles, cycles.c.person_id == Person.id)
        .where(Person.email.in_(emails))
    )
    return iter(connection.execute(statement))


def _facts(row: Any) -> PersonFacts:
    number = row.employee_number or ""
    known = Known(row.name, row.active, row.kind or "", row.cohort or "", has_learned=row.cycles > 0, number=number)
    return PersonFacts(row.id, known, row.enrolment_id, row.cycles)


def _courses(course: str, cohort: str) -> Any:
    """The courses that can be meant: the one named, else those that have the cohort, else all."""
    statement = select(Course.id, Course.slug, Course.title)
    if course:
        return statement.where(or_(Course.slug == course, Course.title == course))
    having = select(Cohort.id).where(Cohort.name == cohort)
    return statement.where(or_(having.where(Cohort.course_id == Course.id).exists(), ~having.exists()))


def _which(course: str, found: int) -> str:
    if course:
        return f"There is no course “{course}”." if not found else f"Two courses are called “{course}”; use the slug."
    if not found:
        return "There is no course yet. Publish one first."
    return "There are several courses it could be for. Say which one."
