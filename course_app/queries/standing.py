"""Where a person stands in a course: its newest version, and their active enrolment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import aliased

from course_app.domain import courses as content
from course_app.domain.enrolments import ended_sentence
from course_app.domain.windows import last_day
from course_app.extensions import read_connection
from course_app.models import Course, CourseCompletion, CourseVersion, Enrolment
from course_app.queries.catalogue import IS_NEWEST_VERSION, Outline, newest_outlines, outline

EARLIER = aliased(Enrolment)
HAS_ENDED = (
    select(EARLIER.id)
    .where(
        EARLIER.course_id == Course.id,
        EARLIER.person_id == bindparam("person"),
        EARLIER.ended_at.is_not(None),
        EARLIER.kind != "preview",
    )
    .exists()
)
"""Whether the person learnt the course before: who did is enrolled again by whoever runs it."""
HAS_COMPLETED = (
    select(CourseCompletion.id)
    .join(EARLIER, EARLIER.id == CourseCompletion.enrolment_id)
    .where(EARLIER.course_id == Course.id, EARLIER.person_id == bindparam("person"), EARLIER.kind == "learner")
    .exists()
)
"""Whether the person has completed the course, now or before, so that there is or may be a record."""
RAN_OUT = (
    select(func.max(EARLIER.expires_at))
    .where(EARLIER.course_id == Course.id, EARLIER.person_id == bindparam("person"))
    .where(EARLIER.ended_at == EARLIER.expires_at)
    .correlate(Course)
    .scalar_subquery()
)
"""When the person's access ran out, if it did."""
NEWEST_WITH_ENROLMENT = (
    select(CourseVersion.id.label("version_id"), Enrolment.id.label("enrolment_id"))
    .select_from(Course)
    .join(CourseVersion, IS_NEWEST_VERSION)
    .outerjoin(
        Enrolment,
        (Enrolment.course_id == Course.id)
        & (Enrolment.person_id == bindparam("person"))
        & Enrolment.ended_at.is_(None),
    )
    .where(Course.slug == bindparam("course"))
)

STANDING = NEWEST_WITH_ENROLMENT.add_columns(
    HAS_ENDED.correlate(Course).label("has_ended"),
    RAN_OUT.label("ran_out_at"),
    HAS_COMPLETED.correlate(Course).label("has_completed"),
)
LEARNT = (
    select(CourseVersion.id)
    .join(Course, IS_NEWEST_VERSION)
    .join(Enrolment, Enrolment.course_id == Course.id)
    .where(Enrolment.person_id == bindparam("person"), Enrolment.ended_at.is_(None), Enrolment.kind != "preview")
    .limit(2)
)
ENDED = select(Course.id, RAN_OUT.label("ran_out_at"), HAS_COMPLETED.correlate(Course).label("has_completed")).where(
    HAS_ENDED.correlate(Course)
)


@dataclass(frozen=True)
class Standing:
    """A published course, and the enrolment of the person who asks (None: not enrolled, or a visitor).

    `has_ended`: they were enrolled before; `ran_out_at`: when their access ran out, None where it was ended otherwise.
    `has_completed`: they completed it, in this enrolment or an earlier one.
    """

    outline: Outline
    enrolment_id: int | None
    has_ended: bool
    ran_out_at: datetime | None = None
    has_completed: bool = False

    @property
    def is_enrolled(self) -> bool:
        """Whether the person learns this course now."""
        return self.enrolment_id is not None

    @property
    def may_enrol(self) -> bool:
        """Whether somebody who is not enrolled may enrol without asking anybody."""
        return not self.is_enrolled and not self.has_ended and self.outline.course.enrolment == "open"

    @property
    def ended(self) -> str:
        """What somebody is told whose enrolment has ended; nothing to anybody else."""
        if not self.has_ended or self.is_enrolled:
            return ""
        course = self.outline.course
        return ended_sentence(course.title, self.ran_out_at and last_day(self.ran_out_at, ZoneInfo(course.zone)))


def standing(course_slug: str, person_id: int | None) -> Standing | None:
    """How somebody stands in a course; None when there is no such course."""
    with read_connection() as connection:
        row = connection.execute(STANDING, {"course": course_slug, "person": person_id}).one_or_none()
    if row is None:
        return None
    ended = (bool(row.has_ended), row.ran_out_at)
    return Standing(outline(row.version_id), row.enrolment_id, *ended, bool(row.has_completed))


def only_course(person_id: int) -> content.Course | None:
    """The course that somebody learns, when it is one; None without any, or with several."""
    with read_connection() as connection:
        versions = connection.execute(LEARNT, {"person": person_id}).scalars().all()
    return outline(versions[0]).course if len(versions) == 1 else None


def open_standings(person_id: int) -> list[Standing]:
    """How somebody who learns nothing now stands in the courses that are open or that they learnt, by title."""
    with read_connection() as connection:
        ended = {row.id: row for row in connection.execute(ENDED, {"person": person_id})}
    return [
        _ended_or_open(one, ended.get(one.course_id))
        for one in newest_outlines()
        if one.course.enrolment == "open" or one.course_id in ended
    ]


def _ended_or_open(outlined: Outline, ended: Row[Any] | None) -> Standing:
    if ended is None:
        return Standing(outlined, None, has_ended=False)
    return Standing(
        outlined, None, has_ended=True, ran_out_at=ended.ran_out_at, has_completed=bool(ended.has_completed)
    )
