"""Reads of the mail that waits, was sent, or was given up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from course_app.extensions import read_connection
from course_app.models import Message


@dataclass(frozen=True)
class MailCounts:
    """How many messages wait (and since when the oldest one does), and how many were given up."""

    waiting: int
    oldest: datetime | None
    dead: int


def mail_is_due(now: datetime) -> bool:
    """Whether a message waits whose time has come."""
    due = select(Message.id).where(Message.state == "waiting", Message.next_try_at <= now).limit(1)
    with read_connection() as connection:
        return connection.execute(due).first() is not None


def mail_counts() -> MailCounts:
    """What the mail is like."""
    statement = select(
        func.count().filter(Message.state == "waiting"),
        func.min(Message.created_at).filter(Message.state == "waiting"),
        func.count().filter(Message.state == "dead"),
    ).where(Message.state != "sent")
    with read_connection() as connection:
        return MailCounts(*connection.execute(statement).one())
