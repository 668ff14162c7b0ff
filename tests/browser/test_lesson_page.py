"""A lesson in the browser: the place is remembered however quickly one leaves, and a link shows its own sources."""

import re

import pytest
from playwright.sync_api import expect

LESSON = "lesson: nerves-chemistry-immunity"
TARGET = "mechanism-evidence-lacking"


def paragraph_on_top(tab):
    """The number of the first paragraph within the part of the window that counts as the place."""
    return tab.evaluate(
        """() => {
            const inside = ({top, bottom}) => bottom > innerHeight * .1 && top < innerHeight * .45;
            const blocks = [...document.querySelectorAll('[id^="p-"]')];
            return Number(blocks.find((one) => inside(one.getBoundingClientRect())).id.slice(2));
        }"""
    )


def test_whoever_scrolls_and_leaves_at_once_finds_the_place_on_the_next_page(show):
    tab = show(LESSON)
    tab.locator("#p-6").scroll_into_view_if_needed()
    tab.mouse.wheel(0, 300)
    tab.wait_for_timeout(500)
    place = paragraph_on_top(tab)
    assert place > 1
    with tab.expect_request("**/place") as sent:
        tab.get_by_role("link", name="Your course").first.click()
    assert sent.value.post_data_json == {"paragraph": place}
    expect(tab.locator(".continue")).to_contain_text(re.compile(rf"You stopped at paragraph {place} of \d+ today"))


def test_a_page_that_is_only_opened_and_left_moves_no_place(show):
    tab = show(LESSON)
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.get_by_role("link", name="Your course").first.click()
    expect(tab.locator(".continue")).to_be_visible()
    assert [one for one in asked if one.endswith("/place")] == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_link_to_a_sentence_shows_its_own_source_unfolded(show, javascript):
    tab = show(LESSON, width=1280, java_script_enabled=javascript)
    own = tab.locator(f".source[data-for~={TARGET}]")
    expect(own).to_be_hidden()
    tab.goto(f"{tab.url}#{TARGET}")
    expect(own).to_be_visible()
    expect(own).to_contain_text("Cagnie 2013")
    note = tab.locator(".passage", has=tab.locator(f"#{TARGET}")).locator(".note")
    assert "Cagnie 2013" in note.locator(".source").first.inner_text() or not javascript
    assert tab.evaluate(f"document.getElementById('{TARGET}').getBoundingClientRect().top") > 60


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_tick_of_a_lesson_that_was_read_stays_beside_the_last_word_of_its_title(show, width):
    tab = show("lesson: beside a read one", width=width)
    outline = tab.locator(".outline")
    outline.evaluate("one => { one.open = true; }")
    ticks = outline.locator("a:has(.read)")
    assert ticks.count() > 0
    apart = ticks.evaluate_all(
        """(links) => links.filter((link) => {
            const title = document.createRange(), tick = link.querySelector("svg").getBoundingClientRect();
            title.selectNodeContents(link.firstChild);
            const last = [...title.getClientRects()].at(-1), box = link.getBoundingClientRect();
            return tick.top > last.bottom || tick.left < last.right || tick.right > box.right;
        }).map((link) => link.textContent)"""
    )
    assert apart == []
