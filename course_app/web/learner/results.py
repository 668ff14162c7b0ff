"""The result of an attempt."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.queries.practical_days import coming_days
from course_app.queries.results import result_page
from course_app.web.learner.attempts import own_attempt
from course_app.web.learner.blueprint import learner
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@learner.get("/attempts/<attempt>/result")
@requires("see-own-result")
def result(attempt: str) -> str | Response:
    """Score, reasons and passages, as the quiz's review policy allows; an open attempt is shown instead."""
    page = result_page(attempt, viewer().id, now())
    if page is not None:
        days = coming_days(now()) if page.passed and not page.is_trial else None
        return render_template("learner/result.html", page=page, course=page.course, days=days)
    if own_attempt(attempt).state == "closed":
        abort(503)
    return redirect(url_for("learner.attempt", attempt=attempt), 303)
