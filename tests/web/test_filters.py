"""Days as one says them."""

from datetime import UTC, datetime

import pytest

from course_app.web.shared.filters import ending, lately, zoned

SUNDAY_MORNING = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 11, 22, 0, 0, tzinfo=UTC), "today"),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), "yesterday"),
        (datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "on Friday"),
        (datetime(2026, 11, 16, 0, 0, tzinfo=UTC), "on Monday"),
        (datetime(2026, 11, 15, 23, 59, tzinfo=UTC), "on 15 November"),
        (datetime(2025, 11, 22, 9, 0, tzinfo=UTC), "on 22 November 2025"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "on 23 November"),
        (datetime(2026, 8, 1, 23, 30, tzinfo=UTC), "on 2 August"),
    ],
)
def test_a_day_is_said_from_today_in_the_zone_of_whoever_looks(app, value, said):
    with app.test_request_context():
        assert lately(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (datetime(2026, 11, 22, 10, 51, tzinfo=UTC), "at 10:51"),
        (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "at 09:00"),
        (datetime(2026, 11, 23, 9, 1, tzinfo=UTC), "on 23 Nov 2026, 09:01"),
        (datetime(2026, 11, 21, 9, 0, tzinfo=UTC), "at 09:00"),
        (datetime(2026, 11, 20, 9, 0, tzinfo=UTC), "on 20 Nov 2026, 09:00"),
    ],
)
def test_an_end_has_its_day_when_it_is_more_than_a_day_away(app, value, said):
    with app.test_request_context():
        assert ending(value) == said


def test_a_moment_can_be_said_with_its_zone(app):
    with app.test_request_context():
        assert zoned(SUNDAY_MORNING) == "Sunday 22 November 2026 at 09:00, London time"
        assert zoned(SUNDAY_MORNING, short=True) == "22 Nov 2026, 09:00, London time"
