"""Build quizzes on the site: save versions, and publish one of them as part of a new version of the course.

A saved version is immutable and seen by nobody until it is published; attempts under way end on theirs.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.domain.errors import RuleBroken
from course_app.domain.names import search_key
from course_app.domain.questions import Fault
from course_app.domain.quiz_building import obstacles
from course_app.domain.quizzes import Quiz
from course_app.formats.plain_json import from_plain, to_hash, to_plain
from course_app.models import (
    Course,
    CourseVersion,
    CourseVersionLesson,
    CourseVersionQuiz,
    LessonVersion,
    QuizVersion,
)
from course_app.models import Quiz as QuizRow
from course_app.queries.candidates import candidates_of
from course_app.queries.catalogue import Outline
from course_app.services.ledgers import audit
from course_app.services.publishing_versions import add_course_version
from course_app.services.transaction import held, held_by_key, hold, transaction

LONGEST_SLUG = 80


class QuizVersionNotFound(RuleBroken):
    """There is no such quiz, or no such version of it."""


class QuizOfTheText(RuleBroken):
    """The text says whether a quiz of the text is published."""


class NotPublishable(RuleBroken):
    """Something stands in the way; `faults` say what."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(" ".join(fault.sentence for fault in faults))
        self.faults = faults


class QuizEditedMeanwhile(RuleBroken):
    """Somebody else saved a version first."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Somebody saved version {number} of this quiz while you were writing. Nothing of yours is lost, and "
            f"theirs is kept as version {number}. Compare the two below; save again to keep yours as one more version."
        )
        self.number = number


@dataclass(frozen=True)
class SavedQuiz:
    """The quiz and the number of the version that says what was saved; `is_new`: whether it had to be made."""

    slug: str
    number: int
    is_new: bool


def add_quiz(actor_id: int, outline: Outline, quiz: Quiz, now: datetime) -> SavedQuiz:
    """Save a new quiz; nobody sees it until it is published."""
    with transaction() as session:
        return _add(session, actor_id, outline, quiz, now, "")


def copy_quiz(actor_id: int, outline: Outline, slug: str, number: int, now: datetime) -> SavedQuiz:
    """Save a new quiz that says what a version of another says, but for its title. Raises QuizVersionNotFound."""
    with transaction() as session:
        row = _quiz(session, outline.course_id, slug)
        quiz = from_plain(Quiz, version_of(session, row.id, number).content)
        quiz = replace(quiz, title=f"Copy of {quiz.title}")
        return _add(session, actor_id, outline, quiz, now, f", a copy of {slug}, version {number}")


def _add(session: Session, actor_id: int, outline: Outline, quiz: Quiz, now: datetime, whence: str) -> SavedQuiz:
    hold(session, select(Course.id).where(Course.id == outline.course_id))
    slug = _free_slug(session, outline.course_id, quiz.title)
    row = QuizRow(course_id=outline.course_id, slug=slug, origin="site")
    session.add(row)
    session.flush()
    _add_version(session, row.id, 1, replace(quiz, id=slug), now)
    audit(session, actor_id, "quiz written", f"quiz {row.id}", now, reason=f"{slug}, version 1{whence}")
    return SavedQuiz(slug, 1, is_new=True)


def save_quiz(actor_id: int, outline: Outline, slug: str, opened: int, quiz: Quiz, now: datetime) -> SavedQuiz:
    """Save a version of a quiz; `opened` was the last one when the form was opened. Learners notice nothing yet.

    Raises QuizVersionNotFound or QuizEditedMeanwhile.
    """
    with transaction() as session:
        row = _quiz(session, outline.course_id, slug)
        table = QuizVersion
        versions = session.execute(select(table.number, table.content_hash).where(table.quiz_id == row.id)).all()
        last = max(version.number for version in versions)
        if last != opened:
            raise QuizEditedMeanwhile(last)
        quiz = replace(quiz, id=slug)
        digest = content_hash(to_hash(quiz))
        same = next((version.number for version in versions if version.content_hash == digest), None)
        if same is not None:
            return SavedQuiz(slug, same, is_new=False)
        _add_version(session, row.id, last + 1, quiz, now)
        _become_the_sites(session, row, actor_id, now)
        audit(session, actor_id, "quiz edited", f"quiz {row.id}", now, reason=f"{slug}, version {last + 1}")
        return SavedQuiz(slug, last + 1, is_new=True)


def publish_quiz(actor_id: int, outline: Outline, slug: str, number: int, now: datetime) -> None:
    """Make a saved version the one that attempts from now on take. Raises QuizVersionNotFound or NotPublishable."""
    with transaction() as session:
        course = held_by_key(session, Course, outline.course_id)
        row = _quiz(session, course.id, slug)
        version = version_of(session, row.id, number)
        refuse_obstacles(session, outline, from_plain(Quiz, version.content))
        _become_the_sites(session, row, actor_id, now)
        row.retired_at = None
        if _list_in_course(session, course, row.id, version.id, now):
            audit(session, actor_id, "quiz published", f"quiz {row.id}", now, reason=f"{slug}, version {number}")


def unpublish_quiz(actor_id: int, outline: Outline, slug: str, reason: str, now: datetime) -> None:
    """Take a quiz out of the course: nothing new starts. Attempts under way finish; grades and completions stay.

    Raises QuizVersionNotFound or QuizOfTheText. A quiz that is not published stays so.
    """
    with transaction() as session:
        course = held_by_key(session, Course, outline.course_id)
        row = _quiz(session, course.id, slug)
        if row.origin == "text":
            raise QuizOfTheText(
                "Nothing was changed: this quiz comes from the course’s text, and is taken away there. Take its file "
                "out of the course’s folder, and publish the text."
            )
        if _list_in_course(session, course, row.id, None, now):
            audit(session, actor_id, "quiz unpublished", f"quiz {row.id}", now, reason=f"{slug}: {reason}")


def refuse_obstacles(session: Session, outline: Outline, quiz: Quiz) -> None:
    """Raise NotPublishable for a quiz that cannot be asked or passed."""
    candidates = candidates_of(session.connection(), outline.course_id)
    faults = obstacles(quiz, dict(outline.course.topics), candidates)
    if faults:
        raise NotPublishable(faults)


def version_of(session: Session, quiz_id: int, number: int) -> Row:
    """The id and content of a saved version. Raises QuizVersionNotFound."""
    row = session.execute(
        select(QuizVersion.id, QuizVersion.content).where(QuizVersion.quiz_id == quiz_id, QuizVersion.number == number)
    ).one_or_none()
    if row is None:
        raise QuizVersionNotFound("There is no such version.")
    return row


def _quiz(session: Session, course_id: int, slug: str) -> QuizRow:
    row = held(session, select(QuizRow).where(QuizRow.course_id == course_id, QuizRow.slug == slug))
    if row is None:
        raise QuizVersionNotFound("There is no such quiz.")
    return row


def _add_version(session: Session, quiz_id: int, number: int, quiz: Quiz, now: datetime) -> None:
    session.add(
        QuizVersion(
            quiz_id=quiz_id,
            number=number,
            content_hash=content_hash(to_hash(quiz)),
            content=to_plain(quiz),
            created_at=now,
        )
    )


def _become_the_sites(session: Session, row: QuizRow, actor_id: int, now: datetime) -> None:
    """From now on the quiz is the site's: publishing the text leaves it as it is."""
    if row.origin == "text":
        row.origin = "site"
        audit(session, actor_id, "quiz taken over by the site", f"quiz {row.id}", now, reason=row.slug)


def _list_in_course(session: Session, course: Course, quiz_id: int, version_id: int | None, now: datetime) -> bool:
    """A new course version that says what the newest says, with this version of the quiz, or (None) without it."""
    newest = session.scalars(
        select(CourseVersion).where(CourseVersion.course_id == course.id, CourseVersion.number == course.newest_number)
    ).one()
    lessons = session.execute(
        select(LessonVersion.id, LessonVersion.content_hash)
        .join(CourseVersionLesson, CourseVersionLesson.lesson_version_id == LessonVersion.id)
        .where(CourseVersionLesson.course_version_id == newest.id)
        .order_by(CourseVersionLesson.position)
    ).all()
    listed = session.execute(
        select(QuizVersion.id, QuizVersion.quiz_id)
        .join(CourseVersionQuiz, CourseVersionQuiz.quiz_version_id == QuizVersion.id)
        .where(CourseVersionQuiz.course_version_id == newest.id)
        .order_by(CourseVersionQuiz.position)
    ).all()
    versions = {one.quiz_id: one.id for one in listed} | {quiz_id: version_id}
    quiz_ids = [one for one in versions.values() if one is not None]
    hashes = [one.content_hash for one in lessons]
    return add_course_version(session, course, newest.content, hashes, [one.id for one in lessons], quiz_ids, now)


def _free_slug(session: Session, course_id: int, title: str) -> str:
    """An address made of the title, with a number after it if it is taken."""
    plain = unicodedata.normalize("NFKD", search_key(title)).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_SLUG].strip("-") or "quiz"
    taken = set(session.scalars(select(QuizRow.slug).where(QuizRow.course_id == course_id)))
    numbered = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in numbered if slug not in taken)
