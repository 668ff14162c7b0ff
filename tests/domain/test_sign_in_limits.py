"""How long a sign-in waits after failures."""

from datetime import UTC, datetime, timedelta

import pytest

from course_app.domain.sign_in_limits import (
    LIMITS,
    REGISTRATIONS,
    TooManyFailures,
    TooManyRegistrations,
    place_of,
    wait_under,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def test_nothing_waits_while_a_limit_is_not_filled():
    assert wait_under(LIMITS[0], None, NOW) == timedelta(0)


def test_the_wait_ends_when_the_failure_that_filled_the_limit_leaves_the_window():
    assert wait_under(LIMITS[0], NOW - timedelta(minutes=2), NOW) == timedelta(minutes=3)
    assert wait_under(LIMITS[0], NOW - timedelta(minutes=6), NOW) == timedelta(0)


def test_an_address_may_fail_twice_for_each_of_500_people_within_ten_minutes():
    by_address = [limit for limit in LIMITS if not limit.by_account]
    assert [(limit.failures, limit.window) for limit in by_address] == [(1_000, timedelta(minutes=10))]


def test_500_people_may_register_twice_from_one_address_and_a_hundred_of_them_with_a_taken_e_mail():
    assert [(limit.of_taken, limit.tries, limit.window) for limit in REGISTRATIONS] == [
        (False, 1_000, timedelta(minutes=10)),
        (True, 100, timedelta(minutes=10)),
    ]


@pytest.mark.parametrize("refused", [TooManyFailures, TooManyRegistrations])
@pytest.mark.parametrize(
    ("wait", "words", "seconds"),
    [
        (timedelta(milliseconds=1), "Wait one minute,", 1),
        (timedelta(seconds=60), "Wait one minute,", 60),
        (timedelta(seconds=60, milliseconds=1), "Wait 2 minutes,", 61),
        (timedelta(minutes=5), "Wait 5 minutes,", 300),
    ],
)
def test_the_sentence_says_how_long_and_rounds_up(refused, wait, words, seconds):
    refusal = refused(wait)
    assert words in str(refusal)
    assert refusal.seconds == seconds


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("not an address", "not an address"),
        ("", ""),
    ],
)
def test_an_ipv6_network_counts_as_one_address(address, place):
    assert place_of(address) == place
