"""Sessions as Flask keeps them, in signed cookies. What a cookie says never changes, so it is read once.

Its age is looked at every time; whether the sign-in still holds is not the cookie's to say (`shared.security`).
"""

from datetime import UTC, datetime
from functools import lru_cache, partial

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

MOST = 4_096


class KeptSessions(SecureCookieSessionInterface):
    """The sessions of one application."""

    def __init__(self, app: Flask) -> None:
        self._serializer = super().get_signing_serializer(app)
        self._read = lru_cache(MOST)(partial(self._serializer.loads, return_timestamp=True))

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:  # noqa: ARG002
        """The serializer of the application's key."""
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        """What the request's cookie says; an empty session without one, or when it is forged or too old."""
        cookie = request.cookies.get(self.get_cookie_name(app))
        if not cookie:
            return self.session_class()
        try:
            content, signed_at = self._read(cookie)
        except BadSignature:
            return self.session_class()
        if datetime.now(UTC) - signed_at > app.permanent_session_lifetime:
            return self.session_class()
        return self.session_class({name: _own(value) for name, value in content.items()})


def register(app: Flask) -> None:
    """Needs the application's key."""
    app.session_interface = KeptSessions(app)


def _own(value: object) -> object:
    """A value that this request may change: lists (of messages) are all that could be."""
    return list(value) if isinstance(value, list) else value
