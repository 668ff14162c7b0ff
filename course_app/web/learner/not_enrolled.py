"""The answer below a course that the viewer does not learn: 404, and where anybody may enrol, how."""

from flask import abort, render_template

from course_app.queries.standing import standing
from course_app.web.shared.access import viewer


def nothing_here(course: str) -> tuple[str, int]:
    """404 for whatever was asked for; to somebody who may enrol in the course it says so, and no more."""
    found = standing(course, viewer().id)
    if found is None or not found.may_enrol:
        abort(404)
    return render_template("learner/not_enrolled.html", course=found.outline.course), 404
