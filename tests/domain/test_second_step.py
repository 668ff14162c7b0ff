"""By when a second step has to be on, and what is closed without it."""

from datetime import UTC, datetime, timedelta

import pytest

from course_app.domain.second_step import due_at, is_closed

ASKED = datetime(2026, 11, 22, 9, tzinfo=UTC)
DUE = datetime(2026, 12, 6, 9, tzinfo=UTC)


def test_it_has_to_be_on_so_many_days_after_one_was_asked():
    assert due_at(ASKED, 14) == DUE


@pytest.mark.parametrize(
    ("after", "reads", "sends"),
    [
        (timedelta(seconds=-1), False, False),
        (timedelta(0), True, False),
        (timedelta(minutes=59, seconds=59), True, False),
        (timedelta(hours=1), True, True),
    ],
)
def test_a_page_opened_before_the_end_may_be_sent_for_an_hour(after, reads, sends):
    assert (is_closed(DUE, DUE + after, sends=False), is_closed(DUE, DUE + after, sends=True)) == (reads, sends)
