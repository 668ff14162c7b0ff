"""How somebody stands in a course, in one word."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course_app.domain.learning_states import LISTS, WORDS, is_closing, state_of

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("last_at", "wanted"),
    [
        (None, "not-started"),
        (NOW, "under-way"),
        (NOW - 14 * DAY + timedelta(milliseconds=1), "under-way"),
        (NOW - 14 * DAY, "stalled"),
    ],
)
def test_a_learner_stalls_after_two_weeks_without_doing_anything(last_at, wanted):
    assert state_of(completed=False, ended=False, last_at=last_at, now=NOW) == wanted


@given(st.booleans(), st.none() | st.integers(0, 400))
def test_completed_comes_before_ended_and_ended_before_the_rest(completed, days):
    last_at = None if days is None else NOW - days * DAY
    found = state_of(completed=completed, ended=True, last_at=last_at, now=NOW)
    assert found == ("completed" if completed else "ended")
    assert found in WORDS
    assert found in LISTS


@pytest.mark.parametrize(
    ("state", "ends_at", "closes"),
    [
        ("stalled", NOW + 14 * DAY, True),
        ("not-started", NOW + 14 * DAY + timedelta(milliseconds=1), False),
        ("under-way", NOW, False),
        ("under-way", None, False),
        ("completed", NOW + DAY, False),
        ("ended", NOW + DAY, False),
    ],
)
def test_it_closes_soon_for_whoever_has_two_weeks_or_less_and_has_not_completed(state, ends_at, closes):
    assert is_closing(state, ends_at, NOW) is closes
