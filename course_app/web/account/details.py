"""Change one's name and time zone."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from course_app.services import accounts
from course_app.web.account.blueprint import account
from course_app.web.account.own_forms import DetailsForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@account.get("/account/details")
@requires("see-account")
def details() -> str:
    """The form, with what is kept now."""
    return _page(DetailsForm(data={"name": viewer().name, "zone": viewer().zone}))


@account.post("/account/details")
@requires("see-account")
def change_details() -> Any:
    """Keep them."""
    form = DetailsForm()
    if not form.validate():
        return _page(form), 422
    accounts.describe_oneself(viewer().id, form.name.data, form.zone.data, now())
    flash("Your name and time zone are kept.")
    return redirect(url_for("account.account"), 303)


def _page(form: DetailsForm) -> str:
    return render_template("account/details.html", form=form, here="account")
