"""The second page of signing in: a code of the authenticator app, or a recovery code."""

from typing import Any

from flask import flash, redirect, request, url_for

from course_app.domain.sign_in_limits import TooManyFailures
from course_app.queries.accounts import second_step
from course_app.services import securing, signing_in
from course_app.web.account.blueprint import account
from course_app.web.account.half_signed_in import code_page, half_signed_in, wanted_page
from course_app.web.account.onwards import onwards
from course_app.web.account.second_step_forms import CodeForm
from course_app.web.shared.access import public
from course_app.web.shared.moment import now
from course_app.web.shared.security import authenticator, begin_session

WRONG = "That code is not right, or it was used before. Wait for the next one in your app."


@account.get("/sign-in/code")
@public
def code() -> Any:
    """The form, for whoever has just given the right password."""
    found = half_signed_in()
    return code_page(CodeForm(), found) if found else redirect(url_for("account.sign_in"), 303)


@account.post("/sign-in/code")
@public
def open_sign_in_by_code() -> Any:
    """Check the code, then go where the visitor wanted to go."""
    found = half_signed_in()
    if found is None:
        flash("That took too long. Begin again with your password.")
        return redirect(url_for("account.sign_in"), 303)
    form = CodeForm()
    if not (form.validate() and _is_right(form, found.id)):
        return code_page(form, found), 422
    wanted = wanted_page()
    begin_session(found)
    return onwards(found, wanted, form.kept.data)


def _is_right(form: CodeForm, person_id: int) -> bool:
    """Whether the code is right and unused; wrong ones are counted as wrong passwords are."""
    step, place = second_step(person_id), request.remote_addr or ""
    try:
        signing_in.throttled(step.email, place, now())
    except TooManyFailures as refusal:
        form.code.errors = (str(refusal),)
        return False
    counter = authenticator().matched(form.code.data, step.secret or "", now(), step.last_counter)
    if counter is not None and securing.use_code(person_id, counter):
        return True
    if securing.use_recovery_code(person_id, authenticator().fingerprint(person_id, form.code.data), now()):
        return True
    signing_in.note_failure(step.email, place, now())
    form.code.errors = (WRONG,)
    return False
