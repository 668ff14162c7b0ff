"""Register: an account, signed in at once, and enrolled in the course on whose page it began."""

from typing import Any

from flask import redirect, render_template, request, url_for

from course_app.domain.sign_in_limits import TooManyRegistrations
from course_app.formats.person_text import address_of
from course_app.gateways import passwords
from course_app.services import accounts, registering
from course_app.web.account.blueprint import account
from course_app.web.account.forms import RegistrationForm
from course_app.web.account.given_email import keep_email
from course_app.web.account.onwards import home_of
from course_app.web.shared.access import local_path, public, viewer_or_none
from course_app.web.shared.mail_links import letterhead
from course_app.web.shared.moment import now
from course_app.web.shared.pages import appearance
from course_app.web.shared.security import begin_session


@account.get("/register")
@public
def register() -> Any:
    """The form; whoever is signed in already goes on."""
    if (somebody := viewer_or_none()) is not None:
        return redirect(local_path(request.args.get("next")) or home_of(somebody.id), 303)
    return _page(RegistrationForm(request.args))


@account.post("/register")
@public
def open_account() -> Any:
    """Make the account and sign in; an e-mail that has an account is sent to sign in."""
    form, place = RegistrationForm(), request.remote_addr or ""
    if not form.validate():
        return _page(form), 422
    try:
        registering.registration_throttled(place, now())
    except TooManyRegistrations as refusal:
        return _page(form, str(refusal)), 429, {"Retry-After": str(refusal.seconds)}
    look = appearance()
    try:
        made = registering.register(
            form.name.data,
            address_of(form.email.data),
            passwords.hash_of(form.password.data),
            now(),
            letterhead("account.confirmation"),
            form.course.data,
            theme=look["theme"],
            text_size=look["text"],
        )
    except accounts.EmailTaken as refusal:
        registering.note_registration(place, now(), was_taken=True)
        keep_email(form.email.data)
        form.email.errors = (str(refusal),)
        return _page(form, is_taken=True), 422
    registering.note_registration(place, now(), was_taken=False)
    begin_session(made)
    return redirect(local_path(form.next.data) or url_for("learner.home"), 303)


def _page(form: RegistrationForm, refusal: str = "", *, is_taken: bool = False) -> str:
    onwards = local_path(form.next.data)
    return render_template("account/registration.html", form=form, refusal=refusal, is_taken=is_taken, next=onwards)
