"""The check before every request: default deny.

A view without a mark is a defect. A visitor on a private page is sent to sign in, whether or not the thing exists;
a program that speaks JSON gets 401, and a form that was sent from a page of ours the sign-in page at once (422), with
what was typed. Somebody signed in without the right gets the 404 of a thing that is not there.
"""

from typing import Any

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.exceptions import SecurityError
from werkzeug.routing import RequestRedirect

from course_app.domain.permissions import is_for_staff, may
from course_app.domain.second_step import is_closed
from course_app.queries.accounts import email_behind
from course_app.web.shared.access import MARK, PUBLIC, local_path, page_before, viewer_or_none
from course_app.web.shared.errors import problem, wants_json
from course_app.web.shared.kept_forms import keep_form
from course_app.web.shared.moment import now
from course_app.web.shared.passkey_site import passkey_site
from course_app.web.shared.second_step import second_step_due

PRIVATE_PREFIXES = ("/account", "/admin", "/attempts", "/instructor", "/learn", "/observer")
VISITOR = ("visitor",)
OTHER_HOST = "This is not the site's address. Nothing was changed. Open the site by the address that you were given."
WITHOUT_SECOND_STEP = "Turn a second step on in your account first. Nothing you sent was stored."
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


class UndeclaredViewError(RuntimeError):
    """A view says neither `@public` nor `@requires(...)`: a defect of the program."""


def register(app: Flask) -> None:
    """Check every request before anything else looks at it."""
    app.before_request(_check)


def ask_to_sign_in() -> Any:
    """The answer to a visitor who wants what is not public; what they typed comes along."""
    if wants_json():
        return problem(401, "not-signed-in", "You are not signed in. Sign in again; nothing you sent was stored.")
    wanted = request.full_path.rstrip("?") if request.method in SAFE_METHODS else page_before()
    kept = "" if request.method in SAFE_METHODS else keep_form()
    if kept:
        page = render_template(
            "errors/sign_in_again.html",
            kept=kept,
            next=local_path(wanted),
            email=email_behind(session.get("_user_id", "")),
            can_use_passkeys=passkey_site() is not None,
        )
        return make_response(page, 422)
    return redirect(url_for("account.sign_in", next=local_path(wanted) or None), 303)


def _check() -> Response | None:
    if isinstance(request.routing_exception, SecurityError):
        return Response(OTHER_HOST, 400, mimetype="text/plain")
    if request.endpoint is None:
        return _check_unknown()
    if "\0" in request.path or b"%00" in request.query_string:
        return _check_unknown() or abort(404)  # no database keeps such text, and PostgreSQL refuses to look for it
    right = getattr(current_app.view_functions[request.endpoint], MARK, None)
    if right == PUBLIC:
        return None
    if right is None:
        raise UndeclaredViewError(f"the view {request.endpoint} is neither public nor requires a right")
    person = viewer_or_none()
    if may(person.roles if person else VISITOR, right):
        return _check_second_step() if is_for_staff(right) else None
    if person:
        abort(404)
    return ask_to_sign_in()


def _check_second_step() -> Response | None:
    """Whoever teaches or administers and still signs in with a password alone is led to where they turn it on."""
    due = second_step_due()
    if due is None or not is_closed(due, now(), sends=request.method not in SAFE_METHODS):
        return None
    if wants_json():
        return problem(403, "second-step-wanted", WITHOUT_SECOND_STEP)
    return redirect(url_for("account.second_step"), 303)


def _check_unknown() -> Response | None:
    """No view answers this address; below a private prefix a visitor must not learn that."""
    is_private = any(request.path == prefix or request.path.startswith(f"{prefix}/") for prefix in PRIVATE_PREFIXES)
    if not is_private or isinstance(request.routing_exception, RequestRedirect) or viewer_or_none():
        return None
    return ask_to_sign_in()
