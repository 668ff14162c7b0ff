"""A reader suggests a correction to a passage and reads the editors’ answer, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_teaching import sign_in


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_suggests_a_correction_and_reads_what_the_editors_decided(tab, sites, javascript):
    words = f"It was two in ten{', as I counted' if javascript else ''}."
    stage, name = sites["small"].stage, f"corrects-{'scripted' if javascript else 'plain'}"
    with stage.app.app_context():
        stage.person("Cari Corrector", ["small-course"], f"{name}@example.org")
    reader = tab("small", java_script_enabled=javascript)
    sign_in(reader, name)
    reader.goto("/learn/small-course/lessons/second-steps")
    reader.get_by_role("link", name="Suggest a correction").first.click()
    reader.get_by_label("What is wrong, and what should it say?").fill(words)
    reader.get_by_role("button", name="Send to the editors").click()
    expect(reader.get_by_text("Sent to the course’s editors.")).to_be_visible()
    editor = tab("small", java_script_enabled=javascript)
    sign_in(editor, "instructor")
    editor.goto("/instructor/small-course/corrections")
    mine = editor.get_by_role("article").filter(has_text=words)
    for _page in range(50):
        if mine.count():
            break
        with editor.expect_navigation(wait_until="load"):
            editor.get_by_role("link", name="The next 20").click()
    mine.get_by_label(re.compile("^Answer, as")).first.fill("The survey says one.")
    mine.get_by_role("button", name="Decline it").first.click()
    expect(editor.get_by_text("Declined. Whoever suggested it reads your answer.")).to_be_visible()
    reader.goto("/learn/small-course/corrections")
    told = reader.get_by_role("listitem").filter(has_text=words)
    expect(told.first).to_contain_text("Declined")
    expect(told.first).to_contain_text("The survey says one.")
