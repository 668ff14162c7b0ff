"""The audit, the newest entries first."""

from datetime import date, datetime, time, timedelta

from flask import render_template

from course_app.queries.audit import AuditFilter, audit_page
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires
from course_app.web.shared.arguments import date_in, key_in, text_in
from course_app.web.shared.errors import found
from course_app.web.shared.filters import zone_of_viewer


@admin.get("/admin/audit")
@requires("see-admin-area")
def audit() -> str:
    """Who did what to whom; narrowed to people, a list, a verb or some days when the address says so."""
    words = {name: text_in(name) for name in ("person", "roster", "who", "verb")}
    first, last = date_in("from"), date_in("to")
    before = key_in("before")
    asked = AuditFilter(**words, since=_midnight(first), until=_midnight(last, days=1))
    page = found(audit_page(asked, before))
    days = {"from": first.isoformat() if first else "", "to": last.isoformat() if last else ""}
    return render_template("admin/audit.html", here="audit", page=page, asked=words | days, before=before)


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    """The moment at which a day begins where the administrator is; so many days later."""
    return datetime.combine(day + timedelta(days), time(), zone_of_viewer()) if day else None
