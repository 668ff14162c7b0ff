"""Whether the program is well, for whatever watches over it. No session, no page."""

import logging

from flask import Response
from sqlalchemy.exc import SQLAlchemyError

from course_app.queries.catalogue import newest_outlines
from course_app.web.public.blueprint import public as blueprint
from course_app.web.shared.access import public

log = logging.getLogger("course_app.health")


@blueprint.get("/health/live")
@public
def live() -> Response:
    """The process answers."""
    return _said(200, "ok")


@blueprint.get("/health/ready")
@public
def ready() -> Response:
    """The database answers and a course is published; else 503 and what is missing."""
    try:
        is_published = bool(newest_outlines())
    except SQLAlchemyError as error:
        log.warning("not ready", exc_info=error)
        return _said(503, "The database does not answer.")
    return _said(200, "ok") if is_published else _said(503, "No course is published yet.")


def _said(status: int, sentence: str) -> Response:
    response = Response(f"{sentence}\n", status, mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response
