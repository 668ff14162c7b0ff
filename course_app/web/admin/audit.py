"""The audit, the newest entries first."""

from flask import abort, render_template

from course_app.queries.audit import audit_page
from course_app.web.admin.arguments import key_in, text_in
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires


@admin.get("/admin/audit")
@requires("see-admin-area")
def audit() -> str:
    """Who did what to whom; narrowed to a person or a verb when the address says so."""
    asked = {name: text_in(name) for name in ("person", "verb")}
    before = key_in("before")
    page = audit_page(asked["person"], asked["verb"], before)
    if page is None:
        abort(404)
    return render_template("admin/audit.html", here="audit", page=page, asked=asked, before=before)
