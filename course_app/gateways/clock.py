"""The clock. One reading a request; tests set it through `set_clock`."""

from collections.abc import Callable
from datetime import UTC, datetime


def _system_clock() -> datetime:
    return datetime.now(UTC)


_clock: list[Callable[[], datetime]] = [_system_clock]


def now() -> datetime:
    """The time now, aware, in UTC, in whole milliseconds."""
    moment = _clock[0]()
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def set_clock(clock: Callable[[], datetime] | None) -> None:
    """Put another clock in (None: the system's again)."""
    _clock[0] = clock or _system_clock
