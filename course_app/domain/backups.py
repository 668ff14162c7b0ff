"""When the worker makes a backup, what it is called, and which are kept. Other files of the folder are not its own."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

NIGHT = timedelta(hours=2)
STALE = timedelta(days=2)
NAME = re.compile(r"nightly-(\d{8}T\d{6})\.zip")
STAMP = "%Y%m%dT%H%M%S"


def name_at(now: datetime) -> str:
    """The name of a backup made now: nightly-20261122T020000.zip, in UTC."""
    return f"nightly-{now.astimezone(UTC):{STAMP}}.zip"


def newest(names: Iterable[str]) -> datetime | None:
    """When the newest was made."""
    return max((made_at for name in names if (made_at := _made_at(name))), default=None)


def is_due(names: Iterable[str], now: datetime) -> bool:
    """Whether none was made since two o'clock (UTC) last night; a missed night is made up for at once."""
    midnight = (now.astimezone(UTC) - NIGHT).replace(hour=0, minute=0, second=0, microsecond=0)
    last = newest(names)
    return last is None or last < midnight + NIGHT


def is_stale(last: datetime, now: datetime) -> bool:
    """Whether a night was missed."""
    return now - last > STALE


def beyond(names: Iterable[str], keep: int) -> list[str]:
    """The names of those beyond the `keep` newest."""
    return sorted((name for name in names if _made_at(name)), reverse=True)[keep:]


def _made_at(name: str) -> datetime | None:
    match = NAME.fullmatch(name)
    try:
        return datetime.strptime(match[1], STAMP).replace(tzinfo=UTC) if match else None
    except ValueError:
        return None
