"""The words of a rule, and the hours in which mails may come."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from course_app.domain.reminders import KINDS, Rule, is_daytime


def test_a_rule_says_whom_it_reminds_and_when():
    assert Rule("not-started", 1, "").words == "1 day after they could begin, to whoever has not begun"
    assert [Rule(kind, 10, "").words.split()[:2] for kind in KINDS] == [["10", "days"]] * 3


@pytest.mark.parametrize(
    ("hour", "expected"), [(7, False), (8, True), (15, True), (16, False)], ids=["8:59", "9:00", "16:59", "17:00"]
)
def test_it_is_day_by_the_clocks_of_the_course(hour, expected):
    minute = 59 if hour in (7, 15) else 0
    assert is_daytime(datetime(2026, 7, 1, hour, minute, tzinfo=UTC), ZoneInfo("Europe/London")) is expected
