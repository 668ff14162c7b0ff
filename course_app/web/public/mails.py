"""The page behind the last link of a mail that nobody has to get: stop such mails, or have them again.

Its address is in the mail's header, too, where mail programs find it (RFC 8058): their button sends a POST that no page
of ours made, without cookie or token, and wants no redirection. The key in the address is proof enough of what may be
done here, so no token is asked for.
"""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from course_app.domain.subscriptions import ONE_CLICK, PAGE, NoSuchSubscription
from course_app.extensions import csrf
from course_app.queries.subscriptions import subscription_of
from course_app.services import subscribing
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public
from course_app.web.shared.errors import found
from course_app.web.shared.moment import now

BUTTON, PRESSED = "List-Unsubscribe", "One-Click"


@blueprint.get("/mails/<key>")
@public
def mails(key: str) -> str:
    """Whether such mails come, and the button."""
    return render_template("public/mails.html", key=key, standing=found(subscription_of(key)))


@blueprint.post("/mails/<key>")
@csrf.exempt
@public
def stop_mails(key: str) -> AnyResponse:
    """Stop them: by the page's button, or by a mail program's."""
    is_pressed = request.form.get(BUTTON) == PRESSED
    try:
        subscribing.stop(key, ONE_CLICK if is_pressed else PAGE, now())
    except NoSuchSubscription:
        abort(404)
    if is_pressed:
        return Response("These mails are stopped.\n", mimetype="text/plain")
    flash("These mails are stopped. One that was just on its way may still arrive.")
    return redirect(url_for("public.mails", key=key), 303)


@blueprint.post("/mails/<key>/again")
@csrf.exempt
@public
def have_mails_again(key: str) -> AnyResponse:
    """Have them again, after stopping them."""
    try:
        subscribing.have_again(key, PAGE, now())
    except NoSuchSubscription:
        abort(404)
    flash("These mails come again.")
    return redirect(url_for("public.mails", key=key), 303)
