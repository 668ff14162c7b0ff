"""An instructor retires questions of the bank by the keyboard alone, and is told before what will happen."""

from dataclasses import replace

from playwright.sync_api import expect

from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.services import authoring
from tests.acts import SMALL
from tests.browser.keyboard import Keyboard
from tests.conftest import START
from tests.teaching_acts import DRAFT


def test_two_of_three_questions_are_retired_by_keyboard_after_a_page_that_says_so(show, sites):
    stage = sites["small"].stage
    with stage.app.app_context():
        outline, ann = newest_outline(SMALL), stage.person("Ann", email="instructor@example.org")
        drafts = [replace(DRAFT, stem=f"Does kettle {number} whistle?", tags=("to-retire",)) for number in "abc"]
        codes = [authoring.add_question(ann, outline, one, START).code for one in drafts]
    tab = show("bank: with comments")
    tab.goto(f"/instructor/{SMALL}/questions?words=to-retire&state=draft")
    expect(tab.locator("#found")).to_contain_text("of")
    keyboard = Keyboard(tab)
    for code in codes[:2]:
        keyboard.to(f"Choose {code}")
        keyboard.press("Space")
    keyboard.to("do this", "select")
    tab.keyboard.type("Reti")
    keyboard.follow("Go on")
    expect(tab.get_by_role("heading", level=1)).to_have_text("Retire")
    expect(tab.locator("main")).to_contain_text(
        "2 questions will be retired: kept with every answer, and asked no more."
    )
    keyboard.follow("Retire: 2 questions")
    expect(tab.locator("main").get_by_role("status")).to_contain_text("2 questions were changed.")
    with stage.app.app_context():
        assert [authored_question(outline, code).state for code in codes] == ["retired", "retired", "draft"]
    assert keyboard.unseen == []
