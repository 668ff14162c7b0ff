"""A correction on the pages: from the lesson to the passage, to the editors, and back to who suggested it."""

import re
from html import unescape

import pytest

from tests.acts import KETTLES, suggested_by
from tests.conftest import person_named

LESSON = "/learn/small-course/lessons/second-steps"
PASSAGE, OWN = f"{LESSON}/corrections/kettles-whistle", "/learn/small-course/corrections"
INBOX = "/instructor/small-course/corrections"


@pytest.fixture
def sian(as_person):
    return as_person("learner")


def sent(browser, body="It was two in ten.", wording=KETTLES):
    return browser.post(PASSAGE, data={"body": body, "wording": wording})


def decided(browser, decision, answer="", seen="0"):
    place = re.search(rf'action="({INBOX}/[0-9a-f]{{32}})"', browser.get(INBOX).text)[1]
    return browser.post(place, data={"decision": decision, "answer": answer, "seen": seen})


def test_the_note_of_a_passage_leads_to_its_page(sian, visible):
    links = re.findall(r'<a href="([^"]+)">Suggest a correction</a>', sian.get(LESSON).text)
    assert links == ["second-steps/corrections/kettles-whistle"]
    page = visible(sian.get(PASSAGE).text)
    assert KETTLES in page
    assert "The course’s editors see your name with it." in page


def test_editors_read_it_with_name_and_passage_and_the_answer_comes_back(ann, sian, visible):
    answer = sent(sian, "  It was\n two <b>in</b> ten.  ")
    assert (answer.status_code, answer.location) == (303, PASSAGE)
    assert "One correction is suggested and not decided" in visible(ann.get("/instructor").text)
    inbox = visible(ann.get(INBOX).text)
    assert "To decide, 1 Decided Download those to decide as text" in inbox
    assert f"{KETTLES} It was two <b>in</b> ten. Siân Ŵyn ," in inbox
    assert "Not decided yet" in visible(sian.get(PASSAGE).text)
    assert decided(ann, "declined", "The survey says one.").status_code == 303
    told = "Declined Suggested today, decided today The editors’ answer: The survey says one."
    assert told in visible(sian.get(PASSAGE).text)
    assert told in visible(sian.get(OWN).text)
    assert "Nothing to decide at present" in visible(ann.get(INBOX).text)
    assert "The survey says one." in visible(ann.get(f"{INBOX}?decided=yes").text)


def test_what_was_typed_stays_when_it_is_refused(ann, sian, as_person):
    changed = sent(sian, "Mine is kept", wording="It said something else.")
    assert (changed.status_code, "published anew" in changed.text, "Mine is kept" in changed.text) == (422, True, True)
    assert "Suggested" not in sian.get(OWN).text
    sent(sian)
    refused = decided(ann, "", "Half an answer")
    assert (refused.status_code, "Half an answer" in refused.text) == (422, True)
    decided(ann, "taken-up", "")
    stale = ann.get(f"{INBOX}?decided=yes").text
    place = re.search(rf'action="({INBOX}/[0-9a-f]{{32}})"', stale)[1]
    late = ann.post(place, data={"decision": "declined", "answer": "Too late", "seen": "0", "decided": "yes"})
    assert (late.status_code, "Their decision holds" in late.text, "Too late" in late.text) == (422, True, True)


def test_nobody_sees_what_another_reader_suggested(sian, as_person, visible):
    sent(sian, "My own words")
    other = as_person("classmate")
    assert "My own words" not in other.get(PASSAGE).text + other.get(OWN).text


def test_the_passage_is_shown_as_it_was_and_as_it_is(ann, sian, visible, publish_changed):
    sent(sian)
    publish_changed(one_kettle_in_ten="two kettles in ten")
    inbox = visible(ann.get(INBOX).text)
    assert f"When it was suggested {KETTLES} Now In one survey two kettles in ten whistled." in inbox
    assert "Now In one survey two kettles in ten whistled." in visible(sian.get(OWN).text)


def test_a_passage_that_is_gone_is_said_to_be_and_a_wrong_one_is_not_there(ann, sian, visible, publish_changed):
    sent(sian)
    assert sian.get(f"{LESSON}/corrections/tea-is-warm").status_code == 404
    publish_changed(kettles_whistle="kettles-sing", **{"kettles-whistle": "kettles-sing"})
    assert "The lesson has this passage no more." in visible(ann.get(INBOX).text)
    assert "The lesson has this passage no more." in visible(sian.get(OWN).text)
    assert (sian.get(PASSAGE).status_code, sent(sian).status_code) == (404, 404)


def test_the_file_has_those_to_decide_by_passage_and_nobodys_name(ann, sian):
    sent(sian)
    answer = ann.get(f"{INBOX}.md")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="corrections-small-course.md"'
    assert unescape(answer.text) == (
        "# Corrections suggested to “A small course”\n\n## 1.2 Second steps (second-steps)\n\n"
        f"### kettles-whistle\n\nPassage: {KETTLES}\n\n- 2026-11-22: It was two in ten.\n"
    )
    decided(ann, "taken-up")
    assert ann.get(f"{INBOX}.md").text.endswith("None is waiting to be decided.\n")


def test_pages_cost_the_same_with_one_and_with_three(ann, sian, cost_of, time):
    pages = ((sian, PASSAGE), (sian, OWN), (ann, INBOX), (ann, f"{INBOX}.md"))
    learner = person_named("learner").id
    suggested_by(learner, time.time)
    one = cost_of(*pages)
    for body in ("Two.", "Three."):
        suggested_by(learner, time.time, body)
    assert cost_of(*pages) == one
