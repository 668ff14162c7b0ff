"""The claims of a course, with the time at which each last changed: what makes a question stale."""

from datetime import datetime

from sqlalchemy import Connection, select

from course_app.models import Claim


def claims_changed(connection: Connection, course_id: int) -> dict[str, datetime]:
    """By code; without the claims that the course has no more."""
    statement = select(Claim.code, Claim.changed_at).where(Claim.course_id == course_id, Claim.retired_at.is_(None))
    return {row.code: row.changed_at for row in connection.execute(statement)}
