"""The pages of an open attempt: the questions, the summary, handing in."""

from flask import abort, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.gateways import chance
from course_app.queries.attempts import AttemptPage, attempt_page
from course_app.services import answering, attempting
from course_app.web.learner.blueprint import learner
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now


@learner.get("/attempts/<attempt>")
@requires("take-quiz")
def attempt(attempt: str) -> str | Response:
    """The questions; all of them are in the page, whatever it shows at once."""
    return _shown("learner/attempt.html", attempt, client=chance.public_id())


@learner.get("/attempts/<attempt>/summary")
@requires("take-quiz")
def summary(attempt: str) -> Response:
    """What is answered, not answered and flagged, before handing in.

    No browser keeps it: going Back after handing in asks again, and is led to the result.
    """
    response = make_response(_shown("learner/summary.html", attempt))
    response.headers["Cache-Control"] = "private, no-store"
    return response


@learner.post("/attempts/<attempt>/submission")
@requires("take-quiz")
def submission(attempt: str) -> Response:
    """Hand in; a second time shows the same result."""
    try:
        attempting.submit(attempt, viewer().id, now())
    except answering.AttemptNotFound:
        abort(404)
    return redirect(url_for("learner.result", attempt=attempt), 303)


def own_attempt(attempt: str) -> AttemptPage:
    """The viewer's attempt, or the 404 of one that is not there."""
    return found(attempt_page(attempt, viewer().id, now()))


def _shown(template: str, attempt: str, **more: str) -> str | Response:
    """A page of an attempt that is open; a closed one has its result, and one whose time is up says so."""
    page = own_attempt(attempt)
    if page.state == "closed":
        return redirect(url_for("learner.result", attempt=attempt), 303)
    if page.state == "overdue":
        return render_template("learner/time_up.html", page=page)
    return render_template(template, page=page, **more)
