"""The time of an attempt: counted down, hidden, announced, and its end. The tests move the browser's clock."""

import pytest
from playwright.sync_api import expect

from tests.conftest import START

TIMED, SITTING = "attempt: timed, half answered", "attempt: all on one page, timed"
GRACE = "00:12"


@pytest.fixture
def watched(show):
    """Open a page whose clock the test moves."""

    def open_page(name, **options):
        return show(name, before=lambda tab: tab.clock.install(time=START), **options)

    return open_page


def test_the_time_counts_down_by_the_second(watched):
    tab = watched(TIMED)
    expect(tab.locator(".clock")).to_have_text("42:00")
    tab.clock.run_for("00:01")
    expect(tab.locator(".clock")).to_have_text("41:59")
    tab.clock.fast_forward("40:00")
    expect(tab.locator(".clock")).to_have_text("1:59")


def test_the_time_can_be_hidden_and_shown_again(watched):
    tab = watched(TIMED)
    tab.get_by_text("Hide the time").click()
    expect(tab.locator(".clock")).to_be_hidden()
    tab.get_by_text("Show the time").click()
    expect(tab.locator(".clock")).to_be_visible()


def test_the_time_is_announced_at_half_at_five_minutes_and_at_one_minute_only(watched):
    tab = watched(TIMED)
    said = tab.locator("#announce")
    expect(said).to_have_text("")
    for passed, words in (
        ("19:00", ""),
        ("00:31", "Half of the time is left."),
        ("17:00", "Half of the time is left."),
        ("00:30", "Five minutes left."),
        ("04:00", "One minute left."),
    ):
        tab.clock.fast_forward(passed)
        expect(said).to_have_text(words)


def test_a_reading_of_the_server_puts_the_time_right(watched, time):
    tab = watched(TIMED)
    time.advance(minutes=10)
    tab.locator("#q3 .option").first.click()
    tab.clock.run_for("00:01")
    expect(tab.locator("#q3 .saved")).to_have_text("Saved 09:10:00")
    expect(tab.locator(".clock")).to_have_text("31:59")


@pytest.mark.parametrize("name", [SITTING, "summary: timed, half answered"])
def test_when_time_is_up_the_page_says_so_and_leads_to_the_result(watched, time, name):
    tab = watched(name)
    time.advance(minutes=60)
    tab.clock.fast_forward("59:00")
    expect(tab.locator(".clock")).to_have_text("0:00")
    tab.clock.fast_forward(GRACE)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Time is up")
    tab.get_by_role("button", name="See the result").click()
    expect(tab.locator(".eyebrow").first).to_contain_text("ended when time was up")


def test_at_the_end_nothing_can_be_chosen_and_what_was_under_way_is_sent(watched):
    tab = watched(SITTING)
    tab.clock.fast_forward("07:00")
    expect(tab.locator("#waiting strong")).to_have_text("Time is up. What you saved is handed in for you.")
    expect(tab.locator("#attempt")).to_have_attribute("inert", "")
    assert tab.evaluate("document.activeElement === document.body")


def test_offline_at_the_end_the_page_stays_until_the_connection_is_back(watched, time):
    tab = watched(SITTING)
    tab.complaints.expected.append("ERR_INTERNET_DISCONNECTED")
    tab.context.set_offline(offline=True)
    time.advance(minutes=60)
    tab.clock.fast_forward("07:00")
    tab.clock.fast_forward(GRACE)
    expect(tab.locator("#waiting strong")).to_contain_text("Time is up.")
    tab.context.set_offline(offline=False)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Time is up")
