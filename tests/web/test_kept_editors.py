"""A sign-in that ends while somebody writes: what stood in the editor is sent again by one button."""

import pytest

from course_app.queries.authored_questions import authored_question
from course_app.queries.authored_quizzes import authored_quiz
from course_app.queries.catalogue import newest_outline
from tests.conftest import START
from tests.instructor_pages import BANK, TYPED
from tests.sending_again import address_offered, pressed, sent_too_late, signed_in_again

QUIZZES = "/instructor/small-course/quizzes"
STEM = "Which *kettle*\r\n\r\nwhistles, says “Żółć” & <co>?"
QUESTION = TYPED | {"stem": STEM, "reason-1": "It is on the shelf.", "passage": "tea-is-warm", "act": "save"}
QUIZ = {
    "title": "Tea & “kettles”",
    "pass_percent": "70",
    "presentation": "one-per-page",
    "passed": "6",
    "failed": "2",
    "part-0-title": "Effects",
    "part-0-0-kind": "draw",
    "part-0-0-count": "2",
    "part-0-0-topic": ["effects", "brewing"],
    "part-0-0-pool": "quiz",
    "act": "save",
}


@pytest.fixture
def ann(browser):
    """Ann's browser, signed in."""
    person = browser()
    person.sign_in("instructor")
    return person


def sent_after_signing_in_again(ann, form, path, fields):
    """The form is sent after its sign-in was ended elsewhere; then sign in, and press “Send again”."""
    asked = sent_too_late(ann, form, path, fields)
    assert (asked.status_code, "Nothing you typed is lost" in asked.text) == (422, True)
    offered = signed_in_again(ann, "instructor", asked)
    assert "You are signed in again." in offered.text
    assert address_offered(offered) == path
    return pressed(ann, offered)


def test_a_question_comes_into_the_bank_whole(ann):
    answer = sent_after_signing_in_again(ann, "/instructor/small-course/new-question", BANK, QUESTION)
    assert (answer.status_code, answer.location) == (303, f"{BANK}/Q1")
    one = authored_question(newest_outline("small-course"), "Q1").question
    assert one.stem == STEM.replace("\r\n", "\n")
    assert [option.text for option in one.options] == [TYPED["option-0"], TYPED["option-1"]]
    assert (one.claims, one.passage) == (("C1",), "tea-is-warm")


def test_an_edited_question_becomes_its_next_version(ann):
    fields = QUESTION | {"opened": "1", "claim": "C1"}
    answer = sent_after_signing_in_again(ann, f"{BANK}/T02/edit", f"{BANK}/T02/versions", fields)
    assert (answer.status_code, answer.location) == (303, f"{BANK}/T02")
    assert authored_question(newest_outline("small-course"), "T02").number == 2


def test_a_quiz_is_saved_with_all_its_choices(ann):
    answer = sent_after_signing_in_again(ann, "/instructor/small-course/new-quiz", QUIZZES, QUIZ)
    assert (answer.status_code, answer.location) == (303, f"{QUIZZES}/tea-kettles")
    quiz = authored_quiz(newest_outline("small-course"), "tea-kettles", START).built.quiz
    assert (quiz.title, quiz.pass_percent) == ("Tea & “kettles”", 70)
    assert [slot.topics for section in quiz.sections for slot in section.slots] == [("effects", "brewing")] * 2


def test_an_edited_quiz_becomes_its_next_version(ann):
    fields = QUIZ | {"opened": "1"}
    answer = sent_after_signing_in_again(ann, f"{QUIZZES}/practice/edit", f"{QUIZZES}/practice/versions", fields)
    assert (answer.status_code, answer.location) == (303, f"{QUIZZES}/practice/versions/2")
