"""Accept an invitation: choose a password. Opening the link changes nothing, since mail scanners open it too."""

from typing import Any

from flask import redirect, render_template

from course_app.domain.links import INVITATION
from course_app.gateways import passwords
from course_app.queries.accounts import LinkFacts, working_link
from course_app.services import inviting
from course_app.services.links import LinkSpent
from course_app.web.account.blueprint import account
from course_app.web.account.forms import NewAccountForm
from course_app.web.account.onwards import home_of
from course_app.web.shared.access import public
from course_app.web.shared.errors import error_page
from course_app.web.shared.moment import now
from course_app.web.shared.security import begin_session

SPENT_TITLE = "This invitation does not work any more"
SPENT_ADVICE = (
    "It works once, for two weeks, and only the newest one does. If you have chosen a password, sign in with it; "
    "otherwise ask whoever invited you for a new link."
)


@account.get("/invitations/<token>")
@public
def invitation(token: str) -> Any:
    """The form behind the link."""
    found = working_link((INVITATION,), token, now())
    if found is None:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    return _page(NewAccountForm(name=found.name, email=found.email), token, found)


@account.post("/invitations/<token>")
@public
def accept_invitation(token: str) -> Any:
    """Set name and password, sign in, and use the link up."""
    found = working_link((INVITATION,), token, now())
    if found is None:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    form = NewAccountForm()
    form.email.data = found.email
    if not form.validate():
        return _page(form, token, found), 422
    try:
        made = inviting.accept(token, form.name.data, passwords.hash_of(form.password.data), now())
    except LinkSpent:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    begin_session(made)
    return redirect(home_of(made.id), 303)


def _page(form: NewAccountForm, token: str, found: LinkFacts) -> str:
    return render_template("account/invitation.html", form=form, token=token, invitation=found)
