"""Enrol oneself in an open course."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.services.enrolling import NoSuchCourse, enrol_oneself
from course_app.web.learner.blueprint import learner
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@learner.post("/learn/<course>/enrolment")
@requires("enrol")
def enrolment(course: str) -> Response | tuple[str, int]:
    """Enrol, and on to the course; again is fine."""
    try:
        enrol_oneself(viewer().id, course, now())
    except NoSuchCourse:
        abort(404)
    except RuleBroken as refusal:
        return render_template("learner/enrolment_refused.html", refusal=str(refusal)), 422
    return redirect(url_for("learner.home"), 303)
