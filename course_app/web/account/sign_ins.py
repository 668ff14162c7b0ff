"""Sign out elsewhere: one sign-in, or all but this one."""

from flask import Response, abort, flash, redirect, url_for

from course_app.services import signing_in
from course_app.web.account.blueprint import account
from course_app.web.shared.access import requires, viewer
from course_app.web.shared.keys import ANY_KEY
from course_app.web.shared.moment import now


@account.post(f"/account/sign-ins/<{ANY_KEY}:sign_in_id>/revocation")
@requires("see-account")
def revoke_sign_in(sign_in_id: int) -> Response:
    """End one of one's own sign-ins."""
    try:
        signing_in.revoke_sign_in(viewer(), sign_in_id, now())
    except signing_in.NoSuchSignIn:
        abort(404)
    flash("You are signed out there.")
    return redirect(url_for("account.account"), 303)


@account.post("/account/other-sign-ins/revocation")
@requires("see-account")
def revoke_other_sign_ins() -> Response:
    """End all of one's own sign-ins but this one."""
    ended = signing_in.revoke_other_sign_ins(viewer(), now())
    flash("You are signed out everywhere else." if ended else "You were signed in nowhere else.")
    return redirect(url_for("account.account"), 303)
