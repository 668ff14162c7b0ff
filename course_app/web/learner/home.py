"""The learner's home, and the way to a course on it."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.queries.learner_home import learner_home
from course_app.web.learner.blueprint import learner
from course_app.web.learner.not_enrolled import nothing_here
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@learner.get("/learn")
@requires("see-learner-home")
def home() -> str:
    """Where to go on, how far it is, and why it is not complete yet, for every course the person learns."""
    page = learner_home(viewer().id, now())
    only = page.courses[0].outline.course if len(page.courses) == 1 else None
    return render_template("learner/home.html", page=page, course=only, here="learn")


@learner.get("/learn/<course>")
@requires("see-learner-home")
def course(course: str) -> Response | tuple[str, int]:
    """On to the learner's home, where the course stands; among several, to its place."""
    learnt = [one.outline.course.id for one in learner_home(viewer().id, now()).courses]
    if course not in learnt:
        return nothing_here(course)
    return redirect(url_for("learner.home", _anchor=f"course-{course}" if len(learnt) > 1 else None), 303)
