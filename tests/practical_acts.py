"""Practical days in each state, announced before a page is shown."""

from datetime import date

from course_app.domain.practical_days import PracticalDay
from course_app.models import PracticalDay as Row
from course_app.services import arranging
from course_app.services.transaction import transaction
from tests.conftest import person_named

DAYS = (
    PracticalDay(
        "First practical day: Ŵyn & Łódź",
        "The Old Dispensary, 12 Well Lane, Llanfairpwllgwyngyll",
        date(2026, 12, 5),
        date(2026, 12, 6),
        7,
        "https://www.example.org/booking?day=1&place=2",
        is_open=True,
    ),
    PracticalDay("اليوم العملي الثاني", "伦敦", date(2026, 12, 31), date(2027, 1, 1), 0, "", is_open=True),
    PracticalDay("Third practical day", "Cardiff", date(2027, 2, 6), date(2027, 2, 6), 3, "", is_open=False),
)


def days(*, then=None):
    """There are these days alone, one of them over; then the other act, whose names are given back."""

    def act(stage, person):
        with transaction() as session:
            session.query(Row).delete()
        admin = person_named("admin").id
        over = PracticalDay("Of last year", "Leeds", date(2025, 12, 5), date(2025, 12, 5), None, "", is_open=True)
        first, *_ = [arranging.add_day(admin, day, stage.now) for day in (*DAYS, over)]
        return {"day": first} | (then(stage, person) if then else {})

    return act


def none(stage, _person):
    """There is no practical day."""
    with transaction() as session:
        session.query(Row).delete()
    return {}
