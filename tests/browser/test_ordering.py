"""Lines put in order in a real browser: by pointer, by keyboard alone, offline, in two tabs, without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.answering import NO_CONNECTION, RESPONSES, SAVED, held, line, slot, try_again

PAGE, GIVEN = "types: an order, not given", "types: an order, given"


def lines(tab, number=5):
    """The texts of the lines in the order in which they stand."""
    return slot(tab, number).locator(".order > li > span").all_inner_texts()


def mover(tab, words, number=5):
    """The button that moves a line: “Earlier: Boil the water”."""
    return slot(tab, number).get_by_role("button", name=words, exact=True)


def swapped(order, here, there):
    """The same lines, two of them exchanged."""
    after = list(order)
    after[here], after[there] = after[there], after[here]
    return after


def test_a_button_moves_a_line_and_the_order_is_saved(show):
    tab = show(PAGE)
    before = lines(tab)
    mover(tab, f"Later: {before[0]}").click()
    expect(line(tab, 5)).to_have_text(SAVED)
    assert lines(tab) == swapped(before, 0, 1)
    expect(mover(tab, f"Later: {before[0]}")).to_be_focused()
    tab.reload()
    assert lines(tab) == swapped(before, 0, 1)
    expect(tab.locator('.cell[data-go="5"]')).to_have_class("cell done")


def test_arrow_keys_move_a_line_to_either_end_and_the_focus_stays_with_it(show):
    tab = show(PAGE)
    before = lines(tab)
    tab.keyboard.press("1")
    expect(mover(tab, f"Later: {before[0]}")).to_be_focused()
    for _ in range(4):
        tab.keyboard.press("ArrowDown")
    assert lines(tab) == [*before[1:], before[0]]
    expect(mover(tab, f"Earlier: {before[0]}")).to_be_focused()
    expect(mover(tab, f"Later: {before[0]}")).to_be_disabled()
    tab.keyboard.press("ArrowUp")
    assert lines(tab) == swapped([*before[1:], before[0]], 2, 3)
    expect(line(tab, 5)).to_have_text(SAVED)


def test_a_screen_reader_hears_where_a_line_stands_now(show):
    tab = show(PAGE)
    held(tab)
    before = lines(tab)
    mover(tab, f"Later: {before[1]}").click()
    expect(tab.locator("#saved")).to_have_text(f"{before[1]}: 3 of 4")
    tab.unroute_all()
    expect(tab.locator("#saved")).to_have_text(SAVED)


def test_clearing_puts_the_lines_back_as_they_were_shown(show):
    tab = show(PAGE)
    before = lines(tab)
    mover(tab, f"Later: {before[0]}").click()
    slot(tab, 5).get_by_role("button", name="Clear my answer to question 5").click()
    expect(line(tab, 5)).to_have_text("No answer, saved 09:00:00")
    assert lines(tab) == before
    expect(tab.locator('.cell[data-go="5"]')).to_have_class("cell")


def test_an_order_given_offline_is_kept_and_sent(show):
    tab = show(PAGE)
    before = lines(tab)
    tab.complaints.expected.append(NO_CONNECTION)
    tab.context.route(RESPONSES, lambda route: route.abort())
    mover(tab, f"Earlier: {before[3]}").click()
    expect(line(tab, 5)).to_have_text("Not saved yet")
    tab.context.unroute_all()
    try_again(tab)
    expect(line(tab, 5)).to_have_text(SAVED)
    tab.reload()
    assert lines(tab) == swapped(before, 2, 3)


def test_two_orders_of_two_tabs_are_told_apart_line_by_line(show):
    tab = show(PAGE)
    before = lines(tab)
    other = tab.context.new_page()
    other.goto(tab.url)
    mover(tab, f"Later: {before[0]}").click()
    expect(line(tab, 5)).to_have_text(SAVED)
    mover(other, f"Later: {before[2]}").click()
    dialog = other.get_by_role("dialog")
    expect(dialog.get_by_role("heading")).to_have_text("Question 5 was answered in two places")
    mine, theirs = dialog.get_by_role("button").all()
    assert mine.locator("span span").all_inner_texts() == swapped(before, 2, 3)
    assert theirs.locator("span span").all_inner_texts() == swapped(before, 0, 1)
    theirs.click()
    expect(line(other, 5)).to_have_text(SAVED)
    assert lines(other) == swapped(before, 0, 1)


@pytest.mark.parametrize("keys", ["pointer", "keyboard"])
def test_without_scripts_each_press_is_a_form_and_comes_back_to_the_question(show, keys):
    tab = show(PAGE, java_script_enabled=False)
    before = lines(tab)
    button = mover(tab, f"Later: {before[0]}")
    if keys == "pointer":
        button.click()
    else:
        button.focus()
        tab.keyboard.press("Enter")
    tab.wait_for_url("**#q5")
    expect(slot(tab, 5).locator(".order > li > span").first).to_have_text(before[1])
    assert lines(tab) == swapped(before, 0, 1)
    expect(line(tab, 5)).to_have_text(SAVED)


def test_parts_in_an_order_that_was_given_come_back_as_they_were(show):
    assert lines(show(GIVEN), 6)[2:4] == ["The cup is rinsed", "الخبز المحمص جاهز"]
