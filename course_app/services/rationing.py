"""The limit of a day to mails that nobody has to get, whoever writes them.

Whoever writes some holds the limit's name, so that they go one after the other and none of them passes it.
"""

from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from course_app.domain.announcements import DAY, left_of
from course_app.queries.announcements import mails_by_lists
from course_app.services.transaction import hold_name

PORTION = 100
"""How many mails one transaction writes at most."""
_LIMIT = "mails by lists"


def hold_limit(session: Session) -> None:
    """Let nobody else write such mails, or stop them, until the transaction ends."""
    hold_name(session, _LIMIT)


def portion_of(session: Session, now: datetime) -> int:
    """How many such mails this transaction may write; nobody else writes any meanwhile."""
    hold_limit(session)
    limit = current_app.config["SETTINGS"].mails_a_day
    return left_of(limit, session.scalar(mails_by_lists(now - DAY)) or 0 if limit else 0, PORTION)
