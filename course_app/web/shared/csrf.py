"""Forged requests: every write carries the session's token, as the field `csrf_token` or in X-CSRF-Token.

The token lives as long as the session. Where it does not fit (the person signed out and in again in another tab),
a program gets a fresh one, and is told who is signed in now; a person gets the form back as it was sent, to send
again; passwords are asked for anew, and files have to be chosen again. What was not sent from a page of this site is
not offered again.
"""

from functools import lru_cache
from hmac import compare_digest
from typing import Any

from flask import Flask, current_app, render_template, request, session
from flask_wtf.csrf import CSRFError, generate_csrf
from markupsafe import Markup

from course_app.extensions import csrf
from course_app.web.shared.access import page_before, viewer_or_none
from course_app.web.shared.errors import problem, wants_json
from course_app.web.shared.kept_forms import has_files, typed_fields

OWN_FIELD = "csrf_token"
OWN_HEADER = "X-CSRF-Token"


def register(app: Flask) -> None:
    """Check every write, after `shared.gate` has looked at who sends it."""
    app.config.update(WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_CHECK_DEFAULT=False)
    csrf.init_app(app)
    app.before_request(_check)
    app.jinja_env.globals[OWN_FIELD] = token
    app.jinja_env.globals["csrf_field"] = field
    app.context_processor(lambda: {OWN_FIELD: token})
    app.register_error_handler(CSRFError, _on_failure)


def _check() -> None:
    """Whatever is not plainly the session's own token, sent from a page of this site, is Flask-WTF's to judge.

    It would take the token apart on every request, which costs as much as two statements.
    """
    config = current_app.config
    if config["WTF_CSRF_ENABLED"] and request.method in config["WTF_CSRF_METHODS"] and not _is_plainly_ours():
        csrf.protect(apply_exemptions=True)


def _is_plainly_ours() -> bool:
    raw = session.get(OWN_FIELD)
    sent = request.headers.get(OWN_HEADER) or request.form.get(OWN_FIELD, "")
    if not raw or not compare_digest(sent.encode(), _signed(raw).encode()):
        return False
    return bool(page_before()) or not request.is_secure


def token() -> str:
    """The token of the session, for templates."""
    raw = session.get(OWN_FIELD)
    return _signed(raw) if raw else generate_csrf()


def field() -> Markup:
    """The token as a form carries it, for templates."""
    return _field(token())


@lru_cache(maxsize=4_096)
def _field(signed: str) -> Markup:
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(signed)


@lru_cache(maxsize=4_096)
def _signed(_raw: str) -> str:
    """The session's own secret, signed: once a session, since a token does not grow old."""
    return generate_csrf()


def _on_failure(_error: CSRFError) -> Any:
    if wants_json():
        title = "The page's token is out of date. Send the same again with this one; nothing was stored."
        person = viewer_or_none()
        return problem(403, "csrf-expired", title, csrf_token=token(), person=person.public_id if person else "")
    page = render_template(
        "errors/send_again.html",
        address=request.full_path.rstrip("?"),
        fields=typed_fields(),
        asks_password="password" in request.form,
        can_send_again=bool(page_before()) and not has_files(),
    )
    return page, 422
