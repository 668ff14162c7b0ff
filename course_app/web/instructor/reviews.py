"""The steps of a question from draft to approved and out again, and the approval that is its reviewers' too."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.domain.reviewing import LONGEST_NOTE
from course_app.domain.revisions import changes
from course_app.queries.catalogue import Outline
from course_app.queries.teaching import teaches
from course_app.services import authoring
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course, reviewed
from course_app.web.instructor.questions import own_question, question_page
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.moment import now

SAVED_MEANWHILE = (
    "Somebody saved another version of this question while you were reading. Nothing was noted: look at it first, as "
    "it stands here now, and then say again whether it is right."
)
TEXT_MEANWHILE = (
    "The course’s text changed while you were reading. Nothing was noted: look below at what the question stands on "
    "now, and then say again whether it is right."
)
DONE = {
    "approved": "In use: attempts that start from now on may be asked it.",
    "draft": "Back to a draft: attempts that start from now on are not asked it.",
    "in-review": "In review: it waits for somebody who approves it, and nobody is asked it meanwhile.",
    "retired": "Retired: it is kept, with every answer to it, and asked no more.",
}


@instructor.post("/instructor/<course>/questions/<question>/state")
@requires("edit-questions")
def question_state(course: str, question: str) -> Response | tuple[str, int]:
    """Put a question into use, into review, back to a draft, or retire it."""
    outline = own_course(course)
    one = own_question(outline, question)
    state = request.form.get("state", "")
    try:
        authoring.set_state(viewer().id, outline, question, state, now())
    except RuleBroken as refusal:
        return question_page(outline, one, str(refusal)), 422
    flash(DONE[state])
    return redirect(url_for("instructor.question", course=course, question=question), 303)


@instructor.get("/instructor/<course>/questions/<question>/comparison")
@requires("see-bank")
def question_comparison(course: str, question: str) -> str:
    """Two versions side by side; the one before the newest and the newest unless the address says otherwise."""
    outline = reviewed(course)
    one = own_question(outline, question)
    lines = {line.number: line for line in one.versions}
    left, right = (lines.get(whole_number(request.args.get(name, "")) or 0) for name in ("left", "right"))
    right = right or lines[one.number]
    left = left or lines[max((number for number in lines if number < right.number), default=right.number)]
    return render_template(
        "instructor/question_comparison.html",
        course=outline.course,
        page=one,
        left=left,
        right=right,
        changes=changes(left.question, right.question),
        may_edit=teaches(viewer(), outline.course_id),
        here="teaching",
    )


@instructor.post("/instructor/<course>/questions/<question>/restoration")
@requires("edit-questions")
def restore_question(course: str, question: str) -> Response | tuple[str, int]:
    """Make an older version the newest again, as it was."""
    outline = own_course(course)
    own_question(outline, question)
    number, opened = (whole_number(request.form.get(name, "")) or 0 for name in ("version", "opened"))

    def restore() -> str:
        saved = authoring.restore_question(viewer().id, outline, question, opened, number, now())
        return (
            f"Version {saved.number} is the newest again." if saved.is_new else "Nothing was changed: it is the newest."
        )

    return _done(outline, question, restore)


@instructor.post("/instructor/<course>/questions/<question>/approvals")
@requires("approve-questions")
def question_approvals(course: str, question: str) -> Response | tuple[str, int]:
    """Approve the version that was looked at, with a note or none; it is in use from then on."""
    outline = reviewed(course)
    own_question(outline, question)
    note = " ".join(request.form.get("note", "").split())[: LONGEST_NOTE + 1]
    seen, person = whole_number(request.form.get("version", "")) or -1, viewer()
    by = authoring.Reviewing(teaches(person, outline.course_id), note)

    def approve() -> str:
        authoring.set_state(person.id, outline, question, "approved", now(), seen=seen, by=by)
        return DONE["approved"]

    return _done(outline, question, approve, note)


@instructor.post("/instructor/<course>/questions/<question>/checks")
@requires("edit-questions")
def question_checks(course: str, question: str) -> Response | tuple[str, int]:
    """Say that a stale question is right by what it stands on now."""
    outline = own_course(course)
    own_question(outline, question)
    number, seal = whole_number(request.form.get("version", "")) or 0, request.form.get("seal", "")

    def check() -> str:
        authoring.check_question(viewer().id, outline, question, number, seal, now())
        return "Approved: the question is still right. It is marked again when what it stands on changes again."

    return _done(outline, question, check)


def _done(outline: Outline, code: str, verb: Callable[[], str], note: str = "") -> Response | tuple[str, int]:
    """The question's page after a verb, with what it says; or as it stands now, with why nothing was done."""
    try:
        flash(verb())
    except RuleBroken as rule:
        said = {authoring.EditedMeanwhile: SAVED_MEANWHILE, authoring.TextChangedMeanwhile: TEXT_MEANWHILE}
        return question_page(outline, own_question(outline, code), said.get(type(rule), str(rule)), note), 422
    return redirect(url_for("instructor.question", course=outline.course.id, question=code), 303)
