"""Writing a question in a browser: by the keyboard alone, by two people at once, and again after the tab was closed."""

import re

import pytest
from playwright.sync_api import expect

from course_app.queries.catalogue import newest_outline
from course_app.services import authoring
from tests.browser.keyboard import Keyboard
from tests.browser.test_teaching import sign_in
from tests.conftest import START, person_named
from tests.teaching_acts import DRAFT

NEW = "/instructor/small-course/new-question"
STEM = "A friend asks whether tea is warm in every cup that is poured. Which answer fits the lesson?"


@pytest.fixture
def author(tab):
    """Tabs of an instructor, each in a browser of its own."""

    def opened():
        one = tab("small")
        one.complaints.expected.append("a status of 422")
        sign_in(one, "instructor")
        return one

    return opened


@pytest.fixture
def draft(sites):
    """The address of a question of their own."""
    with sites["small"].stage.app.app_context():
        outline = newest_outline("small-course")
        saved = authoring.add_question(person_named("instructor").id, outline, DRAFT, START)
    return f"/instructor/small-course/questions/{saved.code}"


def test_a_question_is_written_by_the_keyboard_alone_and_its_flaw_is_seen(author):
    tab = author()
    tab.goto("/instructor/small-course/questions")
    keys = Keyboard(tab)
    keys.to("Write a question", "a")
    with tab.expect_navigation():
        keys.press("Enter")
    keys.to("Question", "textarea")
    tab.keyboard.type(STEM)
    keys.press("Control+a", "Control+b")
    expect(tab.locator("#preview strong")).to_have_text(STEM)
    keys.press("Control+b")
    expect(tab.locator("#preview strong")).to_have_count(0)
    expect(tab.get_by_label("Question", exact=True)).to_have_value(STEM)
    for number, text in enumerate(("Cold", "Warm, as the article that the lesson names puts it", "Hot", "Iced"), 1):
        keys.to(f"Option new {number}", "textarea")
        tab.keyboard.type(text)
    keys.to("new 1 is right", key="Shift+Tab")
    keys.press("ArrowDown")
    flaw = tab.locator("#advice").get_by_role("link", name=re.compile("length tells it"))
    expect(flaw).to_be_visible()
    expect(tab.locator("#told")).to_contain_text("warning")
    keys.to("Option new 2", "textarea")
    keys.press("Control+a")
    tab.keyboard.type("Warm")
    keys.press("Alt+ArrowUp")
    expect(tab.get_by_label("Option new 1", exact=True)).to_have_value("Warm")
    expect(tab.get_by_role("radio", name="new 1 is right")).to_be_checked()
    expect(tab.locator(":focus")).to_have_attribute("name", "option-0")
    expect(tab.locator("#preview [data-option]").first).to_have_text("Warm")
    expect(flaw).to_have_count(0)
    keys.to("Words of the sentence")
    tab.keyboard.type("warm")
    keys.to("Tea is warm")
    keys.press("Space")
    expect(tab.locator("#topic")).to_have_value("brewing")
    with tab.expect_navigation():
        keys.press("Control+Enter")
    expect(tab.locator("main").get_by_role("status")).to_contain_text("It is a draft")
    expect(tab.get_by_text("has no reason why it is right or wrong").first).to_be_visible()
    assert keys.unseen == []


def test_two_people_at_once_lose_nothing(author, draft):
    first, second = author(), author()
    for tab in (first, second):
        tab.goto(f"{draft}/edit")
    first.get_by_label("Question", exact=True).fill("Theirs: which kettle whistles?")
    first.get_by_label("Option A", exact=True).fill("Their kettle")
    second.get_by_label("Question", exact=True).fill("Mine: which kettle whistles?")
    second.get_by_label("Option B", exact=True).fill("My kettle")
    first.get_by_role("button", name="Save").first.click()
    expect(first.locator("main").get_by_role("status")).to_contain_text("Saved as version 2")
    second.get_by_role("button", name="Save").first.click()
    expect(second.get_by_role("alert")).to_contain_text("Nothing of yours is lost")
    asked = second.get_by_role("group", name="Question", exact=True)
    expect(asked).to_contain_text("Which kettle whistles?")
    expect(asked.get_by_role("radio", name="Yours")).to_be_checked()
    expect(second.get_by_role("group", name="Option A").get_by_role("radio", name="Theirs")).to_be_checked()
    asked.get_by_role("radio", name="Theirs").check()
    second.get_by_role("button", name="Put these together").click()
    expect(second.get_by_role("status").first).to_contain_text("not saved yet")
    fields = {"Question": "Theirs: which kettle whistles?", "Option A": "Their kettle", "Option B": "My kettle"}
    for name, text in fields.items():
        expect(second.get_by_label(name, exact=True)).to_have_value(text)
    second.get_by_role("button", name="Save").first.click()
    expect(second.locator("main").get_by_role("status")).to_contain_text("Saved as version 3")


def test_what_was_typed_is_found_again_after_the_tab_was_closed(author):
    tab = author()
    tab.goto(NEW)
    tab.get_by_label("Question", exact=True).fill(STEM)
    expect(tab.locator("#draft-kept")).to_have_text("Draft kept 09:00.")
    again = tab.context.new_page()
    tab.close()
    again.goto(NEW)
    waiting = again.locator(".notice", has_text=STEM).first
    expect(waiting).to_contain_text("You were writing this")
    waiting.get_by_role("link", name="Go on with it").click()
    expect(again.get_by_label("Question", exact=True)).to_have_value(STEM)
    expect(again.locator("#preview [data-stem]")).to_have_text(STEM)
    again.goto(NEW)
    waiting.get_by_role("button", name="Throw it away").click()
    expect(again.locator("main").get_by_role("status").first).to_contain_text("Thrown away")


def test_the_learners_view_is_right_after_the_way_back(author):
    tab = author()
    tab.goto(NEW)
    tab.get_by_label("Question", exact=True).fill(STEM)
    tab.get_by_label("Option new 1", exact=True).fill("*Warm*")
    tab.get_by_role("link", name="Questions", exact=True).first.click()
    expect(tab.get_by_role("heading", level=1)).not_to_have_text("Write a question")
    tab.go_back()
    expect(tab.get_by_label("Question", exact=True)).to_have_value(STEM)
    expect(tab.locator("#preview [data-stem]")).to_have_text(STEM)
    expect(tab.locator("#preview em")).to_have_text("Warm")
