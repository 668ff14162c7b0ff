"""Change one's e-mail: it holds once the new address has been confirmed."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for

from course_app.domain.sign_in_limits import TooManyAsks
from course_app.formats.person_text import address_of
from course_app.services import confirming
from course_app.services.accounts import EmailTaken
from course_app.web.account.blueprint import account
from course_app.web.account.own_forms import ChangeEmailForm
from course_app.web.account.password import knows_password
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.mail_links import letterhead
from course_app.web.shared.moment import now

SENT = "A link is on its way to {email}. Your account keeps the old e-mail until you have used it."


@account.get("/account/email")
@requires("see-account")
def email() -> str:
    """The form."""
    return _page(ChangeEmailForm())


@account.post("/account/email")
@requires("see-account")
def change_email() -> Any:
    """Send a link to the new address."""
    form = ChangeEmailForm()
    if not (form.validate() and knows_password(form)):
        return _page(form), 422
    address = address_of(form.email.data)
    try:
        confirming.ask_for_email(
            viewer(), address, request.remote_addr or "", letterhead("account.confirmation"), now()
        )
    except (EmailTaken, TooManyAsks) as refusal:
        form.email.errors = (str(refusal),)
        return _page(form), 422
    flash(SENT.format(email=address))
    return redirect(url_for("account.account"), 303)


def _page(form: ChangeEmailForm) -> str:
    return render_template("account/email.html", form=form, here="account")
