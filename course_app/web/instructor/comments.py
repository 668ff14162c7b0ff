"""What is said about a question, by those who write and those who review it."""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.commenting import LONGEST, places_of
from course_app.domain.errors import RuleBroken
from course_app.services import commenting
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import reviewed
from course_app.web.instructor.questions import own_question, passages_of, question_page
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now


@instructor.post("/instructor/<course>/questions/<question>/comments")
@requires("comment-questions")
def add_comment(course: str, question: str) -> Response | tuple[str, int]:
    """Say something about the question, an option or a passage."""
    outline = reviewed(course)
    one = own_question(outline, question)
    body = request.form.get("body", "").replace("\r\n", "\n").strip()[: LONGEST + 1]
    place = request.form.get("place", "")
    place = place if place in places_of(one.question, passages_of(one)) else ""
    try:
        commenting.add_comment(viewer().id, outline.course_id, question, place, body, now())
    except RuleBroken as refusal:
        return question_page(outline, one, str(refusal), comment=body), 422
    flash("Noted: the comment stays open until somebody resolves it.")
    return redirect(url_for("instructor.question", course=course, question=question), 303)


@instructor.post("/instructor/<course>/questions/<question>/comments/<int:comment>/resolution")
@requires("comment-questions")
def settle_comment(course: str, question: str, comment: int) -> Response:
    """Resolve a comment, or open it again."""
    outline = reviewed(course)
    own_question(outline, question)
    is_resolved = request.form.get("act") != "reopen"
    try:
        commenting.settle_comment(viewer().id, outline.course_id, question, comment, now(), is_resolved=is_resolved)
    except commenting.NoComment:
        found(None)
    flash("Resolved." if is_resolved else "Open again.")
    return redirect(url_for("instructor.question", course=course, question=question), 303)
