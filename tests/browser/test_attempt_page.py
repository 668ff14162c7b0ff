"""The attempt page with JavaScript: what it says of answers, and that none is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.answering import (
    NO_CONNECTION,
    RESPONSES,
    SAVED,
    answered_in_two_places,
    chosen,
    held,
    line,
    option,
    path_of,
    slot,
    waits,
)

SHOWN_AGAIN = "() => { dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); }"
ONE, SITTING, REAL = "attempt: nothing answered", "attempt: all on one page, timed", "attempt: real, all on one page"


@pytest.fixture
def another_device(browser):
    """`another_device(tab)` is a tab of another browser in which the same person is signed in."""
    opened = []

    def open_tab(tab):
        opened.append(browser.new_context(base_url=tab.url, storage_state=tab.context.storage_state()))
        return opened[-1].new_page()

    yield open_tab
    for context in opened:
        context.close()


def test_saved_is_said_only_when_the_server_has_confirmed(show):
    tab = show(ONE)
    held(tab)
    expect(line(tab)).to_have_text("Not answered yet")
    option(tab, 2).click()
    expect(line(tab)).to_have_text("Saving…")
    expect(tab.locator("#saved")).to_have_text("")
    tab.unroute_all()
    expect(line(tab)).to_have_text(SAVED)
    expect(tab.locator("#saved")).to_have_text(SAVED)
    tab.reload()
    assert chosen(tab) == [2]
    expect(line(tab)).to_have_text(SAVED)


def test_the_last_of_several_quick_changes_is_the_one_that_is_saved(show):
    tab = show(ONE)
    waiting = held(tab)
    with tab.expect_request(RESPONSES):
        option(tab, 1).click()
    for place in (3, 4):
        option(tab, place).click()
    waiting[0].continue_()
    expect(line(tab)).to_have_text("Saving…")
    tab.unroute_all()
    expect(line(tab)).to_have_text(SAVED)
    tab.reload()
    assert chosen(tab) == [4]


def test_an_answer_that_did_not_arrive_is_not_called_saved_and_is_sent_again(show):
    tab = show(ONE)
    tab.complaints.expected.append(NO_CONNECTION)
    tab.route(RESPONSES, lambda route: route.abort())
    option(tab, 1).click()
    expect(line(tab)).to_have_text("Not saved yet")
    expect(tab.locator("#waiting strong")).to_have_text(waits("The site does not answer.", 1, "when it answers again"))
    tab.unroute_all()
    expect(line(tab)).to_have_text(SAVED)
    expect(tab.locator("#waiting")).to_be_empty()


def test_offline_the_page_says_what_waits_and_sends_it_when_back(show):
    tab = show("attempt: timed, half answered")
    tab.complaints.expected.append(NO_CONNECTION)
    tab.goto(tab.url.partition("#")[0] + "#q1")
    tab.context.set_offline(offline=True)
    option(tab, 4).click()
    slot(tab).get_by_role("button", name="Next").click()
    option(tab, 1, 2).click()
    expect(tab.locator("#waiting strong")).to_have_text(waits("You are offline.", 2, "when you are back"))
    expect(tab.locator("#waiting p").nth(1)).to_have_text(
        "Go on answering; closing this page loses nothing. The time runs on until 09:42."
    )
    expect(line(tab, 2)).to_have_text("Not saved yet")
    expect(tab.locator('.cell[data-go="2"]')).to_have_accessible_name("Question 2 answered, not saved yet, flagged")
    tab.context.set_offline(offline=False)
    expect(line(tab, 2)).to_have_text(SAVED)
    expect(tab.locator("#waiting")).to_be_empty()
    tab.reload()
    assert (chosen(tab, 1), chosen(tab, 2)) == ([4], [1])


def test_handing_in_waits_until_everything_is_saved(show):
    tab = show(ONE)
    held(tab)
    option(tab, 1).click()
    tab.get_by_role("button", name="Check and hand in").click()
    expect(line(tab)).to_have_text("Saving…")
    tab.unroute_all()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Check and hand in")
    expect(tab.locator(".lead")).to_have_text("1 of 4 questions is answered and saved.")


def test_offline_handing_in_says_why_it_waits_and_what_is_kept(show):
    tab = show(ONE)
    tab.complaints.expected.append(NO_CONNECTION)
    tab.context.set_offline(offline=True)
    tab.get_by_role("button", name="Check and hand in").click()
    expect(tab.locator("#waiting")).to_have_text(
        "You are offline, so “Check and hand in” has to wait. All your answers are saved."
        "Press it again when you are back. Go on answering; closing this page loses nothing.",
    )
    option(tab, 1).click()
    tab.get_by_role("button", name="Check and hand in").click()
    expect(tab.locator("#waiting strong")).to_have_text(waits("You are offline.", 1, "when you are back"))
    expect(tab.locator("#waiting p").nth(1)).to_have_text(
        "“Check and hand in” waits for that, so that nothing is handed in without it; press it again then. "
        "Go on answering; closing this page loses nothing."
    )
    tab.context.set_offline(offline=False)
    expect(line(tab)).to_have_text(SAVED)
    expect(tab.locator("#waiting")).to_be_empty()


@pytest.mark.parametrize("is_offline", [False, True])
def test_the_page_before_handing_in_out_of_the_browsers_memory_leads_to_the_result(show, another_device, is_offline):
    tab = show(ONE)
    tab.goto(f"{path_of(tab)}/summary")
    other = another_device(tab)
    other.goto(tab.url)
    other.get_by_role("button", name="Hand in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Not passed yet: 0 of 4")
    tab.context.set_offline(offline=is_offline)
    tab.evaluate(SHOWN_AGAIN)
    if is_offline:
        tab.complaints.expected.append(NO_CONNECTION)
        expect(tab.locator("#device")).to_have_text(
            "You are offline, or the site does not answer. "
            "As soon as it does, this page says whether the attempt has been handed in."
        )
        expect(tab.get_by_role("button")).to_have_count(0)
        tab.context.set_offline(offline=False)
    expect(tab.get_by_role("heading", level=1)).to_have_text("Not passed yet: 0 of 4")


def test_the_page_before_handing_in_learns_that_another_tab_handed_in(show):
    tab = show(ONE)
    tab.goto(f"{path_of(tab)}/summary")
    other = tab.context.new_page()
    other.goto(tab.url)
    other.get_by_role("button", name="Hand in").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Not passed yet: 0 of 4")


@pytest.mark.parametrize("javascript", [True, False])
def test_back_after_handing_in_shows_the_result_and_nothing_to_hand_in(show, javascript):
    tab = show("summary: nothing answered", java_script_enabled=javascript)
    tab.goto(path_of(tab).removesuffix("/summary"))
    tab.get_by_role("button", name="Check and hand in").last.click()
    tab.get_by_role("button", name="Hand in").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Not passed yet: 0 of 4")
    tab.go_back()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Not passed yet: 0 of 4")


@pytest.mark.parametrize(("button", "wins"), [("Take", [3]), ("Keep", [2]), ("Escape", [2])])
def test_two_tabs_with_different_answers_are_asked_about(show, button, wins):
    first = show(ONE)
    second = answered_in_two_places(first)
    dialog = second.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Question 1 was answered in two places")
    words = [option(second, place).locator("span").inner_text() for place in (3, 2)]
    assert dialog.get_by_role("button").all_inner_texts() == [
        f"Take what was chosen here:\n{words[0]}",
        f"Keep what was saved elsewhere:\n{words[1]}",
    ]
    expect(line(second)).to_have_text("Not saved")
    if button == "Escape":
        second.keyboard.press("Escape")
    else:
        dialog.get_by_role("button", name=button).click()
    expect(line(second)).to_have_text(SAVED)
    assert chosen(second) == wins
    first.reload()
    assert chosen(first) == wins
    expect(first.locator(".asked")).to_have_count(0)


def test_an_attempt_handed_in_elsewhere_shows_its_result(show, another_device):
    tab = show(ONE)
    tab.complaints.expected.append("status of 409")
    other = another_device(tab)
    other.goto(f"{path_of(tab)}/summary")
    other.get_by_role("button", name="Hand in").click()
    option(tab, 2).click()
    shows_that_it_was_handed_in(tab)


def test_a_page_out_of_the_browsers_cache_says_that_the_attempt_was_handed_in(show, another_device):
    tab = show(ONE)
    tab.complaints.expected.append("status of 409")
    other = another_device(tab)
    other.goto(f"{path_of(tab)}/summary")
    other.get_by_role("button", name="Hand in").click()
    expect(other.get_by_role("heading", level=1)).to_have_text("Not passed yet: 0 of 4")
    tab.evaluate(SHOWN_AGAIN)
    shows_that_it_was_handed_in(tab)


def test_a_page_out_of_the_browsers_cache_shows_what_was_saved_meanwhile_and_sends_what_waits(show):
    tab = show("attempt: all on one page, timed")
    other = tab.context.new_page()
    other.goto(tab.url)
    option(other, 3).click()
    expect(line(other)).to_have_text(SAVED)
    held(tab)
    option(tab, 1, 2).click()
    expect(line(tab, 2)).to_have_text("Saving…")
    with tab.expect_event("load"):
        tab.evaluate(SHOWN_AGAIN)
        tab.unroute_all()
    assert (chosen(tab, 1), chosen(tab, 2)) == ([3], [1])


def shows_that_it_was_handed_in(tab):
    expect(tab.locator("#waiting strong")).to_have_text(
        "This attempt has been handed in. Your saved answers are kept; nothing more can be added."
    )
    assert tab.evaluate("document.getElementById('attempt').inert") is True
    tab.get_by_role("link", name="See the result").click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("Not passed yet: 0 of 4")


def test_flags_and_clearing_are_saved_and_told_in_words(show):
    tab = show(ONE)
    option(tab, 2).click()
    slot(tab).get_by_label("Flag for later").check()
    expect(line(tab)).to_have_text(SAVED)
    expect(tab.get_by_role("heading", name="1 of 4 answered, 1 flagged")).to_be_visible()
    cell = tab.locator('.cell[data-go="1"]')
    expect(cell).to_have_accessible_name("Question 1 answered, flagged")
    slot(tab).get_by_role("button", name="Clear my answer").click()
    expect(cell).to_have_accessible_name("Question 1 not answered, flagged")
    expect(line(tab)).to_have_text(f"No answer, s{SAVED[1:]}")
    assert chosen(tab) == []
    tab.get_by_role("button", name="Check and hand in").click()
    expect(tab.locator(".lead")).to_have_text("0 of 4 questions are answered and saved.")
    tab.go_back()
    expect(slot(tab).get_by_label("Flag for later")).to_be_checked()


def test_numbers_choose_an_answer_of_the_question_in_focus(show):
    tab = show(ONE)
    tab.keyboard.press("3")
    assert chosen(tab) == [3]
    tab.keyboard.press("9")
    assert chosen(tab) == [3]
    tab.goto(f"{tab.url.partition('#')[0]}#q4")
    for key in "124":
        tab.keyboard.press(key)
    tab.keyboard.press("2")
    assert (chosen(tab, 1), chosen(tab, 4)) == ([3], [1, 4])
    expect(line(tab, 4)).to_have_text(SAVED)


def test_without_focus_numbers_choose_an_answer_of_the_question_in_view(show):
    tab = show(REAL)
    before = [chosen(tab, number) for number in range(1, 7)]
    slot(tab, 4).scroll_into_view_if_needed()
    tab.evaluate("document.getElementById('q4').scrollIntoView()")
    tab.keyboard.press("3")
    expect(line(tab, 4)).to_have_text(SAVED)
    assert [chosen(tab, number) for number in range(1, 7)] == [*before[:3], [3], *before[4:]]


def test_numbers_do_nothing_when_something_else_has_the_focus(show):
    tab = show(REAL)
    before = [chosen(tab, number) for number in range(1, 7)]
    tab.get_by_role("link", name="Skip").focus()
    tab.keyboard.press("4")
    assert [chosen(tab, number) for number in range(1, 7)] == before


def test_an_attempt_opened_again_begins_at_the_first_question_without_an_answer(show):
    tab = show("attempt: half answered")
    expect(slot(tab, 2)).to_be_visible()
    expect(slot(tab, 1)).to_be_hidden()
    expect(tab.locator('.cell[data-go="2"]')).to_have_attribute("aria-current", "step")
    slot(tab, 2).get_by_role("link", name="Previous").click()
    expect(slot(tab, 1)).to_be_visible()
    expect(slot(tab, 2)).to_be_hidden()


def test_enter_in_an_answer_goes_on_to_the_next_question(show):
    tab = show(ONE)
    tab.keyboard.press("2")
    tab.keyboard.press("Enter")
    expect(slot(tab, 2)).to_be_focused()
    expect(slot(tab, 1)).to_be_hidden()
    tab.keyboard.press("1")
    expect(tab.get_by_role("heading", name="2 of 4 answered")).to_be_visible()


def test_all_on_one_page_each_question_says_when_it_was_saved(show):
    tab = show(REAL)
    words = [line(tab, number).inner_text() for number in (1, 2, 6)]
    assert words == ["Saved 08:58:30", "No answer, saved 08:58:30", "No answer, saved 08:58:30"]
    option(tab, 3, 4).click()
    expect(line(tab, 4)).to_have_text(SAVED)
    expect(line(tab, 1)).to_have_text("Saved 08:58:30")


def test_back_and_a_reload_lead_to_the_question_that_was_shown(show):
    tab = show("attempt: half answered")
    expect(slot(tab, 2)).to_be_visible()
    assert tab.url.endswith("#q2")
    tab.keyboard.press("2")
    tab.keyboard.press("Enter")
    expect(slot(tab, 3)).to_be_visible()
    expect(line(tab, 2)).to_have_text(SAVED)
    tab.reload()
    expect(slot(tab, 3)).to_be_visible()
    tab.go_back()
    expect(slot(tab, 2)).to_be_visible()
    expect(slot(tab, 2)).to_be_focused()
    tab.reload()
    expect(slot(tab, 2)).to_be_visible()
    expect(slot(tab, 3)).to_be_hidden()


def test_a_question_that_the_address_names_is_shown_with_what_stands_above_it(show):
    tab = show("attempt: choose all that apply", width=360, height=400)
    expect(slot(tab, 4)).to_be_visible()
    assert tab.evaluate("[scrollY, document.documentElement.scrollHeight > innerHeight]") == [0, True]


def test_the_skip_link_leaves_the_question_where_it_is(show):
    tab = show("attempt: half answered")
    slot(tab, 2).get_by_role("button", name="Next").click()
    expect(slot(tab, 3)).to_be_visible()
    tab.get_by_role("link", name="Skip").focus()
    tab.keyboard.press("Enter")
    expect(slot(tab, 3)).to_be_visible()
    expect(slot(tab, 2)).to_be_hidden()


def test_back_shows_what_was_saved_meanwhile(show):
    tab = show(ONE)
    option(tab, 2).click()
    slot(tab).get_by_role("button", name="Next").click()
    option(tab, 1, 2).click()
    expect(line(tab, 2)).to_have_text(SAVED)
    tab.go_back()
    expect(slot(tab, 1)).to_be_visible()
    expect(slot(tab, 2)).to_be_hidden()
    tab.get_by_role("button", name="Check and hand in").click()
    expect(tab.locator(".lead")).to_have_text("2 of 4 questions are answered and saved.")
    tab.go_back()
    expect(tab.get_by_role("heading", name="2 of 4 answered")).to_be_visible()
    assert (chosen(tab, 1), chosen(tab, 2)) == ([2], [1])
