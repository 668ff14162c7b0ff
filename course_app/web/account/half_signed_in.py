"""Between the password and the code: who gave the right password, kept in the session for ten minutes.

It names the person and the password as it was, so that a password changed meanwhile ends it; it lets nobody see
anything.
"""

from datetime import datetime, timedelta
from typing import Any

from flask import redirect, render_template, session, url_for

from course_app.gateways.passkeys import request_options
from course_app.gateways.tokens import fingerprint
from course_app.queries.accounts import Account, account_of
from course_app.queries.passkeys import credential_ids
from course_app.web.account.passkey_challenge import SECOND_STEP, new_challenge
from course_app.web.account.second_step_forms import CodeForm
from course_app.web.shared.access import local_path
from course_app.web.shared.moment import now
from course_app.web.shared.passkey_site import passkey_site

KEY = "half_signed_in"
LONGEST = timedelta(minutes=10)


def ask_for_code(found: Account, wanted: str | None, kept: str | None) -> Any:
    """Remember that the password was right, and on to the page that asks for the code.

    With a kept form it is shown at once, since that form is too large for an address or a cookie.
    """
    session[KEY] = {
        "person": found.id,
        "password": fingerprint(found.password or ""),
        "until": (now() + LONGEST).isoformat(),
        "next": local_path(wanted),
    }
    if kept:
        return code_page(CodeForm(data={"kept": kept}), found), 422
    return redirect(url_for("account.code"), 303)


def half_signed_in() -> Account | None:
    """Whoever gave the right password in this browser, within the last ten minutes."""
    kept = session.get(KEY)
    if not kept or datetime.fromisoformat(kept["until"]) <= now():
        return None
    found = account_of(kept["person"])
    if found is None or not found.is_active or fingerprint(found.password or "") != kept["password"]:
        return None
    return found


def wanted_page() -> str:
    """Where they wanted to go."""
    return session.get(KEY, {}).get("next", "")


def code_page(form: CodeForm, found: Account, refusal: str = "") -> str:
    """The page that asks for the code, or for a passkey of theirs; `refusal` says why a passkey was refused."""
    site, known = passkey_site(), credential_ids(found.id)
    options = request_options(site, new_challenge(SECOND_STEP), known) if site and known else ""
    return render_template("account/code.html", form=form, refusal=refusal, options=options, here="sign-in")
