"""Lists of people: upload or paste, look at what would happen, go ahead, read the report."""

from typing import Any

from flask import Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from course_app.domain.rosters import DONE, KINDS, SHORT, NoSuchPlace
from course_app.formats.person_text import tidy
from course_app.formats.roster_csv import parse, write_failed
from course_app.queries.cohorts import cohort_choices
from course_app.queries.people import course_choices
from course_app.queries.roster_plan import place_of
from course_app.queries.rosters import RosterPage, failed_rows, roster_page
from course_app.queries.rosters import rosters as newest_rosters
from course_app.services import importing_rosters
from course_app.web.admin.blueprint import admin
from course_app.web.admin.forms import RosterForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import key_in, text_in
from course_app.web.shared.downloads import csv_file
from course_app.web.shared.errors import found
from course_app.web.shared.mail_links import INVITATION, letterhead
from course_app.web.shared.moment import now

LONGEST_FILE_NAME = 200
LOOK_AGAIN = "5"
LARGEST_PLACE = 1_000_000
TEMPLATES = {
    "planned": "admin/roster_plan.html",
    "running": "admin/roster_progress.html",
    "done": "admin/roster_report.html",
}


@admin.get("/admin/rosters")
@requires("import-roster")
def rosters() -> str:
    """The form, and the lists used before."""
    return _page(_form())


@admin.post("/admin/rosters")
@requires("import-roster")
def plan_roster() -> BaseResponse | tuple[str, int]:
    """Read a list and keep what it would do; nothing else changes."""
    form = _form()
    if not form.validate():
        return _page(form), 422
    file = form.file.data if form.file.data and form.file.data.filename else None
    name = tidy(file.filename)[-LONGEST_FILE_NAME:] if file else ""
    roster = parse(file.read() if file else form.pasted.data, name)
    field = form.file if file else form.pasted
    try:
        place = place_of(form.course.data, form.cohort.data)
    except NoSuchPlace as refusal:
        form.cohort.errors = (str(refusal),)
        return _page(form), 422
    if not roster.rows:
        field.errors = tuple(one.message for one in roster.problems)
        return _page(form), 422
    made = importing_rosters.store_plan(viewer().id, roster, name, place, now())
    return redirect(url_for("admin.roster", roster=made), 303)


@admin.get("/admin/rosters/<roster>")
@requires("import-roster")
def roster(roster: str) -> Any:
    """What will happen, how far it is, or what was done; while it runs, the browser looks again by itself."""
    asked = {"kind": text_in("kind"), "find": text_in("find")}
    after = min(key_in("after"), LARGEST_PLACE)
    page = found(roster_page(roster, asked["kind"], asked["find"], after))
    shown = _shown(page, asked, after)
    return (shown, {"Refresh": LOOK_AGAIN}) if page.state == "running" else shown


@admin.post("/admin/rosters/<roster>/application")
@requires("import-roster")
def apply_roster(roster: str) -> BaseResponse | tuple[str, int]:
    """Go ahead; up to a hundred rows are done at once, more in the background."""
    page = found(roster_page(roster))
    try:
        importing_rosters.begin(viewer().id, roster, letterhead(INVITATION), now())
    except importing_rosters.NoSuchRoster:
        return _shown(page, {"kind": "", "find": ""}, 0), 422
    return redirect(url_for("admin.roster", roster=roster), 303)


@admin.get("/admin/rosters/<roster>/left-out.csv")
@requires("import-roster")
def left_out(roster: str) -> Response:
    """The rows that were left out, each with why, for a spreadsheet; corrected they can be used as a list again."""
    header, rows = found(failed_rows(roster))
    text = "".join(write_failed(tuple(header), ((row.line, tuple(row.cells), row.note) for row in rows)))
    return csv_file(text, "left-out.csv")


def _form() -> RosterForm:
    form = RosterForm()
    form.course.choices = course_choices()
    return form


def _page(form: RosterForm) -> str:
    return render_template(
        "admin/rosters.html", here="rosters", form=form, cohorts=cohort_choices(), rosters=newest_rosters()
    )


def _shown(page: RosterPage, asked: dict[str, str], after: int) -> str:
    is_gone = page.is_cleared and page.state == "planned"
    template = "admin/roster_gone.html" if is_gone else TEMPLATES[page.state]
    kinds = DONE if page.state == "done" else KINDS
    return render_template(template, here="rosters", page=page, asked=asked, after=after, kinds=kinds, short=SHORT)
