"""Signing in and out, on Flask-Security's primitives.

The views, forms and templates are ours; of Flask-Security we use the password hashing, `login_user`, `logout_user`
and the session it keeps. That is less code than bending its views: their 302s, their messages, their one form
instantiated in five ways and their commits would each need an override for what are three short views here, and
they know neither our sign-in rows nor our counts of failures. For the same reasons reset, TOTP and passkeys are our
views, on its `Totp` and on the `webauthn` package it brings; its blueprint is not registered. `_load_user` would hand
out the real Person there; everywhere else it is the light Viewer.

A session carries the person's fs_uniquifier and a token of its own. It holds while the person is active, has that
fs_uniquifier, and the token's row is not revoked; at most `PERMANENT_SESSION_LIFETIME` after signing in.
"""

from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, request, session
from flask_security import SQLAlchemyUserDatastore, login_user, logout_user
from flask_security.core import RoleMixin

from course_app.extensions import db, security
from course_app.gateways.authenticators import Authenticator
from course_app.gateways.tokens import fingerprint, new_token
from course_app.models import Person
from course_app.queries.accounts import Account
from course_app.queries.viewer import load_viewer
from course_app.services import signing_in
from course_app.web.shared.access import viewer_or_none
from course_app.web.shared.moment import now

OWN_BLUEPRINT = "security"
SESSION_KEY = "sign_in"
SEEN_EVERY = timedelta(hours=1)
WRITES = ("POST", "PUT", "PATCH", "DELETE")


def register(app: Flask) -> None:
    """Flask-Security without its views, its token log-in, its role look-ups and its commands."""
    app.config.update(
        SESSION_PROTECTION=None,
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=True,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_CLI_USERS_NAME=False,
        SECURITY_CLI_ROLES_NAME=False,
        SECURITY_BLUEPRINT_NAME=OWN_BLUEPRINT,
    )
    datastore = SQLAlchemyUserDatastore(db, Person, RoleMixin)
    security.init_app(app, datastore, register_blueprint=False)
    security.principal.identity_loaders.clear()
    security.login_manager.request_loader(None)
    security.login_manager.user_loader(_load_user)
    # Flask-Login takes a digest of address and browser on every request before it looks whether anybody asked for one.
    security.login_manager._session_identifier_generator = str
    app.extensions["authenticator"] = Authenticator(app.config["SECRET_KEY"], app.config["SETTINGS"].site_name)
    app.before_request(_note_seen)


def begin_session(account: Account, via: str = "password") -> None:
    """Sign in: a row for this sign-in, a new session that carries its token, the browser's earlier one ended.

    `via` says to Flask-Security what was shown for it.
    """
    earlier = viewer_or_none()
    token = new_token()
    signing_in.open_sign_in(
        account.id,
        token,
        request.user_agent.string,
        request.remote_addr or "",
        now(),
        instead_of=earlier.sign_in_id if earlier else None,
        wants_second_step=current_app.config["SETTINGS"].second_step_days > 0,
    )
    session.clear()
    login_user(account, authn_via=[via])
    session.pop("_id", None)
    session[SESSION_KEY] = token
    session.permanent = True


def end_session() -> None:
    """Sign out: the row is closed, so that a copy of the cookie is worth nothing, and the session is emptied."""
    person = viewer_or_none()
    if person:
        signing_in.close_sign_in(person.sign_in_id, now())
    logout_user()
    session.clear()


def authenticator() -> Authenticator:
    """What makes and checks this site's codes."""
    return current_app.extensions["authenticator"]


def opened_after() -> Any:
    """Sign-ins opened before this are over."""
    return now() - current_app.permanent_session_lifetime


def _load_user(fs_uniquifier: str) -> Any:
    """Flask-Login's user loader; never cached, so that a revoked or deactivated session ends at once."""
    token = session.get(SESSION_KEY)
    person = load_viewer(fs_uniquifier, fingerprint(token), opened_after()) if token else None
    if person is None:
        return None
    g.fs_authn_via = "session"
    g.fs_paa = session.get("fs_paa", 0)
    if request.blueprint == OWN_BLUEPRINT:
        return security.datastore.find_user(fs_uniquifier=fs_uniquifier)
    return person


def _note_seen() -> None:
    """Writes, and only writes, say when somebody was last here; once an hour is enough."""
    if request.method not in WRITES:
        return
    person = viewer_or_none()
    if person and now() - person.seen_at >= SEEN_EVERY:
        signing_in.note_seen(person, now())
