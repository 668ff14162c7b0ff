"""The learner's own page about a course's record: have it issued, put it into a CPD log, reflect, be asked later."""

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import StringField, TextAreaField, ValidationError

from course_app.domain.errors import RuleBroken
from course_app.domain.records import LONGEST_REFLECTION, STANDS, too_long_reflection, why_not
from course_app.formats.cpd_record import CpdEntry, csv_of, line_of, text_of
from course_app.formats.person_text import tidy, tidy_lines
from course_app.queries.practical_days import coming_days
from course_app.queries.records import OwnRecords, own_records
from course_app.services import certifying, reflecting
from course_app.services.reflecting import Texts
from course_app.web.learner.blueprint import learner
from course_app.web.learner.not_enrolled import nothing_here
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.downloads import csv_file, file_of
from course_app.web.shared.errors import found
from course_app.web.shared.forms import Form, check_name
from course_app.web.shared.mail_links import site_address, stationery
from course_app.web.shared.moment import now


class NameForm(Form):
    """The name as it should stand on the record."""

    name = StringField("Your name on the record", filters=[tidy])

    def validate_name(self, field: StringField) -> None:
        check_name(field.data)


class ReflectionForm(Form):
    """Three texts for nobody else."""

    what = TextAreaField("What? What did you take from the course?", filters=[tidy_lines])
    so_what = TextAreaField("So what? Why does it matter for your patients?", filters=[tidy_lines])
    now_what = TextAreaField("Now what? What do you do otherwise from now on?", filters=[tidy_lines])

    def _check(self, field: TextAreaField) -> None:
        if sentence := too_long_reflection(field.data):
            raise ValidationError(sentence)

    validate_what = validate_so_what = validate_now_what = _check


@learner.get("/learn/<course>/record")
@requires("see-own-record")
def record(course: str) -> str | tuple[str, int]:
    """What there is of a record, and what can be done with it."""
    page = own_records(course, viewer().id)
    return _page(course, page) if page else nothing_here(course)


@learner.post("/learn/<course>/record")
@requires("see-own-record")
def issue_record(course: str) -> Response | tuple[str, int]:
    """Have the record issued under the name that was confirmed; again changes nothing."""
    page, form = _own(course), NameForm()
    if page.newest is None and not form.validate():
        return _page(course, page, form), 422
    try:
        certifying.issue(page.enrolment_id, form.name.data, stationery(), now())
    except RuleBroken as refusal:
        if page.newest is None:
            return _page(course, page, form, refusal=str(refusal)), 422
    else:
        flash("Your record is issued. What stands on it does not change any more.")
    return _back(course)


@learner.post("/learn/<course>/record/reflection")
@requires("see-own-record")
def keep_reflection(course: str) -> Response | tuple[str, int]:
    """Keep what was written; nobody else sees it."""
    page, form = _own(course), ReflectionForm()
    if not form.validate():
        return _page(course, page, reflection=form), 422
    try:
        reflecting.keep_reflection(page.enrolment_id, Texts(**form.data), now())
    except RuleBroken as refusal:
        return _page(course, page, reflection=form, refusal=str(refusal)), 422
    flash("Kept. Nobody but you sees it.")
    return _back(course, "reflection")


@learner.post("/learn/<course>/record/prompt")
@requires("see-own-record")
def set_prompt(course: str) -> Response | tuple[str, int]:
    """Decline the mail that asks later, or want it after all."""
    page, wanted = _own(course), request.form.get("wanted") == "yes"
    try:
        reflecting.set_prompt(page.enrolment_id, wanted=wanted, now=now())
    except RuleBroken as refusal:
        return _page(course, page, refusal=str(refusal)), 422
    flash("You will be asked by mail." if wanted else "No mail will ask you.")
    return _back(course, "reflection")


@learner.get("/learn/<course>/record/cpd.csv")
@requires("see-own-record")
def cpd_table(course: str) -> Response:
    """The entry for a CPD log as a row of a spreadsheet."""
    return csv_file(csv_of(found(_entry(_own(course)))), f"cpd-{course}.csv")


@learner.get("/learn/<course>/record/cpd.txt")
@requires("see-own-record")
def cpd_text(course: str) -> Response:
    """The same as a text."""
    return file_of(text_of(found(_entry(_own(course)))), "text/plain", f"cpd-{course}.txt")


def _own(course: str) -> OwnRecords:
    return found(own_records(course, viewer().id))


def _entry(page: OwnRecords) -> CpdEntry | None:
    """The entry of a record that stands; None without one."""
    if page.newest is None or page.newest.state != STANDS:
        return None
    own, address = page.reflection, site_address(url_for("public.record", record=page.newest.key))
    provider = current_app.config["SETTINGS"].site_name
    texts = (own.what, own.so_what, own.now_what)
    return CpdEntry(page.newest.name, page.newest.content, provider, address, *texts)


def _back(course: str, anchor: str | None = None) -> Response:
    return redirect(url_for("learner.record", course=course, _anchor=anchor), 303)


def _page(
    course: str,
    page: OwnRecords,
    form: NameForm | None = None,
    reflection: ReflectionForm | None = None,
    refusal: str = "",
) -> str:
    entry = _entry(page)
    return render_template(
        "learner/record.html",
        slug=course,
        page=page,
        form=form or NameForm(None, name=viewer().name),
        reflection=reflection or ReflectionForm(None, obj=page.reflection),
        refusal=refusal,
        missing=why_not("learner", page.completed_at, 0),
        line=line_of(entry) if entry else "",
        longest=LONGEST_REFLECTION,
        days=coming_days(now()) if page.newest and page.newest.state == STANDS else None,
    )
