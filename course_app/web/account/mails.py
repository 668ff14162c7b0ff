"""Which of the mails that nobody has to get one wants."""

from flask import abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from course_app.domain.subscriptions import LISTS
from course_app.services import subscribing
from course_app.web.account.blueprint import account
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.moment import now


@account.post("/account/mails")
@requires("see-account")
def choose_mails() -> Response:
    """Have those of one list, or not."""
    asked, wanted = request.form.get("list", ""), bool(request.form.get("wanted"))
    if asked not in LISTS:
        abort(404)
    subscribing.choose(viewer().id, asked, now(), wanted=wanted)
    words = LISTS[asked].words.capitalize()
    flash(f"{words} come again." if wanted else f"{words} are stopped. One that was just on its way may still arrive.")
    return redirect(url_for("account.account", _anchor="mails"), 303)
