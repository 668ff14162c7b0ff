"""When access ends for all who learn in a cohort: the form, its preview with the number, and doing it."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import BooleanField

from course_app.queries.access_ends import Change, access_ends, reach_of
from course_app.services.administering import NoSuchThing
from course_app.services.enrolling_others import CannotEnrol
from course_app.services.prolonging import set_ends
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import whole_number
from course_app.web.shared.errors import found
from course_app.web.shared.forms import DayField, Form
from course_app.web.shared.moment import now

SETS = "set"


class EndForm(Form):
    """The last day of access, blank for none, and whether for those too whose access ran out."""

    last_day = DayField("Last day of access (blank: no end)")
    again = BooleanField("Let those go on, too, whose access has run out")

    @property
    def change(self) -> Change:
        """What was filled in, once it is valid."""
        return Change(self.last_day.data, self.again.data)


@admin.get("/admin/cohorts/<cohort>/access")
@requires("see-admin-area")
def cohort_access(cohort: str) -> str:
    """How the cohort stands, and the form."""
    return _page(cohort, EndForm(None))


@admin.post("/admin/cohorts/<cohort>/access")
@requires("manage-cohorts")
def set_cohort_access(cohort: str) -> Response | tuple[str, int]:
    """Show how many it would change; or change them."""
    form = EndForm()
    if not form.validate():
        return _page(cohort, form), 422
    if request.form.get("act") != SETS:
        return _page(cohort, form, is_preview=True), 422
    confirmed = whole_number(request.form.get("count", "")) or 0
    try:
        done = set_ends(viewer().id, cohort, form.change, confirmed, now())
    except NoSuchThing:
        abort(404)
    except CannotEnrol as refusal:
        return _page(cohort, form, str(refusal), is_preview=True), 422
    flash(f"Changed for {done:,} {'learner' if done == 1 else 'learners'}.")
    return redirect(url_for("admin.cohort_access", cohort=cohort), 303)


def _page(cohort: str, form: EndForm, refusal: str = "", *, is_preview: bool = False) -> str:
    page = found(access_ends(cohort))
    return render_template(
        "admin/cohort_access.html",
        here="courses",
        page=page,
        form=form,
        refusal=refusal,
        is_preview=is_preview,
        reach=reach_of(cohort, form.change, page.zone) if is_preview else 0,
    )
