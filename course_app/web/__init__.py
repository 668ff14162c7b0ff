"""HTTP: parse input, call one service or query, render or redirect. A blueprint an audience, a file a noun.

Every address names a noun; every GET is safe; every write is a POST that answers 303 when done and 422, with what
was typed, when refused (typed JSON for JSON). Every endpoint declares who may call it (`shared.access`).
"""

from flask import Flask

from course_app.web import account, admin, instructor, learner, observer, public
from course_app.web.shared import (
    compression,
    csrf,
    errors,
    filters,
    gate,
    headers,
    logs,
    pages,
    security,
    sessions,
    visits,
)


def register(app: Flask) -> None:
    """Everything that answers HTTP; what comes first here sees a request first."""
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    sessions.register(app)
    logs.register(app)
    gate.register(app)
    csrf.register(app)
    security.register(app)
    headers.register(app)
    compression.register(app)
    errors.register(app)
    filters.register(app)
    pages.register(app)
    visits.register(app)
    for audience in (public, account, learner, instructor, observer, admin):
        app.register_blueprint(audience.blueprint)
