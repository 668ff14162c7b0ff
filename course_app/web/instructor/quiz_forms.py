"""Build a quiz, or a new version of one. As with questions, only “Save” stores; every other button answers 422."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from course_app.domain.questions import Fault
from course_app.domain.quiz_revisions import quiz_changes
from course_app.domain.quizzes import PRESENTATIONS, SHOWN, Slot
from course_app.formats.quiz_yaml import DRAWN_POOLS
from course_app.queries.authored_quizzes import AuthoredQuiz, built_quiz
from course_app.queries.catalogue import Outline
from course_app.services import authoring_quizzes
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.forms import whole_number
from course_app.web.instructor.quizzes import own_quiz
from course_app.web.instructor.typed_quizzes import TypedQuiz, faults_of, quiz_of, read_quiz, typed_of, with_press
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now

RUNGS = (
    "Only that it was handed in",
    "The score",
    "The score, topic by topic",
    "Score, and the answers given",
    "Score, answers given and right",
    "All but where it is taught",
    "Everything, and where it is taught",
)
PAGES = dict(zip(PRESENTATIONS, ("One question a page", "All questions on one page"), strict=True))


@instructor.get("/instructor/<course>/new-quiz")
@requires("edit-quizzes")
def new_quiz(course: str) -> str:
    """An empty form."""
    return _form(own_course(course), TypedQuiz())


@instructor.post("/instructor/<course>/quizzes")
@requires("edit-quizzes")
def add_quiz(course: str) -> Any:
    """Save a new quiz; nobody sees it until it is published."""
    outline = own_course(course)
    typed = read_quiz(request.form)
    if request.form.get("act") != "save":
        return _form(outline, with_press(typed, request.form.get("act", ""))), 422
    faults = faults_of(typed)
    if faults:
        return _form(outline, typed, faults=faults), 422
    saved = authoring_quizzes.add_quiz(viewer().id, outline, quiz_of(typed), now())
    flash("Saved. Learners do not see it until you publish it.")
    return redirect(url_for("instructor.quiz", course=course, quiz=saved.slug), 303)


@instructor.get("/instructor/<course>/quizzes/<quiz>/edit")
@requires("edit-quizzes")
def edit_quiz(course: str, quiz: str) -> str:
    """The form with the version saved last."""
    outline = own_course(course)
    one = own_quiz(outline, quiz)
    if one.number != one.newest:
        one = own_quiz(outline, quiz, one.newest)
    return _form(outline, typed_of(one.built.quiz), one)


@instructor.post("/instructor/<course>/quizzes/<quiz>/versions")
@requires("edit-quizzes")
def quiz_versions(course: str, quiz: str) -> Any:
    """Save a version."""
    outline = own_course(course)
    one = own_quiz(outline, quiz)
    typed = read_quiz(request.form)
    opened = whole_number(request.form.get("opened", "")) or 0
    if request.form.get("act") != "save":
        return _form(outline, with_press(typed, request.form.get("act", "")), one, opened=opened), 422
    faults = faults_of(typed)
    if faults:
        return _form(outline, typed, one, opened=opened, faults=faults), 422
    try:
        saved = authoring_quizzes.save_quiz(viewer().id, outline, quiz, opened, quiz_of(typed), now())
    except authoring_quizzes.QuizEditedMeanwhile as refusal:
        theirs = own_quiz(outline, quiz, refusal.number)
        return _form(outline, typed, theirs, opened=refusal.number, refusal=str(refusal)), 422
    flash(f"Saved as version {saved.number}." if saved.is_new else f"Version {saved.number} says the same already.")
    return redirect(url_for("instructor.quiz_version", course=course, quiz=quiz, number=saved.number), 303)


def _form(
    outline: Outline,
    typed: TypedQuiz,
    one: AuthoredQuiz | None = None,
    *,
    opened: int = 0,
    faults: list[Fault] | None = None,
    refusal: str = "",
) -> str:
    """The form; `opened`: the version that was the last one when it was opened."""
    built = built_quiz(outline, replace(quiz_of(typed), id=one.slug if one else ""))
    offers = [[built.offer(Slot(topics=one.topics, pools=one.pools)) for one in part.places] for part in typed.parts]
    return render_template(
        "instructor/quiz_form.html",
        outline=outline,
        course=outline.course,
        typed=typed,
        offers=offers,
        one=one,
        opened=opened or (one.newest if one else 0),
        built=built,
        faults=faults or [],
        wrong={fault.place: fault.sentence for fault in faults or []},
        refusal=refusal,
        theirs=quiz_changes(quiz_of(typed), one.built.quiz) if refusal and one else (),
        topics=dict(outline.course.topics),
        pools=DRAWN_POOLS,
        rungs=dict(zip(range(len(SHOWN) + 1), RUNGS, strict=True)),
        pages=PAGES,
        here="teaching",
    )
