"""Count visits: what a web process has seen since the last time is added to what all of them have seen."""

from collections.abc import Mapping
from datetime import date

from course_app.models import Visit
from course_app.services.transaction import core_transaction, inserting


def add_visits(seen: Mapping[tuple[date, str], int]) -> None:
    """Add so many pages of each day and kind, in one statement.

    They come in order, so that no two processes wait for each other.
    """
    rows = [{"day": day, "page": page, "number": number} for (day, page), number in sorted(seen.items())]
    if not rows:
        return
    with core_transaction() as connection:
        added = inserting(Visit).values(rows)
        grown = {"number": Visit.number + added.excluded.number}
        connection.execute(added.on_conflict_do_update(index_elements=[Visit.day, Visit.page], set_=grown))
