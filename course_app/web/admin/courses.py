"""Courses, their cohorts and their learners."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.queries.administration import courses as course_counts
from course_app.queries.cohorts import LearnersPage, cohort_page, learners_page, organisation_choices
from course_app.queries.enrolment_keys import keys_of
from course_app.services import grouping
from course_app.services.grouping import CohortSettings
from course_app.web.admin.blueprint import admin
from course_app.web.admin.forms import NO_CHOICE, CohortForm, KeyForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.arguments import text_in
from course_app.web.shared.errors import found
from course_app.web.shared.mail_links import site_address
from course_app.web.shared.moment import now


@admin.get("/admin/courses")
@requires("see-admin-area")
def courses() -> str:
    """Every course."""
    return render_template("admin/courses.html", here="courses", courses=course_counts())


@admin.get("/admin/courses/<course>")
@requires("see-admin-area")
def course(course: str) -> str:
    """A course's cohorts and learners."""
    return _course(found(learners_page(course, now(), text_in("after"))), _with_choices(CohortForm()))


@admin.post("/admin/courses/<course>/cohorts")
@requires("manage-cohorts")
def make_cohort(course: str) -> Response | tuple[str, int]:
    """Make a cohort."""
    page, form = found(learners_page(course, now())), _with_choices(CohortForm())
    if not form.validate():
        return _course(page, form), 422
    try:
        made = grouping.make_cohort(viewer().id, course, _settings(form), now())
    except RuleBroken as refusal:
        form.name.errors = (str(refusal),)
        return _course(page, form), 422
    flash("The cohort is made. Enrol people one by one on their pages, or many from a list.")
    return redirect(url_for("admin.cohort", cohort=made), 303)


@admin.get("/admin/cohorts/<cohort>")
@requires("see-admin-area")
def cohort(cohort: str) -> str:
    """A cohort and its learners."""
    page = found(cohort_page(cohort, now(), text_in("after")))
    return shown_cohort(page, cohort_form(page))


@admin.post("/admin/cohorts/<cohort>")
@requires("manage-cohorts")
def change_cohort(cohort: str) -> Response | tuple[str, int]:
    """Rename a cohort, set its days and organisation."""
    page, form = found(cohort_page(cohort, now())), _with_choices(CohortForm())
    if not form.validate():
        return shown_cohort(page, form), 422
    try:
        grouping.change_cohort(viewer().id, cohort, _settings(form), now())
    except RuleBroken as refusal:
        form.name.errors = (str(refusal),)
        return shown_cohort(page, form), 422
    flash("The changes are kept.")
    return redirect(url_for("admin.cohort", cohort=cohort), 303)


@admin.post("/admin/cohorts/<cohort>/retirement")
@requires("manage-cohorts")
def retire_cohort(cohort: str) -> Response:
    """Take a cohort out of every choice; its learners stay enrolled."""
    found(cohort_page(cohort, now()))
    grouping.retire_cohort(viewer().id, cohort, now())
    flash("The cohort is retired. Its learners stay enrolled.")
    return redirect(url_for("admin.cohort", cohort=cohort), 303)


@admin.post("/admin/cohorts/<cohort>/reinstatement")
@requires("manage-cohorts")
def reinstate_cohort(cohort: str) -> Response:
    """Offer a retired cohort again."""
    found(cohort_page(cohort, now()))
    grouping.reinstate_cohort(viewer().id, cohort, now())
    flash("The cohort is in use again.")
    return redirect(url_for("admin.cohort", cohort=cohort), 303)


def cohort_form(page: LearnersPage) -> CohortForm:
    """The form of a cohort, as it is kept."""
    cohort = page.cohort
    return _with_choices(CohortForm(None, obj=cohort, organisation=cohort.organisation_id))


def shown_cohort(page: LearnersPage, form: CohortForm, key_form: KeyForm | None = None) -> str:
    """The page of a cohort, with a form that was refused, if one was."""
    keys = keys_of(page.cohort.public_id, now())
    return render_template(
        "admin/cohort.html",
        here="courses",
        page=page,
        form=form,
        key_form=key_form or KeyForm(None),
        keys=keys,
        links={one.word: site_address(url_for("learner.key", key=one.word)) for one in keys},
        after=text_in("after"),
    )


def _with_choices(form: CohortForm) -> CohortForm:
    form.organisation.choices = [NO_CHOICE, *(tuple(one) for one in organisation_choices())]
    return form


def _settings(form: CohortForm) -> CohortSettings:
    return CohortSettings(form.name.data, form.starts_on.data, form.ends_on.data, form.organisation.data)


def _course(page: LearnersPage, form: CohortForm) -> str:
    return render_template("admin/course.html", here="courses", page=page, form=form, after=text_in("after"))
