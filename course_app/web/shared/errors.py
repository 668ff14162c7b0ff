"""What a person, or a program, is told when something cannot be done.

People get a page that says what happened, what is kept and what to do; programs that speak JSON get
`application/problem+json` (RFC 9457). Nobody gets a stack trace.
"""

import json
import logging
from typing import Any, TypeVar

from flask import Flask, Response, abort, make_response, render_template, request
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException

from course_app.extensions import is_away
from course_app.web.shared.access import forget_viewer
from course_app.web.shared.logs import request_id

Found = TypeVar("Found")
log = logging.getLogger("course_app.errors")

AWAY_FOR = "2"
REST = 8 * 1024 * 1024
REST_AT_ONCE = 64 * 1024

PAGES = {
    400: ("This request could not be read", "Nothing was changed. Go back, reload the page and try again."),
    404: ("There is nothing here", "The address may be mistyped, or the page may not be yours to see."),
    405: ("This address does not work that way", "Nothing was changed. Go back and use the buttons of the page."),
    413: ("That is too large", "Nothing was changed. A request may have at most 2 MB."),
    429: ("That was too often", "Nothing was changed. Wait a few minutes and try again."),
    500: ("Something went wrong on our side", "What you saved before is kept. Try again in a moment."),
    503: ("Not available at the moment", "What you saved before is kept. Try again in a moment."),
}


def register(app: Flask) -> None:
    """Answer every error in our own words."""
    app.register_error_handler(HTTPException, _on_http_error)
    app.register_error_handler(DBAPIError, _on_database_error)
    app.register_error_handler(Exception, _on_defect)


def found(thing: Found | None) -> Found:
    """What a look-up came to, or the 404 of a thing that is not there."""
    if thing is None:
        abort(404)
    return thing


def wants_json() -> bool:
    """Whether the request speaks JSON."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def problem(status: int, kind: str, title: str, **more: Any) -> Response:
    """An RFC 9457 answer; `kind` is its type, one of those named in the interfaces."""
    body = {"type": kind, "title": title, "status": status} | more
    return Response(json.dumps(body), status, mimetype="application/problem+json")


def error_page(status: int, title: str = "", advice: str = "") -> tuple[str, int]:
    """A page that says what happened and what to do."""
    usual_title, usual_advice = PAGES.get(status, PAGES[400])
    page = render_template(
        "errors/error.html", title=title or usual_title, advice=advice or usual_advice, request_id=request_id()
    )
    return page, status


def _on_http_error(error: HTTPException) -> Any:
    status = error.code or 500
    if error.response is not None:
        return error.response
    if status < 400:
        return error
    if status == 413:
        _take_in_the_rest()
    if wants_json():
        kinds = {404: "not-found", 413: "too-large", 429: "too-many-requests"}
        return problem(status, kinds.get(status, "about:blank"), PAGES.get(status, PAGES[400])[0])
    return error_page(status)


def _take_in_the_rest() -> None:
    """Read what the request still sends, and throw it away.

    A proxy that is sending while the connection ends tells of a bad gateway, not of what was answered. Whoever sends
    more than REST may meet that.
    """
    body, left = request.environ["wsgi.input"], min(request.content_length or 0, REST)
    while left > 0 and (part := body.read(min(left, REST_AT_ONCE))):
        left -= len(part)


def _on_database_error(error: DBAPIError) -> Any:
    """A database that does not answer is no defect: the same request may be sent again in a moment.

    It is logged in a line, without a trace: every request meets it until the database is back.
    """
    if not is_away(error):
        return _on_defect(error)
    log.error("database away", extra={"request": request_id(), "reason": str(error.orig)})
    forget_viewer()
    said = problem(503, "unavailable", PAGES[503][0]) if wants_json() else make_response(error_page(503))
    said.headers["Retry-After"] = AWAY_FOR
    return said


def _on_defect(error: Exception) -> Any:
    log.error("defect", exc_info=error, extra={"request": request_id()})
    forget_viewer()
    if wants_json():
        return problem(500, "about:blank", PAGES[500][0])
    return error_page(500)
