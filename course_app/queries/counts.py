"""Whether people come, register, start, pass and enquire: over weeks or months, one statement for each of the five."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, func, select, union_all

from course_app.domain.periods import Period
from course_app.domain.visits import KINDS
from course_app.extensions import read_connection
from course_app.models import Attempt, Completion, CourseCompletion, Enquiry, Enrolment, Person, Visit
from course_app.queries.enquiries import IS_HONEST

IS_LEARNER = Enrolment.kind == "learner"
IS_SIMULATED = select(Enrolment.id).where(Enrolment.person_id == Person.id, Enrolment.kind == "simulated").exists()
STEPS = union_all(
    select(Completion.enrolment_id, Completion.completed_at.label("at")),
    select(Attempt.enrolment_id, Attempt.started_at.label("at")),
).subquery()
FIRST_STEPS = (
    select(func.min(STEPS.c.at).label("at"))
    .join_from(STEPS, Enrolment, Enrolment.id == STEPS.c.enrolment_id)
    .where(IS_LEARNER)
    .group_by(STEPS.c.enrolment_id)
    .subquery()
)

PASSED = select(CourseCompletion.id).join(Enrolment, Enrolment.id == CourseCompletion.enrolment_id).where(IS_LEARNER)


@dataclass(frozen=True)
class CountLine:
    """What happened in a period: pages opened, accounts made, enrolments begun, courses completed, enquiries sent."""

    period: Period
    visited: int
    registered: int
    started: int
    passed: int
    enquired: int


@dataclass(frozen=True)
class Counts:
    """The periods with their counts, and the pages opened in all of them by kind, as pairs (words, number)."""

    lines: tuple[CountLine, ...]
    pages: tuple[tuple[str, int], ...]


def counts(periods: Sequence[Period]) -> Counts:
    """The counts of those periods. Simulated learners and staff who try a course out are in none of them."""
    if not periods:
        return Counts((), ())
    with read_connection() as connection:
        opened = _opened(connection, periods)
        found = zip(
            periods,
            [sum(column) for column in zip(*opened.values(), strict=True)] or [0] * len(periods),
            _counted(connection, periods, Person.created_at, select(Person.id).where(~IS_SIMULATED)),
            _counted(connection, periods, FIRST_STEPS.c.at, select(FIRST_STEPS.c.at)),
            _counted(connection, periods, CourseCompletion.completed_at, PASSED),
            _counted(connection, periods, Enquiry.created_at, select(Enquiry.id).where(IS_HONEST)),
            strict=True,
        )
        lines = tuple(CountLine(*line) for line in found)
    return Counts(lines, tuple((words, sum(opened.get(kind, ()))) for kind, words in KINDS.items()))


def _counted(connection: Connection, periods: Sequence[Period], at: Any, rows: Any) -> Sequence[int]:
    """How many of the rows fall into each period by that column."""
    numbers = [func.count().filter(and_(at >= one.begins, at < one.ends)) for one in periods]
    within = and_(at >= min(one.begins for one in periods), at < max(one.ends for one in periods))
    return tuple(connection.execute(rows.with_only_columns(*numbers, maintain_column_froms=True).where(within)).one())


def _opened(connection: Connection, periods: Sequence[Period]) -> dict[str, Sequence[int]]:
    """Kind of page → how many were opened in each period."""
    sums = [func.sum(Visit.number).filter(and_(Visit.day >= one.first, Visit.day < one.after)) for one in periods]
    rows = connection.execute(select(Visit.page, *(func.coalesce(one, 0) for one in sums)).group_by(Visit.page))
    return {page: numbers for page, *numbers in rows}
