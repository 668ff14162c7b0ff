"""When a nightly backup is due, and which are kept."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from course_app.domain import backups

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NIGHTS = [f"nightly-202611{day}T020000.zip" for day in (19, 20, 21, 22)]


def test_a_name_says_when_in_utc():
    assert backups.name_at(NOON.astimezone(timezone(timedelta(hours=5)))) == "nightly-20261122T120000.zip"


def test_the_newest_is_found_among_files_of_other_names():
    others = ["before-migration-20301231T000000-0001.zip", "nightly-20261332T000000.zip", "notes.zip", ".lock"]
    assert backups.newest([*others, *NIGHTS]) == datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
    assert backups.newest(others) is None


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, NOON, True),
        (datetime(2026, 11, 22, 2, 0, tzinfo=UTC), NOON, False),
        (datetime(2026, 11, 22, 1, 59, 59, tzinfo=UTC), NOON, True),
        (datetime(2026, 11, 21, 2, 0, tzinfo=UTC), datetime(2026, 11, 22, 1, 59, tzinfo=UTC), False),
        (datetime(2026, 11, 21, 2, 0, tzinfo=UTC), datetime(2026, 11, 22, 2, 0, tzinfo=UTC), True),
        (datetime(2026, 11, 21, 23, 0, tzinfo=UTC), datetime(2026, 11, 22, 2, 0, tzinfo=UTC), True),
    ],
)
def test_one_is_due_every_night_at_two_and_a_missed_one_at_once(last, now, due):
    names = [backups.name_at(last)] if last else []
    assert backups.is_due(names, now) is due


def test_a_missed_night_is_noticed_after_two_days():
    assert backups.is_stale(NOON - timedelta(days=2), NOON) is False
    assert backups.is_stale(NOON - timedelta(days=2, seconds=1), NOON) is True


def test_the_eldest_go_and_other_files_stay():
    assert backups.beyond([*NIGHTS, "mine.zip"], 2) == NIGHTS[1::-1]
    assert backups.beyond(NIGHTS, 14) == []
