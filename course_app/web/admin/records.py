"""Records of completion as administrators look after them: issue many, revoke one, put a name right."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, ValidationError

from course_app.domain.errors import RuleBroken
from course_app.formats.person_text import tidy
from course_app.queries.records import to_issue
from course_app.services import certifying
from course_app.services.administering import NoSuchPerson
from course_app.web.admin.blueprint import admin
from course_app.web.admin.person import person_page_of
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import text_in, whole_number
from course_app.web.shared.errors import found
from course_app.web.shared.forms import ReasonForm, check_length
from course_app.web.shared.mail_links import stationery
from course_app.web.shared.moment import now


class CorrectionForm(ReasonForm):
    """The name as it should stand, and why."""

    name = StringField("The name as it should stand", filters=[tidy])

    def validate_name(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write the name as it should stand on the record.")
        check_length(field.data)


@admin.get("/admin/courses/<course>/records")
@requires("issue-records")
def records(course: str) -> str:
    """How many completed the course, or a cohort did, and have no record yet."""
    return _page(course, text_in("cohort"))


@admin.post("/admin/courses/<course>/records")
@requires("issue-records")
def issue_records(course: str) -> Response | tuple[str, int]:
    """Issue theirs, if they are as many as the page said."""
    cohort, confirmed = request.form.get("cohort", ""), whole_number(request.form.get("count", ""))
    found(to_issue(course, cohort))
    try:
        issued = certifying.issue_waiting(viewer().id, course, cohort, confirmed or 0, stationery(), now())
    except RuleBroken as refusal:
        return _page(course, cohort, str(refusal)), 422
    flash(f"{issued} {'record is' if issued == 1 else 'records are'} issued, and a mail tells each holder.")
    return redirect(url_for("admin.records", course=course, cohort=cohort or None), 303)


@admin.post("/admin/people/<person>/records/<record>/revocation")
@requires("issue-records")
def revoke_record(person: str, record: str) -> Response | tuple[str, int]:
    """Let a record hold no more."""
    form, asked = ReasonForm(), f"record-{record}"
    if not form.validate():
        return person_page_of(person, form.reason.errors[0], asked), 422
    try:
        certifying.revoke(viewer().id, person, record, form.reason.data, stationery(), now())
    except NoSuchPerson:
        abort(404)
    except RuleBroken as refusal:
        return person_page_of(person, str(refusal), asked), 422
    return _done(person, "The record is revoked. Its page says so, and a mail tells the holder.")


@admin.post("/admin/people/<person>/records/<record>/correction")
@requires("issue-records")
def correct_record(person: str, record: str) -> Response | tuple[str, int]:
    """Issue the record again under another name."""
    form, asked = CorrectionForm(), f"name-{record}"
    if not form.validate():
        sentence = next(iter(form.errors.values()))[0]
        return person_page_of(person, sentence, asked), 422
    try:
        certifying.correct(viewer().id, person, record, form.name.data, form.reason.data, stationery(), now())
    except NoSuchPerson:
        abort(404)
    except RuleBroken as refusal:
        return person_page_of(person, str(refusal), asked), 422
    return _done(person, "The record is issued again under that name, and a mail tells the holder. The former says so.")


def _done(person: str, words: str) -> Response:
    flash(words, "done")
    return redirect(url_for("admin.person", person=person), 303)


def _page(course: str, cohort: str, refusal: str = "") -> str:
    page = found(to_issue(course, cohort))
    return render_template(
        "admin/records.html", here="courses", page=page, most=certifying.MOST_AT_ONCE, refusal=refusal
    )
