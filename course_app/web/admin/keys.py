"""Keys with which people enrol themselves in a cohort: made, handed out, withdrawn."""

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.queries.cohorts import cohort_page
from course_app.services import enrolling_by_key
from course_app.services.administering import NoSuchThing
from course_app.web.admin.blueprint import admin
from course_app.web.admin.courses import cohort_form, shown_cohort
from course_app.web.admin.forms import KeyForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now


@admin.post("/admin/cohorts/<cohort>/keys")
@requires("manage-cohorts")
def make_key(cohort: str) -> Response | tuple[str, int]:
    """Make a key."""
    page, form = found(cohort_page(cohort, now())), KeyForm()
    if not form.validate():
        return shown_cohort(page, cohort_form(page), form), 422
    try:
        enrolling_by_key.make_key(viewer().id, cohort, form.seats.data, form.key_until.data, now())
    except RuleBroken as refusal:
        form.key_until.errors = (str(refusal),)
        return shown_cohort(page, cohort_form(page), form), 422
    flash("The key is made. Give its word, or its link, to whoever is to use it.")
    return redirect(url_for("admin.cohort", cohort=cohort), 303)


@admin.post("/admin/cohorts/<cohort>/keys/<enrolment_key>/revocation")
@requires("manage-cohorts")
def revoke_key(cohort: str, enrolment_key: str) -> Response:
    """Withdraw a key; whoever it enrolled stays enrolled."""
    try:
        enrolling_by_key.revoke_key(viewer().id, cohort, enrolment_key, now())
    except NoSuchThing:
        abort(404)
    flash("The key is withdrawn and enrols nobody any more. Whoever it enrolled stays enrolled.")
    return redirect(url_for("admin.cohort", cohort=cohort), 303)
