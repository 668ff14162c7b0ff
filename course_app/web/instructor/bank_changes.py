"""One change of many questions: chosen in the list of the bank, said in words what will happen, then done."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.bank_changes import ACTS, CONTENT, LONGEST_TAG, MOST, Chosen, Plan, plan
from course_app.domain.questions import POOLS
from course_app.domain.reviewing import Actor
from course_app.queries.bank_choice import chosen_questions, questions_in_use
from course_app.queries.catalogue import Outline
from course_app.services import tending
from course_app.web.instructor.blueprint import instructor
from course_app.web.instructor.courses import own_course
from course_app.web.instructor.questions import chosen_codes
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now

NONE_CHOSEN = "No question was ticked. Nothing was changed: tick some in the list, or choose all that fit."
NO_ACT = "Choose what is to be done with them."
TOO_MANY = f"More than {MOST} questions fit. Narrow the list, and change them in several goes."
VALUES = {"tag": "Give the tag.", "untag": "Give the tag.", "topic": "Choose a topic.", "pool": "Choose a pool."}


@instructor.get("/instructor/<course>/question-changes")
@requires("edit-questions")
def bank_change(course: str) -> str:
    """What a change of the chosen questions would do."""
    outline = own_course(course)
    return _page(outline, *_asked(outline))


@instructor.post("/instructor/<course>/question-changes")
@requires("edit-questions")
def change_bank(course: str) -> Response | tuple[str, int]:
    """Do it; what cannot be changed is left as it is, and named."""
    outline = own_course(course)
    act, value, chosen, refusal = _asked(outline)
    if refusal or not chosen or (not value and act in CONTENT):
        return _page(outline, act, value, chosen, refusal or VALUES.get(act, NO_ACT)), 422
    codes = _plan(outline, act, value, chosen).possible
    changed, left = tending.change_questions(viewer().id, outline, act, value, codes, now())
    flash(f"{changed} {'question was' if changed == 1 else 'questions were'} changed.")
    for code, why in left[: tending.LEFT_MOST]:
        flash(f"{code} was left as it is. {why}")
    if len(left) > tending.LEFT_MOST:
        flash(f"{len(left) - tending.LEFT_MOST} more were left as they are, for the like reasons.")
    return redirect(url_for("instructor.questions", course=course), 303)


def _asked(outline: Outline) -> tuple[str, str, list[Chosen], str]:
    """Act, value, the chosen questions, and what is wrong with the asking."""
    asked = request.form if request.method == "POST" else request.args
    act = asked.get("change", "") if asked.get("change", "") in ACTS else ""
    value = _value(outline, act, " ".join(asked.get("value", "").split()))
    codes = chosen_codes(asked, outline, MOST)
    if len(codes) > MOST:
        return act, value, [], TOO_MANY
    chosen = chosen_questions(outline, codes) if codes else []
    return act, value, chosen, (NONE_CHOSEN if not chosen else "" if act else NO_ACT)


def _value(outline: Outline, act: str, typed: str) -> str:
    known = {"topic": dict(outline.course.topics), "pool": POOLS}
    if act in known:
        return typed if typed in known[act] else ""
    return typed[:LONGEST_TAG] if act in CONTENT else ""


def _plan(outline: Outline, act: str, value: str, chosen: list[Chosen]) -> Plan:
    quizzes = [card.quiz for card in outline.quizzes.values()]
    actor = Actor(viewer().id, may_edit=True)
    return plan(act, value, chosen, actor, quizzes, questions_in_use(outline.course_id))


def _page(outline: Outline, act: str, value: str, chosen: list[Chosen], refusal: str) -> str:
    is_whole = bool(chosen and act and (value or act not in CONTENT))
    return render_template(
        "instructor/bank_change.html",
        course=outline.course,
        act=act,
        value=value,
        chosen=chosen,
        refusal=refusal,
        plan=_plan(outline, act, value, chosen) if is_whole else None,
        topics=dict(outline.course.topics),
        here="teaching",
    )
