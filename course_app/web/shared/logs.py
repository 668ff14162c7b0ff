"""One JSON line a request, with an id that the answer carries too (X-Request-ID).

No names, addresses of mail or answers are logged: the person appears as a number, the route as its pattern.
"""

import json
import logging
import re
import secrets
import sys
import time
from datetime import UTC, datetime

from flask import Flask, Response, g, request

from course_app.web.shared.access import viewer_or_none

log = logging.getLogger("course_app.requests")
USABLE_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
as_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON; what `extra` gives stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        line |= {name: value for name, value in vars(record).items() if name not in STANDARD}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return as_json(line)


def register(app: Flask) -> None:
    """Log to the standard error stream at the level the settings name."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("course_app")
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(app.config["SETTINGS"].log_level.upper())
    app.before_request(_begin)
    app.after_request(_end)


def request_id() -> str:
    """The id of the request that is being answered."""
    return g.request_id


def _begin() -> None:
    given = request.headers.get("X-Request-ID", "")
    g.request_id = given if USABLE_ID.fullmatch(given) else secrets.token_hex(8)
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers["X-Request-ID"] = g.request_id
    if log.isEnabledFor(logging.INFO):
        _write_line(response)
    return response


def _write_line(response: Response) -> None:
    """Straight to the stream: a record's way through `logging` costs as much as a statement, on every request."""
    person = viewer_or_none()
    line = {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "level": "info",
        "message": "request",
        "request": g.request_id,
        "method": request.method,
        "route": request.url_rule.rule if request.url_rule else "",
        "status": response.status_code,
        "ms": round((time.perf_counter() - g.began) * 1000, 1),
        "person": person.id if person else None,
    }
    sys.stderr.write(f"{as_json(line)}\n")
