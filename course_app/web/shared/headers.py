"""Headers of every answer: what a browser may load and run, and what may be kept."""

from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, current_app, request

from course_app.web.shared.access import viewer_or_none

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
FIXED = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
)
TWO_YEARS = "max-age=63072000"


def register(app: Flask) -> None:
    """Add the headers after every request."""
    app.after_request(_add_headers)
    app.wsgi_app = _with_fixed(app.wsgi_app)


def _with_fixed(answer: WSGIApplication) -> WSGIApplication:
    """The application with the headers that are always the same, which need none of a response's care."""

    def answer_with_fixed(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return answer(environ, lambda status, headers, *more: start(status, [*headers, *FIXED], *more))

    return answer_with_fixed


def _add_headers(response: Response) -> Response:
    headers = response.headers
    if current_app.config["SETTINGS"].is_https:
        headers["Strict-Transport-Security"] = TWO_YEARS
    if "Cache-Control" not in headers:
        headers["Cache-Control"] = "private, no-cache" if request.method == "GET" and viewer_or_none() else "no-cache"
    return response
