"""Without a network: what the service worker keeps, for whom, and that nothing stale is shown when the site answers."""

import os
import re
import signal
import threading
from functools import wraps

import pytest
from playwright.sync_api import expect

from tests.browser.answering import NO_CONNECTION, SAVED, chosen, line, option, path_of, slot, try_again, waits
from tests.conftest import START
from tests.running import PATIENCE, Starter, wait_until

ONE, TIMED, LESSON = "attempt: nothing answered", "attempt: timed, half answered", "lesson: rare-but-serious"
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    if (name === "parts" || name === "who") continue;
    for (const request of await (await caches.open(name)).keys()) found.push(new URL(request.url).pathname);
  }
  return found;
}"""
WORKERS = "async () => (await navigator.serviceWorker.getRegistrations()).length"
MAKE_OLDER = """async (date) => {
  const [name] = (await caches.keys()).filter((one) => one.startsWith("attempt"));
  const cache = await caches.open(name);
  const [request] = await cache.keys();
  const page = await (await cache.match(request, { ignoreVary: true })).text();
  const headers = { "Content-Type": "text/html; charset=utf-8" };
  const older = page.replace(/data-kept="[^"]+"/, `data-kept="${date}"`);
  await cache.put(request, new Response(older, { headers }));
}"""
OFFLINE = "You are offline, or the site does not answer"


def kept(tab, *paths):
    """Wait until the device keeps just these pages."""
    assert wait_until(lambda: sorted(tab.evaluate(KEPT)) == sorted(paths), 10)


def answer_in_another_tab(tab):
    other = tab.context.new_page()
    other.goto(tab.url)
    option(other, 4).click()
    expect(line(other)).to_have_text(SAVED)


def go_offline(tab):
    tab.complaints.expected.append(NO_CONNECTION)
    tab.context.set_offline(offline=True)


def heading(tab):
    return tab.get_by_role("heading", level=1)


def not_offered(tab, address):
    """Without a network the page is not there, nor is any other to choose."""
    go_offline(tab)
    tab.goto(address)
    expect(heading(tab)).to_have_text(OFFLINE)
    expect(tab.locator("#kept")).to_be_hidden()


@pytest.fixture
def start(tmp_path):
    """`start(data, …)` runs the real program."""
    starter = Starter(tmp_path)
    yield starter
    starter.end()


def test_offline_in_mid_quiz_one_reloads_answers_goes_back_and_is_online_again(show):
    tab = show(ONE)
    kept(tab, path_of(tab))
    option(tab, 2).click()
    expect(line(tab)).to_have_text(SAVED)
    go_offline(tab)
    option(tab, 3).click()
    expect(line(tab)).to_have_text("Not saved yet")
    tab.reload()
    expect(tab.locator("#waiting strong")).to_have_text(waits("You are offline.", 1, "when you are back"))
    assert chosen(tab) == [3]
    slot(tab).get_by_role("button", name="Next").click()
    option(tab, 1, 2).click()
    expect(tab.locator("#waiting strong")).to_have_text(waits("You are offline.", 2, "when you are back"))
    tab.goto("/learn")
    expect(heading(tab)).to_have_text(OFFLINE)
    tab.get_by_role("link", name="Practice, attempt 1").click()
    expect(tab.get_by_role("heading", name="2 of 4 answered")).to_be_visible()
    tab.go_back()
    expect(heading(tab)).to_have_text(OFFLINE)
    tab.go_forward()
    expect(tab.get_by_role("heading", name="2 of 4 answered")).to_be_visible()
    tab.context.set_offline(offline=False)
    expect(line(tab, 1)).to_have_text(SAVED)
    expect(line(tab, 2)).to_have_text(SAVED)
    expect(tab.locator("#waiting")).to_be_empty()
    tab.reload()
    assert (chosen(tab, 1), chosen(tab, 2)) == ([3], [1])


def test_a_page_out_of_the_keeping_says_so_and_its_clock_has_run_on(show):
    tab = show(TIMED, before=lambda tab: tab.clock.install(time=START))
    kept(tab, path_of(tab))
    go_offline(tab)
    tab.evaluate(MAKE_OLDER, "2026-11-22T08:50:00Z")
    tab.reload()
    expect(tab.locator(".clock")).to_have_text(re.compile(r"^31:5\d$"))
    expect(tab.locator("#waiting strong")).to_have_text(
        "You are offline. This is the page as it was kept on this device at 08:50; what was saved by then is shown."
    )


def test_an_attempt_whose_time_ran_out_comes_out_of_the_keeping_no_more(show, time):
    tab = show(TIMED, before=lambda tab: tab.clock.install(time=START))
    kept(tab, path_of(tab))
    go_offline(tab)
    option(tab, 4, 3).click()
    expect(line(tab, 3)).to_have_text("Not saved yet")
    tab.evaluate(MAKE_OLDER, "2026-11-22T08:00:00Z")
    tab.reload()
    expect(tab.locator("#waiting strong")).to_have_text(
        "Time is up. You are offline. 1 answer is kept on this device since 09:00, and did not reach the site in time."
    )
    expect(tab.locator("#attempt")).to_be_hidden()
    time.advance(minutes=60)
    tab.context.set_offline(offline=False)
    expect(tab.locator("#waiting p")).to_contain_text(
        [
            "Time is up. What you saved is handed in for you.",
            "The time was up when this answer reached us. It is kept, and does not count unless an instructor decides",
        ]
    )


def test_the_site_is_asked_first_and_what_it_says_is_kept(show):
    tab = show(ONE)
    kept(tab, path_of(tab))
    answer_in_another_tab(tab)
    tab.reload()
    assert (chosen(tab), tab.evaluate("document.documentElement.dataset.kept ?? ''")) == ([4], "")
    go_offline(tab)
    tab.reload()
    assert chosen(tab) == [4]
    assert tab.evaluate("document.documentElement.dataset.kept") != ""


@pytest.fixture
def hanging(sites, monkeypatch):
    """`hanging()` lets the page of an attempt wait for the event that it returns."""
    views, answers = sites["small"].stage.app.view_functions, threading.Event()

    def hang():
        usual = views["learner.attempt"]

        @wraps(usual)
        def waiting(attempt):
            answers.wait(PATIENCE)
            return usual(attempt)

        monkeypatch.setitem(views, "learner.attempt", waiting)
        return answers

    yield hang
    answers.set()


def test_a_site_that_hangs_does_not_keep_one_from_the_attempt_nor_the_attempt_from_its_answer(show, hanging):
    tab = show(ONE)
    kept(tab, path_of(tab))
    answer_in_another_tab(tab)
    answers = hanging()
    tab.reload()
    assert (chosen(tab), tab.evaluate("document.documentElement.dataset.kept ?? ''") != "") == ([], True)
    answers.set()
    expect(tab.locator("html:not([data-kept])")).to_be_attached()
    expect(line(tab)).to_have_text(SAVED)
    assert chosen(tab) == [4]


def test_an_attempt_that_is_handed_in_is_kept_no_longer(show):
    tab = show(ONE)
    address = path_of(tab)
    kept(tab, address)
    tab.goto(f"{address}/summary")
    tab.get_by_role("button", name="Hand in").click()
    expect(heading(tab)).to_contain_text("0 of 4")
    kept(tab)
    not_offered(tab, address)


def test_a_lesson_that_was_opened_can_be_read_and_says_when_it_was_kept(show):
    tab = show(LESSON)
    address, title = path_of(tab), heading(tab).inner_text()
    kept(tab, address)
    expect(tab.locator("#device")).to_be_empty()
    go_offline(tab)
    tab.goto("/learn")
    expect(tab.locator("#kept li a")).to_have_count(1)
    tab.locator("#kept li a").click()
    expect(heading(tab)).to_have_text(title)
    expect(tab.locator("#device")).to_contain_text(
        "You are offline, or the site does not answer; this lesson was kept on "
    )
    assert tab.locator("#device time").get_attribute("datetime").endswith("Z")
    tab.get_by_role("button", name="Mark as read").click()
    expect(heading(tab)).to_have_text(OFFLINE)
    tab.context.set_offline(offline=False)
    tab.goto(address)
    expect(tab.locator("#device")).to_be_empty()


def test_the_next_person_gets_none_of_the_pages_kept_for_the_one_before(show, sites):
    tab = show(ONE)
    address = path_of(tab)
    kept(tab, address)
    stage = sites["small"].stage
    with stage.app.app_context():
        cookie = stage.cookie(stage.person("Bea Next", ("small-course",)))
    tab.context.clear_cookies()
    tab.context.add_cookies([{"name": "course_session", "value": cookie, "url": sites["small"].origin}])
    tab.goto("/learn")
    not_offered(tab, address)


def test_whoever_is_signed_out_gets_none_of_the_pages_kept_before(show):
    tab = show(ONE)
    address = path_of(tab)
    kept(tab, address)
    tab.context.clear_cookies()
    tab.goto("/")
    go_offline(tab)
    tab.goto(address)
    expect(heading(tab)).to_have_text(OFFLINE)


def test_signing_out_empties_the_device(show):
    tab = show(ONE)
    kept(tab, path_of(tab))
    tab.goto("/learn")
    tab.get_by_role("button", name="Sign out").click()
    expect(tab.get_by_role("link", name="Sign in")).to_be_visible()
    assert tab.evaluate(KEPT) == []
    assert wait_until(lambda: tab.evaluate(WORKERS) == 0, 10)


def test_a_site_that_is_killed_and_started_again_gets_what_was_answered_meanwhile(browser, start, tmp_path):
    data = tmp_path / "data"
    site = start(data, "--demo")
    context = browser.new_context(base_url=f"http://localhost:{site.port}", locale="en-GB")
    tab = context.new_page()
    tab.goto("/sign-in")
    tab.get_by_label("E-mail").fill("learner@example.org")
    tab.get_by_label("Password").fill("dry-needling-demo")
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.goto("/learn/foundation-dry-needling/quizzes/mechanisms")
    tab.locator('form[action$="/attempts"] button').click()
    kept(tab, path_of(tab))
    option(tab, 2).click()
    expect(line(tab)).to_contain_text("Saved ")
    os.killpg(site.process.pid, signal.SIGKILL)
    site.process.wait(PATIENCE)
    option(tab, 3).click()
    expect(tab.locator("#waiting strong")).to_have_text(waits("The site does not answer.", 1, "when it answers again"))
    tab.reload()
    expect(line(tab)).to_have_text("Not saved yet")
    assert chosen(tab) == [3]
    start(data, "--demo", "--port", str(site.port))
    try_again(tab)
    expect(line(tab)).to_contain_text("Saved ")
    expect(tab.locator("#waiting")).to_be_empty()
    tab.reload()
    assert chosen(tab) == [3]
    context.close()
