"""Erase a person's data: look at what would go and stay, then confirm with a reason."""

from flask import abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.queries.erasures import erasure_preview
from course_app.services import erasing
from course_app.services.administering import NoSuchPerson
from course_app.web.admin.blueprint import admin
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.errors import found
from course_app.web.shared.forms import ReasonForm
from course_app.web.shared.moment import now

DONE = "The data are erased, and every sign-in of that person has ended. The audit says when and why."


@admin.get("/admin/people/<person>/erasure")
@requires("manage-people")
def erasure(person: str) -> str:
    """What would go, what would stay and why."""
    return _page(person, ReasonForm())


@admin.post("/admin/people/<person>/erasure")
@requires("manage-people")
def erase(person: str) -> Response | tuple[str, int]:
    """Erase, for good; a second click finds it done."""
    form = ReasonForm()
    if not form.validate():
        return _page(person, form), 422
    try:
        erasing.erase(viewer().id, person, form.reason.data, now())
    except NoSuchPerson:
        abort(404)
    except RuleBroken as refusal:
        form.reason.errors = (str(refusal),)
        return _page(person, form), 422
    flash(DONE)
    return redirect(url_for("admin.people"), 303)


def _page(person: str, form: ReasonForm) -> str:
    page = found(erasure_preview(person))
    return render_template(
        "admin/erasure.html", here="people", page=page, form=form, is_own=page.public_id == viewer().public_id
    )
