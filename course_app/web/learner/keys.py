"""Enrol oneself with a key: the word or the link that an administrator gave."""

from typing import Any

from flask import redirect, render_template, request, url_for

from course_app.domain.enrolment_keys import TooManyGuesses
from course_app.domain.errors import RuleBroken
from course_app.services.enrolling_by_key import Guest, enrol_by_key
from course_app.web.learner.blueprint import learner
from course_app.web.learner.forms import KeyForm
from course_app.web.shared.access import public, requires, viewer
from course_app.web.shared.moment import now


@learner.get("/enrol")
@public
def key() -> str:
    """The form, with the word of the link in it; a link tells nothing of whether there is such a key."""
    return _page(KeyForm(request.args))


@learner.post("/enrol")
@requires("enrol")
def use_key() -> Any:
    """Enrol with the word, and on to the course."""
    form = KeyForm()
    if not form.validate():
        return _page(form), 422
    guest = Guest(viewer().id, viewer().email, request.remote_addr or "")
    try:
        enrol_by_key(guest, form.key.data, now())
    except TooManyGuesses as refusal:
        form.key.errors = (str(refusal),)
        return _page(form), 422, {"Retry-After": str(refusal.seconds)}
    except RuleBroken as refusal:
        form.key.errors = (str(refusal),)
        return _page(form), 422
    return redirect(url_for("learner.home"), 303)


def _page(form: KeyForm) -> str:
    return render_template("learner/key.html", form=form, here="learn")
