"""How often a sign-in may fail before it has to wait. Only failures count, never sign-ins that succeed.

Three limits at once. The first stops guessing at one account from one place; the second, guessing at one account
from many places, and is wide enough that a stranger cannot easily lock somebody out; the third, trying many
accounts from one place, and is wide enough that 500 people behind one address can each mistype twice within ten
minutes.

Asking for a mail (a new password, a confirmation) is limited too, so that nobody's mailbox is filled through us: per
e-mail, known or not, and together with the failures from one place.

Registering is limited by place alone, and widely: a whole school may register within ten minutes. E-mails that turn
out to have an account are counted once more, since asking for many of them is asking who is here.
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from course_app.domain.errors import RuleBroken

NETWORK_BITS = 64


@dataclass(frozen=True)
class Limit:
    """At most `failures` within `window`, counted by account, by address or by both together."""

    by_account: bool
    by_address: bool
    failures: int
    window: timedelta


LIMITS = (
    Limit(by_account=True, by_address=True, failures=5, window=timedelta(minutes=5)),
    Limit(by_account=True, by_address=False, failures=30, window=timedelta(minutes=15)),
    Limit(by_account=False, by_address=True, failures=1_000, window=timedelta(minutes=10)),
)
ASKS = (
    Limit(by_account=True, by_address=False, failures=3, window=timedelta(minutes=15)),
    Limit(by_account=False, by_address=True, failures=1_000, window=timedelta(minutes=10)),
)


@dataclass(frozen=True)
class RegistrationLimit:
    """At most `tries` from one address within `window`: all of them, or those refused since the e-mail was taken."""

    of_taken: bool
    tries: int
    window: timedelta


REGISTRATIONS = (
    RegistrationLimit(of_taken=False, tries=1_000, window=timedelta(minutes=10)),
    RegistrationLimit(of_taken=True, tries=100, window=timedelta(minutes=10)),
)
LONGEST_REGISTRATION_WINDOW = max(limit.window for limit in REGISTRATIONS)
LONGEST_WINDOW = max(limit.window for limit in (*LIMITS, *ASKS))


class TooManyFailures(RuleBroken):
    """Sign-in has to wait; `seconds` says how long."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds, length = length_of(wait)
        super().__init__(
            f"There were too many sign-ins with a wrong password. Wait {length}, then try again. "
            "Your account and everything in it is kept."
        )


class TooManyAsks(RuleBroken):
    """A mail has been asked for too often; `seconds` says how long to wait."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds, length = length_of(wait)
        super().__init__(
            "Mail to this address was asked for several times just now. Look for it there, among unwanted mail too, "
            f"or wait {length} and ask again."
        )


class TooManyRegistrations(RuleBroken):
    """Registering has to wait; `seconds` says how long."""

    def __init__(self, wait: timedelta) -> None:
        self.seconds, length = length_of(wait)
        super().__init__(
            "Very many people registered from your network just now, so this account was not made yet. What you wrote "
            f"is kept here, but not the password. Wait {length}, then press Register again."
        )


def length_of(wait: timedelta) -> tuple[int, str]:
    """A wait in whole seconds and in words, both rounded up."""
    seconds = max(1, -(-int(wait.total_seconds() * 1000) // 1000))
    minutes = -(-seconds // 60)
    return seconds, "one minute" if minutes == 1 else f"{minutes} minutes"


def wait_under(limit: Limit | RegistrationLimit, nth_newest: datetime | None, now: datetime) -> timedelta:
    """How long to wait under one limit. `nth_newest`: when the failure happened that filled it up, if any did."""
    if nth_newest is None:
        return timedelta(0)
    return max(timedelta(0), nth_newest + limit.window - now)


def place_of(address: str) -> str:
    """What counts as one address: an IPv4 address, or the /64 network in which an IPv6 address lies."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if known.version == 4:
        return str(known)
    if known.ipv4_mapped:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((int(known), NETWORK_BITS), strict=False))
