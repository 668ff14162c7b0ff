"""How somebody stands to the mails that nobody has to get."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from course_app.domain.subscriptions import ALL_LISTS, LISTS, ON, List
from course_app.extensions import read_connection
from course_app.formats.person_text import masked
from course_app.models import Person, Subscription


@dataclass(frozen=True)
class Standing:
    """A list, whether its mails come (`state`, domain.subscriptions), since when, and to whom, masked."""

    list: List
    state: str
    since: datetime | None = None
    address: str = ""


def subscription_of(key: str) -> Standing | None:
    """The subscription with that key; None when there is none, or its person's data were erased."""
    address = func.coalesce(Person.email, Subscription.address).label("address")
    statement = select(Subscription.list, Subscription.state, Subscription.since, address)
    statement = statement.outerjoin(Person, Person.id == Subscription.person_id)
    with read_connection() as connection:
        row = connection.execute(statement.where(Subscription.public_id == key)).one_or_none()
    return Standing(ALL_LISTS[row.list], row.state, row.since, masked(row.address)) if row else None


def lists_of(person_id: int) -> tuple[Standing, ...]:
    """How a person stands to each list; its mails come until somebody stops them."""
    theirs = select(Subscription.list, Subscription.state, Subscription.since)
    with read_connection() as connection:
        rows = connection.execute(theirs.where(Subscription.person_id == person_id))
        said = {row.list: row for row in rows}
    return tuple(
        Standing(one, said[key].state, said[key].since) if key in said else Standing(one, ON)
        for key, one in LISTS.items()
    )
