"""A lesson: read it, mark it as read, have one's place remembered.

An open lesson may be read by anybody, and any lesson by those who teach the course. Any other address below a course
answers a visitor with the way to sign in, and somebody who is not enrolled with 404, the same for every name: what
exists in a course does not show.
"""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.queries.lessons import LessonPage, lesson_page
from course_app.queries.practical_days import coming_days
from course_app.queries.teaching import teaches
from course_app.queries.viewer import Viewer
from course_app.services import studying
from course_app.web.learner.blueprint import learner
from course_app.web.learner.lesson_pieces import pieces_of
from course_app.web.learner.not_enrolled import nothing_here
from course_app.web.shared.access import public, requires, viewer, viewer_or_none
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import error_page, problem
from course_app.web.shared.gate import ask_to_sign_in
from course_app.web.shared.moment import now


@learner.get("/learn/<course>/lessons/<lesson>")
@public
def lesson(course: str, lesson: str) -> Any:
    """The lesson, with its sources in the margin."""
    person = viewer_or_none()
    page = lesson_page(course, lesson, person.id if person else None)
    if page and may_read(page, person):
        return _planned(page) if page.frame is None else _lesson(page)
    if person is None:
        return ask_to_sign_in()
    return nothing_here(course)


@learner.post("/learn/<course>/lessons/<lesson>/completion")
@requires("read-lesson")
def completion(course: str, lesson: str) -> Response | tuple[str, int]:
    """Mark the lesson as read, and on to the next one; after the last one to the learner's home."""
    page = _own_lesson(course, lesson)
    try:
        studying.mark_as_read(page.enrolment_id, page.card.lesson_id, page.card.version_id, now())
    except RuleBroken as refusal:
        return error_page(422, "This lesson was not marked as read", str(refusal))
    following = page.frame.following
    if following is None:
        return redirect(url_for("learner.home"), 303)
    return redirect(url_for("learner.lesson", course=course, lesson=following.slug), 303)


@learner.post("/learn/<course>/lessons/<lesson>/place")
@requires("read-lesson")
def place(course: str, lesson: str) -> Any:
    """Remember the paragraph at which the reader is."""
    page = _own_lesson(course, lesson)
    given = request.get_json(silent=True) if request.is_json else request.form
    paragraph = _paragraph(given, page.card.lesson.paragraphs)
    if paragraph is None:
        return _refused_place(page.card.lesson.paragraphs)
    try:
        studying.remember_place(page.enrolment_id, page.card.lesson_id, paragraph, now())
    except RuleBroken:
        abort(404)
    if request.is_json:
        return "", 204
    return redirect(url_for("learner.lesson", course=course, lesson=lesson), 303)


def may_read(page: LessonPage, person: Viewer | None) -> bool:
    """Whether somebody, or a visitor, may read the lesson."""
    is_reader = page.card.is_open or page.is_enrolled
    return is_reader or (person is not None and teaches(person, page.outline.course_id))


def _lesson(page: LessonPage) -> str:
    course = page.outline.course
    days = coming_days(now()) if page.card.slug == course.practical_days_after else None
    return render_template("learner/lesson.html", page=page, pieces=pieces_of(page), course=course, days=days)


def _planned(page: LessonPage) -> tuple[str, int]:
    return render_template("learner/lesson_planned.html", card=page.card, course=page.outline.course), 404


def _own_lesson(course: str, lesson: str) -> LessonPage:
    """A written lesson of a course that the viewer learns; anything else is not there."""
    page = lesson_page(course, lesson, viewer().id)
    if page is None or page.frame is None or not page.is_enrolled:
        abort(404)
    return page


def _paragraph(given: Any, paragraphs: int) -> int | None:
    """The number that was sent, if the lesson has such a paragraph."""
    number = whole_number(str(given.get("paragraph", ""))) if hasattr(given, "get") else None
    return number if number and number <= paragraphs else None


def _refused_place(paragraphs: int) -> Any:
    sentence = f"The lesson has paragraphs 1 to {paragraphs}; the place was not remembered."
    if request.is_json:
        return problem(422, "bad-place", sentence)
    return error_page(422, "That paragraph is not there", sentence)
