"""Arrange practical days: announce one, change it, take it off the pages."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from course_app.domain import practical_days as rules
from course_app.gateways.chance import public_id
from course_app.models import PracticalDay
from course_app.services.administering import NoSuchThing
from course_app.services.ledgers import audit
from course_app.services.transaction import held, transaction


def add_day(actor_id: int, day: rules.PracticalDay, now: datetime) -> str:
    """Announce a practical day; its public id."""
    with transaction() as session:
        row = PracticalDay(public_id=public_id(), created_at=now, **asdict(day))
        session.add(row)
        session.flush()
        audit(session, actor_id, "practical day added", f"practical-day {row.id}", now, reason=_named(row))
        return row.public_id


def change_day(actor_id: int, public_id: str, day: rules.PracticalDay, now: datetime) -> None:
    """Change what it says. Raises `NoSuchThing`."""
    with transaction() as session:
        row = _day(session, public_id)
        for name, value in asdict(day).items():
            setattr(row, name, value)
        if session.is_modified(row):
            audit(session, actor_id, "practical day changed", f"practical-day {row.id}", now, reason=_named(row))


def remove_day(actor_id: int, public_id: str, reason: str, now: datetime) -> None:
    """Remove it; the audit keeps what it was called and why it went. Raises `NoSuchThing`."""
    with transaction() as session:
        row = _day(session, public_id)
        words = f"{_named(row)}: {reason}"
        audit(session, actor_id, "practical day removed", f"practical-day {row.id}", now, reason=words)
        session.delete(row)


def _day(session: Session, public_id: str) -> PracticalDay:
    row = held(session, select(PracticalDay).where(PracticalDay.public_id == public_id))
    if row is None:
        raise NoSuchThing("There is no such practical day.")
    return row


def _named(row: PracticalDay) -> str:
    return f"{row.title}, {row.starts_on.isoformat()}"
