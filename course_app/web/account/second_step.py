"""Turn the second step at sign-in on and off, and take new recovery codes."""

from typing import Any

from flask import abort, current_app, flash, redirect, render_template, session, url_for

from course_app.domain.second_step import NEEDED_BY
from course_app.queries.accounts import second_step as kept_step
from course_app.services import securing
from course_app.web.account.blueprint import account
from course_app.web.account.password import knows_password
from course_app.web.account.second_step_forms import PasswordAgainForm, TurnOnForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now
from course_app.web.shared.security import authenticator

CODES = "recovery_codes"
WRONG = "That is not the code your app shows now. Nothing was turned on; try the next one."


@account.get("/account/second-step")
@requires("see-account")
def second_step() -> str:
    """How to set an app up; or, once it is on, what one may do about it."""
    step = kept_step(viewer().id)
    if step.secret is None:
        return _set_up_page(TurnOnForm(data={"secret": authenticator().generate_totp_secret()}))
    return _page(PasswordAgainForm())


@account.post("/account/second-step")
@requires("see-account")
def turn_on() -> Any:
    """Ask for a code from now on, if the app and the password are right."""
    if kept_step(viewer().id).secret is not None:
        return redirect(url_for("account.second_step"), 303)
    form = TurnOnForm()
    if authenticator().setup(form.secret.data or "", viewer().email) is None:
        form.secret.data = authenticator().generate_totp_secret()
    if not form.validate():
        return _set_up_page(form), 422
    counter = authenticator().matched(form.code.data, form.secret.data, now(), None)
    if counter is None:
        form.code.errors = (WRONG,)
        return _set_up_page(form), 422
    if not knows_password(form):
        return _set_up_page(form), 422
    codes = _new_codes()
    site = current_app.config["SETTINGS"].site_name
    securing.turn_on(viewer(), form.secret.data, counter, _hashed(codes), site, now())
    return _show(codes)


@account.post("/account/second-step/end")
@requires("see-account")
def turn_off() -> Any:
    """Ask for no code any more."""
    form = PasswordAgainForm()
    if not (form.validate() and knows_password(form)):
        return _page(form), 422
    securing.turn_off(viewer(), current_app.config["SETTINGS"].site_name, now())
    flash("Signing in asks for your password alone.")
    return redirect(url_for("account.account"), 303)


@account.post("/account/recovery-codes")
@requires("see-account")
def renew_recovery_codes() -> Any:
    """New recovery codes in place of the old ones."""
    if kept_step(viewer().id).secret is None:
        abort(404)
    form = PasswordAgainForm()
    if not (form.validate() and knows_password(form)):
        return _page(form), 422
    codes = _new_codes()
    securing.renew_recovery_codes(viewer(), _hashed(codes), now())
    return _show(codes)


@account.get("/account/recovery-codes")
@requires("see-account")
def recovery_codes() -> str:
    """The new codes, once."""
    return render_template("account/recovery_codes.html", codes=session.pop(CODES, ()), here="account")


def _new_codes() -> list[str]:
    return authenticator().new_recovery_codes()


def _hashed(codes: list[str]) -> list[str]:
    return [authenticator().fingerprint(viewer().id, code) for code in codes]


def _show(codes: list[str]) -> Any:
    session[CODES] = codes
    return redirect(url_for("account.recovery_codes"), 303)


def _set_up_page(form: TurnOnForm) -> str:
    setup = authenticator().setup(form.secret.data, viewer().email)
    return render_template("account/second_step_setup.html", form=form, setup=setup, here="account")


def _page(form: PasswordAgainForm) -> str:
    left = len(kept_step(viewer().id).recovery_codes)
    is_asked = current_app.config["SETTINGS"].second_step_days > 0
    needs_it = is_asked and not NEEDED_BY.isdisjoint(viewer().roles)
    return render_template("account/second_step.html", form=form, left=left, needs_it=needs_it, here="account")
