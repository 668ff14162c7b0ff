"""Whether the viewer still has to turn a second step on, and by when."""

from datetime import datetime

from flask import current_app

from course_app.domain.second_step import due_at
from course_app.web.shared.access import viewer_or_none


def second_step_due() -> datetime | None:
    """When it has to be on; None: it is, or nobody asks for it."""
    person, days = viewer_or_none(), current_app.config["SETTINGS"].second_step_days
    if person is None or person.second_step_asked_at is None or not days:
        return None
    return due_at(person.second_step_asked_at, days)
