"""Add a passkey to one's account, and remove one.

The password comes first, on a page of its own, so that no device makes a passkey that the account then refuses.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import Response, abort, current_app, flash, redirect, render_template, request, session, url_for

from course_app.domain.passkeys import PasskeyRefused
from course_app.gateways.passkeys import creation_options, made_passkey
from course_app.queries.passkeys import credential_ids
from course_app.services import passkeys
from course_app.web.account.agents import browser_of
from course_app.web.account.blueprint import account
from course_app.web.account.passkey_challenge import ADD, asked, new_challenge
from course_app.web.account.passkey_forms import PasskeyForm, PasskeyNameForm
from course_app.web.account.password import knows_password
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.keys import ANY_KEY
from course_app.web.shared.moment import now
from course_app.web.shared.passkey_site import passkey_site

KEY = "named_passkey"
LONGEST = timedelta(minutes=10)
ADDED = "“{name}” now signs you in, on the page where you give your password today."
REMOVED = "“{name}” does not sign in any more. Your device may still offer it; delete it there as well."


@account.get("/account/passkeys")
@requires("see-account")
def passkey_name() -> str:
    """What a passkey is, and the form that names a new one."""
    return _name_page(PasskeyNameForm(data={"name": browser_of(request.user_agent.string)}))


@account.post("/account/passkeys")
@requires("see-account")
def name_passkey() -> Any:
    """Keep the name while the device makes the passkey, if the password is right."""
    form = PasskeyNameForm()
    if not (form.validate() and knows_password(form)):
        return _name_page(form), 422
    session[KEY] = {"name": form.name.data, "until": (now() + LONGEST).isoformat()}
    return redirect(url_for("account.new_passkey"), 303)


@account.get("/account/passkeys/new")
@requires("see-account")
def new_passkey() -> Any:
    """The page whose button lets the device make the passkey."""
    name = _name()
    return _new_page(name) if name else redirect(url_for("account.passkey_name"), 303)


@account.post("/account/passkeys/new")
@requires("see-account")
def add_passkey() -> Any:
    """Keep the passkey that the device has made."""
    name, answer = _name(), PasskeyForm().credential.data
    if not name:
        flash("That took too long. Begin again with your password.")
        return redirect(url_for("account.passkey_name"), 303)
    try:
        site, challenge = asked(ADD, answer)
        made = made_passkey(answer, site, challenge)
        passkeys.add_passkey(viewer(), name, made, challenge, site.name, now())
    except PasskeyRefused as refusal:
        return _new_page(name, str(refusal)), 422
    session.pop(KEY)
    flash(ADDED.format(name=name))
    return redirect(url_for("account.account"), 303)


@account.post(f"/account/passkeys/<{ANY_KEY}:passkey_id>/removal")
@requires("see-account")
def remove_passkey(passkey_id: int) -> Response:
    """Remove one of one's own passkeys."""
    try:
        name = passkeys.remove_passkey(viewer(), passkey_id, current_app.config["SETTINGS"].site_name, now())
    except passkeys.NoSuchPasskey:
        abort(404)
    flash(REMOVED.format(name=name))
    return redirect(url_for("account.account"), 303)


def _name() -> str:
    """What the new passkey is to be called, by whoever gave the right password within the last ten minutes."""
    kept = session.get(KEY)
    return kept["name"] if kept and datetime.fromisoformat(kept["until"]) > now() else ""


def _name_page(form: PasskeyNameForm) -> str:
    return render_template("account/passkey_name.html", form=form, can_use=passkey_site() is not None, here="account")


def _new_page(name: str, refusal: str = "") -> str:
    site, options, person = passkey_site(), "", viewer()
    if site is not None:
        known = credential_ids(person.id)
        options = creation_options(site, new_challenge(ADD), person.public_id, person.email, person.name, known)
    return render_template("account/new_passkey.html", name=name, refusal=refusal, options=options, here="account")
