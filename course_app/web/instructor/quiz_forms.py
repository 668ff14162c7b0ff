"""Build a quiz, or a new version of one. As with questions, only “Save” stores; every other button answers 422."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.questions import Fault
from course_app.domain.quiz_revisions import quiz_changes
from course_app.domain.quizzes import PRESENTATIONS, SHOWN, Slot
from course_app.formats.quiz_yaml import DRAWN_POOLS
from course_app.queries.authored_quizzes import AuthoredQuiz, BuiltQuiz, built_quiz
from course_app.queries.bank import questions_with
from course_app.queries.catalogue import Outline
from course_app.services import authoring_quizzes
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.questions import CODE
from course_app.web.instructor.quizzes import own_quiz
from course_app.web.instructor.typed_quizzes import (
    TypedQuiz,
    faults_of,
    quiz_of,
    read_quiz,
    typed_of,
    unknown_places,
    with_press,
    with_question,
)
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
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
UNCLEAR = {
    "Your time": (("time_limit",), "The time limit cannot be read yet."),
    "When it is open": (("opens", "closes"), "The opening or the closing cannot be read yet."),
    "Attempts": (("attempts", "delay"), "The attempts or the wait between them cannot be read yet."),
    "To pass": (("pass_percent", "minimum"), "The pass mark or the points of a part cannot be read yet."),
}
MOST_UNFOLDED = 3
PAGES = dict(zip(PRESENTATIONS, ("One question a page", "All questions on one page"), strict=True))


@instructor.get("/instructor/<course>/new-quiz")
@requires("edit-quizzes")
def new_quiz(course: str) -> str:
    """A form for a new quiz; with `question` in the address, it asks that question always."""
    return _form(own_course(course), _asking(TypedQuiz()))


@instructor.post("/instructor/<course>/quizzes")
@requires("edit-quizzes")
def add_quiz(course: str) -> Response | tuple[str, int]:
    """Save a new quiz; nobody sees it until it is published."""
    outline = own_course(course)
    typed = read_quiz(request.form)
    faults = _faults(outline, typed)
    if request.form.get("act") != "save" or faults:
        return _form(outline, with_press(typed, request.form.get("act", "")), faults=faults), 422
    saved = authoring_quizzes.add_quiz(viewer().id, outline, quiz_of(typed), now())
    flash("Saved. Learners do not see it until you publish it.")
    return redirect(url_for("instructor.quiz", course=course, quiz=saved.slug), 303)


@instructor.get("/instructor/<course>/quizzes/<quiz>/edit")
@requires("edit-quizzes")
def edit_quiz(course: str, quiz: str) -> str:
    """The form with the version saved last; with `question` in the address, it asks that question always."""
    outline = own_course(course)
    one = own_quiz(outline, quiz)
    if one.number != one.newest:
        one = own_quiz(outline, quiz, one.newest)
    return _form(outline, _asking(typed_of(one.built.quiz)), one)


@instructor.post("/instructor/<course>/quizzes/<quiz>/versions")
@requires("edit-quizzes")
def quiz_versions(course: str, quiz: str) -> Response | tuple[str, int]:
    """Save a version."""
    outline = own_course(course)
    one = own_quiz(outline, quiz)
    typed = read_quiz(request.form)
    opened = whole_number(request.form.get("opened", "")) or 0
    faults = _faults(outline, typed)
    if request.form.get("act") != "save" or faults:
        typed = with_press(typed, request.form.get("act", ""))
        return _form(outline, typed, one, opened=opened, faults=faults), 422
    try:
        saved = authoring_quizzes.save_quiz(viewer().id, outline, quiz, opened, quiz_of(typed), now())
    except authoring_quizzes.QuizEditedMeanwhile as refusal:
        theirs = own_quiz(outline, quiz, refusal.number)
        return _form(outline, typed, theirs, opened=refusal.number, refusal=str(refusal)), 422
    flash(f"Saved as version {saved.number}." if saved.is_new else f"Version {saved.number} says the same already.")
    return redirect(url_for("instructor.quiz_version", course=course, quiz=quiz, number=saved.number), 303)


def _asking(typed: TypedQuiz) -> TypedQuiz:
    code = request.args.get("question", "")
    return with_question(typed, code) if CODE.fullmatch(code) else typed


def _faults(outline: Outline, typed: TypedQuiz) -> list[Fault]:
    """What is wrong, for “Check” and “Save”; the other buttons do not ask."""
    if request.form.get("act") not in ("save", "preview"):
        return []
    return _all_faults(outline, typed, built_quiz(outline, quiz_of(typed), now()))


def _all_faults(outline: Outline, typed: TypedQuiz, built: BuiltQuiz) -> list[Fault]:
    return faults_of(typed, built.stems, ZoneInfo(outline.course.zone))


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
    built = built_quiz(outline, replace(quiz_of(typed), id=one.slug if one else ""), now())
    unknown = unknown_places(typed, built.stems)
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
        unfolded=_unfolded(typed, [*(fault.place for fault in faults or ()), *unknown]),
        unknown=unknown,
        found=questions_with(outline.course_id, {one.question for one in unknown.values()}),
        unclear=_unclear(_all_faults(outline, typed, built)),
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


def _unfolded(typed: TypedQuiz, places: list[str]) -> set[int]:
    """The parts that stand open: all of a few, else those in which something is wrong or a button was pressed."""
    if len(typed.parts) <= MOST_UNFOLDED:
        return set(range(len(typed.parts)))
    act = request.form.get("act", "")
    name, *numbers = act.split("/")
    pressed = [numbers[1 if name == "move-part" else 0]] if numbers[1 if name == "move-part" else 0 :] else []
    named = [place.split("-")[1] for place in places if place.startswith("part-")]
    added = {len(typed.parts) - 1} if act == "add-part" else set()
    return added | {number for one in (*pressed, *named) if (number := whole_number(one)) is not None}


def _unclear(faults: list[Fault]) -> dict[str, str]:
    """What learners will read of rules that cannot be read: why it is not said yet."""
    wrong = {fault.place.rpartition("-")[2] for fault in faults}
    return {what: sentence for what, (fields, sentence) in UNCLEAR.items() if wrong.intersection(fields)}
