"""The time at which a request is answered: the clock is read once."""

from datetime import datetime

from flask import g

from course_app.gateways import clock


def now() -> datetime:
    """The time now, the same all through a request."""
    if "now" not in g:
        g.now = clock.now()
    return g.now
