"""No answer is lost: the browser keeps what the server has not acknowledged, whatever happens meanwhile."""

import re
from http import HTTPStatus
from time import monotonic

from playwright.sync_api import expect

from tests import acts
from tests.browser.answering import (
    NO_CONNECTION,
    RESPONSES,
    SAVED,
    chosen,
    cut_off,
    handed_in_elsewhere,
    held,
    line,
    option,
    path_of,
    records,
    sign_in_ended,
    try_again,
    waits,
)
from tests.conftest import PASSWORD, START

LONGEST_PAUSE = 30_000  # between two tries of js/plan.js: a busy machine may have had several
NOTHING_UNDER_WAY = "navigator.locks.query().then(({ held, pending }) => held.length + pending.length === 0)"
ONE, SITTING = "attempt: nothing answered", "attempt: all on one page, timed"


def attempt_of(tab):
    return re.search(r"/attempts/(\w+)", tab.url)[1]


def email_of(tab, sites):
    """The e-mail of whoever takes the attempt, made for this test alone."""
    with sites["small"].stage.app.app_context():
        return acts.email_of(acts.person_of_attempt(attempt_of(tab)))


def next_person(sites):
    """The e-mail of somebody else."""
    stage = sites["small"].stage
    with stage.app.app_context():
        return acts.email_of(stage.person("Bea Next", (acts.SMALL,)))


def sign_in(tab, email, password=PASSWORD):
    """Fill in the sign-in form of the page."""
    form = tab.locator('form[action="/sign-in"]')
    form.get_by_label("E-mail").fill(email)
    form.get_by_label("Password").fill(password)
    form.get_by_role("button", name="Sign in", exact=True).click()


def test_an_answer_is_written_down_before_it_is_sent_and_goes_when_it_is_acknowledged(show):
    tab = show(ONE)
    waiting = held(tab)
    with tab.expect_request(RESPONSES):
        option(tab, 2).click()
    expect(line(tab)).to_have_text("Saving…")
    assert (records(tab), len(waiting)) == ([(1, ["b"])], 1)
    tab.unroute_all()
    expect(line(tab)).to_have_text(SAVED)
    assert records(tab) == []


def test_a_page_closed_while_an_answer_waits_shows_it_again_and_sends_it(show):
    tab = show(ONE)
    cut_off(tab, 3)
    address, context = tab.url, tab.context
    tab.close()
    again = context.new_page()
    again.goto(address)
    expect(line(again)).to_have_text("Not saved yet")
    assert chosen(again) == [3]
    again.context.unroute_all()
    expect(line(again)).to_have_text(SAVED)
    assert records(again) == []
    again.reload()
    assert chosen(again) == [3]


def test_an_answer_changed_after_reloading_counts_over_the_one_that_still_waited(show):
    tab = show(ONE)
    cut_off(tab, 3)
    tab.reload()
    expect(line(tab)).to_have_text("Not saved yet")
    option(tab, 4).click()
    expect(tab.locator("#waiting strong")).to_have_text(waits("The site does not answer.", 1, "when it answers again"))
    assert sorted(records(tab)) == [(1, ["c"]), (1, ["d"])]
    tab.context.unroute_all()
    try_again(tab)
    expect(line(tab)).to_have_text(SAVED)
    assert (records(tab), tab.get_by_role("dialog").count()) == ([], 0)
    tab.reload()
    assert chosen(tab) == [4]


def test_an_acknowledgement_that_got_lost_makes_no_second_answer(show):
    tab = show(ONE)
    tab.complaints.expected.append(NO_CONNECTION)

    def lose(route):
        route.fetch()
        route.abort()

    tab.route(RESPONSES, lose)
    option(tab, 2).click()
    expect(line(tab)).to_have_text("Not saved yet")
    tab.unroute_all()
    tab.reload()
    expect(line(tab)).to_have_text(SAVED)
    assert (chosen(tab), records(tab)) == ([2], [])


def test_a_site_that_asks_to_wait_is_left_alone_so_long(show):
    tab = show(ONE)
    tab.complaints.expected.append("status of 429")
    asked_at = []

    def refuse(route):
        asked_at.append(monotonic())
        if len(asked_at) > 1:
            route.continue_()
        else:
            route.fulfill(status=429, headers={"Retry-After": "4"}, body="wait")

    tab.route(RESPONSES, refuse)
    option(tab, 2).click()
    expect(tab.locator("#waiting strong")).to_have_text(
        waits("The site is busy.", 1, "as soon as it takes answers again")
    )
    option(tab, 3, 2).evaluate("option => option.click()")
    tab.evaluate("dispatchEvent(new Event('online'))")
    expect(line(tab, 2)).to_have_text("Not saved yet")
    expect(tab.get_by_role("button", name="Try again now")).to_have_count(0)
    expect(line(tab)).to_have_text(SAVED)
    expect(line(tab, 2)).to_have_text(SAVED)
    assert len(asked_at) == 2
    assert asked_at[1] - asked_at[0] >= 4


def test_a_sign_in_that_ended_is_renewed_in_place_and_the_answer_is_sent(show, sites):
    tab = show(ONE)
    email = email_of(tab, sites)
    sign_in_ended(tab)
    option(tab, 3, 2).evaluate("option => option.click()")
    expect(tab.locator("#waiting strong")).to_contain_text("2 answers are kept on this device")
    assert [line(tab, number).inner_text() for number in (1, 2)] == ["Not saved yet", "Not saved yet"]
    tab.get_by_role("button", name="Sign in here").click()
    expect(tab.get_by_label("E-mail")).to_have_value(email)
    expect(tab.get_by_label("Password")).to_be_focused()
    sign_in(tab, email, "not the password")
    expect(tab.locator("#sign-in-says")).to_have_text(
        "The e-mail or the password is not right. Look at both and try again."
    )
    sign_in(tab, email)
    expect(line(tab)).to_have_text(SAVED)
    expect(tab.get_by_role("dialog")).to_have_count(0)
    expect(tab.locator("#waiting")).to_be_empty()
    tab.reload()
    assert (chosen(tab, 1), chosen(tab, 2)) == ([2], [3])


def test_a_sign_in_in_another_tab_sends_what_waited_in_this_one(show, sites):
    tab = show(ONE)
    email = email_of(tab, sites)
    sign_in_ended(tab)
    tab.get_by_role("button", name="Sign in here").click()
    with tab.context.expect_page() as opened:
        tab.get_by_role("link", name="sign in in another tab").click()
    other = opened.value
    sign_in(other, email)
    expect(other.get_by_role("heading", name="1 of 4 answered")).to_be_visible()
    expect(line(tab)).to_have_text(SAVED)
    expect(tab.get_by_role("dialog")).to_have_count(0)


def test_a_token_that_has_expired_is_replaced_unseen(show, sites):
    tab = show(ONE)
    tab.complaints.expected.append("status of 403")
    name = "course_session"
    with sites["small"].stage.app.app_context():
        cookie = sites["small"].stage.cookie(acts.person_of_attempt(attempt_of(tab)))
    # One takes the other's place at once: whatever the page asked for without any would be given a visitor's own.
    tab.context.add_cookies([{"name": name, "value": cookie, "url": sites["small"].origin}])
    with tab.expect_response(lambda answer: answer.status == HTTPStatus.FORBIDDEN):
        option(tab, 2).click()
    expect(line(tab)).to_have_text(SAVED)
    expect(tab.locator("#waiting")).to_be_empty()


def test_the_next_person_on_a_shared_computer_finds_nothing_and_the_owner_everything(show, sites):
    tab = show(ONE)
    email, address = email_of(tab, sites), tab.url
    sign_in_ended(tab)
    other = tab.context.new_page()
    sent = []
    tab.context.on("request", lambda request: sent.append(request.url) if RESPONSES.search(request.url) else None)
    other.goto("/sign-in")
    sign_in(other, next_person(sites))
    expect(tab.locator("#waiting strong")).to_have_text("Somebody else is signed in on this device now.")
    expect(tab.locator("#attempt")).to_be_hidden()
    assert other.goto(address).status == 404
    other.goto("/learn")
    expect(other.locator("#device")).to_be_empty()
    assert (sent, records(other)) == ([], [(1, ["b"])])
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("link", name="Sign in")).to_be_visible()
    assert records(other) == [(1, ["b"])]
    tab.close()
    other.goto("/sign-in")
    sign_in(other, email)
    expect(other.locator("#device")).to_have_text("1 answer is saved now that had waited on this device.")
    assert records(other) == []
    other.goto(address)
    assert chosen(other) == [2]


def test_somebody_else_who_signs_in_in_place_is_led_to_their_own_pages(show, sites):
    tab = show(ONE)
    sign_in_ended(tab)
    tab.get_by_role("button", name="Sign in here").click()
    sign_in(tab, next_person(sites))
    tab.wait_for_url("**/learn")
    expect(tab.locator("#device")).to_be_empty()
    assert records(tab) == [(1, ["b"])]


def test_every_other_page_says_what_waits_and_sends_it_as_soon_as_it_can(show):
    tab = show(ONE)
    cut_off(tab)
    tab.goto("/learn")
    expect(tab.locator("#device")).to_have_text(
        re.compile(
            r"^1 answer waits on this device since \d\d:\d\d and has not reached the site\. "
            r"It is sent as soon as the site takes it\.$"
        )
    )
    tab.context.unroute_all()
    expect(tab.locator("#device")).to_have_text(
        "1 answer is saved now that had waited on this device.", timeout=LONGEST_PAUSE
    )
    assert records(tab) == []


def test_signing_out_asks_when_something_waits_and_takes_it_away_when_told_so(show):
    tab = show(ONE)
    cut_off(tab)
    tab.goto("/learn")
    tab.get_by_role("button", name="Sign out").click()
    dialog = tab.get_by_role("dialog")
    expect(dialog.locator("p").first).to_have_text(
        "1 answer waits on this device and has not reached the site. "
        "Signing out removes it from here, so that nobody else finds it."
    )
    dialog.get_by_role("button", name="Stay signed in").click()
    assert records(tab) == [(1, ["b"])]
    tab.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Sign out without saving").click()
    expect(tab.get_by_role("link", name="Sign in")).to_be_visible()
    assert tab.evaluate("async () => (await indexedDB.databases()).length") == 0


def test_the_other_tab_learns_at_once_that_the_attempt_was_handed_in(show):
    tab = show(ONE)
    tab.complaints.expected.append("status of 409")
    cut_off(tab)
    other = handed_in_elsewhere(tab)
    expect(tab.locator("#waiting p").nth(1)).to_have_text(
        "1 answer was still waiting here when it was handed in, and could not be added."
    )
    expect(line(tab)).to_have_text("Not saved")
    result = other.url
    other.close()
    tab.wait_for_function(NOTHING_UNDER_WAY)  # else it could still arrive, and be told to a page that goes
    tab.context.unroute_all()
    other = tab.context.new_page()
    other.goto(result)
    expect(other.locator("#device")).to_have_text(
        "1 answer was still on this device when the attempt was handed in, and could not be added."
    )
    assert (records(other), tab.evaluate("document.getElementById('attempt').inert")) == ([], True)


def test_the_page_before_handing_in_sends_what_waits_and_counts_it(show):
    tab = show(ONE)
    cut_off(tab)
    tab.goto(f"{path_of(tab)}/summary")
    expect(tab.locator("#device")).to_have_text(
        "1 answer waits on this device and is not counted here. "
        "Handing in now leaves it out; go back to the questions to send it first."
    )
    tab.context.unroute_all()
    tab.reload()
    expect(tab.locator(".lead")).to_have_text("1 of 4 questions is answered and saved.")
    expect(tab.locator("#device")).to_be_empty()


def test_of_two_tabs_the_one_with_a_connection_sends_for_both(show):
    tab = show(ONE)
    cut_off(tab, where=tab)
    other = tab.context.new_page()
    other.goto(tab.url)
    expect(line(other)).to_have_text(SAVED)
    expect(line(tab)).to_have_text(SAVED)
    expect(tab.locator("#waiting")).to_be_empty()
    assert chosen(other) == [2]


def test_answers_that_waited_until_the_time_was_up_are_sent_and_said_to_be_late(show, sites, time):
    tab = show(SITTING, before=lambda tab: tab.clock.install(time=START))
    tab.complaints.expected.append(NO_CONNECTION)
    tab.context.set_offline(offline=True)
    option(tab, 4, 2).click()
    expect(line(tab, 2)).to_have_text("Not saved yet")
    time.advance(minutes=60)
    tab.clock.fast_forward("07:00")
    tab.clock.fast_forward("00:12")
    expect(tab.locator("#waiting strong")).to_have_text(
        "Time is up. You are offline. 1 answer is kept on this device since 09:00, and did not reach the site in time."
    )
    expect(tab.locator("#waiting p").nth(1)).to_have_text(
        "What was saved before is handed in for you. "
        "This one is sent when you are back; late answers are kept, and do not count unless an instructor decides "
        "that they do."
    )
    tab.context.set_offline(offline=False)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Time is up")
    assert records(tab) == []
    with sites["small"].stage.app.app_context():
        assert acts.problems_of(attempt_of(tab))[-1] == (2, "too-late")


def test_pressing_twice_hands_in_once(show):
    tab = show(ONE)
    option(tab, 1).click()
    tab.get_by_role("button", name="Check and hand in").dblclick()
    expect(tab.locator(".lead")).to_have_text("1 of 4 questions is answered and saved.")
    tab.get_by_role("button", name="Hand in").dblclick()
    expect(tab.get_by_role("heading", level=1)).to_contain_text("of 4")


def test_a_browser_that_keeps_nothing_says_so_and_still_sends(show):
    broken = "Object.defineProperty(IDBFactory.prototype, 'open', { value() { throw new DOMException('no'); } })"
    tab = show(ONE, before=lambda tab: tab.add_init_script(broken))
    tab.complaints.expected.append(NO_CONNECTION)
    tab.route(RESPONSES, lambda route: route.abort())
    option(tab, 2).click()
    expect(tab.locator("#waiting strong")).to_have_text(
        re.compile(r"^The site does not answer\. 1 answer is not saved since \d\d:\d\d, and will be sent when")
    )
    expect(tab.locator("#waiting p").nth(1)).to_have_text(
        "Go on answering, and leave this page open: this browser keeps nothing for it."
    )
    tab.unroute_all()
    expect(line(tab)).to_have_text(SAVED)
