"""Part of every publication: a new version of the course, within the publication's transaction."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.models import catalogue


def add_course_version(
    session: Session,
    course: catalogue.Course,
    content: dict[str, Any],
    lesson_hashes: list[str],
    lesson_ids: list[int],
    quiz_ids: list[int],
    now: datetime,
) -> bool:
    """A new course version, unless the newest says the same already; whether there is a new one.

    `content`: outline, claims, references and glossary. The ids are those of lessons' and quizzes' versions in order.
    """
    table = catalogue.CourseVersion
    digest = content_hash({"content": content, "lessons": lesson_hashes, "quizzes": quiz_ids})
    newest = session.scalar(select(table).where(table.course_id == course.id, table.number == course.newest_number))
    if newest is not None and newest.content_hash == digest:
        return False
    course.newest_number += 1
    version = table(
        course_id=course.id,
        number=course.newest_number,
        content_hash=digest,
        content=content,
        published_at=now,
    )
    session.add(version)
    session.flush()
    session.add_all(
        catalogue.CourseVersionLesson(course_version_id=version.id, lesson_version_id=one, position=position)
        for position, one in enumerate(lesson_ids, 1)
    )
    session.add_all(
        catalogue.CourseVersionQuiz(course_version_id=version.id, quiz_version_id=one, position=position)
        for position, one in enumerate(quiz_ids, 1)
    )
    return True
