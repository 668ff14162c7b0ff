"""A lesson's page: what its readers share comes from the process's memory, the reader's own part by one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from course_app.domain.courses import Heading
from course_app.extensions import read_connection
from course_app.models import Completion, Course, Enrolment, Lesson, LessonVersion, Place
from course_app.queries.catalogue import LessonCard, Outline, QuizCard, outline
from course_app.queries.kept import kept
from course_app.queries.standing import NEWEST_WITH_ENROLMENT

READER = (
    NEWEST_WITH_ENROLMENT.add_columns(Place.paragraph, Place.at, Completion.lesson_id, Completion.completed_at)
    .outerjoin(Lesson, (Lesson.course_id == Course.id) & (Lesson.slug == bindparam("lesson")))
    .outerjoin(Place, (Place.enrolment_id == Enrolment.id) & (Place.lesson_id == Lesson.id))
    .outerjoin(Completion, Completion.enrolment_id == Enrolment.id)
)


@dataclass(frozen=True)
class LessonFrame:
    """What is the same for every reader of a lesson; immutable, since its course version is.

    `body`, `references` and `terms` are HTML. `siblings` and `quizzes` are those of its module; `sections` are what
    the outline lists below the lesson, self-checks included.
    """

    outline: Outline
    card: LessonCard
    module_number: int
    place_in_module: int
    siblings: tuple[LessonCard, ...]
    quizzes: tuple[QuizCard, ...]
    sections: tuple[Heading, ...]
    previous: LessonCard | None
    following: LessonCard | None
    awaits_review: bool
    body: str
    references: str
    terms: str


@dataclass(frozen=True)
class Stopped:
    """Where a reader stopped: the text block `p-<paragraph>`, and when."""

    paragraph: int
    at: datetime


@dataclass(frozen=True)
class LessonPage:
    """A lesson as one reader finds it; `frame` is None while it is planned.

    `read` holds the ids of the lessons that the reader has marked as read. The text comes in two parts, parted at
    the place where the reader stopped; without such a place `rest` is empty.
    """

    outline: Outline
    card: LessonCard
    frame: LessonFrame | None
    enrolment_id: int | None
    read: frozenset[int]
    read_at: datetime | None
    stopped: Stopped | None
    body: str
    rest: str

    @property
    def is_enrolled(self) -> bool:
        """Whether the reader learns this course now."""
        return self.enrolment_id is not None


def lesson_page(course_slug: str, lesson_slug: str, person_id: int | None) -> LessonPage | None:
    """The page of a lesson for somebody or for a visitor; None when the newest version has no such lesson."""
    with read_connection() as connection:
        given = {"course": course_slug, "lesson": lesson_slug, "person": person_id}
        rows = connection.execute(READER, given).all()
    outlined = outline(rows[0].version_id) if rows else None
    card = outlined.lessons.get(lesson_slug) if outlined else None
    if outlined is None or card is None:
        return None
    if card.is_planned:
        return LessonPage(outlined, card, None, rows[0].enrolment_id, frozenset(), None, None, "", "")
    return _written_page(outlined, card, rows)


def _written_page(outlined: Outline, card: LessonCard, rows: Sequence[Row[Any]]) -> LessonPage:
    frame = kept("lesson frame", (outlined.version_id, card.slug), lambda: _frame(outlined, card))
    read = {row.lesson_id: row.completed_at for row in rows if row.lesson_id is not None}
    stopped = _stopped(rows[0], read.get(card.lesson_id))
    body, rest = _parted(frame.body, stopped)
    return LessonPage(
        outline=outlined,
        card=card,
        frame=frame,
        enrolment_id=rows[0].enrolment_id,
        read=frozenset(read),
        read_at=read.get(card.lesson_id),
        stopped=stopped if rest else None,
        body=body,
        rest=rest,
    )


def _stopped(row: Row[Any], read_at: datetime | None) -> Stopped | None:
    """The remembered place, unless it is the beginning or the lesson has been finished since."""
    if row.at is None or row.paragraph < 2 or (read_at is not None and row.at <= read_at):
        return None
    return Stopped(row.paragraph, row.at)


def _parted(body: str, stopped: Stopped | None) -> tuple[str, str]:
    """The text before the place and from it on; (all, "") when there is none or the text has become shorter."""
    place = body.find(f'id="p-{stopped.paragraph}"') if stopped else -1
    cut = body.rfind("<", 0, place) if place >= 0 else len(body)
    return body[:cut], body[cut:]


def _frame(outlined: Outline, card: LessonCard) -> LessonFrame:
    siblings = tuple(one for one in outlined.lessons.values() if one.module.id == card.module.id)
    written = outlined.written
    position = written.index(card)
    html = _html(card.version_id)
    course = outlined.course
    return LessonFrame(
        outline=outlined,
        card=card,
        module_number=course.modules.index(card.module) + 1,
        place_in_module=siblings.index(card) + 1,
        siblings=siblings,
        quizzes=tuple(outlined.quizzes[slug] for slug in card.module.quizzes if slug in outlined.quizzes),
        sections=_sections(card, html["body"]),
        previous=written[position - 1] if position else None,
        following=written[position + 1] if position + 1 < len(written) else None,
        awaits_review=card.module.clinical_review and not course.clinical_review.name,
        **html,
    )


def _html(version_id: int | None) -> dict[str, str]:
    with read_connection() as connection:
        return connection.execute(select(LessonVersion.html).where(LessonVersion.id == version_id)).scalar_one()


def _sections(card: LessonCard, body: str) -> tuple[Heading, ...]:
    """The headings and the self-checks in the order in which they stand in the text."""
    checks = card.lesson.checks if card.lesson else ()
    titles = ["Self-check"] if len(checks) == 1 else [f"Self-check {number}" for number in range(1, len(checks) + 1)]
    named = [Heading(f"self-check-{check}", title) for check, title in zip(checks, titles, strict=True)]
    headings = card.lesson.sections if card.lesson else ()
    return tuple(sorted((*headings, *named), key=lambda heading: body.find(f'id="{heading.id}"')))
