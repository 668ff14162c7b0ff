"""Ask for the erasure of what is kept about oneself, and step back."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from course_app.queries.erasures import erasure_preview
from course_app.services import erasing
from course_app.web.account.blueprint import account
from course_app.web.account.password import knows_password
from course_app.web.account.second_step_forms import PasswordAgainForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@account.get("/account/erasure")
@requires("see-account")
def erasure() -> str:
    """What would go, what would stay and why; and how to ask, or to step back."""
    return _page(PasswordAgainForm())


@account.post("/account/erasure")
@requires("see-account")
def ask_for_erasure() -> Any:
    """Ask, knowing the password."""
    form = PasswordAgainForm()
    if not (form.validate() and knows_password(form)):
        return _page(form), 422
    erasing.ask(viewer(), current_app.config["SETTINGS"].site_name, now())
    flash("You have asked for the erasure of your data. Until it is done you can step back.")
    return redirect(url_for("account.erasure"), 303)


@account.post("/account/erasure/withdrawal")
@requires("see-account")
def step_back() -> Any:
    """Ask no more."""
    erasing.step_back(viewer(), now())
    flash("Your data stay as they are. Nothing was erased.")
    return redirect(url_for("account.account"), 303)


def _page(form: PasswordAgainForm) -> str:
    return render_template("account/erasure.html", here="account", form=form, page=erasure_preview(viewer().public_id))
