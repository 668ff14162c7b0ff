"""The keys of a cohort, as an administrator sees them."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from course_app.domain.enrolment_keys import Key, refusal
from course_app.domain.windows import last_day
from course_app.extensions import read_connection
from course_app.models import Cohort, Course, EnrolmentKey

NEWEST = 50


@dataclass(frozen=True)
class KeyLine:
    """A key: `seats` None: any number; `last_day` in the course's zone, None: no end. `works`: it enrols people now."""

    public_id: str
    word: str
    seats: int | None
    uses: int
    last_day: date | None
    is_revoked: bool
    works: bool


def keys_of(cohort: str, now: datetime) -> tuple[KeyLine, ...]:
    """The newest keys of a cohort."""
    statement = (
        select(EnrolmentKey.__table__, Course.zone, Cohort.retired_at)
        .join(Cohort, Cohort.id == EnrolmentKey.cohort_id)
        .join(Course, Course.id == Cohort.course_id)
        .where(Cohort.public_id == cohort)
        .order_by(EnrolmentKey.id.desc())
        .limit(NEWEST)
    )
    with read_connection() as connection:
        rows = connection.execute(statement).all()
    return tuple(
        KeyLine(
            row.public_id,
            row.word,
            row.seats,
            row.uses,
            row.expires_at and last_day(row.expires_at, ZoneInfo(row.zone)),
            row.revoked_at is not None,
            not refusal(Key(row.seats, row.uses, row.expires_at, row.revoked_at, row.retired_at is not None), now),
        )
        for row in rows
    )
