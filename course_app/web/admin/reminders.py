"""The reminders of a cohort: its rules, the form for one more, and its preview."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField, TextAreaField, ValidationError

from course_app.domain.learning_states import CLOSING
from course_app.domain.reminders import APART, FIRST_HOUR, KINDS, LAST_HOUR, LONGEST_NOTE, MOST_DAYS, NotSet, Rule
from course_app.formats.list_mails import reminder
from course_app.formats.mail_texts import MailText
from course_app.formats.person_text import tidy_lines
from course_app.queries.reminders import RemindersPage, reach_of, reminders_page
from course_app.services import reminding
from course_app.services.administering import NoSuchThing
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import found
from course_app.web.shared.forms import CountField, Form, check_length
from course_app.web.shared.mail_links import site_address
from course_app.web.shared.moment import now

SETS = "set"


class ReminderForm(Form):
    """Whom to remind, after or before how many days, and what the mail adds."""

    kind = SelectField("Whom to remind", choices=[SelectChoice(key, one.name) for key, one in KINDS.items()])
    days = CountField("Number of days")
    note = TextAreaField("Your own words (optional)", filters=[tidy_lines])

    def validate_days(self, field: CountField) -> None:
        if field.data is None or not 1 <= field.data <= MOST_DAYS:
            raise ValidationError(f"Write a number of days from 1 to {MOST_DAYS}, such as 7.")

    def validate_note(self, field: TextAreaField) -> None:
        check_length(field.data, LONGEST_NOTE, "The text")

    @property
    def rule(self) -> Rule:
        """What was filled in, once it is valid."""
        return Rule(self.kind.data, self.days.data, self.note.data)


@admin.get("/admin/cohorts/<cohort>/reminders")
@requires("see-admin-area")
def reminders(cohort: str) -> str:
    """Who is reminded, and the form."""
    return _page(cohort, ReminderForm(None, days=7))


@admin.post("/admin/cohorts/<cohort>/reminders")
@requires("write-to-cohorts")
def set_reminder(cohort: str) -> Response | tuple[str, int]:
    """Show the mail and how many it would go to at once; or set the rule."""
    form = ReminderForm()
    if not form.validate():
        return _page(cohort, form), 422
    if request.form.get("act") != SETS:
        return _page(cohort, form, is_preview=True), 422
    confirmed = whole_number(request.form.get("count", "")) or 0
    try:
        reminding.set_rule(viewer().id, cohort, form.rule, confirmed, now())
    except NoSuchThing:
        abort(404)
    except NotSet as refusal:
        return _page(cohort, form, str(refusal), is_preview=True), 422
    flash("Set. Who is due is reminded from now on, in the daytime.")
    return redirect(url_for("admin.reminders", cohort=cohort), 303)


@admin.post("/admin/cohorts/<cohort>/reminders/<key>/switching")
@requires("write-to-cohorts")
def switch_reminder(cohort: str, key: str) -> Response:
    """Switch a rule on or off."""
    is_on = bool(request.form.get("wanted"))
    try:
        reminding.switch(viewer().id, cohort, key, now(), is_on=is_on)
    except NoSuchThing:
        abort(404)
    flash("Switched on." if is_on else "Switched off. A mail that is written already still goes out.")
    return redirect(url_for("admin.reminders", cohort=cohort), 303)


def _page(cohort: str, form: ReminderForm, refusal: str = "", *, is_preview: bool = False) -> str:
    page = found(reminders_page(cohort, now()))
    return render_template(
        "admin/reminders.html",
        here="courses",
        page=page,
        form=form,
        refusal=refusal,
        mail=_mail(page, form.rule) if is_preview else None,
        reach=reach_of(cohort, form.rule, now()) if is_preview else 0,
        most_days=MOST_DAYS,
        longest_note=LONGEST_NOTE,
        apart=APART.days,
        hours=(FIRST_HOUR, LAST_HOUR),
        a_day=current_app.config["SETTINGS"].mails_a_day,
    )


def _mail(page: RemindersPage, rule: Rule) -> MailText:
    """How the mail will look."""
    ends_on = page.ends_on if rule.kind == CLOSING else None
    address = site_address(url_for("learner.course", course=page.slug))
    return reminder(current_app.config["SETTINGS"].site_name, "…", page.course, rule, ends_on, address)
