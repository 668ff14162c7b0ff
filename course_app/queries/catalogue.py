"""The outline of a course version: lessons, quizzes, evidence, and which passage teaches which claim.

An outline is immutable and kept by its version's id; only the newest version's id is read afresh.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, select

from course_app.domain.courses import Course, Lesson, Module, Passage, minutes_of
from course_app.domain.evidence import Claim, Reference, Term
from course_app.domain.quizzes import Quiz
from course_app.extensions import read_connection
from course_app.formats.plain_json import from_plain
from course_app.models import catalogue, quizzes
from course_app.queries.kept import kept

IS_NEWEST_VERSION = (catalogue.CourseVersion.course_id == catalogue.Course.id) & (
    catalogue.CourseVersion.number == catalogue.Course.newest_number
)
"""Joins a course to its newest version."""


@dataclass(frozen=True)
class LessonCard:
    """A lesson in its place. A planned one has no `version_id` and no text."""

    slug: str
    number: str
    title: str
    module: Module
    lesson_id: int | None = None
    version_id: int | None = None
    minutes: int = 0
    lesson: Lesson | None = None

    @property
    def is_planned(self) -> bool:
        """Whether the lesson is named in the outline but not written yet."""
        return self.version_id is None

    @property
    def is_open(self) -> bool:
        """Whether visitors may read it."""
        return self.lesson is not None and self.lesson.is_open


@dataclass(frozen=True)
class QuizCard:
    """A quiz in its place; `module` is None for a quiz of the whole course."""

    slug: str
    title: str
    quiz: Quiz
    quiz_id: int
    version_id: int
    module: Module | None


@dataclass(frozen=True)
class Taught:
    """Where a claim is taught: the passage and its lesson."""

    card: LessonCard
    passage: Passage


@dataclass(frozen=True)
class Outline:
    """A course version, ready for pages. Dictionaries are by slug or id and in course order."""

    course_id: int
    version_id: int
    number: int
    course: Course
    lessons: dict[str, LessonCard]
    quizzes: dict[str, QuizCard]
    claims: dict[str, Claim]
    references: dict[str, Reference]
    terms: dict[str, Term]
    taught: dict[str, tuple[Taught, ...]] = field(default_factory=dict)
    passages: dict[str, Taught] = field(default_factory=dict)

    @property
    def written(self) -> list[LessonCard]:
        """The lessons that can be read, in order."""
        return [card for card in self.lessons.values() if not card.is_planned]

    @property
    def texts(self) -> dict[str, Lesson]:
        """What the written lessons say, by slug."""
        return {card.slug: card.lesson for card in self.lessons.values() if card.lesson}


def newest_outline(course_slug: str) -> Outline | None:
    """The newest published version of a course, None when there is no such course."""
    statement = _newest().where(catalogue.Course.slug == course_slug)
    with read_connection() as connection:
        version_id = connection.execute(statement).scalar()
    return outline(version_id) if version_id else None


def newest_outlines() -> list[Outline]:
    """The newest version of every course, by title."""
    with read_connection() as connection:
        version_ids = connection.execute(_newest().order_by(catalogue.Course.title)).scalars().all()
    return [outline(version_id) for version_id in version_ids]


def outline(version_id: int) -> Outline:
    """The outline of one version, from the process's memory when it was read before."""
    return kept("outline", version_id, lambda: _read(version_id))


def _newest() -> Any:
    return select(catalogue.CourseVersion.id).join(catalogue.Course, IS_NEWEST_VERSION)


def _read(version_id: int) -> Outline:
    with read_connection() as connection:
        version = connection.execute(
            select(catalogue.CourseVersion.__table__).where(catalogue.CourseVersion.id == version_id)
        ).one()
        lessons = {row.slug: row for row in _lesson_rows(connection, version_id)}
        quiz_rows = {row.slug: row for row in _quiz_rows(connection, version_id)}
    course = from_plain(Course, version.content["course"])
    cards = _lesson_cards(course, lessons)
    outlined = Outline(
        course_id=version.course_id,
        version_id=version.id,
        number=version.number,
        course=course,
        lessons=cards,
        quizzes=_quiz_cards(course, quiz_rows),
        claims={claim.id: claim for claim in from_plain(list[Claim], version.content["claims"])},
        references={one.id: one for one in from_plain(list[Reference], version.content["references"])},
        terms={term.id: term for term in from_plain(list[Term], version.content["terms"])},
    )
    return replace(outlined, taught=_taught(cards), passages=_passages(cards))


def _lesson_rows(connection: Connection, version_id: int) -> list[Row[Any]]:
    lesson, version, listed = catalogue.Lesson, catalogue.LessonVersion, catalogue.CourseVersionLesson
    return list(
        connection.execute(
            select(lesson.slug, lesson.id.label("lesson_id"), version.id.label("version_id"), version.content)
            .join(version, version.lesson_id == lesson.id)
            .join(listed, listed.lesson_version_id == version.id)
            .where(listed.course_version_id == version_id)
        )
    )


def _quiz_rows(connection: Connection, version_id: int) -> list[Row[Any]]:
    quiz, version, listed = quizzes.Quiz, quizzes.QuizVersion, catalogue.CourseVersionQuiz
    return list(
        connection.execute(
            select(quiz.slug, quiz.id.label("quiz_id"), version.id.label("version_id"), version.content)
            .join(version, version.quiz_id == quiz.id)
            .join(listed, listed.quiz_version_id == version.id)
            .where(listed.course_version_id == version_id)
            .order_by(listed.position)
        )
    )


def _lesson_cards(course: Course, rows: dict[str, Row[Any]]) -> dict[str, LessonCard]:
    cards = {}
    for module_number, module in enumerate(course.modules, 1):
        for lesson_number, entry in enumerate(module.lessons, 1):
            card = LessonCard(entry.id, f"{module_number}.{lesson_number}", entry.title, module)
            row = rows.get(entry.id)
            cards[entry.id] = _written(card, row) if row else card
    return cards


def _written(card: LessonCard, row: Row[Any]) -> LessonCard:
    lesson = from_plain(Lesson, row.content)
    minutes = minutes_of(lesson.words, len(lesson.figures), len(lesson.checks))
    return replace(
        card,
        title=lesson.title,
        lesson_id=row.lesson_id,
        version_id=row.version_id,
        minutes=minutes,
        lesson=lesson,
    )


def _quiz_cards(course: Course, rows: dict[str, Row[Any]]) -> dict[str, QuizCard]:
    """In the order of the outline; quizzes made on the site, which it does not name, belong to the whole course."""
    modules: dict[str, Module] = {slug: module for module in course.modules for slug in module.quizzes}
    ordered = dict.fromkeys([*modules, *course.quizzes, *rows])
    return {
        slug: QuizCard(
            slug=slug,
            title=row.content["title"],
            quiz=from_plain(Quiz, row.content),
            quiz_id=row.quiz_id,
            version_id=row.version_id,
            module=modules.get(slug),
        )
        for slug in ordered
        if (row := rows.get(slug))
    }


def _passages(cards: dict[str, LessonCard]) -> dict[str, Taught]:
    return {
        passage.id: Taught(card, passage) for card in cards.values() if card.lesson for passage in card.lesson.passages
    }


def _taught(cards: dict[str, LessonCard]) -> dict[str, tuple[Taught, ...]]:
    places: dict[str, tuple[Taught, ...]] = {}
    for taught in _passages(cards).values():
        for claim in taught.passage.claims:
            places[claim] = (*places.get(claim, ()), taught)
    return places
