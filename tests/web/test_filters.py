"""Days as one says them."""

from datetime import UTC, datetime

import pytest

from course_app.web.shared.filters import lately

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
