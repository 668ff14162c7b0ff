"""An instructor edits questions and a quiz as text, with and without JavaScript: told by the line, looked at, saved."""

import re

import pytest
from playwright.sync_api import expect

from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.services import authoring
from tests.acts import SMALL
from tests.browser.test_teaching import sign_in
from tests.conftest import START
from tests.teaching_acts import DRAFT


def fill(tab, text, *, scripted):
    """Type the text; the page follows after a pause, or asks by its button."""
    tab.locator("#source").fill(text)
    if not scripted:
        tab.get_by_role("button", name="Check").click()


@pytest.mark.parametrize("scripted", [True, False])
def test_questions_are_chosen_in_the_bank_and_edited_as_one_text(tab, sites, scripted):
    stage = sites["small"].stage
    with stage.app.app_context():
        outline, ann = newest_outline(SMALL), stage.person("Ann", email="instructor@example.org")
        one, two = (authoring.add_question(ann, outline, DRAFT, START).code for _ in range(2))
        before = authored_question(outline, one)
    tab = tab("small", java_script_enabled=scripted)
    tab.complaints.expected.append("422")
    sign_in(tab, "instructor")
    tab.goto(f"/instructor/{SMALL}/questions?words={one}")
    tab.get_by_label(f"Choose {one}", exact=True).check()
    tab.get_by_role("button", name="Edit as text").click()
    text = tab.locator("#source").input_value()
    assert (f"## {one}" in text, f"## {two}" in text) == (True, False)
    fill(tab, f"{text}\n## {two}\nlevle: easy\n", scripted=scripted)
    place = tab.get_by_role("link", name=re.compile("^Line ")).last
    expect(place).to_be_visible()
    if scripted:
        place.click()
        expect(tab.locator("#source")).to_be_focused()
        assert tab.evaluate("getSelection().toString()") == "levle: easy"
    new = f"## {one}-NEW\ntopic:\n\nWhich one hums?\n\n- [x] This\n- [ ] That\n"
    fill(tab, text.replace("This one", "This very one") + new, scripted=scripted)
    plan = tab.locator("#plan")
    expect(plan).to_contain_text("1 question changed, 1 new, 0 unchanged.")
    expect(plan.locator(".edit").first.locator("dt")).to_have_text(["Option A"])
    expect(plan.locator("del").first).to_have_text("This one")
    plan.get_by_role("button", name="Save 2 questions").click()
    expect(tab.locator("main").get_by_role("status")).to_contain_text(
        "Saved: 1 question has a new version, 1 question is new, a draft."
    )
    with stage.app.app_context():
        after, new = authored_question(outline, one), authored_question(outline, f"{one}-NEW")
        assert [option.letter for option in after.question.options] == ["a", "b"]
        assert (after.number, new.state) == (before.number + 1, "draft")


@pytest.mark.parametrize("scripted", [True, False])
def test_a_quiz_is_edited_as_text_and_kept_as_a_version_that_is_not_published(tab, scripted):
    tab = tab("small", java_script_enabled=scripted)
    tab.complaints.expected.append("422")
    sign_in(tab, "instructor")
    tab.goto(f"/instructor/{SMALL}/quizzes/practice")
    tab.get_by_role("link", name="Edit as text").click()
    text = tab.locator("#source").input_value()
    fill(tab, re.sub(r"pass: \d+%", "pass: lots", text), scripted=scripted)
    expect(tab.locator("#plan")).to_contain_text("`pass` cannot be `lots`")
    percent = 41 if scripted else 42
    fill(tab, re.sub(r"pass: \d+%", f"pass: {percent}%", text), scripted=scripted)
    expect(tab.locator("#plan ins", has_text=f"{percent} %")).to_be_visible()
    tab.get_by_role("button", name="Save as a new version").click()
    expect(tab.locator("main").get_by_role("status")).to_contain_text(re.compile("Saved as version"))
    expect(tab.locator("header.page-head")).to_contain_text("Not published")
