"""The time of an attempt: counted down, hidden, announced, and its end. The tests move the browser's clock."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from course_app.extensions import db
from course_app.models import Person
from tests.acts import given
from tests.browser.answering import NO_CONNECTION
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


def test_an_end_that_is_days_away_is_counted_in_days(watched):
    tab = watched("attempt: until the quiz closes")
    expect(tab.locator(".clock")).to_have_text("7 days, 8 h")
    tab.clock.run_for("00:01")
    expect(tab.locator(".clock")).to_have_text("7 days, 7 h")


def test_the_time_can_be_hidden_and_shown_again(watched):
    tab = watched(TIMED)
    tab.get_by_text("Hide the time").click()
    expect(tab.locator(".clock")).to_be_hidden()
    tab.get_by_text("Show the time").click()
    expect(tab.locator(".clock")).to_be_visible()


def test_the_time_is_announced_at_half_at_five_minutes_and_at_one_minute_only(watched):
    tab = watched(TIMED)
    tab.complaints.expected.append(NO_CONNECTION)  # the page's own clock alone: no answer comes between two jumps
    tab.route("**/responses", lambda route: route.abort())
    said = tab.locator("#announce")
    expect(said).to_have_text("")
    for passed, words in (
        (1_140, ""),
        (31, "Half of the time is left."),
        (1_020, "Half of the time is left."),
        (30, "Five minutes left."),
        (240, "One minute left."),
    ):
        tab.clock.fast_forward(1_000 * passed)
        expect(said).to_have_text(words)


def test_a_reading_of_the_server_puts_the_time_right(watched, time):
    tab = watched(TIMED)
    time.advance(minutes=10)
    tab.locator("#q3 .option").first.click()
    tab.clock.run_for("00:01")
    expect(tab.locator("#q3 .saved")).to_have_text("Saved 09:10:00")
    expect(tab.locator(".clock")).to_have_text("31:59")


@pytest.mark.parametrize("is_before", [True, False])
def test_an_answer_that_was_long_under_way_is_not_taken_for_time_given(watched, time, is_before):
    tab = watched(TIMED)
    said, clock = tab.locator("#announce"), tab.locator(".clock")
    tab.complaints.expected.append(NO_CONNECTION)  # only the first request gets through, and late
    tab.evaluate("AbortSignal.timeout = () => new AbortController().signal")  # a device that slept meanwhile
    held = []

    def hold(route):
        if held:
            route.abort()
        else:
            held.append((route, route.fetch() if is_before else None))

    tab.route("**/responses", hold)
    tab.clock.run_for("00:16")
    expect(said).to_have_text("")
    for _ in range(400):
        if held:
            break
        tab.wait_for_timeout(50)
    time.advance(minutes=2)
    tab.clock.fast_forward("02:00")
    ((route, answer),) = held
    with tab.expect_response("**/responses"):
        route.fulfill(response=answer or route.fetch())
    tab.unroute("**/responses")
    with tab.expect_response("**/responses"):
        tab.clock.run_for("00:16")
    tab.clock.run_for("00:01")
    expect(clock).to_have_text(re.compile("39:[0-9]{2}|40:00"))
    expect(said).to_have_text("")


@pytest.fixture
def give(sites):
    """Give the learner of the page something, as an instructor does."""

    def to_learner(tab, **profile):
        with sites["small"].stage.app.app_context():
            person = tab.evaluate("document.documentElement.dataset.person")
            with db.engines["read"].connect() as connection:
                learner = connection.execute(select(Person.id).where(Person.public_id == person)).scalar_one()
            given(**profile)(sites["small"].stage, learner)

    return to_learner


def test_time_that_is_given_reaches_a_page_on_which_nothing_is_answered(watched, give):
    tab = watched(TIMED)
    give(tab, extra_percent=50)
    tab.clock.run_for("00:16")
    expect(tab.locator("#announce")).to_have_text("You were given more time.")
    tab.clock.run_for("00:01")
    expect(tab.locator(".clock")).to_have_text(re.compile("64:[0-9]{2}|1:04:[0-9]{2}"))
    tab.clock.fast_forward("42:00")
    expect(tab.locator("#attempt")).not_to_have_attribute("inert", "")


def test_a_limit_that_is_lifted_stops_the_clock(watched, give):
    tab = watched(TIMED)
    give(tab, is_untimed=True)
    tab.clock.run_for("00:16")
    expect(tab.locator(".clock")).to_have_text("No time limit any more")
    expect(tab.locator("#announce")).to_have_text("No time limit any more")
    tab.clock.fast_forward("50:00")
    expect(tab.locator("#attempt")).not_to_have_attribute("inert", "")
    tab.locator("#q3 .option").first.click()
    expect(tab.locator("#q3 .saved")).to_have_text("Saved 09:00:00")


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
    tab.complaints.expected.append(NO_CONNECTION)
    tab.context.set_offline(offline=True)
    time.advance(minutes=60)
    tab.clock.fast_forward("07:00")
    tab.clock.fast_forward(GRACE)
    expect(tab.locator("#waiting strong")).to_contain_text("Time is up.")
    tab.context.set_offline(offline=False)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Time is up")
