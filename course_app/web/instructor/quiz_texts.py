"""A quiz edited as the text that `lessons/` keeps: problems by line, what saving would change, then saved."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.content_hash import content_hash
from course_app.domain.questions import Fault
from course_app.domain.quiz_revisions import quiz_changes
from course_app.domain.quizzes import Quiz, slots_of
from course_app.domain.revisions import Change
from course_app.domain.text_edits import LineFault
from course_app.formats.quiz_yaml import parse_quiz, write_quiz
from course_app.queries.authored_quizzes import AuthoredQuiz, BuiltQuiz, built_quiz
from course_app.queries.catalogue import Outline
from course_app.services import authoring_quizzes
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.question_texts import refusal_of
from course_app.web.instructor.quizzes import own_quiz
from course_app.web.instructor.typed_quizzes import faults_of, typed_of
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import wants_json
from course_app.web.shared.moment import now

OTHER_ID = "The id of this quiz is `{}` and stays so: results hang on it. “Make a copy” on its page makes another quiz."
SIGNS = {"pass_percent": "pass", "time_limit": "time-limit"}


@dataclass(frozen=True)
class QuizPlan:
    """What saving the text of a quiz would do; `built` is the quiz as far as it can be read.

    `theirs`: what somebody saved since the text was opened; `number`: the version saved last.
    """

    number: int
    faults: tuple[LineFault, ...] = ()
    changes: tuple[Change, ...] = ()
    theirs: tuple[Change, ...] = ()
    built: BuiltQuiz | None = None
    seal: str = ""


@instructor.get("/instructor/<course>/quizzes/<quiz>/text")
@requires("edit-quizzes")
def quiz_text(course: str, quiz: str) -> str:
    """The version saved last, as text."""
    outline = own_course(course)
    one = _last(outline, quiz)
    return _page(outline, one, write_quiz(one.built.quiz), one.newest, QuizPlan(one.newest, built=one.built))


@instructor.post("/instructor/<course>/quizzes/<quiz>/text")
@requires("edit-quizzes")
def save_quiz_text(course: str, quiz: str) -> Response | tuple[str, int]:
    """Say what saving would change; or save a version, when what is said is what was looked at."""
    outline = own_course(course)
    one, text = _last(outline, quiz), request.form.get("text", "")
    opened = whole_number(request.form.get("opened", "")) or one.newest
    plan, read = _planned(outline, one, text, opened)
    if wants_json():
        part = render_template("instructor/quiz_text_plan.html", **_said(outline, one, text, plan))
        return jsonify(parts={"plan": part})
    refusal = refusal_of(plan.faults, plan.changes, plan.seal) if request.form.get("act") == "save" else ""
    if request.form.get("act") != "save" or refusal or read is None:
        return _page(outline, one, text, opened, plan, refusal), 422
    try:
        saved = authoring_quizzes.save_quiz(viewer().id, outline, quiz, plan.number, read, now())
    except authoring_quizzes.QuizEditedMeanwhile as rule:
        one = _last(outline, quiz)
        return _page(outline, one, text, opened, _planned(outline, one, text, opened)[0], str(rule)), 422
    flash(f"Saved as version {saved.number}." if saved.is_new else f"Version {saved.number} says the same already.")
    return redirect(url_for("instructor.quiz_version", course=course, quiz=quiz, number=saved.number), 303)


def _last(outline: Outline, slug: str) -> AuthoredQuiz:
    """The quiz at the version saved last."""
    one = own_quiz(outline, slug)
    return one if one.number == one.newest else own_quiz(outline, slug, one.newest)


def _planned(outline: Outline, one: AuthoredQuiz, text: str, opened: int) -> tuple[QuizPlan, Quiz | None]:
    """What saving would do, and the quiz where it can be read."""
    read, problems = parse_quiz(text.replace("\r\n", "\n"), "text")
    faults = [LineFault(problem.line, problem.message) for problem in problems]
    if read is None or faults:
        return QuizPlan(one.newest, tuple(dict.fromkeys(faults))), None
    built = built_quiz(outline, replace(read, id=one.slug), now())
    faults = list(_misfits(outline, one, read, built, text.split("\n")))
    was = own_quiz(outline, one.slug, opened).built.quiz if opened < one.newest else one.built.quiz
    seal = content_hash([one.newest, read])
    is_touched = read != was
    found = quiz_changes(one.built.quiz, built.quiz) if is_touched else ()
    theirs = quiz_changes(was, one.built.quiz) if found else ()
    return QuizPlan(one.newest, tuple(faults), found, theirs, built, seal), read


def _misfits(
    outline: Outline, one: AuthoredQuiz, read: Quiz, built: BuiltQuiz, lines: list[str]
) -> Iterator[LineFault]:
    """Where a quiz that can be read does not fit its course, or its form."""
    if read.id != one.slug:
        yield LineFault(_line(lines, r"id:"), OTHER_ID.format(one.slug))
    for code in dict.fromkeys(slot.question for _section, slot in slots_of(read) if slot.question):
        if code not in built.stems:
            sign = rf".*\bquestion:\s*[\"']?{re.escape(code)}\b"
            yield LineFault(_line(lines, sign), f"The bank has no question {code}.")
    for fault in faults_of(typed_of(read), {slot.question for _section, slot in slots_of(read)}, _zone(outline)):
        yield LineFault(_line(lines, _sign(fault)), fault.sentence)


def _zone(outline: Outline) -> ZoneInfo:
    return ZoneInfo(outline.course.zone)


def _sign(fault: Fault) -> str:
    """What the line of a fault of the form begins with; of a part it is not known which."""
    return rf"{SIGNS.get(fault.place, fault.place)}:"


def _line(lines: Iterable[str], sign: str) -> int:
    """The number of the first line that begins so, else 0."""
    return next((number for number, line in enumerate(lines, start=1) if re.match(sign, line)), 0)


def _page(outline: Outline, one: AuthoredQuiz, text: str, opened: int, plan: QuizPlan, refusal: str = "") -> str:
    fixed = tuple(slot.question for _section, slot in slots_of(one.built.quiz) if slot.question)
    return render_template(
        "instructor/quiz_text.html",
        opened=opened,
        refusal=refusal,
        fixed=fixed,
        here="teaching",
        **_said(outline, one, text, plan),
    )


def _said(outline: Outline, one: AuthoredQuiz, text: str, plan: QuizPlan) -> dict[str, object]:
    return {
        "outline": outline,
        "course": outline.course,
        "one": one,
        "text": text,
        "lines": text.replace("\r\n", "\n").split("\n"),
        "plan": plan,
    }
