"""Write a question, or a new version of one.

The form has several buttons. “Save” stores; the others (preview, one option more or less, a sentence's claims) store
nothing and give the form back with what was typed, as 422 like every write that stores nothing.
"""

from flask import flash, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.services import authoring
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.forms import NEW_QUESTION, blanks_last, read_question, with_act, without_blanks
from course_app.web.instructor.question_editor import editor_page, following_parts, put_together, with_likely_topic
from course_app.web.instructor.questions import own_question
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import found, wants_json
from course_app.web.shared.moment import now


@instructor.get("/instructor/<course>/new-question")
@requires("edit-questions")
def new_question(course: str) -> str:
    """An empty form."""
    return editor_page(own_course(course), NEW_QUESTION)


@instructor.post("/instructor/<course>/questions")
@requires("edit-questions")
def add_question(course: str) -> Response | tuple[str, int]:
    """Put a new question into the bank, as a draft."""
    outline = own_course(course)
    typed = with_likely_topic(outline, read_question(request.form, NEW_QUESTION, outline))
    if request.form.get("act") != "save":
        return editor_page(outline, with_act(typed, request.form.get("act", ""))), 422
    typed = blanks_last(typed)
    try:
        saved = authoring.add_question(viewer().id, outline, without_blanks(typed), now())
    except authoring.NotWellFormed as refusal:
        return editor_page(outline, typed, faults=refusal.faults), 422
    flash(f"Saved as {saved.code}. It is a draft: learners are not asked it until you put it into use.")
    return redirect(url_for("instructor.question", course=course, question=saved.code), 303)


@instructor.post("/instructor/<course>/question-advice")
@requires("edit-questions")
def question_advice(course: str) -> Response | tuple[str, int]:
    """What is to be said of a question as typed, for the script beside the form; nothing is stored."""
    outline = own_course(course)
    code = request.form.get("code", "")
    one = own_question(outline, code) if code else None
    typed = read_question(request.form, one.question if one else NEW_QUESTION, outline)
    if not wants_json():
        return editor_page(outline, typed, one), 422
    return jsonify(topic=with_likely_topic(outline, typed).topic, parts=following_parts(outline, typed))


@instructor.get("/instructor/<course>/questions/<question>/edit")
@requires("edit-questions")
def edit_question(course: str, question: str) -> str:
    """The form with the version in use."""
    outline = own_course(course)
    one = own_question(outline, question)
    return editor_page(outline, one.question, one)


@instructor.post("/instructor/<course>/questions/<question>/versions")
@requires("edit-questions")
def question_versions(course: str, question: str) -> Response | tuple[str, int]:
    """Save a new version; refused when somebody saved another one meanwhile, with both side by side."""
    outline = own_course(course)
    one = own_question(outline, question)
    opened = whole_number(request.form.get("opened", "")) or 0
    base = found(next((version.question for version in one.versions if version.number == opened), None))
    typed = with_likely_topic(outline, read_question(request.form, base, outline))
    act = request.form.get("act", "")
    if act == "merge":
        return editor_page(outline, put_together(typed, one, opened, request.form), one, opened=opened), 422
    if act != "save":
        return editor_page(outline, with_act(typed, act), one, opened=opened), 422
    typed = blanks_last(typed)
    try:
        saved = authoring.edit_question(viewer().id, outline, question, opened, without_blanks(typed), now())
    except authoring.NotWellFormed as refusal:
        return editor_page(outline, typed, one, opened=opened, faults=refusal.faults), 422
    except authoring.EditedMeanwhile as refusal:
        one = own_question(outline, question)
        return editor_page(outline, typed, one, refusal=str(refusal), meanwhile=base), 422
    except RuleBroken as refusal:
        return editor_page(outline, typed, one, opened=opened, refusal=str(refusal)), 422
    flash(f"Saved as version {saved.number}." if saved.is_new else "Nothing was changed: that is what it said already.")
    return redirect(url_for("instructor.question", course=course, question=question), 303)
