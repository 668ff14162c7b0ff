"""Confirm an e-mail: the page behind the link, whose button confirms, and having the link sent again."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.errors import RuleBroken
from course_app.domain.links import NEW_EMAIL
from course_app.domain.sign_in_limits import TooManyAsks
from course_app.queries.accounts import working_link
from course_app.services import confirming
from course_app.web.account.blueprint import account
from course_app.web.shared.access import page_before, public, requires, viewer, viewer_or_none
from course_app.web.shared.errors import error_page
from course_app.web.shared.mail_links import letterhead
from course_app.web.shared.moment import now

SPENT_TITLE = "This link does not work any more"
SPENT_ADVICE = "It works once, and only the newest one does. Your account page shows whether your e-mail is confirmed."


@account.get("/confirmations/<token>")
@public
def confirmation(token: str) -> Any:
    """What the button will do; opening the link changes nothing, since mail scanners open links too."""
    link = working_link(confirming.PURPOSES, token, now())
    if link is None:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    return render_template("account/confirmation.html", link=link, token=token, is_new=link.purpose == NEW_EMAIL)


@account.post("/confirmations/<token>")
@public
def confirm(token: str) -> Any:
    """Confirm the address, and on to the course."""
    try:
        confirming.confirm(token, current_app.config["SETTINGS"].site_name, now())
    except confirming.LinkSpent:
        return error_page(404, SPENT_TITLE, SPENT_ADVICE)
    except RuleBroken as refusal:
        return error_page(422, "Your e-mail was not changed", str(refusal))
    flash("Your e-mail is confirmed.")
    return redirect(url_for("account.account" if viewer_or_none() else "account.sign_in"), 303)


@account.post("/account/confirmation")
@requires("see-account")
def ask_to_confirm() -> Response:
    """Have the link sent again, and back to the page."""
    try:
        confirming.ask_to_confirm(viewer(), request.remote_addr or "", letterhead("account.confirmation"), now())
    except TooManyAsks as refusal:
        flash(str(refusal))
    else:
        flash(f"A link is on its way to {viewer().email}.")
    return redirect(page_before() or url_for("account.account"), 303)
