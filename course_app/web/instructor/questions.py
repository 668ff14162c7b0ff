"""The bank of a course, and one question of it."""

import re

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.domain.question_types.registry import TYPES, type_of
from course_app.domain.questions import LEVELS, POOLS, STATES
from course_app.queries.authored_questions import AuthoredQuestion, authored_question
from course_app.queries.authored_quizzes import quiz_entries
from course_app.queries.bank import STALE, Filters, bank_page
from course_app.queries.catalogue import Outline
from course_app.queries.questions import shown_question
from course_app.services import authoring
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now

CODE = re.compile(r"[A-Za-z0-9-]{1,100}")
LONGEST_SEARCH = 200
ORIGINS = ("text", "site")
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
    "retired": "Retired: it is kept, with every answer to it, and asked no more.",
}


@instructor.get("/instructor/<course>/questions")
@requires("see-instructor-area")
def questions(course: str) -> str:
    """The bank, narrowed by what the address says."""
    outline = own_course(course)
    asked = request.args
    filters = Filters(
        topic=_one_of(asked.get("topic"), dict(outline.course.topics)),
        level=_one_of(asked.get("level"), LEVELS),
        pool=_one_of(asked.get("pool"), POOLS),
        type=_one_of(asked.get("type"), TYPES),
        state=_one_of(asked.get("state"), (*STATES, STALE)),
        origin=_one_of(asked.get("origin"), ORIGINS),
        words=" ".join(asked.get("words", "").split())[:LONGEST_SEARCH],
    )
    after = asked.get("after", "")
    after = after if CODE.fullmatch(after) else ""
    given = {name: value for name, value in vars(filters).items() if value}
    return render_template(
        "instructor/questions.html",
        outline=outline,
        course=outline.course,
        page=bank_page(outline, filters, after),
        filters=filters,
        given=given,
        after=after,
        topics=dict(outline.course.topics),
        levels={one: one.capitalize() for one in LEVELS},
        types={name: kind.title for name, kind in TYPES.items()},
        here="teaching",
    )


@instructor.get("/instructor/<course>/questions/<question>")
@requires("see-instructor-area")
def question(course: str, question: str) -> str:
    """One question: as learners see it, its key and reasons, its claims, its use and its versions."""
    outline = own_course(course)
    return _question_page(outline, own_question(outline, question))


@instructor.post("/instructor/<course>/questions/<question>/state")
@requires("edit-questions")
def question_state(course: str, question: str) -> Response | tuple[str, int]:
    """Put a question into use, back to a draft, or retire it."""
    outline = own_course(course)
    one = own_question(outline, question)
    state = request.form.get("state", "")
    try:
        authoring.set_state(viewer().id, outline, question, state, now())
    except RuleBroken as refusal:
        return _question_page(outline, one, str(refusal)), 422
    flash(DONE[state])
    return redirect(url_for("instructor.question", course=course, question=question), 303)


@instructor.post("/instructor/<course>/questions/<question>/checks")
@requires("edit-questions")
def question_checks(course: str, question: str) -> Response | tuple[str, int]:
    """Say that a stale question is right by what it stands on now."""
    outline = own_course(course)
    own_question(outline, question)
    try:
        number = whole_number(request.form.get("version", "")) or 0
        authoring.check_question(viewer().id, outline, question, number, request.form.get("seal", ""), now())
    except authoring.EditedMeanwhile:
        return _question_page(outline, own_question(outline, question), SAVED_MEANWHILE), 422
    except authoring.TextChangedMeanwhile:
        return _question_page(outline, own_question(outline, question), TEXT_MEANWHILE), 422
    flash("Approved: the question is still right. It is marked again when what it stands on changes again.")
    return redirect(url_for("instructor.question", course=course, question=question), 303)


def own_question(outline: Outline, code: str) -> AuthoredQuestion:
    """A question of the course, or the 404 of one that is not there."""
    return found(authored_question(outline, code))


def _question_page(outline: Outline, one: AuthoredQuestion, refusal: str = "") -> str:
    return render_template(
        "instructor/question.html",
        outline=outline,
        course=outline.course,
        page=one,
        shown=shown_question(one.question),
        kind=type_of(one.question),
        topics=dict(outline.course.topics),
        quizzes=quiz_entries(outline) if _may_be_asked(one) else (),
        refusal=refusal,
        here="teaching",
    )


def _may_be_asked(one: AuthoredQuestion) -> bool:
    return one.state != "retired" and one.question.pool != "self-check"


def _one_of(value: str | None, known: object) -> str:
    return value if value and value in known else ""
