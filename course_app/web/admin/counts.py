"""Whether people come and what becomes of it: counts by week or month, and the same as a file."""

from decimal import Decimal

from flask import Response, render_template

from course_app.domain.periods import MONTH, WEEK, Period, periods
from course_app.domain.practical_days import today
from course_app.formats.grade_csv import write_grades
from course_app.queries import counts as queries
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires
from course_app.web.shared.arguments import date_in, text_in
from course_app.web.shared.downloads import csv_file
from course_app.web.shared.moment import now

COLUMNS = ("From", "To before", "Visited", "Registered", "Started", "Passed", "Enquired")


@admin.get("/admin/counts")
@requires("see-admin-area")
def counts() -> str:
    """The last twelve weeks, or the months or days that the address asks for."""
    asked, chosen = _asked()
    return render_template("admin/counts.html", here="overview", page=queries.counts(chosen), asked=asked)


@admin.get("/admin/counts.csv")
@requires("see-admin-area")
def counts_file() -> Response:
    """The same as a file."""
    _asked_for, chosen = _asked()
    return csv_file(write_grades(COLUMNS, map(_cells, queries.counts(chosen).lines)), "counts.csv")


def _asked() -> tuple[dict[str, str], tuple[Period, ...]]:
    """What the address asks for as it was understood, and the periods of that."""
    by = MONTH if text_in("by") == MONTH else WEEK
    first, last = date_in("from"), date_in("to")
    asked = {"by": by, "from": first.isoformat() if first else "", "to": last.isoformat() if last else ""}
    return asked, periods(by, today(now()), first, last)


def _cells(line: queries.CountLine) -> tuple[str | Decimal, ...]:
    numbers = (line.visited, line.registered, line.started, line.passed, line.enquired)
    return line.period.first.isoformat(), line.period.after.isoformat(), *map(Decimal, numbers)
