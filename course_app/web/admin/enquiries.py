"""The inbox of enquiries: the list and the same as a file, and each with how it stands."""

from flask import Response as File
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField, TextAreaField

from course_app.domain.enquiries import KINDS, LONGEST_NOTE, STATES
from course_app.formats.grade_csv import write_grades
from course_app.formats.person_text import tidy_lines
from course_app.queries.enquiries import EnquiryLine, enquiries_export, enquiries_page, enquiry_line
from course_app.services import enquiring
from course_app.services.administering import NoSuchThing
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import key_in, text_in
from course_app.web.shared.downloads import csv_file
from course_app.web.shared.errors import found
from course_app.web.shared.forms import Form, ReasonForm, check_length
from course_app.web.shared.moment import now

COLUMNS = ("When (UTC)", "Kind", "How it stands", "Name", "E-mail", "Place", "Text", "Agreed to", "Note")


class SettlingForm(Form):
    """How an enquiry stands, and a note that administrators alone read."""

    state = SelectField("How it stands", choices=[SelectChoice(*one) for one in STATES.items()])
    note = TextAreaField("Note (optional)", filters=[tidy_lines])

    def validate_note(self, field: TextAreaField) -> None:
        check_length(field.data, LONGEST_NOTE, "The note")


@admin.get("/admin/enquiries")
@requires("manage-enquiries")
def enquiries() -> str:
    """The newest first; all but spam, or as the address narrows it."""
    asked, before = _asked(), key_in("before")
    page = enquiries_page(**asked, before=before)
    return render_template(
        "admin/enquiries.html", here="messages", page=page, asked=asked, before=before, states=STATES, kinds=KINDS
    )


@admin.get("/admin/enquiries.csv")
@requires("manage-enquiries")
def enquiries_file() -> File:
    """The same as a file, narrowed in the same way."""
    return csv_file(write_grades(COLUMNS, map(_cells, enquiries_export(**_asked()))), "enquiries.csv")


@admin.get("/admin/enquiries/<enquiry>")
@requires("manage-enquiries")
def enquiry(enquiry: str) -> str:
    """All of one, with the forms that settle and remove it."""
    line = found(enquiry_line(enquiry))
    return _one(line, SettlingForm(None, obj=line), ReasonForm(None))


@admin.post("/admin/enquiries/<enquiry>")
@requires("manage-enquiries")
def settle_enquiry(enquiry: str) -> Response | tuple[str, int]:
    """Keep how it stands."""
    line, form = found(enquiry_line(enquiry)), SettlingForm()
    if not form.validate():
        return _one(line, form, ReasonForm(None)), 422
    try:
        enquiring.settle(viewer().id, enquiry, form.state.data, form.note.data, now())
    except NoSuchThing:
        abort(404)
    flash("Kept: how it stands, and your note.")
    return redirect(url_for("admin.enquiry", enquiry=enquiry), 303)


@admin.post("/admin/enquiries/<enquiry>/removal")
@requires("manage-enquiries")
def remove_enquiry(enquiry: str) -> Response | tuple[str, int]:
    """Remove it for good."""
    line, form = found(enquiry_line(enquiry)), ReasonForm()
    if not form.validate():
        return _one(line, SettlingForm(None, obj=line), form), 422
    try:
        enquiring.remove(viewer().id, enquiry, form.reason.data, now())
    except NoSuchThing:
        abort(404)
    flash("The enquiry is removed, and the mail that told of it.")
    return redirect(url_for("admin.enquiries"), 303)


def _asked() -> dict[str, str]:
    """What the address narrows the list to, as far as it is known."""
    state, kind = text_in("state"), text_in("kind")
    return {"state": state if state in STATES else "", "kind": kind if kind in KINDS else ""}


def _cells(line: EnquiryLine) -> tuple[str, ...]:
    standing = (line.created_at.isoformat(timespec="seconds"), line.kind_words, line.state_words)
    return *standing, line.name, line.address, line.place, line.body, line.consent, line.note


def _one(line: EnquiryLine, form: SettlingForm, removal: ReasonForm) -> str:
    return render_template("admin/enquiry.html", here="messages", line=line, form=form, removal=removal)
