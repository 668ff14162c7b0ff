"""Download everything that is held on oneself: the password first, then the file."""

from typing import Any

from flask import flash, redirect, render_template, url_for

from course_app.domain.holdings import RULES
from course_app.services import handing_out
from course_app.web.account.blueprint import account
from course_app.web.account.password import knows_password
from course_app.web.account.second_step_forms import PasswordAgainForm
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.handed_out import fetched, may_be_fetched, may_fetch
from course_app.web.shared.moment import now


@account.get("/account/data")
@requires("see-account")
def holdings() -> str:
    """What the file holds, and how to ask for it; or the way to it."""
    return _page(PasswordAgainForm())


@account.post("/account/data")
@requires("see-account")
def ask_for_holdings() -> Any:
    """Ask for the file, knowing the password."""
    form = PasswordAgainForm()
    if not (form.validate() and knows_password(form)):
        return _page(form), 422
    handing_out.allow(viewer().id, viewer().public_id, "", now())
    may_fetch(viewer().public_id)
    flash("Your file is ready. You can download it here for ten minutes.")
    return redirect(url_for("account.holdings"), 303)


@account.get("/account/data/file")
@requires("see-account")
def holdings_file() -> Any:
    """The file; without the password, the page that asks for it."""
    if not may_be_fetched(viewer().public_id):
        return redirect(url_for("account.holdings"), 303)
    return fetched(viewer().public_id)


def _page(form: PasswordAgainForm) -> str:
    is_ready = may_be_fetched(viewer().public_id)
    return render_template("account/holdings.html", here="account", form=form, rules=RULES, is_ready=is_ready)
