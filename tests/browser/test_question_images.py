"""An image in a question: added with and without a script, seen in the learner's view and by a learner."""

import pytest
from playwright.sync_api import expect

from course_app.queries.authored_questions import authored_question
from course_app.queries.catalogue import newest_outline
from course_app.services import attempting
from tests.browser.test_teaching import sign_in
from tests.formats.pictures import a_file

ALTERNATIVE = "A kettle on the fire"
QUESTION = "/instructor/small-course/questions/M01"
IS_LOADED = "image => image.complete && image.naturalWidth === 64"
PASTED = """(field, bytes) => {
  const data = new DataTransfer();
  data.items.add(new File([new Uint8Array(bytes)], "kettle.png", { type: "image/png" }));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_image_is_added_with_its_alternative_and_seen_by_a_learner(tab, sites, javascript):
    author = tab("small", java_script_enabled=javascript)
    author.complaints.expected.append("a status of 422")
    sign_in(author, "instructor")
    author.goto(f"{QUESTION}/edit")
    stem = author.get_by_label("Question", exact=True)
    words = stem.input_value().partition("\n")[0]
    stem.fill(f"{words}\n\nLook closely.")
    colour = "red" if javascript else "blue"
    if javascript:
        stem.evaluate(PASTED, list(a_file(colour)))
        expect(author.get_by_label("In words, for who does not see it")).to_be_focused()
    else:
        author.get_by_text("Add an image").click()
        file = {"name": "kettle.png", "mimeType": "image/png", "buffer": a_file(colour)}
        author.get_by_label("File", exact=True).set_input_files(file)
    author.get_by_role("button", name="Save").first.click()
    expect(author.get_by_role("alert")).to_contain_text("The image is kept here meanwhile")
    expect(stem).to_have_value(f"{words}\n\nLook closely.")
    author.get_by_label("In words, for who does not see it").fill(ALTERNATIVE)
    author.get_by_role("button", name="Add the image").click()
    shown = author.locator("#preview").get_by_role("img", name=ALTERNATIVE)
    expect(shown).to_be_visible()
    author.wait_for_function(IS_LOADED, arg=shown.element_handle())
    author.get_by_role("button", name="Save").first.click()
    expect(author.locator("main").get_by_role("status")).to_contain_text("Saved as version")

    learner = tab("small")
    stage = sites["small"].stage
    with stage.app.app_context():
        person = stage.person(f"Ann {colour}", ["small-course"], f"ann-{colour}@example.org")
        attempt = attempting.start_attempt(person, "small-course", "practice", stage.now, 7)
        assert ALTERNATIVE in authored_question(newest_outline("small-course"), "M01").question.stem
    sign_in(learner, f"ann-{colour}")
    learner.goto(f"/attempts/{attempt}")
    question = learner.locator("section.slot", has_text="Look closely.")
    learner.evaluate("id => { location.hash = id; }", question.get_attribute("id"))
    asked = question.get_by_role("img", name=ALTERNATIVE)
    expect(asked).to_be_attached()
