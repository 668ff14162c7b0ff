"""The first administrator's account, by the one-time link that the program printed."""

from typing import Any

from flask import redirect, render_template

from course_app.formats.person_text import address_of
from course_app.gateways import passwords
from course_app.queries.accounts import first_admin_link_works
from course_app.services import accounts
from course_app.web.account.blueprint import account
from course_app.web.account.forms import NewAccountForm
from course_app.web.account.onwards import home_of
from course_app.web.shared.access import public
from course_app.web.shared.errors import error_page
from course_app.web.shared.moment import now
from course_app.web.shared.security import begin_session

SPENT_TITLE = "This link does not work any more"
SPENT_ADVICE = (
    "It works once, and only the newest one does. If there is no administrator yet, start the program again: "
    "it prints a new link."
)


@account.get("/first-administrator/<token>")
@public
def first_administrator(token: str) -> Any:
    """The form behind the link."""
    if not first_admin_link_works(token):
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    return _page(NewAccountForm(), token)


@account.post("/first-administrator/<token>")
@public
def open_first_administrator(token: str) -> Any:
    """Make the administrator, sign in, and use the link up."""
    if not first_admin_link_works(token):
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    form = NewAccountForm()
    if not form.validate():
        return _page(form, token), 422
    try:
        made = accounts.use_first_admin_link(
            token, form.name.data, address_of(form.email.data), passwords.hash_of(form.password.data), now()
        )
    except accounts.LinkSpent:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    except accounts.EmailTaken as refusal:
        form.email.errors = (f"{refusal} Give another one for the administrator.",)
        return _page(form, token), 422
    begin_session(made)
    return redirect(home_of(made.id), 303)


def _page(form: NewAccountForm, token: str) -> str:
    return render_template("account/first_administrator.html", form=form, token=token)
