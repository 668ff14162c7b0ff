"""Change one's password, knowing the old one."""

from typing import Any

from flask import current_app, flash, redirect, render_template, url_for

from course_app.domain.sign_in_limits import TooManyFailures
from course_app.gateways import passwords
from course_app.queries.accounts import find_account
from course_app.services import recovering
from course_app.web.account.blueprint import account
from course_app.web.account.own_forms import ChangeEmailForm, ChangePasswordForm
from course_app.web.account.second_step_forms import PasswordAgainForm
from course_app.web.account.sign_in import right_password
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@account.get("/account/password")
@requires("see-account")
def password() -> str:
    """The form."""
    return _page(ChangePasswordForm(viewer()))


@account.post("/account/password")
@requires("see-account")
def change_password() -> Any:
    """Set the new password; every other sign-in ends."""
    form = ChangePasswordForm(viewer())
    if not (form.validate() and knows_password(form)):
        return _page(form), 422
    recovering.change_password(
        viewer(), passwords.hash_of(form.password.data), current_app.config["SETTINGS"].site_name, now()
    )
    flash("Your new password is set. You are signed out everywhere else.")
    return redirect(url_for("account.account"), 303)


def knows_password(form: ChangePasswordForm | ChangeEmailForm | PasswordAgainForm) -> bool:
    """Whether the viewer's password stands in `current`; if not, the form says so. Wrong ones are counted."""
    found = find_account(viewer().email)
    try:
        if found and right_password(form.current.data, viewer().email, found.password):
            return True
    except TooManyFailures as refusal:
        form.current.errors = (str(refusal),)
        return False
    form.current.errors = ("That is not your password. Nothing was changed.",)
    return False


def _page(form: ChangePasswordForm) -> str:
    return render_template("account/password.html", form=form, here="account")
