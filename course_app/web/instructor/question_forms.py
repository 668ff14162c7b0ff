"""Write a question, or a new version of one.

The form has several buttons. “Save” stores; the others (preview, one option more or less, a sentence's claims) store
nothing and give the form back with what was typed, as 422 like every write that stores nothing.
"""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.domain.question_types.registry import TYPES
from course_app.domain.questions import DIFFICULTIES, LETTERS, LEVELS, Fault, Question, lettered
from course_app.domain.revisions import Change, changes
from course_app.queries.authored_questions import AuthoredQuestion, sentences_with, tested_claims
from course_app.queries.catalogue import Outline
from course_app.queries.questions import shown_question
from course_app.services import authoring
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.forms import (
    MOST_OPTIONS,
    NEW_QUESTION,
    blanks_last,
    line,
    placed,
    read_question,
    with_act,
    without_blanks,
)
from course_app.web.instructor.questions import LONGEST_SEARCH, own_question
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now


@instructor.get("/instructor/<course>/new-question")
@requires("edit-questions")
def new_question(course: str) -> str:
    """An empty form."""
    return _form(own_course(course), NEW_QUESTION)


@instructor.post("/instructor/<course>/questions")
@requires("edit-questions")
def add_question(course: str) -> Response | tuple[str, int]:
    """Put a new question into the bank, as a draft."""
    outline = own_course(course)
    typed = read_question(request.form, NEW_QUESTION, outline)
    if request.form.get("act") != "save":
        return _form(outline, with_act(typed, request.form.get("act", ""))), 422
    typed = blanks_last(typed)
    try:
        saved = authoring.add_question(viewer().id, outline, without_blanks(typed), now())
    except authoring.NotWellFormed as refusal:
        return _form(outline, typed, faults=refusal.faults), 422
    flash(f"Saved as {saved.code}. It is a draft: learners are not asked it until you put it into use.")
    return redirect(url_for("instructor.question", course=course, question=saved.code), 303)


@instructor.get("/instructor/<course>/questions/<question>/edit")
@requires("edit-questions")
def edit_question(course: str, question: str) -> str:
    """The form with the version in use."""
    outline = own_course(course)
    one = own_question(outline, question)
    return _form(outline, one.question, one)


@instructor.post("/instructor/<course>/questions/<question>/versions")
@requires("edit-questions")
def question_versions(course: str, question: str) -> Response | tuple[str, int]:
    """Save a new version; refused when somebody saved another one meanwhile, with both side by side."""
    outline = own_course(course)
    one = own_question(outline, question)
    opened = whole_number(request.form.get("opened", "")) or 0
    base = found(next((version.question for version in one.versions if version.number == opened), None))
    typed = read_question(request.form, base, outline)
    if request.form.get("act") != "save":
        return _form(outline, with_act(typed, request.form.get("act", "")), one, opened=opened), 422
    typed = blanks_last(typed)
    try:
        saved = authoring.edit_question(viewer().id, outline, question, opened, without_blanks(typed), now())
    except authoring.NotWellFormed as refusal:
        return _form(outline, typed, one, opened=opened, faults=refusal.faults), 422
    except authoring.EditedMeanwhile as refusal:
        one = own_question(outline, question)
        return _form(outline, typed, one, refusal=str(refusal), is_stale=True), 422
    except RuleBroken as refusal:
        return _form(outline, typed, one, opened=opened, refusal=str(refusal)), 422
    flash(f"Saved as version {saved.number}." if saved.is_new else "Nothing was changed: that is what it said already.")
    return redirect(url_for("instructor.question", course=course, question=question), 303)


def _form(
    outline: Outline,
    typed: Question,
    one: AuthoredQuestion | None = None,
    *,
    opened: int = 0,
    faults: list[Fault] | None = None,
    refusal: str = "",
    is_stale: bool = False,
) -> str:
    """The form. `opened`: the version it was opened on, the one in use unless told otherwise."""
    chosen = tested_claims(outline, typed)
    sought = line(request.form.get("sought", ""))[:LONGEST_SEARCH]
    return render_template(
        "instructor/question_form.html",
        outline=outline,
        course=outline.course,
        typed=typed,
        one=one,
        opened=opened or (one.number if one else 0),
        faults=faults or [],
        wrong={fault.place: fault.sentence for fault in faults or []},
        refusal=refusal,
        theirs=_beside(typed, one) if is_stale and one else (),
        is_stale=is_stale,
        chosen=chosen,
        sought=sought,
        picked=sentences_with(outline, sought),
        taught_by={taught.passage.id for claim in chosen for taught in claim.taught},
        shown=shown_question(placed(typed), LETTERS[: len(typed.options)]),
        topics=dict(outline.course.topics),
        levels={one: one.capitalize() for one in LEVELS},
        difficulties={one: one.capitalize() for one in DIFFICULTIES},
        MOST_OPTIONS=MOST_OPTIONS,
        types=TYPES,
        kind=TYPES.get(typed.type) or TYPES[NEW_QUESTION.type],
        here="teaching",
    )


def _beside(typed: Question, one: AuthoredQuestion) -> tuple[Change, ...]:
    """What differs between what was typed and the version in use; new options stand under letters not used yet."""
    used = {option.letter for version in one.versions for option in version.question.options}
    kept = {option.letter for option in typed.options} & used
    try:
        return changes(lettered(typed, kept, used), one.question)
    except ValueError:
        return changes(typed, one.question)
