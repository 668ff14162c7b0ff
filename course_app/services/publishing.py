"""Publish a course's text: immutable versions by content hash, unchanged content skipped, ids permanent.

What is edited on the site (`origin` "site") is never overwritten, only listed. What the text no longer has is
retired, never deleted. One publication is one transaction; rendering happens before it.
"""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain.content_hash import content_hash
from course_app.domain.courses import Lesson
from course_app.domain.revisions import Kept
from course_app.formats.course_folder import CourseText
from course_app.formats.lesson_html import RENDERER, render_lesson
from course_app.formats.plain_json import to_hash, to_plain
from course_app.models import catalogue
from course_app.services.indexing import index_course
from course_app.services.ledgers import audit
from course_app.services.publishing_evidence import publish_evidence
from course_app.services.publishing_quizzes import publish_questions, publish_quizzes
from course_app.services.publishing_versions import add_course_version
from course_app.services.transaction import hold, hold_name, transaction


@dataclass(frozen=True)
class Tally:
    """What happened to the items of one kind, and what was kept because it was edited on the site."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    retired: int = 0
    kept: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class Publication:
    """What a publication did. `version`: the course version learners now see; `is_new`: whether it is a new one."""

    course: str
    version: int
    is_new: bool
    lessons: Tally = field(default_factory=Tally)
    questions: Tally = field(default_factory=Tally)
    quizzes: Tally = field(default_factory=Tally)


@dataclass(frozen=True)
class RenderedLesson:
    """A lesson ready to be stored. `html` has the fields of `LessonHtml`."""

    lesson: Lesson
    content_hash: str
    html: dict[str, str]


def publish(text: CourseText, now: datetime, actor_id: int | None = None) -> Publication:
    """Store what the text says; the caller has made sure that it has no errors."""
    rendered = [rendered_lesson(text, slug) for slug in lesson_order(text)]
    with transaction() as session:
        hold_name(session, f"course {text.course.id}")
        hold(session, select(catalogue.Course.id).where(catalogue.Course.slug == text.course.id))
        course = _course(session, text, now)
        publish_evidence(session, course.id, text, now)
        lessons, lesson_ids = _publish_lessons(session, course.id, rendered, now)
        questions = publish_questions(session, course.id, text, now)
        index_course(session, course.id, text.groundwork)
        quizzes, quiz_ids = publish_quizzes(session, course.id, text.quizzes, now)
        hashes = [one.content_hash for one in rendered]
        is_new = add_course_version(session, course, course_content(text), hashes, lesson_ids, quiz_ids, now)
        if is_new:
            audit(
                session,
                actor_id,
                "course published",
                f"course {course.slug}",
                now,
                reason=f"version {course.newest_number}",
            )
        return Publication(
            course.slug, course.newest_number, is_new, Tally(**lessons), Tally(**questions), Tally(**quizzes)
        )


def lesson_order(text: CourseText) -> list[str]:
    """The written lessons in the order of the outline."""
    return [entry.id for module in text.course.modules for entry in module.lessons if entry.id in text.lessons]


def rendered_lesson(text: CourseText, slug: str) -> RenderedLesson:
    """One lesson as a page shows it, and the hash of all that it was made from."""
    lesson = text.lessons[slug]
    claims = {claim: text.claims[claim] for passage in lesson.passages for claim in passage.claims}
    cited = {source.reference for claim in claims.values() for source in claim.sources} | set(lesson.citations)
    made_of: dict[str, Any] = {
        "claims": claims,
        "references": {one: text.references[one] for one in sorted(cited)},
        "terms": {term: text.terms[term] for term in lesson.terms},
        "figures": {figure: text.figures[figure] for figure in lesson.figures},
        "checks": {check: text.questions[check] for check in lesson.checks},
        "places": {passage.id: one.id for one in text.lessons.values() for passage in one.passages},
    }
    linked = {name: made_of["places"].get(name, "") for name in lesson.links}
    digest = content_hash(to_hash({"lesson": lesson, **made_of, "places": linked}))
    return RenderedLesson(lesson, digest, asdict(render_lesson(lesson, **made_of)))


def course_content(text: CourseText) -> dict[str, Any]:
    """What a course version keeps of the course itself: outline, claims, references, glossary."""
    return to_plain(
        {
            "course": text.course,
            "claims": list(text.claims.values()),
            "references": list(text.references.values()),
            "terms": list(text.terms.values()),
        }
    )


def _course(session: Session, text: CourseText, now: datetime) -> catalogue.Course:
    course = session.scalar(select(catalogue.Course).where(catalogue.Course.slug == text.course.id))
    if course is None:
        course = catalogue.Course(slug=text.course.id, newest_number=0, created_at=now)
        session.add(course)
    course.title = text.course.title
    course.language = text.course.language
    course.zone = text.course.zone
    course.enrolment = text.course.enrolment
    session.flush()
    return course


def _publish_lessons(
    session: Session, course_id: int, rendered: list[RenderedLesson], now: datetime
) -> tuple[dict[str, int], list[int]]:
    tally = {"new": 0, "changed": 0, "unchanged": 0, "retired": 0}
    known = {
        lesson.slug: lesson
        for lesson in session.scalars(select(catalogue.Lesson).where(catalogue.Lesson.course_id == course_id))
    }
    version_ids = []
    for one in rendered:
        lesson = known.pop(one.lesson.id, None)
        if lesson is None:
            lesson = catalogue.Lesson(course_id=course_id, slug=one.lesson.id)
            session.add(lesson)
            session.flush()
        lesson.retired_at = None
        version_id, happened = _lesson_version(session, lesson.id, one, now)
        version_ids.append(version_id)
        tally[happened] += 1
    for lesson in known.values():
        if lesson.retired_at is None:
            lesson.retired_at = now
            tally["retired"] += 1
    return tally, version_ids


def _lesson_version(session: Session, lesson_id: int, one: RenderedLesson, now: datetime) -> tuple[int, str]:
    """The version of this content: found by its hash, or a new one. An old rendering is made anew."""
    table = catalogue.LessonVersion
    versions = session.scalars(select(table).where(table.lesson_id == lesson_id).order_by(table.number)).all()
    for version in versions:
        if version.content_hash == one.content_hash:
            if version.renderer != RENDERER:
                version.renderer, version.html = RENDERER, one.html
            return version.id, "unchanged"
    version = table(
        lesson_id=lesson_id,
        number=len(versions) + 1,
        content_hash=one.content_hash,
        content=to_plain(one.lesson),
        renderer=RENDERER,
        html=one.html,
        published_at=now,
    )
    session.add(version)
    session.flush()
    return version.id, "changed" if versions else "new"
