"""What is typed into the form of a question: kept on every pause, and judged; gone on with, or thrown away."""

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from course_app.queries.catalogue import Outline
from course_app.queries.typed_questions import Typed, typed_question
from course_app.services import typing_questions
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.forms import NEW_QUESTION, Form, read_question
from course_app.web.instructor.question_editor import editor_page, following_parts, with_likely_topic
from course_app.web.instructor.questions import own_question
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found, wants_json
from course_app.web.shared.filters import clock
from course_app.web.shared.moment import now

NOT_TYPED = ("csrf_token", "act", "sought")


@instructor.post("/instructor/<course>/question-drafts")
@requires("edit-questions")
def question_drafts(course: str) -> Response | tuple[str, int]:
    """Keep what is typed, and answer the script beside the form what is to be said of it."""
    outline = own_course(course)
    code = request.form.get("code", "")
    one = own_question(outline, code) if code else None
    typed = read_question(request.form, one.question if one else NEW_QUESTION, outline)
    problem = keep_typed(outline, code)
    if not wants_json():
        return editor_page(outline, typed, one, refusal=problem), 422
    kept = problem or f"Draft kept {clock(now())}."
    topic = with_likely_topic(outline, typed).topic
    return jsonify(kept=kept, topic=topic, parts=following_parts(outline, typed))


@instructor.post("/instructor/<course>/question-drafts/<draft>/removal")
@requires("edit-questions")
def throw_away_draft(course: str, draft: str) -> Response:
    """Throw away what was typed before and not saved."""
    outline = own_course(course)
    typed = own_draft(outline, draft)
    typing_questions.throw_away(viewer().id, outline, draft)
    flash("Thrown away. What is in the bank was not touched.")
    if typed.code:
        return redirect(url_for("instructor.edit_question", course=course, question=typed.code), 303)
    return redirect(url_for("instructor.new_question", course=course), 303)


def keep_typed(outline: Outline, code: str) -> str:
    """Keep the request's form, of a question of that code or of a new one; why it could not be kept, else nothing."""
    if "draft" not in request.form:
        return ""
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED]
    try:
        typing_questions.keep(viewer().id, outline, request.form.get("draft", ""), code, fields, now())
    except typing_questions.NotKept as refusal:
        return str(refusal)
    return ""


def own_draft(outline: Outline, draft: str) -> Typed:
    """What the viewer typed into one of their forms, or the 404 of what is not there."""
    return found(typed_question(viewer().id, outline, draft))


def form_of(typed: Typed) -> Form:
    """The fields as a request would bring them."""
    return MultiDict(typed.fields)
