"""Where a person stands in a course: its newest version, and their active enrolment."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from course_app.extensions import read_connection
from course_app.models import Course, CourseVersion, Enrolment
from course_app.queries.catalogue import IS_NEWEST_VERSION, Outline, newest_outlines, outline

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


@dataclass(frozen=True)
class Standing:
    """A published course, and the enrolment of the person who asks (None: not enrolled, or a visitor)."""

    outline: Outline
    enrolment_id: int | None

    @property
    def is_enrolled(self) -> bool:
        """Whether the person learns this course now."""
        return self.enrolment_id is not None

    @property
    def may_enrol(self) -> bool:
        """Whether somebody who is not enrolled may enrol without asking anybody."""
        return not self.is_enrolled and self.outline.course.enrolment == "open"


def standing(course_slug: str, person_id: int | None) -> Standing | None:
    """How somebody stands in a course; None when there is no such course."""
    with read_connection() as connection:
        row = connection.execute(NEWEST_WITH_ENROLMENT, {"course": course_slug, "person": person_id}).one_or_none()
    return Standing(outline(row.version_id), row.enrolment_id) if row else None


def open_outlines() -> list[Outline]:
    """The courses in which anybody may enrol, by title."""
    return [one for one in newest_outlines() if one.course.enrolment == "open"]
