"""The courses somebody teaches: those of their memberships as instructor, all of them for an administrator.

A reviewer sees the bank of a course, and nothing else of it here.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select

from course_app.extensions import read_connection
from course_app.models import Enrolment, Question
from course_app.queries.bank import WAITS
from course_app.queries.catalogue import Outline, newest_outline, newest_outlines
from course_app.queries.corrections import corrections_waiting
from course_app.queries.grounds import stale_counts
from course_app.queries.late_answers import attempts_waiting
from course_app.queries.viewer import Viewer


@dataclass(frozen=True)
class TaughtCourse:
    """A course on its instructor's home: its questions, how many of them are in use, how many stale; its learners.

    `late`: how many attempts have late answers to decide on; `corrections`: how many are suggested and not decided;
    `waiting`: how many questions wait for an approval. `is_taught`: by the viewer, who otherwise reviews it.
    """

    outline: Outline
    questions: int
    in_use: int
    stale: int
    learners: int
    late: int
    corrections: int
    waiting: int
    is_taught: bool


def taught_courses(viewer: Viewer) -> list[TaughtCourse]:
    """The courses that the viewer teaches or reviews, by title."""
    outlines = [one for one in newest_outlines() if reviews(viewer, one.course_id)]
    ids = [one.course_id for one in outlines]
    corrections = corrections_waiting(ids)
    bank, stale, learning, late = _bank(ids), stale_counts(outlines), _learning(ids), attempts_waiting(ids)
    return [
        TaughtCourse(
            one,
            *bank.get(one.course_id, (0, 0, 0))[:2],
            waiting=bank.get(one.course_id, (0, 0, 0))[2],
            is_taught=teaches(viewer, one.course_id),
            stale=stale[one.course_id],
            learners=learning.get(one.course_id, 0),
            late=late.get(one.course_id, 0),
            corrections=corrections.get(one.course_id, 0),
        )
        for one in outlines
    ]


def taught_course(viewer: Viewer, slug: str) -> Outline | None:
    """The newest version of a course that the viewer teaches; None for any other, there or not."""
    found = newest_outline(slug)
    return found if found and teaches(viewer, found.course_id) else None


def reviewed_course(viewer: Viewer, slug: str) -> Outline | None:
    """The same of a course that the viewer teaches or reviews."""
    found = newest_outline(slug)
    return found if found and reviews(viewer, found.course_id) else None


def reviews(viewer: Viewer, course_id: int) -> bool:
    """Whether the viewer may see the course's bank and approve its questions."""
    return teaches(viewer, course_id) or course_id in viewer.reviewer_of


def teaches(viewer: Viewer, course_id: int) -> bool:
    """Whether the viewer may edit and see results in the course."""
    return viewer.is_admin or course_id in viewer.instructor_of


def _bank(course_ids: Collection[int]) -> dict[int, tuple[int, int, int]]:
    statement = (
        select(
            Question.course_id,
            func.count().filter(Question.state != "retired"),
            func.count().filter(Question.state == "approved"),
            func.count().filter(WAITS),
        )
        .where(Question.course_id.in_(course_ids))
        .group_by(Question.course_id)
    )
    with read_connection() as connection:
        return {row[0]: (row[1], row[2], row[3]) for row in connection.execute(statement)}


def _learning(course_ids: Collection[int]) -> dict[int, int]:
    statement = (
        select(Enrolment.course_id, func.count())
        .where(Enrolment.course_id.in_(course_ids), Enrolment.kind == "learner", Enrolment.ended_at.is_(None))
        .group_by(Enrolment.course_id)
    )
    with read_connection() as connection:
        return {row[0]: row[1] for row in connection.execute(statement)}
