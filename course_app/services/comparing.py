"""Compare a course's text with what is published of it. Nothing is written.

It stands beside `publishing`, since only a rendering as that one makes it has the hash to compare.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Row, select

from course_app.domain.content_hash import content_hash
from course_app.domain.wording import both
from course_app.extensions import read_connection
from course_app.formats.course_text import CourseText
from course_app.formats.lesson_html import RENDERER
from course_app.formats.plain_json import to_hash
from course_app.models import (
    Course,
    CourseVersion,
    CourseVersionLesson,
    CourseVersionQuiz,
    Lesson,
    LessonVersion,
    Question,
    QuestionVersion,
    Quiz,
    QuizVersion,
)
from course_app.queries.catalogue import IS_NEWEST_VERSION
from course_app.queries.questions import IS_NEWEST_QUESTION_VERSION
from course_app.services.publishing import course_content, lesson_order, rendered_lesson


@dataclass(frozen=True)
class Difference:
    """Ids of what a publication would change, by kind; `outline`: outline, claims, references or glossary differ."""

    is_published: bool = True
    outline: bool = False
    lessons: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    quizzes: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not self.is_published or self.outline or bool(self.lessons or self.questions or self.quizzes)

    def __str__(self) -> str:
        """What differs, as part of a sentence: “content differs: 2 lessons and 1 quiz”."""
        if not self.is_published:
            return "not published"
        kinds = (("lesson", "lessons", self.lessons), ("question", "questions", self.questions))
        kinds += (("quiz", "quizzes", self.quizzes),)
        parts = [f"{len(ids)} {one if len(ids) == 1 else many}" for one, many, ids in kinds if ids]
        return "content differs: " + both([*parts, *(["outline or evidence"] if self.outline else [])])


def published_courses() -> set[str]:
    """The slugs of the courses of which something is published."""
    with read_connection() as connection:
        return set(connection.scalars(select(Course.slug).where(Course.newest_number > 0)))


def difference(text: CourseText) -> Difference:
    """What `publishing.publish` would change. What was edited on the site differs by intention and is passed over."""
    with read_connection() as connection:
        version = connection.execute(
            select(CourseVersion.id, CourseVersion.content, CourseVersion.course_id)
            .join(Course, IS_NEWEST_VERSION)
            .where(Course.slug == text.course.id)
        ).one_or_none()
        if version is None:
            return Difference(is_published=False)
        lessons = _published_lessons(connection, version.id)
        questions = _published_questions(connection, version.course_id)
        quizzes = _published_quizzes(connection, version.id)
    return Difference(
        outline=content_hash(version.content) != content_hash(course_content(text)),
        lessons=_differing({slug: rendered_lesson(text, slug).content_hash for slug in lesson_order(text)}, lessons),
        questions=_differing({code: content_hash(to_hash(one)) for code, one in text.questions.items()}, questions),
        quizzes=_differing({slug: content_hash(to_hash(one)) for slug, one in text.quizzes.items()}, quizzes),
    )


def _published_lessons(connection: Connection, version_id: int) -> list[Row]:
    """Those that an older version of the program rendered are left out: publishing renders them anew."""
    return connection.execute(
        select(Lesson.slug.label("id"), LessonVersion.content_hash)
        .join(LessonVersion, LessonVersion.lesson_id == Lesson.id)
        .join(CourseVersionLesson, CourseVersionLesson.lesson_version_id == LessonVersion.id)
        .where(CourseVersionLesson.course_version_id == version_id, LessonVersion.renderer == RENDERER)
    ).all()


def _published_questions(connection: Connection, course_id: int) -> list[Row]:
    return connection.execute(
        select(Question.code.label("id"), QuestionVersion.content_hash, Question.origin)
        .join(QuestionVersion, IS_NEWEST_QUESTION_VERSION)
        .where(Question.course_id == course_id, (Question.state == "approved") | (Question.origin == "site"))
    ).all()


def _published_quizzes(connection: Connection, version_id: int) -> list[Row]:
    return connection.execute(
        select(Quiz.slug.label("id"), QuizVersion.content_hash, Quiz.origin)
        .join(QuizVersion, QuizVersion.quiz_id == Quiz.id)
        .join(CourseVersionQuiz, CourseVersionQuiz.quiz_version_id == QuizVersion.id)
        .where(CourseVersionQuiz.course_version_id == version_id)
    ).all()


def _differing(in_text: Mapping[str, str], published: list[Row]) -> tuple[str, ...]:
    on_site = {row.id for row in published if getattr(row, "origin", "text") == "site"}
    stored = {row.id: row.content_hash for row in published}
    every = (in_text.keys() | stored.keys()) - on_site
    return tuple(sorted(one for one in every if in_text.get(one) != stored.get(one)))
