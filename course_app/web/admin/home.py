"""The administrator's home."""

from flask import render_template

from course_app.queries.administration import administration
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires
from course_app.web.shared.moment import now


@admin.get("/admin")
@requires("see-admin-area")
def home() -> str:
    """How many there are, and what needs attention."""
    return render_template("admin/home.html", here="overview", page=administration(now()))
