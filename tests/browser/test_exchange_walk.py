"""An instructor brings in 20 questions pasted from Word; and 500 of a file, of which 20 are mended and sent again."""

import re

import pytest
from playwright.sync_api import expect

from course_app.services.importing_questions import continue_question_imports
from tests.browser.test_teaching import sign_in
from tests.conftest import START

IMPORTS = "/instructor/small-course/imports"
PASTE = """(box, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "plain words");
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
THINGS = ("a glove of wool", "the lid of a jar", "an oar in the mud", "some sand", "Siân’s hat")


def from_word(place):
    """A question as Word puts it on the clipboard: paragraphs, blanks that do not break, the right option bold."""
    ask = f"In which {NUMBERS[place % 10]} of the {place} drawers lies {THINGS[place % 5]}, number {place}?"
    options = [f"{letter}) Drawer {place}{letter}" for letter in "abc"]
    options[place % 3] = f"<b style='font-weight:700'>{options[place % 3]}</b>"
    lines = "".join(f"<p class=MsoNormal>{one}<o:p></o:p></p>" for one in options)
    return f"<p class=MsoNormal>{place + 1}.<span>&nbsp; </span>{ask}</p>{lines}<p class=MsoNormal>&nbsp;</p>"


def gift(place):
    end = "~" if place % 25 == 7 else "}"
    ask = f"Which {NUMBERS[place % 10]} of {THINGS[place % 5]} is number {place} of the {place * 7} there are?"
    return f"::Z{place:03}:: {ask} {{\n={NUMBERS[place % 10]} and {place}\n~None of number {place}\n{end}\n"


def see(tab, sentence):
    """Wait for the sentence that sums a file up."""
    expect(tab.locator(".lead")).to_contain_text(sentence)


def bring_in(tab, sites):
    """Confirm, and let the worker do the rest."""
    tab.get_by_role("button", name="Bring in", exact=True).click()
    expect(tab.get_by_role("heading", level=1)).to_have_text("0 of 500 items are done")
    with sites["small"].stage.app.app_context():
        assert continue_question_imports(START) == 5
    expect(tab.get_by_role("heading", level=1)).to_have_text("The questions have been brought in")


def test_twenty_questions_pasted_from_word_keep_what_is_bold_and_become_drafts(tab, sites):
    tab = tab("small")
    sign_in(tab, "instructor")
    tab.get_by_role("link", name=re.compile("^Questions of A small course")).click()
    tab.get_by_role("link", name="Bring in", exact=True).click()
    box = tab.get_by_label("Or paste questions")
    box.evaluate(PASTE, "".join(from_word(place) for place in range(20)))
    expect(box).to_have_value(re.compile(r"^1\. In which one[^\n]*\n\*\*a\) Drawer 0a\*\*\nb\) Drawer 0b\n"))
    tab.get_by_role("button", name="See what will happen").click()
    see(tab, "20 items: 20 can be taken, 0 unchanged, 0 rejected.")
    expect(tab.locator(".items > li")).to_have_count(20)
    tab.locator("#item-2 summary", has_text="How it will look").click()
    expect(tab.locator("#item-2 .why .is-good")).to_contain_text("Drawer 1b")
    tab.get_by_label("Topic of those that name none").select_option("Brewing")
    tab.get_by_role("button", name="Bring in", exact=True).click()
    see(tab, "20 items: 20 taken, 0 unchanged, 0 rejected.")
    tab.locator(".items a").nth(1).click()
    expect(tab.locator(".why .is-good")).to_contain_text("Drawer 1b")
    expect(tab.locator("main")).to_contain_text("Draft")


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_500_items_are_brought_in_and_the_20_bad_ones_mended_and_sent_again(tab, sites, javascript, tmp_path):
    tab = tab("small", java_script_enabled=javascript)
    with sites["small"].stage.app.app_context():
        continue_question_imports(START)  # what pages of other tests left under way
    mark = "S" if javascript else "P"
    text = "\n".join(gift(place).replace("::Z", f"::{mark}").replace("Which", f"Which {mark}") for place in range(500))
    file = tmp_path / f"drawers-{mark}.gift"
    file.write_text(text)
    sign_in(tab, "instructor")
    tab.goto(IMPORTS)
    tab.get_by_label("A file").set_input_files(file)
    tab.get_by_role("button", name="See what will happen").click()
    see(tab, "500 items: 480 can be taken, 0 unchanged, 20 rejected.")
    bring_in(tab, sites)
    see(tab, "500 items: 480 taken, 0 unchanged, 20 rejected.")
    tab.get_by_role("link", name="Rejected 20").click()
    expect(tab.locator(".items > li")).to_have_count(20)

    tab.get_by_role("link", name="Mend the text here").click()
    box = tab.get_by_label("The text")
    mended = re.sub(r"^~\r?$", "}", box.input_value(), flags=re.MULTILINE)
    box.evaluate("(box, text) => { box.value = text; }", mended)  # typing 2,500 lines anew takes the browser longer
    tab.get_by_role("button", name="See what will happen").click()
    see(tab, "500 items: 20 can be taken, 480 unchanged, 0 rejected.")
    bring_in(tab, sites)
    see(tab, "500 items: 20 taken, 480 unchanged, 0 rejected.")
