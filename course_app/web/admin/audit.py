"""The audit, the newest entries first."""

from flask import abort, render_template, request

from course_app.queries.audit import audit_page
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires


@admin.get("/admin/audit")
@requires("see-admin-area")
def audit() -> str:
    """Who did what to whom; narrowed to a person or a verb when the address says so."""
    asked = {name: request.args.get(name, "") for name in ("person", "verb")}
    page = audit_page(asked["person"], asked["verb"], request.args.get("before", 0, type=int))
    if page is None:
        abort(404)
    return render_template("admin/audit.html", here="audit", page=page, asked=asked, before=request.args.get("before"))
