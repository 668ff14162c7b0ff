"""The audit, the newest entries first."""

from datetime import date, datetime, time, timedelta

from flask import Response, render_template

from course_app.formats.grade_csv import write_grades
from course_app.queries.audit import MOST_EXPORTED, AuditFilter, AuditLine, audit_export, audit_page
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires
from course_app.web.shared.arguments import date_in, key_in, text_in
from course_app.web.shared.downloads import csv_file
from course_app.web.shared.errors import found
from course_app.web.shared.filters import zone_of_viewer

PROGRAM = "The program"
COLUMNS = ("When (UTC)", "Who did it", "What", "Whom it concerns", "About", "Reason")


@admin.get("/admin/audit")
@requires("see-admin-area")
def audit() -> str:
    """Who did what to whom; narrowed to people, a list, a verb or some days when the address says so."""
    asked, typed = _asked()
    before = key_in("before")
    page = found(audit_page(asked, before))
    most = MOST_EXPORTED if page.following else 0
    return render_template("admin/audit.html", here="audit", page=page, asked=typed, before=before, most=most)


@admin.get("/admin/audit.csv")
@requires("see-admin-area")
def audit_file() -> Response:
    """The same as a file, narrowed in the same way: the newest entries of it."""
    asked, _typed = _asked()
    return csv_file(write_grades(COLUMNS, map(_cells, found(audit_export(asked)))), "audit.csv")


def _asked() -> tuple[AuditFilter, dict[str, str]]:
    """What the address narrows the audit to, and the same as it was typed."""
    words = {name: text_in(name) for name in ("person", "roster", "who", "verb")}
    first, last = date_in("from"), date_in("to")
    days = {"from": first.isoformat() if first else "", "to": last.isoformat() if last else ""}
    return AuditFilter(**words, since=_midnight(first), until=_midnight(last, days=1)), words | days


def _cells(line: AuditLine) -> tuple[str, ...]:
    thing = f"{line.thing.kind}: {line.thing.words}" if line.thing else ""
    return line.at.isoformat(timespec="seconds"), line.actor or PROGRAM, line.verb, line.person, thing, line.reason


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    """The moment at which a day begins where the administrator is; so many days later."""
    return datetime.combine(day + timedelta(days), time(), zone_of_viewer()) if day else None
