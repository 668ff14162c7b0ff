"""Questions edited as one text: problems by line, what saving would change, and saved once that was looked at."""

import re
from collections.abc import Sequence

from flask import flash, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.domain.text_edits import MOST, TextPlan
from course_app.queries.catalogue import Outline
from course_app.queries.question_texts import text_of, text_plan
from course_app.queries.questions import shown_question
from course_app.services.authoring_text import save_text
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.questions import CODE, chosen_codes
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import wants_json
from course_app.web.shared.moment import now

OPENED = re.compile(rf"({CODE.pattern}):([0-9]{{1,6}})")
TOO_MANY = f"More than {MOST} questions are chosen; a text holds {MOST} at most. Narrow the list, or tick fewer."
LOOK_FIRST = "Nothing was saved yet. Look at what would be changed, below as it is now; then save it."
FAULTY = "Nothing was saved yet. What is wrong is said below by its line; your text is kept as you typed it."
NO_CHANGE = "Nothing was saved: the text changes nothing."


@instructor.get("/instructor/<course>/question-text")
@requires("edit-questions")
def question_text(course: str) -> str:
    """The chosen questions as text; none chosen, an empty text for new ones."""
    outline = own_course(course)
    codes = chosen_codes(request.args, outline, MOST)
    if len(codes) > MOST:
        return _page(outline, "", {}, TextPlan(), TOO_MANY)
    text, opened = text_of(outline, codes)
    return _page(outline, text, opened, TextPlan())


@instructor.post("/instructor/<course>/question-text")
@requires("edit-questions")
def save_question_text(course: str) -> Response | tuple[str, int]:
    """Say what saving would change; or save, when what is said is what was looked at."""
    outline = own_course(course)
    text, opened = request.form.get("text", ""), _opened(request.form.get("opened", ""))
    plan = text_plan(outline, text, opened)
    if wants_json():
        return jsonify(
            parts={"plan": render_template("instructor/question_text_plan.html", **_said(outline, text, plan))}
        )
    if request.form.get("act") != "save":
        return _page(outline, text, opened, plan, is_asked=True), 422
    if refusal := refusal_of(plan.faults, plan.edits, plan.seal):
        return _page(outline, text, opened, plan, refusal, is_asked=True), 422
    try:
        save_text(viewer().id, outline, plan.edits, now())
    except RuleBroken as rule:
        return _page(outline, text, opened, text_plan(outline, text, opened), str(rule), is_asked=True), 422
    flash(_sentence(plan))
    if len(plan.edits) == 1:
        return redirect(url_for("instructor.question", course=course, question=plan.edits[0].code), 303)
    return redirect(url_for("instructor.questions", course=course), 303)


def refusal_of(faults: Sequence[object], changed: Sequence[object], seal: str) -> str:
    """Why the text that was sent is not saved yet; `seal`: of what saving it would change now."""
    if faults:
        return FAULTY
    if not changed:
        return NO_CHANGE
    return "" if request.form.get("seal") == seal else LOOK_FIRST


def _sentence(plan: TextPlan) -> str:
    """What was saved."""
    counted = (
        (len(plan.changed), "question has a new version", "questions have a new version"),
        (len(plan.new), "question is new, a draft", "questions are new, drafts"),
        (sum(one.waits for one in plan.edits), "version waits for an approval", "versions wait for an approval"),
    )
    said = [f"{number} {single if number == 1 else several}" for number, single, several in counted if number]
    return f"Saved: {', '.join(said)}."


def _opened(given: str) -> dict[str, int]:
    """By code, the version that was opened."""
    pairs = [OPENED.fullmatch(pair) for pair in given.split()[:MOST]]
    return {pair[1]: int(pair[2]) for pair in pairs if pair}


def _page(
    outline: Outline, text: str, opened: dict[str, int], plan: TextPlan, refusal: str = "", *, is_asked: bool = False
) -> str:
    """The page; `is_asked`: what saving would change is to be said."""
    return render_template(
        "instructor/question_text.html",
        opened=" ".join(f"{code}:{number}" for code, number in opened.items()),
        codes=list(opened),
        refusal=refusal,
        is_asked=is_asked,
        most=MOST,
        here="teaching",
        **_said(outline, text, plan),
    )


def _said(outline: Outline, text: str, plan: TextPlan) -> dict[str, object]:
    """What the part of the page is made of that follows the text."""
    return {
        "course": outline.course,
        "text": text,
        "lines": text.replace("\r\n", "\n").split("\n"),
        "plan": plan,
        "shown": {one.code: shown_question(one.question) for one in plan.edits},
    }
