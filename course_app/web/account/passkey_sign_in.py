"""Sign in with a passkey: instead of e-mail and password, or instead of the code where one is asked for.

A passkey has verified its user, so no code is asked for after it. Wrong ones are counted as wrong passwords are.
"""

from typing import Any

from flask import Response, flash, redirect, request, url_for

from course_app.domain.passkeys import PasskeyRefused
from course_app.domain.sign_in_limits import TooManyFailures
from course_app.gateways.passkeys import PasskeySite, credential_id_of, new_sign_count, request_options
from course_app.queries.accounts import Account, account_of
from course_app.queries.passkeys import PasskeyFacts, find_passkey
from course_app.services import passkeys, signing_in
from course_app.web.account.blueprint import account
from course_app.web.account.forms import SignInForm
from course_app.web.account.half_signed_in import code_page, half_signed_in, wanted_page
from course_app.web.account.onwards import onwards
from course_app.web.account.passkey_challenge import SECOND_STEP, SIGN_IN, asked, new_challenge
from course_app.web.account.passkey_forms import PasskeyForm
from course_app.web.account.second_step_forms import CodeForm
from course_app.web.account.sign_in import CLOSED, sign_in_page
from course_app.web.shared.access import public
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now
from course_app.web.shared.passkey_site import passkey_site
from course_app.web.shared.security import begin_session


@account.get("/sign-in/passkey")
@public
def passkey_request() -> Response:
    """What the browser asks a device for, as JSON: fetched when the button is pressed, so that it is never old."""
    options = request_options(found(passkey_site()), new_challenge(SIGN_IN))
    return Response(options, mimetype="application/json", headers={"Cache-Control": "no-store"})


@account.post("/sign-in/passkey")
@public
def open_sign_in_by_passkey() -> Any:
    """Check the passkey, then go where the visitor wanted to go."""
    form = PasskeyForm()
    try:
        theirs = _signed_by(form.credential.data or "", SIGN_IN)
    except (PasskeyRefused, TooManyFailures) as refusal:
        page = sign_in_page(SignInForm(data={"next": form.next.data, "kept": form.kept.data}), str(refusal))
        return page, 422, _wait(refusal)
    begin_session(theirs, "passkey")
    return onwards(theirs, form.next.data, form.kept.data)


@account.post("/sign-in/code/passkey")
@public
def open_sign_in_by_second_passkey() -> Any:
    """The same after the password: it must be a passkey of the person whose password was right."""
    half = half_signed_in()
    if half is None:
        flash("That took too long. Begin again with your password.")
        return redirect(url_for("account.sign_in"), 303)
    form = PasskeyForm()
    try:
        theirs = _signed_by(form.credential.data or "", SECOND_STEP, half)
    except (PasskeyRefused, TooManyFailures) as refusal:
        return code_page(CodeForm(data={"kept": form.kept.data}), half, str(refusal)), 422, _wait(refusal)
    wanted = wanted_page()
    begin_session(theirs, "passkey")
    return onwards(theirs, wanted, form.kept.data)


def _signed_by(answer: str, purpose: str, half: Account | None = None) -> Account:
    """Whose passkey gave the answer. Raises `PasskeyRefused` or `TooManyFailures`."""
    site, challenge = asked(purpose, answer)
    credential_id = credential_id_of(answer)
    used, place = find_passkey(credential_id), request.remote_addr or ""
    whose = used.email if used else f"passkey {credential_id.hex()}"
    signing_in.throttled(whose, place, now())
    try:
        _use(used, answer, site, challenge, half)
    except PasskeyRefused:
        signing_in.note_failure(whose, place, now())
        raise
    theirs = account_of(used.person_id)
    if not theirs.is_active:
        raise PasskeyRefused(CLOSED)
    return theirs


def _use(used: PasskeyFacts | None, answer: str, site: PasskeySite, challenge: str, half: Account | None) -> None:
    if used is None or (half is not None and used.person_id != half.id):
        raise PasskeyRefused
    passkeys.use_passkey(used, new_sign_count(answer, site, challenge, used.key), challenge, now())


def _wait(refusal: PasskeyRefused | TooManyFailures) -> dict[str, str]:
    return {"Retry-After": str(refusal.seconds)} if isinstance(refusal, TooManyFailures) else {}
