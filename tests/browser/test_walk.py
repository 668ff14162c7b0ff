"""The learner's walk from the home page to a graded quiz, on the real course: with JavaScript, without, by keyboard."""

import re

import pytest
from playwright.sync_api import expect

from course_app.domain.wording import both, first_upper, number_word
from course_app.queries.catalogue import newest_outline
from tests import acts
from tests.browser.keyboard import Keyboard

QUIZ = "mechanisms"
PASSWORD = "a few words of mine"
CITATION = re.compile(r"\s*\[[^\]]*\]")


def heading(tab):
    return tab.get_by_role("heading", level=1)


def outline(sites):
    """The course as it is published, read where a browser cannot."""
    with sites["demo"].stage.app.app_context():
        return newest_outline(acts.DEMO)


def first_lessons(sites):
    """The titles of the two lessons that a beginner comes to."""
    first, second, *_ = outline(sites).written
    return first.title, second.title


def module_of_the_quiz(sites):
    """Number and title of the module whose quiz is taken."""
    outlined = outline(sites)
    module = outlined.quizzes[QUIZ].module
    return outlined.course.modules.index(module) + 1, module.title


def nothing_read(sites):
    """What the quiz says when no lesson of its module is read."""
    outlined = outline(sites)
    numbers = [card.number for card in outlined.written if card.module == outlined.quizzes[QUIZ].module]
    return f"{first_upper(number_word(len(numbers)))} lessons of this module are still unread: {both(numbers)}."


def keys(tab, sites):
    """Question → the places of its right answers, read where a browser cannot."""
    attempt = re.search(r"/attempts/(\w+)", tab.url)[1]
    with sites["demo"].stage.app.app_context():
        return {slot: [acts.ALIASES.index(one) + 1 for one in key] for slot, key in acts.keys_of(attempt).items()}


def wrong(places):
    return next(place for place in (1, 2, 3, 4) if place not in places)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_visitor_gets_from_the_home_page_to_a_graded_quiz(tab, sites, javascript):
    first, second = first_lessons(sites)
    tab = tab("demo", java_script_enabled=javascript)
    tab.goto("/")
    tab.get_by_role("link", name="Create an account").click()
    register(tab, f"walker-{javascript}@example.org")
    expect(heading(tab)).to_have_text("Your course, Wren Walker")
    tab.get_by_role("link", name="Read it").click()
    expect(heading(tab)).to_have_text(first)
    tab.reload()
    tab.get_by_role("button", name="Mark as read and go on").click()
    expect(heading(tab)).to_have_text(second)
    if javascript:
        tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tab.go_back()
    expect(heading(tab)).to_have_text(first)
    if javascript:
        expect(tab.get_by_text("You marked this lesson as read")).to_be_visible()
    else:
        tab.get_by_role("button", name="Mark as read and go on").click()
        expect(heading(tab)).to_have_text(second)
    tab.get_by_role("link", name="Your course").first.click()
    tab.locator("summary", has_text=module_of_the_quiz(sites)[1]).click()
    tab.get_by_role("link", name="Quiz: Mechanisms").click()
    expect(tab.get_by_text(nothing_read(sites))).to_be_visible()
    tab.get_by_role("button", name="Start the quiz").click()
    answer_all_but_the_third(tab, keys(tab, sites))
    tab.get_by_role("button", name="Check and hand in").first.click()
    expect(tab.locator(".lead")).to_have_text("6 of 6 questions are answered and saved.")
    tab.get_by_role("button", name="Hand in").click()
    open_the_passage(tab)


def register(tab, email):
    tab.get_by_label("Name").fill("Wren Walker")
    tab.get_by_label("E-mail").fill(email)
    tab.get_by_label("Password").fill(PASSWORD)
    tab.get_by_role("button", name="Create an account").click()


def answer_all_but_the_third(tab, right):
    """Rightly, but for the third; with a Back and a reload in the middle."""
    for number in right:
        slot = tab.locator(f"#q{number}")
        place = wrong(right[number]) if number == 3 else right[number][0]
        expect(slot).to_be_visible()
        slot.locator(".option").nth(place - 1).click()
        if number == 4:
            tab.go_back()
            expect(tab.locator("#q3")).to_be_visible()
            tab.go_forward()
            expect(slot).to_be_visible()
            slot.locator(".option").nth(place - 1).click()
        if number < len(right):
            slot.get_by_role("button", name="Next").click()
        if number == 2:
            expect(tab.locator("#q3")).to_be_visible()
            expect(tab.locator("#q2 .saved")).to_have_text("Saved 09:00:00")
            tab.reload()


def open_the_passage(tab):
    """The result explains itself, and opens the passage that teaches what was missed."""
    expect(heading(tab)).to_have_text("You passed: 5 of 6")
    expect(tab.locator(".lead")).to_have_text("You needed 5 of 6; you have 5.")
    assert tab.locator("details.question[open]").count() == 1
    passage = tab.locator("#q3 mark").first.inner_text()
    tab.locator("#q3").get_by_role("link", name="Open it in the lesson").first.click()
    expect(tab).to_have_url(re.compile(r"/lessons/[\w-]+#[\w-]+$"))
    claim = tab.locator(":target")
    expect(claim).to_be_in_viewport()
    assert CITATION.sub("", " ".join(claim.inner_text().split())) == " ".join(passage.split())


@pytest.mark.parametrize("width", [1280, 360])
def test_the_walk_needs_no_more_than_a_keyboard_and_always_shows_where_one_is(tab, sites, width):
    tab = tab("demo", width=width, height=640)
    keyboard = Keyboard(tab)
    tab.goto("/")
    assert keyboard.step()["words"] == "Skip to the content"
    keyboard.press("Enter")
    keyboard.follow("Create an account")
    keyboard.write("Name", "Kim Keys")
    keyboard.write("E-mail", f"keys-{width}@example.org")
    keyboard.write("Password", PASSWORD)
    with tab.expect_navigation(wait_until="load"):
        keyboard.press("Enter")
    keyboard.follow("Read it")
    keyboard.follow("Mark as read and go on")
    expect(heading(tab)).to_have_text(first_lessons(sites)[1])
    keyboard.follow("Your course")
    keyboard.to("{} {}".format(*module_of_the_quiz(sites)), "summary")
    keyboard.press("Enter")
    keyboard.follow("Quiz: Mechanisms")
    keyboard.follow("Start the quiz")
    answer_by_keyboard(tab, keyboard, keys(tab, sites))
    keyboard.follow("Check and hand in", "button")
    keyboard.follow("Hand in", "button")
    expect(heading(tab)).to_have_text("You passed: 6 of 6")
    keyboard.to("1", "summary")
    keyboard.press("Space")
    keyboard.follow("Open it in the lesson")
    expect(tab.locator(":target")).to_be_in_viewport()
    assert keyboard.unseen == []


def answer_by_keyboard(tab, keyboard, right):
    """The first with Tab, Space and arrows, the others with their numbers and Enter."""
    first = tab.locator("#q1 .option input")
    keyboard.step()
    keyboard.press("Space")
    expect(first.nth(0)).to_be_checked()
    keyboard.press("ArrowDown")
    expect(first.nth(1)).to_be_checked()
    keyboard.press(*["ArrowDown"] * (right[1][0] + 2))
    expect(first.nth(right[1][0] - 1)).to_be_checked()
    keyboard.to("Flag for later", "input")
    keyboard.press("Space", "Space")
    keyboard.to("Next", "button")
    keyboard.press("Enter")
    for number in range(2, 7):
        expect(tab.locator(f"#q{number}")).to_be_focused()
        keyboard.press(str(right[number][0]))
        expect(tab.locator(f"#q{number} .saved")).to_have_text("Saved 09:00:00")
        if number < 6:
            keyboard.press("Enter")


def test_a_focus_that_does_not_show_is_noticed(tab):
    tab = tab("demo")
    tab.goto("/sign-in")
    tab.evaluate("document.styleSheets[0].insertRule('* { outline: none !important }')")
    keyboard = Keyboard(tab)
    keyboard.to("E-mail", "input")
    assert len(keyboard.unseen) == 4
