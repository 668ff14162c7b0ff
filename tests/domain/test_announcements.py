"""How many mails by lists may be written now."""

import pytest

from course_app.domain.announcements import left_of


@pytest.mark.parametrize(
    ("limit", "written", "left"),
    [(2_000, 0, 100), (2_000, 1_950, 50), (2_000, 2_000, 0), (2_000, 2_100, 0), (0, 9_999, 100)],
)
def test_a_day_has_its_limit_unless_none_is_set(limit, written, left):
    assert left_of(limit, written, 100) == left
