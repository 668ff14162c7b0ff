"""The administrator's home: how many there are, and what needs attention."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, func, or_, select

from course_app.domain.bringing_in import REJECTED
from course_app.domain.evidence import was_checked_long_ago
from course_app.domain.practical_days import today
from course_app.domain.rosters import CANNOT
from course_app.extensions import read_connection
from course_app.models import Cohort, Course, Enquiry, Enrolment, Message, Person, QuestionImport, RosterImport
from course_app.queries.catalogue import Outline, newest_outlines
from course_app.queries.enquiries import IS_NEW
from course_app.queries.erasures import ASKS_FOR_ERASURE
from course_app.queries.grounds import stale_counts
from course_app.queries.invitations import IS_INVITED
from course_app.queries.late_answers import attempts_waiting
from course_app.queries.second_steps import LACKS_SECOND_STEP

LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class CourseCount:
    """A course with the number of its cohorts in use and of its learners now.

    `late`: how many of its attempts have late answers to decide on.
    """

    slug: str
    title: str
    cohorts: int
    learners: int
    late: int


@dataclass(frozen=True)
class OwnCount:
    """A course with the number of something of its own that needs attention."""

    slug: str
    title: str
    number: int


@dataclass(frozen=True)
class Administration:
    """Counts take learners only: neither staff trying a course out nor a demonstration's simulated ones.

    `mail_late_since`: since when mail has been due that nobody sends; None while the worker keeps up. `stale`: the
    courses that have stale questions, each with their number; `to_check`: the same of sources whose rule was last
    looked up long ago; `bad_files`: of files of questions that came to nothing or were rejected in part. `bad_lists`:
    how many lists of people left rows out. Of files and lists those count whose rows are still kept, for a day.
    `without_second_step`: who was asked to turn it on.
    """

    people: int
    invited: int
    closed: int
    learners: int
    courses: tuple[CourseCount, ...]
    dead_messages: int
    mail_late_since: datetime | None
    stale: tuple[OwnCount, ...]
    erasures_asked: int
    without_second_step: int
    bad_lists: int
    bad_files: tuple[OwnCount, ...]
    to_check: tuple[OwnCount, ...]
    new_enquiries: int


def administration(now: datetime) -> Administration:
    """The home's counts."""
    people = Person.erased_at.is_(None)
    counts = select(
        select(func.count()).select_from(Person).where(people).scalar_subquery(),
        select(func.count()).select_from(Person).where(people, IS_INVITED).scalar_subquery(),
        select(func.count()).select_from(Person).where(people, Person.active.is_(False)).scalar_subquery(),
        select(func.count()).select_from(Enrolment).where(*_LEARNING).scalar_subquery(),
        select(func.count()).select_from(Message).where(Message.state == "dead").scalar_subquery(),
        select(func.min(Message.next_try_at))
        .where(Message.state == "waiting", Message.next_try_at < now - LATE)
        .scalar_subquery(),
        select(func.count()).select_from(Person).where(people, ASKS_FOR_ERASURE).scalar_subquery(),
        select(func.count()).select_from(Person).where(people, LACKS_SECOND_STEP).scalar_subquery(),
        select(func.count()).select_from(RosterImport).where(LEFT_ROWS_OUT).scalar_subquery(),
        select(func.count()).select_from(Enquiry).where(IS_NEW).scalar_subquery(),
    )
    with read_connection() as connection:
        all_people, invited, closed, learners, dead, since, asked, alone, lists, new = connection.execute(counts).one()
        found = connection.execute(COURSES).all()
        files = tuple(OwnCount(*row) for row in connection.execute(BAD_FILES))
    outlines = newest_outlines()
    return Administration(
        people=all_people,
        invited=invited,
        closed=closed,
        learners=learners,
        courses=_counted(found),
        dead_messages=dead,
        mail_late_since=since,
        stale=_stale(outlines),
        erasures_asked=asked,
        without_second_step=alone,
        bad_lists=lists,
        bad_files=files,
        to_check=_to_check(outlines, today(now)),
        new_enquiries=new,
    )


def courses() -> tuple[CourseCount, ...]:
    """Every course with its counts, by title."""
    with read_connection() as connection:
        found = connection.execute(COURSES).all()
    return _counted(found)


def _counted(rows: Sequence[Row[Any]]) -> tuple[CourseCount, ...]:
    late = attempts_waiting()
    return tuple(CourseCount(*row[1:], late=late.get(row.id, 0)) for row in rows)


def _stale(outlines: Sequence[Outline]) -> tuple[OwnCount, ...]:
    counts = stale_counts(outlines)
    return _some(OwnCount(one.course.id, one.course.title, counts[one.course_id]) for one in outlines)


def _to_check(outlines: Sequence[Outline], day: date) -> tuple[OwnCount, ...]:
    return _some(OwnCount(one.course.id, one.course.title, _unchecked(one, day)) for one in outlines)


def _unchecked(outline: Outline, day: date) -> int:
    return sum(was_checked_long_ago(one.checked_on, day) for one in outline.references.values())


def _some(counts: Iterable[OwnCount]) -> tuple[OwnCount, ...]:
    return tuple(one for one in counts if one.number)


LEFT_ROWS_OUT = and_(
    RosterImport.state == "done", RosterImport.cleared_at.is_(None), RosterImport.counts[CANNOT].as_integer() > 0
)
BAD_FILES = (
    select(Course.slug, Course.title, func.count())
    .join_from(Course, QuestionImport, QuestionImport.course_id == Course.id)
    .where(
        QuestionImport.state == "done",
        QuestionImport.cleared_at.is_(None),
        or_(QuestionImport.failure != "", QuestionImport.counts[REJECTED].as_integer() > 0),
    )
    .group_by(Course.slug, Course.title)
    .order_by(Course.title)
)
_LEARNING = (Enrolment.kind == "learner", Enrolment.ended_at.is_(None))
COURSES = select(
    Course.id,
    Course.slug,
    Course.title,
    select(func.count())
    .select_from(Cohort)
    .where(Cohort.course_id == Course.id, Cohort.retired_at.is_(None))
    .scalar_subquery(),
    select(func.count()).select_from(Enrolment).where(Enrolment.course_id == Course.id, *_LEARNING).scalar_subquery(),
).order_by(Course.title)
