"""The attempt page as tests see it: questions, options, what is said below them; and ways to cut it off."""

import re
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import TimeoutError, expect

RESPONSES = re.compile(r"/attempts/\w+/responses")
SAVED = "Saved 09:00:00"
NO_CONNECTION = r"ERR_INTERNET_DISCONNECTED|ERR_FAILED|unknown error occurred when fetching the script"
"""What a browser without a network complains of; the script is the service worker's."""
CLOCK = r"\d\d:\d\d"
RECORDS = """() => new Promise((resolve) => {
  const asked = indexedDB.open("course-app", 1);
  asked.onsuccess = () => {
    const all = asked.result.transaction("answers").objectStore("answers").getAll();
    all.onsuccess = () => { asked.result.close(); resolve(all.result); };
  };
})"""


def path_of(tab):
    """The path of the page that a tab shows."""
    return urlsplit(tab.url).path


def slot(tab, number=1):
    """A question."""
    return tab.locator(f"#q{number}")


def option(tab, place, number=1):
    """An option of a question, by its place."""
    return slot(tab, number).locator(".option").nth(place - 1)


def line(tab, number=1):
    """What is said below a question."""
    return slot(tab, number).locator(".saved")


def chosen(tab, number=1):
    """The places of the chosen options."""
    inputs = slot(tab, number).locator(".option input").all()
    return [place for place, one in enumerate(inputs, 1) if one.is_checked()]


def records(tab):
    """What the outbox holds: question and choice."""
    return [(one["slot"], one["choice"]) for one in tab.evaluate(RECORDS)]


def held(tab):
    """Requests that save are kept back, until `unroute_all` lets them go; the list of them."""
    waiting = []

    def keep(route):
        waiting.append(route)

    tab.route(RESPONSES, keep)
    return waiting


def waits(why, number, when):
    """What the page says of answers that wait on this device, whatever the device's clock shows."""
    answers = "1 answer is" if number == 1 else f"{number} answers are"
    return re.compile(f"^{why} {answers} kept on this device since {CLOCK}, and will be sent {when}\\.$")


def cut_off(tab, place=2, where=None):
    """Answer question 1 while nothing reaches the site from any tab (or `where`), until `unroute_all`."""
    tab.complaints.expected.append(NO_CONNECTION)
    (where or tab.context).route(RESPONSES, lambda route: route.abort())
    option(tab, place).click()
    expect(line(tab)).to_have_text("Not saved yet")


def try_again(tab):
    """Press "Try again now", which is gone when the page has tried again by itself meanwhile."""
    with suppress(TimeoutError):
        tab.get_by_role("button", name="Try again now").click(timeout=1_000)


def answered_in_two_places(tab):
    """Answer question 1 with the second option, and with the third in another tab that did not know; that tab."""
    other = tab.context.new_page()
    other.goto(tab.url)
    assert records(other) == []  # it has looked into the outbox before the first tab answers
    option(tab, 2).click()
    expect(line(tab)).to_have_text(SAVED)
    option(other, 3).click()
    return other


def handed_in_elsewhere(tab):
    """Hand the attempt in from another tab; that tab."""
    other = tab.context.new_page()
    other.goto(f"{path_of(tab)}/summary")
    other.get_by_role("button", name="Hand in").click()
    expect(tab.locator("#waiting strong")).to_have_text("This attempt is over: its result was opened in another tab.")
    return other


def sign_in_ended(tab, place=2):
    """Answer question 1 when the sign-in has ended."""
    tab.complaints.expected.append("status of 40[1349]|status of 422")
    tab.context.clear_cookies()
    option(tab, place).click()
    expect(tab.locator("#waiting strong")).to_have_text(
        waits("Your sign-in has ended.", 1, "when you have signed in again")
    )
