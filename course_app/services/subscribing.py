"""Stop mails that nobody has to get, or have them again; every step is an entry that stays."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from course_app.domain.subscriptions import ACCOUNT, OFF, ON, NoSuchSubscription
from course_app.gateways.chance import public_id
from course_app.models import Consent, Subscription
from course_app.services.transaction import held, inserting, transaction


def stop(key: str, how: str, now: datetime) -> None:
    """Send no such mails any more, those that wait included; again is fine. Raises `NoSuchSubscription`."""
    with transaction() as session:
        _change(session, _of_key(session, key), OFF, how, now)


def have_again(key: str, how: str, now: datetime) -> None:
    """Send such mails again to whoever stopped them. Raises `NoSuchSubscription`."""
    with transaction() as session:
        row = _of_key(session, key)
        if row.state == OFF:
            _change(session, row, ON, how, now)


def choose(person_id: int, list: str, now: datetime, *, wanted: bool) -> None:
    """What a person says of a list in their account."""
    with transaction() as session:
        subscribe(session, (person_id,), list, now)
        theirs = select(Subscription).where(Subscription.person_id == person_id, Subscription.list == list)
        row = held(session, theirs)
        if row is not None:
            _change(session, row, ON if wanted else OFF, ACCOUNT, now)


def subscribe(session: Session, people: Collection[int], list: str, now: datetime) -> None:
    """Give people a subscription to a list, unless they have one; whoever stopped it goes on without."""
    rows = [
        {"public_id": public_id(), "list": list, "person_id": one, "state": ON, "since": now} for one in sorted(people)
    ]
    if rows:
        added = inserting(Subscription)
        session.execute(added.on_conflict_do_nothing(index_elements=["person_id", "list"]), rows)


def _of_key(session: Session, key: str) -> Subscription:
    row = held(session, select(Subscription).where(Subscription.public_id == key))
    if row is None:
        raise NoSuchSubscription
    return row


def _change(session: Session, row: Subscription, state: str, how: str, now: datetime) -> None:
    if row.state == state:
        return
    row.state, row.since = state, now
    session.execute(insert(Consent).values(subscription_id=row.id, state=state, how=how, at=now))
