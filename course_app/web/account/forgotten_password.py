"""A forgotten password: ask for a link, and choose a new one behind it.

What is said after asking is the same whether or not the e-mail has an account. The link opens a page and changes
nothing by itself, since mail scanners follow links.
"""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from course_app.domain.links import NEW_PASSWORD
from course_app.domain.sign_in_limits import TooManyAsks
from course_app.formats.person_text import address_of
from course_app.gateways import passwords
from course_app.queries.accounts import LinkFacts, working_link
from course_app.services import recovering
from course_app.services.links import LinkSpent
from course_app.web.account.blueprint import account
from course_app.web.account.given_email import given_email, keep_email
from course_app.web.account.own_forms import AskForPasswordForm, NewPasswordForm
from course_app.web.shared.access import public
from course_app.web.shared.errors import error_page
from course_app.web.shared.mail_links import letterhead
from course_app.web.shared.moment import now

SPENT_TITLE = "This link does not work any more"
SPENT_ADVICE = "It works once, within an hour, and only the newest one does. Ask for another one on the sign-in page."
DONE = "Your new password is set, and you are signed out everywhere. Sign in with it."


@account.get("/forgotten-password")
@public
def forgotten_password() -> str:
    """Ask for the link."""
    return _ask_page(AskForPasswordForm(data={"email": given_email()}))


@account.post("/forgotten-password")
@public
def ask_for_password() -> Any:
    """Have the link sent, if there is such an account."""
    form = AskForPasswordForm()
    if not form.validate():
        return _ask_page(form), 422
    try:
        recovering.ask_for_password(
            address_of(form.email.data), request.remote_addr or "", letterhead("account.new_password"), now()
        )
    except TooManyAsks as refusal:
        form.email.errors = (str(refusal),)
        return _ask_page(form), 422, {"Retry-After": str(refusal.seconds)}
    return redirect(url_for("account.password_mail"), 303)


@account.get("/forgotten-password/mail")
@public
def password_mail() -> str:
    """What happens next."""
    return render_template("account/password_mail.html", here="sign-in")


@account.get("/new-password/<token>")
@public
def new_password(token: str) -> Any:
    """The form behind the link."""
    whose = working_link((NEW_PASSWORD,), token, now())
    return _new_page(NewPasswordForm(whose), whose, token) if whose else error_page(404, SPENT_TITLE, SPENT_ADVICE)


@account.post("/new-password/<token>")
@public
def set_new_password(token: str) -> Any:
    """Set it, and on to the sign-in page."""
    whose = working_link((NEW_PASSWORD,), token, now())
    if whose is None:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    form = NewPasswordForm(whose)
    if not form.validate():
        return _new_page(form, whose, token), 422
    site = letterhead("account.new_password").site
    try:
        email = recovering.set_password(token, passwords.hash_of(form.password.data), site, now())
    except LinkSpent:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    flash(DONE)
    keep_email(email)
    return redirect(url_for("account.sign_in"), 303)


def _ask_page(form: AskForPasswordForm) -> str:
    return render_template("account/forgotten_password.html", form=form, here="sign-in")


def _new_page(form: NewPasswordForm, whose: LinkFacts, token: str) -> str:
    return render_template("account/new_password.html", form=form, whose=whose, token=token, here="sign-in")
