"""The learner's home."""

from flask import render_template

from course_app.queries.learner_home import learner_home
from course_app.web.learner.blueprint import learner
from course_app.web.shared.access import requires, viewer


@learner.get("/learn")
@requires("see-learner-home")
def home() -> str:
    """Where to go on, how far it is, and why it is not complete yet, for every course the person learns."""
    page = learner_home(viewer().id)
    only = page.courses[0].outline.course if len(page.courses) == 1 else None
    return render_template("learner/home.html", page=page, course=only, here="learn")
