"""Organisations: employers and trusts to which cohorts belong, and whose people an observer sees."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.queries.cohorts import organisation_choices
from course_app.services import grouping
from course_app.services.grouping import NameTaken
from course_app.web.admin.blueprint import admin
from course_app.web.admin.forms import OrganisationForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@admin.get("/admin/organisations")
@requires("see-admin-area")
def organisations() -> str:
    """Every organisation, and the form for another one."""
    return _page(OrganisationForm())


@admin.post("/admin/organisations")
@requires("manage-cohorts")
def make_organisation() -> Response | tuple[str, int]:
    """Add an organisation."""
    form = OrganisationForm()
    if not form.validate():
        return _page(form), 422
    try:
        grouping.make_organisation(viewer().id, form.name.data, now())
    except NameTaken as refusal:
        form.name.errors = (str(refusal),)
        return _page(form), 422
    flash("The organisation is added. Cohorts can belong to it now, and observers see its people.")
    return redirect(url_for("admin.organisations"), 303)


def _page(form: OrganisationForm) -> str:
    return render_template("admin/organisations.html", here="courses", form=form, organisations=organisation_choices())
