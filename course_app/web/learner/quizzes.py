"""The start page of a quiz, and starting an attempt."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.gateways import chance
from course_app.queries.quiz_start import start_page
from course_app.services import attempting
from course_app.web.learner.blueprint import learner
from course_app.web.learner.not_enrolled import nothing_here
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@learner.get("/learn/<course>/quizzes/<quiz>")
@requires("take-quiz")
def quiz(course: str, quiz: str) -> tuple[str, int]:
    """Everything a learner should know before the clock starts."""
    return _start_page(course, quiz)


@learner.post("/learn/<course>/quizzes/<quiz>/attempts")
@requires("take-quiz")
def attempts(course: str, quiz: str) -> Response | tuple[str, int]:
    """Start an attempt, or go on with the open one."""
    try:
        attempt = attempting.start_attempt(viewer().id, course, quiz, now(), chance.seed())
    except attempting.QuizNotFound:
        return nothing_here(course)
    except RuleBroken as refusal:
        return _start_page(course, quiz, str(refusal), 422)
    return redirect(url_for("learner.attempt", attempt=attempt), 303)


def _start_page(course: str, quiz: str, refusal: str = "", status: int = 200) -> tuple[str, int]:
    page = start_page(viewer().id, course, quiz, now())
    if page is None:
        return nothing_here(course)
    return render_template("learner/quiz.html", page=page, course=page.outline.course, refusal=refusal), status
