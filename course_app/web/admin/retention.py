"""How long each kind of data is kept here: what goes next, and what went when."""

from flask import current_app, render_template

from course_app.domain.retention import FIXED, rules
from course_app.queries.retention import retention_page
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires


@admin.get("/admin/retention")
@requires("see-admin-area")
def retention() -> str:
    """The rules, with what is there of each kind."""
    page = retention_page(rules(current_app.config["SETTINGS"].keep_days))
    return render_template("admin/retention.html", here="audit", page=page, fixed=FIXED)
