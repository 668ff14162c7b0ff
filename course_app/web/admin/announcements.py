"""Announcements to a cohort: what was sent, the form, its preview; and each with how its mails stand."""

import re

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField, TextAreaField, ValidationError

from course_app.domain.announcements import LONGEST_BODY, LONGEST_SUBJECT, NotAnnounced
from course_app.formats.person_text import tidy, tidy_lines
from course_app.gateways.chance import public_id
from course_app.queries.announcements import announcement_of, announcements_to, audience_of
from course_app.services import announcing
from course_app.services.administering import NoSuchThing
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import found
from course_app.web.shared.forms import Form, check_length
from course_app.web.shared.moment import now

SENDS = "send"
KEY = re.compile(r"[0-9a-f]{32}")


class AnnouncementForm(Form):
    """A subject and a text. `key` is made with the form, so that two clicks send it once."""

    subject = StringField("Subject", filters=[tidy])
    body = TextAreaField("Text", filters=[tidy_lines])
    key = HiddenField()

    def validate_subject(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write a subject, such as Our second practical day is moved.")
        check_length(field.data, LONGEST_SUBJECT, "The subject")

    def validate_body(self, field: TextAreaField) -> None:
        if not field.data:
            raise ValidationError("Write the text. The greeting and the name of the site are added.")
        check_length(field.data, LONGEST_BODY, "The text")

    def validate_key(self, field: HiddenField) -> None:
        if not KEY.fullmatch(field.data or ""):
            field.data = public_id()


@admin.get("/admin/cohorts/<cohort>/announcements")
@requires("see-admin-area")
def announcements(cohort: str) -> str:
    """What was written to the cohort, and the form."""
    return _page(cohort, AnnouncementForm(None, key=public_id()))


@admin.post("/admin/cohorts/<cohort>/announcements")
@requires("write-to-cohorts")
def announce(cohort: str) -> Response | tuple[str, int]:
    """Show how the mail would look and to how many it would go; or send it off."""
    form = AnnouncementForm()
    found(audience_of(cohort))
    if not form.validate():
        return _page(cohort, form), 422
    if request.form.get("act") != SENDS:
        return _page(cohort, form, is_preview=True), 422
    confirmed, text = whole_number(request.form.get("count", "")) or 0, (form.subject.data, form.body.data)
    try:
        announcing.announce(viewer().id, form.key.data, cohort, *text, confirmed, now())
    except NoSuchThing:
        abort(404)
    except NotAnnounced as refusal:
        if isinstance(refusal, announcing.SentBefore):
            form.key.data = public_id()
        return _page(cohort, form, str(refusal), is_preview=True), 422
    flash("The announcement is on its way.")
    return redirect(url_for("admin.announcement", key=form.key.data), 303)


@admin.get("/admin/announcements/<key>")
@requires("see-admin-area")
def announcement(key: str) -> str:
    """One of them, and how its mails stand."""
    return render_template("admin/announcement.html", here="courses", one=found(announcement_of(key)))


@admin.post("/admin/announcements/<key>/stopping")
@requires("write-to-cohorts")
def stop_announcement(key: str) -> Response:
    """Write none of the mails that are left."""
    try:
        left = announcing.stop(viewer().id, key, now())
    except NoSuchThing:
        abort(404)
    flash(f"Stopped. {left:,} {'person does' if left == 1 else 'people do'} not get it.")
    return redirect(url_for("admin.announcement", key=key), 303)


def _page(cohort: str, form: AnnouncementForm, refusal: str = "", *, is_preview: bool = False) -> str:
    return render_template(
        "admin/announcements.html",
        here="courses",
        audience=found(audience_of(cohort)),
        sent=announcements_to(cohort),
        form=form,
        refusal=refusal,
        is_preview=is_preview,
        longest_subject=LONGEST_SUBJECT,
        longest_body=LONGEST_BODY,
    )
