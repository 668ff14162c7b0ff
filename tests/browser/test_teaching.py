"""An instructor writes a question and gets it into a published quiz by the forms alone; a learner is asked it.

The hands are counted: an author who types 40 words a minute (a key each 0.3 s) and takes 1.5 s for a click or choice
(the keystroke-level model of Card, Moran and Newell 1980: pointing, pressing and the thought before) has to be done
in three minutes.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page as Tab
from playwright.sync_api import expect

from tests.conftest import PASSWORD

KEY, CLICK = 0.3, 1.5
STEM = "A friend says that tea is warm in every cup. Which answer fits what the lesson says of it?"
OPTIONS = {
    "Warm, as the article puts it": "Correct. The lesson says that tea is warm.",
    "Warm only in winter": "The lesson names no season.",
    "Cold, once it was poured": "The article says nothing of cold tea.",
}


@dataclass
class Hands:
    """What somebody does with a mouse and a keyboard, and how long it would take them."""

    tab: Tab
    clicks: int = 0
    keys: int = 0

    @property
    def seconds(self) -> float:
        """How long it would take an author."""
        return self.clicks * CLICK + self.keys * KEY

    def press(self, role: str, name: str | re.Pattern) -> None:
        """Click on the first thing of that name."""
        self.clicks += 1
        self.tab.get_by_role(role, name=name).first.click()

    def tick(self, words: str) -> None:
        """Click on the label of a box."""
        self.clicks += 1
        self.tab.locator("label", has_text=words).first.click()

    def unfold(self, words: str) -> None:
        """Click on the summary of a fold-out."""
        self.clicks += 1
        self.tab.locator("summary", has_text=words).first.click()

    def choose(self, label: str, words: str) -> None:
        """Open a list and take an entry."""
        self.clicks += 2
        self.tab.get_by_label(label, exact=True).select_option(words)

    def write(self, label: str, text: str) -> None:
        """Click into a field and type over what stands in it."""
        self.clicks += 1
        self.keys += len(text)
        self.tab.get_by_label(label, exact=True).fill(text)


def sign_in(tab, name):
    tab.goto("/sign-in")
    tab.get_by_label("E-mail").fill(f"{name}@example.org")
    tab.get_by_label("Password").fill(PASSWORD)
    with tab.expect_navigation(wait_until="load"):
        tab.get_by_role("button", name="Sign in", exact=True).click()


def write_the_question(hands, *, javascript):
    hands.press("link", re.compile("^Questions of A small course"))
    hands.press("link", "Write a question")
    hands.write("Question", STEM)
    for place, (text, reason) in enumerate(OPTIONS.items(), 1):
        hands.write(f"Option new {place}", text)
        hands.write(f"Reason for new {place}", reason)
    hands.press("radio", "new 1 is right")
    hands.write("Words of the sentence or of its claim", "warm")
    if javascript:
        expect(hands.tab.get_by_text("None yet.")).to_be_visible()
        expect(hands.tab.locator("#sentences > details:visible")).to_have_attribute("open", "")
    else:
        hands.press("button", "Find")
    hands.tick("Tea is warm")
    if javascript:
        preview = hands.tab.locator("#preview")
        expect(preview.locator("[data-stem]")).to_have_text(STEM)
        expect(preview.locator("[data-option]")).to_have_text([*OPTIONS, "Option 4"])
        expect(hands.tab.locator("#chosen")).to_contain_text("C1")
        expect(hands.tab.get_by_text("None yet.")).to_be_hidden()
        expect(hands.tab.locator("#topic")).to_have_value("brewing")
    hands.press("button", "Save")
    expect(hands.tab.locator("main").get_by_role("status")).to_contain_text("It is a draft")
    hands.press("button", "Put into use")
    expect(hands.tab.locator("main").get_by_role("status")).to_contain_text("In use")
    return re.search(r"Question (Q\d+)", hands.tab.get_by_role("heading", level=1).inner_text())[1]


def build_the_quiz(hands, code, title):
    hands.press("link", "Questions")
    hands.press("link", "Quizzes and results")
    hands.press("link", "Build a quiz")
    hands.write("Title", title)
    hands.press("button", "Add a fixed question")
    hands.write("Always asks question", code)
    hands.write("Draws", "2")
    hands.press("button", "Check")
    expect(hands.tab.get_by_text(STEM)).to_be_visible()
    expect(hands.tab.get_by_text("available, 2 drawn")).to_be_visible()
    hands.press("button", "Save")
    expect(hands.tab.locator("main").get_by_role("status")).to_contain_text("Saved.")
    if hands.tab.get_by_label("I have read what is said here").count():  # what others left open on these questions
        hands.tick("I have read what is said here")
    hands.press("button", "Publish")
    expect(hands.tab.locator("main").get_by_role("status")).to_contain_text(
        "attempts that start from now on take version 1"
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_author_gets_a_question_into_a_published_quiz_within_three_minutes(tab, sites, javascript):
    title = f"Tea for two, {'scripted' if javascript else 'plain'}"
    author = tab("small", java_script_enabled=javascript)
    author.complaints.expected.append("a status of 422")
    sign_in(author, "instructor")
    author.goto("/instructor")
    hands = Hands(author)
    code = write_the_question(hands, javascript=javascript)
    build_the_quiz(hands, code, title)
    print(f"{hands.clicks} clicks, {hands.keys} keys, {hands.seconds:.0f} s")
    assert hands.seconds < 180
    stage, reader = sites["small"].stage, f"reader-{'scripted' if javascript else 'plain'}"
    with stage.app.app_context():
        stage.person("Rhys Reader", ["small-course"], f"{reader}@example.org")
    learner = tab("small", java_script_enabled=javascript)
    sign_in(learner, reader)
    learner.goto("/learn")
    learner.get_by_role("link", name=title).first.click()
    learner.get_by_role("button", name="Start the quiz").click()
    expect(learner.locator(".question-text", has_text=STEM).first).to_be_attached()


def test_lines_of_a_quiz_are_ordered_by_keyboard_and_by_pointer(show):
    author = show("build a quiz: twelve parts")
    fourth = author.locator("#section-4")
    expect(fourth.get_by_label("Title of the part")).to_have_value("Station 6")
    expect(author.locator("#section-7")).not_to_have_attribute("open", "")
    kinds = fourth.locator('input[name$="-kind"]')
    fourth.get_by_label("Always asks question").focus()
    with author.expect_navigation(wait_until="load"):
        author.keyboard.press("Alt+ArrowUp")
    expect(kinds.nth(0)).to_have_value("question")
    expect(author.locator("#part-4-0")).to_be_focused()
    expect(fourth.get_by_label("Always asks question")).to_have_value("T01")
    fourth.locator(".grip").nth(1).scroll_into_view_if_needed()
    grip, above = fourth.locator(".grip").nth(1).bounding_box(), author.locator("#part-4-0").bounding_box()
    author.mouse.move(grip["x"] + 4, grip["y"] + 20)
    author.mouse.down()
    author.mouse.move(above["x"] + 40, above["y"] + 10, steps=4)
    with author.expect_navigation(wait_until="load"):
        author.mouse.up()
    expect(kinds.nth(0)).to_have_value("draw")
    expect(kinds.nth(1)).to_have_value("question")
