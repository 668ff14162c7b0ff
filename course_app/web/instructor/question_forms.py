"""Write a question, or a new version of one.

The form has several buttons. “Save” stores; the others (preview, one option more or less, a sentence's claims) leave
the bank as it is and give the form back with what was typed, as 422. What is not saved is kept as a draft.
"""

from flask import flash, redirect, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.domain.questions import Question
from course_app.queries.authored_questions import AuthoredQuestion
from course_app.queries.catalogue import Outline
from course_app.queries.typed_questions import typed_questions
from course_app.services import authoring, typing_questions
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.forms import NEW_QUESTION, blanks_last, read_question, with_act, without_blanks
from course_app.web.instructor.question_drafts import form_of, keep_typed, own_draft
from course_app.web.instructor.question_editor import editor_page, put_together, with_likely_topic
from course_app.web.instructor.question_images import added_image
from course_app.web.instructor.questions import own_question
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now


@instructor.get("/instructor/<course>/new-question")
@requires("edit-questions")
def new_question(course: str) -> str:
    """An empty form, or one with what was typed before."""
    outline = own_course(course)
    if draft := request.args.get("draft", ""):
        typed = own_draft(outline, draft)
        return editor_page(outline, read_question(form_of(typed), NEW_QUESTION, outline), draft=draft)
    return editor_page(outline, NEW_QUESTION, waiting=typed_questions(viewer().id, outline, ""))


@instructor.post("/instructor/<course>/questions")
@requires("edit-questions")
def add_question(course: str) -> Response | tuple[str, int]:
    """Put a new question into the bank, as a draft."""
    outline, act = own_course(course), request.form.get("act", "")
    image = added_image(outline, with_likely_topic(outline, read_question(request.form, NEW_QUESTION, outline)), act)
    typed, faults = image.question, list(image.faults)
    if act == "save" and not faults:
        typed = blanks_last(typed)
        try:
            saved = authoring.add_question(viewer().id, outline, without_blanks(typed), now())
        except authoring.NotWellFormed as refusal:
            faults = refusal.faults
        else:
            typing_questions.throw_away(viewer().id, outline, request.form.get("draft", ""))
            flash(f"Saved as {saved.code}. It is a draft: learners are not asked it until you put it into use.")
            return redirect(url_for("instructor.question", course=course, question=saved.code), 303)
    problem = keep_typed(outline, "")
    return editor_page(outline, with_act(typed, act), faults=faults, refusal=problem, image=image), 422


@instructor.get("/instructor/<course>/questions/<question>/edit")
@requires("edit-questions")
def edit_question(course: str, question: str) -> str:
    """The form with the version in use, or with what was typed before."""
    outline = own_course(course)
    one = own_question(outline, question)
    if draft := request.args.get("draft", ""):
        form = form_of(own_draft(outline, draft))
        opened = whole_number(form.get("opened", "")) or one.number
        typed = read_question(form, found(_version(one, opened)), outline)
        return editor_page(outline, typed, one, opened=opened, draft=draft)
    return editor_page(outline, one.question, one, waiting=typed_questions(viewer().id, outline, question))


@instructor.post("/instructor/<course>/questions/<question>/versions")
@requires("edit-questions")
def question_versions(course: str, question: str) -> Response | tuple[str, int]:
    """Save a new version; refused when somebody saved another one meanwhile, with both side by side."""
    outline, act = own_course(course), request.form.get("act", "")
    one = own_question(outline, question)
    opened = whole_number(request.form.get("opened", "")) or 0
    base = found(_version(one, opened))
    image = added_image(outline, with_likely_topic(outline, read_question(request.form, base, outline)), act)
    typed, faults = image.question, list(image.faults)
    if act == "save" and not faults:
        return _save(outline, one, opened, base, blanks_last(typed))
    problem = keep_typed(outline, question)
    changed = put_together(typed, one, opened, request.form) if act == "merge" else with_act(typed, act)
    return editor_page(outline, changed, one, opened=opened, faults=faults, refusal=problem, image=image), 422


def _save(
    outline: Outline, one: AuthoredQuestion, opened: int, base: Question, typed: Question
) -> Response | tuple[str, int]:
    try:
        saved = authoring.edit_question(viewer().id, outline, one.code, opened, without_blanks(typed), now())
    except RuleBroken as refusal:
        keep_typed(outline, one.code)
        return _refused(outline, one, opened, base, typed, refusal), 422
    typing_questions.throw_away(viewer().id, outline, request.form.get("draft", ""))
    flash(f"Saved as version {saved.number}." if saved.is_new else "Nothing was changed: that is what it said already.")
    return redirect(url_for("instructor.question", course=outline.course.id, question=one.code), 303)


def _refused(
    outline: Outline, one: AuthoredQuestion, opened: int, base: Question, typed: Question, refusal: RuleBroken
) -> str:
    if isinstance(refusal, authoring.NotWellFormed):
        return editor_page(outline, typed, one, opened=opened, faults=refusal.faults)
    if isinstance(refusal, authoring.EditedMeanwhile):
        return editor_page(outline, typed, own_question(outline, one.code), refusal=str(refusal), meanwhile=base)
    return editor_page(outline, typed, one, opened=opened, refusal=str(refusal))


def _version(one: AuthoredQuestion, number: int) -> Question | None:
    return next((version.question for version in one.versions if version.number == number), None)
