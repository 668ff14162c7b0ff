"""Practical days: the list, the form for another one, and each with its own form."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import SelectChoice, SelectField, StringField, ValidationError

from course_app.domain.practical_days import MOST_PLACES, PracticalDay, link_fault
from course_app.formats.person_text import tidy
from course_app.queries.practical_days import DayLine, day_line, newest_days
from course_app.services import arranging
from course_app.services.administering import NoSuchThing
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found
from course_app.web.shared.forms import CountField, DayField, Form, ReasonForm, check_length
from course_app.web.shared.moment import now

OPEN, CLOSED = "open", "closed"


class PracticalDayForm(Form):
    """A practical day."""

    title = StringField("Title", filters=[tidy])
    place = StringField("Place", filters=[tidy])
    starts_on = DayField("First day")
    ends_on = DayField("Last day (optional)")
    places = CountField("Places left (optional)")
    link = StringField("Address for booking (optional)", filters=[tidy])
    booking = SelectField("Booking", choices=[SelectChoice(OPEN, "Open"), SelectChoice(CLOSED, "Closed")])

    def validate_title(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write a title, such as Dry needling: first practical day.")
        check_length(field.data, what="The title")

    def validate_place(self, field: StringField) -> None:
        if not field.data:
            raise ValidationError("Write where it is, such as a house and a town.")
        check_length(field.data, what="The place")

    def validate_starts_on(self, field: DayField) -> None:
        if field.data is None and not field.errors:
            raise ValidationError("Choose the first day.")

    def validate_ends_on(self, field: DayField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError("The last day comes before the first one.")

    def validate_places(self, field: CountField) -> None:
        if field.data is not None and not 0 <= field.data <= MOST_PLACES:
            raise ValidationError(f"Write a number from 0 (full) to {MOST_PLACES:,}, or nothing to leave it unsaid.")

    def validate_link(self, field: StringField) -> None:
        if sentence := link_fault(field.data):
            raise ValidationError(sentence)

    @property
    def day(self) -> PracticalDay:
        """What was filled in; without a last day it is one day."""
        return PracticalDay(
            title=self.title.data,
            place=self.place.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data or self.starts_on.data,
            places=self.places.data,
            link=self.link.data,
            is_open=self.booking.data == OPEN,
        )


@admin.get("/admin/practical-days")
@requires("see-admin-area")
def practical_days() -> str:
    """The practical days, and the form for another one."""
    return _list(PracticalDayForm())


@admin.post("/admin/practical-days")
@requires("manage-practical-days")
def add_practical_day() -> Response | tuple[str, int]:
    """Announce a practical day."""
    form = PracticalDayForm()
    if not form.validate():
        return _list(form), 422
    arranging.add_day(viewer().id, form.day, now())
    return _done("The practical day is added. It stands on the pages until it is over.")


@admin.get("/admin/practical-days/<day>")
@requires("see-admin-area")
def practical_day(day: str) -> str:
    """One of them, with the form that changes it and the one that removes it."""
    line = found(day_line(day, now()))
    booking = OPEN if line.day.is_open else CLOSED
    return _one(line, PracticalDayForm(None, obj=line.day, booking=booking), ReasonForm(None))


@admin.post("/admin/practical-days/<day>")
@requires("manage-practical-days")
def change_practical_day(day: str) -> Response | tuple[str, int]:
    """Change what it says."""
    line, form = found(day_line(day, now())), PracticalDayForm()
    if not form.validate():
        return _one(line, form, ReasonForm(None)), 422
    try:
        arranging.change_day(viewer().id, day, form.day, now())
    except NoSuchThing:
        abort(404)
    return _done("The practical day is changed, and the pages show it as it is now.")


@admin.post("/admin/practical-days/<day>/removal")
@requires("manage-practical-days")
def remove_practical_day(day: str) -> Response | tuple[str, int]:
    """Take it off every page."""
    line, form = found(day_line(day, now())), ReasonForm()
    if not form.validate():
        booking = OPEN if line.day.is_open else CLOSED
        return _one(line, PracticalDayForm(None, obj=line.day, booking=booking), form), 422
    try:
        arranging.remove_day(viewer().id, day, form.reason.data, now())
    except NoSuchThing:
        abort(404)
    return _done("The practical day is removed, and stands on no page any more.")


def _done(words: str) -> Response:
    flash(words)
    return redirect(url_for("admin.practical_days"), 303)


def _list(form: PracticalDayForm) -> str:
    return render_template("admin/practical_days.html", here="courses", form=form, days=newest_days(now()))


def _one(line: DayLine, form: PracticalDayForm, removal: ReasonForm) -> str:
    return render_template("admin/practical_day.html", here="courses", line=line, form=form, removal=removal)
