"""Sign in, and out again. A page that must not be left signs in by JSON, with e-mail and password alone."""

import json
from typing import Any

from flask import Response, redirect, render_template, request, url_for

from course_app.domain.names import normalise_email
from course_app.domain.sign_in_limits import TooManyFailures
from course_app.formats.person_text import address_of
from course_app.gateways import passwords
from course_app.queries.accounts import Account, find_account
from course_app.services import signing_in
from course_app.web.account.blueprint import account
from course_app.web.account.forms import SignInForm
from course_app.web.account.given_email import given_email, keep_email
from course_app.web.account.half_signed_in import ask_for_code
from course_app.web.account.onwards import home_of, onwards
from course_app.web.shared.access import local_path, public, requires, viewer_or_none
from course_app.web.shared.errors import problem, wants_json
from course_app.web.shared.moment import now
from course_app.web.shared.passkey_site import passkey_site
from course_app.web.shared.security import begin_session, end_session

WRONG = "The e-mail or the password is not right. Look at both and try again."
CODE_ASKED = "Your account asks for a code as well. Use the other way below; what you answered stays here."
CLOSED = "This account has been closed. Whoever runs your course can open it again."


@account.get("/sign-in")
@public
def sign_in() -> Any:
    """The form; whoever is signed in already goes on."""
    if (somebody := viewer_or_none()) is not None:
        return redirect(local_path(request.args.get("next")) or home_of(somebody.id), 303)
    return sign_in_page(SignInForm(data={"email": given_email(), "next": request.args.get("next")}))


@account.post("/sign-in")
@public
def open_sign_in() -> Any:
    """Check e-mail and password, then go where the visitor wanted to go."""
    form = SignInForm()
    found, headers = _checked(form) if form.validate() else (None, {})
    if wants_json():
        return _told(form, found, headers)
    if found is None:
        keep_email(form.email.data)
        return sign_in_page(form), 422, headers
    if found.asks_code:
        return ask_for_code(found, form.next.data, form.kept.data)
    begin_session(found)
    return onwards(found, form.next.data, form.kept.data)


@account.post("/sign-out")
@requires("see-account")
def sign_out() -> Response:
    """End this sign-in; the browser is told to forget the pages and answers it keeps.

    Not the answers where its page says that others' wait there too: it has forgotten this person's itself.
    """
    end_session()
    response = redirect(url_for("public.home"), 303)
    response.headers["Clear-Site-Data"] = '"cache"' if "others-wait" in request.form else '"cache", "storage"'
    return response


def right_password(password: str, email: str, stored: str | None) -> bool:
    """Whether the password is right; a wrong one is counted, and too many raise `TooManyFailures`."""
    place = request.remote_addr or ""
    signing_in.throttled(email, place, now())
    if passwords.matches(password, stored):
        return True
    signing_in.note_failure(email, place, now())
    return False


def sign_in_page(form: SignInForm, refusal: str = "") -> str:
    """The page; `refusal` says why a passkey was refused."""
    return render_template(
        "account/sign_in.html",
        form=form,
        refusal=refusal,
        can_use_passkeys=passkey_site() is not None,
        here="sign-in",
        next=local_path(form.next.data),
    )


def _told(form: SignInForm, found: Account | None, headers: dict[str, str]) -> Response:
    """The answer to a program: who is signed in now, or why nobody is."""
    if found is None:
        refusal = problem(422, "not-signed-in", next(message for one in form for message in one.errors))
        refusal.headers.extend(headers)
        return refusal
    if found.asks_code:
        return problem(422, "code-asked", CODE_ASKED)
    begin_session(found)
    return Response(json.dumps({"person": found.public_id}), mimetype="application/json")


def _checked(form: SignInForm) -> tuple[Account | None, dict[str, str]]:
    """The account, or why not, said in the form. An unknown e-mail takes as long and counts as a known one does."""
    email = address_of(form.email.data) or normalise_email(form.email.data)
    found = find_account(email)
    try:
        is_right = right_password(form.password.data, email, found.password if found else None)
    except TooManyFailures as refusal:
        form.refuse(str(refusal))
        return None, {"Retry-After": str(refusal.seconds)}
    if not is_right:
        form.refuse(WRONG)
        return None, {}
    if not found.is_active:
        form.refuse(CLOSED)
        return None, {}
    return found, {}
