"""Who gets the newsletter: the list and the same as a file, and each address with what it said."""

from flask import Response as File
from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.domain.subscriptions import NoSuchSubscription
from course_app.formats.grade_csv import write_grades
from course_app.queries.newsletter import STATES, reader_of, readers_export, readers_page
from course_app.services import subscribing
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import key_in, text_in
from course_app.web.shared.downloads import csv_file
from course_app.web.shared.errors import found
from course_app.web.shared.forms import ReasonForm
from course_app.web.shared.mail_links import site_address
from course_app.web.shared.moment import now

COLUMNS = ("E-mail", "Since (UTC)", "Agreed to", "Page that stops it")


@admin.get("/admin/newsletter")
@requires("manage-newsletter")
def newsletter() -> str:
    """The newest first, as the address narrows it."""
    asked, before = {"state": text_in("state"), "q": text_in("q")}, key_in("before")
    page = readers_page(now(), asked["state"], asked["q"], before)
    return render_template(
        "admin/newsletter.html", here="messages", page=page, asked=asked, before=before, states=STATES
    )


@admin.get("/admin/newsletter.csv")
@requires("manage-newsletter")
def newsletter_file() -> File:
    """Everybody who gets it, each with the page that stops it, for the program that sends it."""
    rows = (
        (
            line.address,
            line.since.isoformat(timespec="seconds"),
            words,
            site_address(url_for("public.mails", key=line.public_id)),
        )
        for line, words in readers_export()
    )
    return csv_file(write_grades(COLUMNS, rows), "newsletter.csv")


@admin.get("/admin/newsletter/<key>")
@requires("manage-newsletter")
def newsletter_reader(key: str) -> str:
    """One address, what was said of it, and the form that removes it."""
    return _one(key, ReasonForm(None))


@admin.post("/admin/newsletter/<key>/removal")
@requires("manage-newsletter")
def remove_newsletter_reader(key: str) -> Response | tuple[str, int]:
    """Remove it for good."""
    form = ReasonForm()
    if not form.validate():
        return _one(key, form), 422
    try:
        subscribing.remove_address(viewer().id, key, form.reason.data, now())
    except NoSuchSubscription:
        abort(404)
    flash("The address is removed, with what it said and the mails about it.")
    return redirect(url_for("admin.newsletter"), 303)


def _one(key: str, form: ReasonForm) -> str:
    line, steps = found(reader_of(key))
    return render_template(
        "admin/newsletter_reader.html", here="messages", line=line, steps=steps, form=form, states=STATES
    )
